"""Drivers of the bundled cases: each number worked out once more, one run at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import spearmanr

import roi
from roi.analysis import outcomes
from roi.analysis.asked import asked_breakevens, asked_drivers
from roi.analysis.driver_groups import CAPITAL, GROUPS, group_of
from roi.analysis.drivers import OF, measured
from roi.analysis.plan import plan
from roi.analysis.search import as_written
from roi.analysis.trials import base_values, blocks, draws
from roi.errors import RoiError
from roi.formula import Tape, evaluate

GENERICS, CAPACITY = "risks.generics_inquiry", "risks.excess_capacity"


def measure(model, values, of: str, option: str) -> float:
    """The measure for one set of inputs, by a run of one trial."""
    cells = {name: model.options[name].cells[of.removeprefix("incremental_")] for name in (option, model.case.reference)}
    found = Tape(model.program.part([*cells.values()]), values, len(model.calendar.years)).run({}, 1)
    own = {name: float(found[cell][0, 0]) for name, cell in cells.items()}
    return own[option] - own[model.case.reference] if of == "incremental_npv" else own[option]


@pytest.mark.parametrize("of", OF)
def test_each_end_of_a_swing_is_a_run_with_that_figure_alone_moved(study, of) -> None:
    model, found = study.comparison.model, asked_drivers(study.comparison, of=of)
    assert found.base == measure(model, base_values(model), of, found.option)
    for driver in found.figures[::5]:
        factor = model.bindings[driver.figure.id].factor
        for value, expected in ((driver.low, driver.at_low), (driver.high, driver.at_high)):
            assert measure(model, base_values(model) | {driver.figure.id: np.asarray(value * factor)}, of, found.option) == expected


def test_the_ends_are_the_10th_and_90th_percentile_of_the_draws(study) -> None:
    model = study.comparison.model
    drawn = draws(model, plan(model, 5), 0, 4096)
    # four standard errors of a share of 0.1 of 4,096 draws
    error = 0.019
    for driver in study.comparison.drivers.figures:
        values, factor = drawn[driver.figure.id], model.bindings[driver.figure.id].factor
        # a percentile of a few values holds its share between what lies below it and what lies at or below it
        for share, end in ((0.1, driver.low * factor), (0.9, driver.high * factor)):
            assert np.mean(values < end) - error <= share <= np.mean(values <= end) + error


def test_only_figures_that_the_measure_reads_are_listed_the_strongest_first(study) -> None:
    model, found = study.comparison.model, study.comparison.drivers
    swings = [driver.swing for driver in found.figures]
    assert swings == sorted(swings, reverse=True)
    listed, others = {driver.figure.id for driver in found.figures}, {one.id for one in model.uncertain}
    for id in sorted(others - listed)[::4]:
        moved = base_values(model) | {id: np.asarray(float(base_values(model)[id]) * 1.01)}
        assert measure(model, moved, "incremental_npv", found.option) == found.base
    assert others > listed


def test_every_figure_is_in_one_group_and_shares_add_up(study) -> None:
    found = study.comparison.drivers
    assert sorted(id for group in found.groups for id in group.members) == sorted(driver.id for driver in found.ranked)
    assert sum(group.share for group in found.groups) == pytest.approx(found.share_single)
    assert {one.group for one in found.paths if one.id in (GENERICS, CAPACITY)} == {"Trade policy and fees"}
    assert {one.group for one in found.paths} <= {"Trade policy and fees", "Market", "Suppliers", "Wages, power and currency", "Supply"}
    judged = [driver.share for driver in found.ranked if driver.confidence == "judgement"]
    assert found.share_judgement == pytest.approx(sum(judged))
    assert 0 < found.share_judgement < found.share_single


def test_single_effects_explain_most_of_a_discounted_sum_of_products_and_never_much_more_than_all_of_it() -> None:
    """With as many trials as 95 shares need: in 400 chance alone adds some tenths to their sum."""
    assert 0.6 < roi.compare("amoxicillin_anchor_customer", trials=2048, seed=1).comparison.drivers.share_single < 1.1


def test_a_group_is_the_spread_of_trials_in_which_it_alone_is_drawn() -> None:
    comparison = roi.compare("acetaminophen_us_continuous", trials=40).comparison
    found = comparison.drivers
    policy = next(group for group in found.groups if group.name == "Trade policy and fees")
    assert {GENERICS, CAPACITY} < set(policy.members)
    for group in (found.groups[0], policy):
        assert [group.low, group.high] == pytest.approx(spread(comparison, group.members), rel=1e-9)


def test_a_path_is_the_spread_of_trials_in_which_it_alone_is_drawn() -> None:
    comparison = roi.compare("acetaminophen_us_continuous", trials=40).comparison
    paths = comparison.drivers.paths
    read = {path.id for id, path in comparison.model.paths.items() if id.startswith("risks.")}
    assert {GENERICS, CAPACITY} < {one.id for one in paths} <= read
    for one in paths:
        assert [one.at_low, one.at_high] == pytest.approx(spread(comparison, [one.id]), rel=1e-9)


def spread(comparison, members) -> list[float]:
    """P10 and P90 of the measure, one run for each trial, in which the members alone are as drawn."""
    model, trials = comparison.model, comparison.trials
    drawn = draws(model, trials.plan, 0, trials.trials)
    ids = [id for id in model.drawn if id in members or (id in model.paths and model.paths[id].id in members)]
    values = [
        measure(model, base_values(model) | {id: drawn[id][..., trial] for id in ids}, "incremental_npv", "us_continuous")
        for trial in range(trials.trials)
    ]
    return list(np.quantile(values, [0.1, 0.9]))


def test_the_share_of_a_regime_is_that_of_the_mean_number_of_its_state(study) -> None:
    """A decision has two paths. Its share is that of two means: the variance between them, less what chance puts there."""
    comparison, found = study.comparison, study.comparison.drivers
    states = draws(comparison.model, comparison.trials.plan, 0, found.trials)[f"{GENERICS}.state"]
    result = measured(comparison.trials, comparison.model, found.option, "incremental_npv")
    taxed = states[-1] == 1
    assert 0 < taxed.sum() < taxed.size
    within = sum(((result[one] - result[one].mean()) ** 2).sum() for one in (taxed, ~taxed)) / (taxed.size - 2)
    (regime,) = [one for one in found.paths if one.id == GENERICS]
    assert regime.share == pytest.approx(1 - within / result.var(ddof=1))
    assert regime.rank_correlation == pytest.approx(spearmanr(taxed, result).statistic)


def test_a_regime_that_is_pinned_is_no_driver() -> None:
    case = roi.load_case("acetaminophen_us_continuous", settings=[f"{GENERICS}.pinned=taxed"])
    listed = {one.id for one in roi.compare(case, trials=30).comparison.drivers.paths}
    assert CAPACITY in listed
    assert GENERICS not in listed


def test_shares_overlap_when_drivers_are_correlated_and_not_when_each_of_them_is_drawn_alone() -> None:
    assert roi.compare("acetaminophen_us_continuous", trials=5).comparison.drivers.overlap
    tied = ["markets.acetaminophen_us.price", "markets.acetaminophen_us.price_growth", "countries.in.inflation", "countries.us.inflation"]
    tied += [f"routes.{route}_ocean.freight" for route in ("cn_us", "in_us", "cn_in")] + [
        "plants.acetaminophen_continuous_us.fixed_capital"
    ]
    book = roi.compare("acetaminophen_us_continuous", trials=1).comparison.model.book
    settings = [f"{id}={as_written(book.figure(id), book.figure(id).value)!r}" for id in tied]
    apart = roi.compare(roi.load_case("acetaminophen_us_continuous", settings=settings), trials=5).comparison
    assert not apart.drivers.overlap


def test_every_folder_of_the_book_has_a_group(book) -> None:
    uncertain = {figure.id.split(".")[0] for figure in book.figures()}
    assert uncertain - {"correlations"} <= set(GROUPS)


def test_capital_stands_apart_from_the_process(book) -> None:
    groups = {figure.id.split(".")[2]: group_of(figure) for figure in book.figures() if figure.id.startswith("plants.acetaminophen_con")}
    assert {key for key, group in groups.items() if group == CAPITAL} == {
        "fixed_capital", "cost_overrun", "working_capital_share", "maintenance_share", "insurance_and_property_tax_share",
    }  # fmt: skip
    assert groups["process_yield"] == groups["labour_hours"] == "Process"


def test_drivers_do_not_depend_on_the_size_of_the_blocks(studies, monkeypatch) -> None:
    comparison = studies["amoxicillin_us_continuous"].comparison
    whole = asked_drivers(comparison)
    monkeypatch.setattr(outcomes, "blocks", lambda count: blocks(count, 97))
    assert asked_drivers(comparison) == whole


def test_a_long_run_whose_rows_are_compiled_has_the_drivers_of_the_tape(monkeypatch) -> None:
    comparison = roi.compare("acetaminophen_us_continuous", trials=evaluate.WORTH).comparison
    compiled = asked_drivers(comparison), comparison.breakevens
    monkeypatch.setattr(evaluate, "WORTH", 10 * evaluate.WORTH)
    again = replace(comparison)
    assert (again.drivers, again.breakevens) == compiled


def test_without_uncertain_figures_nothing_is_listed() -> None:
    figures = roi.compare("acetaminophen_us_continuous", trials=1).comparison.model.uncertain
    settings = [f"{figure.id}={as_written(figure, figure.value)!r}" for figure in figures]
    settings += [f"{GENERICS}.pinned=exempt", f"{CAPACITY}.pinned=none"]
    calm = roi.load_case("acetaminophen_us_continuous", scenarios=["no_shocks"], settings=settings)
    comparison = roi.compare(calm, trials=3).comparison
    assert (comparison.drivers.figures, comparison.drivers.groups, comparison.breakevens) == ((), (), ())
    (found,) = asked_breakevens(comparison, ["markets.acetaminophen_us.price"])
    # one set of inputs: the flip of the trials is that of the base case
    assert found.value == pytest.approx(found.in_base, rel=1e-4)


def test_one_trial_has_swings_but_no_variance_to_share() -> None:
    alone = roi.compare("acetaminophen_us_continuous", trials=1).comparison
    assert np.isnan(alone.drivers.share_single)
    assert np.isnan(alone.drivers.figures[0].share)
    assert alone.drivers.figures[0].swing > 0


def test_the_reference_has_drivers_of_its_own_value_only(study) -> None:
    reference = study.comparison.reference
    assert asked_drivers(study.comparison, reference).of == "npv"
    with pytest.raises(RoiError, match="is the reference, which the others are compared with"):
        asked_drivers(study.comparison, reference, "incremental_npv")
    option = study.comparison.drivers.option
    with pytest.raises(RoiError, match=rf"did you mean {option}\?"):
        asked_drivers(study.comparison, option[:-1])
    with pytest.raises(RoiError, match=r"did you mean levelised_cost\?"):
        asked_drivers(study.comparison, of="levelized_cost")


def test_the_python_face_gives_the_same_as_a_table(study) -> None:
    table, found = study.drivers(), study.comparison.drivers
    assert list(table.index) == [driver.id for driver in found.ranked]
    assert table["at_p90"].tolist() == [driver.at_high for driver in found.ranked]
    assert study.drivers(of="levelised_cost").loc[found.figures[0].figure.id, "label"] == found.figures[0].figure.label
