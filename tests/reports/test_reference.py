"""What the bundled cases say has not changed without a line in a diff."""

from __future__ import annotations

from reports.reference import FOLDER, summary
from roi.book import Book


def test_every_case_says_what_its_committed_summary_says(book: Book) -> None:
    for case in book.cases:
        committed = (FOLDER / f"{case}.json").read_text(encoding="utf-8")
        assert summary(book, case) == committed, f"{case} has changed: if that is meant, run `make reference` and read the diff"


def test_no_summary_is_left_of_a_case_that_is_gone(book: Book) -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(book.cases)
