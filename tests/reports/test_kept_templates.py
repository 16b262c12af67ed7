"""Templates kept between runs: the same page, and nothing kept that would be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from roi.kept_files import CACHE
from roi.reporting.kept_templates import SUFFIX, KeptTemplates


def page(text: str) -> str:
    return Environment(loader=DictLoader({"page": text}), bytecode_cache=KeptTemplates()).get_template("page").render(number=3)


def test_a_template_is_kept_once_and_gives_the_same_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path))
    assert page("{{ number + 1 }}") == "4"
    (kept,) = tmp_path.glob(f"*{SUFFIX}")
    before = kept.read_bytes()
    assert page("{{ number + 1 }}") == "4"
    assert [one.read_bytes() for one in tmp_path.glob(f"*{SUFFIX}")] == [before]
    assert page("{{ number + 2 }}") == "5"
    assert len(list(tmp_path.glob(f"*{SUFFIX}"))) == 2


@pytest.mark.parametrize("content", [b"", b"not a template", b"\0" * 200])
def test_what_was_spoilt_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path))
    page("{{ number }}")
    (kept,) = tmp_path.glob(f"*{SUFFIX}")
    good = kept.read_bytes()
    kept.write_bytes(content)
    assert page("{{ number }}") == "3"
    assert kept.read_bytes() == good


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(CACHE, str(tmp_path / "file"))
    assert page("{{ number }}") == "3"
