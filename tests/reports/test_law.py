"""The law by year: one table of groups, the same in the page, the workbook and the data."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from conftest import CASES
from reports.samples import Page

import roi
from roi.reporting.html import report_html
from roi.reporting.law import law_groups, law_table
from roi.reporting.law_lines import LawGroup, LawLine
from roi.reporting.results import results_json
from roi.reporting.words import answer
from roi.reporting.workbook import workbook

PINNED = ["risks.generics_inquiry.pinned=taxed", "tariffs.section_232_generics_duty.rates.all.possible_rate=0.25"]


@pytest.fixture(scope="module")
def pinned():
    """A duty on generics from 2028 on, taken as decided."""
    return roi.compare(roi.load_case(CASES[0], settings=PINNED), trials=50, seed=1)


def law(study) -> dict:
    return json.loads(results_json(study.comparison, "1"))["law"]


def test_neighbouring_years_without_a_change_share_a_column() -> None:
    duty = LawLine("Duty", "An act", (0.0, 0.1, 0.1, 0.1))
    clause = LawLine("Clause", "A contract", ("open", "open", "open", "closed"))
    table = law_table([LawGroup("Goods", (duty,)), LawGroup("Contract", (clause,), "a remark")], (2027, 2028, 2029, 2030))
    assert table.heads == ("2027", "2028–2029", "2030")
    assert [(group.title, values) for group, lines in table.groups for _, values in lines] == [
        ("Goods", ("0 %", "10.0 %", "10.0 %")),
        ("Contract", ("open", "open", "closed")),
    ]


def test_a_table_without_changes_has_one_column() -> None:
    assert law_table([LawGroup("Goods", (LawLine("Duty", "", (0.1,) * 3),))], (2027, 2028, 2029)).heads == ("2027–2029",)


def test_rates_of_the_table_are_those_of_the_rows(study) -> None:
    comparison = study.comparison
    totals = [line.values for group in law_groups(comparison) for line in group.lines if line.total]
    rows = [
        tuple(comparison.row(name, row))
        for name, option in comparison.model.options.items()
        for row in ("duty_rate", "key_duty_rate")
        if row in option.cells
    ]
    assert len(totals) == 2
    assert {tuple(round(one, 12) for one in row) for row in rows} == {tuple(round(one, 12) for one in total) for total in totals}


def test_goods_that_two_options_enter_alike_stand_once(study) -> None:
    titles = [(group.title, group.remark) for group in law_groups(study.comparison)]
    assert len({title for title, _ in titles}) == len(titles) == 4
    importers = [one.label for one in study.comparison.model.case.options.values() if one.route]
    assert titles[1][1] == f"for {' and '.join(importers)}"
    assert titles[3][0] == "Open questions of law"


def test_the_data_name_states_chances_and_citation_of_each_question_that_reaches_the_case(study) -> None:
    found = law(study)["regimes"]
    assert set(found) == {"generics_inquiry", "excess_capacity"}
    generics = found["generics_inquiry"]
    assert (generics["initial"], generics["pinned"], generics["decision"], generics["first_year"]) == ("exempt", None, "2027-04-02", 2028)
    assert set(generics["base_case"]) == {"exempt"}
    assert generics["chance_by_year"]["taxed"] == [0.0] + [0.25] * 20
    assert generics["states"]["taxed"]["in_force"] == ["tariffs.section_232_generics_duty"]
    assert found["excess_capacity"]["chance_by_year"]["none"][:2] == pytest.approx([0.7, 0.7 * 0.7 + 0.25 * 0.1 + 0.05 * 0.1])


def test_a_pinned_question_shows_in_the_table_from_its_year_on(pinned) -> None:
    table = law_table(law_groups(pinned.comparison), pinned.comparison.model.calendar.years)
    assert table.heads == ("2027", "2028–2047")
    shown = {line.label: values for _, lines in table.groups for line, values in lines}
    assert shown["Possible Section 232 duty on generic drugs and their ingredients"] == ("0 %", "25.0 %")
    assert shown["Duty on generics after the report of Commerce"][1] == "generics and their ingredients pay a duty"
    assert law(pinned)["regimes"]["generics_inquiry"]["chance_by_year"] is None


def test_the_page_shows_the_table_with_what_is_open(study, pinned) -> None:
    text = Page(report_html(study.comparison, study.provenance)).visible
    for words in (
        "The law that applies to this case, by year",
        "Decision by 2027-04-02, counted from 2028: generics stay outside Section 232 75.0 %, generics and their ingredients pay",
        "from “no duty” to “a duty that exempts drugs” 25.0 %",
        "proposed, not law; see the open questions below",
        "open law, not in force in the base case",
    ):
        assert words in text
    text = Page(report_html(pinned.comparison, pinned.provenance)).visible
    assert "Taken as decided from 2028 on: generics and their ingredients pay a duty." in text
    assert "proposed, taken as enacted" in text


def test_the_workbook_has_the_same_lines(pinned) -> None:
    content = workbook(pinned.comparison, pinned.provenance, answer(pinned.comparison))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Law"]
    lines = {row[0]: row[4:] for row in sheet.iter_rows(min_row=5, values_only=True) if row[4] is not None}
    wanted = {line.label: (line.values[0], line.values[-1]) for group in law_groups(pinned.comparison) for line in group.lines}
    assert {label: tuple(values) for label, values in lines.items()} == wanted
    assert list(next(sheet.iter_rows(min_row=4, max_row=4, values_only=True))[4:]) == ["2027", "2028–2047"]


def test_the_hash_of_the_inputs_knows_the_chances(study) -> None:
    from roi.reporting.results import inputs_hash

    case = study.comparison.model.case.id.partition(".")[2]
    shifted = ["risks.generics_inquiry.decision.probabilities.exempt=0.7", "risks.generics_inquiry.decision.probabilities.taxed=0.3"]
    other = roi.compare(roi.load_case(case, settings=shifted), trials=20, seed=1)
    assert inputs_hash(other.comparison.model) != inputs_hash(study.comparison.model)


def test_a_case_of_the_past_says_on_which_day_its_law_was_known() -> None:
    groups = law_groups(roi.compare("rossi_2022", trials=50, seed=1).comparison)
    assert groups
    assert {group.remark.partition("; ")[2] for group in groups} == {"the law known on 2021-12-31 is held"}
