"""From a uniform number to a value: the inverse cumulative distribution of each kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi.domain import Bernoulli, Discrete, Distribution, Empirical, FirstEvent, Fixed, Truncated
from roi.uncertainty.mixture import mixture
from roi.uncertainty.pieces import piece, quantile
from roi.uncertainty.plain import PLAIN

Array = NDArray[np.float64]


def inverse_cdf(distribution: Distribution, u: Array) -> Array:
    """Value of `distribution` below which a share `u` of its probability lies.

    u : probabilities strictly between 0 and 1, any shape. Returns values of the same shape, in the unit of the distribution.
    Never falling in u, but for rounding in the last digit. Exact to rounding, except: beta and PERT within 1e-9 of high - low, what is
    made of normals as if these were 1e-13 standard deviations off, a mixture within 1e-7 of the distance of the value from the median, or
    of that between P5 and P95 where that is greater.

    Raises ValueError when a `u` is not strictly between 0 and 1, RoiError when a cut leaves nothing of the distribution.
    """
    u = np.asarray(u, dtype=np.float64)
    if u.size and not (u.min() > 0.0 and u.max() < 1.0):
        raise ValueError("inverse_cdf needs probabilities strictly between 0 and 1")
    return KINDS[distribution.kind](distribution, u)


def fixed(d: Fixed, u: Array) -> Array:
    """The value, whatever `u`."""
    return np.full(u.shape, d.value)


def truncated(d: Truncated, u: Array) -> Array:
    """Quantile of the uncut distribution at F(low) + u (F(high) - F(low))."""
    low, high = -inf if d.low is None else d.low, inf if d.high is None else d.high
    # Rounding may carry a value one digit past its bound.
    return np.clip(quantile(piece(d), u), low, high)


def discrete(d: Discrete, u: Array) -> Array:
    """Smallest value whose cumulative probability reaches `u`."""
    return _steps(d.values, d.probabilities, u)


def bernoulli(d: Bernoulli, u: Array) -> Array:
    """The smaller of the two values up to its probability, then the greater."""
    return _steps((d.value, d.otherwise), (d.probability, 1.0 - d.probability), u)


def first_event(d: FirstEvent, u: Array) -> Array:
    """Fewest whole years in which the event has come with probability `u` or more, not counting its own; at most `never`."""
    years = np.arange(int(d.never))
    return np.searchsorted(1.0 - (1.0 - d.probability) ** (years + 1), u).astype(np.float64)


def empirical(d: Empirical, u: Array) -> Array:
    """Straight lines between the quantiles; observations stand at the shares 0, 1/(n - 1), ..., 1 (Hyndman and Fan 1996, type 7)."""
    shares = d.shares or np.arange(len(d.values)) / (len(d.values) - 1)
    return np.interp(u, shares, d.values)


def _steps(values: Sequence[float], shares: Sequence[float], u: Array) -> Array:
    possible = sorted((value, share) for value, share in zip(values, shares, strict=True) if share > 0.0)
    steps = np.cumsum([share for _, share in possible])
    steps[-1] = 1.0
    return np.array([value for value, _ in possible])[np.searchsorted(steps, u)]


KINDS: dict[str, Callable[[Any, Array], Array]] = {
    **PLAIN,
    "fixed": fixed,
    "truncated": truncated,
    "mixture": mixture,
    "discrete": discrete,
    "bernoulli": bernoulli,
    "first_event": first_event,
    "empirical": empirical,
}
