"""The solver: scipy's Brent as the rival, jumps, infinite ends, and how few evaluations it needs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from roi.finance import crossing

FUNCTIONS = {
    "a line": (lambda x: 3 * x - 1, 0.0, 4.0),
    "a cubic": (lambda x: x**3 - 2 * x - 5, 2.0, 3.0),
    "an exponential": (lambda x: math.exp(x) - 1e3, 0.0, 20.0),
    "flat at the root": (lambda x: (x - 1) ** 5, 0.0, 3.0),
    "a kink": (lambda x: min(x, 0.2 * x + 1.0) - 1.3, 0.0, 9.0),
    "falling": (lambda x: 1 / x - 4, 0.01, 5.0),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_it_finds_what_scipy_finds_in_few_evaluations(name) -> None:
    function, low, high = FUNCTIONS[name]
    calls = []

    def counted(x: float) -> float:
        calls.append(x)
        return function(x)

    found = crossing(counted, low, high, function(low), function(high), 1e-10)
    assert function(found) == pytest.approx(0, abs=1e-8)
    if name != "flat at the root":
        assert found == pytest.approx(brentq(function, low, high, xtol=1e-13), abs=1e-9)
        assert len(calls) <= 16
    assert all(low <= x <= high for x in calls)


@given(st.floats(-5, 5), st.floats(0.1, 100), st.floats(0.1, 100))
def test_a_jump_is_found_as_surely_as_a_zero(place, below, above) -> None:
    found = crossing(lambda x: above if x > place else -below, -6.0, 7.0, -below, above, 1e-9)
    assert found == pytest.approx(place, abs=2e-9)


def test_an_infinite_end_is_no_obstacle() -> None:
    assert crossing(lambda x: -math.inf if x < 1 else x - 2, 0.0, 5.0, -math.inf, 3.0, 1e-10) == pytest.approx(2.0, abs=1e-9)


def test_a_zero_at_an_end_is_the_answer() -> None:
    assert crossing(lambda x: x, 0.0, 1.0, 0.0, 1.0, 1e-9) == 0.0
    assert crossing(lambda x: x - 1, 0.0, 1.0, -1.0, 0.0, 1e-9) == 1.0


def test_two_ends_of_one_sign_are_refused() -> None:
    with pytest.raises(ValueError, match="same sign"):
        crossing(lambda x: x, 1.0, 2.0, 1.0, 2.0, 1e-9)
