"""What outages cost and what resilience is worth: the same trials with outages and without."""

from __future__ import annotations

import json

import numpy as np
import pytest
from conftest import CASES
from laws.calm import calm_book
from reports.samples import Page
from scipy import stats

import roi
from roi import finance
from roi.analysis.trials import one_trial
from roi.formula import Tape
from roi.reporting.html import report_html
from roi.reporting.resilience import LABELS, resilience_table
from roi.reporting.results import results_json
from roi.statement.model import build

TRIALS = 32


@pytest.fixture(scope="module")
def few():
    """A case with few trials."""
    return roi.compare(CASES[0], trials=TRIALS, seed=1)


def with_only(name: str):
    book = roi.load_case(CASES[0]).book
    settings = [f"risks.{one}.pinned=off" for one in book.disruptions if one != name]
    return roi.compare(roi.load_case(CASES[0], settings=settings), trials=TRIALS, seed=1)


def test_what_outages_cost_is_the_difference_of_the_same_trials_with_and_without(few) -> None:
    """Trial by trial, each run alone."""
    model = few.comparison.model
    calm = build(model.case, calm_book(model.book))
    name = "india_batch"
    npv, cost, never = (one.options[name].cells[key] for one, key in ((model, "npv"), (model, "shortage_cost_value"), (calm, "npv")))
    gaps, costs = [], []
    for trial in range(TRIALS):
        values = one_trial(model, 1, trial)
        hit = Tape([npv, cost], values, 21).run({}, 1)
        gaps.append(Tape([never], {id: values[id] for id in calm.bindings}, 21).run({}, 1)[never][0, 0] - hit[npv][0, 0])
        costs.append(hit[cost][0, 0])
    found = few.comparison.resilience[name].lost
    assert found["npv"].value == pytest.approx(np.mean(gaps), rel=1e-9)
    assert found["shortage_cost_value"].value == pytest.approx(np.mean(costs), rel=1e-9)


def test_resilience_is_what_outages_cost_less_than_with_the_reference(few) -> None:
    found, reference = few.comparison.resilience, few.comparison.reference
    assert found[reference].against is None
    for name in set(found) - {reference}:
        for measure, value in found[name].against.items():
            assert value.value == pytest.approx(found[reference].lost[measure].value - found[name].lost[measure].value, rel=1e-9)


def test_an_option_that_no_risk_hits_loses_nothing_and_is_worth_all_that_the_reference_loses() -> None:
    """Quality shutdowns in India, of each site by itself: the market price stays, and so does a plant at home."""
    found = with_only("quality_shutdowns_in").comparison.resilience
    spared, hit = found["us_continuous"], found["indian_merchant"]
    assert {one for value in spared.lost.values() for one in value} == {0.0}
    assert spared.volume_lost.value == 0
    assert hit.lost["shortage_cost_value"].value > 0
    assert spared.against["shortage_cost_value"] == hit.lost["shortage_cost_value"]


def test_without_outages_there_is_nothing_to_say() -> None:
    calm = roi.compare(roi.load_case(CASES[0], scenarios=["no_shocks"]), trials=8, seed=1)
    assert calm.comparison.resilience == {}
    assert json.loads(results_json(calm.comparison, "1"))["resilience"]["options"] == {}
    assert 'id="resilience"' not in report_html(calm.comparison, calm.provenance)


def test_the_page_and_the_data_say_the_same(few) -> None:
    found = json.loads(results_json(few.comparison, "1"))["resilience"]
    assert found["trials"] == TRIALS
    assert set(found["options"]) == set(few.comparison.model.options)
    for name, option in found["options"].items():
        one = few.comparison.resilience[name]
        assert option["volume_lost_share"]["mean"] == one.volume_lost.value
        assert option["lost_to_outages"]["npv"] == {"mean": one.lost["npv"].value, "se": one.lost["npv"].error}
        assert set(option["lost_to_outages"]) <= set(LABELS)
    text = Page(report_html(few.comparison, few.provenance)).visible
    assert "cost purchasers and patients" in text
    assert "Lost to outages, and how much less than with Indian merchant supplier" in text


def test_the_amounts_of_the_table_stand_on_one_scale(few) -> None:
    table = resilience_table(few.comparison)
    assert [heading.rpartition(", ")[2] for heading in table.headings] == [*["USD million"] * 4, "USD/kg"]
    for line in table.lines:
        one = few.comparison.resilience[line.name]
        for texts, means in ((line.lost, one.lost), *(((line.against, one.against),) if one.against else ())):
            for (text, error), (name, mean) in zip(texts, means.items(), strict=True):
                divisor = 1 if name == "shortage_cost_per_kg" else 1e6
                shown = -float(text.strip("()").replace(",", "")) if "(" in text else float(text.replace("–", "0").replace(",", ""))
                assert shown == pytest.approx(mean.value / divisor, abs=0.00501)
                assert float(error.removeprefix("± ") or 0) == pytest.approx(mean.error / divisor, abs=0.00501)
                assert (error == "") == (mean.error == 0)


def test_a_mean_has_the_standard_error_of_independent_trials_or_of_its_replicates() -> None:
    """The first by scipy; the second by hand: means 1 and 4 of two replicates, standard deviation √4.5, over √2."""
    values = np.random.default_rng(5).normal(size=50)
    assert finance.mean(values).error == pytest.approx(stats.sem(values))
    assert finance.mean([0.0, 3.0, 2.0, 5.0], 2) == pytest.approx((2.5, 1.5))
    assert np.isnan(finance.mean([np.nan]).value)
