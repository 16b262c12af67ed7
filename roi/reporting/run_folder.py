"""The run folder: all files are made first, then each is put in place at once, so that none is ever half written."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version as installed
from pathlib import Path

from roi.analysis.comparison import Comparison
from roi.errors import Problem, RoiError
from roi.reporting.html import report_html
from roi.reporting.provenance import Provenance
from roi.reporting.results import results_json, statement_csv
from roi.reporting.words import answer
from roi.reporting.workbook import workbook

Maker = Callable[[Comparison, Provenance], bytes]

FILES: dict[str, tuple[str, Maker]] = {
    "xlsx": ("workbook.xlsx", lambda comparison, provenance: workbook(comparison, provenance, answer(comparison))),
    "html": ("report.html", lambda comparison, provenance: report_html(comparison, provenance).encode()),
    "json": ("results.json", lambda comparison, provenance: results_json(comparison, provenance.version)),
    "csv": ("statement.csv", lambda comparison, provenance: statement_csv(comparison)),
}
"""Format -> file name and maker."""


def write_run(comparison: Comparison, provenance: Provenance, folder: Path, formats: Sequence[str] = tuple(FILES)) -> dict[str, Path]:
    """Write the files of a run and manifest.json into `folder`, which is made when needed. Returns format -> path.

    Raises RoiError when the folder cannot be written; files of an earlier run stay as they were.
    """
    contents = {FILES[one][0]: FILES[one][1](comparison, provenance) for one in dict.fromkeys(formats)}
    contents["manifest.json"] = _manifest(comparison, provenance, contents)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            put(folder / name, content)
    except OSError as error:
        raise RoiError(
            Problem(str(folder), f"cannot write: {error.strerror or error}", "give another folder with -o, or close the file")
        ) from error
    return {one: folder / FILES[one][0] for one in dict.fromkeys(formats)}


def put(path: Path, content: bytes) -> None:
    """Replace a file in one step: readers see the old or the new one, never a part."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes the file private; a report is as readable as any other new file
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _manifest(comparison: Comparison, provenance: Provenance, contents: Mapping[str, bytes]) -> bytes:
    """Versions, seed, hashes and the command that reproduces the run."""
    found = {
        "roi": provenance.version,
        "commit": provenance.commit,
        "written": provenance.written,
        "python": platform.python_version(),
        "packages": {name: installed(name) for name in ("numpy", "scipy", "pydantic", "ruamel.yaml", "xlsxwriter", "altair")},
        "case": comparison.model.case.id.partition(".")[2],
        "trials": comparison.trials.trials,
        "seed": comparison.trials.seed,
        "inputs_hash": provenance.inputs_hash,
        "command": provenance.command,
        "assumption_files": dict(sorted(comparison.model.book.hashes.items())),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()
