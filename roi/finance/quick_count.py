"""How many roots a flow has, by additions alone: sure for nearly every flow of a plant, and silent where it is not.

Descartes: a polynomial has as many positive roots as its coefficients change sign, or fewer by an even number. Counted twice, on either
side of x = 1 (a rate of 0): with x = 1 + y the coefficients in y tell the roots above 1, and the flows read backwards, which have the
roots 1 / x, those below. Not more than one change on each side leaves no doubt.

The compiled kernel does the same operations in the same order, so that both find the same bits.
"""

from __future__ import annotations

from functools import cache
from math import comb

import numpy as np
from numpy.typing import NDArray

from roi.finance.root_count import sign_changes

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.intp]

LOWEST, HIGHEST = -0.99, 10.0
"""Rates, as fractions a year, between which roots are looked for."""

NEAREST, FARTHEST = 1.0 / (1.0 + HIGHEST), 1.0 / (1.0 + LOWEST)

START = 1.0 / 1.1
"""Where the search for a root below x = 1 begins, at a rate of 10 %; above 1 it begins at 1 / START."""

UNSURE = -1
"""Number of roots where only a full count can tell."""

NOT_ZERO = 1e-6
"""Where the flows add up to less than this share of what they might, a root may touch x = 1 from either side: left to the full count."""


def quick_count(flows: Array, near: Array, far: Array) -> tuple[Whole, Flags, Flags]:
    """Number of roots of polynomials between `NEAREST` and `FARTHEST`, 0 to 2, or `UNSURE`.

    flows : (years, trials), lowest power first. near, far : (trials,) values at the two ends.
    Returns the number, and whether there is a root below and above x = 1; one at x = 1 itself is neither.
    """
    changes = sign_changes(flows)
    middle = flows[-1].copy()
    for flow in flows[-2::-1]:
        middle += flow
    several = np.flatnonzero(changes > 1)
    below, above, sure = (np.ones(changes.size, dtype=bool) for _ in range(3))
    if several.size:
        part = flows[:, several]
        (above[several], over), (below[several], under) = _beyond_one(part), _beyond_one(part[::-1])
        sure[several] = over & under
    below &= np.sign(near) * np.sign(middle) < 0.0
    above &= np.sign(middle) * np.sign(far) < 0.0
    roots = below.astype(np.intp) + above + ((changes == 1) & (middle == 0.0))
    return np.where(sure, roots, UNSURE), below, above


def _beyond_one(flows: Array) -> tuple[Flags, Flags]:
    """Whether polynomials have one root above 1 (else none), and whether that is sure."""
    shifted = flows.copy()
    for first in range(len(shifted) - 1):
        for power in range(len(shifted) - 2, first - 1, -1):
            shifted[power] += shifted[power + 1]
    sure, largest = np.ones(flows.shape[1], dtype=bool), np.zeros(flows.shape[1])
    for flow, coefficient, share in zip(flows[::-1], shifted[::-1], doubt(len(flows))[::-1], strict=True):
        np.maximum(largest, np.abs(flow), out=largest)
        sure &= np.abs(coefficient) >= share * largest
    changes = sign_changes(shifted)
    return changes == 1, sure & (changes <= 1)


@cache
def doubt(years: int) -> Array:
    """Share of the largest flow from a power on below which the sign of the shifted coefficient of that power is not sure, (years,).

    The coefficient of y**j is the sum over i of C(i, j) flows[i], at most C(years, j + 1) times the largest; each term is rounded
    less than `years` times, and eps is twice what one rounding may be off.
    """
    eps = float(np.finfo(np.float64).eps)
    shares = np.array([years * eps * comb(years, power + 1) for power in range(years)])
    shares[0] = NOT_ZERO * years
    shares.flags.writeable = False
    return shares
