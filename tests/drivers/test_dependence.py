"""Shares of the variance and rank correlations against models whose answer is known, and against other tools."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from roi.finance import dependence

TRIALS = 8192


def sure(share: float, trials: int = TRIALS) -> float:
    """Four standard errors of a share of the variance, as of a squared correlation, and what 50 groups leave inside them."""
    return 4 * np.sqrt(4 * share * (1 - share) ** 2 / trials) + 4 * np.sqrt(2 * 50) / trials + share * (np.pi / 50) ** 2


def ishigami(x: np.ndarray) -> np.ndarray:
    """Ishigami and Homma 1990 with a = 7, b = 0.1; x uniform on (-pi, pi)."""
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def test_shares_of_a_sum_are_those_of_its_terms() -> None:
    """The variance of a sum of independent terms is the sum of their variances: 16, 9, 4, 1 and 0 of 30."""
    factors = np.array([4.0, -3.0, 2.0, 1.0, 0.0])
    x = np.random.default_rng(1).uniform(size=(5, TRIALS))
    ranks, shares = dependence(x, factors @ x)
    for share, factor in zip(shares, factors, strict=True):
        assert share == pytest.approx(factor**2 / 30, abs=sure(factor**2 / 30))
    assert list(np.sign(ranks[:4])) == [1, -1, 1, 1]


@pytest.mark.parametrize("seed", range(5))
def test_shares_of_ishigamis_function_are_the_analytic_ones(seed) -> None:
    """Closed form: V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2, V1 = (1 + b pi^4/5)^2 / 2, V2 = a^2/8, V3 = 0."""
    a, b = 7.0, 0.1
    variance = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 1 / 2
    known = [(1 + b * np.pi**4 / 5) ** 2 / 2 / variance, a**2 / 8 / variance, 0.0]
    x = np.random.default_rng(seed).uniform(-np.pi, np.pi, (3, TRIALS))
    ranks, shares = dependence(x, ishigami(x))
    for share, expected in zip(shares, known, strict=True):
        assert share == pytest.approx(expected, abs=sure(expected))
    # the second input explains 44 % of the variance and has no rank correlation at all: that is why shares are not squared correlations
    assert abs(ranks[1]) < 0.05


def test_shares_agree_with_salib_on_the_same_sample() -> None:
    """SALib 1.6.0, analyze.rbd_fast with M = 10, on this very sample: 0.32748, 0.44280, 0.00142. It fits waves where we take groups."""
    x = np.random.default_rng(7).uniform(-np.pi, np.pi, (3, TRIALS))
    assert dependence(x, ishigami(x))[1] == pytest.approx([0.32748, 0.44280, 0.00142], abs=0.004)


def test_chance_alone_has_a_share_of_nothing_on_average() -> None:
    random = np.random.default_rng(3)
    shares = dependence(random.uniform(size=(400, 1000)), random.normal(size=1000))[1]
    assert shares.mean() == pytest.approx(0.0, abs=4 * shares.std() / 20)
    assert shares.min() < 0


@pytest.mark.parametrize("p", [0.5, 0.1])
def test_a_figure_of_two_values_has_the_share_of_its_step(p) -> None:
    """Variance of a step of height 1: p (1 - p); of a uniform number beside it: 1/12."""
    random = np.random.default_rng(4)
    step = (random.uniform(size=TRIALS) < p).astype(float)
    known = p * (1 - p) / (p * (1 - p) + 1 / 12)
    assert dependence(step[None], step + random.uniform(size=TRIALS))[1][0] == pytest.approx(known, abs=sure(known))


def test_rank_correlations_are_scipys_with_equal_values_too() -> None:
    random = np.random.default_rng(5)
    x = np.vstack([random.normal(size=500), random.integers(0, 4, 500), random.integers(0, 2, 500)])
    y = np.round(x.sum(axis=0) + random.normal(size=500), 1)
    assert dependence(x, y)[0] == pytest.approx([spearmanr(one, y).statistic for one in x], abs=1e-12)


def test_trials_without_a_result_are_left_out() -> None:
    random = np.random.default_rng(6)
    x, y = random.normal(size=(2, 300)), random.normal(size=300)
    gaps = np.where(np.arange(300) % 3 == 0, np.nan, y)
    for found, expected in zip(dependence(x, gaps), dependence(x[:, np.isfinite(gaps)], y[np.isfinite(gaps)]), strict=True):
        assert np.array_equal(found, expected)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([[1.0, 1.0, 1.0, 1.0]], [1.0, 2.0, 3.0, 4.0]),
        ([[1.0, 2.0, 3.0]], [5.0, 5.0, 5.0]),
        ([[1.0]], [1.0]),
        ([[1.0]], [np.nan]),
    ],
)
def test_what_does_not_vary_has_no_share(x, y) -> None:
    ranks, shares = dependence(x, y)
    assert np.isnan([ranks[0], shares[0]]).all()


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"must be \(inputs, trials\) and \(trials,\)"):
        dependence(np.zeros((2, 5)), np.zeros(4))
