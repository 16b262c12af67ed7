"""The risk premium of the country of a plant abroad: its own discount rate, and nobody else's. Oracle: NumPy on the flows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from roi.analysis.advantage import foreign_advantages
from roi.analysis.trials import base_case
from roi.book import Overlay, load_book
from roi.statement.model import build

CASE = "acetaminophen_us_continuous"
ASKED = {"finance.us_manufacturer.country_premium": True, "countries.in.country_risk_premium": 0.03}


def comparison_with(changes: dict[str, Any]) -> tuple[Any, dict[str, dict[str, Any]]]:
    book = load_book(overlays=[Overlay("example", "", "", changes)])
    model = build(book.cases[CASE], book)
    values = base_case(model)
    return model, {name: {cell.name: values[cell] for cell in option.cells.values()} for name, option in model.options.items()}


@pytest.fixture(scope="module")
def plain():
    return comparison_with({"countries.in.country_risk_premium": 0.03})[1]


@pytest.mark.parametrize(("timing", "shift"), [("year_end", 0.0), ("mid_year", 0.5)])
def test_the_flows_of_a_plant_abroad_are_discounted_at_the_rate_with_the_premium(plain, timing, shift) -> None:
    model, found = comparison_with(ASKED | {"finance.us_manufacturer.timing": timing})
    rate = model.book.finance["us_manufacturer"].discount_rate.value + 0.03
    flows, sold = found["india_batch"]["net_cash_flow"], found["india_batch"]["volume_sold"]
    factors = (1 + rate) ** -np.maximum(np.arange(flows.size) - shift, 0)
    assert found["india_batch"]["discount_rate"][0] == pytest.approx(rate)
    assert found["india_batch"]["npv"][0] == pytest.approx(np.sum(flows * factors))
    cost = np.sum(found["india_batch"]["cost_before_tax"] * factors) / np.sum(sold * factors)
    assert found["india_batch"]["levelised_cost"][0] == pytest.approx(cost)
    np.testing.assert_array_equal(flows, plain["india_batch"]["net_cash_flow"])


def test_the_plant_at_home_and_the_importer_keep_the_rate_of_the_finance(plain) -> None:
    _, found = comparison_with(ASKED)
    for name in ("us_continuous", "indian_merchant"):
        assert "discount_rate" not in found[name]
        assert found[name]["npv"][0] == plain[name]["npv"][0]
    assert found["india_batch"]["irr_roots"][0] == plain["india_batch"]["irr_roots"][0]


def test_a_rate_built_up_from_its_parts_takes_the_premium_on_top() -> None:
    """7.849 percent (see the test of its parts) and 3."""
    own = {f"cases.{CASE}.finance": "us_manufacturer_built_up", "finance.us_manufacturer_built_up.country_premium": True}
    _, found = comparison_with(ASKED | own)
    assert found["india_batch"]["discount_rate"][0] == pytest.approx(0.10849, abs=5e-6)


@pytest.mark.parametrize(("timing", "shift"), [("year_end", 0.0), ("mid_year", 0.5)])
def test_the_owners_ask_for_the_premium_too(timing, shift) -> None:
    equity = {"label": "Equity", "unit": "1/year", "value": 0.1, "source": "judgement", "locator": "authors", "retrieved": "2026-11-22"}
    loan = {
        f"cases.{CASE}.options.india_batch.loan": "term_loan_10", "finance.us_manufacturer.timing": timing,
        "finance.us_manufacturer.cost_of_equity": equity | {"confidence": "judgement", "note": "of the test"},
    }  # fmt: skip
    _, found = comparison_with(ASKED | loan)
    flows = found["india_batch"]["equity_cash_flow"]
    factors = 1.13 ** -np.maximum(np.arange(flows.size) - shift, 0)
    assert found["india_batch"]["equity_npv"][0] == pytest.approx(np.sum(flows * factors))


def test_the_advantage_abroad_still_adds_up() -> None:
    model, found = comparison_with(ASKED)
    (advantage,) = foreign_advantages(model)
    assert sum(advantage.shares.values()) == pytest.approx(advantage.costs[0] - advantage.costs[1], abs=1e-12 * advantage.costs[0])
    own = found["india_batch"]
    factor = own["discount_factor"]
    with_tax = np.sum((own["cost_before_tax"] + own["income_tax"]) * factor) / np.sum(own["volume_sold"] * factor)
    assert advantage.costs[1] == pytest.approx(with_tax)
