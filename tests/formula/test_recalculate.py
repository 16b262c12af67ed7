from __future__ import annotations

from pathlib import Path

import xlsxwriter
from formula.recalculate import recalculated


def test_a_workbook_is_computed_afresh_and_its_cached_values_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        sheet.write_row(0, 0, [2, 3])
        for column, formula in enumerate(("=A1*B1", '=IF(A1>B1,1,"n/a")', "=A1/(B1-3)", "=A1<B1")):
            sheet.write_formula(1, column, formula, None, 99)
    value = recalculated(path)
    assert [value("A", 1, column) for column in range(4)] == [6, "n/a", "#Div", True]
    assert value("A", 5, 5) is None
