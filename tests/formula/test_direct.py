"""Rows run on plain numbers, with no graph: the oracle of the other ways to compute."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from formula.lines import INPUTS, Function, line, measure, statement

from roi.formula import Direct, Row, Symbols, divide, lookup, maximum, minimum, part, prior, row, sqrt, total, where

GIVEN = {"year": range(4), "growth": [1, -2, 3, 0], "open": [0, 1, 1, 0], "licensed": 1, "share": 0.5, "schedule": [5, 7], "first": 1}


def values(function: Function, unit: str = "1", others: tuple[Row, ...] = ()) -> list[Any]:
    return Direct(GIVEN, 4).series(statement([*others, line(function, unit)]).cells["x"])


def test_arithmetic_year_by_year() -> None:
    assert values(lambda s: 2 * s.growth - s.share / 2) == [1.75, -4.25, 5.75, -0.25]
    assert values(lambda s: maximum(0, s.growth) + minimum(s.growth, -1)) == [0, -2, 2, -1]
    assert values(lambda s: sqrt(s.growth * s.growth + 8) * sqrt(4)) == pytest.approx([6, 2 * 12**0.5, 2 * 17**0.5, 2 * 8**0.5])
    assert values(lambda s: divide(1, s.growth, 9)) == [1, -0.5, 1 / 3, 9]
    assert values(lambda s: lookup(s.schedule, s.year - s.first)) == [0, 5, 7, 0]


def test_conditions_are_conditions() -> None:
    assert values(lambda s: ~s.open & (s.growth >= 0) | (s.year == s.first), "flag") == [True, True, False, True]
    assert values(lambda s: where(s.open & s.licensed, s.growth, 0)) == [0, -2, 3, 0]
    assert values(lambda s: s.open * s.share) == [0, 0.5, 0.5, 0]


def test_a_condition_that_never_holds_is_a_condition() -> None:
    never = line(lambda s: 0, "flag", "never")
    assert values(lambda s: ~s.never & s.open, "flag", (never,)) == [False, True, True, False]


def test_rows_read_rows_and_last_year() -> None:
    others = (line(lambda s: s.growth * 2, name="twice"), line(lambda s: s.twice > 0, "flag", "up"))
    assert values(lambda s: prior(s.x, 10) + s.twice, others=others) == [12, 8, 14, 14]
    assert values(lambda s: s.up & ~prior(s.up), "flag", others) == [True, False, True, False]
    assert values(lambda s: prior(s.up, s.licensed) * 1, others=others) == [1, 1, 0, 1]


def test_a_constant_chosen_by_a_condition_is_a_number_like_any_other() -> None:
    """Python's own 1 / 0 would raise, and its own -0 has no sign."""
    assert values(lambda s: 1 / where(s.open, 0, 1)) == [1, np.inf, np.inf, 1]
    assert values(lambda s: 1 / -where(s.open, 0, 1)) == [-1, -np.inf, -np.inf, -1]


def test_parts_and_measures() -> None:
    items = part("own", "Own", [line(lambda s: s.growth * 3, name="flow")])
    traced = statement(items, INPUTS, part("own", "Own", [measure(lambda s: total(s.flow) * s.share, "year")]))
    assert Direct(GIVEN, 4).value(traced.cells["own_m"]) == 3


def test_any_year_may_be_asked_first_however_many_there_are() -> None:
    years = 2000
    items = (line(lambda s: prior(s.b) + s.growth, name="a"), line(lambda s: prior(s.a) + 1, name="b"))
    traced = statement(items)
    assert Direct({"growth": np.zeros(years)}, years).value(traced.cells["a"], years - 1) == years // 2 - 0.0


def test_a_breakpoint_in_a_row_shows_numbers() -> None:
    seen: list[Any] = []

    @row("Watched", unit="1", section="Operations")
    def watched(s: Symbols) -> Any:
        """Growth, looked at on the way."""
        value = s.growth * 2
        seen.append(value)
        return value

    cell = statement([watched]).cells["watched"]
    seen.clear()
    assert Direct(GIVEN, 4).value(cell, 2) == 6
    assert seen == [2, -4, 6]
    assert all(type(one) is np.float64 for one in seen)


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match="growth"):
        Direct({}, 1).value(statement([line(lambda s: s.growth)]).cells["x"])
