"""Intervals hold what they promise, under every sampler; and Sobol sequences need fewer trials for the same error."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from roi.analysis.plan import plan
from roi.analysis.trials import base_values, draws
from roi.finance import proportion, share_interval, statistics
from roi.formula import Tape
from roi.uncertainty import KINDS, sampler

SEEDS, TRIALS = 250, 1_600
IDS = ("a", "b", "c", "d")
LEAST, MOST = stats.binom.ppf([1e-4, 1 - 1e-4], SEEDS, 0.95)


def normal(kind: str, seed: int) -> np.ndarray:
    """A standard normal variable made of four, with a product so that no sampler sees through it: z1 sign(z2) is as normal as z1."""
    one = sampler(kind, seed, IDS)
    z = [special.ndtri(one.uniform(id, 0, TRIALS)) for id in IDS]
    return (z[0] * np.sign(z[1]) + z[2] + z[3]) / np.sqrt(3)


TRUTH = {"mean": 0.0, "p05": stats.norm.ppf(0.05), "p25": stats.norm.ppf(0.25), "p50": 0.0, "p95": stats.norm.ppf(0.95)}
TRUTH["cvar05"] = -stats.norm.pdf(TRUTH["p05"]) / 0.05


@pytest.mark.parametrize("kind", KINDS)
def test_95_of_100_intervals_hold_the_truth(kind) -> None:
    """Mean, percentiles, CVaR and chances of a standard normal variable, by their closed forms; binomial bounds at 1 in 10,000.

    An interval from the ranks holds a percentile at least as often as it says, so it has no upper bound.
    """
    hits = dict.fromkeys([*TRUTH, "share", "rare share"], 0)
    for seed in range(SEEDS):
        values, replicates = normal(kind, seed), sampler(kind, seed, IDS).replicates
        found = statistics(values, replicates)
        for name, truth in TRUTH.items():
            low, high = found.intervals[name]
            hits[name] += low <= truth <= high
        for name, below in (("share", -0.5), ("rare share", -2.5)):
            share, error = proportion(values < below, replicates)
            low, high = share_interval(share, error, TRIALS, replicates)
            hits[name] += low <= stats.norm.cdf(below) <= high
    for name, count in hits.items():
        assert count >= LEAST, f"{name}: {count} of {SEEDS}"
    assert hits["mean"] <= MOST


def test_the_interval_of_a_share_is_that_of_wilson() -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81/263 gives 0.2553 to 0.3662, 0/20 gives 0 to 0.1611."""
    share = 81 / 263
    assert share_interval(share, (share * (1 - share) / 263) ** 0.5, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert share_interval(0.0, 0.0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_statistics_of_replicates_come_from_the_spread_between_them() -> None:
    """Two replicates 0, 2, 4 and 1, 3, 8: means 2 and 4, so the standard error is 1 and half the interval t(1) = 12.7062."""
    found = statistics([0, 1, 2, 3, 4, 8], replicates=2)
    assert found.mean == 3
    assert found.intervals["mean"] == pytest.approx((3 - 12.7062, 3 + 12.7062), abs=1e-4)
    assert proportion([1, 0, 1, 0, 1, 1], replicates=2) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


def test_too_few_trials_have_no_interval() -> None:
    for replicates in (1, 16):
        assert np.isnan(statistics([3.0], replicates).intervals["mean"]).all()
        assert np.isfinite(statistics([3.0, 4.0], replicates).intervals["mean"]).all()
        assert proportion([True], replicates) == (1.0, 0.0)


@pytest.fixture(scope="module")
def gap(studies):
    """Incremental NPV of a real case by sampler, seed and number of trials, (trials,). open_law : its states are drawn, too."""
    model = studies["amoxicillin_us_continuous"].comparison.model
    cells = [model.options[name].cells["npv"] for name in ("us_continuous", model.case.reference)]
    figures, base, years = [one.id for one in model.uncertain], base_values(model), len(model.calendar.years)
    tapes = {}
    for open_law, drawn in ((True, model.drawn), (False, figures)):
        tapes[open_law] = Tape(cells, {id: value for id, value in base.items() if id not in drawn}, years, drawn)

    def values(kind: str, seed: int, trials: int, open_law: bool = True) -> np.ndarray:
        found = tapes[open_law].run(draws(model, plan(model, seed, kind), 0, trials), trials)
        return found[cells[0]][0] - found[cells[1]][0]

    return values


def test_the_error_of_a_real_case_falls_faster_with_sobol_points_than_with_independent_ones(gap) -> None:
    """Slope of the logarithm of the spread between seeds over that of the trials: -1/2 for independent trials.

    Open law is held at its base case: the numbers of a path are even in themselves only, and slow the sequence down.
    """
    sizes = (2**9, 2**11, 2**13)
    spread = {
        kind: [np.std([gap(kind, seed, size, open_law=False).mean() for seed in range(12)]) for size in sizes]
        for kind in ("random", "sobol")
    }
    slopes = {kind: np.polyfit(np.log(sizes), np.log(found), 1)[0] for kind, found in spread.items()}
    assert slopes["random"] == pytest.approx(-0.5, abs=0.25)
    assert slopes["sobol"] < -0.7
    assert spread["sobol"][-1] < spread["random"][-1] / 8


@pytest.mark.parametrize("kind", KINDS)
def test_intervals_of_a_real_case_hold_the_mean_of_a_long_run(gap, kind) -> None:
    truth = gap("sobol", 999, 2**15).mean()
    intervals = [statistics(gap(kind, seed, 640), sampler(kind, seed, ()).replicates).intervals["mean"] for seed in range(40)]
    held = sum(low <= truth <= high for low, high in intervals)
    assert held >= stats.binom.ppf(1e-4, 40, 0.95)
