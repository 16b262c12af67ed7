"""What drives the answer, where people read it: headline, chart, tables, results.json, the sheet Drivers."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from conftest import CASES
from reports.cells import read
from reports.samples import Page, a_case, a_comparison, book, only, provenance

from roi.analysis.breakeven import BreakEven
from roi.analysis.comparison import compare
from roi.analysis.target import Target
from roi.reporting import drivers, tornado
from roi.reporting.drivers_data import setting
from roi.reporting.html import report_html
from roi.reporting.numbers import number
from roi.reporting.results import as_csv, results_json
from roi.reporting.workbook import workbook

NAN = float("nan")


def a_breakeven(**changes) -> BreakEven:
    """A price of 4 USD/kg that flips the answer at 8."""
    figure = a_comparison().model.book.markets[a_case().market].price.model_copy(update={"value": 4.0})
    found = BreakEven(figure, "x", Target("p_wins", 0.5), "at", 8.0, 7.5, 8.25, 8.0, 0.5, 6.0, (0.0, 40.0), 1, 512)
    return replace(found, **changes)


def with_breakevens(*found: BreakEven):
    """The comparison with these break-evens."""
    comparison = replace(a_comparison())
    comparison.__dict__["breakevens"] = found
    return comparison


def test_the_headline_names_the_three_strongest_drivers_and_what_must_be_true(study) -> None:
    comparison = study.comparison
    text = drivers.headline(comparison)
    for one in comparison.drivers.ranked[:3]:
        assert f"“{one.label}”" in text
        assert number(one.swing / 1e6) in text
    for one in comparison.breakevens:
        assert one.value is None or drivers.flip(one) in text
    named = {one.label for one in comparison.drivers.ranked[:3]} | {one.figure.label for one in comparison.breakevens}
    assert comparison.drivers.ranked[3].label not in text or comparison.drivers.ranked[3].label in named


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            (a_breakeven(),),
            "For an even chance of the higher net present value, “{label}” would have to be 8 USD/kg (4 USD/kg in the base case).",
        ),
        (
            (a_breakeven(verdict="never", value=None, low=None, high=None),),
            "For an even chance of the higher net present value, no value of “{label}” alone is enough.",
        ),
        (
            (a_breakeven(verdict="always", value=None, low=None, high=None),),
            "For an even chance of the higher net present value, any value of “{label}” will do.",
        ),
        ((), ""),
    ],
)
def test_what_must_be_true_in_a_sentence(found, said) -> None:
    label = a_breakeven().figure.label
    assert drivers.must_be(with_breakevens(*found)) == said.format(label=label)


def test_figures_of_one_name_are_told_apart_by_their_file() -> None:
    first = a_breakeven()
    other = replace(first, figure=first.figure.model_copy(update={"id": "countries.us.price"}))
    assert "of “United States”" in drivers.must_be(with_breakevens(first, other))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "50.0 % of the trials there"),
        ({"flips": 2}, "50.0 % of the trials there; the answer flips 2 times in the range, this is the flip nearest to the base case"),
        (
            {"verdict": "never", "value": None, "at": 40.0, "reached": 0.2},
            "not met anywhere from 0 to 40 USD/kg; best 20.0 % of the trials, at 40 USD/kg",
        ),
        (
            {"verdict": "always", "value": None, "at": 0.0, "reached": 0.75},
            "met everywhere from 0 to 40 USD/kg; least 75.0 % of the trials, at 0 USD/kg",
        ),
        ({"verdict": "never", "changes_nothing": True}, "moving it from 0 to 40 USD/kg changes nothing"),
        ({"target": Target("npv", 0.0), "reached": 1e6}, "a median of USD 1.00 million there"),
        ({"target": Target("irr", 0.1), "reached": 0.1}, "a median of 10.0 % there"),
    ],
)
def test_remarks_of_a_break_even(changes, said) -> None:
    assert drivers.remark(a_breakeven(**changes)) == said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("p_wins", 0.5, "an even chance of the higher net present value"),
        ("p_npv_positive", 0.9, "a chance of 90.0 % of a net present value above zero"),
        ("irr", 0.12, "a median internal rate of return of 12.0 %"),
        ("levelised_cost", 5.0, "a median levelised cost before income tax of USD 5.00 per kg or less"),
        ("incremental_npv", 0.0, "a median difference in net present value of USD 0"),
    ],
)
def test_targets_in_words(name, value, said) -> None:
    assert drivers.aim(Target(name, value)) == said


@pytest.mark.parametrize(
    ("id", "value", "said"),
    [
        ("plants.acetaminophen_continuous_us.fixed_capital", 160e6, "USD 160 million"),
        ("contracts.acetaminophen_offtake.tenor", 14.0, "14 years"),
        ("contracts.acetaminophen_offtake.first_year", 2031.0, "2031"),
        ("markets.acetaminophen_us.receivable_time", 45 / 365.25, "45 days"),
        ("countries.us.inflation", 0.02513, "2.51 % a year"),
        ("markets.acetaminophen_us.volume", 12_345_678.0, "12,300,000 kg/year"),
    ],
)
def test_values_of_figures_in_words(id, value, said) -> None:
    assert drivers.amount(book().figure(id), value) == said


def test_set_takes_the_unit_of_the_file() -> None:
    capital = book().figure("plants.acetaminophen_continuous_us.fixed_capital")
    assert setting(a_breakeven(figure=capital, at=160.5e6)) == f"{capital.id}=160.5"


@pytest.mark.parametrize(("value", "said"), [(0.1234, "12.3 %"), (-0.002, "–"), (0.0003, "–"), (NAN, "n/a")])
def test_a_share_that_chance_may_have_made_is_a_dash(value, said) -> None:
    assert tornado.share(value) == said


def test_the_chart_has_the_strongest_figures_from_the_base_case_to_both_ends() -> None:
    comparison = a_comparison()
    found, spec = comparison.drivers, tornado.tornado(comparison)
    divisor, data = tornado.scale_of(found).divisor, spec["datasets"]["data"]
    assert spec["datasets"]["base"][0]["from"] * divisor == pytest.approx(found.base, abs=1e-4 * divisor)
    for place, one in enumerate(found.ranked[: tornado.SHOWN]):
        low, high = data[2 * place : 2 * place + 2]
        assert (low["id"], low["end"], high["end"]) == (one.id, "P10", "P90")
        assert [low["to"] * divisor, high["to"] * divisor] == pytest.approx([one.at_low, one.at_high], abs=1e-4 * divisor)


def test_the_page_says_what_the_chart_shows_and_what_must_be_true() -> None:
    comparison = a_comparison()
    text = report_html(comparison, provenance())
    page = Page(text).visible
    assert drivers.headline(comparison) in page
    first = comparison.drivers.ranked[0]
    assert tornado.title(comparison) in page
    assert first.label in tornado.title(comparison)
    part = page[page.index("What must be true for") :]
    for one in comparison.breakevens:
        assert " ".join(drivers.remark(one).split()) in part
    for one in comparison.drivers.ranked:
        assert f"<code>{one.id}</code>" in text
    for one in comparison.drivers.paths:
        assert one.label in page
    assert "Some of these figures are correlated: their shares overlap" in page
    for group in comparison.drivers.groups:
        assert group.name in part


def test_a_case_without_uncertain_figures_says_that_nothing_moves_the_answer() -> None:
    comparison = replace(a_comparison())
    comparison.__dict__["drivers"] = replace(a_comparison().drivers, figures=(), paths=(), groups=(), share_single=NAN, share_judgement=NAN)
    comparison.__dict__["breakevens"] = ()
    assert drivers.headline(comparison) == ""
    assert "No uncertain figure moves the answer" in Page(report_html(comparison, provenance())).visible


def test_one_option_alone_is_asked_for_a_net_present_value_above_zero() -> None:
    case = a_case()
    alone = compare(only(case, case.reference), book(), 20, 1)
    assert (alone.drivers.option, alone.drivers.of) == (case.reference, "npv")
    assert "a net present value above zero" in drivers.headline(alone)


def test_results_hold_drivers_and_break_evens(study) -> None:
    comparison = study.comparison
    found = json.loads(results_json(comparison, "x"))
    assert [one["id"] for one in found["drivers"]["figures"]] == [one.figure.id for one in comparison.drivers.figures]
    assert [one["id"] for one in found["drivers"]["paths"]] == [one.id for one in comparison.drivers.paths]
    assert found["drivers"]["base"] == comparison.against[found["drivers"]["option"]].incremental_npv.base
    assert found["drivers"]["share_judgement"] == comparison.drivers.share_judgement
    assert [one["id"] for one in found["breakevens"]] == [one.figure.id for one in comparison.breakevens]
    for one, known in zip(found["breakevens"], comparison.breakevens, strict=True):
        assert (one["value"], one["reached"], one["until"]) == (known.value, known.reached, {"measure": "p_wins", "value": 0.5})


@pytest.mark.parametrize("case", CASES)
def test_the_sheet_holds_every_driver_and_break_even_and_says_that_it_is_not_live(case, workbooks, studies) -> None:
    comparison, found = studies[case].comparison, read(workbooks[case])
    cells = {place: value for place, value in (found.stored | found.texts).items() if place[0] == "Drivers"}
    assert any("not live" in str(value) for value in cells.values())
    formulas = [text for place, text in found.formulas.items() if place[0] == "Drivers"]
    assert len(formulas) == 1
    assert "chk.stale" in formulas[0]
    rows = {value: row for (_, row, column), value in cells.items() if column == 14}
    assert [id for id in rows if id != "Id"] == [one.id for one in comparison.drivers.ranked]
    texts = [str(value) for value in cells.values()]
    assert {one.label for one in comparison.drivers.paths} <= set(texts)
    assert any("their shares overlap" in text for text in texts)
    for one in comparison.breakevens:
        assert any(text.startswith(drivers.remark(one)) for text in texts)


def test_lines_become_comma_separated_values_that_no_spreadsheet_runs() -> None:
    text = as_csv([{"id": "a", "label": "=1+1", "share": 0.5}, {"id": "b", "label": "x, y", "share": None}])
    assert text == 'id,label,share\na,\'=1+1,0.5\nb,"x, y",\n'
    assert as_csv([]) == ""
    assert not re.search(r"\r", text)


def test_the_workbook_of_a_case_without_uncertain_figures_has_the_sheet_too() -> None:
    comparison = replace(a_comparison())
    comparison.__dict__["drivers"] = replace(a_comparison().drivers, figures=(), paths=(), groups=(), share_single=NAN, share_judgement=NAN)
    comparison.__dict__["breakevens"] = ()
    found = read(workbook(comparison, provenance(), ("a", "b")))
    assert found.texts["Drivers", 1, 1] == "What matters most"
