"""Mean and standard deviation of the draws of every kind of distribution against closed forms, and of an NPV that is lognormal."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

import roi
from roi.analysis.plan import plan
from roi.analysis.trials import base_values, draws
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
from roi.formula import Tape
from roi.statement.model import build
from roi.uncertainty import KINDS as SAMPLERS
from roi.uncertainty import draw, sampler
from roi.uncertainty.distributions import KINDS, inverse_cdf

DRAWS = 40_000
ERRORS = 4
"""Standard errors that are allowed: beyond them lies one result in 16,000."""

UNIFORM = Uniform(kind="uniform", low=4.0, high=6.0)
NORMAL = Normal(kind="normal", mean=-3.0, sd=2.0)
LOGNORMAL = Lognormal(kind="lognormal", mean=10.0, sd=4.0)
PERT = Pert(kind="pert", low=2.0, mode=3.0, high=9.0)


def of_powers(mean: float, square: float) -> tuple[float, float]:
    """Mean and standard deviation from the means of x and x²."""
    return mean, (square - mean**2) ** 0.5


def log_uniform(low: float, high: float) -> tuple[float, float]:
    """Density 1 / (x ln(high / low))."""
    width = np.log(high / low)
    return of_powers((high - low) / width, (high**2 - low**2) / 2 / width)


def beta(alpha: float, beta: float, low: float, width: float) -> tuple[float, float]:
    total = alpha + beta
    return low + width * alpha / total, width * (alpha * beta / total**2 / (total + 1)) ** 0.5


def triangular(low: float, mode: float, high: float) -> tuple[float, float]:
    squares = low**2 + mode**2 + high**2 - low * mode - low * high - mode * high
    return (low + mode + high) / 3, (squares / 18) ** 0.5


def cut_normal(mean: float, sd: float, low: float, high: float) -> tuple[float, float]:
    """Johnson, Kotz and Balakrishnan 1994, chapter 13.10."""
    a, b = (low - mean) / sd, (high - mean) / sd
    inside, (at_a, at_b) = special.ndtr(b) - special.ndtr(a), stats.norm.pdf([a, b])
    shift = (at_a - at_b) / inside
    return mean + sd * shift, sd * (1 + (a * at_a - b * at_b) / inside - shift**2) ** 0.5


def cut_lognormal(mean: float, sd: float, low: float) -> tuple[float, float]:
    """Above low: E(x^k) = e^(k m + k² s² / 2) Φ(k s - z) / Φ(-z), with z of low in the normal of the logarithm."""
    s = np.log1p((sd / mean) ** 2) ** 0.5
    m = np.log(mean) - s**2 / 2
    z = (np.log(low) - m) / s
    return of_powers(*(np.exp(k * m + (k * s) ** 2 / 2) * special.ndtr(k * s - z) / special.ndtr(-z) for k in (1, 2)))


def myerson(p10: float, p50: float, p90: float) -> tuple[float, float]:
    """A lognormal moved along the axis: b^t = e^(s z) with s = ln b / z(0.9)."""
    b = (p90 - p50) / (p50 - p10)
    s, scale = np.log(b) / special.ndtri(0.9), (p90 - p50) / (b - 1)
    return p50 + scale * (np.exp(s**2 / 2) - 1), abs(scale) * (np.exp(s**2) * np.expm1(s**2)) ** 0.5


def mixed(weights, parts) -> tuple[float, float]:
    mean, square = (
        sum(w * one for w, one in zip(weights, each, strict=True)) for each in ([m for m, _ in parts], [m**2 + s**2 for m, s in parts])
    )
    return of_powers(mean, square)


def waiting(p: float, never: int) -> tuple[float, float]:
    """E min(T, N) = Σ (1 - p)^k and E min(T, N)² = Σ (2 k - 1)(1 - p)^k, k = 1 to N."""
    k = np.arange(1, never + 1)
    return of_powers(((1 - p) ** k).sum(), ((2 * k - 1) * (1 - p) ** k).sum())


def lines(shares, values) -> tuple[float, float]:
    """Uniform between neighbouring quantiles."""
    a, b, weight = np.array(values[:-1]), np.array(values[1:]), np.diff(shares)
    return of_powers((weight * (a + b) / 2).sum(), (weight * (a * a + a * b + b * b) / 3).sum())


OF_PERT = ((2 + 4 * 3 + 9) / 6, ((23 / 6 - 2) * (9 - 23 / 6) / 7) ** 0.5)
SHARES, QUANTILES, SEEN = (0.0, 0.1, 0.6, 1.0), (1.0, 3.0, 3.5, 8.0), (1.0, 1.5, 4.0, 4.0, 9.0)
KNOWN = [
    (Fixed(kind="fixed", value=4.0), (4.0, 0.0)),
    (UNIFORM, (5.0, 2 / 12**0.5)),
    (LogUniform(kind="log_uniform", low=0.1, high=20.0), log_uniform(0.1, 20.0)),
    (Triangular(kind="triangular", low=-1.0, mode=0.5, high=4.0), triangular(-1.0, 0.5, 4.0)),
    (PERT, OF_PERT),
    (Beta(kind="beta", low=2.0, high=5.0, alpha=2.5, beta=7.0), beta(2.5, 7.0, 2.0, 3.0)),
    (Beta(kind="beta", low=10.0, high=20.0, mean=14.0, sd=2.0), (14.0, 2.0)),
    (NORMAL, (-3.0, 2.0)),
    (LOGNORMAL, (10.0, 4.0)),
    (Lognormal(kind="lognormal", p10=2.0, p90=18.0), myerson(2.0, 6.0, 18.0)),
    (Percentiles(kind="percentiles", p10=1.0, p50=2.0, p90=4.0), myerson(1.0, 2.0, 4.0)),
    (Percentiles(kind="percentiles", p10=1.0, p50=3.0, p90=4.0), myerson(1.0, 3.0, 4.0)),
    (Percentiles(kind="percentiles", p05=1.0, p50=3.0, p95=5.0), (3.0, 2.0 / special.ndtri(0.95))),
    (Truncated(kind="truncated", of=NORMAL, low=-4.0, high=0.0), cut_normal(-3.0, 2.0, -4.0, 0.0)),
    (Truncated(kind="truncated", of=LOGNORMAL, low=9.0), cut_lognormal(10.0, 4.0, 9.0)),
    (
        Mixture(kind="mixture", of=(NORMAL, UNIFORM, PERT), weights=(0.2, 0.5, 0.3)),
        mixed((0.2, 0.5, 0.3), ((-3, 2), (5, 2 / 12**0.5), OF_PERT)),
    ),
    (Discrete(kind="discrete", values=(7.0, 1.0, 3.0), probabilities=(0.25, 0.45, 0.3)), of_powers(3.1, 15.4)),
    (Bernoulli(kind="bernoulli", probability=0.3, value=-2.0, otherwise=1.0), (0.1, 3 * 0.21**0.5)),
    (FirstEvent(kind="first_event", probability=0.15, never=12), waiting(0.15, 12)),
    (Empirical(kind="empirical", file="x.csv", values=SEEN), lines(np.linspace(0, 1, 5), SEEN)),
    (Empirical(kind="empirical", file="x.csv", values=QUANTILES, shares=SHARES), lines(SHARES, QUANTILES)),
]


def test_every_kind_is_known() -> None:
    assert {distribution.kind for distribution, _ in KNOWN} == set(KINDS)


@pytest.mark.parametrize(("distribution", "moments"), KNOWN, ids=lambda one: getattr(one, "kind", ""))
def test_draws_have_the_mean_and_the_standard_deviation_of_the_closed_form(distribution, moments) -> None:
    """Errors of a mean sd / √n, and of a standard deviation from the fourth moment of the draws."""
    (mean, sd), values = moments, draw(distribution, 5, "moments", 0, DRAWS)
    assert values.mean() == pytest.approx(mean, abs=ERRORS * sd / DRAWS**0.5)
    fourth = np.mean((values - values.mean()) ** 4)
    assert values.var() == pytest.approx(sd**2, abs=ERRORS * ((fourth - sd**4) / DRAWS) ** 0.5)


@pytest.mark.parametrize("kind", SAMPLERS)
@pytest.mark.parametrize(("distribution", "moments"), KNOWN, ids=lambda one: getattr(one, "kind", ""))
def test_so_have_the_draws_of_every_sampler(distribution, moments, kind) -> None:
    (mean, sd), values = moments, inverse_cdf(distribution, sampler(kind, 6, ["moments"]).uniform("moments", 0, DRAWS))
    assert values.mean() == pytest.approx(mean, abs=ERRORS * sd / DRAWS**0.5)


@pytest.mark.parametrize("kind", SAMPLERS)
def test_the_npv_of_a_case_that_pays_no_tax_follows_a_lognormal_cost(kind) -> None:
    """Without income tax the NPV is a straight line in a cost: a lognormal cost gives it a known mean and known percentiles."""
    id, tax = "plants.acetaminophen_continuous_us.other_materials", ("taxation.us.tax_rate=0", "taxation.us.local_tax_rate=0")
    loaded = roi.load_case(
        "acetaminophen_us_continuous", settings=[*tax, f"{id}={{distribution: {{kind: lognormal, mean: 0.9, sd: 0.5}}}}"]
    )
    model = build(loaded.case, loaded.book)
    cell = model.options["us_continuous"].cells["npv"]
    tape = Tape([cell], {one: value for one, value in base_values(model).items() if one != id}, len(model.calendar.years), [id])

    def npv(cost) -> np.ndarray:
        return tape.run({id: np.asarray(cost) * model.bindings[id].factor}, len(cost))[cell][0]

    at_mean, slope = npv([0.9])[0], npv([1.9])[0] - npv([0.9])[0]
    found = tape.run({id: draws(model, plan(model, 3, kind), 0, DRAWS)[id]}, DRAWS)[cell][0]
    assert found.mean() == pytest.approx(at_mean, abs=ERRORS * abs(slope) * 0.5 / DRAWS**0.5)
    s = np.log1p((0.5 / 0.9) ** 2) ** 0.5
    for share in (0.05, 0.5, 0.95):
        exact = at_mean + slope * (0.9 * np.exp(-s * s / 2 + s * special.ndtri(1 - share)) - 0.9)
        assert np.mean(found < exact) == pytest.approx(share, abs=ERRORS * (share * (1 - share) / DRAWS) ** 0.5)
