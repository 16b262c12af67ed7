"""The smooth kinds seen alike: a plain distribution, of the value or of its logarithm, between two cuts. Shares, densities, quantiles."""

from __future__ import annotations

from math import inf, log, pi, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roi.domain import Beta, Lognormal, LogUniform, Normal, Percentiles, Pert, Smooth, Triangular, Truncated, Uniform
from roi.errors import Problem, RoiError
from roi.uncertainty.plain import PLAIN, beta_shape, logarithm

Array = NDArray[np.float64]
Plain = Uniform | Triangular | Pert | Beta | Normal | Percentiles

SMALLEST, LARGEST = float(np.finfo(np.float64).tiny), 1.0 - 2.0**-53


class Piece(NamedTuple):
    """`of` between `low` and `high`, which may be infinite; with `log` all three are of the logarithm of the value."""

    of: Plain
    low: float = -inf
    high: float = inf
    log: bool = False


def piece(d: Smooth | Truncated) -> Piece:
    """The distribution as a plain one between cuts."""
    if not isinstance(d, Truncated):
        return Piece(logarithm(d), log=True) if isinstance(d, Lognormal | LogUniform) else Piece(d)
    low, high = -inf if d.low is None else d.low, inf if d.high is None else d.high
    if not isinstance(d.of, Lognormal | LogUniform):
        return Piece(d.of, low, high)
    low, high = (log(cut) if 0.0 < cut < inf else -inf if cut <= 0.0 else inf for cut in (low, high))
    return Piece(logarithm(d.of), low, high, log=True)


def mirrored(p: Piece) -> Piece:
    """The piece of minus the value (or minus its logarithm)."""
    return Piece(_mirrored(p.of), -p.high, -p.low, p.log)


def quantile(p: Piece, u: Array) -> Array:
    """Value below which a share `u` of the piece lies. Raises RoiError when the cut leaves nothing."""
    y = _quantile(p, u)
    return np.exp(y) if p.log else y


def quantile_above(p: Piece, u: Array) -> Array:
    """Value above which a share `u` of the piece lies; exact for small `u` too."""
    y = -_quantile(mirrored(p), u)
    return np.exp(y) if p.log else y


def _quantile(p: Piece, u: Array) -> Array:
    if p.low == -inf and p.high == inf:
        return PLAIN[p.of.kind](p.of, u)
    below, above = _share(p.of, p.low), _share(p.of, p.high)
    if below >= 0.5 and above > 0.5:
        # Shares close to 1 have few digits left: turn the distribution round, so that the cut lies in its lower tail.
        return -_quantile(mirrored(p), 1.0 - u)
    if not below < above or above < SMALLEST:
        raise _nothing_left(p)
    y = PLAIN[p.of.kind](p.of, np.clip(below + u * (above - below), SMALLEST, LARGEST))
    # Rounding may carry a value one digit past its bound.
    return np.clip(y, p.low, p.high)


def share_below(p: Piece, x: Array) -> Array:
    """Share of the piece at or below `x`."""
    return _share_below(p, _inner(p, x))


def share_above(p: Piece, x: Array) -> Array:
    """Share of the piece above `x`; exact in the upper tail too."""
    return _share_below(mirrored(p), -_inner(p, x))


def _share_below(p: Piece, y: Array) -> Array:
    if p.low == -inf and p.high == inf:
        return cdf(p.of, y)
    below, above = _share(p.of, p.low), _share(p.of, p.high)
    if below >= 0.5:
        other = mirrored(p)
        top, bottom = _share(other.of, other.high), _share(other.of, other.low)
        return np.clip((top - cdf(other.of, -y)) / (top - bottom), 0.0, 1.0)
    return np.clip((cdf(p.of, y) - below) / (above - below), 0.0, 1.0)


def density(p: Piece, x: Array) -> Array:
    """Probability density of the piece at `x`; 0 outside its ends."""
    y = _inner(p, x)
    total = _share(p.of, p.high) - _share(p.of, p.low)
    if total < 0.5:  # the cut may lie in the upper tail, where shares close to 1 have few digits left
        other = mirrored(p)
        total = max(total, _share(other.of, other.high) - _share(other.of, other.low))
    inside = np.where((y >= p.low) & (y <= p.high), pdf(p.of, y) / total, 0.0)
    return inside / x if p.log else inside


def _inner(p: Piece, x: Array) -> Array:
    """The value, or its logarithm where the piece is one of logarithms."""
    return np.log(np.maximum(x, SMALLEST)) if p.log else x


def _share(d: Plain, y: float) -> float:
    return float(cdf(d, np.float64(y)))


def cdf(d: Plain, y: Array | np.float64) -> Array:
    """Share of the plain distribution at or below `y`, which may be infinite."""
    from roi.special import betainc, ndtr

    if isinstance(d, Normal):
        return np.asarray(ndtr((y - d.mean) / d.sd))
    if isinstance(d, Percentiles):
        return np.asarray(ndtr(_deviations(d, y)))
    low, high = d.ends
    at = np.clip((y - low) / (high - low), 0.0, 1.0)
    if isinstance(d, Uniform):
        return np.asarray(at)
    if isinstance(d, Triangular):
        share = (d.mode - low) / (high - low)
        rising = at * at / share if share > 0.0 else at
        falling = 1.0 - (1.0 - at) ** 2 / (1.0 - share) if share < 1.0 else at
        return np.where(at < share, rising, falling)
    return np.asarray(betainc(*beta_shape(d), at))


def pdf(d: Plain, y: Array) -> Array:
    """Density of the plain distribution at `y`, inside its ends."""
    from roi.special import betaln, ndtri, xlog1py, xlogy

    if isinstance(d, Normal):
        return np.exp(-(((y - d.mean) / d.sd) ** 2) / 2.0) / (d.sd * sqrt(2.0 * pi))
    if isinstance(d, Percentiles):
        z, scale = _deviations(d, y), (d.outer[1] - d.p50) / float(ndtri(d.share))
        # The width of one standard deviation grows by the skew for each that the outer percentile lies away.
        inside = np.isfinite(z)
        z = np.where(inside, z, 0.0)
        width = scale * np.exp(z / float(ndtri(d.share)) * d.skew) * _unit(d.skew)
        return np.where(inside, np.exp(-(z**2) / 2.0) / (width * sqrt(2.0 * pi)), 0.0)
    low, high = d.ends
    at = (y - low) / (high - low)
    inside = (at >= 0.0) & (at <= 1.0)
    at = np.clip(at, 0.0, 1.0)
    if isinstance(d, Uniform):
        return np.where(inside, 1.0 / (high - low), 0.0)
    if isinstance(d, Triangular):
        share = (d.mode - low) / (high - low)
        rising, falling = at / share if share > 0.0 else at + inf, (1.0 - at) / (1.0 - share) if share < 1.0 else at + inf
        return np.where(inside, 2.0 / (high - low) * np.minimum(rising, falling), 0.0)
    alpha, beta = beta_shape(d)
    return np.where(inside, np.exp(xlogy(alpha - 1.0, at) + xlog1py(beta - 1.0, -at) - betaln(alpha, beta)) / (high - low), 0.0)


def _deviations(d: Percentiles, y: Array | np.float64) -> Array:
    """Standard deviations of the normal behind `d` at which its value is `y`; infinite at and beyond the ends."""
    from roi.special import ndtri

    upper = d.outer[1]
    low, high = d.ends
    y = np.clip(y, low, high)
    if d.skew == 0.0:
        return np.asarray((y - d.p50) / (upper - d.p50) * ndtri(d.share))
    with np.errstate(divide="ignore"):
        powers = np.maximum((y - d.p50) / (upper - d.p50) * np.expm1(d.skew), -1.0)
        return np.asarray(np.log1p(powers) / d.skew * ndtri(d.share))


def _unit(skew: float) -> float:
    return skew / float(np.expm1(skew)) if skew else 1.0


def _mirrored(d: Plain) -> Plain:
    """Distribution of minus the value."""
    if isinstance(d, Normal):
        return d.model_copy(update={"mean": -d.mean})
    if isinstance(d, Percentiles):
        turned = {"p50": -d.p50, "p05": d.p95, "p95": d.p05, "p10": d.p90, "p90": d.p10}
        return d.model_copy(update={name: -value if name != "p50" and value is not None else value for name, value in turned.items()})
    ends: dict[str, float | None] = {"low": -d.high, "high": -d.low}
    if isinstance(d, Triangular | Pert):
        ends["mode"] = -d.mode
    if isinstance(d, Beta):
        ends |= {"alpha": d.beta, "beta": d.alpha, "mean": None if d.mean is None else -d.mean}
    return d.model_copy(update=ends)


def _nothing_left(p: Piece) -> RoiError:
    low, high = (np.exp(p.low), np.exp(p.high)) if p.log else (p.low, p.high)
    what = f"the cut from {low:g} to {high:g} leaves nothing of the distribution"
    return RoiError(Problem("", what, "move low and high to where the uncut distribution has its values"))
