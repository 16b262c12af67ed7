"""Draws that depend on the seed, the figure's id and the trial only: not on other figures, nor on who asks for which trials."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from roi.domain import Distribution
from roi.errors import RoiError
from roi.uncertainty.distributions import KINDS
from roi.uncertainty.sampler import Sampler, Stream, random_block


def draw_block(seed: int, id: str, block: int) -> NDArray[np.float64]:
    """Independent uniform numbers of the trials ``block * BLOCK`` to ``(block + 1) * BLOCK - 1`` of the figure `id`, (BLOCK,)."""
    return random_block(Stream(seed, id, None), block)


def draw(distribution: Distribution, seed: int, id: str, start: int, stop: int) -> NDArray[np.float64]:
    """Independent values of the trials `start` to ``stop - 1`` of the figure `id`, (stop - start,), in the unit of the distribution."""
    return values(distribution, id, Sampler("random", seed).uniform(id, start, stop))


def values(distribution: Distribution, id: str, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of the figure `id` at the probabilities `u`, (trials,), which are not checked to be probabilities.

    Raises RoiError (with the id) for a distribution without values.
    """
    try:
        return KINDS[distribution.kind](distribution, u)
    except RoiError as error:
        raise RoiError(replace(problem, id=problem.id or id) for problem in error.problems) from error
