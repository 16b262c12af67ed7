"""Random statements of random rows: what hypothesis draws to find where two ways of computing disagree.

Rows are Python text, so that a failing example can be read, and pasted into a test of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from formula.lines import line, measure, named, scalar, series, table
from hypothesis import strategies as st

from roi import formula
from roi.formula import Cell, Row, Statement

YEARS = 6
INPUTS = named(
    *(scalar(name) for name in ("a", "b", "c")),
    *(series(name) for name in ("u", "v")),
    scalar("first", "year", whole=True),
    scalar("licensed", "flag"),
    series("open", "flag"),
    series("year", "year", whole=True),
    table("t"),
)
DRAWN = ("a", "b", "u", "first", "licensed")
UNITS = {"number": "1", "scalar": "1", "flag": "flag", "age": "year"}
STARTS = {"number": ("", ", 1", ", s.a", ", s.c"), "flag": (", s.licensed",), "age": ("", ", s.first")}
_WORDS: dict[str, Any] = {word: getattr(formula, word) for word in formula.__all__ if word[0].islower()}


@dataclass(frozen=True)
class Program:
    """shared, rows, measures : (name, kind or unit, text). values : id -> fixed value. draws : id -> one value or path for each trial."""

    shared: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[str, str, str], ...]
    measures: tuple[tuple[str, str, str], ...]
    fixed: Mapping[str, Any]
    draws: Mapping[str, np.ndarray]
    trials: int

    def cells(self) -> tuple[Cell, ...]:
        """Rows and measures of what is shared and of the option, traced."""
        shared = Statement("shared", "Shared", [_row(*one) for one in self.shared], INPUTS)
        measures = [measure(_function(text), unit, name) for name, unit, text in self.measures]
        own = Statement("own", "Own", [_row(*one) for one in self.rows], {}, measures, shared)
        return (*shared.rows, *own.rows, *own.metrics)

    def trial(self, k: int) -> dict[str, Any]:
        """Values of every input in one trial."""
        return {**self.fixed, **{name: values[..., k] for name, values in self.draws.items()}}


def _row(name: str, kind: str, text: str) -> Row:
    return line(_function(text), UNITS[kind], name)


def _function(text: str) -> Callable[..., Any]:
    function: Callable[..., Any] = eval(f"lambda s: {text}", dict(_WORDS))
    return function


class _Writer:
    """Text of expressions. `known`: rows of this year by kind; `balances`: every row of the program, with its only opening value."""

    def __init__(self, draw: st.DrawFn, known: dict[str, list[str]], balances: dict[str, list[str]], raw_division: bool) -> None:
        self.draw, self.known, self.balances, self.raw_division = draw, known, balances, raw_division

    def one_of(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def number(self, depth: int) -> str:
        if depth <= 0:
            constants = ("0", "1", "2", "0.5")
            return self.one_of(
                "s.a", "s.b", "s.c", "s.u", "s.v", *constants, *self.known["number"], *self.known["scalar"], *self.balances["number"]
            )
        kind = self.one_of("infix", "infix", "infix", "choice", "where", "divide", "lookup", "neg", "root", "flagged", "years", "leaf")
        x, y = (self.number(depth - 1) for _ in range(2))
        if kind == "infix":
            sign = self.one_of("+", "-", "*", "/") if self.raw_division else self.one_of("+", "-", "*")
            return f"({_symbol(x)} {sign} {y})"
        if kind == "choice":
            return f"{self.one_of('maximum', 'minimum')}({x}, {y})"
        if kind == "where":
            return f"where({self.flag(depth - 1)}, {x}, {y})"
        if kind == "divide":
            return f"divide({x}, {_symbol(y)}{self.one_of('', ', 1', ', s.b', f', {self.number(0)}')})"
        if kind == "lookup":
            return f"lookup(s.t, {self.age(depth - 1)})"
        if kind == "neg":
            return f"(-{_symbol(x)})"
        if kind == "root":
            return f"sqrt(maximum(0, {x}))"
        if kind == "flagged":
            return f"({self.flag(depth - 1)} * {x})"
        if kind == "years":
            return f"({self.age(depth - 1)} / s.one_year)"
        return self.number(0)

    def flag(self, depth: int) -> str:
        kind = (
            self.one_of("compare", "between", "leaf", "same") if depth <= 0 else self.one_of("compare", "and", "or", "not", "where", "leaf")
        )
        if kind == "compare":
            return f"({_symbol(self.number(depth - 1))} {self.one_of('<', '<=', '>', '>=')} {self.number(depth - 1)})"
        if kind == "between":
            return f"between({_symbol(self.number(0))}, {self.number(0)}, {self.number(0)})"
        if kind == "same":
            return f"(s.year {self.one_of('==', '<=', '>')} {self.one_of('s.first', '2 * s.one_year', 's.year')})"
        if kind in ("and", "or"):
            return f"({self.flag(depth - 1)} {'&' if kind == 'and' else '|'} {self.flag(depth - 1)})"
        if kind == "not":
            return f"(~{self.flag(depth - 1)})"
        if kind == "where":
            return f"where({self.flag(depth - 1)}, {self.flag(depth - 1)}, {self.flag(depth - 1)})"
        return self.one_of("s.open", "s.licensed", *self.known["flag"], *self.balances["flag"])

    def age(self, depth: int) -> str:
        kind = self.one_of("leaf", "leaf", "minus", "plus", "larger", "times", "flagged", "where") if depth > 0 else "leaf"
        if kind == "minus":
            return f"(s.year - {self.age(depth - 1)})"
        if kind == "plus":
            return f"({self.age(depth - 1)} + {self.flag(depth - 1)} * s.one_year)"
        if kind == "larger":
            return f"maximum(0, {self.age(depth - 1)})"
        if kind == "times":
            return f"({self.number(depth - 1)} * s.one_year)"
        if kind == "flagged":
            return f"({self.flag(depth - 1)} * s.one_year)"
        if kind == "where":
            return f"where({self.flag(0)}, {self.flag(0)} * s.one_year, {self.age(depth - 1)})"
        return self.one_of("s.year", "s.first", "s.one_year", *self.known["age"], *self.balances["age"])

    def scalar(self) -> str:
        leaf = ("s.a", "s.b", "s.c", *self.known["scalar"])
        once = ("where(s.licensed, {}, {})", "maximum({}, {})", "divide({}, {})", "({} * {})", "lookup(s.t, s.first) * {} - {}")
        return self.one_of(*once).format(self.one_of(*leaf), self.one_of(*leaf))


def _symbol(text: str) -> str:
    """A constant alone gives Python's own arithmetic, which is not under test (and knows 1 / 0): keep a symbol on one side."""
    return text if "s." in text else f"(s.c + {text})"


@st.composite
def programs(draw: st.DrawFn, *, tame: bool) -> Program:
    """A program of 6 to 10 rows. tame : no bare division, and inputs whose products stay finite for long, as a workbook needs."""
    kinds = [draw(st.sampled_from(("number", "number", "number", "flag", "age", "scalar"))) for _ in range(draw(st.integers(6, 10)))]
    split = draw(st.integers(1, 3))
    starts = [draw(st.sampled_from(STARTS[kind])) if kind != "scalar" else "" for kind in kinds]
    written: list[tuple[str, str, str]] = []
    known: dict[str, list[str]] = {kind: [] for kind in UNITS}
    for i, kind in enumerate(kinds):
        reach = range(split if i < split else len(kinds))
        balances = {k: [f"prior(s.r{j}{starts[j]})" for j in reach if kinds[j] == k] for k in STARTS}
        writer = _Writer(draw, known, balances, raw_division=not tame)
        text = writer.scalar() if kind == "scalar" else getattr(writer, kind)(draw(st.integers(2, 3)))
        if "s." not in text:
            text = f"s.c * 0 + {text}"
        written.append((f"r{i}", kind, text))
        known[kind].append(f"s.r{i}")
    return Program(tuple(written[:split]), tuple(draw(st.permutations(written[split:]))), _measures(draw, known), *_values(draw, tame=tame))


def _measures(draw: st.DrawFn, known: dict[str, list[str]]) -> tuple[tuple[str, str, str], ...]:
    flows = known["number"] + known["scalar"]
    found = [
        (f"total_of_{name[2:]}", "year^2" if kind == "age" else "year", f"total({name})") for kind, names in known.items() for name in names
    ]
    if flows:
        flow, factor = draw(st.sampled_from(flows)), draw(st.sampled_from(flows))
        found.append(("value", "year", f"present_value({flow}, {factor})"))
        found.append(("shown", "year", f"available(s.a <= s.b, total({flow}) - s.m0)"))
        found.append(("m0", "year", f"maximum(0, total({factor})) * s.a"))
    return tuple(found)


_SIZES = (0.0, 1.0, -1.0, 0.1, -2.5, 3.0, 1e-9, -1e-9, 1e6, -1e6)
_WILD = (*_SIZES, 1e155, -1e155, 1e300, 5e-324, 1e-200)


def _values(draw: st.DrawFn, *, tame: bool) -> tuple[dict[str, Any], dict[str, np.ndarray], int]:
    size = st.sampled_from(_SIZES if tame else _WILD) | st.floats(-1e3, 1e3, allow_subnormal=False)
    trials = draw(st.integers(3, 5))

    def many(one: st.SearchStrategy[Any], *shape: int) -> np.ndarray:
        count = int(np.prod(shape))
        return np.array(draw(st.lists(one, min_size=count, max_size=count)), dtype=float).reshape(shape)

    fixed = {
        "c": draw(size),
        "v": many(size, YEARS),
        "open": many(st.integers(0, 1), YEARS),
        "year": np.arange(YEARS, dtype=float),
        "t": many(size, draw(st.integers(1, YEARS))),
    }
    drawn = {
        "a": many(size, trials),
        "b": many(size, trials),
        "u": many(size, YEARS, trials),
        "first": many(st.integers(-1, YEARS), trials),
        "licensed": many(st.integers(0, 1), trials),
    }
    assert tuple(drawn) == DRAWN
    return fixed, drawn, trials
