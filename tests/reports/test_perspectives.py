"""What the reports say of the parties: the page, results.json, the workbook and the terminal tell the same."""

from __future__ import annotations

import io
import json

import numpy as np
import openpyxl
import pytest
from reports.samples import Page, only
from rich.console import Console

import roi
from roi.analysis.comparison import compare
from roi.analysis.perspectives import PERSPECTIVES
from roi.reporting.html import report_html
from roi.reporting.numbers import in_table, money
from roi.reporting.perspectives import finding, gaps, party_bars, party_page
from roi.reporting.results import results_json
from roi.reporting.tables import option_table
from roi.reporting.workbook import workbook
from roi.statement.parties import OTHERS

CASE = "amoxicillin_us_continuous"


@pytest.fixture(scope="module")
def study():
    """The plant with a loan, so that producer and investor differ."""
    return roi.compare(roi.load_case(CASE, scenarios=["term_loan"]), trials=100)


@pytest.fixture(scope="module")
def data(study):
    return json.loads(results_json(study.comparison, "1"))["perspectives"]


def test_data_are_the_measures_of_the_statement_and_statistics_of_the_trials(study, data) -> None:
    comparison = study.comparison
    assert data["leading"] == "producer"
    for party in PERSPECTIVES:
        for name, option in comparison.model.options.items():
            found = data[party][name]
            assert found["npv"]["base"] == comparison.base[option.cells[f"{party}_npv"]][0]
            trials = comparison.trials.measures[name][f"{party}_npv"]
            assert found["npv"]["mean"] == pytest.approx(np.mean(trials))
            if name != comparison.reference:
                gap = trials - comparison.trials.measures[comparison.reference][f"{party}_npv"]
                assert found["against_reference"]["p_better"] == np.mean(gap > 0.01)
    assert data["producer"]["us_continuous"]["npv"]["base"] != data["investor"]["us_continuous"]["npv"]["base"]


def test_the_parts_of_a_net_add_up_to_it(data) -> None:
    for party, parts in data["made_of"].items():
        for option, standing in data[party].items():
            assert sum(one[option] for one in parts.values()) == pytest.approx(standing["npv"]["base"], rel=1e-9)


def test_the_bars_of_an_option_add_up_to_zero(study) -> None:
    """No party has a discount rate of its own in this case."""
    for option in study.comparison.against:
        found = gaps(study.comparison, option)
        assert sum(found.values()) == pytest.approx(0, abs=1e-6 * found[OTHERS])
    bars = party_bars(study.comparison)["datasets"]["data"]
    assert len(bars) == len(study.comparison.against) * 4


def test_jobs_are_those_of_the_plant_in_the_country_alone(data) -> None:
    in_plant = 75000 / 2080 * 1.6
    assert data["jobs"]["jobs_in_plant"] == {"us_continuous": pytest.approx(in_plant), "india_batch": None, "indian_merchant": None}
    assert data["jobs"]["jobs_beside"]["us_continuous"] == pytest.approx(in_plant * 2.2)


def test_the_title_says_who_pays_and_who_gains(study) -> None:
    found = gaps(study.comparison, "us_continuous")
    title = finding(study.comparison)
    for party in ("investor", "purchaser", "public"):
        assert f"the {party} {money(abs(found[party]))}" in title
    assert "“Continuous plant in the United States” instead of “Indian merchant supplier” costs" in title


def test_the_page_shows_every_party_and_marks_the_one_that_leads(study) -> None:
    page, shown = Page(report_html(study.comparison, study.provenance)), party_page(study.comparison)
    assert "parties" in page.of("section", "id")
    assert [line.name for line in shown.lines if line.lead] == ["Producer, before debt"]
    assert len(shown.lines) == 5
    for line in (*shown.lines, *shown.jobs):
        for words in (line.name, *(cell.value for cell in line.cells)):
            assert words in page.visible


def test_a_case_with_one_option_shows_what_it_is_worth_to_each(study) -> None:
    model = study.comparison.model
    alone = compare(only(model.case, "indian_merchant"), model.book, 30, 1)
    assert finding(alone) == "Whose money: what the option is worth to each party"
    assert [one["party"] for one in party_bars(alone)["datasets"]["data"]] == ["Producer, before debt", "Purchaser", "Public", "All others"]
    assert "parties" in Page(report_html(alone, study.provenance)).of("section", "id")


def test_the_page_of_another_party_says_so_where_it_speaks_of_worth() -> None:
    led = roi.compare(roi.load_case(CASE, perspective="public"), trials=30)
    page = Page(report_html(led.comparison, led.provenance))
    for words in (
        "Difference in net present value to the public",
        "Whose money leads here: the public's",
        "is worth most to the public in",
    ):
        assert words in page.visible
    assert "earns its cost of capital" not in page.visible
    assert "--perspective public" in led.provenance.command


def test_the_summary_of_the_workbook_has_the_parties_live(study) -> None:
    book = workbook(study.comparison, study.provenance, ("", ""))
    values, formulas = (openpyxl.load_workbook(io.BytesIO(book), data_only=one)["Summary"] for one in (True, False))
    lines = {row[0].value: [cell.value for cell in row[2:5]] for row in values.iter_rows() if row[0].value}
    live = {row[0].value: [cell.value for cell in row[2:5]] for row in formulas.iter_rows() if row[0].value}
    for label, party in (("Investor, after debt", "investor"), ("Public", "public"), ("All others", "others")):
        assert lines[label] == [study.comparison.base[one.cells[f"{party}_npv"]][0] for one in study.comparison.model.options.values()]
        assert all(str(text).startswith("='") for text in live[label])
    assert str(live["   Public: duties and fees"][0]).startswith("=SUMPRODUCT(")
    assert lines["Jobs in the plant, in a year of operation"][1:] == ["none", "none"]


def test_the_terminal_has_a_line_for_each_other_party(study) -> None:
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(option_table(study.comparison))
    text = console.export_text()
    for party in ("investor", "purchaser", "public"):
        base = study.comparison.perspectives[party]["us_continuous"].base
        line = next(one for one in text.splitlines() if one.startswith(f"NPV to the {party}, USD million"))
        assert in_table(base / 1e6) in line
