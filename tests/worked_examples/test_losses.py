"""Losses carried forward, by hand: 80 % limit, and losses that lapse. Profit before depreciation is set year by year by the price."""

from __future__ import annotations

from typing import Any

import pytest
from worked_examples.plant import MILLION, figure, rows_with


def corkscrew(changes: dict[str, Any], *names: str, years: int = 8) -> dict[str, list[float]]:
    found = rows_with(changes)
    return {name: (found[name][:years] / MILLION).tolist() for name in names}


START_UP = {"plants.plant.ramp_up_shortfall": [1, 1, 0.75, 0.5], "taxation.us.tax_rate": 0.2}
"""Operating profit 0, 0, 5, 10, then 20 a year; depreciation 5 a year: profit -5, -5, 0, 5, 15, 15."""


def test_losses_offset_at_most_four_fifths_of_a_years_profit() -> None:
    """Pool 5, 10, 10; of 5 at most 4, of 15 at most 12 but only 6 are left."""
    law = {"taxation.us.loss_rule": "carryforward_80", "taxation.us.loss_limit": 0.8}
    found = corkscrew(START_UP | law, "profit_before_tax", "loss_used", "loss_pool", "taxable_income", "income_tax")
    assert found["profit_before_tax"] == pytest.approx([0, -5, -5, 0, 5, 15, 15, 15])
    assert found["loss_used"] == pytest.approx([0, 0, 0, 0, 4, 6, 0, 0])
    assert found["loss_pool"] == pytest.approx([0, 5, 10, 10, 6, 0, 0, 0])
    assert found["taxable_income"] == pytest.approx([0, 0, 0, 0, 1, 9, 15, 15])
    assert found["income_tax"] == pytest.approx([0, 0, 0, 0, 0.2, 1.8, 3, 3])


def test_a_loss_lapses_after_its_years_and_the_oldest_is_used_first() -> None:
    """Three years: the 5 of year 1 can be used until year 4, whose profit of 5 takes just them; the 5 of year 2 in year 5."""
    law = {"taxation.us.loss_rule": "carryforward_years", "taxation.us.loss_years": figure(3, "year")}
    found = corkscrew(START_UP | law, "loss_used", "loss_lapsed", "loss_pool", "taxable_income")
    assert found["loss_used"] == pytest.approx([0, 0, 0, 0, 5, 5, 0, 0])
    assert found["loss_lapsed"] == pytest.approx([0] * 8)
    assert found["loss_pool"] == pytest.approx([0, 5, 10, 10, 5, 0, 0, 0])


def test_what_is_not_used_in_time_is_gone() -> None:
    """Two years: the 5 of year 1 lapse at the end of year 3 unused; of the 5 of year 2 all are used in year 4."""
    law = {"taxation.us.loss_rule": "carryforward_years", "taxation.us.loss_years": figure(2, "year")}
    found = corkscrew(START_UP | law, "loss_used", "loss_lapsed", "loss_pool", "taxable_income")
    assert found["loss_used"] == pytest.approx([0, 0, 0, 0, 5, 0, 0, 0])
    assert found["loss_lapsed"] == pytest.approx([0, 0, 0, 5, 0, 0, 0, 0])
    assert found["loss_pool"] == pytest.approx([0, 5, 10, 5, 0, 0, 0, 0])
    assert found["taxable_income"] == pytest.approx([0, 0, 0, 0, 0, 15, 15, 15])


def test_a_loss_partly_used_lapses_with_its_rest_only() -> None:
    """One year, and a limit of half: the 5 of year 1 lapse whole; the 5 of year 2 offset half of 2.5, and 3.75 lapse."""
    law = {"taxation.us.loss_rule": "carryforward_years", "taxation.us.loss_years": figure(1, "year"), "taxation.us.loss_limit": 0.5}
    ramp = {"plants.plant.ramp_up_shortfall": [1, 1, 0.625, 0.5]}
    found = corkscrew(START_UP | law | ramp, "profit_before_tax", "loss_used", "loss_lapsed", "loss_pool")
    assert found["profit_before_tax"][:5] == pytest.approx([0, -5, -5, 2.5, 5])
    assert found["loss_used"][:5] == pytest.approx([0, 0, 0, 1.25, 0])
    assert found["loss_lapsed"][:5] == pytest.approx([0, 0, 5, 3.75, 0])
    assert found["loss_pool"][:5] == pytest.approx([0, 5, 5, 0, 0])


def test_with_many_years_nothing_lapses_and_the_tax_is_that_without_a_limit() -> None:
    law = {"taxation.us.loss_rule": "carryforward_years", "taxation.us.loss_years": figure(20, "year")}
    with_years, without = (rows_with(START_UP | one) for one in (law, {"taxation.us.loss_rule": "carryforward"}))
    assert with_years["income_tax"].tolist() == without["income_tax"].tolist()
