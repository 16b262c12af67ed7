"""Public support and the taxes it touches, by hand: a plant of 100 MUSD that earns 20 MUSD a year, taxed at 25.7 %."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from worked_examples.plant import MILLION, figure, rows_with

import roi
from roi.analysis.trials import base_case
from roi.book import Overlay, load_book
from roi.errors import RoiError
from roi.statement.model import build

LIMITS = {"taxation.us.credit_limit": figure(0.75, label="Limit"), "taxation.us.local_tax_rate": figure(0.0, label="Local")}


def millions(row: str, changes: dict[str, Any], years: int = 4) -> list[float]:
    return (rows_with(LIMITS | changes, "aid")[row][:years] / MILLION).tolist()


def test_without_support_nothing_is_different() -> None:
    assert millions("income_tax", {}) == pytest.approx([0, 3.855, 3.855, 3.855])


def test_a_grant_that_lowers_the_basis_is_worth_what_it_pays_less_the_deductions_it_takes() -> None:
    found = rows_with(LIMITS | {"incentives.grant.share": 0.3}, "aid")
    assert (found["net_cash_flow"][:2] / MILLION).tolist() == pytest.approx([-70, 20 - 0.257 * (20 - 3.5)])
    assert found["levelised_grant"][0] == pytest.approx(-0.3 * found["levelised_capital_spending"][0])


def test_a_taxable_grant_is_income_of_its_year_and_leaves_the_basis() -> None:
    changes = {"incentives.grant.share": 0.3, "incentives.grant.treatment": "taxable"}
    assert millions("income_tax", changes, 2) == pytest.approx([0.257 * 30, 3.855])
    assert millions("net_cash_flow", changes, 2) == pytest.approx([-100 + 30 - 7.71, 16.145])


def test_a_grant_of_an_amount_is_paid_as_the_capital_is_spent() -> None:
    found = rows_with(LIMITS | {"plants.plant.spending_profile": [0.6, 0.4]}, "aid", "amount")
    assert (found["grant"][:3] / MILLION).tolist() == pytest.approx([6, 4, 0])


@pytest.mark.parametrize(("reduction", "basis"), [(1.0, 75.0), (0.5, 87.5), (0.0, 100.0)])
def test_an_investment_credit_takes_its_part_of_the_basis(reduction: float, basis: float) -> None:
    """25 % of 100 in the first operating year, paid out; depreciation over 20 years of what is left."""
    changes = {"incentives.investment.rate": 0.25, "incentives.investment.basis_reduction": reduction}
    tax = 0.257 * (20 - basis / 20)
    assert millions("income_tax", changes) == pytest.approx([0, tax - 25, tax, tax])


def test_a_credit_that_is_sold_brings_its_price() -> None:
    changes = {"incentives.investment.rate": 0.25, "incentives.investment.use": "transferable"}
    tax = 0.257 * (20 - 3.75)
    assert millions("income_tax", changes, 3) == pytest.approx([0, tax - 22.5, tax])


def test_a_credit_carried_forward_is_used_up_to_the_limit_of_each_years_tax() -> None:
    """Tax before credits 0.257 x 16.25 = 4.17625, of which 75 % = 3.1321875 a year; 25 lasts seven years and 3.0746875."""
    changes = {"incentives.investment.rate": 0.25, "incentives.investment.use": "carried_forward"}
    assert millions("credits_used", changes, 11) == pytest.approx([0, *[3.1321875] * 7, 3.0746875, 0, 0])
    assert millions("credit_pool", changes, 4) == pytest.approx([0, 21.8678125, 18.735625, 15.6034375])
    assert millions("income_tax", changes, 10) == pytest.approx([0, *[1.0440625] * 7, 1.1015625, 4.17625])


def test_the_rate_of_an_investment_credit_is_that_of_the_begin_of_construction() -> None:
    changes = {
        "incentives.investment.rate": {"2027-01-01": 0.25, "2028-01-01": 0},
        "plants.plant.spending_profile": [0.5, 0.5],
    }
    assert millions("investment_credit", changes) == pytest.approx([0, 0, 25, 0])


def test_grant_and_credit_together_count_no_dollar_twice() -> None:
    """Grant 30 leaves 70, the credit is 25 % of 70 = 17.5, the basis 52.5; land of a tenth earns no credit."""
    both = {"incentives.grant.share": 0.3, "incentives.investment.rate": 0.25}
    assert millions("investment_credit", both, 2) == pytest.approx([0, 17.5])
    assert millions("tax_depreciation", both, 2) == pytest.approx([0, 52.5 / 20])
    land = both | {"plants.plant.land_share": figure(0.1)}
    assert millions("investment_credit", land, 2) == pytest.approx([0, 0.25 * 63])
    assert millions("tax_depreciation", land, 2) == pytest.approx([0, (70 - 15.75) * 0.9 / 20])


def test_a_production_credit_follows_its_base_and_its_dates() -> None:
    """Revenue 40, goods and materials 20: 35 % of 20, then three quarters of that."""
    dated = {"2027-01-01": 0.35, "2029-01-01": 0.2625, "2030-01-01": 0}
    added = {"incentives.production.rate": dated}
    assert millions("production_credit", added) == pytest.approx([0, 7, 5.25, 0])
    assert millions("income_tax", added) == pytest.approx([0, 3.855 - 7, 3.855 - 5.25, 3.855])
    of_revenue = added | {"incentives.production.base": "revenue"}
    assert millions("production_credit", of_revenue) == pytest.approx([0, 14, 10.5, 0])
    per_kg = {"incentives.per_kg.rate_per_kg": {"2027-01-01": 3, "2029-01-01": 1.5}}
    assert millions("production_credit", per_kg) == pytest.approx([0, 3, 1.5, 1.5])


def test_both_credits_carried_forward_share_one_pool() -> None:
    """Earned 1 + 2, later 2; the limit is 0.75 x 3.855 = 2.89125."""
    changes = {
        "incentives.investment.rate": 0.01, "incentives.investment.use": "carried_forward", "incentives.investment.basis_reduction": 0,
        "incentives.production.rate": 0.1, "incentives.production.use": "carried_forward",
    }  # fmt: skip
    assert millions("credits_used", changes) == pytest.approx([0, 2.89125, 2.10875, 2])
    assert millions("credit_pool", changes) == pytest.approx([0, 0.10875, 0, 0])


def test_local_tax_is_deducted_from_the_profit_of_national_tax() -> None:
    """5 % of 15 = 0.75; 25.7 % of 14.25 = 3.66225."""
    local = {"taxation.us.local_tax_rate": figure(0.05)}
    assert millions("income_tax", local, 2) == pytest.approx([0, 0.75 + 3.66225])
    abated = local | {"incentives.state_holiday.shares": [1, 0.5]}
    assert millions("income_tax", abated) == pytest.approx([0, 3.855, 0.375 + 0.257 * 14.625, 4.41225])


def test_a_tax_holiday_forgives_its_share_by_year_of_operation() -> None:
    assert millions("income_tax", {"incentives.holiday.shares": [1, 0.5]}) == pytest.approx([0, 0, 3.855 / 2, 3.855])


def test_the_owners_country_takes_its_share_of_the_profit() -> None:
    assert millions("income_tax", {"taxation.us.owner_tax_rate": figure(0.1)}, 2) == pytest.approx([0, 3.855 + 1.5])


def test_relief_from_property_tax_is_income_of_its_years() -> None:
    """Insurance and property tax 4 % of 100, half of it property tax: 2, of which 100 % and then 50 %."""
    changes = {"plants.plant.insurance_and_property_tax_share": 0.04, "incentives.property_tax.shares": [1, 0.5]}
    assert millions("property_tax_relief", changes) == pytest.approx([0, 2, 1, 0])
    assert millions("profit_before_tax", changes) == pytest.approx([0, 20 - 4 - 5 + 2, 20 - 4 - 5 + 1, 11])


def test_two_incentives_of_one_kind_are_refused() -> None:
    with pytest.raises(RoiError, match=r"incentives.per_kg and incentives.production are both for plants.plant"):
        rows_with(LIMITS | {"incentives.per_kg.rate_per_kg": 1, "incentives.production.rate": 0.1}, "aid")


def test_the_grant_row_gives_what_a_smaller_plant_with_larger_shares_gives() -> None:
    """How the scenario was written before: 70 % of the capital, all that is a share of it divided by 0.7."""
    name, case = "acetaminophen_continuous_us", "acetaminophen_us_continuous"
    plain = load_book().plants[name]
    keys = ("maintenance_share", "insurance_and_property_tax_share", "working_capital_share")
    smaller = {f"plants.{name}.{key}": getattr(plain, key).value / 0.7 for key in keys} | {f"plants.{name}.fixed_capital": 138 * 0.7}
    found = []
    for changes in ({"incentives.us_grant.share": 0.3}, smaller):
        book = load_book(overlays=[Overlay("example", "", "", changes)])
        model = build(book.cases[case], book)
        values = base_case(model)
        found.append({one: values[model.options["us_continuous"].cells[one]] for one in ("net_cash_flow", "npv", "levelised_cost")})
    for one, flows in found[0].items():
        np.testing.assert_allclose(flows, found[1][one], rtol=1e-12)


@pytest.mark.parametrize("scenario", ["pills_production_credit", "pills_investment_credit"])
def test_the_proposed_credits_help_the_domestic_plant_alone(studies, scenario) -> None:
    case = "acetaminophen_us_continuous"
    with_it = roi.compare(roi.load_case(case, scenarios=[scenario]), trials=50).comparison.measures
    before = studies[case].comparison.measures
    assert with_it["us_continuous"]["npv"].base > before["us_continuous"]["npv"].base
    for other in ("india_batch", "indian_merchant"):
        assert with_it[other]["npv"].base == before[other]["npv"].base


def test_an_export_rebate_is_a_share_of_the_value_free_on_board(studies) -> None:
    """0.9 % for paracetamol of India; nothing for amoxicillin, whose line was not read."""
    comparison = studies["acetaminophen_us_continuous"].comparison
    rebate, value = (comparison.row("india_batch", one) for one in ("export_rebate", "goods_value"))
    np.testing.assert_allclose(rebate, 0.009 * value, rtol=1e-12)
    assert "export_rebate" not in studies["amoxicillin_us_continuous"].comparison.model.options["india_batch"].cells


def test_an_incentive_for_sales_at_home_is_taxed_and_keeps_its_ceiling() -> None:
    """A tenth of 40 is 4 a year; the ceiling leaves 3."""
    found = rows_with(LIMITS | {"incentives.sales.rate": 0.1}, "aid")
    assert (found["sales_incentive"][:3] / MILLION).tolist() == pytest.approx([0, 4, 4])
    assert (found["income_tax"][:2] / MILLION).tolist() == pytest.approx([0, 0.257 * (15 + 4)])
    assert (found["net_cash_flow"][:2] / MILLION).tolist() == pytest.approx([-100, 20 + 4 - 0.257 * 19])
    limited = LIMITS | {"incentives.sales.rate": 0.1, "incentives.sales.yearly_ceiling": figure(3, "MUSD/year")}
    assert millions("sales_incentive", limited, 3) == pytest.approx([0, 3, 3])


def comparison_with(case: str, changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Base-case rows of every option of a bundled case."""
    book = load_book(overlays=[Overlay("example", "", "", changes)])
    model = build(book.cases[case], book)
    values = base_case(model)
    return {name: {cell.name: values[cell] for cell in option.cells.values()} for name, option in model.options.items()}


def test_sales_that_leave_the_country_earn_no_incentive_and_a_plant_abroad_none_at_all() -> None:
    given = {"incentives.in_pli.rate": 0.1, "incentives.in_pli.country": "us"}
    found = comparison_with("amoxicillin_us_continuous", given)
    at_home = found["us_continuous"]
    exported = sum(at_home[name] for name in ("export_contract_revenue", "export_spot_revenue") if name in at_home)
    assert exported.sum() > 0
    sold = sum(values for name, values in at_home.items() if name.endswith(("_contract_revenue", "_spot_revenue")))
    np.testing.assert_allclose(at_home["sales_incentive"], 0.1 * (sold - exported), rtol=1e-12)
    for_india = comparison_with("amoxicillin_us_continuous", {"incentives.in_pli.rate": 0.1})
    assert not any("sales_incentive" in rows for rows in for_india.values())


def test_value_added_tax_that_is_not_refunded_is_a_cost_of_what_a_plant_ships_abroad() -> None:
    """13 percent less 9 of the value free on board; a rebate of the whole tax leaves no row."""
    case, here = "acetaminophen_us_continuous", {"incentives.cn_export_vat.country": "in"}
    plain = comparison_with(case, here)
    found = comparison_with(case, here | {"incentives.cn_export_vat.rebate_rate": 0.09})
    assert not any("unrefunded_vat" in rows for rows in plain.values())
    ships = found["india_batch"]
    np.testing.assert_allclose(ships["unrefunded_vat"], 0.04 * ships["goods_value"], rtol=1e-12)
    np.testing.assert_allclose(ships["operating_cost"] - plain["india_batch"]["operating_cost"], ships["unrefunded_vat"], atol=1e-6)
    assert ships["levelised_cost"][0] - plain["india_batch"]["levelised_cost"][0] == pytest.approx(ships["levelised_unrefunded_vat"][0])
    for other in ("us_continuous", "indian_merchant"):
        assert found[other]["npv"][0] == plain[other]["npv"][0]
