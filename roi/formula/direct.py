"""Rows run directly on plain numbers, one trial, year by year: no graph. The oracle of the engine, and the place for a breakpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from roi.formula.cell import Cell
from roi.formula.nodes import Input
from roi.formula.symbols import ONE_YEAR, Symbols
from roi.units import FLAG

Values = Mapping[str, Any]


class Direct:
    """Values of rows for one trial.

    Parameters
    ----------
    values : id of an input -> number (scalar), one number a year (series) or the table.
    years : how many years.
    """

    def __init__(self, values: Values, years: int) -> None:
        self.years = years
        self._values = values
        self._done: dict[tuple[Cell, int], Any] = {}

    def value(self, cell: Cell, year: int = 0) -> Any:
        """Value of a row in a year (index from 0), or of a measure: np.float64, or np.bool_ for a condition."""
        key = (cell, year)
        if key not in self._done:
            if year and (cell, year - 1) not in self._done:
                self.series_until(cell, year)
            with np.errstate(all="ignore"):
                result = cell.row(Symbols(cell.statement, lambda leaf: self._leaf(leaf, year), cell.row.part, cell.row.member))
                plain = _plain(result)
                self._done[key] = plain != 0 if cell.row.unit == FLAG else plain
        return self._done[key]

    def series(self, cell: Cell) -> list[Any]:
        """Value of a row in every year; years are computed in order, so that balances find last year's value."""
        return [self.value(cell, year) for year in range(self.years)]

    def series_until(self, cell: Cell, year: int) -> None:
        """Compute the years before `year` in order, so that no chain of prior() grows deep."""
        for earlier in range(year):
            self.value(cell, earlier)

    def _leaf(self, leaf: Cell | Input, year: int) -> Any:
        if isinstance(leaf, Cell):
            return Number(self, leaf, year)
        if leaf is ONE_YEAR:
            return np.float64(1)
        value = self._values[leaf.id]
        if leaf.shape == "table":
            return tuple(float(one) for one in value)
        number = np.float64(value[year] if leaf.shape == "series" else value)
        return number != 0 if leaf.unit == FLAG else number


def _plain(value: Any) -> Any:
    result = +value if isinstance(value, Number) else value
    return result if isinstance(result, np.bool_) else np.bool_(result) if isinstance(result, bool) else np.float64(result)


class Number:
    """The value of a row in this year, computed when it is used: only so can a row read its own value of last year."""

    __slots__ = ("_cell", "_direct", "_year")
    __array_ufunc__ = None

    def __init__(self, direct: Direct, cell: Cell, year: int) -> None:
        self._direct, self._cell, self._year = direct, cell, year

    def __pos__(self) -> Any:
        return self._direct.value(self._cell, self._year)

    def last_year(self, start: Any) -> Any:
        """Value of the year before, `start` before the first."""
        if self._year:
            return self._direct.value(self._cell, self._year - 1)
        opening = np.float64(_number(start))
        return opening != 0 if self._cell.row.unit == FLAG else opening

    def all_years(self) -> Sequence[Any]:
        """Value of every year, for measures."""
        return self._direct.series(self._cell)

    def __repr__(self) -> str:
        return f"{self._cell.name}[{self._year}]"

    def __float__(self) -> float:
        return float(+self)

    def __bool__(self) -> bool:
        return bool(+self)

    def __neg__(self) -> Any:
        return -+self

    def __invert__(self) -> Any:
        return ~+self

    def __add__(self, other: Any) -> Any:
        return +self + _number(other)

    def __radd__(self, other: Any) -> Any:
        return _number(other) + +self

    def __sub__(self, other: Any) -> Any:
        return +self - _number(other)

    def __rsub__(self, other: Any) -> Any:
        return _number(other) - +self

    def __mul__(self, other: Any) -> Any:
        return +self * _number(other)

    def __rmul__(self, other: Any) -> Any:
        return _number(other) * +self

    def __truediv__(self, other: Any) -> Any:
        return +self / _number(other)

    def __rtruediv__(self, other: Any) -> Any:
        return _number(other) / +self

    def __lt__(self, other: Any) -> Any:
        return +self < _number(other)

    def __le__(self, other: Any) -> Any:
        return +self <= _number(other)

    def __gt__(self, other: Any) -> Any:
        return +self > _number(other)

    def __ge__(self, other: Any) -> Any:
        return +self >= _number(other)

    def __eq__(self, other: object) -> Any:
        return +self == _number(other)

    def __and__(self, other: Any) -> Any:
        return +self & _number(other)

    __rand__ = __and__

    def __or__(self, other: Any) -> Any:
        return +self | _number(other)

    __ror__ = __or__
    __hash__ = object.__hash__


def _number(value: Any) -> Any:
    return +value if isinstance(value, Number) else value
