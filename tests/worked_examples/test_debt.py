"""The loan: the plant of three other tools, and corkscrews by hand. A plant of 100 MUSD that earns 20 MUSD a year, taxed at 25.7 %."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy_financial as npf
import pytest
from ruamel.yaml import YAML
from worked_examples.plant import MILLION, PLANTS, figure, rows_with

from roi.errors import RoiError
from roi.finance.loan import level_shares

EXPECTED: dict[str, Any] = YAML(typ="safe").load(PLANTS / "expected_debt.yaml")


def with_loan(loan: str, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    return rows_with({"cases.plant.options.plant.loan": loan} | (changes or {}), "debt")


def millions(found: dict[str, Any], row: str, years: int = 99) -> list[float]:
    return (found[row][:years] / MILLION).tolist()


def test_every_year_of_a_level_loan_is_that_of_the_tools() -> None:
    found = with_loan("level")
    for row, expected in (
        ("interest", "interest"),
        ("repayment", "principal"),
        ("levered_income_tax", "tax"),
        ("equity_cash_flow", "cash_flow"),
    ):
        np.testing.assert_allclose(millions(found, row), EXPECTED[expected], rtol=0, atol=1e-6, err_msg=row)


def test_value_and_return_of_the_owners_are_those_of_the_tools() -> None:
    found = with_loan("level")
    assert found["equity_npv"][0] / MILLION == pytest.approx(EXPECTED["npv"], abs=1e-6)
    assert found["equity_irr"][0] == pytest.approx(EXPECTED["irr"], abs=1e-8)
    assert found["equity_irr_roots"][0] == 1


def test_a_loan_changes_nothing_of_the_project_without_it() -> None:
    plain, financed = rows_with({}, "debt"), with_loan("level")
    # lenders, owners and the treasury get what they really are paid
    of_parties = ("investor_net", "others_net", "public_net", "public_taxes", "investor_npv", "others_npv", "public_npv")
    for row, values in plain.items():
        if row in of_parties:
            continue
        np.testing.assert_array_equal(financed[row], values, err_msg=row)


@pytest.mark.parametrize(("rate", "years"), [(0.07, 10), (0.0, 5), (0.12, 1), (-0.01, 7)])
def test_level_shares_are_the_principal_payments_of_numpy_financial(rate: float, years: int) -> None:
    shares = level_shares(rate, years)
    assert sum(shares) == pytest.approx(1)
    if rate:
        assert shares == pytest.approx(-npf.ppmt(rate, np.arange(1, years + 1), years, 1))


def test_interest_before_operation_becomes_debt_or_is_paid() -> None:
    """Built over two years, 25 drawn in each: 1.75 of interest in year 1 is added, so that 51.75 are repaid, or paid by the owners."""
    building = {"plants.plant.spending_profile": [0.5, 0.5]}
    added = with_loan("level", building)
    assert millions(added, "debt_balance", 2) == pytest.approx([25, 51.75])
    assert millions(added, "interest", 3) == pytest.approx([0, 1.75, 3.6225])
    assert millions(added, "equity_cash_flow", 2) == pytest.approx([-25, -25])
    assert millions(added, "debt_balance")[11] == pytest.approx(0, abs=1e-9)
    paid = with_loan("equal", building | {"loans.equal.reserve_time": 0})
    assert millions(paid, "debt_balance", 3) == pytest.approx([25, 50, 45])
    assert millions(paid, "equity_cash_flow", 2) == pytest.approx([-25, -25 - 1.75])


def test_years_of_grace_bear_interest_alone() -> None:
    found = with_loan("equal", {"loans.equal.grace": 2})
    assert millions(found, "repayment", 5) == pytest.approx([0, 0, 0, 5, 5])
    assert millions(found, "interest", 5) == pytest.approx([0, 3.5, 3.5, 3.5, 3.15])


def test_cover_is_cash_after_tax_over_debt_service_and_the_lowest_is_found() -> None:
    """Equal repayment of 5: in the first year interest 3.5, tax 0.257 x 11.5 = 2.9555, cash 17.0445, cover 17.0445 / 8.5."""
    found = with_loan("equal")
    assert found["cover"][1] == pytest.approx(17.0445 / 8.5)
    assert found["least_cover"][0] == pytest.approx(17.0445 / 8.5)
    assert found["cover"][0] == found["cover"][11] == 0
    poor = with_loan("equal", {"plants.plant.ramp_up_shortfall": [0, 0, 0.25]})
    # year 3: 30 sold for 15 less 15 of cost; interest 2.8, tax 0.257 x 7.2
    assert poor["least_cover"][0] == pytest.approx((15 - 0.257 * 7.2) / 7.8)


def test_sculpted_repayment_keeps_the_cover_until_the_loan_is_gone() -> None:
    """Cover 2: year 1 tax 2.9555, cash 17.0445, half of it 8.52225 less interest 3.5; then interest on 44.97775."""
    found = with_loan("sculpted")
    assert millions(found, "repayment", 2) == pytest.approx([0, 5.02225])
    assert millions(found, "interest", 3)[2] == pytest.approx(0.07 * 44.97775)
    served = found["debt_balance"] > 1
    served[0] = False
    assert found["cover"][served] == pytest.approx(2)
    assert millions(found, "debt_balance")[10] == pytest.approx(0, abs=1e-9)
    assert found["repayment"].sum() == pytest.approx(50 * MILLION)


def test_a_sculpted_loan_that_cannot_be_repaid_in_time_ends_with_the_rest() -> None:
    """Cover 10 leaves nothing beside interest in the first years: the balance falls due in the last."""
    found = with_loan("sculpted", {"loans.sculpted.target_cover": 10, "loans.sculpted.tenor": 3})
    assert millions(found, "repayment", 5) == pytest.approx([0, 0, 0, 50, 0])


def test_the_reserve_holds_its_time_of_debt_service_and_returns() -> None:
    """Half a year: debt service 8.5 in year 1, 8.15 in year 2; it returns in the year of the last repayment."""
    found = with_loan("equal")
    assert millions(found, "debt_reserve", 3) == pytest.approx([0, 4.25, 4.075])
    assert millions(found, "reserve_change", 3) == pytest.approx([0, 4.25, -0.175])
    assert found["debt_reserve"][10] == 0
    assert found["reserve_change"].sum() == pytest.approx(0, abs=1e-6)


def test_interest_above_the_limit_is_carried_forward_and_deducted_later() -> None:
    """Earnings before depreciation 20 a year, 15 % of it 3: of 3.5 carry 0.5, of 3.15 + 0.5 carry 0.65, of 2.8 + 0.65 carry 0.45."""
    found = with_loan("equal", {"taxation.us.interest_limit": figure(0.15)})
    assert millions(found, "interest_deducted", 7) == pytest.approx([0, 3, 3, 3, 2.9, 2.1, 1.75])
    assert millions(found, "interest_carried", 6) == pytest.approx([0, 0.5, 0.65, 0.45, 0, 0])
    assert millions(found, "levered_income_tax", 2)[1] == pytest.approx(0.257 * (15 - 3))


def test_interest_of_the_years_before_earnings_waits_for_them() -> None:
    """Without earnings the limit is 0: the 1.75 of year 1 are carried and deducted with the 3.6225 of year 2, below 30 % of 20."""
    limit = {"taxation.us.interest_limit": figure(0.3), "plants.plant.spending_profile": [0.5, 0.5]}
    found = with_loan("level", limit)
    assert millions(found, "interest_deducted", 3) == pytest.approx([0, 0, 1.75 + 3.6225])


def test_losses_and_credits_are_followed_once_more_with_debt() -> None:
    """Earning 0 for a year: without debt a loss of 5, with it 8.5; each is used in the next year of its own statement."""
    law = {"taxation.us.loss_rule": "carryforward", "plants.plant.ramp_up_shortfall": [1]}
    found = with_loan("equal", law)
    assert millions(found, "loss_pool", 3) == pytest.approx([0, 5, 0])
    assert millions(found, "levered_loss_pool", 3) == pytest.approx([0, 8.5, 0])
    assert millions(found, "levered_taxable_income", 3)[2] == pytest.approx(15 - 3.15 - 8.5)


def test_the_owners_own_cost_of_capital_discounts_what_is_theirs() -> None:
    found = with_loan("level", {"finance.owner.cost_of_equity": figure(0.15, "1/year")})
    assert found["equity_npv"][0] / MILLION == pytest.approx(npf.npv(0.15, EXPECTED["cash_flow"]), abs=1e-6)


def test_a_grant_is_not_borrowed() -> None:
    found = rows_with(
        {"cases.plant.options.plant.loan": "equal", "incentives.grant.share": 0.3, "taxation.us.local_tax_rate": figure(0.0),
         "taxation.us.credit_limit": figure(1.0, label="Limit")},
        "debt", "aid",
    )  # fmt: skip
    assert millions(found, "debt_draw", 1) == pytest.approx([35])
    assert millions(found, "equity_cash_flow", 1) == pytest.approx([-35])


def test_a_loan_that_outlives_the_case_is_refused() -> None:
    with pytest.raises(RoiError, match=r"loans.equal is repaid in project year 21, after the last year 20"):
        with_loan("equal", {"loans.equal.grace": 11})
