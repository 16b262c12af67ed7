"""Quantiles of the smooth kinds: closed forms, but for the table of the beta distribution."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi.domain import Beta, Lognormal, LogUniform, Normal, Percentiles, Pert, Triangular, Uniform
from roi.uncertainty.beta import beta_quantile
from roi.uncertainty.gauss import normal_quantile

Array = NDArray[np.float64]


def uniform(d: Uniform, u: Array) -> Array:
    """Low + u (high - low)."""
    return _clip(d.low + u * (d.high - d.low), d.low, d.high)


def log_uniform(d: LogUniform, u: Array) -> Array:
    """Low (high / low)^u."""
    return _clip(np.exp(uniform(_logarithm_of_uniform(d), u)), d.low, d.high)


def triangular(d: Triangular, u: Array) -> Array:
    """Closed form on either side of the mode."""
    low, high = d.ends
    width = high - low
    share = (d.mode - low) / width
    rising = low + width * np.sqrt(u * share)
    falling = high - width * np.sqrt((1.0 - u) * (1.0 - share))
    return _clip(np.where(u < share, rising, falling), low, high)


def beta(d: Beta | Pert, u: Array) -> Array:
    """Beta quantile stretched over the range, by table; error at most 1e-9 of the range. PERT: Malcolm et al. 1959."""
    low, high = d.ends
    x = beta_quantile(*beta_shape(d), u.ravel()).reshape(u.shape)
    x *= high - low
    x += low
    return _clip(x, low, high)


def normal(d: Normal, u: Array) -> Array:
    """Mean + sd z(u)."""
    return d.mean + d.sd * normal_quantile(u)


def lognormal(d: Lognormal, u: Array) -> Array:
    """Exponential of the normal of the logarithm."""
    return np.exp(normal(_normal_of_logarithm(d), u))


def percentiles(d: Percentiles, u: Array) -> Array:
    """P50 + (upper - P50) (b^t - 1) / (b - 1) with t = z(u) / z of the upper percentile; t itself when b is 1. Myerson 2005."""
    from roi.special import ndtri

    t = normal_quantile(u) / ndtri(d.share)
    steps = np.expm1(t * d.skew) / np.expm1(d.skew) if d.skew else t
    return _clip(d.p50 + (d.outer[1] - d.p50) * steps, *d.ends)


def beta_shape(d: Beta | Pert) -> tuple[float, float]:
    """Alpha and beta; of a PERT they follow from the place of the mode."""
    if isinstance(d, Beta):
        return d.shape
    low, high = d.ends
    width = high - low
    return 1.0 + 4.0 * (d.mode - low) / width, 1.0 + 4.0 * (high - d.mode) / width


def logarithm(d: Lognormal | LogUniform) -> Normal | Uniform:
    """Distribution of the logarithm of the value."""
    return _normal_of_logarithm(d) if isinstance(d, Lognormal) else _logarithm_of_uniform(d)


def _logarithm_of_uniform(d: LogUniform) -> Uniform:
    return Uniform(kind="uniform", low=log(d.low), high=log(d.high))


def _normal_of_logarithm(d: Lognormal) -> Normal:
    if d.mean is not None and d.sd is not None:
        variance = float(np.log1p((d.sd / d.mean) ** 2))
        return Normal(kind="normal", mean=log(d.mean) - variance / 2.0, sd=variance**0.5)
    from roi.special import ndtri

    low, high, share = (d.p05, d.p95, 0.95) if d.p05 is not None else (d.p10, d.p90, 0.90)
    assert low is not None
    assert high is not None
    return Normal(kind="normal", mean=(log(low) + log(high)) / 2.0, sd=log(high / low) / (2.0 * float(ndtri(share))))


def _clip(values: Array, low: float, high: float) -> Array:
    # Rounding may carry a value one digit past its bound.
    return np.minimum(np.maximum(values, low), high)


PLAIN: dict[str, Callable[[Any, Array], Array]] = {
    "uniform": uniform,
    "log_uniform": log_uniform,
    "triangular": triangular,
    "pert": beta,
    "beta": beta,
    "normal": normal,
    "lognormal": lognormal,
    "percentiles": percentiles,
}
