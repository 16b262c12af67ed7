"""Draws that depend on the seed, the figure's id and the trial only: not on other figures, nor on who asks for which trials."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from roi.domain import Distribution
from roi.errors import RoiError
from roi.uncertainty.distributions import inverse_cdf

BLOCK = 4096
"""Trials in a block. Fixed for good: another length would change every draw."""


def draw_block(seed: int, id: str, block: int) -> NDArray[np.float64]:
    """Uniform numbers of the trials ``block * BLOCK`` to ``(block + 1) * BLOCK - 1`` of the figure `id`.

    Returns shape (BLOCK,), odd multiples of 2**-53, so never 0 or 1. Philox (Salmon et al. 2011) keyed by BLAKE2b of the arguments.
    """
    digest = blake2b(f"{seed}/{id}/{block}".encode(), digest_size=16).digest()
    raw = np.random.Philox(key=int.from_bytes(digest, "little")).random_raw(BLOCK)
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def uniform(seed: int, id: str, start: int, stop: int) -> NDArray[np.float64]:
    """Uniform numbers of the trials `start` to ``stop - 1`` of the stream `id`, shape (stop - start,), strictly between 0 and 1."""
    first, last = start // BLOCK, max(start, stop - 1) // BLOCK
    values = np.concatenate([draw_block(seed, id, block) for block in range(first, last + 1)])
    return values[start - first * BLOCK : stop - first * BLOCK]


def draw(distribution: Distribution, seed: int, id: str, start: int, stop: int) -> NDArray[np.float64]:
    """Values of the trials `start` to ``stop - 1`` of the figure `id`, shape (stop - start,), in the unit of the distribution.

    Made of whole blocks, so a trial has the same value, to the last bit, in whatever range it is asked for.
    Raises ValueError for a range that does not rise from 0 or more, RoiError (with the id) for a distribution that has no values.
    """
    if not 0 <= start <= stop:
        raise ValueError(f"trials {start} to {stop} are no range")
    if start == stop:
        return np.empty(0)
    first, last = start // BLOCK, (stop - 1) // BLOCK
    try:
        values = np.concatenate([inverse_cdf(distribution, draw_block(seed, id, block)) for block in range(first, last + 1)])
    except RoiError as error:
        raise RoiError(replace(problem, id=problem.id or id) for problem in error.problems) from error
    return values[start - first * BLOCK : stop - first * BLOCK]
