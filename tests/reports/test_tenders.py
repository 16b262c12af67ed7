"""What the reports say of public tenders: shares won, the rule that decided, and the case in which finishing confers no origin."""

from __future__ import annotations

import io
import json

import numpy as np
import openpyxl
import pytest
from reports.samples import Page

import roi
from roi.analysis.trials import base_values, draws
from roi.formula import Tape
from roi.reporting.html import report_html
from roi.reporting.law import law_groups
from roi.reporting.results import results_json
from roi.reporting.tenders import RULES, tender_tables
from roi.rules.procurement.standing import DECISIONS, without_finishing

CASE = "acetaminophen_us_continuous"
PARAGRAPHS = {"restricted_low": "FAR 25.502(b)(2)", "restricted": "FAR 25.502(b)(1)", "restricted_none": "FAR 25.502(b)(3)"}
"""By hand, from FAR 25.502."""


def procurement(study) -> dict:
    return json.loads(results_json(study.comparison, "1"))["procurement"]


def test_every_rule_has_its_words() -> None:
    assert tuple(RULES) == DECISIONS


def test_shares_are_the_measures_of_the_statement_and_their_mean_over_the_trials(study) -> None:
    comparison, model = study.comparison, study.comparison.model
    found = procurement(study)["federal"]["options"]
    assert list(found) == list(model.options)
    trials = range(comparison.trials.trials)
    for name, option in model.options.items():
        cells = [option.cells[f"federal_{key}"] for key in ("share_won", "premium_paid")]
        for key, cell in zip(("share_won", "premium_paid"), cells, strict=True):
            assert found[name][key]["base"] == comparison.base[cell][0]
        if model.case.id == f"cases.{CASE}":
            years, program = len(model.calendar.years), model.program.part(cells)
            drawn = draws(model, comparison.trials.plan, 0, len(trials))
            one_by_one = [
                Tape(program, base_values(model) | {id: values[..., trial] for id, values in drawn.items()}, years).run({}, 1)
                for trial in trials
            ]
            for key, cell in zip(("share_won", "premium_paid"), cells, strict=True):
                assert found[name][key]["mean"] == pytest.approx(np.mean([one[cell][0, 0] for one in one_by_one]), rel=1e-12)


def test_the_rule_is_that_of_the_last_solicitation_with_its_paragraph(study) -> None:
    for name, option in procurement(study)["federal"]["options"].items():
        number = study.comparison.row(name, "federal_rule_that_decided")[-1]
        assert DECISIONS[int(number) - 1] == option["decision"]
        assert option["paragraph"] == PARAGRAPHS[option["decision"]]


def test_where_finishing_confers_no_origin_the_numbers_are_those_of_the_scenario(studies) -> None:
    scenario = roi.compare(roi.load_case(CASE, scenarios=["acetris_closed"]), trials=400, seed=1)
    theirs = procurement(scenario)["federal"]["options"]
    ours = procurement(studies[CASE])["federal"]["options"]
    assert {one["finishing_confers_no_origin"] for one in theirs.values()} == {None}
    for name, option in ours.items():
        assert option["finishing_confers_no_origin"] | {"finishing_confers_no_origin": None} == theirs[name]
    # of a drug made here from foreign drug substance nothing is left to win against one made here from domestic drug substance
    plant = ours["us_continuous"]
    assert plant["finishing_confers_no_origin"]["share_won"]["mean"] > plant["share_won"]["mean"]
    assert plant["finishing_confers_no_origin"]["decision"] == "restricted"
    (table,) = tender_tables(scenario.comparison)
    assert table.closed


def test_rules_without_finishing_stay_so_and_change_nothing_else(book) -> None:
    for rules in book.procurement.values():
        closed = without_finishing(rules)
        assert closed != rules
        assert without_finishing(closed) == closed
        assert closed.model_copy(update={"finishing_confers_origin": rules.finishing_confers_origin}) == rules


def test_the_page_names_option_share_rule_and_paragraph(studies) -> None:
    study = studies[CASE]
    page = Page(report_html(study.comparison, study.provenance))
    assert "tenders" in page.of("section", "id")
    (table,) = tender_tables(study.comparison)
    for line in table.lines:
        for words in (line.option, line.share, f"mean {line.mean_share}", line.rule, line.paragraph, line.closed_rule):
            assert words in page.visible


def test_a_market_without_a_tender_has_no_block(tmp_path) -> None:
    folder = tmp_path / "markets"
    folder.mkdir()
    (folder / "acetaminophen_us.yaml").write_text("segments: {federal: {tender: null}}\n", encoding="utf-8")
    study = roi.compare(roi.load_case(CASE, assumptions=tmp_path), trials=20)
    assert procurement(study) == {}
    assert "tenders" not in Page(report_html(study.comparison, study.provenance)).of("section", "id")


def test_the_law_by_year_has_the_law_of_the_tender(studies) -> None:
    """A solicitation of 2027 with deliveries until 2031 needs 75 percent (from 2029); the factor for a large domestic offeror is 20."""
    comparison = studies[CASE].comparison
    (group,) = [one for one in law_groups(comparison) if one.title == "Federal purchases of finished acetaminophen"]
    years = len(comparison.model.calendar.years)
    assert {line.citation: line.values for line in group.lines} == {
        "FAR 25.101(a)(2)(i)": (0.75,) * years,
        "FAR 25.106(b)(1)(i)": (0.2,) * years,
        "FAR 25.402(b), 25.403(b)": ("yes",) * years,
        "FAR 25.003, designated country end product": ("yes",) * years,
    }


def test_the_summary_of_the_workbook_links_to_the_measures(studies, workbooks) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbooks[CASE]), data_only=True)["Summary"]
    lines = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True) if row[0]}
    comparison = studies[CASE].comparison
    for label, unit, name in (
        ("Federal buyers: share of the tendered volume won", "1", "federal_share_won"),
        ("Federal buyers: paid over the low offer, present value", "USD", "federal_premium_paid"),
    ):
        expected = [comparison.base[option.cells[name]][0] for option in comparison.model.options.values()]
        assert lines[label][: 1 + len(expected)] == (unit, *expected)
