"""Rows and metrics: one line item, one small function."""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from numbers import Real
from types import CellType, CodeType
from typing import Any

from roi.errors import Problem, RoiError
from roi.units import Unit, parse

Function = Callable[[Any], Any]
"""A row function: of symbols when traced, of plain numbers when run directly."""


@dataclass(frozen=True)
class Row:
    """A line item of a statement, or (``metric=True``) a measure over all its years.

    name : the function's name, with the prefix of its part; the id used in formulas. doc : formula in words and its source.
    part : prefix under which names are looked up first, see `part`. member : whose rows these are in a statement of several, see `member`.
    """

    name: str
    label: str
    unit: Unit
    section: str
    doc: str
    function: Function
    where: str
    metric: bool = False
    part: str = ""
    member: str = ""

    @property
    def prefix(self) -> str:
        """What stands before the name of the row function: its member and its part."""
        return "_".join(step for step in (self.member, self.part) if step)

    def __call__(self, symbols: Any) -> Any:
        """Run the row function on symbols or on plain numbers."""
        return self.function(symbols)


def _decorated(label: str, unit: str, section: str, metric: bool, name: str) -> Callable[[Function], Row]:
    def make(function: Function) -> Row:
        code = function.__code__
        where = f"{code.co_filename}:{code.co_firstlineno}"
        doc = inspect.getdoc(function) or ""
        if not doc:
            raise RoiError(Problem(where, "the row has no docstring", "say its formula in words, with the law or paper", function.__name__))
        return Row(name or function.__name__, label, parse(unit), section, doc, function, where, metric)

    return make


def row(label: str, *, unit: str, section: str, name: str = "") -> Callable[[Function], Row]:
    """Decorator that makes a function of symbols a line item.

    unit : as in `roi.units`, a yearly flow as ``USD/year``. name : when several functions are variants of one row.
    """
    return _decorated(label, unit, section, metric=False, name=name)


def metric(label: str, *, unit: str, section: str = "Measures", name: str = "") -> Callable[[Function], Row]:
    """Decorator that makes a function of symbols a measure: ``total(row)``, ``present_value(row, discount)``, ``irr(row)``."""
    return _decorated(label, unit, section, metric=True, name=name)


def hidden_numbers(function: Function) -> list[str]:
    """Names under which a row function reads numbers from globals, closures or defaults: nobody could find their source."""
    values: dict[str, Any] = {f"default argument {i + 1}": value for i, value in enumerate(function.__defaults__ or ())}
    values |= function.__kwdefaults__ or {}
    # few rows use a name that holds a number in the module: only these are looked at instruction by instruction
    suspect = {name for name in _names(function.__code__) if _holds_numbers(function.__globals__.get(name))}
    values |= {name: function.__globals__[name] for name in (suspect & _globals(function.__code__) if suspect else ())}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        # a cell that is still empty belongs to a name that is set later
        if cell != CellType():
            values[name] = cell.cell_contents
    return [name for name, value in values.items() if _holds_numbers(value)]


def _names(code: CodeType) -> set[str]:
    """Names the code uses, of globals and attributes, also inside its comprehensions and lambdas."""
    return {*code.co_names}.union(*(_names(one) for one in code.co_consts if isinstance(one, CodeType)))


def _globals(code: CodeType) -> frozenset[str]:
    """Global names the code loads, also inside its comprehensions and lambdas; attributes of the same name do not count."""
    own = {step.argval for step in dis.get_instructions(code) if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    inner = (_globals(one) for one in code.co_consts if isinstance(one, CodeType))
    return frozenset(own.union(*inner))


def _holds_numbers(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_numbers(one) for one in value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(_holds_numbers(one) for one in value)
    return isinstance(value, Real) or hasattr(value, "__array_interface__")


def rows(*items: Row | Iterable[Row]) -> tuple[Row, ...]:
    """Rows in printed order; groups of rows are put in place. Raises RoiError for a name that comes twice."""
    flat = [one for item in items for one in ((item,) if isinstance(item, Row) else item)]
    seen: dict[str, Row] = {}
    for one in flat:
        if one.name in seen:
            raise RoiError(Problem(one.where, f"row {one.name} comes twice, first at {seen[one.name].where}", "rename one", one.name))
        seen[one.name] = one
    return tuple(flat)


def part(prefix: str, label: str, items: Iterable[Row]) -> tuple[Row, ...]:
    """The same rows for another flow: named ``<prefix>_<name>``, and looking for ``<prefix>_<name>`` or ``<prefix>.<input>`` first."""
    return tuple(replace(one, name=f"{prefix}_{one.name}", section=f"{label}: {one.section.lower()}", part=prefix) for one in items)


def member(name: str, label: str, items: Iterable[Row]) -> tuple[Row, ...]:
    """The rows of a whole statement inside another one: named ``<name>_<row>``, and finding only each other and what options share."""
    return tuple(
        replace(one, name=f"{name}_{one.name}", section=f"{label}: {one.section[:1].lower()}{one.section[1:]}", member=name)
        for one in items
    )
