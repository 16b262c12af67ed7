"""Committed summaries of the bundled cases: a change of a figure or a rule shows in a diff. ``make reference`` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

from roi.analysis.trials import base_case
from roi.book import Book, load_book
from roi.statement.model import build

FOLDER = Path(__file__).parents[2] / "reports" / "reference"
DIGITS = 9


def summary(book: Book, case: str) -> str:
    """Base-case measures of every option, and the sum over the years of every row, to nine significant digits."""
    model = build(book.cases[case], book)
    found = base_case(model)
    text = {
        name: {
            "measures": {cell.name: _rounded(found[cell][0]) for cell in option.metrics},
            "sums over the years": {cell.name: _rounded(found[cell].sum()) for cell in option.rows},
        }
        for name, option in model.options.items()
    }
    return json.dumps(text, indent=1) + "\n"


def _rounded(value: float) -> float | None:
    return None if value != value else float(f"{value:.{DIGITS}g}") + 0.0


if __name__ == "__main__":
    bundled = load_book()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for case in bundled.cases:
        (FOLDER / f"{case}.json").write_text(summary(bundled, case), encoding="utf-8", newline="\n")
