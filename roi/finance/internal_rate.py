"""Internal rate of return of many flows at once, with the number of rates that would do."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from roi.finance.present_value import as_trials
from roi.finance.root_count import count_roots, sign_changes

Array = NDArray[np.float64]
Whole = NDArray[np.intp]

LOWEST, HIGHEST = -0.99, 10.0
"""Rates, as fractions a year, between which roots are looked for."""

RESIDUE = 1e-13
"""Flows below this share of the trial's largest are taken as zero: what rounding leaves of a balance that closes is no flow."""

_NEAREST, _FARTHEST = 1.0 / (1.0 + HIGHEST), 1.0 / (1.0 + LOWEST)
_BLOCK = 2048
_HALVINGS = 5


def irr(flows: ArrayLike) -> tuple[Array, Whole]:
    """Internal rate of return, and how many rates make the net present value zero.

    flows : (years, trials) or (years,), up to 100 years. Returns rate (trials,), fraction a year, nan unless there is exactly one;
    and roots (trials,): the number of real roots of the net present value between -99 % and 1,000 % a year.

    Roots count with their multiplicity: where the net present value touches zero without crossing it (or comes within 1e-9 of
    it, relative to the sum of the sizes of the discounted flows) there are two, and no rate. A flow that never changes sign, or
    that is not finite throughout, has none. Flows smaller than `RESIDUE` of the trial's largest are taken as zero.
    1 + rate is found to the rounding of the net present value at the root: about 1e-15 of it for a plant.
    A trial has the same rate, to the last bit, alone and in company.
    """
    array = as_trials(flows)
    rate, roots = np.full(array.shape[1], np.nan), np.zeros(array.shape[1], dtype=np.intp)
    for start in range(0, array.shape[1], _BLOCK):
        part = slice(start, start + _BLOCK)
        rate[part], roots[part] = _irr(np.ascontiguousarray(array[:, part]))
    return rate, roots


def _irr(flows: Array) -> tuple[Array, Whole]:
    """`irr` of one block. In x = 1 / (1 + rate) the net present value is a polynomial; its coefficients are the flows."""
    # A trial with nan or infinity compares false everywhere and is left with no flow, so no root.
    flows = np.where(np.abs(flows) > RESIDUE * np.abs(flows).max(axis=0), flows, 0.0)
    changes = sign_changes(flows)
    roots, low, high = np.zeros(changes.size, dtype=np.intp), np.zeros(changes.size), np.zeros(changes.size)
    # One change of sign leaves one positive root (Descartes): it is enough to see whether it lies between the ends.
    single = np.flatnonzero(changes == 1)
    ends = [np.sign(_polynomial(flows[:, single], np.full(single.size, end))[0]) for end in (_NEAREST, _FARTHEST)]
    roots[single], low[single], high[single] = ends[0] * ends[1] < 0.0, _NEAREST, _FARTHEST
    several = np.flatnonzero(changes > 1)
    if several.size:
        found = count_roots(flows[:, several], _NEAREST, _FARTHEST)
        roots[several], low[several], high[several] = found.count, found.low, found.high
    unique = np.flatnonzero(roots == 1)
    rate = np.full(changes.size, np.nan)
    if unique.size:
        rate[unique] = 1.0 / _solve(flows[:, unique], low[unique], high[unique]) - 1.0
    return rate, roots


def _polynomial(flows: Array, x: Array) -> tuple[Array, Array]:
    """Sum over t of flows[t] x**t and its derivative in x, both (trials,)."""
    value, slope = flows[-1].copy(), np.zeros(x.size)
    for flow in flows[-2::-1]:
        slope *= x
        slope += value
        value *= x
        value += flow
    return value, slope


def _solve(flows: Array, low: Array, high: Array) -> Array:
    """Root in x of each trial between `low` and `high`, where the signs differ: halving, then Newton kept between the ends.

    Newton steps that leave the ends, or do not halve the step before, give way to halving. A trial stops by its own step alone.
    """
    rising = _polynomial(flows, low)[0] < 0.0
    for _ in range(_HALVINGS):
        # The middle of the two rates, which lies better than the middle of the two discount factors.
        middle = 2.0 * low * high / (low + high)
        below = (_polynomial(flows, middle)[0] < 0.0) == rising
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    result = np.empty(low.size)
    active = np.arange(low.size)
    x, last = (low + high) / 2.0, high - low
    while active.size:
        value, slope = _polynomial(flows, x)
        below = (value < 0.0) == rising
        low, high = np.where(below, x, low), np.where(below, high, x)
        newton = np.divide(value, slope, out=np.full(x.size, np.inf), where=slope != 0.0)
        good = (2.0 * np.abs(newton) <= np.abs(last)) & (x - newton >= low) & (x - newton <= high)
        step = np.where(good, newton, x - (low + high) / 2.0)
        following = np.where(value == 0.0, x, x - step)
        done = np.abs(following - x) <= 4.0 * np.finfo(np.float64).eps * x
        result[active] = following
        going = ~done
        active, x, last = active[going], following[going], step[going]
        flows, low, high, rising = flows[:, going], low[going], high[going], rising[going]
    return result
