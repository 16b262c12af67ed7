"""What the page and the workbook say of spread, joint outcomes and figures that move together."""

from __future__ import annotations

import dataclasses

import numpy as np
from conftest import CASES, PAIRS_DRAWN, TRIALS

import roi
from roi.analysis.precision import Precision
from roi.reporting.html import report_html
from roi.reporting.numbers import in_table, percent
from roi.reporting.run_notes import run_notes
from roi.reporting.spread_page import drawing, joint_sentences, spread_lines, ties
from roi.uncertainty import Dependence, Pair


def with_dependence(comparison, found: Dependence):
    run = dataclasses.replace(comparison.trials, plan=dataclasses.replace(comparison.trials.plan, dependence=found))
    return dataclasses.replace(comparison, trials=run)


def test_the_worst_trials_and_the_cash_needed_are_those_of_the_trials(study) -> None:
    comparison = study.comparison
    lines = {line.label: line for line in spread_lines(comparison)}
    for place, name in enumerate(comparison.model.options):
        npv = np.sort(comparison.trials.measures[name]["npv"])
        worst = lines["Mean of the worst 5 % of trials (CVaR)"].cells[place]
        assert worst.value == in_table(npv[: TRIALS // 20].mean() / 1e6)
        lowest = np.median(comparison.trials.measures[name]["lowest_cash"])
        assert lines["Lowest cumulative cash flow of any year, median"].cells[place].value == in_table(lowest / 1e6)


def test_a_cash_limit_adds_the_chance_to_fall_below_it() -> None:
    plain, limited = (roi.compare(CASES[0], trials=64, cash_limit=limit).comparison for limit in (None, 5e8))
    assert not [line for line in spread_lines(plain) if "Chance that it lies below" in line.label]
    (line,) = [line for line in spread_lines(limited) if "Chance that it lies below USD −500 million" in line.label]
    shares = [percent(float(np.mean(lowest < -5e8))) for lowest in (one["lowest_cash"] for one in limited.trials.measures.values())]
    assert [cell.value for cell in line.cells] == shares


def test_joint_outcomes_are_said_in_sentences(study) -> None:
    comparison = study.comparison
    npv = np.vstack([found["npv"] for found in comparison.trials.measures.values()])
    first, *_, last = joint_sentences(comparison)
    assert first.startswith(f"No option has a net present value above zero: {percent(float((npv <= 0).all(axis=0).mean()))} of trials")
    assert "are both worth less than nothing" in last
    assert len(joint_sentences(comparison)) == 3 + len(comparison.against)


def test_figures_that_move_together_are_named_with_their_file(study) -> None:
    found, case = ties(study.comparison), study.comparison.model.case.id.removeprefix("cases.")
    assert len(found) == len({(one.first, one.second) for one in found}) == PAIRS_DRAWN[case]
    assert {one.grade for one in found} == {"judgement"}


def test_the_page_says_how_trials_were_drawn_and_what_was_mended(study) -> None:
    comparison = study.comparison
    assert drawing(comparison) == "scrambled Sobol sequence in 16 independent replicates"
    assert run_notes(comparison) == []
    mended = with_dependence(comparison, Dependence(pairs=(Pair("a", "b", 0.5, 0.46, "correlations.x"),)))
    assert run_notes(mended) == ["The correlations contradicted each other; the nearest that do not were used (largest change 0.040)."]
    precise = dataclasses.replace(mended, precision=Precision(0.005, 0.0021))
    text = report_html(precise, study.provenance)
    assert "400 trials: 95 % interval of the leading mean is ± 0.21 %, 0.5 % asked for." in text
    assert "largest change 0.040" in text
