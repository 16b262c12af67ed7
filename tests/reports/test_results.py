"""results.json and statement.csv: the schema programs rely on, and that every number is the comparison's."""

from __future__ import annotations

import csv
import io
import json
import math

import numpy as np
import pytest
from conftest import CASES, PAIRS_DRAWN, SEED, TRIALS
from scipy import stats

import roi
from roi.reporting.results import plain_text, results_json, statement_csv

MEASURES = ("npv", "irr", "payback", "levelised_cost")
SUMMARY = {"base", "mean", "sd", "p05", "p50", "p95"}


def read(study) -> dict:
    return json.loads(results_json(study.comparison, "1.2.3"))


def test_the_top_level_says_what_was_run(study) -> None:
    found = read(study)
    assert (found["trials"], found["seed"], found["version"]) == (TRIALS, SEED, "1.2.3")
    assert found["case"] in CASES
    assert found["question"] == study.comparison.model.case.question
    assert len(found["inputs_hash"]) == 16
    assert found["calendar_years"] == list(study.comparison.model.calendar.years)
    assert (found["overlays"], found["overrides"]) == ([], [])


def test_every_option_has_its_measures_chances_and_rows(study) -> None:
    found, comparison = read(study), study.comparison
    assert list(found["options"]) == list(comparison.model.options)
    for name, option in found["options"].items():
        for measure in MEASURES:
            assert set(option[measure]) >= SUMMARY
            base = comparison.measures[name][measure].base
            assert option[measure]["base"] == (base if math.isfinite(base) else None)
        npv = comparison.trials.measures[name]["npv"]
        assert option["p_npv_positive"] == np.mean(npv > 0)
        assert option["npv"]["mean"] == pytest.approx(npv.mean(), rel=1e-12)
        assert [option["npv"][key] for key in ("p05", "p50", "p95")] == pytest.approx(np.percentile(npv, (5, 50, 95)), rel=1e-12)
        assert list(option["rows"]) == [cell.name for cell in comparison.model.options[name].rows]
        assert all(len(values) == len(found["calendar_years"]) for values in option["rows"].values())
        assert option["rows"]["net_cash_flow"] == list(comparison.row(name, "net_cash_flow"))
        assert set(option["units"]) == set(option["rows"])


def test_options_are_compared_with_the_reference_trial_by_trial(study) -> None:
    found, npv = read(study)["comparison"], {name: one["npv"] for name, one in study.comparison.trials.measures.items()}
    reference = found.pop("reference")
    assert reference == study.comparison.model.case.reference
    assert set(found) == set(npv) - {reference}
    for name, one in found.items():
        gap = npv[name] - npv[reference]
        assert one["incremental_npv"]["mean"] == pytest.approx(gap.mean(), rel=1e-12)
        assert one["p_wins"] == np.mean(gap > 0)
        shares = [np.mean(gap[replicate::16] > 0) for replicate in range(16)]
        assert one["p_wins_se"] == pytest.approx(np.std(shares, ddof=1) / 4)
        assert one["p_wins_interval"][0] <= one["p_wins"] <= one["p_wins_interval"][1]


def test_independent_trials_have_the_standard_error_of_a_binomial_share() -> None:
    run = roi.compare(CASES[1], trials=TRIALS, seed=3, sampler="random")
    found = read(run)
    assert found["sampling"] == {"sampler": "random", "replicates": 1}
    for option in found["options"].values():
        share = option["p_npv_positive"]
        assert option["p_npv_positive_se"] == pytest.approx(math.sqrt(share * (1 - share) / TRIALS))


def test_joint_outcomes_are_counted_in_the_same_trial(study) -> None:
    found, npv = read(study)["joint"], {name: one["npv"] for name, one in study.comparison.trials.measures.items()}
    reference = study.comparison.reference
    assert found["no_option_npv_positive"]["share"] == np.mean([max(trial) <= 0 for trial in zip(*npv.values(), strict=True)])
    assert found["every_option_npv_positive"]["share"] == np.mean([min(trial) > 0 for trial in zip(*npv.values(), strict=True)])
    others = [values for name, values in npv.items() if name != reference]
    best = [all(one <= own for one in rest) for own, *rest in zip(npv[reference], *others, strict=True)]
    assert found["no_option_beats_reference"]["share"] == np.mean(best)
    for name, one in found["npv_negative_with_reference"].items():
        assert one["share"] == np.mean([a < 0 and b < 0 for a, b in zip(npv[name], npv[reference], strict=True)])


def test_ruin_is_cumulative_cash_below_the_limit_and_absent_without_one(study) -> None:
    assert all(option["ruin"] is None for option in read(study)["options"].values())
    limited = roi.compare(CASES[0], trials=TRIALS, seed=1, cash_limit=4e8)
    for name, option in read(limited)["options"].items():
        lowest = limited.comparison.trials.measures[name]["lowest_cash"]
        assert option["ruin"]["share"] == np.mean(lowest < -4e8)
        assert option["lowest_cumulative_cash_flow"]["p50"] == pytest.approx(np.median(lowest))
    assert "--cash-limit 400000000" in limited.provenance.command


def test_rank_correlations_are_reported_as_asked_used_and_drawn(study) -> None:
    """Those of the draws by scipy."""
    found, draws = read(study)["dependence"], study.draws()
    assert (found["copula"], found["largest_change"]) == ("gaussian", 0)
    assert len(found["pairs"]) == PAIRS_DRAWN[read(study)["case"]]
    for pair in found["pairs"]:
        first, second = pair["between"]
        assert pair["achieved"] == pytest.approx(stats.spearmanr(draws[first], draws[second]).statistic)
        assert pair["achieved"] == pytest.approx(pair["asked"], abs=4 / math.sqrt(TRIALS))
        assert pair["used"] == pair["asked"] == study.comparison.model.book.figure(f"{pair['by']}.rank_correlation").value


def test_a_correlation_changes_the_hash_of_the_inputs(studies) -> None:
    name = "correlations.ocean_freight.rank_correlation"
    changed = roi.compare(roi.load_case(CASES[0], settings=[f"{name}=0.2"]), trials=1)
    assert changed.provenance.inputs_hash != studies[CASES[0]].provenance.inputs_hash
    assert [one.id for one in changed.provenance.overrides] == [name]


def test_components_add_up_to_the_levelised_cost(study) -> None:
    for option in read(study)["options"].values():
        assert set(option["levelised_cost_components"]) <= set(option["rows"])
        assert sum(option["levelised_cost_components"].values()) == pytest.approx(option["levelised_cost"]["base"], rel=1e-9)


def test_every_input_is_listed_with_its_source_or_with_what_it_follows_from(study) -> None:
    model, found = study.comparison.model, {one["id"]: one for one in read(study)["assumptions"]}
    assert set(found) == set(model.bindings)
    for one in found.values():
        assert one["label"]
        assert one["unit"]
        if "derivation" in one:
            assert one["derivation"]
        else:
            assert one["source"] in model.book.sources
            assert one["confidence"] in ("official", "audited", "peer_reviewed", "industry", "judgement")
            assert {"locator", "retrieved", "distribution", "value"} <= set(one)


def test_money_of_another_year_is_shown_as_written_and_as_used(study) -> None:
    listed = [one for one in read(study)["assumptions"] if one.get("price_level", 1) != 1]
    assert listed
    growth = study.comparison.model.calendar.price_level_growth.value
    for one in listed:
        years = study.comparison.model.case.decision_year - one["dollar_year"]
        assert one["price_level"] == pytest.approx((1 + growth) ** years, rel=1e-12)
        assert one["value_used"] == pytest.approx(one["value"] * one["price_level"], rel=1e-12)


def test_no_answer_is_null_and_never_a_name_json_does_not_know(study) -> None:
    text = results_json(study.comparison, "x").decode()
    json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} in results.json"))
    assert "-0.0," not in text


@pytest.mark.parametrize(
    "setting",
    ["taxation.us.loss_rule=refund", "routes.in_us_ocean.mode=air", "contracts.acetaminophen_offtake.tenor=5"],
)
def test_whatever_changes_a_result_changes_the_hash_of_the_inputs(studies, setting) -> None:
    before = studies[CASES[0]]
    after = roi.compare(roi.load_case(CASES[0], settings=[setting]), trials=1)
    bases = [{name: one["npv"].base for name, one in study.comparison.measures.items()} for study in (before, after)]
    assert bases[0] != bases[1]
    assert read(before)["inputs_hash"] != read(after)["inputs_hash"]


def test_trials_and_seed_do_not_change_the_hash_of_the_inputs(studies) -> None:
    assert read(roi.compare(CASES[0], trials=3, seed=9))["inputs_hash"] == read(studies[CASES[0]])["inputs_hash"]


def test_the_statement_is_written_in_long_form(study) -> None:
    lines = list(csv.DictReader(io.StringIO(statement_csv(study.comparison).decode())))
    model, years = study.comparison.model, study.comparison.model.calendar.years
    statements = {one.name: one for one in (model.common, *model.options.values())}
    assert list(lines[0]) == ["option", "row", "unit", "year", "value"]
    assert len(lines) == sum(len(one.rows) for one in statements.values()) * len(years)
    for line in lines:
        cell = statements[line["option"]].cells[line["row"]]
        assert line["unit"] == str(cell.row.unit)
        assert float(line["value"]) == study.comparison.base[cell][years.index(int(line["year"]))]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "\0"])
def test_text_a_spreadsheet_would_run_gets_an_apostrophe(text) -> None:
    assert plain_text(text) == f"'{text}"
    assert plain_text("plain = text") == "plain = text"
