"""Where everything stands in the workbook: the same columns for the same years on every sheet, one row for each row of a statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from roi.formula import Cell, Input, Statement
from roi.formula.cell import Scope
from roi.statement.binding import Binding
from roi.statement.model import Model

SECTION, LABEL, UNIT, CONSTANT, TOTAL, NAME, OPENING, FIRST_YEAR = range(8)
"""Columns of a yearly sheet: A section, B label, C unit, D constant, E total, F name, G opening value before year 0, H year 0."""

HEADER_ROWS = 5
YEAR_ROW, CALENDAR_ROW = 2, 3

INPUT_VALUE, INPUT_FACTOR, INPUT_USED = 3, 4, 5
"""Columns of the sheet of inputs: D as the figure states it, E price level, F as the rows use it."""

SHEETS = (
    "Cover", "Summary", "Drivers", "Inputs", "Series", "Tables", "Market", "Returns", "Law", "Sources", "Checks", "History",
)  # fmt: skip
"""Sheets that every workbook has, and the name Excel keeps for itself."""

LONGEST_NAME = 31
"""Characters of a sheet's name, in Excel."""

RATES = 141
"""Rates of return that are tried on the sheet Returns."""

FIRST_RATE_ROW, HALVES_AFTER = 7, 2
"""Where they begin, and how many columns a cash flow has before those of its flows in steps of half a year."""


@dataclass(frozen=True)
class Layout:
    """Zero-based positions. rows : cell -> row on its sheet. inputs : input id -> row on its sheet (Inputs, Series or Tables)."""

    model: Model
    rows: dict[Cell, int] = field(default_factory=dict)
    inputs: dict[str, int] = field(default_factory=dict)

    @property
    def years(self) -> int:
        """Number of years."""
        return len(self.model.calendar.years)

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """Names of the column of each year and of the one before."""
        names = [str(xl_col_to_name(column)) for column in range(OPENING, self.last_column + 1)]
        return list(zip(names[1:], names, strict=False))

    @property
    def last_column(self) -> int:
        """Column of the last year."""
        return FIRST_YEAR + self.years - 1

    @property
    def mid_year(self) -> bool:
        """Flows fall in the middle of their year."""
        return self.model.book.finance[self.model.case.finance].timing == "mid_year"

    def sheet(self, statement: Scope) -> str:
        """Name of the sheet of a statement: at most 31 characters, and unlike every other whatever the case of its letters."""
        if statement is self.model.common:
            return "Market"
        taken = {name.lower() for name in SHEETS}
        for option in self.model.options.values():
            name = option.name[:LONGEST_NAME]
            if name.lower() in taken:
                name = f"{name[: LONGEST_NAME - 4]}_{len(taken)}"
            if option is statement:
                return name
            taken.add(name.lower())
        raise KeyError(statement.name)

    def statements(self) -> list[Statement]:
        """What all share, then each option."""
        return [self.model.common, *self.model.options.values()]

    def bindings(self, shape: str) -> list[Binding]:
        """Bindings of one shape, by section in the order of first appearance."""
        found = [binding for binding in self.model.bindings.values() if binding.input.shape == shape]
        sections = list(dict.fromkeys(binding.input.section for binding in found))
        return sorted(found, key=lambda binding: sections.index(binding.input.section))


def lay_out(model: Model) -> Layout:
    """Positions of all rows and inputs. A section heading takes a row of its own."""
    layout = Layout(model)
    for statement in layout.statements():
        position, section = HEADER_ROWS, None
        for cell in statement.cells.values():
            if cell.row.section != section:
                section, position = cell.row.section, position + (2 if section else 1)
            layout.rows[cell] = position
            position += 1
    for shape, first in (("scalar", 4), ("series", HEADER_ROWS), ("table", 4)):
        position, section = first, None
        for binding in layout.bindings(shape):
            if binding.input.section != section:
                section, position = binding.input.section, position + (2 if section else 1)
            layout.inputs[binding.input.id] = position
            position += 1
    return layout


class Seen:
    """Places as seen from one column of one sheet.

    columns : names of this column and of the one before; None for a row or measure without years.
    """

    def __init__(self, layout: Layout, statement: Scope, columns: tuple[str, str] | None) -> None:
        self._layout, self._statement, self._columns = layout, statement, columns

    def cell(self, cell: Cell) -> str:
        """Same column for a yearly row, the constant column otherwise; a row without years reads the first one."""
        row = self._layout.rows[cell]
        if not cell.yearly:
            return self._on(cell) + _fixed(row, CONSTANT)
        return self._on(cell) + (_fixed(row, FIRST_YEAR) if self._columns is None else f"{self._columns[0]}{row + 1}")

    def prior(self, cell: Cell) -> str:
        """One column to the left."""
        assert self._columns is not None
        return f"{self._on(cell)}{self._columns[1]}{self._layout.rows[cell] + 1}"

    def input(self, leaf: Input) -> str:
        """Value used on Inputs, the same year on Series, the range on Tables."""
        row = self._layout.inputs[leaf.id]
        if leaf.shape == "series":
            assert self._columns is not None
            return f"Series!{self._columns[0]}{row + 1}"
        if leaf.shape == "table":
            value = self._layout.model.bindings[leaf.id].value
            assert isinstance(value, tuple)
            return f"Tables!{_fixed(row, FIRST_YEAR)}:{_fixed(row, FIRST_YEAR + len(value) - 1)}"
        return f"Inputs!{_fixed(row, INPUT_USED)}"

    def span(self, cell: Cell) -> str:
        """All years of a row."""
        return span(self._layout, cell, self._statement)

    def unique(self, cell: Cell) -> str:
        """Count of rates on the sheet Returns."""
        return f"Returns!{returns_cell(self._layout, cell, 'count')}"

    def half_years(self, cell: Cell) -> str:
        """Flows in steps of half a year on the sheet Returns."""
        return f"Returns!{half_years(self._layout, cell)}"

    def guess(self, cell: Cell) -> str:
        """Rate beside the only change of sign on the sheet Returns."""
        return f"Returns!{returns_cell(self._layout, cell, 'guess')}"

    def _on(self, cell: Cell) -> str:
        return "" if cell.statement is self._statement else f"'{self._layout.sheet(cell.statement)}'!"


def span(layout: Layout, cell: Cell, seen_from: Scope | None = None) -> str:
    """Range of a row over all years, with its sheet when seen from another one."""
    row = layout.rows[cell]
    sheet = "" if cell.statement is seen_from else f"'{layout.sheet(cell.statement)}'!"
    return f"{sheet}{_fixed(row, FIRST_YEAR)}:{_fixed(row, layout.last_column)}"


def constant_place(layout: Layout, cell: Cell) -> str:
    """Address of a measure or of a row without years, with its sheet."""
    return f"'{layout.sheet(cell.statement)}'!{_fixed(layout.rows[cell], CONSTANT)}"


def rated(layout: Layout) -> list[Cell]:
    """Cash flows whose rates of return are looked for, in the order of the sheet Returns: of every option, then of the owners with debt."""
    options = layout.model.options.values()
    return [option.cells[name] for name in ("net_cash_flow", "equity_cash_flow") for option in options if name in option.cells]


def returns_cell(layout: Layout, cell: Cell, what: str) -> str:
    """Address on the sheet Returns of the `count` or `guess` of a cash flow."""
    return _fixed({"count": 3, "guess": 4}[what], 1 + rated(layout).index(cell))


def half_years(layout: Layout, cell: Cell) -> str:
    """Range on the sheet Returns of a cash flow in steps of half a year, one step for year 0 and two for each year after it."""
    column = xl_col_to_name(HALVES_AFTER * len(rated(layout)) + 1 + rated(layout).index(cell))
    return f"${column}${FIRST_RATE_ROW + 1}:${column}${FIRST_RATE_ROW + 2 * layout.years - 2}"


def _fixed(row: int, column: int) -> str:
    return f"${xl_col_to_name(column)}${row + 1}"
