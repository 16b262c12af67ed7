"""What developing a process costs and when it is deducted, by hand: a plant of 100 MUSD that earns 20 MUSD a year, taxed at 25.7 %."""

from __future__ import annotations

import numpy as np
import pytest
from worked_examples.plant import MILLION, figure, rows_with

COST = {"plants.plant.development_cost": figure(30, "MUSD", label="Development of the process")}
BUILT_OVER_TWO_YEARS = {"plants.plant.spending_profile": [0.6, 0.4]}
LOSSES_CARRIED = {"taxation.us.loss_rule": "carryforward"}


def millions(found, row: str, years: int = 4) -> list[float]:
    return (found[row][:years] / MILLION).tolist()


def test_development_is_paid_as_the_plant_is_built_and_deducted_at_once() -> None:
    found = rows_with(COST | BUILT_OVER_TWO_YEARS | LOSSES_CARRIED)
    assert millions(found, "development_spending") == pytest.approx([18, 12, 0, 0])
    assert millions(found, "research_deduction") == pytest.approx([18, 12, 0, 0])
    assert millions(found, "net_cash_flow", 2) == pytest.approx([-60 - 18, -40 - 12])
    # 20 less depreciation of 5 leaves 15 a year, which the 30 of losses take twice
    assert millions(found, "loss_pool") == pytest.approx([18, 30, 15, 0])


def test_it_is_a_part_of_the_levelised_cost_and_the_plant_keeps_all_else() -> None:
    plain, found = rows_with({}), rows_with(COST)
    sold = plain["levelised_capital_spending"][0] / 100
    assert found["levelised_development_spending"][0] == pytest.approx(30 * sold)
    assert found["levelised_cost"][0] == pytest.approx(plain["levelised_cost"][0] + 30 * sold)
    for row in ("capital_spending", "tax_depreciation", "operating_cost", "working_capital"):
        np.testing.assert_array_equal(found[row], plain[row])


def test_foreign_research_is_written_off_over_15_years_from_the_middle_of_the_year_of_payment() -> None:
    """26 U.S.C. 174(a)(2)(B): a thirtieth in the first and the 16th year, a fifteenth between. 18 from year 0, 12 from year 1."""
    found = rows_with(COST | BUILT_OVER_TWO_YEARS | LOSSES_CARRIED | {"taxation.us.research_amortisation": "research_15"}, "irs")
    assert millions(found, "research_deduction", 3) == pytest.approx([0.6, 1.2 + 0.4, 1.2 + 0.8], rel=1e-6)
    assert millions(found, "research_deduction", 21)[14:] == pytest.approx([2.0, 0.6 + 0.8, 0.4, 0, 0, 0, 0], rel=1e-6)
    assert found["research_deduction"].sum() == pytest.approx(30 * MILLION)
    assert millions(found, "development_spending", 3) == pytest.approx([18, 12, 0])


def test_research_abroad_costs_tax_that_research_at_home_does_not() -> None:
    home = rows_with(COST | {"taxation.us.loss_rule": "refund"}, "irs")
    abroad = rows_with(COST | {"taxation.us.loss_rule": "refund", "taxation.us.research_amortisation": "research_15"}, "irs")
    later = sum(30 * share / 1.1**year for year, share in enumerate([1 / 30, *[1 / 15] * 14, 1 / 30]))
    assert (home["npv"][0] - abroad["npv"][0]) / MILLION == pytest.approx(0.257 * (30 - later))
