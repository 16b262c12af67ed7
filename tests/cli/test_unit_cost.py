"""roi unit-cost: the waterfall ends at the levelised cost, and the advantage is the difference."""

from __future__ import annotations

import json

import pytest
from conftest import CASES

from roi.book import load_book
from roi.reporting.unit_cost import ORDER
from roi.statement.cash_flow import COST_GROUPS

LABELS = {name: set(case.options) for name, case in load_book().cases.items()}


@pytest.mark.parametrize("case", CASES)
def test_the_steps_of_every_option_end_at_its_levelised_cost(terminal, case) -> None:
    run = terminal("unit-cost", case, "--format", "json")
    assert (run.code, run.err) == (0, "")
    found = json.loads(run.out)
    assert set(found["options"]) == LABELS[case]
    for option in found["options"].values():
        after = 0.0
        for step in option["steps"]:
            after += step["cost"]
            assert step["after"] == pytest.approx(after)
        assert after == pytest.approx(option["totals"]["levelised_cost"])
        assert option["totals"]["levelised_cost_per_course"] > option["totals"]["levelised_cost_per_dose"]
    # the anchor case compares plants at home with a merchant: it has no plant abroad
    assert len(found["foreign_advantage"]) == int("india_batch" in LABELS[case])
    for advantage in found["foreign_advantage"]:
        assert sum(advantage["shares"].values()) == pytest.approx(advantage["difference"])
        assert "Shapley" in advantage["method"]


def test_the_table_shows_the_same_and_says_how_it_was_split(terminal) -> None:
    run = terminal("unit-cost", CASES[0])
    assert (run.code, run.err) == (0, "")
    assert "Levelised cost before income tax" in run.out
    assert "Shapley value" in run.out
    assert "labour" in run.out
    assert "Difference" in run.out
    data = json.loads(terminal("unit-cost", CASES[0], "--format", "json").out)
    assert f"{data['options']['us_continuous']['totals']['levelised_cost']:.4f}" in run.out
    assert f"{data['foreign_advantage'][0]['shares']['labour']:+.4f}" in run.out


def test_a_set_value_moves_the_step_it_belongs_to(terminal) -> None:
    more = ("--set", "countries.us.operator_wage=80", "--format", "json")
    before, after = (json.loads(terminal("unit-cost", CASES[0], *args).out) for args in (("--format", "json"), more))
    steps = [{one["row"]: one["cost"] for one in found["options"]["us_continuous"]["steps"]} for found in (before, after)]
    changed = {row for row in steps[0] if steps[0][row] != steps[1][row]}
    assert changed == {"levelised_labour_cost", "levelised_quality_cost", "levelised_overhead_cost"}


def test_an_option_that_sells_nothing_has_no_cost_per_kg_and_the_message_says_why(terminal) -> None:
    late = "plants.acetaminophen_continuous_us.delay={value: 20, distribution: {kind: fixed, value: 20}}"
    run = terminal("unit-cost", CASES[0], "--set", late)
    assert run.code == 1
    assert "n/a" in run.out
    assert " nan" not in run.out
    assert "sells nothing" in run.err
    assert "look at the delay" in run.err


def test_an_unknown_case_is_said_with_the_nearest(terminal) -> None:
    run = terminal("unit-cost", "acetaminophen_us_continous")
    assert run.code == 1
    assert f"did you mean {CASES[0]}" in run.err


def test_every_group_of_cost_has_its_place_in_the_waterfall() -> None:
    assert sorted(ORDER) == sorted(COST_GROUPS)


def test_public_support_comes_last_and_lowers_the_cost(terminal) -> None:
    run = terminal("unit-cost", CASES[0], "--scenario", "us_grant_30", "--format", "json")
    option = json.loads(run.out)["options"]["us_continuous"]
    assert (option["steps"][-1]["group"], option["steps"][-1]["cost"] < 0) == ("public support", True)
    assert option["steps"][-1]["after"] == pytest.approx(option["totals"]["levelised_cost"])


def test_a_refund_of_duty_is_a_step_of_its_own_below_zero_and_a_settlement_with_a_buyer_is_none(terminal) -> None:
    found = json.loads(terminal("unit-cost", "amoxicillin_anchor_customer", "--format", "json").out)
    for option in found["options"].values():
        rows = {step["row"]: step for step in option["steps"]}
        refunds = [step for row, step in rows.items() if row.endswith("duty_refund")]
        assert [step["group"] for step in refunds] == ["duty and customs fees"]
        assert not [row for row in rows if "settlement" in row or "penalt" in row]
