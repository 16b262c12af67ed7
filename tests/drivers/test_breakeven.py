"""Break-evens: solved, then put in by `--set` and run again; and on functions whose flip is known."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

import roi
from roi.analysis import outcomes
from roi.analysis.asked import asked_breakevens
from roi.analysis.breakeven import find_breakeven
from roi.analysis.drivers import measured
from roi.analysis.moved import with_value
from roi.analysis.plan import plan
from roi.analysis.search import as_written, is_whole, search_range
from roi.analysis.target import Target
from roi.analysis.trials import base_case, base_values, blocks, draws, draws_with_held
from roi.book import open_book
from roi.domain import Assumption
from roi.errors import RoiError
from roi.reporting.drivers_data import setting
from roi.statement.model import build

CASE, OPTION, TRIALS = "acetaminophen_us_continuous", "us_continuous", 300
PRICE, DUTY = "markets.acetaminophen_us.price", "tariffs.mfn.rates.acetaminophen.rate"
CAPITAL = "plants.acetaminophen_continuous_us.fixed_capital"
TENOR = "contracts.acetaminophen_offtake.tenor"


@pytest.fixture(scope="module")
def comparison():
    return roi.compare(CASE, trials=TRIALS, seed=3).comparison


def again(found):
    """The case run anew with the figure set to its break-even, as the command line would do it."""
    return roi.compare(roi.load_case(CASE, settings=[setting(found)]), trials=TRIALS, seed=3).comparison


@pytest.mark.parametrize(("id", "share"), [(PRICE, 0.5), (PRICE, 0.9), (DUTY, 0.5)])
def test_at_the_break_even_of_a_chance_that_share_of_trials_wins(comparison, id, share) -> None:
    (found,) = asked_breakevens(comparison, [id], until=f"p_wins={share}")
    wins = again(found).against[OPTION].p_wins
    assert found.verdict == "at"
    assert share <= wins <= share + 1.01 / TRIALS
    assert found.reached == wins
    assert found.low < found.value < found.high


@pytest.mark.parametrize(
    ("id", "until", "of"),
    [
        (PRICE, "npv=0", "npv"),
        (PRICE, "incremental_npv=1e7", "incremental_npv"),
        (PRICE, "irr=0.08", "irr"),
        (CAPITAL, "levelised_cost=9", "levelised_cost"),
        ("finance.us_manufacturer.price_level_growth", "levelised_cost=9.5", "levelised_cost"),
    ],
)
def test_at_the_break_even_of_an_amount_the_median_trial_has_it(comparison, id, until, of) -> None:
    (found,) = asked_breakevens(comparison, [id], until=until)
    run = again(found)
    values = measured(run.trials, run.model, OPTION, of)
    level, spread = float(until.partition("=")[2]), np.nanquantile(values, 0.9) - np.nanquantile(values, 0.1)
    assert np.nanmedian(values) == pytest.approx(level, abs=1e-4 * spread)
    assert found.reached == pytest.approx(np.nanmedian(values), abs=1e-4 * spread)


def test_the_break_even_of_the_base_case_makes_the_base_case_flip(comparison) -> None:
    (found,) = asked_breakevens(comparison, [PRICE])
    model, factor = comparison.model, comparison.model.bindings[PRICE].factor
    for way in (-1, 1):
        values = base_values(model) | {PRICE: np.asarray(found.in_base * (1 + way * 1e-6) * factor)}
        base = base_case(model, values)
        npv = {name: base[option.cells["npv"]][0] for name, option in model.options.items()}
        assert np.sign(npv[OPTION] - npv[model.case.reference]) == way


def test_years_are_searched_as_whole_numbers(comparison) -> None:
    share = measured(comparison.trials, comparison.model, OPTION, "npv")
    (found,) = asked_breakevens(comparison, [TENOR], until=f"npv={np.median(share) + 5e6:.0f}")
    assert found.value == int(found.value)
    assert found.value > found.figure.value == 10
    assert found.low is None
    medians = []
    for years in (found.value - 1, found.value):
        run = roi.compare(roi.load_case(CASE, settings=[f"{TENOR}={years:g}"]), trials=TRIALS, seed=3).comparison
        medians.append(np.median(run.trials.measures[OPTION]["npv"]))
    assert medians[0] <= found.target.value < medians[1]
    assert found.reached == medians[1]


def test_what_no_value_reaches_is_never_with_the_best_there_is(comparison) -> None:
    (found,) = asked_breakevens(comparison, [CAPITAL])
    assert (found.verdict, found.value, found.at) == ("never", None, 0.0)
    free = roi.compare(roi.load_case(CASE, settings=[f"{CAPITAL}=0"]), trials=TRIALS, seed=3).comparison
    assert found.reached == free.against[OPTION].p_wins < 0.5


def test_what_every_value_reaches_is_always_with_the_least_there_is(comparison) -> None:
    (found,) = asked_breakevens(comparison, [CAPITAL], until="levelised_cost=1000")
    assert (found.verdict, found.value) == ("always", None)
    assert found.at == found.searched[1]


@pytest.mark.parametrize(("text", "kept"), [(f"{PRICE}=5.5", 5.5), (f"{DUTY}=0.4", 0.4), (f"{TENOR}=4", 4.0), (f"{CAPITAL}=100", 100e6)])
def test_a_value_put_in_here_is_the_value_put_in_by_set(text, kept) -> None:
    plain, laid = open_book(), open_book(settings=[text])
    ours = with_value(plain, text.partition("=")[0], kept)
    ours_model, set_model = (build(book.cases[CASE], book) for book in (ours, laid))
    assert {id: one.tolist() for id, one in base_values(ours_model).items()} == {
        id: one.tolist() for id, one in base_values(set_model).items()
    }
    assert [one.id for one in ours_model.uncertain] == [one.id for one in set_model.uncertain]


@pytest.mark.parametrize(
    "id", ["risks.acetaminophen_price.volatility", "risks.other_failures.yearly_rate", "risks.port_strikes.lost_share"]
)
def test_a_path_that_rests_on_the_figure_is_drawn_anew_for_each_value(comparison, id) -> None:
    (found,) = asked_breakevens(comparison, [id], until="npv=0")
    run = roi.compare(roi.load_case(CASE, settings=[f"{id}={as_written(found.figure, found.at)!r}"]), trials=TRIALS, seed=3).comparison
    assert not found.changes_nothing
    assert found.reached == np.median(run.trials.measures[OPTION]["npv"])
    assert found.reached != np.median(comparison.trials.measures[OPTION]["npv"])


def test_the_draws_of_a_break_even_are_those_of_a_run_in_which_the_figure_is_certain(comparison) -> None:
    model, drawing = comparison.model, comparison.trials.plan
    for id in (PRICE, CAPITAL, "countries.us.operator_wage"):
        certain = build(model.case, with_value(model.book, id, 7.0))
        expected = draws(certain, plan(certain, comparison.trials.seed), 0, TRIALS)
        found = draws_with_held(model, drawing, draws(model, drawing, 0, TRIALS), id)
        assert {one: values.tolist() for one, values in found.items()} == {one: values.tolist() for one, values in expected.items()}
    # the supplier's price is tied to the market price, so it is the one that moves
    assert (
        found["suppliers.p_aminophenol_cn.fob_price"]
        != draws_with_held(model, drawing, found, PRICE)["suppliers.p_aminophenol_cn.fob_price"]
    ).any()


def test_break_evens_do_not_depend_on_the_size_of_the_blocks(comparison, monkeypatch) -> None:
    whole = asked_breakevens(comparison, [PRICE, TENOR])
    monkeypatch.setattr(outcomes, "blocks", lambda count: blocks(count, 83))
    assert asked_breakevens(comparison, [PRICE, TENOR]) == whole


def test_several_figures_give_what_each_gives_alone(comparison) -> None:
    assert asked_breakevens(comparison, [PRICE, CAPITAL]) == (
        *asked_breakevens(comparison, [PRICE]),
        *asked_breakevens(comparison, [CAPITAL]),
    )


def test_the_leading_break_evens_are_those_of_the_strongest_drivers(study) -> None:
    found = study.comparison
    assert [one.figure.id for one in found.breakevens] == [one.figure.id for one in found.drivers.figures[:3]]
    assert {one.target for one in found.breakevens} == {Target("p_wins", 0.5)}


@dataclass
class Known:
    """Stands for a figure moved through a model: the measure is a function of its value, plus noise of its own in each trial."""

    figure: Assumption
    function: object
    noise: np.ndarray
    years: tuple[int, ...] = (2027, 2047)
    option: str = "plant"
    costly: bool = False
    asked: list = field(default_factory=list)

    @property
    def trials(self) -> int:
        return self.noise.size

    def __call__(self, values, trials):
        self.asked += [trials] * len(values)
        return np.array([self.function(value) + self.noise[:trials] for value in values])

    def in_base(self, values):
        return np.array([self.function(value) for value in values])


@pytest.fixture
def figure(book) -> Assumption:
    return book.figure(PRICE).model_copy(update={"bounds": (0.0, 10.0), "value": 5.0})


def test_the_interval_covers_the_true_flip_in_95_of_100_samples(figure) -> None:
    """The measure is 3 (v - 4) plus normal noise: an even chance lies at 4. Of 400 samples 380 cover it; 4 standard errors are 17."""
    covered = 0
    for seed in range(400):
        noise = np.random.default_rng(seed).normal(size=200)
        found = find_breakeven(Known(figure, lambda value: 3 * (value - 4), noise), Target("p_wins", 0.5))
        covered += found.low <= 4.0 <= found.high
    assert 363 <= covered <= 397


@pytest.mark.parametrize(("share", "rising", "open_end"), [(0.999, 1, 1), (0.001, 1, 0), (0.999, -1, 0), (0.001, -1, 1)])
def test_a_chance_that_the_trials_cannot_tell_from_certainty_has_no_end_on_that_side(figure, share, rising, open_end) -> None:
    """Of 200 trials 0.2 would have to go the other way: the truth may lie anywhere beyond the outermost trial."""
    noise = np.random.default_rng(5).normal(size=200)
    found = find_breakeven(Known(figure, lambda value: 3 * rising * (value - 4), noise), Target("p_wins", share))
    assert (found.low, found.high)[open_end] == found.searched[open_end]
    assert (found.low, found.high)[1 - open_end] != found.searched[1 - open_end]


def test_of_several_flips_the_nearest_to_the_base_value_is_given_and_all_are_counted(figure) -> None:
    found = find_breakeven(Known(figure, lambda value: (value - 2) * (value - 7), np.zeros(50)), Target("npv", 0.0))
    assert (round(found.value, 4), found.flips, round(found.in_base, 6)) == (7.0, 2, 7.0)
    costly = find_breakeven(Known(figure, lambda value: (value - 2) * (value - 7), np.zeros(50), costly=True), Target("npv", 0.0))
    assert costly.in_base == pytest.approx(7.0, abs=1e-4)
    lower = figure.model_copy(update={"value": 2.5})
    assert find_breakeven(Known(lower, lambda value: (value - 2) * (value - 7), np.zeros(50)), Target("npv", 0.0)).value == pytest.approx(
        2, abs=1e-4
    )


def test_what_a_few_trials_miss_all_of_them_find(figure) -> None:
    """The first 128 trials never win; of all 1,000 one in ten does above 6."""
    noise = np.where(np.arange(1000) < 128, -100.0, np.where(np.arange(1000) % 8 == 0, 0.0, -100.0))
    known = Known(figure, lambda value: value - 6.0, noise)
    found = find_breakeven(known, Target("p_wins", 0.1))
    assert found.verdict == "at"
    assert found.value == pytest.approx(6.0, abs=1e-4)
    assert set(known.asked) == {128, 1000}


def test_a_few_trials_that_flip_where_all_of_them_do_not_are_not_believed(figure) -> None:
    """The first 128 trials win above 6; of all 1,000 hardly any other ever does."""
    noise = np.where(np.arange(1000) < 128, 0.0, -100.0)
    found = find_breakeven(Known(figure, lambda value: value - 6.0, noise), Target("p_wins", 0.5))
    assert (found.verdict, found.at, found.reached) == ("never", pytest.approx(6.6667, abs=4), 0.128)


def test_counted_years_over_a_long_range_are_still_found_to_the_year(book) -> None:
    years = book.figure(TENOR).model_copy(update={"bounds": (0.0, 500.0)})
    found = find_breakeven(Known(years, lambda value: value - 123.5, np.zeros(20)), Target("npv", 0.0))
    assert (found.value, found.in_base, found.reached) == (124.0, 124.0, 0.5)


def test_a_figure_that_changes_nothing_says_so(figure) -> None:
    found = find_breakeven(Known(figure, lambda value: -1.0, np.zeros(10)), Target("npv", 0.0))
    assert (found.verdict, found.changes_nothing, found.in_base) == ("never", True, None)


def test_a_figure_that_matters_in_rare_trials_only_is_not_said_to_change_nothing(figure) -> None:
    """The first 128 trials do not see it."""

    class Rare(Known):
        def __call__(self, values, trials):
            return np.array([np.where(np.arange(trials) < 500, -1.0, value - 6.0) for value in values])

    rare = Rare(figure, lambda value: -1.0, np.zeros(600))
    found = find_breakeven(rare, Target("npv", 0.0))
    assert (found.verdict, found.changes_nothing) == ("never", False)
    flips = find_breakeven(rare, Target("p_npv_positive", 0.1))
    assert (flips.verdict, flips.value) == ("at", pytest.approx(6.0, abs=1e-4))


def test_a_figure_is_looked_for_where_it_can_be(book) -> None:
    years = tuple(range(2027, 2048))
    plant = "plants.acetaminophen_continuous_us."
    expected = {
        f"{plant}process_yield": (0.92 * 0.01, 1.0),
        f"{plant}labour_hours": (0.0, 1_300_000.0),
        f"{plant}on_stream_factor": (0.0, 1.0),
        DUTY: (0.0, 5.0),
        TENOR: (1.0, 20.0),
        "contracts.acetaminophen_offtake.first_year": (2027.0, 2047.0),
        "countries.us.inflation": (-0.5, 1.0),
    }
    assert {id: search_range(book.figure(id), years) for id in expected} == {id: pytest.approx(ends) for id, ends in expected.items()}
    bounded = book.figure(PRICE).model_copy(update={"bounds": (1.0, 9.0)})
    assert search_range(bounded, years) == (1.0, 9.0)
    assert search_range(bounded, years, high=20.0) == (1.0, 20.0)


def test_years_that_are_counted_are_whole_and_years_that_are_measured_are_not(book) -> None:
    whole = {figure.id.rpartition(".")[2] for figure in book.figures() if figure.shape == "scalar" and is_whole(figure)}
    assert whole == {
        "bridge_time", "building_recapture_period", "delay", "fill_year", "first_year", "grace", "loss_years", "notice", "renewal_tenor",
        "tenor", "transfer_time", "years_to_default",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("over", "more", "words"),
    [
        ([f"{PRICE}s"], {}, ["there is no figure with this id", f"did you mean {PRICE}?"]),
        (["plants.acetaminophen_batch_in.fixed_capital"], {}, ["no row behind the measure reads", f"did you mean {CAPITAL}?"]),
        (["markets.amoxicillin_us.price"], {}, ["no row behind the measure reads", f"did you mean {PRICE}?"]),
        (["depreciation.macrs_5.rates"], {}, ["a table of values", "write a scenario"]),
        ([PRICE], {"option": "us_continous"}, ["there is no option", "did you mean us_continuous?"]),
        ([PRICE], {"option": "indian_merchant", "until": "p_wins=0.5"}, ["is the reference", "take the measure npv"]),
        ([PRICE], {"low": 9.0, "high": 2.0}, ["nothing lies between 9 and 2", "the lower first"]),
        ([PRICE], {"high": float("inf")}, ["--to", "inf is no value to look at", "give a number"]),
        ([PRICE], {"low": float("nan")}, ["--from", "nan is no value to look at"]),
        ([PRICE], {"low": -1.0}, ["--from", "-1 USD/kg is below 0"]),
        ([DUTY], {"high": 12.0}, ["--to", "is above 5", "percentages are fractions"]),
        ([TENOR], {"low": 10.2, "high": 10.8}, ["no two whole numbers from 10.2 to 10.8", "years are counted"]),
        (["risks.generics_inquiry"], {}, ["is open law", "--set risks.generics_inquiry.pinned=STATE, with exempt, taxed for STATE"]),
        (["risks.generics_inquiry.state"], {}, ["risks.generics_inquiry is open law", "pin it and compare"]),
        (["risks.generics_inquiry.decision.probabilities.taxed"], {}, ["risks.generics_inquiry is open law", "pin it and compare"]),
        (["risks.acetaminophen_price"], {}, ["a path is drawn year by year", "one of its figures: risks.acetaminophen_price.volatility,"]),
        (["risks.port_strikes.lost"], {}, ["a path is drawn year by year", "risks.port_strikes.yearly_rate"]),
        (["risks.rupee"], {}, ["there is no figure with this id"]),
        ([PRICE, CAPITAL], {"low": 1.0}, ["one range is given for 2 figures"]),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_remedy(comparison, over, more, words) -> None:
    with pytest.raises(RoiError) as caught:
        asked_breakevens(comparison, over, **more)
    assert [word for word in words if word not in str(caught.value)] == []


def test_all_wrong_ids_come_at_once(comparison) -> None:
    with pytest.raises(RoiError) as caught:
        asked_breakevens(comparison, ["plants.x.y", PRICE, "markets.x.y"])
    assert len(caught.value.problems) == 2


def test_the_ends_of_the_search_are_in_the_unit_the_file_writes(comparison) -> None:
    (found,) = asked_breakevens(comparison, [CAPITAL], low=50.0, high=70.0)
    assert found.searched == (50e6, 70e6)


def test_the_python_face_gives_the_same_as_a_table(study) -> None:
    first = study.comparison.drivers.figures[0].figure.id
    table = study.breakeven(first, until="levelised_cost=7")
    (found,) = asked_breakevens(study.comparison, [first], until="levelised_cost=7")
    line = table.loc[first]
    assert (line["verdict"], line["reached"], line["until"]) == (found.verdict, found.reached, "levelised_cost=7")
    assert (line["searched_from"], line["searched_to"]) == found.searched
