"""A draw depends on the seed, the figure's id and the trial, and on nothing else."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from roi.domain import Discrete, Fixed, Lognormal, Normal, Pert, Triangular, Uniform
from roi.uncertainty import BLOCK, draw, draw_block

SHAPES = [
    Fixed(kind="fixed", value=2.0),
    Uniform(kind="uniform", low=0.0, high=1.0),
    Triangular(kind="triangular", low=0.0, mode=1.0, high=3.0),
    Pert(kind="pert", low=0.0, mode=1.0, high=3.0),
    Normal(kind="normal", mean=0.0, sd=1.0),
    Lognormal(kind="lognormal", p05=1.0, p95=2.0),
    Discrete(kind="discrete", values=(1.0, 2.0), probabilities=(0.5, 0.5)),
]


def same_bits(a, b) -> bool:
    return a.tobytes() == b.tobytes()


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.kind)
def test_draws_are_the_same_in_whatever_pieces_they_are_asked_for(shape) -> None:
    whole = draw(shape, 7, "a", 0, 10_000)
    pieces = pairwise([0, 1, 37, 1_000, 4_095, 4_096, 4_097, 8_192, 9_999, 10_000])
    assert same_bits(whole, np.concatenate([draw(shape, 7, "a", start, stop) for start, stop in pieces]))


@pytest.mark.parametrize("trial", [0, 4_095, 4_096, 123_456])
def test_a_trial_alone_is_the_trial_in_company(trial) -> None:
    shape = SHAPES[3]
    assert draw(shape, 7, "a", trial, trial + 1)[0] == draw(shape, 7, "a", 0, 130_000)[trial]


def test_another_figure_moves_no_draw() -> None:
    uniform = SHAPES[1]
    before = {id: draw(uniform, 7, id, 0, 5_000) for id in ("plants.a.capacity", "plants.c.capacity")}
    after = {id: draw(uniform, 7, id, 0, 5_000) for id in ("plants.a.capacity", "plants.b.capacity", "plants.c.capacity")}
    assert all(same_bits(before[id], after[id]) for id in before)


@pytest.mark.parametrize("other", [(8, "a", 0), (7, "b", 0), (7, "a", 1), (70, "a", 0), (7, "a/0", 0)])
def test_another_seed_figure_or_block_gives_other_numbers(other) -> None:
    assert not np.intersect1d(draw_block(7, "a", 0), draw_block(*other)).size


def test_figures_are_independent_of_each_other() -> None:
    ids = [f"figure {number}" for number in range(12)]
    draws = np.stack([draw(SHAPES[1], 3, id, 0, 40_000) for id in ids])
    off_diagonal = np.corrcoef(draws)[np.triu_indices(len(ids), 1)]
    assert np.abs(off_diagonal).max() < 4 / np.sqrt(40_000)


def test_uniforms_are_strictly_between_0_and_1_and_spread_evenly() -> None:
    u = np.concatenate([draw_block(11, "u", block) for block in range(50)])
    assert u.shape == (50 * BLOCK,)
    assert 0.0 < u.min() < 1e-4 < 1 - 1e-4 < u.max() < 1.0
    share = np.bincount((u * 64).astype(int), minlength=64) / u.size
    assert np.abs(share - 1 / 64).max() < 4 * np.sqrt(1 / 64 / u.size)
    assert np.array_equal(u * 2.0**53 % 2, np.ones(u.size))  # odd multiples of 2**-53: 0 and 1 cannot occur


def test_the_generator_is_philox_as_published() -> None:
    """Known answer of Philox 4x64, 10 rounds, counter 0, key 0: Random123, kat_vectors (Salmon et al. 2011)."""
    answer = np.random.Philox(counter=2**256 - 1, key=0).random_raw(4)
    assert [f"{word:016x}" for word in answer] == ["16554d9eca36314c", "db20fe9d672d0fdc", "d7e772cee186176b", "7e68b68aec7ba23b"]


def test_an_empty_range_is_empty_and_a_falling_one_an_error() -> None:
    assert draw(SHAPES[1], 1, "a", 5, 5).shape == (0,)
    with pytest.raises(ValueError, match="no range"):
        draw(SHAPES[1], 1, "a", 5, 4)
    with pytest.raises(ValueError, match="no range"):
        draw(SHAPES[1], 1, "a", -1, 4)
