"""From a uniform number to a value: the inverse cumulative distribution of each kind."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi.domain import Discrete, Distribution, Fixed, Lognormal, Normal, Pert, Triangular, Truncated, Uniform
from roi.errors import Problem, RoiError
from roi.uncertainty.beta import beta_quantile

Array = NDArray[np.float64]
Smooth = Uniform | Triangular | Pert | Normal

_SMALLEST, _LARGEST = float(np.finfo(np.float64).tiny), 1.0 - 2.0**-53


def inverse_cdf(distribution: Distribution, u: Array) -> Array:
    """Value of `distribution` below which a share `u` of its probability lies.

    u : probabilities strictly between 0 and 1, any shape. Returns values of the same shape, in the unit of the distribution.
    Never falling in u (a PERT: but for rounding in the last digit). Exact to rounding, except PERT: within 3e-8 of high - low.

    Raises ValueError when a `u` is not strictly between 0 and 1, RoiError when a cut leaves nothing of the distribution.
    """
    u = np.asarray(u, dtype=np.float64)
    if not ((u > 0.0) & (u < 1.0)).all():
        raise ValueError("inverse_cdf needs probabilities strictly between 0 and 1")
    return KINDS[distribution.kind](distribution, u)


def fixed(d: Fixed, u: Array) -> Array:
    """The value, whatever `u`."""
    return np.full(u.shape, d.value)


def uniform(d: Uniform, u: Array) -> Array:
    """Low + u (high - low)."""
    return _clip(d.low + u * (d.high - d.low), d.low, d.high)


def triangular(d: Triangular, u: Array) -> Array:
    """Closed form on either side of the mode."""
    width = d.high - d.low
    share = (d.mode - d.low) / width
    rising = d.low + width * np.sqrt(u * share)
    falling = d.high - width * np.sqrt((1.0 - u) * (1.0 - share))
    return _clip(np.where(u < share, rising, falling), d.low, d.high)


def pert(d: Pert, u: Array) -> Array:
    """Beta quantile stretched over [low, high], by table; error at most 3e-8 of high - low. Malcolm et al. 1959."""
    alpha, beta = _beta_shape(d)
    x = beta_quantile(alpha, beta, u.ravel()).reshape(u.shape)
    return _clip(d.low + x * (d.high - d.low), d.low, d.high)


def normal(d: Normal, u: Array) -> Array:
    """Mean + sd z(u)."""
    from scipy.special import ndtri

    return np.asarray(d.mean + d.sd * ndtri(u))


def lognormal(d: Lognormal, u: Array) -> Array:
    """Exponential of the normal of the logarithm."""
    return np.exp(normal(_logarithm(d), u))


def truncated(d: Truncated, u: Array) -> Array:
    """Quantile of the uncut distribution at F(low) + u (F(high) - F(low))."""
    low = -inf if d.low is None else d.low
    high = inf if d.high is None else d.high
    if not isinstance(d.of, Lognormal):
        return _clip(_cut(d.of, low, high, u), low, high)
    if high <= 0.0:
        raise _nothing_left(low, high)
    log_low, log_high = (log(cut) if 0.0 < cut < inf else -inf if cut <= 0.0 else inf for cut in (low, high))
    return _clip(np.exp(_cut(_logarithm(d.of), log_low, log_high, u)), low, high)


def discrete(d: Discrete, u: Array) -> Array:
    """Smallest value whose cumulative probability reaches `u`."""
    possible = sorted((value, share) for value, share in zip(d.values, d.probabilities, strict=True) if share > 0.0)
    steps = np.cumsum([share for _, share in possible])
    steps[-1] = 1.0
    return np.array([value for value, _ in possible])[np.searchsorted(steps, u)]


def _cut(d: Smooth, low: float, high: float, u: Array) -> Array:
    """Quantiles of `d` between two cuts (either may be infinite)."""
    below, above = cdf(d, low), cdf(d, high)
    if below >= 0.5:
        # Shares close to 1 have few digits left: turn the distribution round, so that the cut lies in its lower tail.
        return -_cut(_mirrored(d), -high, -low, 1.0 - u)
    if not below < above:
        raise _nothing_left(low, high)
    return KINDS[d.kind](d, np.clip(below + u * (above - below), _SMALLEST, _LARGEST))


def cdf(d: Smooth, x: float) -> float:
    """Share of the probability of `d` at or below `x`, which may be infinite."""
    if isinstance(d, Normal):
        from scipy.special import ndtr

        return float(ndtr((x - d.mean) / d.sd))
    if x <= d.low or x >= d.high:
        return float(x >= d.high)
    at = (x - d.low) / (d.high - d.low)
    if isinstance(d, Uniform):
        return at
    if isinstance(d, Triangular):
        share = (d.mode - d.low) / (d.high - d.low)
        return at * at / share if at < share else 1.0 - (1.0 - at) ** 2 / (1.0 - share)
    from scipy.special import betainc

    return float(betainc(*_beta_shape(d), at))


def _mirrored(d: Smooth) -> Smooth:
    """Distribution of minus the value."""
    if isinstance(d, Normal):
        return d.model_copy(update={"mean": -d.mean})
    if isinstance(d, Uniform):
        return d.model_copy(update={"low": -d.high, "high": -d.low})
    return d.model_copy(update={"low": -d.high, "mode": -d.mode, "high": -d.low})


def _beta_shape(d: Pert) -> tuple[float, float]:
    width = d.high - d.low
    return 1.0 + 4.0 * (d.mode - d.low) / width, 1.0 + 4.0 * (d.high - d.mode) / width


def _logarithm(d: Lognormal) -> Normal:
    """Normal distribution of the logarithm of the value."""
    if d.mean is not None and d.sd is not None:
        variance = float(np.log1p((d.sd / d.mean) ** 2))
        return Normal(kind="normal", mean=log(d.mean) - variance / 2.0, sd=variance**0.5)
    from scipy.special import ndtri

    low, high, share = (d.p05, d.p95, 0.95) if d.p05 is not None else (d.p10, d.p90, 0.90)
    assert low is not None
    assert high is not None
    return Normal(kind="normal", mean=(log(low) + log(high)) / 2.0, sd=log(high / low) / (2.0 * float(ndtri(share))))


def _clip(values: Array, low: float, high: float) -> Array:
    # Rounding may carry a value one digit past its bound.
    return np.clip(values, low, high)


def _nothing_left(low: float, high: float) -> RoiError:
    what = f"the cut from {low:g} to {high:g} leaves nothing of the distribution"
    return RoiError(Problem("", what, "move low and high to where the uncut distribution has its values"))


KINDS: dict[str, Callable[[Any, Array], Array]] = {
    "fixed": fixed,
    "uniform": uniform,
    "triangular": triangular,
    "pert": pert,
    "normal": normal,
    "lognormal": lognormal,
    "truncated": truncated,
    "discrete": discrete,
}
