"""Overrun, delay, renewal and closure of a plant: what they may change, and what not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from roi.analysis.trials import base_case, one_trial
from roi.book import load_book, parse_set
from roi.paths import bundled
from roi.statement.model import build

CASE, PLANT, OPTION = "acetaminophen_us_continuous", "plants.acetaminophen_continuous_us", "us_continuous"
FIGURE = "{{label: Set, unit: {unit}, value: {value}, source: judgement, locator: test, retrieved: 2026-11-21, confidence: judgement}}"


def rows(*settings: str):
    """Base-case rows and measures of the plant's option, with figures set."""
    book = load_book([bundled("assumptions")], [parse_set(settings)] if settings else [])
    model = build(book.cases[CASE], book)
    return {cell.name: value for cell, value in base_case(model).items() if cell.statement.name in (OPTION, "market")}


def given(key: str, value: float, unit: str = '"1"') -> str:
    return f"{PLANT}.{key}={FIGURE.format(unit=unit, value=value)}"


@pytest.fixture(scope="module")
def planned():
    return rows(f"{PLANT}.cost_overrun=0", f"{PLANT}.delay=0")


def test_an_overrun_raises_spending_and_depreciation_by_its_share_and_maintenance_not_at_all(planned) -> None:
    over = rows(f"{PLANT}.cost_overrun=0.3", f"{PLANT}.delay=0")
    for row in ("capital_spending", "invested_capital", "bonus_depreciation"):
        np.testing.assert_allclose(over[row], 1.3 * planned[row], rtol=1e-12)
    for row in ("maintenance_cost", "insurance_and_property_tax_cost", "revenue"):
        assert np.array_equal(over[row], planned[row])


@pytest.mark.parametrize("years", [1, 2, 3])
def test_a_delay_shifts_operation_ramp_up_and_depreciation_and_leaves_spending_where_it_is(planned, years) -> None:
    late = rows(f"{PLANT}.cost_overrun=0", f"{PLANT}.delay={years}")
    assert np.array_equal(late["capital_spending"], planned["capital_spending"])
    for row in ("operating", "saleable_capacity", "bonus_depreciation", "scheduled_depreciation"):
        assert np.array_equal(late[row][years:], planned[row][:-years]), row
        assert not late[row][:years].any()
    assert np.array_equal(late["age"], planned["age"] - years)
    assert late["levelised_cost"] > planned["levelised_cost"]


def test_a_delay_beyond_the_horizon_sells_nothing_and_gets_the_working_capital_back() -> None:
    never = rows(f"{PLANT}.delay={{distribution: {{kind: fixed, value: 20}}, value: 20}}")
    assert not never["volume_sold"].any()
    assert not never["working_capital_change"].any()
    assert np.isnan(never["levelised_cost"])


def test_a_trial_with_a_drawn_delay_is_the_case_with_that_delay(studies) -> None:
    model = studies[CASE].comparison.model
    trials = studies[CASE].comparison.trials.measures[OPTION]["npv"]
    seen = set()
    for trial in range(12):
        values = one_trial(model, 1, trial)
        years = float(values[f"{PLANT}.delay"])
        seen.add(years)
        first = base_case(model, values)[model.options[OPTION].cells["first_operating_year"]]
        assert set(first) == {3 + years}
        assert base_case(model, values)[model.options[OPTION].cells["npv"]][0] == pytest.approx(trials[trial], rel=1e-12)
    assert len(seen) > 2


def test_sustaining_capital_is_a_share_of_the_fixed_capital_deducted_at_once(planned) -> None:
    kept_up = rows(f"{PLANT}.cost_overrun=0", f"{PLANT}.delay=0", given("sustaining_capital_share", 0.02, "1/year"))
    expected = planned["operating"] * planned["fixed_capital"] * 0.02 * planned["cost_index"]
    np.testing.assert_allclose(kept_up["sustaining_capital"], expected, rtol=1e-12)
    np.testing.assert_allclose(planned["profit_before_tax"] - kept_up["profit_before_tax"], expected, rtol=0, atol=1e-3)
    assert "sustaining_capital" not in planned


def test_closure_falls_in_the_last_year_and_may_pay(planned) -> None:
    for decommissioning, salvage in ((0.1, 0.02), (0.0, 0.05)):
        closed = rows(
            f"{PLANT}.cost_overrun=0", f"{PLANT}.delay=0", given("decommissioning_share", decommissioning), given("salvage_share", salvage)
        )
        assert not closed["closure_cost"][:-1].any()
        expected = planned["fixed_capital"][-1] * (decommissioning - salvage) * planned["cost_index"][-1]
        assert closed["closure_cost"][-1] == pytest.approx(expected, rel=1e-12)
        assert (closed["npv"] < planned["npv"]) == (decommissioning > salvage)


def test_an_overrun_and_a_delay_of_0_give_the_plant_that_has_neither(planned, book) -> None:
    stem = PLANT.removeprefix("plants.")
    plain = book.plants[stem].model_copy(update={"cost_overrun": None, "delay": None})
    without = build(book.cases[CASE], replace(book, plants={**book.plants, stem: plain}))
    found = {cell.name: value for cell, value in base_case(without).items() if cell.statement.name in (OPTION, "market")}
    assert found.keys() <= planned.keys()
    for row, values in found.items():
        assert np.array_equal(values, planned[row], equal_nan=True), row
