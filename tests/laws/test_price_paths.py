"""Paths through time against closed forms, worked out by hand or by scipy."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError
from scipy import integrate, stats

from roi.domain import Fixed, Lognormal
from roi.domain.paths import Currency, Disruption, GeometricBrownian, MeanReverting, Path
from roi.uncertainty.price_paths import base, currency, disruption, geometric_brownian, mean_reverting, outages, with_shared

YEARS, TRIALS = 13, 40_000
NORMALS = np.random.default_rng(20).standard_normal((YEARS, TRIALS))
OTHERS = np.random.default_rng(21).standard_normal((YEARS, TRIALS))
ERROR = 4 / np.sqrt(TRIALS)  # four standard errors of a mean of values with standard deviation 1

MEDIAN = GeometricBrownian(kind="geometric_brownian", drift=0.03, volatility=0.2)
MEAN = GeometricBrownian(kind="geometric_brownian", drift=0.03, volatility=0.2, drift_of="mean")
REVERTING = MeanReverting(kind="mean_reverting", level=5.0, start=8.0, half_life=2.0, volatility=0.3)
RUPEE = Currency(kind="currency", volatility=0.05, real_drift=0.01)
T = np.arange(YEARS)


def test_a_brownian_index_has_the_quantiles_of_its_lognormal() -> None:
    paths = geometric_brownian(MEDIAN, NORMALS)
    for year in (1, 5, 12):
        exact = stats.lognorm(0.2 * np.sqrt(year), scale=1.03**year)
        assert stats.kstest(paths[year], exact.cdf).statistic < 1.95 / np.sqrt(TRIALS)


def test_the_drift_is_that_of_the_median_or_of_the_mean_as_said() -> None:
    of_median, of_mean = geometric_brownian(MEDIAN, NORMALS), geometric_brownian(MEAN, NORMALS)
    spread = np.sqrt(np.expm1(0.04 * T))  # coefficient of variation of a lognormal
    assert (np.abs(of_mean.mean(axis=1) / 1.03**T - 1) <= ERROR * spread + 1e-12).all()
    assert (np.abs(of_median.mean(axis=1) / (1.03 * np.exp(0.02)) ** T - 1) <= ERROR * spread + 1e-12).all()


def test_shocks_of_a_brownian_index_last() -> None:
    """Covariance of the logarithms of years s and t: variance × the earlier of the two; its standard error from the fourth moments."""
    logs = np.log(geometric_brownian(MEDIAN, NORMALS))
    for early, late in ((1, 1), (2, 9), (6, 12)):
        found = np.cov(logs[early], logs[late])[0, 1]
        assert found == pytest.approx(0.04 * early, abs=ERROR * 0.04 * np.sqrt(early * late + early**2))


def test_the_npv_of_a_lognormal_income_has_its_known_mean_and_spread() -> None:
    """NPV of the index at 8 % from year 1: E = Σ d^t g^t; Var = ΣΣ (d g)^(s+t) (e^(σ² min(s,t)) − 1)."""
    d = 1.08**-T * (T > 0)
    npv = (geometric_brownian(MEAN, NORMALS) * d[:, np.newaxis]).sum(axis=0)
    flows = d * 1.03**T
    variance = (np.outer(flows, flows) * np.expm1(0.04 * np.minimum.outer(T, T))).sum()
    assert npv.mean() == pytest.approx(flows.sum(), abs=ERROR * np.sqrt(variance))
    assert npv.std() == pytest.approx(np.sqrt(variance), rel=0.03)


def test_half_of_what_a_price_is_off_is_gone_after_the_half_life() -> None:
    path = mean_reverting(REVERTING, base(YEARS))[:, 0]
    np.testing.assert_allclose(np.log(path[[0, 2, 4, 8]] / 5.0), np.log(8 / 5) / np.array([1, 2, 4, 16]), rtol=1e-12)


def test_a_reverting_price_has_the_mean_and_variance_of_ornstein_and_uhlenbeck() -> None:
    logs, k = np.log(mean_reverting(REVERTING, NORMALS)), np.log(2) / 2.0
    variance = 0.09 / (2 * k) * (1 - np.exp(-2 * k * T))
    assert (np.abs(logs.mean(axis=1) - np.log(5) - np.log(8 / 5) * np.exp(-k * T)) <= ERROR * np.sqrt(variance) + 1e-12).all()
    assert (np.abs(logs.var(axis=1) - variance) <= ERROR * np.sqrt(2) * variance + 1e-12).all()
    late = np.corrcoef(logs[10], logs[12])[0, 1]
    assert late == pytest.approx(np.exp(-2 * k) * np.sqrt(variance[10] / variance[12]), abs=ERROR)


def test_a_price_that_hardly_reverts_is_a_brownian_index() -> None:
    slow = MeanReverting(kind="mean_reverting", level=1.0, half_life=1e7, volatility=0.2)
    still = GeometricBrownian(kind="geometric_brownian", volatility=0.2)
    np.testing.assert_allclose(mean_reverting(slow, NORMALS[:, :100]), geometric_brownian(still, NORMALS[:, :100]), rtol=1e-5)


def test_without_shocks_prices_abroad_in_home_money_rise_as_prices_at_home_do() -> None:
    calm = Currency(kind="currency", volatility=0.0)
    home, abroad = 0.02 + 0.01 * NORMALS**2, 0.05 + 0.02 * OTHERS**2
    rate = currency(calm, abroad, home, NORMALS)
    levels = [np.cumprod(np.where(T[:, np.newaxis] > 0, 1 + inflation, 1.0), axis=0) for inflation in (home, abroad)]
    np.testing.assert_allclose(levels[1] / rate, levels[0], rtol=1e-12)


def test_a_currency_drifts_by_the_inflations_and_its_real_drift_and_spreads_with_time() -> None:
    rate = currency(RUPEE, 0.0499, np.full(TRIALS, 0.0285), NORMALS)
    median = (1.0499 / 1.0285 * 1.01) ** T
    np.testing.assert_allclose(currency(RUPEE, 0.0499, 0.0285, base(YEARS))[:, 0], median, rtol=1e-12)
    logs = np.log(rate)
    assert (np.abs(logs.mean(axis=1) - np.log(median)) <= ERROR * 0.05 * np.sqrt(T) + 1e-12).all()
    # What costs abroad come to in home money has the mean e^(σ² t / 2) over the median of the rate (Siegel's paradox).
    in_home = (1 / rate).mean(axis=1) * median
    assert (np.abs(in_home / np.exp(0.00125 * T) - 1) <= ERROR * np.sqrt(np.expm1(0.0025 * T)) + 1e-12).all()


@pytest.mark.parametrize(("one", "other"), [(0.8, 0.5), (0.9, -0.6), (0.0, 1.0)])
def test_paths_with_a_shared_shock_are_correlated_by_the_product_of_their_loadings(one, other) -> None:
    shared = np.random.default_rng(22).standard_normal((YEARS, TRIALS))
    prices = geometric_brownian(MEDIAN, with_shared(NORMALS, shared, one))
    rates = currency(RUPEE, 0.05, 0.03, with_shared(OTHERS, shared, other))
    for year in (1, 12):
        found = np.corrcoef(np.log(prices[year]), np.log(rates[year]))[0, 1]
        assert found == pytest.approx(one * other, abs=ERROR)
    assert with_shared(NORMALS, shared, one).std() == pytest.approx(1.0, abs=ERROR)


HORIZON = 40


def shares_lost(path: Disruption, years: int = HORIZON) -> np.ndarray:
    generator, count = np.random.default_rng(23), outages(path, years)
    waits, lengths = generator.random((count, TRIALS)), generator.random((count, TRIALS))
    return disruption(path, zip(waits, lengths, strict=True), years)


@pytest.mark.parametrize(("rate", "lasts"), [(0.111, 1.0), (0.5, 0.25), (0.3, 3.0)])
def test_the_share_lost_is_that_of_the_renewal_process_in_every_year(rate, lasts) -> None:
    """Outage k begins after a gamma(k) time and k − 1 outages; what is lost of [0, T] follows by adding up over k."""
    lost = shares_lost(Disruption(kind="disruption", rate=rate, duration=Fixed(kind="fixed", value=lasts)))

    def lost_until(end: float) -> float:
        total, k = 0.0, 1
        while (k - 1) * lasts < end:
            waited = stats.gamma(k, scale=1 / rate)
            total += integrate.quad(lambda s, k=k, waited=waited: waited.cdf(end - s - (k - 1) * lasts), 0, lasts, epsabs=1e-10)[0]
            k += 1
            if waited.cdf(end) < 1e-9:
                break
        return total

    for year in (0, 1, 4, 11):
        exact = lost_until(year + 1) - lost_until(year)
        assert lost[year].mean() == pytest.approx(exact, abs=ERROR * lost[year].std())


@pytest.mark.parametrize("rate", [0.05, 0.111, 1.0])
def test_in_the_long_run_the_share_lost_is_rate_times_duration_over_one_plus_it(rate) -> None:
    """With rate 0.111 and one year a tenth is lost: Tucker and Daskin 2022."""
    duration = Lognormal(kind="lognormal", mean=1.0, sd=0.7)
    late = shares_lost(Disruption(kind="disruption", rate=rate, duration=duration))[30:].mean(axis=0)
    assert late.mean() == pytest.approx(rate / (1 + rate), abs=ERROR * late.std())


def test_outages_begin_as_often_as_their_rate_says() -> None:
    lost = shares_lost(Disruption(kind="disruption", rate=0.2, duration=Fixed(kind="fixed", value=100.0)))
    for year in (1, 5, 20):
        chance = -np.expm1(-0.2 * year)
        assert np.mean(lost[year - 1] > 0) == pytest.approx(chance, abs=ERROR * np.sqrt(chance * (1 - chance)))
    short = Disruption(kind="disruption", rate=0.7, duration=Fixed(kind="fixed", value=1e-6))
    counted = shares_lost(short).sum(axis=0) / 1e-6
    assert counted.mean() == pytest.approx(0.7 * HORIZON, abs=ERROR * np.sqrt(0.7 * HORIZON) + 1e-3)


def test_outages_are_lost_from_their_beginning_to_their_end() -> None:
    path = Disruption(kind="disruption", rate=2.0, duration=Fixed(kind="fixed", value=2.5))
    waits, lengths = np.full((3, 1), -np.expm1(-2.0 * 0.75)), np.full((3, 1), 0.5)  # each wait is 0.75 years
    by_hand = [0.25, 1.0, 1.0, 0.25, 1.0, 1.0, 0.5, 0.75, 1.0, 0.75, 0.0]  # out: 0.75-3.25, 4-6.5, 7.25-9.75; then no more
    np.testing.assert_allclose(disruption(path, zip(waits, lengths, strict=True), 11)[:, 0], by_hand, atol=1e-12)


def test_without_a_rate_nothing_is_lost() -> None:
    never = Disruption(kind="disruption", rate=0.0, duration=Fixed(kind="fixed", value=1.0))
    assert outages(never, 30) == 0
    assert not disruption(never, np.empty((0, 2, 5)), 30).any()
    assert not disruption(never, np.full((2, 2, 5), 0.9), 30).any()


@pytest.mark.parametrize(("rate", "years"), [(0.1, 20), (0.5, 30), (30.0, 40)])
def test_hardly_ever_are_there_more_outages_than_drawn(rate, years) -> None:
    path = Disruption(kind="disruption", rate=rate, duration=Fixed(kind="fixed", value=1.0))
    count = outages(path, years)
    assert stats.poisson.sf(count, rate * years) <= 1e-9 < stats.poisson.sf(count - 1, rate * years)


@pytest.mark.parametrize(
    ("walk", "start"),
    [
        (lambda z: geometric_brownian(MEDIAN, z), 1.0),
        (lambda z: geometric_brownian(MEAN, z), 1.0),
        (lambda z: mean_reverting(REVERTING, z), 8.0),
        (lambda z: currency(RUPEE, 0.05, 0.03, z), 1.0),
    ],
    ids=["median", "mean", "reverting", "currency"],
)
def test_a_path_begins_at_its_start_and_its_base_is_the_median_of_every_year(walk, start) -> None:
    paths, central = walk(NORMALS), walk(base(YEARS))[:, 0]
    assert paths.shape == NORMALS.shape
    np.testing.assert_allclose(paths[0], start, rtol=1e-15)
    below = (paths[1:] < central[1:, np.newaxis]).mean(axis=1)
    assert (np.abs(below - 0.5) <= ERROR * 0.5).all()


@pytest.mark.parametrize("trial", [0, 7, 99])
def test_a_trial_alone_is_the_trial_in_company(trial) -> None:
    path = Disruption(kind="disruption", rate=0.4, duration=Lognormal(kind="lognormal", mean=1.0, sd=0.7))
    u, v = np.random.default_rng(5).random((2, 30, 100))
    one = slice(trial, trial + 1)
    alone, together = (disruption(path, zip(*both, strict=True), 20) for both in ((u[:, one], v[:, one]), (u, v)))
    assert alone[:, 0].tobytes() == together[:, trial].tobytes()
    for walk, noun in ((geometric_brownian, MEDIAN), (mean_reverting, REVERTING)):
        alone, company = walk(noun, NORMALS[:, one]), walk(noun, NORMALS[:, :100])
        assert alone[:, 0].tobytes() == np.ascontiguousarray(company[:, trial]).tobytes()


FIXED = {"kind": "fixed", "value": 1}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({"kind": "geometric_brownian", "volatility": -0.2}, "volatility -0.2 is negative; it is a standard deviation"),
        ({"kind": "currency", "volatility": -0.05}, "volatility -0.05 is negative"),
        ({"kind": "mean_reverting", "level": 5, "half_life": 0, "volatility": 0.2}, "half_life 0 is not above 0; write the years"),
        ({"kind": "mean_reverting", "level": 0, "half_life": 1, "volatility": 0.2}, "greater than 0"),
        ({"kind": "disruption", "rate": -0.1, "duration": FIXED}, "rate -0.1 is negative; write how many outages begin a year"),
        (
            {"kind": "disruption", "rate": 0.1, "duration": {"kind": "normal", "mean": 1, "sd": 1}},
            "the duration reaches -inf years; cut it with kind: truncated, low: 0",
        ),
        (
            {"kind": "currency", "volatility": 0.1, "shared": {"name": "dollar", "loading": 1.5}},
            "loading 1.5 is not between -1 and 1; it is a correlation",
        ),
        ({"kind": "geometric_brownian", "volatility": 0.1, "drift": -1}, "greater than -1"),
    ],
)
def test_a_path_that_cannot_be_says_why(data, what) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Path).validate_python(data)
    (problem,) = error.value.errors()
    assert what in problem["msg"]
