"""The files that README and docs show can be read as they stand, laid over the bundled book."""

import re
from pathlib import Path

import pytest

from roi.book import open_book

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```yaml\n# (my_figures/\S+)\n.*?```", re.DOTALL)
DOCUMENTS = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if BLOCK.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_files_a_document_shows_can_be_read(document: Path, tmp_path: Path) -> None:
    for found in BLOCK.finditer(document.read_text(encoding="utf-8")):
        file = tmp_path / found[1]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found[0].removeprefix("```yaml\n").removesuffix("```"), encoding="utf-8")
    book = open_book(str(tmp_path / "my_figures"))
    assert book.overrides or len(list(book.figures())) > len(list(open_book().figures()))


def test_the_documents_that_show_files_are_found() -> None:
    assert {path.name for path in DOCUMENTS} == {"README.md", "adding.md", "uncertainty.md"}
