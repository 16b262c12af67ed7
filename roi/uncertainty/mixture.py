"""Quantiles of a mixture, by a table whose knots are quantiles of its parts."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roi.domain import Mixture
from roi.uncertainty.pieces import Piece, density, piece, quantile, quantile_above, share_above, share_below

Array = NDArray[np.float64]

LOWEST, SPLITS = -60, 32
"""The knots of a part are its quantiles of 2**-60 to one half, 32 to an octave, from either side."""

_INSIDE = 2.0**-24
"""How far inside a cell, as a share of it, its density is taken: at the knot itself it may jump."""


class Half(NamedTuple):
    """One side of the median. tails : probabilities at the knots, rising to 0.5. pieces : cubic coefficients (4, cells), constant first."""

    tails: Array
    pieces: Array


def mixture(d: Mixture, u: Array) -> Array:
    """Value below which a share `u` of the weighted parts lies.

    Cubic Hermite pieces, exact in value and slope at every knot, never falling. The knots include the ends and the modes of the parts. The
    error is at most 1e-7 of the distance of the value from the median, or of that between P5 and P95 where that is greater; in a gap
    between parts, where the cumulative share is the same to its last digit, any value of the gap may stand. Below 2**-60 the last knot.
    """
    lower, upper = _halves(d)
    return np.where(u > 0.5, _value(upper, 1.0 - u), _value(lower, u))


def _value(half: Half, tail: Array) -> Array:
    cell = np.clip(np.searchsorted(half.tails, tail, side="right") - 1, 0, half.tails.size - 2)
    start, end = half.tails[cell], half.tails[cell + 1]
    within = np.clip(np.divide(tail - start, end - start, out=np.zeros_like(tail), where=end > start), 0.0, 1.0)
    y: Array = half.pieces[3].take(cell)
    for coefficients in (half.pieces[2], half.pieces[1], half.pieces[0]):
        y *= within
        y += coefficients.take(cell)
    return y


@lru_cache(maxsize=64)
def _halves(d: Mixture) -> tuple[Half, Half]:
    parts = [(weight, piece(one)) for weight, one in zip(d.weights, d.of, strict=True)]
    tails = np.exp2(np.arange(LOWEST, 0, 1 / SPLITS))
    ends = [end for one in d.of for end in (*one.ends, one.central) if np.isfinite(end)]
    knots = np.unique(np.concatenate([ends, *(find(part, tails) for _, part in parts for find in (quantile, quantile_above))]))

    def below(x: Array) -> Array:
        return sum((weight * share_below(part, x) for weight, part in parts), np.zeros_like(x))

    def above(x: Array) -> Array:
        return sum((weight * share_above(part, x) for weight, part in parts), np.zeros_like(x))

    median = _median(below, knots)
    lower, upper = np.append(knots[knots < median], median), np.append(knots[knots > median][::-1], median)
    return _half(parts, lower, below), _half(parts, upper, above)


def _median(below: Callable[[Array], Array], knots: Array) -> float:
    """Least value at or below which half of the probability lies, to the last digit."""
    first = int(np.searchsorted(below(knots), 0.5))
    low, high = float(knots[first - 1]), float(knots[first])
    while low < (middle := low + (high - low) / 2.0) < high:
        low, high = (low, middle) if below(np.array([middle]))[0] >= 0.5 else (middle, high)
    return high


def _half(parts: list[tuple[float, Piece]], x: Array, share: Callable[[Array], Array]) -> Half:
    """The table over the knots `x`, the median last."""
    tails = np.minimum(np.maximum.accumulate(share(x)), 0.5)
    tails[-1] = 0.5
    rise, width = np.diff(x), np.diff(tails)

    def slope(at: Array) -> Array:
        steepness = sum((weight * density(part, at) for weight, part in parts), np.zeros_like(at))
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.nan_to_num(width / steepness, nan=0.0, posinf=np.inf)
        # A cubic does not turn back within its cell if its slopes are at most three times the mean one (Fritsch and Carlson 1980).
        return np.sign(rise) * np.minimum(step, 3.0 * np.abs(rise))

    start, end = slope(x[:-1] + _INSIDE * rise), slope(x[1:] - _INSIDE * rise)
    return Half(tails, np.stack([x[:-1], start, 3.0 * rise - 2.0 * start - end, start + end - 2.0 * rise]))
