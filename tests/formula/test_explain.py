"""A row in words: what it says, the values of a year, and what it rests on."""

from __future__ import annotations

import pytest
from formula.lines import Function, line, measure, named, scalar, statement
from formula.plant import plant

from roi.formula import Cell, Input, available, between, divide, explain, lookup, maximum, minimum, present_value, prior, sqrt, total, where
from roi.formula.explain import behind, inputs_of

PLANT = plant()


def shown(leaf: Cell | Input, offset: int) -> str:
    """A printed value: made up from the name, so that a test sees which value stands where."""
    name = leaf.name if isinstance(leaf, Cell) else leaf.id
    return f"{len(name)}{' before' if offset else ''}"


def words(function: Function, unit: str = "1") -> str:
    others = (line(lambda s: s.growth, name="sales_tax"), line(lambda s: s.open, "flag", "operating"))
    return explain(statement([*others, line(function, unit)]).cells["x"], shown).words


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (lambda s: s.share * s.sales_tax, "Share × Sales tax"),
        (lambda s: s.share - (s.sales_tax - s.growth), "Share − (Sales tax − Growth)"),
        (lambda s: (s.share + s.sales_tax) / s.growth, "(Share + Sales tax) / Growth"),
        (lambda s: -(s.share + 1) * s.share, "−(Share + 1) × Share"),
        (lambda s: s.sales_tax - prior(s.sales_tax), "Sales tax − Sales tax of last year"),
        (lambda s: s.share * s.one_year / s.one_year, "Share"),
        (lambda s: s.share * 1234567.0, "Share × 1234567"),
        (lambda s: maximum(0, s.share), "[larger of 0 and Share]"),
        (lambda s: minimum(s.growth, 1 - s.share), "[smaller of Growth and 1 − Share]"),
        (lambda s: s.growth / sqrt(1 + s.share), "Growth / [square root of 1 + Share]"),
        (lambda s: where(s.operating, s.share, 0), "[Share if Operating, else 0]"),
        (lambda s: where(between(s.share, 0, 1) | ~s.operating, 1, 2), "[1 if Share ≥ 0 and Share ≤ 1 or not (Operating), else 2]"),
        (lambda s: where((s.open | s.operating) & (s.share < 1), 1, 2), "[1 if (Open or Operating) and Share < 1, else 2]"),
        (lambda s: where(s.year == s.first, 1, 0), "[1 if Year = First, else 0]"),
        (lambda s: divide(s.share, s.growth * s.share, 1), "[Share / (Growth × Share), or 1 where the divisor is 0]"),
        (lambda s: divide(s.share * s.growth, s.growth - 1), "[Share × Growth / (Growth − 1), or 0 where the divisor is 0]"),
        (lambda s: lookup(s.schedule, s.year - s.first), "[Schedule at Year − First]"),
    ],
)
def test_a_row_in_words(function: Function, text: str) -> None:
    assert words(function) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("value", "[present value of Net at Factor]"),
        ("sold", "[sum over all years of Revenue]"),
        ("rate_of_return", "[internal rate of return of Net]"),
        ("roots", "[number of rates of return of Net]"),
        ("modified", "[modified rate of return of Net and Plant rate]"),
        ("cover", "[Sold / Value if Value > 0, else n/a]"),
    ],
)
def test_a_measure_in_words(name: str, text: str) -> None:
    assert explain(PLANT.cells[name], shown).words == text


def test_the_same_sentence_with_the_values_of_a_year() -> None:
    assert explain(PLANT.cells["revenue"], shown).values == "9 × 11 × 12"
    assert explain(PLANT.cells["losses"], shown).values == "6 before + (12 − 11)"


def names(inputs: object) -> list[str]:
    return [one.id for one in inputs]


def test_direct_inputs_come_in_the_order_of_the_formula_once_each() -> None:
    found = statement([line(lambda s: s.share * s.rate * s.one_year - s.growth / s.share)])
    assert names(inputs_of(found.cells["x"])) == ["share", "rate", "growth"]


def test_the_opening_value_is_a_direct_input() -> None:
    assert names(explain(statement([line(lambda s: prior(s.x, s.share))]).cells["x"], shown).direct) == ["share"]


def test_rows_behind_come_nearest_first_and_last_years_count() -> None:
    assert [cell.name for cell in behind(PLANT.cells["losses_used"])] == [
        "losses",
        "taxable",
        "losses_added",
        "revenue",
        "depreciation",
        "operating",
        "age",
        "first",
    ]


def test_inputs_behind_are_listed_by_section_without_the_direct_ones() -> None:
    found = explain(PLANT.cells["revenue"], shown)
    assert names(found.direct) == ["plant.price", "plant.volume"]
    assert {section: names(inputs) for section, inputs in found.others.items()} == {
        "Timeline": ["year", "last_year"],
        "Plant": ["plant.delay"],
    }


def test_inputs_of_what_options_share_are_behind_too() -> None:
    shared = statement([line(lambda s: s.rate * s.one_year, name="index")])
    own = statement([line(lambda s: s.index * s.own)], named(scalar("own")), (), shared)
    found = explain(own.cells["x"], shown)
    assert (names(found.direct), {section: names(inputs) for section, inputs in found.others.items()}) == (["own"], {"Inputs": ["rate"]})


def test_a_row_that_rests_on_no_input_says_so() -> None:
    found = explain(statement([line(lambda s: 0, "USD")], {}).cells["x"], shown)
    assert (found.words, found.direct, found.others) == ("0", (), {})


def test_a_measure_of_a_measure() -> None:
    found = statement(
        [line(lambda s: s.growth)], metrics=[measure(lambda s: total(s.x), "year"), measure(lambda s: available(s.m > 0, s.m), "year", "n")]
    )
    assert explain(found.cells["n"], shown).words == "[M if M > 0, else n/a]"
    assert names(explain(found.cells["n"], shown).others["Timeline"]) == ["growth"]


def test_discounting_names_both_rows() -> None:
    items = (line(lambda s: s.growth, name="flow"), line(lambda s: s.growth, name="discount"))
    found = statement(items, metrics=[measure(lambda s: present_value(s.flow, s.discount) - total(s.flow), "year")])
    assert explain(found.cells["m"], shown).words == "[present value of Flow at Discount] − [sum over all years of Flow]"
