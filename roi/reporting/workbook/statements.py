"""A sheet for each statement: live formulas row by row, each cell with the engine's value."""

from __future__ import annotations

from typing import Any

import numpy as np

from roi.analysis.comparison import Comparison
from roi.formula import Cell, Formula, Statement, excel_text, in_words
from roi.formula.excel import NOT_AVAILABLE
from roi.reporting.workbook.formats import Formats
from roi.reporting.workbook.layout import (
    CALENDAR_ROW,
    CONSTANT,
    FIRST_YEAR,
    LABEL,
    NAME,
    OPENING,
    SECTION,
    TOTAL,
    UNIT,
    YEAR_ROW,
    Layout,
    Seen,
    span,
)
from roi.units import FLAG

MARKS = ("#this#", "#before#")
"""What stands for the columns of a year in the formula of all years."""

SUMS = ("operating_cost", "profit_before_tax", "cost_before_tax", "net_cash_flow")


def write_statement(book: Any, formats: Formats, layout: Layout, statement: Statement, comparison: Comparison) -> None:
    """Sheet of what the options share or of one option."""
    sheet = book.add_worksheet(layout.sheet(statement))
    write_header(sheet, formats, layout, statement.label, "Inflow +, outflow −; costs are positive in their own rows. Nominal US dollars.")
    words = layout.last_column + 2
    sheet.write_string(YEAR_ROW, words, "Formula in words", formats("heading"))
    sheet.write_string(YEAR_ROW, words + 1, "What it means, and its reference", formats("heading"))
    section = None
    for cell in statement.cells.values():
        row = layout.rows[cell]
        if cell.row.section != section:
            section = cell.row.section
            sheet.write_string(row - 1, SECTION, section, formats("section"))
        kind = "sum" if cell.name in SUMS else "formula"
        sheet.write_string(row, LABEL, cell.row.label, formats("section" if kind == "sum" else "text"))
        sheet.write_string(row, UNIT, str(cell.row.unit), formats("grey"))
        sheet.write_string(row, NAME, cell.name, formats("name"))
        _write_values(sheet, formats, layout, cell, comparison, kind)
        sheet.write_string(row, words, in_words(cell), formats("grey"))
        sheet.write_string(row, words + 1, cell.row.doc, formats("grey"))
        if cell.row.metric and cell.row.section == "Measures":
            book.define_name(f"out.{statement.name}.{cell.name}", f"='{layout.sheet(statement)}'!$D${row + 1}")
    sheet.set_column(words, words + 1, 60)
    last = max(layout.rows[cell] for cell in statement.cells.values())
    sheet.print_area(0, 0, last, layout.last_column)


def write_header(sheet: Any, formats: Formats, layout: Layout, title: str, subtitle: str) -> None:
    """Title, master check, the two year rows, frozen panes and column widths of a yearly sheet."""
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, title, formats("title"))
    sheet.write_string(1, 0, subtitle, formats("subtitle"))
    sheet.write_formula(1, FIRST_YEAR, '=IF(chk.master=0,"all checks pass","CHECK: see sheet Checks")', formats("good"), "all checks pass")
    for row, label, id in ((YEAR_ROW, "Project year", "timeline.year"), (CALENDAR_ROW, "Calendar year", "timeline.calendar_year")):
        for column in range(FIRST_YEAR):
            sheet.write_blank(row, column, None, formats("heading"))
        sheet.write_string(row, LABEL, label, formats("heading"))
        values = layout.model.bindings[id].value
        assert isinstance(values, tuple)
        for index, (value, columns) in enumerate(zip(values, layout.columns, strict=True)):
            place = Seen(layout, layout.model.common, columns).input(layout.model.bindings[id].input)
            sheet.write_formula(row, FIRST_YEAR + index, f"={place}", formats("year"), value)
    for column, text in ((UNIT, "Unit"), (CONSTANT, "Constant"), (TOTAL, "Total"), (NAME, "Name"), (OPENING, "Opening")):
        sheet.write_string(YEAR_ROW, column, text, formats("heading_right" if column in (CONSTANT, TOTAL, OPENING) else "heading"))
    sheet.freeze_panes(CALENDAR_ROW + 1, FIRST_YEAR)
    for column, width in ((SECTION, 3), (LABEL, 40), (UNIT, 11), (CONSTANT, 15), (TOTAL, 15), (NAME, 26), (OPENING, 9)):
        sheet.set_column(column, column, width)
    sheet.set_column(FIRST_YEAR, layout.last_column, 13)
    sheet.repeat_rows(YEAR_ROW, CALENDAR_ROW)


def _write_values(sheet: Any, formats: Formats, layout: Layout, cell: Cell, comparison: Comparison, kind: str) -> None:
    row, unit, values = layout.rows[cell], cell.row.unit, comparison.base[cell]
    if not cell.yearly:
        text = excel_text(cell, Seen(layout, cell.statement, None))
        sheet.write_formula(row, CONSTANT, text, formats(kind, unit), cached(values[0]))
        return
    if cell.opening is not None:
        _write_opening(sheet, formats, layout, cell, cell.opening, comparison)
    # the same in every year but for the columns
    text, look = excel_text(cell, Seen(layout, cell.statement, MARKS)), formats(kind, unit)
    for index, (value, columns) in enumerate(zip(values, layout.columns, strict=True)):
        formula = text.replace(MARKS[0], columns[0]).replace(MARKS[1], columns[1])
        sheet.write_formula(row, FIRST_YEAR + index, formula, look, cached(value))
    if (str(unit).endswith("/year") and not str(unit).startswith("1")) or unit == FLAG:
        sheet.write_formula(row, TOTAL, f"=SUM({span(layout, cell, cell.statement)})", formats(kind, unit), cached(float(np.sum(values))))


def _write_opening(sheet: Any, formats: Formats, layout: Layout, cell: Cell, start: Formula, comparison: Comparison) -> None:
    """Value before year 0, written even when it is 0: MAX and MIN would skip an empty cell."""
    row = layout.rows[cell]
    if start.op == "const":
        sheet.write_number(row, OPENING, start.payload, formats("formula", cell.row.unit))
    else:
        value = comparison.model.bindings[start.payload.id].value
        place = Seen(layout, cell.statement, None).input(start.payload)
        sheet.write_formula(row, OPENING, f"={place}", formats("link", cell.row.unit), value)


def cached(value: float) -> float | str:
    """The engine's value as the workbook stores it; n/a for NaN, never a negative zero."""
    return NOT_AVAILABLE if np.isnan(value) else float(value) + 0.0
