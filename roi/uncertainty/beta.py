"""Quantiles of the beta distribution by a table with fine cells in both tails."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SPLITS, FINE = 4, 6
"""Each octave of the tail probability is cut into 2**SPLITS cells, so that a cell's number can be read off the bits of a float; into
2**FINE when alpha or beta is below 1, where the quantile is a high power of the probability."""

LOWEST = -54
"""Exponent of the smallest tail probability in the table: just below the smallest uniform ever drawn, 2**-53."""

_MANTISSA, _BIAS, _LARGE = 52, 1023, 100.0


def beta_quantile(alpha: float, beta: float, u: Array) -> Array:
    """Value below which a beta(alpha, beta) falls with probability `u`.

    alpha, beta : at least 0.1. u : probabilities strictly between 0 and 1, shape (n,). Returns values in [0, 1], shape (n,).

    Cubic Hermite pieces, exact in value and slope at every knot. The absolute error against the exact inverse is at most 3e-8 for every u;
    where alpha and beta are at least 1 (as those of a PERT) it is also at most 3e-7 standard deviations.
    """
    splits = _splits(alpha, beta)
    cells = _cells(splits)
    upper = u > 0.5
    tail = np.where(upper, 1.0 - u, u)
    bits = tail.view(np.int64)
    cell = (bits >> (_MANTISSA - splits)) - ((_BIAS + LOWEST) << splits)
    # The bits below the cell number, moved up into a float in [1, 2), are how far into its cell the probability lies.
    within = (((bits << splits) & ((1 << _MANTISSA) - 1)) | (_BIAS << _MANTISSA)).view(np.float64) - 1.0
    outside = cell < 0
    cell += upper * cells
    pieces = _table(alpha, beta)
    y = pieces[3].take(cell, mode="clip")
    for coefficients in (pieces[2], pieces[1], pieces[0]):
        y *= within
        y += coefficients.take(cell, mode="clip")
    if outside.any():
        y[outside] = np.where(upper[outside], _far(beta, alpha, tail[outside]), _far(alpha, beta, tail[outside]))
    return np.asarray(np.where(upper, 1.0 - y, y))


def _splits(alpha: float, beta: float) -> int:
    return FINE if min(alpha, beta) < 1.0 else SPLITS


def _cells(splits: int) -> int:
    return int((-1 - LOWEST) * 2**splits + 1)


def _far(alpha: float, beta: float, tail: Array) -> Array:
    """Quantile of a tail below 2**-54; where scipy's inverse gives nan, the first two terms of its series (DLMF 8.17.7 inverted)."""
    from scipy.special import beta as beta_function
    from scipy.special import betaincinv

    exact = betaincinv(alpha, beta, tail)
    first = (tail * alpha * beta_function(alpha, beta)) ** (1.0 / alpha)
    return np.asarray(np.where(np.isnan(exact), first + (beta - 1.0) / (alpha + 1.0) * first**2, exact))


@lru_cache(maxsize=512)
def _table(alpha: float, beta: float) -> Array:
    """Coefficients (4, 2 * cells) of the pieces: distance from 0 by lower tail, then distance from 1 by upper tail."""
    table = np.concatenate([_pieces(alpha, beta), _pieces(beta, alpha)], axis=1)
    table.flags.writeable = False
    return table


def _pieces(alpha: float, beta: float) -> Array:
    """Coefficients (4, cells) in the position within the cell of the quantile of the lower tail of beta(alpha, beta)."""
    from scipy.special import betaincinv

    splits = _splits(alpha, beta)
    octaves = np.exp2(np.arange(LOWEST, 0))[:, np.newaxis]
    # The table ends one knot past one half, so that one half itself is the start of a cell.
    knots = (octaves * (1.0 + np.arange(2**splits) / 2**splits)).ravel()[: _cells(splits) + 1]
    x = betaincinv(alpha, beta, knots)
    slope = _slope(alpha, beta, x)
    width = np.diff(knots)
    rise, start, end = np.diff(x), slope[:-1] * width, slope[1:] * width
    return np.stack([x[:-1], start, 3.0 * rise - 2.0 * start - end, start + end - 2.0 * rise])


def _slope(alpha: float, beta: float, x: Array) -> Array:
    """One over the density. By logarithms where the plain powers would leave the range of a float."""
    from scipy.special import beta as beta_function
    from scipy.special import betaln, xlog1py, xlogy

    if min(alpha, beta) >= 1.0 and alpha + beta < _LARGE:
        return np.asarray(beta_function(alpha, beta) / (x ** (alpha - 1.0) * (1.0 - x) ** (beta - 1.0)))
    return np.asarray(np.exp(betaln(alpha, beta) - xlogy(alpha - 1.0, x) - xlog1py(beta - 1.0, -x)))
