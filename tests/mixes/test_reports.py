"""Options made of others in the workbook, the page, the data and on the command line."""

import pytest
from cli.command import Terminal
from reports.cells import Recalculated, differences, read
from reports.samples import Page, provenance

import roi
from roi.reporting.components import all_components
from roi.reporting.html import report_html
from roi.reporting.results import results
from roi.reporting.unit_cost import unit_costs
from roi.reporting.words import answer
from roi.reporting.words import differences as gaps
from roi.reporting.workbook import workbook

MIXED = ("two_sources", "bridged", "joint_venture")


@pytest.fixture(scope="module")
def comparison():
    return roi.compare("amoxicillin_mixes", trials=200, seed=1).comparison


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys) -> Terminal:
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path, capsys)


def test_the_bundled_case_runs_with_each_option_and_each_made_of_others(comparison) -> None:
    assert {*comparison.measures} == {"us_plant", "us_anchor", "indian_merchant", *MIXED}


def test_every_formula_of_the_workbook_recalculates_to_the_stored_value(comparison) -> None:
    content = workbook(comparison, provenance(), answer(comparison))
    found, again = read(content), Recalculated(content)
    assert differences(found.stored, again, found.formulas) == []
    checks = [place for place in found.formulas if place[0] == "Checks"]
    assert checks
    assert all(again[place] == 0 for place in checks if place[2] == 3)


def test_components_of_the_cost_add_up_whoever_of_the_members_bears_them(comparison) -> None:
    """Each component is counted once, under the name it has in the simple options."""
    found = all_components(comparison)
    for one in unit_costs(comparison.model):
        cost = comparison.measures[one.option]["levelised_cost"].base
        assert sum(each.cost[one.option] for each in found.values()) == pytest.approx(cost, rel=1e-9)
        assert one.steps[-1].after == pytest.approx(cost, rel=1e-9)
    assert found["levelised_customs_duty"].cost["two_sources"] >= 0
    assert found["levelised_goods_value"].cost["two_sources"] > 0
    assert {gap.label for gap in gaps(comparison, "two_sources")} >= {"capital", "goods and materials"}


def test_the_page_names_the_members_and_their_tenders(comparison) -> None:
    text = Page(report_html(comparison, provenance())).visible
    assert "It is made of “U.S. plant” and “Indian merchant supplier”: their goods and duties stand under these." in text
    assert "Two sources, half each: U.S. plant" in text


def test_the_data_have_the_rows_of_each_member_under_its_name(comparison) -> None:
    found = results(comparison, "x")
    rows = found["options"]["two_sources"]["rows"]
    parts = [rows[f"{member}_net_cash_flow"] for member in ("us_plant", "indian_merchant")]
    assert rows["net_cash_flow"] == pytest.approx([sum(both) for both in zip(*parts, strict=True)])
    assert {"us_plant", "two_sources/us_plant", "bridged/indian_merchant", "joint_venture/us_anchor"} <= {
        *found["procurement"]["federal"]["options"]
    }


def test_a_row_of_a_member_is_explained_with_the_figures_of_the_mix_behind_it(terminal) -> None:
    shown = terminal("explain", "amoxicillin_mixes", "indian_merchant_retail_demand", "--option", "two_sources").out
    assert "Demand for this member" in shown
    assert "mixes.amoxicillin_half_each.share" in shown
    assert "mixes.amoxicillin_half_each.switching_time" in shown
