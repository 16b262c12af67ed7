"""Present value, internal rates and statistics against other tools, exact arithmetic and laws."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from roi.finance import irr, irr_mid_year, mirr, npv, proportion, statistics

PLANTS = YAML(typ="safe").load(Path(__file__).with_name("data") / "irr_flows.yaml")
each_plant = pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)

CONTRACT_ENDS = [-100.0, *[91.77] * 5, *[-30.43] * 5]
"""A contract ends and later flows turn negative: made by solving two linear equations for the roots -17.8 % and +86.4 %."""


def sturm_count(flows: list[int]) -> tuple[int, bool]:
    """Distinct real roots for rates in (-0.99, 10), and whether any root is repeated: Sturm's theorem in exact fractions."""

    def strip(p):
        while p and p[-1] == 0:
            p = p[:-1]
        return p

    def remainder(p, q):
        p = list(p)
        while len(p) >= len(q):
            factor = p[-1] / q[-1]
            p = [a - factor * b for a, b in zip(p, [0] * (len(p) - len(q)) + list(q), strict=True)][:-1]
        return strip(p)

    def changes(chain, x):
        signs = [s for s in (sum(c * x**k for k, c in enumerate(p)) for p in chain) if s]
        return sum((a > 0) != (b > 0) for a, b in pairwise(signs))

    first = strip([Fraction(flow) for flow in flows])
    while first and first[0] == 0:
        first = first[1:]
    if len(first) < 2:
        return 0, False
    chain = [first, [k * c for k, c in enumerate(first)][1:]]
    while rest := remainder(chain[-2], chain[-1]):
        chain.append([-c for c in rest])
    return changes(chain, Fraction(1, 11)) - changes(chain, Fraction(100)), len(chain[-1]) > 1


@each_plant
def test_plants_have_the_npv_and_the_rate_other_tools_give(plant) -> None:
    rate, roots = irr(plant["cash_flow"])
    assert npv(plant["cash_flow"], plant["discount_rate"])[0] == pytest.approx(plant["npv"], abs=1e-6)
    assert rate[0] == pytest.approx(plant["irr"], abs=1e-8)
    assert roots[0] == 1


@each_plant
def test_rates_agree_with_numpy_financial_where_they_are_unique(plant) -> None:
    flows = plant["cash_flow"]
    assert irr(flows)[0][0] == pytest.approx(npf.irr(flows), rel=1e-12)
    assert npv(flows, 0.07)[0] == pytest.approx(npf.npv(0.07, flows), rel=1e-12)
    assert mirr(flows, 0.06, 0.09)[0] == pytest.approx(npf.mirr(flows, 0.06, 0.09), rel=1e-12)


@pytest.mark.parametrize(
    ("flows", "roots"),
    [
        ([-100, 230, -132], 2),  # 10 % and 20 %
        (CONTRACT_ENDS, 2),  # -17.8 % and +86.4 %
        ([-1000, 3600, -4310, 1716], 3),  # 10 %, 20 % and 30 %: (11 x - 10)(12 x - 10)(13 x - 10)
        ([4, -12, 9], 2),  # touches zero at 50 %
        ([1, -3, 3], 0),  # discriminant negative
        ([-100, 50, 50, 50, -60], 0),  # decommissioning eats the profit: the total is -10 and no rate makes it good
        ([100, 50], 0),
        ([-100, -50], 0),
        ([0, 0, 0], 0),
        ([5], 0),
        ([-1, 12], 0),  # 1,100 %, outside the range
        ([-1, 0.009], 0),  # -99.1 %, outside the range
        ([-100, np.nan, 120], 0),
        ([-100, np.inf, 120], 0),
    ],
)
def test_without_exactly_one_root_there_is_no_rate(flows, roots) -> None:
    rate, count = irr(flows)
    assert count[0] == roots
    assert np.isnan(rate[0])


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-100, 110], 0.1),
        ([-100, 0, 121], 0.1),
        ([0, 0, -100, 110], 0.1),
        ([100, -110], 0.1),
        ([-100, 100], 0.0),
        ([-100, 50], -0.5),
        ([-100, 1.5], -0.985),
        ([-1, 10.9], 9.9),
        ([-2, 3, 0, 0, 0, 0], 0.5),
        ([-1000, 1100, -1000, 1100], 0.1),  # three changes of sign, one root: (1.1 x - 1)(x x + 1)
        ([-1e7, 3e7, *[0] * 12, -1e-9], 2.0),  # the last is what rounding left of a balance that closes
    ],
)
def test_rates_that_can_be_worked_out_by_hand(flows, rate) -> None:
    found, roots = irr(flows)
    assert found[0] == pytest.approx(rate, rel=1e-12, abs=1e-15)
    assert roots[0] == 1


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-100, 110], 0.21),  # a tenth in half a year
        ([-100, 0, 133.1], 0.21),  # three halves of a year
        ([-100, 50], -0.75),
        ([-1, 3.3], 9.89),
        ([-1, 0.11], 0.11**2 - 1),
        ([0, -100, 0, 121], 0.1),  # both in mid-year, two years apart
        ([-1e7, 3e7, *[0] * 60], 8.0),
    ],
)
def test_rates_of_flows_in_mid_year_that_can_be_worked_out_by_hand(flows, rate) -> None:
    found, roots = irr_mid_year(flows)
    assert found[0] == pytest.approx(rate, rel=1e-12)
    assert roots[0] == 1


@pytest.mark.parametrize(
    ("flows", "roots"),
    [
        ([-1, 3.35], 0),  # 1,022 %, outside the range
        ([-1, 0.09], 0),  # -99.2 %, outside the range
        ([5], 0),
        # (x - p)(x - q)(x + p + q) with 10 % and 20 % in half a year: 21 % and 44 %
        ([(1 / 1.1 + 1 / 1.2) / 1.32, 1 / 1.32 - (1 / 1.1 + 1 / 1.2) ** 2, 1], 2),
    ],
)
def test_in_mid_year_too_there_is_no_rate_without_exactly_one_root(flows, roots) -> None:
    rate, count = irr_mid_year(flows)
    assert count[0] == roots
    assert np.isnan(rate[0])


@each_plant
def test_the_rate_of_mid_year_makes_the_value_of_flows_in_mid_year_nothing(plant) -> None:
    flows = np.array(plant["cash_flow"])
    rate, roots = irr_mid_year(flows)
    times = np.maximum(np.arange(flows.size) - 0.5, 0)
    assert roots[0] == 1
    assert np.sum(flows / (1 + rate[0]) ** times) == pytest.approx(0, abs=1e-12 * np.abs(flows).sum())


def test_rates_are_those_of_the_examples_in_excels_help() -> None:
    """Microsoft Support, pages "IRR function" and "MIRR function"."""
    business = [-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]
    assert irr(business[:5])[0][0] == pytest.approx(-0.021, abs=5e-4)
    assert irr(business)[0][0] == pytest.approx(0.087, abs=5e-4)
    loan = [-120_000, 39_000, 30_000, 21_000, 37_000, 46_000]
    assert mirr(loan, 0.10, 0.12)[0] == pytest.approx(0.13, abs=5e-3)
    assert mirr(loan[:4], 0.10, 0.12)[0] == pytest.approx(-0.05, abs=5e-3)
    assert mirr(loan, 0.10, 0.14)[0] == pytest.approx(0.13, abs=5e-3)


def test_numpy_financial_gives_one_of_two_rates_where_we_give_none() -> None:
    assert npv(CONTRACT_ENDS, 0.1)[0] > 0
    assert npf.irr(CONTRACT_ENDS) == pytest.approx(-0.178, abs=1e-4)
    assert [npf.npv(rate, CONTRACT_ENDS) for rate in (-0.17798142, 0.86399502)] == pytest.approx([0, 0], abs=1e-4)
    rate, roots = irr(CONTRACT_ENDS)
    assert np.isnan(rate[0])
    assert roots[0] == 2


@given(st.lists(st.integers(-20, 20), min_size=1, max_size=11))
@example([4, -12, 9])
@example([-1, 3, -3, 1])
@settings(max_examples=500, deadline=None)
def test_the_count_of_roots_is_that_of_sturms_theorem(flows) -> None:
    distinct, repeated = sturm_count(flows)
    edges = [sum(Fraction(flow) * x**year for year, flow in enumerate(flows)) for x in (Fraction(1, 11), Fraction(100))]
    assume(all(edges) or not any(flows))
    rate, roots = irr(flows)
    assert roots[0] == distinct or (repeated and roots[0] >= distinct)
    assert np.isnan(rate[0]) == (roots[0] != 1)


def well_apart(x: np.ndarray) -> bool:
    """Whether the roots can be told from each other, from complex ones and from the ends of the range in double precision."""
    near = np.abs(x[:, np.newaxis] - x)[np.triu_indices(x.size, 1)]
    ends = np.abs(x[:, np.newaxis] - [1 / 11, 100])
    doubtful = (x.imag != 0) & (np.abs(x.imag) < 1e-4 * np.abs(x))
    return min(near.min(initial=1), ends.min(initial=1)) > 1e-4 and not doubtful.any()


@pytest.mark.parametrize("seed", range(4))
def test_the_count_of_roots_is_that_of_numpy_for_thousands_of_random_flows(seed) -> None:
    random = np.random.default_rng(seed)
    steps = [random.normal(size=(26, 1000)), random.normal(size=(26, 1000)).cumsum(axis=0), random.integers(-9, 10, (26, 1000))]
    flows = np.concatenate([step.astype(float) for step in steps], axis=1)
    rate, roots = irr(flows)
    compared = 0
    for trial in range(flows.shape[1]):
        x = np.roots(flows[::-1, trial])
        if not well_apart(x):
            continue
        real = x[(x.imag == 0) & (x.real > 1 / 11) & (x.real < 100)].real
        assert roots[trial] == real.size
        assert real.size != 1 or rate[trial] == pytest.approx(1 / real[0] - 1, rel=1e-8, abs=1e-8)
        compared += 1
    assert compared > 2_900


@pytest.mark.parametrize("rate", [-0.3, 0.0, 0.08, 0.1, 0.5, 1.7])
def test_where_the_net_present_value_only_touches_zero_there_are_two_roots(rate) -> None:
    """(1 - (1 + rate) x)**2 times years of gains: never negative, whatever way the flows are rounded."""
    gains = np.random.default_rng(4).uniform(0.5, 2.0, (200, 24))
    touching = np.array([1.0, -2.0 * (1.0 + rate), (1.0 + rate) ** 2])
    flows = np.stack([np.convolve(touching, gain) for gain in gains], axis=1)
    found, roots = irr(flows)
    assert set(roots) == {2}
    assert np.isnan(found).all()


def random_flows(trials: int) -> np.ndarray:
    """Plants with three years of spending, then profits; in half of the trials the late years lose."""
    random = np.random.default_rng(2)
    flows = random.normal(20, 8, (26, trials))
    flows[:3] = -random.uniform(20, 60, (3, trials))
    flows[20:, ::2] -= random.uniform(0, 60, trials)[::2]
    return flows


def test_a_trial_alone_has_the_very_rate_it_has_in_company() -> None:
    flows = random_flows(5_000)
    rate, roots = irr(flows)
    modified = mirr(flows, 0.05, 0.08)
    value = npv(flows, 0.07)
    assert set(roots) > {1, 2}
    for trial in range(0, 5_000, 23):
        alone = flows[:, trial]
        assert irr(alone)[0].tobytes() == rate[trial : trial + 1].tobytes()
        assert irr(alone)[1][0] == roots[trial]
        assert npv(alone, 0.07)[0] == value[trial]
        assert mirr(alone, 0.05, 0.08)[0] == modified[trial]


def test_the_net_present_value_at_the_rate_is_zero() -> None:
    flows = random_flows(5_000)
    rate, roots = irr(flows)
    unique = roots == 1
    assert unique.sum() > 2_000
    residue = npv(flows[:, unique], rate[unique]) / npv(np.abs(flows[:, unique]), rate[unique])
    assert np.abs(residue).max() < 1e-14


@pytest.mark.parametrize("factor", [1e-9, 0.3, 7.0, 1e12])
def test_scale_changes_no_rate(factor) -> None:
    flows = random_flows(1_000)
    np.testing.assert_array_equal(irr(flows * factor)[1], irr(flows)[1])
    np.testing.assert_allclose(irr(flows * factor)[0], irr(flows)[0], rtol=1e-12, atol=1e-13)


def test_a_rate_a_trial_discounts_each_trial_at_its_own() -> None:
    flows = random_flows(3)
    rates = np.array([0.0, 0.05, np.nan])
    expected = [sum(flows[:, 0]), npf.npv(0.05, flows[:, 1]), np.nan]
    assert npv(flows, rates) == pytest.approx(expected, rel=1e-12, nan_ok=True)
    assert npv([-100, 121], rates[:2]) == pytest.approx([21, 121 / 1.05 - 100])


def test_a_flow_in_year_0_is_not_discounted() -> None:
    assert npv([50.0], 0.2).tolist() == [50.0]


@pytest.mark.parametrize("flows", [[100, 50], [-100, -50], [0, 0], [7]])
def test_there_is_no_modified_rate_without_both_signs(flows) -> None:
    assert np.isnan(mirr(flows, 0.1, 0.1)).all()


@pytest.mark.parametrize("flows", [np.zeros((2, 2, 2)), [], 5.0])
def test_a_wrong_shape_is_refused(flows) -> None:
    with pytest.raises(ValueError, match=r"must be \(years, trials\)"):
        irr(flows)


def test_a_rate_of_minus_one_is_refused() -> None:
    with pytest.raises(ValueError, match="above -1"):
        npv([-1, 2], -1.0)


def test_statistics_are_excels() -> None:
    """AVERAGE, STDEV, SKEW and PERCENTILE of 1, 2, 3, 4, 10: 4; sqrt(50 / 4); (-27 - 8 - 1 + 216) / 12.5**1.5 x 5 / 12; by definition.

    The mean of the lowest 5 % is the 1, which is a fifth of the values.
    """
    found = statistics(np.array([10.0, 1.0, np.nan, 4.0, 2.0, 3.0, np.inf, np.nan]))
    assert (found.mean, found.sd, found.missing) == (pytest.approx(4.0), pytest.approx(12.5**0.5), 3 / 8)
    percentiles = (found.p05, found.p10, found.p25, found.p50, found.p75, found.p90, found.p95)
    assert percentiles == pytest.approx((1.2, 1.4, 2.0, 3.0, 4.0, 7.6, 8.8))
    assert found.skew == pytest.approx(180 / 12.5**1.5 * 5 / 12)


def test_the_mean_of_the_worst_trials_is_that_of_the_lowest_twentieth() -> None:
    """Of 1 to 100 the lowest 5 %, 1 to 5: 3. Of a uniform variable on [0, 1]: 0.025."""
    assert statistics(np.arange(1.0, 101.0)).cvar05 == pytest.approx(3.0)
    assert statistics((np.arange(100_000) + 0.5) / 100_000).cvar05 == pytest.approx(0.025, abs=1e-5)


def test_statistics_of_one_value_and_of_none() -> None:
    one, none = statistics([3.0]), statistics([np.nan, np.nan])
    assert (one.mean, one.p05, one.p95, one.missing) == (3.0, 3.0, 3.0, 0.0)
    assert np.isnan(one.sd)
    assert none.missing == 1.0
    assert np.isnan([none.mean, none.sd, none.p05, none.p50, none.p95]).all()
    with pytest.raises(ValueError, match="at least one trial"):
        statistics([])


def test_a_proportion_has_the_standard_error_of_a_binomial_share() -> None:
    assert proportion(np.array([True, False, False, False])) == (0.25, pytest.approx((0.25 * 0.75 / 4) ** 0.5))
    assert proportion([1.0, 1.0]) == (1.0, 0.0)
    with pytest.raises(ValueError, match="at least one trial"):
        proportion([])
