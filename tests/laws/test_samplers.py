"""Samplers: what a uniform number may depend on, and how evenly each kind fills the interval."""

from __future__ import annotations

import warnings
from itertools import pairwise

import numpy as np
import pytest
from click import Choice
from scipy.stats import qmc

from roi.cli.compare import compare as command
from roi.errors import RoiError
from roi.uncertainty import BLOCK, KINDS, REPLICATES, Sampler, sampler
from roi.uncertainty.sobol import dimensions, direction_numbers, points

IDS = [f"plants.a.figure_{number}" for number in range(54)]
DIMENSIONS = 1111

each_kind = pytest.mark.parametrize("kind", KINDS)


def of_replicate(u, replicate: int):
    return u[replicate::REPLICATES]


def strata(u, count: int):
    return np.sort((u * count).astype(int))


@each_kind
def test_numbers_are_the_same_in_whatever_pieces_they_are_asked_for(kind) -> None:
    one = sampler(kind, 7, IDS)
    pieces = pairwise([0, 1, 37, 1_000, 4_095, 4_096, 4_097, 8_192, 9_999, 10_000])
    whole = one.uniform(IDS[3], 0, 10_000)
    assert whole.tobytes() == np.concatenate([one.uniform(IDS[3], start, stop) for start, stop in pieces]).tobytes()
    assert one.uniform(IDS[3], 123_456, 123_457)[0] == one.uniform(IDS[3], 0, 130_000)[123_456]
    assert one.uniform(IDS[3], 0, 1_000).tobytes() == whole[:1_000].tobytes()


@each_kind
@pytest.mark.parametrize(("start", "stop"), [(0, 9_000), (4_090, 4_100), (7, 7)])
def test_several_ids_at_a_time_have_the_numbers_of_each(kind, start, stop) -> None:
    one = sampler(kind, 7, IDS)
    ids = [IDS[3], "no dimension", IDS[0]]
    assert one.uniform(ids, start, stop).tobytes() == b"".join(one.uniform(id, start, stop).tobytes() for id in ids)


@each_kind
def test_a_run_that_draws_one_more_id_leaves_the_others_alone(kind) -> None:
    before, after = sampler(kind, 7, IDS), sampler(kind, 7, [*IDS, "plants.a.one_more"])
    assert all(before.uniform(id, 0, 100).tobytes() == after.uniform(id, 0, 100).tobytes() for id in IDS)


@each_kind
def test_another_seed_or_id_gives_other_numbers(kind) -> None:
    u = sampler(kind, 7, IDS).uniform(IDS[0], 0, BLOCK)
    assert not np.intersect1d(u, sampler(kind, 8, IDS).uniform(IDS[0], 0, BLOCK)).size
    assert not np.intersect1d(u, sampler(kind, 7, IDS).uniform(IDS[1], 0, BLOCK)).size


@each_kind
def test_numbers_lie_strictly_between_0_and_1_and_are_spread_evenly(kind) -> None:
    u = sampler(kind, 11, IDS).uniform(IDS[0], 0, 50 * BLOCK)
    assert 0.0 < u.min() < 1e-4 < 1 - 1e-4 < u.max() < 1.0
    share = np.bincount((u * 64).astype(int), minlength=64) / u.size
    assert np.abs(share - 1 / 64).max() < 4 * np.sqrt(1 / 64 / u.size)
    assert np.array_equal(u * 2.0**53 % 2, np.ones(u.size))  # odd multiples of 2**-53: 0 and 1 cannot occur


@each_kind
def test_figures_are_independent_of_each_other(kind) -> None:
    one = sampler(kind, 3, IDS)
    draws = np.stack([one.uniform(id, 0, 8 * BLOCK) for id in [*IDS[:10], "risks.path/2027", "risks.path/2028"]])
    off_diagonal = np.corrcoef(draws)[np.triu_indices(len(draws), 1)]
    assert np.abs(off_diagonal).max() < 4 / np.sqrt(8 * BLOCK)


def test_without_a_scramble_the_points_are_those_of_scipy() -> None:
    """scipy.stats.qmc.Sobol, every dimension. It counts in Gray code: its point n is ours at n ^ (n >> 1)."""
    count = 512
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rival = qmc.Sobol(DIMENSIONS, scramble=False, bits=32).random(count)
    gray = np.arange(count) ^ (np.arange(count) >> 1)
    for dimension in range(DIMENSIONS):
        columns = np.array([[m << (52 - j)] for j, m in enumerate(direction_numbers(dimension), start=1)], dtype=np.uint64)
        none = np.zeros(1, dtype=np.uint64)
        ours = np.concatenate([points(columns, none, block, 1, 256)[:, 0] for block in (0, 1)])
        assert np.array_equal(points(columns, none, 0, 2, 256)[:, 0], ours)
        assert np.array_equal(ours[gray] * 2.0**-52, rival[:, dimension])


@pytest.mark.parametrize("id", [IDS[0], "an id without a dimension"])
def test_every_replicate_of_a_sobol_sequence_fills_each_stratum_once(id) -> None:
    """The first 2**k points of any scrambled dimension lie one in each of 2**k equal strata, and so do the next 2**k."""
    u = sampler("sobol", 5, IDS).uniform(id, 0, 1024 * REPLICATES)
    for replicate in range(REPLICATES):
        for count in (2, 64, 1024):
            for start in range(0, 1024, count):
                assert np.array_equal(strata(of_replicate(u, replicate)[start : start + count], count), np.arange(count))


def test_sobol_points_fill_the_square_more_evenly_than_independent_ones() -> None:
    """Share of 256 equal squares that 256 points of a replicate hit: 1 - (1 - 1/256)**256 = 63.3 % of independent points."""

    def hit(kind: str) -> float:
        one = sampler(kind, 5, IDS)
        cells = (one.uniform(IDS[0], 0, BLOCK) * 16).astype(int) * 16 + (one.uniform(IDS[1], 0, BLOCK) * 16).astype(int)
        return float(np.mean([np.unique(of_replicate(cells, replicate)).size / 256 for replicate in range(REPLICATES)]))

    assert hit("random") == pytest.approx(0.633, abs=0.03)
    assert hit("sobol") > 0.8


def test_every_replicate_of_a_latin_hypercube_fills_each_stratum_of_a_block_once() -> None:
    u = sampler("lhs", 5, IDS).uniform(IDS[0], 0, 3 * BLOCK)
    count = BLOCK // REPLICATES
    for replicate in range(REPLICATES):
        for block in of_replicate(u, replicate).reshape(3, count):
            assert np.array_equal(strata(block, count), np.arange(count))


def test_antithetic_points_come_in_pairs_that_add_up_to_1() -> None:
    u = of_replicate(sampler("antithetic", 5, IDS).uniform(IDS[0], 0, 2 * BLOCK), 3)
    assert np.array_equal(u[::2] + u[1::2], np.ones(BLOCK // REPLICATES))


def test_each_id_has_a_dimension_of_its_own_whatever_the_order() -> None:
    found = dimensions(IDS)
    assert sorted(found) == sorted(IDS)
    assert len(set(found.values())) == len(IDS)
    assert found == dimensions(reversed(IDS))


def test_a_new_id_seldom_moves_another_and_hardly_ever_two() -> None:
    """54 ids and 1,111 dimensions: the new one takes the place of another with chance 54 / 2,222 = 2.4 %; 400 new ids, binomial."""
    before = dimensions(IDS)
    moved = []
    for number in range(400):
        after = dimensions([*IDS, f"plants.b.new_{number}"])
        moved.append(sum(before[id] != after.get(id) for id in IDS))
    assert sum(count > 0 for count in moved) <= 22
    assert max(moved) <= 2


def test_more_ids_than_dimensions_draw_from_sequences_of_their_own() -> None:
    many = [f"figure {number}" for number in range(1_500)]
    one = sampler("sobol", 1, many)
    assert len(set(one.dimensions.values())) == len(one.dimensions) <= DIMENSIONS
    without = [id for id in many if id not in one.dimensions]
    assert len(without) >= 1_500 - DIMENSIONS
    assert not np.intersect1d(one.uniform(without[0], 0, 100), one.uniform(without[1], 0, 100)).size


def test_the_command_offers_every_sampler_and_another_is_refused() -> None:
    (option,) = [one for one in command.params if one.name == "sampler"]
    assert isinstance(option.type, Choice)
    assert set(option.type.choices) == set(KINDS)
    with pytest.raises(RoiError, match=r"--sampler: unknown sampler 'sobel' -> did you mean sobol\?"):
        sampler("sobel", 1, IDS)


def test_an_empty_range_is_empty_and_a_falling_one_an_error() -> None:
    assert Sampler("sobol", 1).uniform("a", 5, 5).shape == (0,)
    with pytest.raises(ValueError, match="no range"):
        Sampler("sobol", 1).uniform("a", 5, 4)
