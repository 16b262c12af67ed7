"""A plain workbook of some cells, formulas without cached values: rows on one sheet, inputs on another, same columns for same years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from roi.formula import Cell, Input, excel_text
from roi.formula.statement import nodes

ROWS, INPUTS = "Rows", "Inputs"
ONCE, OPENING, FIRST = 1, 2, 3
"""Columns: values without years, the year before the first, the first year."""


@dataclass(frozen=True)
class Column:
    """Where the values stand, seen from one column."""

    column: int
    years: int
    cells: Mapping[Cell, int]
    inputs: Mapping[str, int]
    values: Mapping[str, Any]

    def cell(self, cell: Cell) -> str:
        """Same column, or the one cell of a row without years."""
        row = self.cells[cell]
        return xl_rowcol_to_cell(row, self.column) if cell.yearly else xl_rowcol_to_cell(row, ONCE, True, True)

    def prior(self, cell: Cell) -> str:
        """One column to the left; the value of a row without years is repeated there."""
        return xl_rowcol_to_cell(self.cells[cell], self.column - 1)

    def input(self, leaf: Input) -> str:
        """On the sheet of inputs."""
        row = self.inputs[leaf.id]
        if leaf.shape == "table":
            return f"{INPUTS}!{xl_range_abs(row, FIRST, row, FIRST + len(self.values[leaf.id]) - 1)}"
        series = leaf.shape == "series"
        return f"{INPUTS}!{xl_rowcol_to_cell(row, self.column if series else ONCE, True, not series)}"

    def span(self, cell: Cell) -> str:
        """All years."""
        assert not cell.row.metric
        return xl_range_abs(self.cells[cell], FIRST, self.cells[cell], FIRST + self.years - 1)


def write(path: Path, cells: Sequence[Cell], values: Mapping[str, Any], years: int) -> dict[Cell, int]:
    """Write the workbook; returns the line of each cell on the sheet of rows."""
    lines, inputs = {cell: i for i, cell in enumerate(cells)}, {name: i for i, name in enumerate(values)}
    starts = {node.payload: node.args[1] for cell in cells for node in nodes(cell.formula) if node.op == "prior"}
    with xlsxwriter.Workbook(path) as book:
        rows, given = book.add_worksheet(ROWS), book.add_worksheet(INPUTS)
        for name, line in inputs.items():
            given.write_string(line, 0, name)
            given.write_row(line, FIRST if np.ndim(values[name]) else ONCE, np.atleast_1d(values[name]).tolist())
        for cell, line in lines.items():
            rows.write_string(line, 0, cell.id)
            columns = range(FIRST, FIRST + years)
            for column in columns if cell.yearly else (ONCE,):
                rows.write_formula(line, column, excel_text(cell, Column(column, years, lines, inputs, values)), None, "")
            for column in () if cell.yearly or cell.row.metric else columns:
                rows.write_formula(line, column, f"={xl_rowcol_to_cell(line, ONCE, True, True)}", None, "")
        for cell, start in starts.items():
            if start.op == "input":
                rows.write_formula(lines[cell], OPENING, "=" + Column(0, years, lines, inputs, values).input(start.payload), None, "")
            else:
                rows.write_number(lines[cell], OPENING, start.payload)
    return lines
