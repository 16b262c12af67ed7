"""How many real roots a polynomial has in an interval: Descartes' rule of signs on Bernstein coefficients, halving where it leaves a doubt.

On an interval, a polynomial has as many roots as its Bernstein coefficients change sign, or fewer by an even number: none when
they do not change sign, exactly one when they change once (Collins and Akritas 1976; Rouillier and Zimmermann 2004).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import comb

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.intp]

EDGES = (0.5 ** (1 / 3), 2.0 ** (1 / 3))
"""Where the interval is cut at the start: most roots lie between, about rates of -21 to 26 %, and few roots at rates far out. No rate that
anybody writes down: a double root on an edge would be seen from neither side."""

TOUCH = 1e-9
"""Where a polynomial stays below this share of the sum of the sizes of its terms, roots are not told apart: one dollar in a billion.

Far above rounding, so that a double root of a flow of 26 years is seen as one whichever way rounding tips it.
"""

LEAST = float(np.finfo(np.float64).tiny)
"""What stands for a value of 0 at the end of an interval."""

_ROUNDING = 1e-15


@dataclass(frozen=True)
class Roots:
    """Roots of each of many polynomials.

    count : (trials,). low, high : (trials,) ends of an interval that holds the root, where `count` is 1 (else of no meaning).
    """

    count: Whole
    low: Array
    high: Array


def sign_changes(values: Array, noise: Array | None = None) -> Whole:
    """Changes of sign down each column of `values` (rows, columns), passing over 0 and what is within `noise` of it; (columns,)."""
    changes = np.zeros(values.shape[1], dtype=np.intp)
    was_positive = was_negative = np.zeros(values.shape[1], dtype=bool)
    # row by row, which is nearer to the processor than all rows at once
    for number, row in enumerate(values):
        positive, negative = row > 0.0, row < 0.0
        if noise is not None:
            clear = np.abs(row) > noise[number]
            positive &= clear
            negative &= clear
        changes += (positive & was_negative) | (negative & was_positive)
        was_positive, was_negative = positive | (was_positive & ~negative), negative | (was_negative & ~positive)
    return changes


@dataclass(frozen=True)
class Work:
    """What takes the time in a count, on columns: by NumPy, or by machine code that gives the same bits.

    bernstein : matrices and coefficients to Bernstein coefficients and their changes of sign. sizes : the same of every term made positive.
    halve : see `halve_by_numpy`.
    """

    bernstein: Callable[[Array, Array], tuple[Array, Whole]]
    sizes: Callable[[Array, Array], Array]
    halve: Callable[[Roots, Whole, Array, Array, Array, Array], None]


def count_roots(coefficients: Array, low: float, high: float, work: Work | None = None) -> Roots:
    """Count the real roots in (low, high), 0 < low < high, of polynomials with `coefficients` (powers, trials), lowest power first.

    Roots count with their multiplicity: a polynomial that touches 0 without crossing it has two there, and so has one that
    stays within `TOUCH` of 0, relative to its terms. A root exactly on `low` or `high` may count or not.
    A trial's result depends on its own coefficients only, to the last bit. work : by NumPy if not given.
    """
    work = work or _NUMPY
    trials = coefficients.shape[1]
    roots = Roots(np.zeros(trials, dtype=np.intp), np.zeros(trials), np.zeros(trials))
    edges, matrices = _start(len(coefficients), low, high)
    # column k * trials + t is trial t in interval k
    trial, left, right = np.tile(np.arange(trials), len(matrices)), np.repeat(edges[:-1], trials), np.repeat(edges[1:], trials)
    values, changes = work.bernstein(matrices, coefficients)
    single = np.flatnonzero(changes == 1)
    record(roots, trial[single], changes[single], left[single], right[single])
    several = np.flatnonzero(changes > 1)
    sizes = np.empty((len(coefficients), several.size))
    for interval in np.unique(several // max(trials, 1)):
        here = several // trials == interval
        sizes[:, here] = work.sizes(matrices[interval : interval + 1], coefficients[:, trial[several[here]]])
    if several.size:
        work.halve(roots, trial[several], left[several], right[several], values[:, several], sizes)
    return roots


def halve_by_numpy(roots: Roots, trials: Whole, low: Array, high: Array, values: Array, sizes: Array) -> None:
    """Halve the intervals of `trials` until each half holds no root, one root, or a cluster too tight to tell apart.

    values, sizes : (powers, intervals) Bernstein coefficients of the polynomials, and of the same with every term made positive.
    Ends because an interval small enough is either flat or holds at most one change of sign.
    """
    while trials.size:
        middle = (low + high) / 2.0
        trials = np.concatenate([trials, trials])
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
        values, sizes = _split(values), _split(sizes)
        changes = _bernstein_changes(values, noise_share(len(values)) * sizes)
        settled = (changes <= 1) | (np.abs(values).max(axis=0) <= TOUCH * sizes.max(axis=0))
        record(roots, trials[settled], changes[settled], low[settled], high[settled])
        open_ = ~settled
        trials, low, high, values, sizes = trials[open_], low[open_], high[open_], values[:, open_], sizes[:, open_]


def _bernstein(matrices: Array, coefficients: Array) -> tuple[Array, Whole]:
    values = _product(matrices, coefficients)
    return values, _bernstein_changes(values, np.zeros(values.shape))


def _sizes(matrices: Array, coefficients: Array) -> Array:
    return _product(matrices, np.abs(coefficients))


_NUMPY = Work(_bernstein, _sizes, halve_by_numpy)


def noise_share(powers: int) -> float:
    """Share of its size below which the sign of a Bernstein coefficient is not sure."""
    return _ROUNDING * powers


def _bernstein_changes(values: Array, noise: Array) -> Whole:
    # Neighbours see the same number at the end they share: taken as it is, a root there is neither lost nor counted twice.
    noise[[0, -1]] = -1.0
    ends = values[[0, -1]]
    values[[0, -1]] = np.where(ends == 0.0, LEAST, ends)
    return sign_changes(values, noise)


def record(roots: Roots, trials: Whole, changes: Whole, low: Array, high: Array) -> None:
    """Add to the roots of `trials`, where a trial may stand several times, what their intervals hold."""
    np.add.at(roots.count, trials, changes)
    found = changes > 0
    roots.low[trials[found]], roots.high[trials[found]] = low[found], high[found]


def _split(values: Array) -> Array:
    """Bernstein coefficients (powers, 2 intervals) of the lower halves, then of the upper halves: de Casteljau's scheme."""
    powers, intervals = values.shape
    halves = np.empty((powers, 2 * intervals))
    row = values.copy()
    halves[0, :intervals], halves[-1, intervals:] = row[0], row[-1]
    for step in range(1, powers):
        row = (row[:-1] + row[1:]) * 0.5
        halves[step, :intervals], halves[powers - 1 - step, intervals:] = row[0], row[-1]
    return halves


def _product(matrices: Array, coefficients: Array) -> Array:
    """Each of `matrices` (intervals, powers, powers) times `coefficients` (powers, trials), added in the order of the powers.

    Returns (powers, intervals * trials). Not with `@`: a matrix product rounds otherwise for other numbers of columns, and a trial
    would depend on its company.
    """
    total = np.zeros((len(coefficients), len(matrices), coefficients.shape[1]))
    term = np.empty(total.shape)
    for columns, coefficient in zip(matrices.transpose(2, 1, 0), coefficients, strict=True):
        np.multiply(columns[:, :, np.newaxis], coefficient, out=term)
        total += term
    return total.reshape(len(coefficients), -1)


@cache
def _start(powers: int, low: float, high: float) -> tuple[list[float], Array]:
    """Edges, and matrices (intervals, powers, powers) from powers to Bernstein coefficients.

    With x = left + width s, x**i is the sum over k of C(i, k) left**(i - k) width**k s**k, and s**k has the Bernstein
    coefficients C(j, k) / C(n, k), where n is the degree. All terms are positive, so nothing cancels.
    """
    degree = powers - 1
    edges = [low, *(one for one in EDGES if low < one < high), high]
    binomial = np.array([[comb(i, k) for k in range(powers)] for i in range(powers)], dtype=np.float64)
    raise_degree = (binomial / binomial[degree]).T
    exponents = np.arange(powers)
    matrices = np.empty((len(edges) - 1, powers, powers))
    for matrix, left, right in zip(matrices, edges[:-1], edges[1:], strict=True):
        shift = binomial * left ** np.maximum(exponents[:, np.newaxis] - exponents, 0) * (right - left) ** exponents
        matrix[:] = np.einsum("ik,kj->ji", shift, raise_degree)
        # The ends as plain powers, so that neighbours see the same number at the edge they share.
        matrix[0], matrix[degree] = [left**i for i in range(powers)], [right**i for i in range(powers)]
    return edges, matrices
