"""Risks of prices, currencies and supply on the page and in the data: each with its parameters, its source and whether it is judgement."""

from __future__ import annotations

import json

import pytest
from conftest import CASES
from reports.samples import Page

import roi
from roi.reporting.html import report_html
from roi.reporting.results import results_json

REACHED = {
    "acetaminophen_price", "p_aminophenol_price", "rupee", "export_ban_in", "key_material_cut_cn", "port_strikes", "quality_shutdowns_us",
    "quality_shutdowns_in", "natural_disasters", "cyber_incidents", "other_failures",
}  # fmt: skip


def risks(study) -> dict:
    return json.loads(results_json(study.comparison, "1"))["risks"]


@pytest.fixture(scope="module")
def calm():
    """A case in which nothing happens."""
    return roi.compare(roi.load_case(CASES[0], scenarios=["no_shocks"]), trials=50, seed=1)


def test_the_data_list_the_risks_that_reach_the_case_with_their_parameters(studies) -> None:
    found = risks(studies[CASES[0]])
    assert set(found) == REACHED
    assert set(found["acetaminophen_price"]["parameters"]) == {"volatility", "half_life", "shared.loading"}
    assert found["acetaminophen_price"]["parameters"]["volatility"]["judgement"]
    rupee = found["rupee"]["parameters"]["volatility"]
    assert (rupee["value"], rupee["unit"], rupee["source"], rupee["judgement"]) == (pytest.approx(0.0486), "1/year", "fed_h10", False)
    assert found["export_ban_in"]["parameters"]["duration"]["distribution"]["kind"] == "lognormal"
    assert (
        found["export_ban_in"]["what"]
        == "stops plants in India, suppliers in India, and merchants in India, all at once; the market price rises"
    )
    assert found["quality_shutdowns_in"]["what"] == "stops plants in India and merchants in India, each by itself"


def test_the_page_says_each_risk_its_parameters_and_which_are_judgement(studies) -> None:
    study = studies[CASES[0]]
    text = Page(report_html(study.comparison, study.provenance)).visible
    for risk in risks(study).values():
        assert risk["label"] in text
        assert risk["what"] in text
        assert all(one["label"] in text for one in risk["parameters"].values())
    section = text[text.index("Risks and their parameters") : text.index("Every assumption used")]
    graded = [one["judgement"] for risk in risks(study).values() for one in risk["parameters"].values()]
    assert section.count("judgement") >= sum(graded) > 0


def test_a_risk_that_is_off_is_not_listed(calm) -> None:
    assert risks(calm) == {}
    assert "supply never fails" in Page(report_html(calm.comparison, calm.provenance)).visible


def test_the_path_of_a_risk_is_described_in_the_assumptions(studies) -> None:
    found = {one["id"]: one for one in json.loads(results_json(studies[CASES[0]].comparison, "1"))["assumptions"]}
    path = found["risks.acetaminophen_price.path"]["path"]
    assert (path["kind"], path["shape"]["kind"], path["shape"]["shared"]["name"]) == ("walk", "mean_reverting", "acetaminophen_chain")
    assert found["risks.export_ban_in.lost"]["path"]["shape"]["rate"] == 0.05
    assert found["risks.rupee.path"]["rests_on"] == ["risks.rupee.volatility", "risks.rupee.shared.loading"]
