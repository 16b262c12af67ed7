"""Costs stated one by one, worked out by hand on a plant that makes and sells a million kg a year, without inflation."""

from __future__ import annotations

import pytest
from plant_files import figure, rows_with

SOLD = 1_000_000
PRICES = {
    "natural_gas_price": figure(9, "USD/GJ"),  # 3.6 MJ a kWh: 0.0324 USD/kWh
    "steam_price": figure(0.02, "USD/kg"),
    "water_price": figure(0.001, "USD/kg"),
    "nitrogen_price": figure(0.1, "USD/kg"),
    "operator_wage": figure(30, "USD/h"),
}
PLANT = {
    "natural_gas": figure(2, "kWh/kg"),
    "steam": figure(5),
    "water": figure(40),
    "nitrogen": figure(0.5),
    "operators_per_shift": figure(4),
    "shift_teams": figure(4.5),
    "hours_per_operator": figure(2000, "h/year"),
    "environmental_compliance": figure(0.3, "MUSD/year"),
    "supplier_audits": figure(0.05, "MUSD/year"),
    "serialisation": figure(0.2, "MUSD/year"),
    "cyber_security": figure(0.15, "MUSD/year"),
    "recalls": figure(0.04, "USD/kg"),
}
BY_HAND = {
    "natural_gas_cost": 2 * 0.0324 * SOLD,
    "steam_cost": 5 * 0.02 * SOLD,
    "water_cost": 40 * 0.001 * SOLD,
    "nitrogen_cost": 0.5 * 0.1 * SOLD,
    "labour_cost": 4 * 4.5 * 2000 * 30,
    "environmental_compliance_cost": 300_000,
    "supplier_audit_cost": 50_000,
    "serialisation_cost": 200_000,
    "cyber_security_cost": 150_000,
    "recall_cost": 0.04 * SOLD,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    files = {"countries/us.yaml": PRICES, "plants/plant.yaml": PLANT}
    return rows_with(tmp_path_factory.mktemp("costs"), files, without=("labour_hours",))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return rows_with(tmp_path_factory.mktemp("plain"), {})


@pytest.mark.parametrize("row", BY_HAND)
def test_a_cost_stated_by_itself_has_its_row(found, row) -> None:
    operating = found["operating"] == 1
    assert found["volume_sold"][operating] == pytest.approx(SOLD)
    assert found[row][operating] == pytest.approx(BY_HAND[row], rel=1e-12)
    assert not found[row][~operating].any()


def test_all_of_them_are_operating_cost_and_stand_in_the_levelised_cost(found, plain) -> None:
    operating = found["operating"] == 1
    added = (found["operating_cost"] - plain["operating_cost"])[operating]
    assert added == pytest.approx(sum(BY_HAND.values()), rel=1e-9)
    parts = sum(found[f"levelised_{row}"][0] for row in BY_HAND)
    assert found["levelised_cost"][0] - plain["levelised_cost"][0] == pytest.approx(parts, rel=1e-9)


def test_a_plant_without_the_figures_has_none_of_the_rows(plain) -> None:
    assert not (set(BY_HAND) - {"labour_cost"}) & set(plain)
