"""Sheet Returns: net present value at many rates, so that a reader sees how many internal rates of return a cash flow has."""

from __future__ import annotations

from typing import Any

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from roi.analysis.comparison import Comparison
from roi.formula import Cell
from roi.reporting.workbook.formats import Formats
from roi.reporting.workbook.layout import FIRST_RATE_ROW, HALVES_AFTER, RATES, Layout, rated, span
from roi.reporting.workbook.statements import cached
from roi.units import parse

COUNT_ROW, GUESS_ROW = 3, 4
LOWEST, HIGHEST = -0.99, 10.0


def write_returns(book: Any, formats: Formats, layout: Layout, comparison: Comparison) -> None:
    """For each cash flow the net present value at each rate, where its sign changes, how often, and a rate beside a single change."""
    sheet = book.add_worksheet("Returns")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "Rates of return", formats("title"))
    words = "A rate of return is reported only where the net present value changes its sign exactly once between -99 % and 1,000 %."
    sheet.write_string(1, 0, words, formats("subtitle"))
    sheet.set_column(0, 0, 24)
    flows_of = rated(layout)
    sheet.set_column(1, 2 * len(flows_of), 20)
    sheet.write_string(2, 0, "Option", formats("heading"))
    sheet.write_string(COUNT_ROW, 0, "Rates of return found", formats("text"))
    sheet.write_string(GUESS_ROW, 0, "Rate beside the change of sign", formats("text"))
    sheet.write_string(FIRST_RATE_ROW - 1, 0, "Rate a year", formats("heading_right"))
    rates = LOWEST_FACTOR * (HIGHEST_FACTOR / LOWEST_FACTOR) ** (np.arange(RATES) / (RATES - 1)) - 1
    for index, rate in enumerate(rates):
        sheet.write_number(FIRST_RATE_ROW + index, 0, rate, formats("result", parse("1/year")))
    row = layout.inputs["timeline.year"] + 1
    times = f"Series!$H${row}:${xl_col_to_name(layout.last_column)}${row}"
    last = FIRST_RATE_ROW + RATES
    at = np.arange(layout.years, dtype=float)
    if layout.mid_year:
        # year 0 at the decision, every other in its middle
        times, at = f"({times}-({times}>0)/2)", at - (at > 0) / 2
    for position, cell in enumerate(flows_of):
        value, change = 1 + position, 1 + len(flows_of) + position
        name = cell.statement.name if cell.name == "net_cash_flow" else f"{cell.statement.name}, owners"
        flows = comparison.base[cell]
        present = np.array([float(np.sum(flows / (1 + rate) ** at)) for rate in rates])
        sheet.write_string(2, value, name, formats("heading_right"))
        sheet.write_string(FIRST_RATE_ROW - 1, value, f"NPV {name}", formats("heading_right"))
        sheet.write_string(FIRST_RATE_ROW - 1, change, f"Sign change {name}", formats("heading_right"))
        for index in range(RATES):
            here = FIRST_RATE_ROW + index
            text = f"=SUMPRODUCT({span(layout, cell)}/(1+$A{here + 1})^{times})"
            sheet.write_formula(here, value, text, formats("wide"), cached(present[index]))
            if index:
                column = xl_col_to_name(value)
                flag = float(np.sign(present[index]) * np.sign(present[index - 1]) < 0)
                text = f"=IF(SIGN({column}{here + 1})*SIGN({column}{here})<0,1,0)"
                sheet.write_formula(here, change, text, formats("formula", parse("flag")), flag)
        letter = xl_col_to_name(change)
        flags = f"${letter}${FIRST_RATE_ROW + 2}:${letter}${last}"
        count = int(np.count_nonzero(np.diff(np.sign(present))))
        sheet.write_formula(COUNT_ROW, value, f"=SUM({flags})", formats("formula"), count)
        guess = float(rates[1:][np.diff(np.sign(present)) != 0][0]) if count else "n/a"
        text = f'=IF({xl_col_to_name(value)}{COUNT_ROW + 1}>0,INDEX($A${FIRST_RATE_ROW + 2}:$A${last},MATCH(1,{flags},0)),"n/a")'
        sheet.write_formula(GUESS_ROW, value, text, formats("formula", parse("1/year")), guess)
        if layout.mid_year:
            _half_years(sheet, formats, layout, cell, HALVES_AFTER * len(flows_of) + 1 + position, flows)
    sheet.freeze_panes(FIRST_RATE_ROW, 1)


def _half_years(sheet: Any, formats: Formats, layout: Layout, cell: Cell, column: int, flows: Any) -> None:
    """The flows of a row in steps of half a year, from which Excel's IRR finds the rate of half a year."""
    sheet.write_string(FIRST_RATE_ROW - 1, column, f"Half years {cell.statement.name}", formats("heading_right"))
    for step in range(2 * len(flows) - 2):
        year, empty = (step + 1) // 2, step > 0 and step % 2 == 0
        text = "=0" if empty else f"=INDEX({span(layout, cell)},1,{year + 1})"
        sheet.write_formula(FIRST_RATE_ROW + step, column, text, formats("wide"), 0.0 if empty else float(flows[year]))


LOWEST_FACTOR, HIGHEST_FACTOR = 1 + LOWEST, 1 + HIGHEST
