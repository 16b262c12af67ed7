"""What a result depends on, read from a sample: rank correlation and share of the variance. Arrays in, numbers out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

MOST_GROUPS = 50
"""Most groups of trials for a share of the variance: within one of 50 a smooth dependence hardly moves."""


def dependence(x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """How a result depends on each input by itself, from a given sample: rank correlation, and share of the variance.

    x : (inputs, trials). y : (trials,). Returns two arrays (inputs,). Trials without a finite y are left out; nan where an input or y
    does not vary, or the trials are too few. Raises ValueError for shapes that do not fit.

    The rank correlation is Spearman's, equal values sharing the mean of their ranks. The share is the first-order index
    Var(E[y | x]) / Var(y), what part of the variance goes when the input is known: the trials are sorted by the input and cut into groups
    of equal size, equal values together; it is the variance between the groups, less what chance alone puts there (adjusted R squared),
    so it may fall a little below 0. It sees dependence of any form, but not what an input does only together with others.
    """
    inputs, result = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if inputs.ndim != 2 or result.ndim != 1 or inputs.shape[1] != result.size:
        raise ValueError(f"inputs {inputs.shape} and results {result.shape} must be (inputs, trials) and (trials,)")
    kept = np.isfinite(result)
    result = result[kept]
    if result.size == 0:
        return np.full(len(inputs), np.nan), np.full(len(inputs), np.nan)
    order = _order(result)
    ranks = np.empty(result.size)
    ranks[order] = _ranks(result[order])
    found = [_one(values[kept], result - result.mean(), ranks) for values in inputs]
    return np.array([rank for rank, _ in found]), np.array([index for _, index in found])


def _one(x: Array, deviation: Array, ranks: Array) -> tuple[float, float]:
    order = _order(x)
    own, starts = _ranks(x[order]), _groups(x[order])
    size = float(np.sqrt((own**2).sum() * (ranks**2).sum()))
    rank = float((own * ranks[order]).sum()) / size if size > 0 else float("nan")
    n, groups, total = x.size, starts.size, float((deviation**2).sum())
    if groups in (1, n) or not total > 0:
        return rank, float("nan")
    between = float((np.add.reduceat(deviation[order], starts) ** 2 / np.diff(starts, append=n)).sum())
    return rank, 1.0 - ((total - between) / (n - groups)) / (total / (n - 1))


def _order(x: Array) -> NDArray[np.intp]:
    """Positions in rising order. Equal values keep their order, so that sums over them are the same on every machine."""
    order = np.argsort(x)
    ordered = x[order]
    return np.argsort(x, kind="stable") if (ordered[1:] == ordered[:-1]).any() else order


def _groups(ordered: Array) -> NDArray[np.intp]:
    """Where each group begins in a sorted sample: as many as half the root of the trials, at most `MOST_GROUPS`."""
    n = ordered.size
    wanted = int(np.clip(np.sqrt(n) / 2, 2, MOST_GROUPS))
    return np.flatnonzero(np.diff(_first(ordered) * wanted // n, prepend=-1))


def _ranks(ordered: Array) -> Array:
    """Ranks of a sorted sample, less their mean."""
    last = ordered.size - 1 - _first(ordered[::-1])[::-1]
    return (_first(ordered) + last - (ordered.size - 1)) / 2.0


def _first(ordered: Array) -> NDArray[np.intp]:
    """Position of the first of the values equal to each one."""
    positions = np.arange(ordered.size)
    positions[1:][ordered[1:] == ordered[:-1]] = 0
    return np.maximum.accumulate(positions)
