"""From an interval people are sure of to so many per cent to the bounds of the distribution that has it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import sqrt

# In both, r is the place of the mode between the bounds, 0 to 1, and p the probability beyond either end of the interval. The quantiles
# of p and 1 - p, as shares of the way between the bounds, depend on r alone. What lies below the mode and what lies above it stand in the
# ratio (mode - low) / (high - mode) for one r only, because that ratio rises with r; the width then follows.


@lru_cache(maxsize=4096)
def triangular_bounds(low: float, mode: float, high: float, confidence: float) -> tuple[float, float]:
    """Bounds of the triangular distribution with that mode of which `low` and `high` are the quantiles of (1 ∓ confidence) / 2."""
    p = (1 - confidence) / 2
    return _bounds(low, mode, high, lambda r: (sqrt(p * r), 1 - sqrt(p * (1 - r))), p)


@lru_cache(maxsize=4096)
def pert_bounds(low: float, mode: float, high: float, confidence: float) -> tuple[float, float]:
    """Bounds of the PERT distribution with that mode of which `low` and `high` are the quantiles of (1 ∓ confidence) / 2."""
    from roi.special import betaincinv

    p = (1 - confidence) / 2
    return _bounds(low, mode, high, lambda r: (betaincinv(1 + 4 * r, 5 - 4 * r, p), 1 - betaincinv(5 - 4 * r, 1 + 4 * r, p)), 0.0)


def _bounds(low: float, mode: float, high: float, quantiles: Callable[[float], tuple[float, float]], first: float) -> tuple[float, float]:
    below, above = mode - low, high - mode

    def too_high(r: float) -> bool:
        lower, upper = quantiles(r)
        return (r - lower) * above > (upper - r) * below

    r = _least(too_high, first, 1 - first)
    lower, upper = quantiles(r)
    width = (high - low) / (upper - lower)
    return float(low - lower * width), float(high + (1 - upper) * width)


def _least(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Where `holds`, false below and true above, turns true between `low` and `high`, to the last digit."""
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
