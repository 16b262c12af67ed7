"""Internal rate of return of many flows at once, with the number of rates that would do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from roi.finance.present_value import as_trials
from roi.finance.quick_count import FARTHEST, NEAREST, START, UNSURE, quick_count
from roi.finance.root_count import Work, count_roots

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.intp]
Between = Callable[[Array, Array, Array], Array]

RESIDUE = 1e-13
"""Flows below this share of the trial's largest are taken as zero: what rounding leaves of a balance that closes is no flow."""

NEWTON_ENDS = 1e-10
"""A Newton step below this share of x is the last: about its square remains, as roots closer than 1e-5 count as double."""

HALVING_ENDS = 4.0 * float(np.finfo(np.float64).eps)

_BLOCK = 32_768


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
    return _by_blocks(as_trials(flows), NEAREST, FARTHEST)


def irr_mid_year(flows: ArrayLike) -> tuple[Array, Whole]:
    """`irr` where year 0 is the decision and each later year's flow falls in its middle, at half a year, one and a half, ...

    Arguments and results as of `irr`. The search is for the rate of half a year, in steps of half a year: every second one has no flow.
    """
    array = as_trials(flows)
    halves = np.zeros((max(2 * len(array) - 2, 1), array.shape[1]))
    halves[0], halves[1::2] = array[0], array[1:]
    rate, roots = _by_blocks(halves, NEAREST**0.5, FARTHEST**0.5)
    return (1.0 + rate) * (1.0 + rate) - 1.0, roots


def _by_blocks(flows: Array, nearest: float, farthest: float) -> tuple[Array, Whole]:
    """Rate of a step and number of roots, both (trials,), for roots in x = 1 / (1 + rate) between the ends."""
    rate, roots = np.full(flows.shape[1], np.nan), np.zeros(flows.shape[1], dtype=np.intp)
    for start in range(0, flows.shape[1], _BLOCK):
        part = slice(start, start + _BLOCK)
        with np.errstate(all="ignore"):
            rate[part], roots[part] = _irr(_without_residue(flows[:, part]), nearest, farthest)
    return rate, roots


def _without_residue(flows: Array) -> Array:
    """Flows (years, trials) with 0 for those that rounding left. A trial with nan or infinity is left with no flow, so no root."""
    largest, size, found = np.zeros(flows.shape[1]), np.empty(flows.shape[1]), np.zeros(flows.shape)
    for flow in flows:
        np.maximum(largest, np.abs(flow, out=size), out=largest)
    largest *= RESIDUE
    for flow, kept in zip(flows, found, strict=True):
        np.copyto(kept, flow, where=np.abs(flow, out=size) > largest)
    return found


def irr_by_counting(flows: Array, work: Work, between: Between) -> tuple[Array, Whole]:
    """`irr` of flows (years, trials) for which `quick_count` is unsure: every root is counted.

    work, between : the count, and the root of flows (years, trials) between ends (trials,), by machine code that gives NumPy's bits.
    """
    with np.errstate(all="ignore"):
        return _irr_by_counting(_without_residue(flows), NEAREST, FARTHEST, work, between)


def _between(flows: Array, low: Array, high: Array) -> Array:
    return _solve(flows, low, high, _polynomial(flows, low) < 0.0, 2.0 * low * high / (low + high))


def _irr_by_counting(
    flows: Array, nearest: float, farthest: float, work: Work | None = None, between: Between = _between
) -> tuple[Array, Whole]:
    """The same of flows without residue, for roots in x = 1 / (1 + rate) between the ends."""
    found = count_roots(flows, nearest, farthest, work)
    rate, unique = np.full(found.count.size, np.nan), np.flatnonzero(found.count == 1)
    if unique.size:
        rate[unique] = 1.0 / between(flows[:, unique], found.low[unique], found.high[unique]) - 1.0
    return rate, found.count


def _irr(flows: Array, nearest: float, farthest: float) -> tuple[Array, Whole]:
    """`irr` of one block. In x = 1 / (1 + rate) the net present value is a polynomial; its coefficients are the flows."""
    near, far = _polynomial(flows, nearest), _polynomial(flows, farthest)
    roots, below_one, above_one = quick_count(flows, near, far)
    rate = np.full(roots.size, np.nan)
    unique = np.flatnonzero(roots == 1)
    if unique.size:
        under, over = below_one[unique], above_one[unique]
        low, high = np.where(under, nearest, 1.0), np.where(over, farthest, 1.0)
        start = np.where(under, START, np.where(over, 1.0 / START, 1.0))
        # seen from the lower end: from 1 the far end tells, since the sign changes once in between
        rising = np.where(under, near[unique] < 0.0, far[unique] > 0.0)
        rate[unique] = 1.0 / _solve(flows[:, unique], low, high, rising, start) - 1.0
    unsure = np.flatnonzero(roots == UNSURE)
    if unsure.size:
        rate[unsure], roots[unsure] = _irr_by_counting(flows[:, unsure], nearest, farthest)
    return rate, roots


def _polynomial(flows: Array, x: float | Array) -> Array:
    """Sum over t of flows[t] x**t, (trials,)."""
    value: Array = flows[-1].copy()
    for flow in flows[-2::-1]:
        value *= x
        value += flow
    return value


def _with_slope(flows: Array, x: Array) -> tuple[Array, Array]:
    """`_polynomial` and its derivative in x, both (trials,)."""
    value, slope = flows[-1].copy(), np.zeros(x.size)
    for flow in flows[-2::-1]:
        slope *= x
        slope += value
        value *= x
        value += flow
    return value, slope


def _solve(flows: Array, low: Array, high: Array, rising: Flags, x: Array) -> Array:
    """Root in x of each trial between `low` and `high`, where the signs differ, from a start `x` between them.

    rising : True where the polynomial is negative at `low`. Newton kept between the ends: steps that leave them, or are longer than
    half the step before, give way to the middle of the ends (of the two rates: it lies better than that of the two discount
    factors). A trial stops by its own step alone; those that have stopped are dropped when half of them have.
    """
    result = np.empty(low.size)
    active, last = np.arange(low.size), high - low
    going = np.ones(low.size, dtype=bool)
    while going.any():
        if 2 * np.count_nonzero(going) <= going.size:
            result[active] = x
            active, x, last, flows = active[going], x[going], last[going], flows[:, going]
            low, high, rising, going = low[going], high[going], rising[going], going[going]
        value, slope = _with_slope(flows, x)
        below = (value < 0.0) == rising
        low, high = np.where(below, x, low), np.where(below, high, x)
        # without a slope there is no step: it compares false
        newton = value / slope
        good = (2.0 * np.abs(newton) <= np.abs(last)) & (x - newton >= low) & (x - newton <= high)
        step = np.where(good, newton, x - 2.0 * low * high / (low + high))
        following = np.where(value == 0.0, x, x - step)
        ends = np.abs(following - x) <= np.where(good, NEWTON_ENDS, HALVING_ENDS) * x
        x = np.where(going, following, x)
        last = step
        going = going & ~ends
    result[active] = x
    return result
