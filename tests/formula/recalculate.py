"""An independent recalculation of a workbook: formualizer, which shares no code with the engine or with XlsxWriter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import formualizer

Value = float | str | bool | None
Cells = Callable[[str, int, int], Value]


def recalculated(path: Path | str) -> Cells:
    """Values of a workbook's cells, computed afresh.

    Returns a function of sheet name, row and column (both from 0, as in XlsxWriter) that gives a number, text, a condition or None for a
    blank cell; an error of the cell comes as text: ``#Div``, ``#Name``.
    """
    book = formualizer.load_workbook(str(path))

    def value(sheet: str, row: int, column: int) -> Value:
        found = book.evaluate_cell(sheet, row + 1, column + 1)
        return f"#{found['kind']}" if isinstance(found, dict) else found

    return value
