"""What people were asked comes back: percentiles, intervals with a confidence, experts with weights, chances of an event, observations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special, stats

from roi.book.shape import reach, scaled
from roi.book.written_unit import Scale
from roi.domain import (
    Bernoulli,
    Beta,
    Empirical,
    FirstEvent,
    Lognormal,
    Mixture,
    Normal,
    Percentiles,
    Pert,
    Triangular,
    Truncated,
    Uniform,
)
from roi.uncertainty import draw, inverse_cdf

TAIL = np.concatenate([np.geomspace(1e-15, 0.5, 4_001), np.linspace(0.001, 0.5, 4_001)])
DRAWS = 40_000

AMOUNTS = st.floats(-1e4, 1e4).map(lambda value: round(value, 2))


@given(st.lists(AMOUNTS, min_size=3, max_size=3, unique=True).map(sorted), st.sampled_from([("p10", "p90"), ("p05", "p95")]))
@settings(max_examples=300, deadline=None)
def test_three_percentiles_are_met_exactly(points, names) -> None:
    low, middle, high = points
    shape = Percentiles.model_validate({"kind": "percentiles", names[0]: low, "p50": middle, names[1]: high})
    share = int(names[0][1:]) / 100
    found = inverse_cdf(shape, np.array([share, 0.5, 1 - share]))
    np.testing.assert_allclose(found, points, rtol=0, atol=1e-12 * (high - low) * max(1.0, abs(shape.skew)) + 1e-15 * np.abs(points).max())
    assert shape.central == middle


def test_percentiles_in_proportion_are_a_lognormal() -> None:
    u = np.linspace(0.001, 0.999, 999)
    three, two = Percentiles(kind="percentiles", p10=2.0, p50=6.0, p90=18.0), Lognormal(kind="lognormal", p10=2.0, p90=18.0)
    np.testing.assert_allclose(inverse_cdf(three, u), inverse_cdf(two, u), rtol=1e-12)


def test_percentiles_that_are_nearly_even_are_nearly_normal() -> None:
    nearly = Percentiles(kind="percentiles", p10=-1.0, p50=0.0, p90=1.0 + 1e-12)
    u = np.array([1e-6, 0.3, 0.9, 1 - 1e-6])
    np.testing.assert_allclose(inverse_cdf(nearly, u), stats.norm.ppf(u) / stats.norm.ppf(0.9), rtol=1e-10)


INTERVALS = st.tuples(
    st.lists(AMOUNTS, min_size=2, max_size=2, unique=True).map(sorted), st.floats(0.0, 1.0), st.sampled_from([0.5, 0.8, 0.9, 0.98])
)


@given(INTERVALS)
@settings(max_examples=200, deadline=None)
def test_an_interval_with_a_confidence_holds_that_share_of_a_triangular(interval) -> None:
    (low, high), place, confidence = interval
    mode = low + place * (high - low)
    assume(low <= mode <= high)
    shape = Triangular(kind="triangular", low=low, mode=mode, high=high, confidence=confidence)
    bottom, top = shape.ends
    oracle = stats.triang((mode - bottom) / (top - bottom), bottom, top - bottom)
    np.testing.assert_allclose(oracle.cdf([low, high]), [(1 - confidence) / 2, (1 + confidence) / 2], atol=1e-9)
    assert bottom < low < high < top


@given(INTERVALS)
@settings(max_examples=100, deadline=None)
def test_an_interval_with_a_confidence_holds_that_share_of_a_pert(interval) -> None:
    (low, high), place, confidence = interval
    mode = low + place * (high - low)
    assume(low <= mode <= high)
    shape = Pert(kind="pert", low=low, mode=mode, high=high, confidence=confidence)
    bottom, top = shape.ends
    share = (mode - bottom) / (top - bottom)
    oracle = stats.beta(1 + 4 * share, 5 - 4 * share, bottom, top - bottom)
    np.testing.assert_allclose(oracle.cdf([low, high]), [(1 - confidence) / 2, (1 + confidence) / 2], atol=1e-9)
    assert bottom < low < high < top


def test_draws_fall_into_the_interval_as_often_as_its_confidence_says() -> None:
    for kind, cls in (("triangular", Triangular), ("pert", Pert)):
        values = draw(cls(kind=kind, low=10.0, mode=14.0, high=30.0, confidence=0.8), 3, "x", 0, DRAWS)
        error = np.sqrt(0.1 * 0.9 / DRAWS)
        assert np.mean(values < 10.0) == pytest.approx(0.1, abs=4 * error)
        assert np.mean(values > 30.0) == pytest.approx(0.1, abs=4 * error)


def test_the_bounds_of_a_triangular_by_hand() -> None:
    """Even, half-width 1 at 80 %: beyond each end (1 - x)^2 / 2 = 0.1 of it, so the half-width is 1 / (1 - sqrt 0.2)."""
    half = 1 / (1 - np.sqrt(0.2))
    shape = Triangular(kind="triangular", low=4.0, mode=5.0, high=6.0, confidence=0.8)
    assert shape.ends == pytest.approx((5 - half, 5 + half), rel=1e-12)


SHAPES = (0.1, 0.3, 0.9, 1.0, 1.5, 4.0, 30.0, 1000.0)


@pytest.mark.parametrize("alpha", SHAPES)
@pytest.mark.parametrize("beta", SHAPES)
def test_beta_is_within_3e_8_of_its_range_of_the_exact_inverse(alpha, beta) -> None:
    shape = Beta(kind="beta", alpha=alpha, beta=beta)
    low = inverse_cdf(shape, TAIL) - special.betaincinv(alpha, beta, TAIL)
    high = inverse_cdf(shape, 1.0 - TAIL) - (1.0 - special.betaincinv(beta, alpha, 1.0 - (1.0 - TAIL)))
    worst = max(np.abs(low).max(), np.abs(high).max())
    assert worst < 3e-8
    if min(alpha, beta) >= 1:
        assert worst < 3e-7 * stats.beta(alpha, beta).std()


@pytest.mark.parametrize(("alpha", "beta"), [(0.3, 2.0), (2.0, 3.0), (200.0, 30.0)])
def test_beta_goes_on_below_its_table(alpha, beta) -> None:
    u = np.geomspace(1e-40, 2.0**-53, 50)
    np.testing.assert_allclose(inverse_cdf(Beta(kind="beta", alpha=alpha, beta=beta), u), special.betaincinv(alpha, beta, u), rtol=1e-6)


class AboveTwo:
    """Oracle of a standard normal cut below 2 (scipy's own is slow)."""

    def sf(self, x):
        return stats.norm.sf(np.maximum(x, 2.0)) / stats.norm.sf(2.0)

    def cdf(self, x):
        return (stats.norm.sf(2.0) - stats.norm.sf(np.maximum(x, 2.0))) / stats.norm.sf(2.0)

    def ppf(self, u):
        return stats.norm.isf((1 - u) * stats.norm.sf(2.0))


EXPERTS = {
    "far apart": ((Normal(kind="normal", mean=0, sd=1), stats.norm()), (Normal(kind="normal", mean=50, sd=0.1), stats.norm(50, 0.1))),
    "heavy tails": (
        (Lognormal(kind="lognormal", mean=10.0, sd=90.0), stats.lognorm(np.sqrt(np.log(82)), scale=10 / np.sqrt(82))),
        (Uniform(kind="uniform", low=1.0, high=2.0), stats.uniform(1.0, 1.0)),
    ),
    "cut": (
        (Truncated(kind="truncated", of=Normal(kind="normal", mean=0, sd=1), low=2.0), AboveTwo()),
        (Beta(kind="beta", alpha=0.5, beta=0.5), stats.beta(0.5, 0.5)),
    ),
}


@pytest.mark.parametrize("weight", [0.5, 0.02])
@pytest.mark.parametrize("experts", EXPERTS.values(), ids=EXPERTS)
def test_a_mixture_is_within_1e_7_of_the_exact_inverse_in_both_tails(experts, weight) -> None:
    (one, exact_one), (other, exact_other) = experts
    shape = Mixture(kind="mixture", of=(one, other), weights=(weight, 1 - weight))

    def below(x):
        return weight * exact_one.cdf(x) + (1 - weight) * exact_other.cdf(x)

    def above(x):
        return weight * exact_one.sf(x) + (1 - weight) * exact_other.sf(x)

    u = np.concatenate([TAIL, 1 - TAIL])
    low, high = np.full(u.shape, min(exact_one.ppf(1e-17), exact_other.ppf(1e-17))), np.full(u.shape, 1e9)
    for _ in range(150):
        middle = low + (high - low) / 2
        reached = np.where(u <= 0.5, below(middle) >= u, above(middle) <= 1 - u)
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    between, median = np.interp([0.05, 0.95], np.sort(u), np.sort(high)), np.median(high)
    allowed = 1e-7 * np.maximum(between[1] - between[0], np.abs(high - median))
    found = inverse_cdf(shape, u)
    # Where hardly anything lies between two experts many values have the same cumulative share, to the last of its 16 digits.
    same_share = (u > 1e-6) & (u < 1 - 1e-6) & (np.abs(below(found) - u) <= 2.0**-52)
    assert ((np.abs(found - high) <= allowed) | same_share).all()


def test_between_experts_who_do_not_meet_nothing_is_drawn() -> None:
    of = (Uniform(kind="uniform", low=1.0, high=2.0), Uniform(kind="uniform", low=5.0, high=6.0))
    shape = Mixture(kind="mixture", of=of, weights=(0.25, 0.75))
    u = np.array([0.1, 0.2499999999, 0.2500000001, 0.625])
    np.testing.assert_allclose(inverse_cdf(shape, u), [1.4, 1.9999999996, 5 + 4e-10 / 3, 5.5], rtol=1e-14)
    values = draw(shape, 1, "x", 0, DRAWS)
    assert not ((values > 2.0) & (values < 5.0)).any()
    assert np.mean(values < 3.0) == pytest.approx(0.25, abs=4 * np.sqrt(0.25 * 0.75 / DRAWS))
    assert shape.central == 0.25 * 1.5 + 0.75 * 5.5


def test_experts_who_agree_are_one_expert() -> None:
    pert = Pert(kind="pert", low=2.0, mode=3.0, high=9.0)
    both = Mixture(kind="mixture", of=(pert, pert), weights=(0.5, 0.5))
    u = np.linspace(0.001, 0.999, 999)
    np.testing.assert_allclose(inverse_cdf(both, u), inverse_cdf(pert, u), atol=7 * 4e-8)


def test_a_mixture_never_falls() -> None:
    parts = [one for pair in EXPERTS.values() for one, _ in pair]
    shape = Mixture(kind="mixture", of=tuple(parts), weights=(0.1, 0.1, 0.2, 0.2, 0.3, 0.1))
    u = np.unique(np.concatenate([TAIL, 1 - TAIL, np.random.default_rng(1).random(50_000)]))
    assert (np.diff(inverse_cdf(shape, u)) >= 0).all()


@pytest.mark.parametrize("probability", [0.0, 0.02, 0.15, 0.6, 1.0])
def test_years_until_the_first_event_are_geometric(probability) -> None:
    """Mean of min(T, N), T years passed before the event: sum of (1-p)^k for k = 1 to N."""
    shape, years = FirstEvent(kind="first_event", probability=probability, never=8), np.arange(9)
    u = (np.arange(100_000) + 0.5) / 100_000
    found = inverse_cdf(shape, u)
    stay = (1 - probability) ** np.arange(1, 9)
    assert found.mean() == pytest.approx(stay.sum(), abs=1e-4)
    exact = [*(stats.geom.pmf(years[1:], probability) if probability else np.zeros(8)), (1 - probability) ** 8]
    np.testing.assert_allclose([np.mean(found == year) for year in years], exact, atol=2e-5)


def test_a_chance_is_drawn_as_often_as_it_says_whichever_value_is_greater() -> None:
    for value, otherwise in ((30.0, 0.0), (-30.0, 0.0)):
        shape = Bernoulli(kind="bernoulli", probability=0.3, value=value, otherwise=otherwise)
        u = (np.arange(1000) + 0.5) / 1000
        assert np.mean(inverse_cdf(shape, u) == value) == 0.3
        assert shape.central == otherwise
    assert Bernoulli(kind="bernoulli", probability=0.5).central == 0.0
    assert Bernoulli(kind="bernoulli", probability=0.51).central == 1.0


def test_observations_have_the_quantiles_of_numpy() -> None:
    values = np.sort(np.random.default_rng(7).lognormal(size=57))
    shape = Empirical(kind="empirical", file="x.csv", values=tuple(values))
    u = np.linspace(0.0005, 0.9995, 1999)
    np.testing.assert_allclose(inverse_cdf(shape, u), np.quantile(values, u), rtol=1e-12)
    assert shape.central == pytest.approx(np.median(values), rel=1e-12)
    assert Empirical(kind="empirical", file="x.csv", values=(1.0, 2.0, 10.0, 11.0)).central == 6.0


def test_quantiles_are_joined_by_straight_lines() -> None:
    shape = Empirical(kind="empirical", file="x.csv", values=(1.0, 3.0, 3.0, 8.0), shares=(0.0, 0.1, 0.6, 1.0))
    np.testing.assert_allclose(inverse_cdf(shape, np.array([0.05, 0.1, 0.3, 0.6, 0.8])), [2.0, 3.0, 3.0, 3.0, 5.5], rtol=1e-14)
    assert shape.central == 3.0


PERCENT = Scale(1.0, 100.0)


@pytest.mark.parametrize(
    "shape",
    [
        Beta(kind="beta", low=1.0, high=5.0, alpha=2.0, beta=3.0),
        Beta(kind="beta", low=1.0, high=5.0, mean=2.0, sd=0.5),
        Triangular(kind="triangular", low=1.0, mode=2.0, high=5.0, confidence=0.9),
        Percentiles(kind="percentiles", p10=1.0, p50=2.0, p90=5.0),
        Mixture(
            kind="mixture", of=(Normal(kind="normal", mean=1.0, sd=2.0), Uniform(kind="uniform", low=1.0, high=2.0)), weights=(0.4, 0.6)
        ),
        Bernoulli(kind="bernoulli", probability=0.3, value=5.0, otherwise=1.0),
        Empirical(kind="empirical", file="x.csv", values=(1.0, 3.0, 8.0), shares=(0.0, 0.1, 1.0)),
    ],
    ids=lambda shape: shape.kind,
)
def test_another_unit_changes_values_and_not_probabilities(shape) -> None:
    u = np.array([0.01, 0.2, 0.5, 0.8, 0.99])
    np.testing.assert_allclose(inverse_cdf(scaled(shape, PERCENT), u), inverse_cdf(shape, u) / 100, rtol=1e-9)
    assert scaled(shape, PERCENT).central == pytest.approx(shape.central / 100, rel=1e-12)


@pytest.mark.parametrize(
    "shape",
    [
        Percentiles(kind="percentiles", p10=1.0, p50=2.0, p90=5.0),
        Percentiles(kind="percentiles", p05=1.0, p50=4.0, p95=5.0),
        Percentiles(kind="percentiles", p10=1.0, p50=3.0, p90=5.0),
    ],
    ids=["up", "down", "even"],
)
def test_the_reach_of_percentiles_is_passed_once_in_a_million(shape) -> None:
    np.testing.assert_allclose(reach(shape), inverse_cdf(shape, np.array([1e-6, 1 - 1e-6])), rtol=1e-5)


def test_the_reach_of_a_mixture_holds_that_of_its_parts() -> None:
    of = (Normal(kind="normal", mean=1.0, sd=2.0), Uniform(kind="uniform", low=1.0, high=30.0))
    assert reach(Mixture(kind="mixture", of=of, weights=(0.4, 0.6))) == (pytest.approx(1 - 2 * 4.753424), 30.0)
