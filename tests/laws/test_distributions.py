"""Every kind of distribution against closed forms and scipy's exact inverse."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from roi.domain import (
    Bernoulli,
    Beta,
    Discrete,
    Empirical,
    FirstEvent,
    Fixed,
    Lognormal,
    LogUniform,
    Mixture,
    Normal,
    Percentiles,
    Pert,
    Triangular,
    Truncated,
    Uniform,
)
from roi.errors import RoiError
from roi.uncertainty import draw, inverse_cdf
from roi.uncertainty.distributions import KINDS

TAIL = np.geomspace(1e-12, 0.5, 2_001)
U = np.unique(np.concatenate([TAIL, 1.0 - TAIL, np.linspace(0.001, 0.999, 4_999)]))
DRAWS = 40_000
EXTREMES = np.array([5e-324, 1e-300, 1e-20, 2.0**-54, 2.0**-53, 0.5, 1 - 2.0**-53])


def pert_oracle(low: float, mode: float, high: float):
    width = high - low
    return stats.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, width)


def lognormal_oracle(mean: float, sd: float):
    sigma = np.sqrt(np.log1p((sd / mean) ** 2))
    return stats.lognorm(sigma, scale=mean / np.sqrt(1 + (sd / mean) ** 2))


class Cut:
    """Oracle of a truncated distribution, from scipy's distribution uncut."""

    def __init__(self, uncut, low: float, high: float) -> None:
        self.uncut, self.below, self.above = uncut, uncut.cdf(low), uncut.cdf(high)

    def ppf(self, u):
        return self.uncut.ppf(self.below + u * (self.above - self.below))

    def cdf(self, x):
        return (self.uncut.cdf(x) - self.below) / (self.above - self.below)


class Mixed:
    """Oracle of a mixture, from scipy's distributions: shares are sums, quantiles are found by halving."""

    def __init__(self, weights, parts) -> None:
        self.weights, self.parts = weights, parts

    def cdf(self, x):
        return sum(weight * part.cdf(x) for weight, part in zip(self.weights, self.parts, strict=True))

    def sf(self, x):
        return sum(weight * part.sf(x) for weight, part in zip(self.weights, self.parts, strict=True))

    def ppf(self, u):
        low, high = (np.full(u.shape, end(part.ppf(share) for part in self.parts)) for end, share in ((min, 1e-17), (max, 1 - 2.0**-53)))
        for _ in range(120):
            middle = low + (high - low) / 2
            reached = np.where(u <= 0.5, self.cdf(middle) >= u, self.sf(middle) <= 1 - u)
            low, high = np.where(reached, low, middle), np.where(reached, middle, high)
        return high


class Turned:
    """Oracle of minus the value."""

    def __init__(self, one) -> None:
        self.one = one

    def ppf(self, u):
        return -self.one.isf(u)

    def cdf(self, x):
        return self.one.sf(-x)


def shifted_lognormal(p10: float, p50: float, p90: float):
    """The lognormal moved along the axis that has three percentiles, b > 1: with scale s above its low end, s b = P90 and s / b = P10."""
    b = (p90 - p50) / (p50 - p10)
    end = p50 - (p90 - p50) / (b - 1)
    return stats.lognorm(np.log(b) / stats.norm.ppf(0.9), loc=end, scale=p50 - end)


NORMAL = Normal(kind="normal", mean=-3.0, sd=2.0)
LOGNORMAL = Lognormal(kind="lognormal", mean=10.0, sd=4.0)
TRIANGULAR = Triangular(kind="triangular", low=-1.0, mode=0.5, high=4.0)
PERT = Pert(kind="pert", low=2.0, mode=3.0, high=9.0)

SMOOTH = {
    "uniform": (Uniform(kind="uniform", low=-2.0, high=5.0), stats.uniform(-2.0, 7.0)),
    "triangular": (TRIANGULAR, stats.triang(0.3, -1.0, 5.0)),
    "triangular, mode low": (Triangular(kind="triangular", low=0.1, mode=0.1, high=0.3), stats.triang(0.0, 0.1, 0.2)),
    "triangular, mode high": (Triangular(kind="triangular", low=0.1, mode=0.3, high=0.3), stats.triang(1.0, 0.1, 0.2)),
    "pert": (PERT, pert_oracle(2.0, 3.0, 9.0)),
    "normal": (NORMAL, stats.norm(-3.0, 2.0)),
    "lognormal": (LOGNORMAL, lognormal_oracle(10.0, 4.0)),
    "truncated normal": (Truncated(kind="truncated", of=NORMAL, low=-4.0, high=0.0), Cut(stats.norm(-3, 2), -4, 0)),
    "truncated lognormal": (Truncated(kind="truncated", of=LOGNORMAL, low=5.0), Cut(lognormal_oracle(10, 4), 5, np.inf)),
    "truncated triangular": (Truncated(kind="truncated", of=TRIANGULAR, low=0.0, high=3.0), Cut(stats.triang(0.3, -1, 5), 0, 3)),
    "truncated pert": (Truncated(kind="truncated", of=PERT, high=5.0), Cut(pert_oracle(2, 3, 9), -np.inf, 5)),
    "truncated uniform": (
        Truncated(kind="truncated", of=Uniform(kind="uniform", low=-2.0, high=5.0), low=4.0),
        Cut(stats.uniform(-2.0, 7.0), 4, np.inf),
    ),
}
UNIFORM = Uniform(kind="uniform", low=4.0, high=6.0)
SMOOTH |= {
    "log-uniform": (LogUniform(kind="log_uniform", low=0.1, high=20.0), stats.loguniform(0.1, 20.0)),
    "beta": (Beta(kind="beta", low=2.0, high=5.0, alpha=2.5, beta=7.0), stats.beta(2.5, 7.0, 2.0, 3.0)),
    "beta, both ends likely": (Beta(kind="beta", alpha=0.4, beta=0.7), stats.beta(0.4, 0.7)),
    # By hand: mean 0.4 and sd 0.2 of [0, 1] make alpha + beta = 0.4 * 0.6 / 0.04 - 1 = 5, so 2 and 3.
    "beta by mean and sd": (Beta(kind="beta", low=10.0, high=20.0, mean=14.0, sd=2.0), stats.beta(2.0, 3.0, 10.0, 10.0)),
    "percentiles, skewed up": (Percentiles(kind="percentiles", p10=1.0, p50=2.0, p90=5.0), shifted_lognormal(1.0, 2.0, 5.0)),
    "percentiles, skewed down": (Percentiles(kind="percentiles", p10=-5.0, p50=-2.0, p90=-1.0), Turned(shifted_lognormal(1, 2, 5))),
    "percentiles, even": (
        Percentiles(kind="percentiles", p05=1.0, p50=3.0, p95=5.0),
        stats.norm(3.0, 2.0 / stats.norm.ppf(0.95)),
    ),
    "truncated percentiles": (
        Truncated(kind="truncated", of=Percentiles(kind="percentiles", p10=1.0, p50=2.0, p90=5.0), low=0.8, high=9.0),
        Cut(shifted_lognormal(1.0, 2.0, 5.0), 0.8, 9.0),
    ),
    "truncated log-uniform": (
        Truncated(kind="truncated", of=LogUniform(kind="log_uniform", low=0.1, high=20.0), low=1.0),
        Cut(stats.loguniform(0.1, 20.0), 1.0, np.inf),
    ),
    "truncated beta": (
        Truncated(kind="truncated", of=Beta(kind="beta", alpha=2.5, beta=7.0), high=0.3),
        Cut(stats.beta(2.5, 7.0), -np.inf, 0.3),
    ),
    "mixture": (
        Mixture(kind="mixture", of=(NORMAL, LOGNORMAL, PERT), weights=(0.2, 0.5, 0.3)),
        Mixed((0.2, 0.5, 0.3), (stats.norm(-3, 2), lognormal_oracle(10, 4), pert_oracle(2, 3, 9))),
    ),
    "mixture with kinks": (
        Mixture(kind="mixture", of=(TRIANGULAR, UNIFORM), weights=(0.35, 0.65)),
        Mixed((0.35, 0.65), (stats.triang(0.3, -1.0, 5.0), stats.uniform(4.0, 2.0))),
    ),
}
DISCRETE = Discrete(kind="discrete", values=(7.0, 1.0, 3.0, 5.0), probabilities=(0.25, 0.45, 0.3, 0.0))
STEPPED = {
    "discrete": DISCRETE,
    "fixed": Fixed(kind="fixed", value=4.0),
    "bernoulli": Bernoulli(kind="bernoulli", probability=0.3, value=-2.0, otherwise=1.0),
    "first event": FirstEvent(kind="first_event", probability=0.15, never=12),
    "observations": Empirical(kind="empirical", file="x.csv", values=(1.0, 1.5, 4.0, 4.0, 9.0)),
    "quantiles": Empirical(kind="empirical", file="x.csv", values=(1.0, 3.0, 3.5, 8.0), shares=(0.0, 0.1, 0.6, 1.0)),
}
EVERY = [*(distribution for distribution, _ in SMOOTH.values()), *STEPPED.values()]

each_smooth = pytest.mark.parametrize(("distribution", "oracle"), SMOOTH.values(), ids=SMOOTH)
each = pytest.mark.parametrize("distribution", EVERY, ids=[*SMOOTH, *STEPPED])


def test_every_kind_is_tested() -> None:
    assert {distribution.kind for distribution in EVERY} == set(KINDS)


@each_smooth
def test_quantiles_are_those_of_scipy(distribution, oracle) -> None:
    u = U[(U > 1e-9) & (U < 1 - 1e-9)]
    np.testing.assert_allclose(inverse_cdf(distribution, u), oracle.ppf(u), rtol=1e-8, atol=3e-7)


@pytest.mark.parametrize("share", [0.0, 1e-6, 0.01, 0.1, 0.25, 0.5, 0.6, 0.99, 1.0])
def test_pert_is_within_3e_8_of_its_range_of_the_exact_inverse(share) -> None:
    pert = Pert(kind="pert", low=0.0, mode=share, high=1.0)
    upper = np.geomspace(1e-12, 0.5, 20_001)
    exact_low = stats.beta.ppf(TAIL, 1 + 4 * share, 5 - 4 * share)
    # The exact upper tail is taken from the mirrored beta: 1 - u keeps only 4 digits of a u of 1e-12.
    exact_high = 1.0 - stats.beta.ppf(1.0 - (1.0 - upper), 5 - 4 * share, 1 + 4 * share)
    assert np.abs(inverse_cdf(pert, TAIL) - exact_low).max() < 3e-8
    assert np.abs(inverse_cdf(pert, 1.0 - upper) - exact_high).max() < 3e-8


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.875, 1.0])
def test_pert_goes_on_below_its_table(share) -> None:
    pert = Pert(kind="pert", low=0.0, mode=share, high=1.0)
    u = np.geomspace(1e-40, 2.0**-53, 200)
    np.testing.assert_allclose(inverse_cdf(pert, u), special.betaincinv(1 + 4 * share, 5 - 4 * share, u), rtol=1e-6, atol=1e-9)


@each
def test_a_greater_u_never_gives_a_smaller_value(distribution) -> None:
    values = inverse_cdf(distribution, U)
    assert (np.diff(values) >= -1e-15 * np.abs(values[1:])).all()


@each_smooth
def test_draws_pass_kolmogorov_and_smirnov(distribution, oracle) -> None:
    distance = stats.kstest(draw(distribution, 1, "ks", 0, DRAWS), oracle.cdf).statistic
    assert distance < 1.95 / np.sqrt(DRAWS)  # exceeded by chance once in a thousand seeds


@pytest.mark.parametrize(
    ("distribution", "mean", "sd"),
    [
        (Uniform(kind="uniform", low=-2.0, high=5.0), 1.5, 7 / np.sqrt(12)),
        (TRIANGULAR, 3.5 / 3, np.sqrt((1 + 0.25 + 16 + 0.5 + 4 - 2) / 18)),
        (PERT, (2 + 4 * 3 + 9) / 6, np.sqrt((23 / 6 - 2) * (9 - 23 / 6) / 7)),
        (NORMAL, -3.0, 2.0),
        (LOGNORMAL, 10.0, 4.0),
        (DISCRETE, 0.45 + 0.9 + 1.75, np.sqrt(0.45 + 2.7 + 12.25 - 3.1**2)),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_mean_and_spread_are_those_of_the_closed_form(distribution, mean, sd) -> None:
    values = draw(distribution, 5, "moments", 0, DRAWS)
    assert values.mean() == pytest.approx(mean, abs=4 * sd / np.sqrt(DRAWS))
    assert values.std() == pytest.approx(sd, rel=0.025)


@pytest.mark.parametrize(("low", "high"), [("p05", "p95"), ("p10", "p90")])
def test_a_lognormal_has_the_percentiles_it_was_given(low, high) -> None:
    shape = Lognormal.model_validate({"kind": "lognormal", low: 20.0, high: 180.0})
    shares = np.array([int(low[1:]) / 100, 0.5, int(high[1:]) / 100])
    np.testing.assert_allclose(inverse_cdf(shape, shares), [20.0, 60.0, 180.0], rtol=1e-13)


def test_a_discrete_figure_takes_each_value_for_its_share_of_u() -> None:
    u = np.array([1e-9, 0.45, 0.4500001, 0.75, 0.7500001, 1 - 2.0**-53])
    assert inverse_cdf(DISCRETE, u).tolist() == [1.0, 1.0, 3.0, 3.0, 7.0, 7.0]


def test_a_value_without_probability_is_never_drawn() -> None:
    shape = Discrete(kind="discrete", values=(1.0, 2.0, 3.0), probabilities=(0.0, 1.0 - 1e-10, 0.0))
    assert set(inverse_cdf(shape, EXTREMES)) == {2.0}


@each
def test_shape_is_kept_and_values_are_finite_at_the_extremes(distribution) -> None:
    assert inverse_cdf(distribution, np.full((2, 3, 4), 0.3)).shape == (2, 3, 4)
    assert np.isfinite(inverse_cdf(distribution, np.array([2.0**-53, 1 - 2.0**-53]))).all()


FLOATS = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@given(st.lists(FLOATS, min_size=3, max_size=3, unique=True).map(sorted), st.sampled_from(["triangular", "pert", "uniform", "cut"]))
@settings(max_examples=200, deadline=None)
def test_bounds_are_respected(points, kind) -> None:
    low, mode, high = points
    shapes = {
        "triangular": Triangular(kind="triangular", low=low, mode=mode, high=high),
        "pert": Pert(kind="pert", low=low, mode=mode, high=high),
        "uniform": Uniform(kind="uniform", low=low, high=high),
        "cut": Truncated(kind="truncated", of=Normal(kind="normal", mean=mode, sd=high - low), low=low, high=high),
    }
    values = inverse_cdf(shapes[kind], EXTREMES)
    assert low <= values.min()
    assert values.max() <= high


@pytest.mark.parametrize(
    "name",
    ["beta", "beta by mean and sd", "percentiles, skewed up", "percentiles, skewed down", "percentiles, even", "log-uniform", "pert"],
)
def test_a_cut_in_the_upper_tail_is_that_of_the_uncut_turned_round(name) -> None:
    uncut, oracle = SMOOTH[name]
    low = float(oracle.ppf(np.array(1 - 1e-4)))
    u = np.array([0.01, 0.5, 0.99])
    exact = oracle.ppf(1 - (1 - u) * 1e-4)
    np.testing.assert_allclose(inverse_cdf(Truncated(kind="truncated", of=uncut, low=low), u), exact, rtol=1e-7)


def test_a_cut_far_out_in_the_lower_tail_keeps_its_digits() -> None:
    far = Truncated(kind="truncated", of=Normal(kind="normal", mean=0.0, sd=1.0), low=-30.0, high=-20.0)
    u = np.array([0.01, 0.5, 0.99])
    below, above = stats.norm.cdf([-30.0, -20.0])
    np.testing.assert_allclose(inverse_cdf(far, u), stats.norm.ppf(below + u * (above - below)), rtol=1e-12)


def test_a_cut_far_out_in_the_tail_of_a_lognormal_keeps_its_digits() -> None:
    uncut = lognormal_oracle(10.0, 4.0)
    far = Truncated(kind="truncated", of=LOGNORMAL, low=float(uncut.isf(1e-20)))
    u = np.array([0.01, 0.5, 0.99])
    np.testing.assert_allclose(inverse_cdf(far, u), uncut.isf((1 - u) * 1e-20), rtol=1e-12)


def test_a_cut_far_out_in_the_upper_tail_keeps_its_digits() -> None:
    far = Truncated(kind="truncated", of=Normal(kind="normal", mean=0.0, sd=1.0), low=10.0)
    u = np.array([0.01, 0.5, 0.99])
    np.testing.assert_allclose(inverse_cdf(far, u), stats.norm.isf((1 - u) * stats.norm.sf(10.0)), rtol=1e-12)


@pytest.mark.parametrize(
    "cut",
    [
        Truncated(kind="truncated", of=Uniform(kind="uniform", low=0.0, high=1.0), low=2.0),
        Truncated(kind="truncated", of=PERT, high=1.0),
        Truncated(kind="truncated", of=LOGNORMAL, low=-2.0, high=-1.0),
        Truncated(kind="truncated", of=NORMAL, low=1e6),
        Truncated(kind="truncated", of=NORMAL, low=-83.0, high=-78.2),
        Truncated(kind="truncated", of=Normal(kind="normal", mean=0.0, sd=1.0), low=0.0, high=1e-20),
    ],
    ids=["above", "below", "negative lognormal", "500,000 deviations out", "37.6 deviations out", "no width"],
)
def test_a_cut_that_leaves_nothing_names_the_figure(cut) -> None:
    with pytest.raises(RoiError, match=r"plants.x.capital: the cut from .* leaves nothing"):
        draw(cut, 1, "plants.x.capital", 0, 10)


@pytest.mark.parametrize("u", [0.0, 1.0, -0.1, 1.1, np.nan])
def test_a_probability_outside_0_and_1_is_refused(u) -> None:
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        inverse_cdf(NORMAL, np.array([0.5, u]))


def test_scipy_is_loaded_only_when_a_distribution_needs_it() -> None:
    code = (
        "import sys; from roi.uncertainty import draw; from roi.domain import Triangular\n"
        "draw(Triangular(kind='triangular', low=0, mode=1, high=2), 1, 'x', 0, 10)\n"
        "sys.exit('scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
