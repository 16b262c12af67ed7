"""Quantiles of the beta distribution by a table with fine cells in both tails."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SPLITS = 4
"""Each octave of the tail probability is cut into 2**SPLITS cells, so that a cell's number can be read off the bits of a float."""

LOWEST = -54
"""Exponent of the smallest tail probability in the table: just below the smallest uniform ever drawn, 2**-53."""

_MANTISSA, _BIAS = 52, 1023
_CELLS = (-1 - LOWEST) * 2**SPLITS + 1


def beta_quantile(alpha: float, beta: float, u: Array) -> Array:
    """Value below which a beta(alpha, beta) falls with probability `u`.

    alpha, beta : at least 1. u : probabilities strictly between 0 and 1, shape (n,). Returns values in [0, 1], shape (n,).

    Cubic Hermite pieces, exact in value and slope at every knot. For the shapes of a PERT (alpha + beta = 6, both in [1, 5]) the
    absolute error against the exact inverse is at most 3e-8 for every u.
    """
    upper = u > 0.5
    tail = np.where(upper, 1.0 - u, u)
    bits = tail.view(np.int64)
    cell = (bits >> (_MANTISSA - SPLITS)) - ((_BIAS + LOWEST) << SPLITS)
    # The bits below the cell number, moved up into a float in [1, 2), are how far into its cell the probability lies.
    within = (((bits << SPLITS) & ((1 << _MANTISSA) - 1)) | (_BIAS << _MANTISSA)).view(np.float64) - 1.0
    outside = cell < 0
    cell += upper * _CELLS
    pieces = _table(alpha, beta)
    y = pieces[3].take(cell, mode="clip")
    for coefficients in (pieces[2], pieces[1], pieces[0]):
        y *= within
        y += coefficients.take(cell, mode="clip")
    if outside.any():
        y[outside] = np.where(upper[outside], _series(beta, alpha, tail[outside]), _series(alpha, beta, tail[outside]))
    return np.asarray(np.where(upper, 1.0 - y, y))


def _series(alpha: float, beta: float, tail: Array) -> Array:
    """Quantile of a tail below 2**-54: first two terms of its series (DLMF 8.17.7 inverted); scipy's inverse gives nan there."""
    from scipy.special import beta as beta_function

    first = (tail * alpha * beta_function(alpha, beta)) ** (1.0 / alpha)
    return np.asarray(first + (beta - 1.0) / (alpha + 1.0) * first**2)


@lru_cache(maxsize=512)
def _table(alpha: float, beta: float) -> Array:
    """Coefficients (4, 2 * _CELLS) of the pieces: distance from 0 by lower tail, then distance from 1 by upper tail."""
    table = np.concatenate([_pieces(alpha, beta), _pieces(beta, alpha)], axis=1)
    table.flags.writeable = False
    return table


def _pieces(alpha: float, beta: float) -> Array:
    """Coefficients (4, _CELLS) in the position within the cell of the quantile of the lower tail of beta(alpha, beta)."""
    from scipy.special import beta as beta_function
    from scipy.special import betaincinv

    octaves = np.exp2(np.arange(LOWEST, 0))[:, np.newaxis]
    # The table ends one knot past one half, so that one half itself is the start of a cell.
    knots = (octaves * (1.0 + np.arange(2**SPLITS) / 2**SPLITS)).ravel()[: _CELLS + 1]
    x = betaincinv(alpha, beta, knots)
    slope = beta_function(alpha, beta) / (x ** (alpha - 1.0) * (1.0 - x) ** (beta - 1.0))
    width = np.diff(knots)
    rise, start, end = np.diff(x), slope[:-1] * width, slope[1:] * width
    return np.stack([x[:-1], start, 3.0 * rise - 2.0 * start - end, start + end - 2.0 * rise])
