"""Drivers of the bundled cases: each number worked out once more, one run at a time."""

from __future__ import annotations

import numpy as np
import pytest

import roi
from roi.analysis import outcomes
from roi.analysis.asked import asked_breakevens, asked_drivers
from roi.analysis.drivers import CAPITAL, OF, group_of
from roi.analysis.search import as_written
from roi.analysis.trials import base_case, base_values, blocks, draws
from roi.errors import RoiError

OPTION = "us_continuous"


def measure(model, values, of: str, option: str = OPTION) -> float:
    """The measure for one set of inputs, by the base-case run."""
    found = base_case(model, values)
    own = {name: float(found[one.cells[of.removeprefix("incremental_")]][0]) for name, one in model.options.items()}
    return own[option] - own[model.case.reference] if of == "incremental_npv" else own[option]


@pytest.mark.parametrize("of", OF)
def test_each_end_of_a_swing_is_a_run_with_that_figure_alone_moved(study, of) -> None:
    model, found = study.comparison.model, asked_drivers(study.comparison, OPTION, of)
    assert found.base == measure(model, base_values(model), of)
    for driver in found.figures[::5]:
        factor = model.bindings[driver.figure.id].factor
        for value, expected in ((driver.low, driver.at_low), (driver.high, driver.at_high)):
            assert measure(model, base_values(model) | {driver.figure.id: np.asarray(value * factor)}, of) == expected


def test_the_ends_are_the_10th_and_90th_percentile_of_the_draws(study) -> None:
    model = study.comparison.model
    drawn = draws(model, 5, 0, 4096)
    for driver in study.comparison.drivers.figures:
        factor = model.bindings[driver.figure.id].factor
        # four standard errors of a share of 0.1 of 4,096 draws
        assert np.mean(drawn[driver.figure.id] < driver.low * factor) == pytest.approx(0.1, abs=0.019)
        assert np.mean(drawn[driver.figure.id] > driver.high * factor) == pytest.approx(0.1, abs=0.019)


def test_only_figures_that_the_measure_reads_are_listed_the_strongest_first(study) -> None:
    model, found = study.comparison.model, study.comparison.drivers
    swings = [driver.swing for driver in found.figures]
    assert swings == sorted(swings, reverse=True)
    listed, others = {driver.figure.id for driver in found.figures}, {one.id for one in model.uncertain}
    for id in sorted(others - listed)[::4]:
        moved = base_values(model) | {id: np.asarray(float(base_values(model)[id]) * 1.01)}
        assert measure(model, moved, "incremental_npv") == found.base
    assert any(id.startswith("plants.") for id in others - listed)


def test_every_figure_is_in_one_group_and_shares_add_up(study) -> None:
    found = study.comparison.drivers
    assert sorted(id for group in found.groups for id in group.members) == sorted(driver.figure.id for driver in found.figures)
    assert sum(group.share for group in found.groups) == pytest.approx(found.share_single)
    judged = [driver.share for driver in found.figures if driver.figure.confidence == "judgement"]
    assert found.share_judgement == pytest.approx(sum(judged))
    assert 0 < found.share_judgement < found.share_single
    # single effects explain most of a discounted sum of products, and never much more than all of it: 400 trials, 30 shares
    assert 0.6 < found.share_single < 1.25


def test_a_group_is_the_spread_of_trials_in_which_it_alone_is_drawn() -> None:
    comparison = roi.compare("acetaminophen_us_continuous", trials=40).comparison
    model, group = comparison.model, comparison.drivers.groups[0]
    drawn = draws(model, comparison.trials.seed, 0, comparison.trials.trials)
    values = [
        measure(model, base_values(model) | {id: np.asarray(drawn[id][trial]) for id in group.members}, "incremental_npv")
        for trial in range(comparison.trials.trials)
    ]
    assert [group.low, group.high] == pytest.approx(np.quantile(values, [0.1, 0.9]), rel=1e-9)


def test_capital_stands_apart_from_the_process(book) -> None:
    groups = {figure.id.split(".")[2]: group_of(figure) for figure in book.figures() if figure.id.startswith("plants.acetaminophen_con")}
    assert {key for key, group in groups.items() if group == CAPITAL} == {
        "fixed_capital", "working_capital_share", "maintenance_share", "insurance_and_property_tax_share",
    }  # fmt: skip
    assert groups["process_yield"] == groups["labour_hours"] == "Process"


def test_drivers_do_not_depend_on_the_size_of_the_blocks(studies, monkeypatch) -> None:
    comparison = studies["amoxicillin_us_continuous"].comparison
    whole = asked_drivers(comparison)
    monkeypatch.setattr(outcomes, "blocks", lambda count: blocks(count, 97))
    assert asked_drivers(comparison) == whole


def test_without_uncertain_figures_nothing_is_listed() -> None:
    figures = roi.compare("acetaminophen_us_continuous", trials=1).comparison.model.uncertain
    settings = [f"{figure.id}={as_written(figure, figure.value)!r}" for figure in figures]
    comparison = roi.compare(roi.load_case("acetaminophen_us_continuous", settings=settings), trials=3).comparison
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
    with pytest.raises(RoiError, match=r"did you mean us_continuous\?"):
        asked_drivers(study.comparison, "us_continous")
    with pytest.raises(RoiError, match=r"did you mean levelised_cost\?"):
        asked_drivers(study.comparison, of="levelized_cost")


def test_the_python_face_gives_the_same_as_a_table(study) -> None:
    table, found = study.drivers(), study.comparison.drivers
    assert list(table.index) == [driver.figure.id for driver in found.figures]
    assert table["at_p90"].tolist() == [driver.at_high for driver in found.figures]
    assert study.drivers(of="levelised_cost").loc[found.figures[0].figure.id, "label"] == found.figures[0].figure.label
