"""Runs roi as the terminal does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from roi.cli import main


@dataclass(frozen=True)
class Run:
    """Exit code and what was printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """An empty folder, and ``roi`` in it."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Run:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        shown = self.capture.readouterr()
        return Run(int(ended.value.code or 0), shown.out, shown.err)

    def files(self) -> dict[str, bytes]:
        """Every file below the folder."""
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def write(self, name: str, text: str) -> None:
        """A file below the folder, with its folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def results(self, folder: str = "out") -> dict:
        return json.loads((self.folder / folder / "results.json").read_text(encoding="utf-8"))
