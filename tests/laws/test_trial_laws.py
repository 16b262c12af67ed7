"""Trials: what a result may depend on, and what not."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from conftest import CASES, SEED, TRIALS

import roi
from roi.analysis import trials
from roi.analysis.measures import MEASURES
from roi.analysis.trials import FAN, base_case, blocks, one_trial, run_trials
from roi.book import load_book, parse_set, scenario_overlay
from roi.domain import Assumption
from roi.paths import bundled
from roi.statement.model import build
from roi.uncertainty import KINDS
from roi.units import conversion, parse

SCENARIOS = (
    "bonus_off", "excess_capacity_all_goods", "generics_taxed", "law_as_it_stands", "no_domestic_premium", "no_shocks", "pharma_use_denied",
    "tariff_generics_25", "us_grant_30",
)  # fmt: skip

each_kind = pytest.mark.parametrize("kind", KINDS)


def bits(found) -> dict:
    """Bytes of every measure of every option."""
    return {(option, name): values.tobytes() for option, measures in found.measures.items() for name, values in measures.items()}


@each_kind
def test_a_trial_alone_is_its_row_in_the_full_run(study, kind) -> None:
    model = study.comparison.model
    run = run_trials(model, TRIALS, SEED, kind)
    for trial in (0, 1, 17, TRIALS - 1):
        alone = base_case(model, one_trial(model, SEED, trial, kind))
        for name, option in model.options.items():
            for measure in MEASURES:
                assert alone[option.cells[measure]].tobytes() == run.measures[name][measure][trial : trial + 1].tobytes()


@each_kind
def test_results_do_not_depend_on_the_size_of_the_blocks(study, kind, monkeypatch) -> None:
    model = study.comparison.model
    whole = run_trials(model, 40, SEED, kind)
    for size in (1, 7, 40):
        monkeypatch.setattr(trials, "blocks", lambda last, _, first, size=size: blocks(last, size, first))
        pieces = run_trials(model, 40, SEED, kind)
        assert bits(pieces) == bits(whole)
        assert all(np.array_equal(pieces.cumulative[name], whole.cumulative[name]) for name in whole.cumulative)


def test_more_trials_leave_the_first_ones_as_they_are_across_blocks_of_draws(studies) -> None:
    study = studies[CASES[0]]
    model = study.comparison.model
    many = run_trials(model, 9000, SEED)
    for name, measures in study.comparison.trials.measures.items():
        for measure, values in measures.items():
            assert many.measures[name][measure][:TRIALS].tobytes() == values.tobytes()
    for trial in (4095, 4096, 8191, 8192, 8999):
        alone = base_case(model, one_trial(model, SEED, trial))
        for name, option in model.options.items():
            assert alone[option.cells["npv"]][0] == many.measures[name]["npv"][trial]


def test_the_same_seed_gives_the_same_bits_and_another_seed_other_numbers(study) -> None:
    model = study.comparison.model
    assert bits(run_trials(model, TRIALS, SEED)) == bits(study.comparison.trials)
    other = run_trials(model, TRIALS, SEED + 1)
    for name, measures in study.comparison.trials.measures.items():
        assert not np.intersect1d(measures["npv"], other.measures[name]["npv"]).size


def test_options_share_the_draws(study) -> None:
    """The market, the merchant and the key starting material are drawn once, whoever asks: one column of draws for each figure."""
    model, table = study.comparison.model, study.draws()
    ids = [figure.id for figure in model.uncertain]
    states = [f"{id}.{year}" for id in model.paths for year in model.calendar.years]
    assert list(table.columns) == [*ids, *states, *(f"npv.{name}" for name in model.options)]
    assert len(set(ids)) == len(ids)
    inputs = {name: {leaf.id for leaf in option.inputs.values()} for name, option in model.options.items()}
    shared = [one & other & set(ids) for one, other in combinations(inputs.values(), 2)]
    assert any(shared)


def test_drawn_values_are_those_the_trials_used(study) -> None:
    model, table = study.comparison.model, study.draws()
    used = one_trial(model, SEED, 7)
    assert all(table.iloc[7][figure.id] == used[figure.id] for figure in model.uncertain)
    for name, found in study.comparison.trials.measures.items():
        assert table[f"npv.{name}"].to_numpy().tobytes() == found["npv"].tobytes()


@each_kind
def test_one_more_uncertain_figure_moves_no_other_draw(kind) -> None:
    capacity = "plants.acetaminophen_continuous_us.capacity"
    case = roi.load_case(CASES[0], settings=[f"{capacity}={{distribution: {{kind: pert, low: 14000, mode: 15000, high: 16000}}}}"])
    before, after = (roi.compare(one, trials=TRIALS, seed=SEED, sampler=kind).draws() for one in (CASES[0], case))
    assert set(after.columns) - set(before.columns) == {capacity}
    for column in before.columns:
        if not column.startswith("npv."):
            assert before[column].to_numpy().tobytes() == after[column].to_numpy().tobytes()
    assert before["npv.indian_merchant"].equals(after["npv.indian_merchant"])
    assert not before["npv.us_continuous"].equals(after["npv.us_continuous"])


def as_written(figure: Assumption) -> str:
    """The numbers of a figure as its file gives them."""
    factor = conversion(figure.written_unit, parse(figure.unit)) if figure.written_unit else 1.0
    if figure.dated:
        return f"{{{', '.join(f'{day}: {one / factor!r}' for day, one in figure.dated)}}}"
    if figure.distribution is None:
        return repr(figure.value / factor)
    shape = {key: one / factor if isinstance(one, float) else one for key, one in figure.distribution.model_dump(exclude_none=True).items()}
    return f"{{value: {figure.value / factor!r}, distribution: {{{', '.join(f'{key}: {one}' for key, one in shape.items())}}}}}"


def undone(book, scenario) -> list[str]:
    """--set texts that take a scenario back."""
    texts = []
    for id in scenario.set:
        if id.endswith(".claims"):
            case, option = id.split(".")[1], id.split(".")[3]
            texts.append(f"{id}=[{', '.join(book.cases[case].options[option].claims)}]")
        elif id.endswith((".pinned", ".loan")):
            texts.append(f"{id}=null")
        else:
            texts.append(f"{id}={as_written(book.figure(id))}")
    return texts


def rows_of(model) -> set[str]:
    """Ids of the rows and measures: a loan adds some and leaves the values of the others."""
    return {cell.id for option in model.options.values() for cell in option.cells.values()}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_undone_gives_the_base_back(book, studies, scenario) -> None:
    back = parse_set(undone(book, book.scenarios[scenario]))
    laid = load_book([bundled("assumptions")], [scenario_overlay(book, scenario)])
    again = load_book([bundled("assumptions")], [scenario_overlay(book, scenario), back])
    changed = []
    for case in CASES:
        base, model = bits(studies[case].comparison.trials), build(laid.cases[case], laid)
        changed.append(bits(run_trials(model, TRIALS, SEED)) != base or rows_of(model) != rows_of(studies[case].comparison.model))
        assert bits(run_trials(build(again.cases[case], again), TRIALS, SEED)) == base
    assert any(changed)


def test_a_measure_taken_away_leaves_nothing_behind(studies) -> None:
    with_it = studies[CASES[0]]
    lifted = roi.compare(roi.load_case(CASES[0], scenarios=["section_301_lifted"]), trials=TRIALS, seed=SEED)
    base = roi.compare(CASES[0], trials=TRIALS, seed=SEED)
    assert bits(base.comparison.trials) == bits(with_it.comparison.trials)
    gone = [id.partition(".")[2] for id in lifted.comparison.model.book.scenarios["section_301_lifted"].without]
    assert not [id for id in lifted.comparison.model.bindings if any(f".{name}" in id for name in gone)]
    gain = lifted.comparison.trials.measures["us_continuous"]["npv"] - base.comparison.trials.measures["us_continuous"]["npv"]
    assert (gain > 0).all()
    merchant = "indian_merchant"
    assert np.array_equal(lifted.comparison.trials.measures[merchant]["npv"], base.comparison.trials.measures[merchant]["npv"])


@each_kind
def test_the_first_trials_of_a_long_run_are_those_of_a_short_one(studies, kind) -> None:
    model = studies[CASES[0]].comparison.model
    short, long = run_trials(model, 1_000, SEED, kind), run_trials(model, 10_000, SEED, kind)
    for name, measures in short.measures.items():
        assert long.measures[name]["npv"][:1_000].tobytes() == measures["npv"].tobytes()


def test_the_lowest_cash_is_the_lowest_point_of_the_cumulative_cash_flow(study) -> None:
    model, run = study.comparison.model, study.comparison.trials
    for trial in (0, 7):
        found = base_case(model, one_trial(model, SEED, trial))
        for name, option in model.options.items():
            lowest = found[option.cells["cumulative_cash_flow"]].min()
            assert run.measures[name]["lowest_cash"][trial] == pytest.approx(min(0.0, lowest), rel=1e-12)


def test_the_fan_rises_from_percentile_to_percentile(study) -> None:
    for fan in study.comparison.trials.cumulative.values():
        assert len(fan) == len(FAN)
        assert (np.diff(fan, axis=0) >= 0).all()
