"""Materials that lie in the plant, by hand: a plant that makes a million kg a year, from year 1 to 20, without inflation."""

from __future__ import annotations

import pytest
from plant_files import figure, rows_with

QUARTER = {"work_in_process_time": figure(0.25, "year")}
KEY = {
    "label": "Maker of the intermediate", "country": "us", "product": "none", "hts": "2942.00",
    "fob_price": figure(8, "USD/kg"), "price_growth": figure(0, "1/year"),
}  # fmt: skip
CASE = {"options": {"plant": {"kind": "own_plant", "label": "Plant", "plant": "plant", "taxation": "us", "key_supplier": "key"}}}


def test_a_quarter_of_the_yearly_materials_is_tied_up_and_returns(tmp_path) -> None:
    """20 USD/kg on a million kg: 20 million a year, 5 million tied from the first year of operation until the last but one."""
    found = rows_with(tmp_path, {"plants/plant.yaml": QUARTER})
    assert found["working_capital"] / 1e6 == pytest.approx([0] + 19 * [5] + [0])
    assert found["working_capital_change"] / 1e6 == pytest.approx([0, 5] + 18 * [0] + [-5])


def test_the_key_starting_material_lies_there_too(tmp_path) -> None:
    """8 USD/kg on a million kg besides: 28 million a year, 7 million tied."""
    found = rows_with(tmp_path, {"plants/plant.yaml": QUARTER, "suppliers/key.yaml": KEY, "cases/plant.yaml": CASE})
    assert found["work_in_process"][1:] / 1e6 == pytest.approx(20 * [7])


def test_a_plant_without_the_figure_has_no_such_row(tmp_path) -> None:
    assert "work_in_process" not in rows_with(tmp_path, {})
