"""Batches and campaigns, learning, idle lines bought or leased: each worked out by hand on a plant of 1,000 kg a year."""

from __future__ import annotations

import pytest
from offtake.deals import figure
from ways.sourcing import OWN, rows, works

BATCHES = {
    "batch_size": 2, "cycle_time": 10, "available_time": 5000, "campaigns": 8, "changeover_time": 25, "failed_batch_share": 0.2,
    "released_share": 0.5,
}  # fmt: skip
"""5,000 h less 8 changeovers of 25 h leave 4,800 h: 480 batches of 2 kg, of which 0.8 are good: 768 kg, half of them released: 384 kg."""
STATED = ("capacity", "on_stream_factor")


@pytest.fixture
def plant(tmp_path):
    """Rows of a plant with these keys, without others."""

    def found(without=(), **keys):
        made = len(list(tmp_path.iterdir()))
        return rows(tmp_path / f"plant{made}", {"plant": OWN}, {"plants/works": works(without, **keys)})["plant"]

    return found


def test_batches_and_campaigns_make_the_capacity_worked_out_by_hand(plant) -> None:
    found = plant(STATED, **BATCHES)
    assert found["batches"] == [480] * 5
    assert found["saleable_capacity"] == [0, 384, 384, 384, 384]


def test_failed_batches_use_materials_and_are_not_sold(plant) -> None:
    """384 kg released of 768 good of 960 made: 960 kg of starting material at 2 USD and of other materials at 2 USD."""
    found = plant(STATED, **BATCHES)
    assert found["volume_produced"][1] == 960
    assert found["key_goods_value"][1] == 1920
    assert found["other_materials_cost"][1] == 1920


def test_a_plant_whose_batches_never_fail_is_one_of_stated_capacity(plant) -> None:
    by_batches = plant(STATED, **{**BATCHES, "failed_batch_share": 0})
    stated = plant(capacity=960, released_share=0.5)
    assert {name: by_batches[name] for name in stated} == stated


def test_changeovers_cost_what_each_campaign_costs(plant) -> None:
    assert plant(STATED, **BATCHES, changeover_cost=30)["changeover_cost"] == [0, 240, 240, 240, 240]
    assert "changeover_cost" not in plant(STATED, **BATCHES)


@pytest.mark.parametrize(
    ("key", "values"),
    [("cycle_time", (10, 12, 20)), ("changeover_time", (0, 25, 100)), ("failed_batch_share", (0, 0.1, 0.4)), ("campaigns", (1, 8, 100))],
)
def test_slower_or_worse_batches_never_help(plant, key, values) -> None:
    found = [plant(STATED, **{**BATCHES, "released_share": 1, key: value}) for value in values]
    capacities, worth = ([one[name][-1] for one in found] for name in ("saleable_capacity", "npv"))
    assert capacities == sorted(capacities, reverse=True)
    assert worth == sorted(worth, reverse=True)


def test_what_is_still_to_be_learned_costs_hours_and_material_in_the_first_years_alone(plant) -> None:
    """10 h at 20 USD are 200 USD a year: 300 in the first, 220 in the second; 1,000 kg / (1 - 0.2) = 1,250 kg used in the first."""
    learned = plant()
    found = plant(labour_excess=[0.5, 0.1], yield_shortfall=[0.2])
    assert learned["labour_cost"] == [0, 200, 200, 200, 200]
    assert found["labour_cost"] == [0, 300, 220, 200, 200]
    assert found["key_shipped_volume"] == [0, 1250, 1000, 1000, 1000]
    assert found["volume_sold"] == learned["volume_sold"]


def test_nothing_to_learn_changes_nothing(plant) -> None:
    assert plant(labour_excess=[0, 0], yield_shortfall=[0]) == plant()


def test_hours_by_shift_are_learned_too(plant) -> None:
    shift = {"operators_per_shift": 1, "shift_teams": 2, "hours_per_operator": 5}
    assert plant(("labour_hours",), **shift, labour_excess=[0.5])["labour_cost"] == [0, 300, 200, 200, 200]


def test_the_price_of_an_idle_line_is_capital_of_year_0_and_is_written_off(plant) -> None:
    """1,000 USD for what stands there and 5,000 USD in two years; a twentieth of 6,000 is written off from the first operating year on."""
    found = plant(site="retrofit", purchase_price=1000, spending_profile=[0.4, 0.6])
    assert found["capital_spending"] == [3000, 3000, 0, 0, 0]
    assert found["tax_depreciation"] == [0, 0, 300, 300, 300]


def test_an_overrun_is_of_what_is_built_and_not_of_what_is_bought(plant) -> None:
    found = plant(site="brownfield", purchase_price=1000, cost_overrun=0.1)
    assert found["capital_spending"][0] == 1000 + 5500


def test_a_lease_is_paid_from_the_decision_on(plant) -> None:
    assert plant(site="retrofit", lease=70)["lease_cost"] == [70] * 5


def test_an_estimate_needs_no_stated_capacity_where_it_is_not_scaled(tmp_path) -> None:
    lines = {"reactors": {"label": "Reactors", "cost": figure(1000, "USD")}}
    estimate = {"label": "Estimate", "method": "lang", "equipment": lines, "lang_factor": figure(4, "1")}
    made = {**works((*STATED, "fixed_capital"), **BATCHES), "capital_estimate": "line"}
    files = {"plants/works": made, "capital_estimates/line": estimate}
    assert rows(tmp_path, {"plant": OWN}, files)["plant"]["fixed_capital"] == [4000] * 5
