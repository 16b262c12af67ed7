"""Short rows, measures, inputs and statements for the tests of the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from roi.errors import Problem, RoiError
from roi.formula import Input, Row, Statement, Symbols, metric, row
from roi.units import parse

Function = Callable[[Symbols], Any]


def line(function: Function, unit: str = "1", name: str = "x", section: str = "Operations") -> Row:
    """A row made of a lambda, which has neither a name nor a docstring."""
    _introduced(function, name)
    return row(name.replace("_", " ").capitalize(), unit=unit, section=section)(function)


def measure(function: Function, unit: str = "1", name: str = "m") -> Row:
    """A measure made of a lambda."""
    _introduced(function, name)
    return metric(name.replace("_", " ").capitalize(), unit=unit)(function)


def _introduced(function: Function, name: str) -> None:
    function.__name__, function.__doc__ = name, "A formula in words."


def scalar(name: str, unit: str = "1", *, whole: bool = False, section: str = "Inputs") -> Input:
    """One value a trial; the id is the name."""
    return Input(name, name.replace(".", " ").capitalize(), parse(unit), "scalar", section, whole)


def series(name: str, unit: str = "1", *, whole: bool = False) -> Input:
    """One value a year."""
    return Input(name, name.replace(".", " ").capitalize(), parse(unit), "series", "Timeline", whole)


def table(name: str, unit: str = "1") -> Input:
    """Values by whole age."""
    return Input(name, name.replace(".", " ").capitalize(), parse(unit), "table", "Tables")


def named(*inputs: Input) -> dict[str, Input]:
    """Inputs under the names by which rows read them."""
    return {one.id: one for one in inputs}


INPUTS = named(
    series("year", "year", whole=True),
    scalar("first", "year", whole=True),
    scalar("share"),
    scalar("capital", "USD"),
    scalar("rate", "1/year"),
    scalar("plant.price", "USD/kg"),
    scalar("plant.volume", "kg/year"),
    scalar("fees.harbour", "USD/year"),
    scalar("fees.merchandise", "USD/year"),
    series("growth"),
    series("open", "flag"),
    scalar("licensed", "flag"),
    table("schedule"),
)


def statement(
    items: Iterable[Row], inputs: Mapping[str, Input] = INPUTS, metrics: Iterable[Row] = (), parent: Statement | None = None
) -> Statement:
    """A statement called ``option`` (or ``child`` when it has a parent)."""
    name = "child" if parent else "option"
    return Statement(name, name.capitalize(), tuple(items), inputs, tuple(metrics), parent)


SALES = line(lambda s: s.plant.price * s.plant.volume, "USD/year", "sales")


def problems(
    *items: Row, inputs: Mapping[str, Input] = INPUTS, metrics: Iterable[Row] = (), parent: Statement | None = None
) -> tuple[Problem, ...]:
    """What is wrong with a statement of these rows."""
    with pytest.raises(RoiError) as caught:
        statement(items, inputs, metrics, parent)
    return caught.value.problems


def place(function: Function, line_of_body: int = 0) -> str:
    """``file:line`` of a lambda, or of a line of a function's body."""
    code = function.__code__
    return f"{code.co_filename}:{code.co_firstlineno + line_of_body}"
