"""Value at exit and the discount rate from its parts. A plant of 100 MUSD that earns 20 MUSD a year for 20 years, taxed at 25.7 %."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import bisect
from worked_examples.plant import MILLION, figure, rows_with

from roi.book import load_book

SHORT = {"cases.plant.horizon": 10}
"""After ten years half of the capital, 50, is not yet deducted."""

REAL = {"cases.plant.finance": "real_owner"}
"""A finance with a real rate of 5 percent."""


def last(changes: dict[str, Any], row: str) -> float:
    return float(rows_with(SHORT | changes)[row][-1] / MILLION)


def test_without_an_exit_nothing_comes_back() -> None:
    assert last({}, "net_cash_flow") == pytest.approx(16.145)


@pytest.mark.parametrize(
    ("exit", "value"),
    [
        ({"finance.owner.salvage_share": figure(0.2)}, 20.0),
        ({"finance.owner.exit_multiple": figure(6)}, 120.0),
        ({"finance.owner.perpetuity_growth": figure(0.02, "1/year")}, 20 * 0.743 * 1.02 / 0.08),
    ],
)
def test_the_exit_is_paid_in_the_last_year_and_its_gain_is_taxed(exit: dict[str, Any], value: float) -> None:
    """Gain: value less the 50 that are not yet deducted, at 25.7 %; a loss lowers the tax of the year."""
    assert last(exit, "exit_value") == pytest.approx(value)
    assert last(exit, "exit_gain") == pytest.approx(value - 50)
    assert last(exit, "income_tax") == pytest.approx(max(0, 0.257 * (15 + value - 50)))
    assert last(exit, "net_cash_flow") == pytest.approx(20 + value - max(0, 0.257 * (value - 35)))


def test_a_deduction_given_back_is_a_basis_again_at_exit() -> None:
    """Building 20, deducted at once and given back in year 5: by year 10 six years of the table are deducted, 2.461 % + 5 x 2.564 %.

    Of equipment, 80 over 20 years, 40 are left.
    """
    law = {
        "plants.plant.building_share": figure(0.2),
        "plants.plant.qualified_use_time": figure(4, "year", label="Time"),
        "taxation.us.building_depreciation": "macrs_39_month_1",
        "taxation.us.building_bonus_share": figure(values={"2025-01-20": 1}),
        "taxation.us.building_recapture_period": figure(10, "year", label="Period"),
        "finance.owner.salvage_share": figure(0.5),
    }
    found = rows_with(SHORT | law, "irs")
    assert found["exit_gain"][-1] / MILLION == pytest.approx(50 - 40 - 20 * (1 - 0.02461 - 5 * 0.02564))


def test_a_business_that_loses_money_has_no_value_by_its_earnings() -> None:
    loses = {"plants.plant.other_materials": 45, "finance.owner.exit_multiple": figure(6)}
    assert last(loses, "exit_value") == 0


def test_the_owners_get_the_exit_too() -> None:
    changes = SHORT | {"finance.owner.exit_multiple": figure(6), "cases.plant.options.plant.loan": "level"}
    found = rows_with(changes, "debt")
    assert found["equity_cash_flow"][-1] / MILLION == pytest.approx(120 + 9.14581511 - 0.257 * 70)


def test_flows_in_mid_year_are_worth_half_a_year_more_than_at_its_end_but_for_the_decision() -> None:
    """100 at the decision; what comes later is worth the root of 1.1 times what it is at the ends of its years."""
    at_the_end, found = rows_with({}), rows_with({"finance.owner.timing": "mid_year"})
    later = at_the_end["npv"][0] / MILLION + 100
    assert found["npv"][0] / MILLION == pytest.approx(-100 + later * 1.1**0.5)
    assert found["discount_factor"][:3].tolist() == pytest.approx([1, 1.1**-0.5, 1.1**-1.5])
    for row in ("net_cash_flow", "payback", "mirr"):
        np.testing.assert_array_equal(found[row], at_the_end[row])


def test_the_rate_of_return_in_mid_year_is_that_at_which_the_value_is_nothing() -> None:
    """Oracle: the root between 0 and 100 %, by bisection of the value in mid-year."""
    found = rows_with({"finance.owner.timing": "mid_year"})

    def value(rate: float) -> float:
        return float(np.sum(found["net_cash_flow"] / (1 + rate) ** np.maximum(np.arange(21) - 0.5, 0)))

    assert found["irr"][0] == pytest.approx(bisect(value, 0, 1, xtol=1e-12), abs=1e-9)
    assert found["irr_roots"][0] == 1


def test_the_owners_flows_fall_in_mid_year_too() -> None:
    changes = {"cases.plant.options.plant.loan": "level", "finance.owner.timing": "mid_year"}
    own = changes | {"finance.owner.cost_of_equity": figure(0.15, "1/year")}
    for rate, law in ((0.1, changes), (0.15, own)):
        found = rows_with(law, "debt")
        flows, times = found["equity_cash_flow"], np.maximum(np.arange(21) - 0.5, 0)
        assert found["equity_npv"][0] == pytest.approx(np.sum(flows / (1 + rate) ** times))
        assert np.sum(flows / (1 + found["equity_irr"][0]) ** times) == pytest.approx(0, abs=1e-3)
        assert found["equity_irr_roots"][0] == 1


def test_the_discount_rate_is_built_up_as_its_source_does(book) -> None:
    """3.95 + 0.9828 x 4.46 = 8.333 % for equity; with 12.69 % of debt at 6.02 % before tax of 25 % 7.849 %. The table says 8.33, 7.85."""
    parts = book.finance["us_manufacturer_built_up"]
    found = load_case_with("us_manufacturer_built_up")
    assert found["built_up_cost_of_equity"] == pytest.approx(0.08333, abs=5e-6)
    assert found["discount_rate"] == pytest.approx(0.07849, abs=5e-6)
    assert parts.discount_rate is None


def load_case_with(finance: str) -> dict[str, float]:
    from roi.analysis.trials import base_case
    from roi.book import Overlay
    from roi.statement.model import build

    case = "acetaminophen_us_continuous"
    book = load_book(overlays=[Overlay("example", "", "", {f"cases.{case}.finance": finance})])
    model = build(book.cases[case], book)
    values = base_case(model)
    return {cell.name: float(values[cell][0]) for cell in model.common.cells.values()}


def test_a_real_rate_becomes_nominal_by_inflation_in_the_country_of_the_market() -> None:
    """1.05 x 1.03 - 1 = 8.15 percent."""
    found = rows_with({"countries.us.inflation": 0.03, **REAL}, "real")
    assert found["discount_rate"][0] == pytest.approx(0.0815)


def test_where_everything_grows_with_inflation_nominal_money_at_the_nominal_rate_is_worth_what_real_money_is_at_the_real_rate() -> None:
    """Without tax, whose deductions stay nominal. All prices, wages and stocks grow by 3 percent, and nothing remembers old prices."""
    plant = {"plants.plant.labour_hours": 50_000, "countries.us.operator_wage": 20, "plants.plant.insurance_and_property_tax_share": 0.02}
    plain = {"taxation.us.tax_rate": 0, "plants.plant.spending_profile": [0.5, 0.5], "cases.plant.contract": "spot", **plant, **REAL}
    inflated = {"countries.us.inflation": 0.03, "markets.buyers.price_growth": 0.03}
    real, nominal = rows_with(plain, "real"), rows_with(plain | inflated, "real")
    growth = 1.03 ** np.arange(21)
    np.testing.assert_allclose(nominal["net_cash_flow"], real["net_cash_flow"] * growth, rtol=1e-12)
    assert nominal["npv"][0] == pytest.approx(real["npv"][0], rel=1e-12)
    assert nominal["irr"][0] == pytest.approx(1.03 * (1 + real["irr"][0]) - 1)
