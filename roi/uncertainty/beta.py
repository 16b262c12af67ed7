"""Quantiles of the beta distribution by a table with fine cells in both tails."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from roi.uncertainty.octaves import Octaves, look_up, octaves

Array = NDArray[np.float64]

SPLITS, FINE = 3, 5
"""Each octave of the tail probability is cut into 2**SPLITS cells; into 2**FINE when alpha or beta is below 1, where the quantile is a
high power of the probability."""

_LARGE = 100.0


def beta_quantile(alpha: float, beta: float, u: Array) -> Array:
    """Value below which a beta(alpha, beta) falls with probability `u`.

    alpha, beta : at least 0.1. u : probabilities strictly between 0 and 1, shape (n,). Returns values in [0, 1], but for rounding, (n,).

    The absolute error against the exact inverse is at most 1e-9 for every u; where alpha and beta are at least 1 (as those of a PERT)
    it is also at most 1e-8 standard deviations.
    """
    return look_up(_table(alpha, beta), u, lambda far: _exact(alpha, beta, far))


def _exact(alpha: float, beta: float, u: Array) -> Array:
    return np.where(u > 0.5, 1.0 - _far(beta, alpha, 1.0 - u), _far(alpha, beta, u))


def _far(alpha: float, beta: float, tail: Array) -> Array:
    """Quantile of a tail; where scipy's inverse gives nan, the first two terms of its series (DLMF 8.17.7 inverted)."""
    from roi.special import beta as beta_function
    from roi.special import betaincinv

    exact = betaincinv(alpha, beta, tail)
    first = (tail * alpha * beta_function(alpha, beta)) ** (1.0 / alpha)
    return np.asarray(np.where(np.isnan(exact), first + (beta - 1.0) / (alpha + 1.0) * first**2, exact))


@lru_cache(maxsize=512)
def _table(alpha: float, beta: float) -> Octaves:
    def above(tail: Array) -> tuple[Array, Array, Array]:
        x, slope, bend = _side(beta, alpha, tail)
        return 1.0 - x, -slope, -bend

    return octaves(lambda tail: _side(alpha, beta, tail), above, FINE if min(alpha, beta) < 1.0 else SPLITS)


def _side(alpha: float, beta: float, tail: Array) -> tuple[Array, Array, Array]:
    """Quantile of the lower tail, its slope and its second derivative."""
    from roi.special import betaincinv

    x = betaincinv(alpha, beta, tail)
    slope = _slope(alpha, beta, x)
    return x, slope, -(slope**2) * ((alpha - 1.0) / x - (beta - 1.0) / (1.0 - x))


def _slope(alpha: float, beta: float, x: Array) -> Array:
    """One over the density. By logarithms where the plain powers would leave the range of a float."""
    from roi.special import beta as beta_function
    from roi.special import betaln, xlog1py, xlogy

    if min(alpha, beta) >= 1.0 and alpha + beta < _LARGE:
        return np.asarray(beta_function(alpha, beta) / (x ** (alpha - 1.0) * (1.0 - x) ** (beta - 1.0)))
    return np.asarray(np.exp(betaln(alpha, beta) - xlogy(alpha - 1.0, x) - xlog1py(beta - 1.0, -x)))
