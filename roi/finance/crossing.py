"""Where a function of one number changes its sign, with as few evaluations as can be: each may be a whole simulation."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite, sqrt


def crossing(function: Callable[[float], float], low: float, high: float, at_low: float, at_high: float, tolerance: float) -> float:
    """A place between `low` and `high` at which `function` changes its sign, to within `tolerance`. Chandrupatla 1997.

    at_low, at_high : its values there, of opposite sign (a 0 is its own answer); infinite ones are allowed. Each step halves the bracket
    or interpolates inside it, so a jump is found as surely as a smooth zero. Raises ValueError when both ends have the same sign.
    """
    if at_low == 0 or at_high == 0:
        return low if at_low == 0 else high
    if (at_low > 0) == (at_high > 0):
        raise ValueError("the function has the same sign at both ends")
    newest, at_newest, other, at_other = high, at_high, low, at_low
    step = at_newest / (at_newest - at_other) if isfinite(at_newest - at_other) else 0.5
    while True:
        least = tolerance / abs(other - newest) / 2.0 if other != newest else 1.0
        if least >= 0.5:
            return newest if abs(at_newest) < abs(at_other) else other
        place = newest + min(max(step, least), 1.0 - least) * (other - newest)
        found = function(place)
        if found == 0 or place in (newest, other):
            return place
        if (found > 0) == (at_newest > 0):
            oldest, at_oldest = newest, at_newest
        else:
            oldest, at_oldest, other, at_other = other, at_other, newest, at_newest
        newest, at_newest = place, found
        step = _step(newest, at_newest, other, at_other, oldest, at_oldest)


def _step(a: float, at_a: float, b: float, at_b: float, c: float, at_c: float) -> float:
    """How far to go from `a` to `b`: inverse quadratic interpolation through three points where it is safe, else half."""
    if not (isfinite(at_a) and isfinite(at_b) and isfinite(at_c)) or at_c in (at_a, at_b):
        return 0.5
    along, up = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
    if not (0.0 <= along <= 1.0 and 1.0 - sqrt(1.0 - along) < up < sqrt(along)):
        return 0.5
    return at_a / (at_b - at_a) * at_c / (at_b - at_c) + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
