"""Correlated figures: known answers of copulas, matrices made sound, and what a correlation leaves alone."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy import stats

from roi.domain import Assumption, Confidence, Copula, Correlation, Discrete
from roi.errors import RoiError
from roi.finance import rank_correlation
from roi.uncertainty import KINDS, dependence, inverse_cdf, sampler
from roi.uncertainty.correlation import factor, nearest_correlation, of_normals, of_ranks

A, B, C, D, E = "a.a.a", "b.b.b", "c.c.c", "d.d.d", "e.e.e"
DRAWN = (A, B, C, D, E)
TRIALS = 40_000


def figure(value: float) -> Assumption:
    return Assumption(
        id="x.x.x", label="X", unit="1", shape="scalar", value=value, source="judgement", locator="authors", retrieved=date(2026, 11, 22),
        confidence=Confidence.JUDGEMENT,
    )  # fmt: skip


def tied(value: float, *members: str) -> Correlation:
    return Correlation(
        id=f"correlations.{'_'.join(one[0] for one in members)}", label="Tied", where="correlations.yaml:1", members=members,
        rank_correlation=figure(value),
    )  # fmt: skip


def student(freedom: float) -> Copula:
    return Copula(id="correlations.copula", kind="student_t", degrees_of_freedom=figure(freedom))


def drawn(correlations, copula=None, trials=TRIALS, kind="random", seed=1):
    found = dependence(correlations, copula, DRAWN)
    return found.uniform(sampler(kind, seed, DRAWN).uniform, 0, trials)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [-0.9, -0.3, 0.0, 0.5, 0.95])
def test_the_draws_have_the_rank_correlation_asked_for(kind, value) -> None:
    u = drawn([tied(value, A, B)], kind=kind)
    assert rank_correlation(u[A], u[B]) == pytest.approx(value, abs=4 / np.sqrt(TRIALS))


def test_rank_correlation_is_that_of_scipy() -> None:
    values = np.random.default_rng(1).integers(0, 9, (2, 500)).astype(float)
    assert rank_correlation(*values) == pytest.approx(stats.spearmanr(*values).statistic, abs=1e-12)
    assert np.isnan(rank_correlation([1.0, 1.0], [1.0, 2.0]))


@pytest.mark.parametrize("copula", [None, student(4)], ids=["gaussian", "student"])
@pytest.mark.parametrize("value", [-0.6, 0.0, 0.5, 0.9])
def test_both_are_above_their_median_with_the_chance_of_the_orthant(copula, value) -> None:
    """Sheppard 1899: 1/4 + asin(r) / (2 pi), of every elliptical distribution, with r = 2 sin(pi rank / 6)."""
    u = drawn([tied(value, A, B)], copula)
    chance = 0.25 + np.arcsin(2 * np.sin(np.pi * value / 6)) / (2 * np.pi)
    assert np.mean((u[A] > 0.5) & (u[B] > 0.5)) == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / TRIALS))


@pytest.mark.parametrize(("copula", "freedom"), [(None, np.inf), (student(3), 3)], ids=["gaussian", "student"])
def test_extremes_come_together_as_often_as_scipy_says(copula, freedom) -> None:
    """Chance that both are below their P5: scipy's bivariate normal and Student distributions."""
    u, r = drawn([tied(0.5, A, B)], copula), 2 * np.sin(np.pi * 0.5 / 6)
    shape = [[1, r], [r, 1]]
    if freedom == np.inf:
        chance = stats.multivariate_normal([0, 0], shape).cdf([stats.norm.ppf(0.05)] * 2)
    else:
        chance = stats.multivariate_t([0, 0], shape, df=freedom, seed=1).cdf([stats.t(freedom).ppf(0.05)] * 2)
    assert np.mean((u[A] < 0.05) & (u[B] < 0.05)) == pytest.approx(chance, abs=4 * np.sqrt(chance / TRIALS))


@pytest.mark.parametrize("copula", [None, student(3)], ids=["gaussian", "student"])
def test_each_figure_keeps_its_own_distribution(copula) -> None:
    u = drawn([tied(0.7, A, B), tied(-0.4, B, C)], copula)
    for one in u.values():
        assert stats.kstest(one, "uniform").statistic < 1.95 / np.sqrt(TRIALS)  # exceeded by chance once in a thousand seeds


def test_a_discrete_figure_may_be_correlated() -> None:
    u = drawn([tied(0.9, A, B)])
    values = inverse_cdf(Discrete(kind="discrete", values=(1.0, 2.0), probabilities=(0.5, 0.5)), u[B])
    assert set(values) == {1.0, 2.0}
    assert u[A][values == 2.0].mean() > 0.7


@pytest.mark.parametrize("value", [1.0, -1.0])
def test_full_correlation_makes_one_figure_of_two(value) -> None:
    u = drawn([tied(value, A, B)])
    np.testing.assert_allclose(u[B], u[A] if value > 0 else 1 - u[A], atol=1e-12)


@pytest.mark.parametrize("copula", [None, student(5)], ids=["gaussian", "student"])
def test_a_trial_alone_is_the_trial_in_company(copula) -> None:
    found = dependence([tied(0.7, A, B, C), tied(-0.2, C, D)], copula, DRAWN)
    uniform = sampler("sobol", 1, DRAWN).uniform
    whole = found.uniform(uniform, 0, 5_000)
    for start, stop in ((0, 1), (17, 18), (4_090, 4_100)):
        assert all(one.tobytes() == whole[id][start:stop].tobytes() for id, one in found.uniform(uniform, start, stop).items())


def test_a_correlation_at_the_end_moves_no_other_draw() -> None:
    before, after = drawn([tied(0.7, A, B)]), drawn([tied(0.7, A, B), tied(0.4, A, C), tied(0.3, D, E)])
    assert all(before[id].tobytes() == after[id].tobytes() for id in (A, B))
    own = sampler("random", 1, DRAWN).uniform
    assert after[A].tobytes() == own(A, 0, TRIALS).tobytes()
    assert after[D].tobytes() == own(D, 0, TRIALS).tobytes()


def test_only_figures_that_are_drawn_take_part() -> None:
    found = dependence([tied(0.7, A, B), tied(0.4, B, "not.drawn.here")], None, DRAWN)
    assert found.members == (A, B)
    assert dependence([tied(0.7, A, "not.drawn.here")], None, DRAWN).uniform(sampler("random", 1, DRAWN).uniform, 0, 9) == {}


def test_rank_correlations_become_those_of_normal_variables() -> None:
    """Pearson 1907: 2 sin(pi / 12) = 0.517638 for one half; 1, 0 and -1 stay."""
    assert of_normals(np.array([1.0, 0.0, -1.0, 0.5])) == pytest.approx([1.0, 0.0, -1.0, 0.517638], abs=1e-6)
    assert of_ranks(of_normals(np.linspace(-1, 1, 21))) == pytest.approx(np.linspace(-1, 1, 21))


@pytest.mark.parametrize(
    ("matrix", "nearest"),
    [
        ([[1, 1, 0], [1, 1, 1], [0, 1, 1]], [[1, 0.76068985, 0.15729811], [0.76068985, 1, 0.76068985], [0.15729811, 0.76068985, 1]]),
        (
            [[2, -1, 0, 0], [-1, 2, -1, 0], [0, -1, 2, -1], [0, 0, -1, 2]],
            [
                [1, -0.8084125, 0.1915875, 0.10677505],
                [-0.8084125, 1, -0.65623269, 0.1915875],
                [0.1915875, -0.65623269, 1, -0.8084125],
                [0.10677505, 0.1915875, -0.8084125, 1],
            ],
        ),
    ],
    ids=["Higham 2002, page 334", "NAG Mark 24, g02aaf"],
)
def test_the_nearest_correlation_matrix_is_the_published_one(matrix, nearest) -> None:
    """Digits as printed in the tests of nearest_correlation (M. Croucher), which cite both."""
    assert nearest_correlation(np.array(matrix, dtype=float)) == pytest.approx(np.array(nearest), abs=1e-8)


def test_a_factor_gives_its_matrix_back_also_a_singular_one() -> None:
    for matrix in ([[1, 0.5, 0.2], [0.5, 1, -0.3], [0.2, -0.3, 1]], [[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]]):
        lower = factor(np.array(matrix, dtype=float))
        assert np.array_equal(lower, np.tril(lower))
        assert lower @ lower.T == pytest.approx(np.array(matrix))
    assert factor(np.array([[1, 0.9, 0.9], [0.9, 1, 0.1], [0.9, 0.1, 1]])) is None
    assert factor(np.array([[1, 1, 0.5], [1, 1, 0.4], [0.5, 0.4, 1]])) is None


def test_a_small_contradiction_is_mended_and_said() -> None:
    correlations = [tied(0.9, A, B), tied(0.9, A, C), tied(0.55, B, C)]
    found = dependence(correlations, None, DRAWN)
    assert 0.001 < found.change < 0.1
    u = drawn(correlations)
    for pair in found.pairs:
        assert rank_correlation(u[pair.first], u[pair.second]) == pytest.approx(pair.used, abs=4 / np.sqrt(TRIALS))


def test_a_large_contradiction_is_refused_with_place_and_pair() -> None:
    with pytest.raises(RoiError, match=r"correlations.yaml:1: correlations.*contradict each other: .* would have .* instead of") as error:
        dependence([tied(0.9, A, B), tied(0.9, A, C), tied(-0.5, B, C)], None, DRAWN)
    assert "above 0.1" in error.value.problems[0].remedy
