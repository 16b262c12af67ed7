"""Formulas: what arithmetic on symbols builds. Each node knows its unit, and refuses what cannot be meant."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal, NoReturn

from roi.formula.refusal import refuse, refuse_truth
from roi.units import FLAG, NUMBER, YEAR, Unit

Shape = Literal["scalar", "series", "table"]


@dataclass(frozen=True, eq=False)
class Input:
    """A value that comes from outside the rows.

    id : unique id; values are supplied under it. label, section : as printed.
    shape : `scalar` (one value a trial), `series` (one a year), `table` (by whole age, for `lookup`).
    whole : True when every value is a whole number, so that ``==`` may be used.
    """

    id: str
    label: str
    unit: Unit
    shape: Shape = "scalar"
    section: str = "Inputs"
    whole: bool = False


class Formula:
    """A node of the graph. Built by arithmetic on symbols and by the vocabulary; never changed afterwards.

    op : name of the operation; args : its operands; payload : the constant, the `Input` or the `Cell` of a leaf.
    """

    __slots__ = ("args", "op", "payload", "unit", "walks")
    __array_ufunc__ = None
    args: tuple[Formula, ...]

    def __init__(self, op: str, args: tuple[Formula, ...], unit: Unit, payload: Any = None) -> None:
        self.op, self.args, self.unit, self.payload = op, args, unit, payload
        # what `roi.formula.graph.nodes` has found, for it to find again: all nodes, those of the same year
        self.walks: tuple[tuple[Formula, ...], tuple[Formula, ...]] | None = None

    def __add__(self, other: Operand) -> Formula:
        return _same("add", self, other)

    def __radd__(self, other: Operand) -> Formula:
        return _same("add", other, self)

    def __sub__(self, other: Operand) -> Formula:
        return _same("sub", self, other)

    def __rsub__(self, other: Operand) -> Formula:
        return _same("sub", other, self)

    def __mul__(self, other: Operand) -> Formula:
        return _scaled("mul", self, other)

    def __rmul__(self, other: Operand) -> Formula:
        return _scaled("mul", other, self)

    def __truediv__(self, other: Operand) -> Formula:
        return _scaled("div", self, other)

    def __rtruediv__(self, other: Operand) -> Formula:
        return _scaled("div", other, self)

    def __neg__(self) -> Formula:
        if self.unit == FLAG:
            refuse("a condition has no sign", "write where(condition, a, b)")
        return Formula("neg", (self,), self.unit)

    def __lt__(self, other: Operand) -> Formula:
        return _compared("lt", self, other)

    def __le__(self, other: Operand) -> Formula:
        return _compared("le", self, other)

    def __gt__(self, other: Operand) -> Formula:
        return _compared("gt", self, other)

    def __ge__(self, other: Operand) -> Formula:
        return _compared("ge", self, other)

    def __eq__(self, other: object) -> Formula:  # type: ignore[override, unused-ignore]
        return _compared("eq", self, other)

    def __ne__(self, other: object) -> NoReturn:
        refuse("`!=` is not part of the vocabulary", "write ~(a == b) on whole numbers")

    def __and__(self, other: Operand) -> Formula:
        return _logical("and", self, other)

    def __or__(self, other: Operand) -> Formula:
        return _logical("or", self, other)

    def __invert__(self) -> Formula:
        if self.unit != FLAG:
            refuse(f"~ needs a condition, found {self.unit}", "compare first: ~(a < b)")
        return Formula("not", (self,), FLAG)

    __hash__ = object.__hash__

    def __bool__(self) -> NoReturn:
        refuse_truth()

    def __iter__(self) -> Iterator[Formula]:
        refuse("a formula is one quantity, it cannot be looped over", "use total(row) in a metric, or lookup(table, age)")

    def __abs__(self) -> NoReturn:
        refuse("abs() is not part of the vocabulary", "write maximum(a, -a) instead of abs(a)")

    def __pow__(self, other: object) -> NoReturn:
        refuse(
            "powers are not part of the vocabulary",
            "write sqrt(a) for a root, or grow a row year by year: prior(s.index, 1) * (1 + s.growth * s.one_year)",
        )

    __rpow__ = __pow__

    def __mod__(self, other: object) -> NoReturn:
        refuse("remainders and whole division are not part of the vocabulary", "use lookup(table, age), or a row that counts with prior()")

    __rmod__ = __floordiv__ = __rfloordiv__ = __mod__

    def __getitem__(self, key: object) -> NoReturn:
        refuse("a formula cannot be indexed", "use prior(row) for last year, lookup(table, age) for a table")

    def __float__(self) -> NoReturn:
        refuse("a formula is not a plain number", "use the vocabulary of roi.formula instead of math or numpy functions")

    __int__ = __index__ = __float__

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        refuse(f"{show(self)} has no part called {name!r}", "names with dots are groups of inputs; a row or an assumption ends the name")

    def __repr__(self) -> str:
        return show(self)


Operand = Formula | float


def constant(value: object) -> Formula:
    """A plain number as a node; refuses arrays, text, NaN and infinity."""
    if isinstance(value, Formula):
        if value.op == "input" and value.payload.shape == "table":
            refuse(f"{show(value)} is a table", "look up one of its values: lookup(table, age)")
        return value
    if isinstance(value, bool) or not isinstance(value, Real):
        refuse(f"{type(value).__name__} cannot be part of a formula", "use rows, inputs and plain numbers only")
    number = float(value)
    if not math.isfinite(number):
        refuse(f"{number} cannot be part of a formula", "use where(condition, a, b) to leave a value out")
    return Formula("const", (), NUMBER, number)


def _is_zero(node: Formula) -> bool:
    return node.op == "const" and node.payload == 0


def aligned(what: str, left: object, right: object) -> tuple[Formula, Formula, Unit]:
    """Both operands as nodes and their common unit; a bare 0 takes the unit of the other side."""
    a, b = constant(left), constant(right)
    if a.unit == b.unit:
        return a, b, a.unit
    for zero, other in ((a, b), (b, a)):
        if _is_zero(zero) and other.unit != FLAG:
            return a, b, other.unit
    if FLAG in (a.unit, b.unit):
        refuse(f"{what}: a condition and a number, {show(a)} [{a.unit}] and {show(b)} [{b.unit}]", "write where(condition, a, b)")
    hint = "say the unit of the number by an assumption" if "const" in (a.op, b.op) else "check which factor is missing"
    for one, other in ((a, b), (b, a)):
        if one.unit * YEAR == other.unit:
            hint = f"multiply {show(one)} by s.one_year: a flow in a year becomes an amount"
    refuse(f"{what}: units differ, {show(a)} is in {a.unit} and {show(b)} is in {b.unit}", hint)


def _same(op: str, left: object, right: object) -> Formula:
    a, b, unit = aligned({"add": "+", "sub": "-"}[op], left, right)
    if unit == FLAG:
        refuse("conditions cannot be added", "combine them with & and |, or write where(condition, 1, 0)")
    return Formula(op, (a, b), unit)


def _scaled(op: str, left: object, right: object) -> Formula:
    a, b = constant(left), constant(right)
    if a.unit == FLAG and b.unit == FLAG:
        refuse("a condition times a condition", "write (a) & (b)")
    if b.unit == FLAG and op == "div":
        refuse("division by a condition", "write where(condition, a, b)")
    left_unit, right_unit = (NUMBER if one.unit == FLAG else one.unit for one in (a, b))
    return Formula(op, (a, b), left_unit * right_unit if op == "mul" else left_unit / right_unit)


def _compared(op: str, left: object, right: object) -> Formula:
    a, b, unit = aligned(_SIGNS[op].strip(), left, right)
    if unit == FLAG:
        refuse("conditions cannot be compared", "combine them with &, | and ~")
    return Formula(op, (a, b), FLAG)


def _logical(op: str, left: object, right: object) -> Formula:
    a, b = constant(left), constant(right)
    if a.unit != FLAG or b.unit != FLAG:
        refuse(
            f"{'&' if op == 'and' else '|'} joins conditions, found {a.unit} and {b.unit}", "put comparisons in brackets: (a < b) & (c < d)"
        )
    return Formula(op, (a, b), FLAG)


_SIGNS = {"add": " + ", "sub": " - ", "mul": " * ", "div": " / ", "lt": " < ", "le": " <= ", "gt": " > ", "ge": " >= ", "eq": " == "}


def show(formula: Formula) -> str:
    """Formula as a developer would write it, for messages."""
    if formula.op == "const":
        return f"{formula.payload:g}"
    if formula.op in ("input", "one_year"):
        return str(formula.payload.id)
    if formula.op == "row":
        return str(formula.payload.name)
    shown = [show(arg) for arg in formula.args]
    if formula.op in _SIGNS:
        return "(" + _SIGNS[formula.op].join(shown) + ")"
    return f"{formula.op}({', '.join(shown)})"
