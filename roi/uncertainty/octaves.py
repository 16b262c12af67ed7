"""Quantiles by tables whose cells shrink towards both tails: every octave of the tail probability is cut into as many cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roi.uncertainty import machine_code
from roi.uncertainty.machine_code import EXPONENT, MANTISSA

Array = NDArray[np.float64]
Side = Callable[[Array], tuple[Array, Array, Array]]

LOWEST = -20
"""Exponent of the smallest tail probability in a table. Two draws in a million lie outside and are worked out one by one."""

DEGREE = 5

_AT_ONCE = 16_384
"""Numbers looked up at a time by NumPy, so that they stay near the processor."""


class Octaves(NamedTuple):
    """A table of a quantile.

    splits : every octave is cut into 2**splits cells, so that a cell's number can be read off the bits of a float.
    pieces : coefficients in the position within the cell, constant first, (2 * cells, DEGREE + 1): by lower, then by upper tail.
    """

    splits: int
    pieces: Array


def octaves(below: Side, above: Side, splits: int) -> Octaves:
    """Table of a quantile; `below` and `above` give its value, slope and second derivative at lower and upper tail probabilities, (n,).

    Quintic Hermite pieces: exact in value, slope and curvature at every knot.
    """
    steps = np.exp2(np.arange(LOWEST, 0))[:, np.newaxis] * (1.0 + np.arange(2**splits) / 2**splits)
    # The table ends one knot past one half, so that one half itself is the start of a cell.
    knots = steps.ravel()[: (-1 - LOWEST) * 2**splits + 2]
    pieces = np.ascontiguousarray(np.concatenate([_pieces(knots, *side(knots)) for side in (below, above)]))
    pieces.flags.writeable = False
    return Octaves(splits, pieces)


def _pieces(knots: Array, x: Array, slope: Array, bend: Array) -> Array:
    width = np.diff(knots)
    start, end = slope[:-1] * width, slope[1:] * width
    first, last = bend[:-1] * width**2, bend[1:] * width**2
    # what is left of the rise, the slope and the curvature at the end after the terms that the start tells
    rise, steeper, more = np.diff(x) - start - first / 2.0, end - start - first, last - first
    return np.stack(
        [
            x[:-1],
            start,
            first / 2.0,
            10.0 * rise - 4.0 * steeper + more / 2.0,
            7.0 * steeper - 15.0 * rise - more,
            6.0 * rise - 3.0 * steeper + more / 2.0,
        ],
        axis=1,
    )


def look_up(table: Octaves, u: Array, far: Callable[[Array], Array], out: Array | None = None) -> Array:
    """Quantiles at probabilities `u` strictly between 0 and 1, (n,); `far` gives those outside the table. out : to write to, contiguous."""
    found = np.empty(u.size) if out is None else out
    if u.size == 0:
        return found
    smallest = 2.0**LOWEST
    any_outside = machine_code.look_up(table.pieces, table.splits, LOWEST, u, found)
    if any_outside is None:
        any_outside = bool(u.min() < smallest or u.max() > 1.0 - smallest)
        for start in range(0, u.size, _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            found[part] = _look_up(table, u[part])
    if any_outside:
        outside = np.flatnonzero((u < smallest) | (u > 1.0 - smallest))
        found[outside] = far(u[outside])
    return found


def _look_up(table: Octaves, u: Array) -> Array:
    """What the compiled function does, in the same order; outside the table any number."""
    splits, pieces = table
    bits = np.minimum(u, 1.0 - u).view(np.int64)
    cell = bits >> (MANTISSA - splits)
    cell -= (EXPONENT >> MANTISSA) + LOWEST << splits
    np.maximum(cell, 0, out=cell)
    cell += (u > 0.5) * (len(pieces) // 2)
    # The bits below the cell number, moved up into a float in [1, 2), are how far into its cell the probability lies.
    bits <<= splits
    bits &= (1 << MANTISSA) - 1
    bits |= EXPONENT
    within = bits.view(np.float64)
    within -= 1.0
    columns = np.ascontiguousarray(pieces.T)
    y: Array = columns[DEGREE].take(cell)
    coefficient = np.empty(u.size)
    for power in range(DEGREE - 1, -1, -1):
        y *= within
        y += columns[power].take(cell, out=coefficient, mode="clip")
    return y
