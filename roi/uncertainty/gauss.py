"""Quantile of the standard normal distribution."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from roi.uncertainty.octaves import Octaves, look_up, octaves

Array = NDArray[np.float64]

SPLITS = 6


def normal_quantile(u: Array, out: Array | None = None) -> Array:
    """z(u), below which a standard normal falls with probability `u`, any shape; at most 1e-13 from the exact inverse.

    out : another array of this shape to write to, contiguous.
    """
    return look_up(_table(), u.ravel(), _exact, None if out is None else out.reshape(-1)).reshape(u.shape)


def _exact(u: Array) -> Array:
    from roi.special import ndtri

    return np.asarray(ndtri(u))


@cache
def _table() -> Octaves:
    def below(tail: Array) -> tuple[Array, Array, Array]:
        z = _exact(tail)
        slope = np.sqrt(2.0 * np.pi) * np.exp(z * z / 2.0)
        return z, slope, z * slope**2

    def above(tail: Array) -> tuple[Array, Array, Array]:
        z, slope, bend = below(tail)
        return -z, -slope, -bend

    return octaves(below, above, SPLITS)
