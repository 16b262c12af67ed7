"""Scenarios and --set: laid over the files, checked by the same rules, undone without a trace."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from roi.book import Book, Overlay, Override, parse_set, scenario_overlay
from roi.domain import Uniform
from roi.errors import RoiError

CAPITAL = "plants.continuous_us.fixed_capital"
Loader = Callable[[dict[str, Any]], Book]


@pytest.fixture
def laid(folder: Path, load: Callable[..., Book]) -> Loader:
    """The good book with these ids set."""
    return lambda what: load([folder], [Overlay("trial", "A trial", "", what)])


def test_a_number_fixes_a_figure_in_the_unit_of_the_file(laid: Loader) -> None:
    figure = laid({CAPITAL: 45}).figure(CAPITAL)
    assert (figure.value, figure.distribution, figure.source) == (45e6, None, "own_value")


def test_a_distribution_replaces_the_value(laid: Loader) -> None:
    figure = laid({CAPITAL: {"distribution": {"kind": "uniform", "low": 50, "high": 70}}}).figure(CAPITAL)
    assert (figure.value, figure.distribution) == (60e6, Uniform(kind="uniform", low=50e6, high=70e6))


def test_a_list_replaces_a_table(laid: Loader) -> None:
    assert laid({"plants.continuous_us.spending_profile": [0.2, 0.3, 0.5]}).figure("plants.continuous_us.spending_profile").table == (
        0.2,
        0.3,
        0.5,
    )


def test_one_number_fixes_a_series_on_all_its_dates(laid: Loader) -> None:
    rate = laid({"tariffs.origin_duty.rates.china.rate": 25}).figure("tariffs.origin_duty.rates.china.rate")
    assert rate.dated == ((date(2026, 1, 1), 0.25), (date(2026, 7, 24), 0.25))


def test_dates_replace_a_series(laid: Loader) -> None:
    rate = laid({"tariffs.origin_duty.rates.china.rate": {"2028-01-01": 50}}).figure("tariffs.origin_duty.rates.china.rate")
    assert rate.dated == ((date(2028, 1, 1), 0.5),)


def test_a_single_parameter_can_be_set(laid: Loader) -> None:
    figure = laid({f"{CAPITAL}.distribution.high": 200}).figure(CAPITAL)
    assert figure.distribution is not None
    assert figure.distribution.model_dump(exclude_none=True) == {"kind": "pert", "low": 40e6, "mode": 61e6, "high": 200e6}


def test_a_reference_a_list_of_claims_and_a_key_left_out_can_be_set(laid: Loader) -> None:
    book = laid({"taxation.us.depreciation": "straight_line_4", "cases.testamol.options.us_continuous.claims": ["pharma_use"]})
    assert book.taxation["us"].depreciation == "straight_line_4"
    assert book.cases["testamol"].options["us_continuous"].claims == ("pharma_use",)


@pytest.mark.parametrize(
    ("id", "value", "words"),
    [
        (CAPITAL, 2000, "trial: plants.continuous_us.fixed_capital: value 2000 MUSD, outside the bounds 1 to 1000"),
        (CAPITAL, "12%", "value is text, '12%'"),
        (CAPITAL, [1, 2], "a table is given where a single number is needed"),
        ("scenarios.duty_lifted.title", "x", "there is no figure or key with this id"),
        (CAPITAL, {"unit": "kUSD"}, "the figure has no number"),
        (f"{CAPITAL}.vlue", 3, "did you mean plants.continuous_us.fixed_capital"),
        ("plants.continuous.fixed_capital", 3, "did you mean plants.continuous_us.fixed_capital"),
        ("plants", 3, "there is no figure or key with this id"),
        ("drugs.testamol.hts", 2924.29, "is not quoted"),
        ("taxation.us.depreciation", "macrs_6", "did you mean macrs_5"),
        ("cases.testamol.options.nobody.route", "in_us_ocean", "there is no figure or key with this id"),
    ],
)
def test_an_overlay_is_checked_by_the_same_rules(laid: Loader, id: str, value: Any, words: str) -> None:
    with pytest.raises(RoiError) as error:
        laid({id: value})
    assert words in str(error.value)


def test_what_changed_is_listed_as_the_files_write_it(laid: Loader) -> None:
    changed = laid({CAPITAL: 45, "taxation.us.depreciation": "straight_line_4", f"{CAPITAL}.note": "Another quotation"}).overrides
    assert changed == (
        Override(CAPITAL, "61 pert (low 40, mode 61, high 120) MUSD", "45 MUSD", "trial"),
        Override("taxation.us.depreciation", "macrs_5", "straight_line_4", "trial"),
    )


def test_a_change_beside_the_number_is_listed_too(laid: Loader) -> None:
    (change,) = laid({f"{CAPITAL}.source": "statute"}).overrides
    assert change == Override(CAPITAL, "source: handbook", "source: statute", "trial")


def test_a_measure_can_be_taken_away_though_another_file_names_it(folder: Path, load: Callable[..., Book]) -> None:
    book = load([folder], [Overlay("trial", "", "", {}, ("tariffs.base",))])
    assert list(book.tariffs) == ["origin_duty", "possible_duty"]
    assert book.overrides == (Override("tariffs.base", "in the book", "taken away", "trial"),)


def test_a_scenario_undone_gives_the_base_back(folder: Path, load: Callable[..., Book]) -> None:
    base = load([folder])
    for name in base.scenarios:
        changed = load([folder], [scenario_overlay(base, name)])
        assert changed.overrides
        assert list(changed.figures()) != list(base.figures()) or changed.cases != base.cases
        assert changed.hashes == base.hashes
        assert load([folder]) == base


def test_setting_a_figure_to_what_it_is_changes_nothing(laid: Loader, folder: Path, load: Callable[..., Book]) -> None:
    book = laid({"contracts.offtake.price_ratio": 1.04, "routes.cn_us_ocean.mode": "ocean"})
    assert book.overrides == ()
    assert [figure.value for figure in book.figures()] == [figure.value for figure in load([folder]).figures()]


def test_an_unknown_scenario_gets_the_nearest(folder: Path, load: Callable[..., Book]) -> None:
    with pytest.raises(RoiError, match=r"did you mean duty_lifted\?"):
        scenario_overlay(load([folder]), "duty_lift")


def test_later_overlays_win(folder: Path, load: Callable[..., Book]) -> None:
    book = load([folder], [scenario_overlay(load([folder]), "cheaper_plant"), parse_set([f"{CAPITAL}=50"])])
    assert book.figure(CAPITAL).value == 50e6
    assert [overlay.name for overlay in book.overlays] == ["cheaper_plant", "--set"]


def test_the_command_line_sets_numbers_words_and_lists() -> None:
    overlay = parse_set(["a.b.c=0.5", "a.b.d = macrs_7", "a.b.e=[1, 2]", "a.b.f={unit: MUSD, value: 3}", 'a.b.g="2924.29"'])
    assert (overlay.name, overlay.where) == ("--set", "--set")
    assert overlay.set == {"a.b.c": 0.5, "a.b.d": "macrs_7", "a.b.e": [1, 2], "a.b.f": {"unit": "MUSD", "value": 3}, "a.b.g": "2924.29"}


@pytest.mark.parametrize("text", ["a.b.c", "=3", "a.b.c=", "price=3", "a.b.c=[1, 2", "a.b.c={x: 1, x: 2}"])
def test_a_bad_form_on_the_command_line_is_refused(text: str) -> None:
    with pytest.raises(RoiError, match="--set"):
        parse_set([text])


def test_setting_an_id_twice_is_refused() -> None:
    with pytest.raises(RoiError, match="set twice"):
        parse_set(["a.b.c=1", "a.b.c=2"])
