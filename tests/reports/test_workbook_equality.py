"""Every formula cell of the workbook equals the engine: in the base case, and after other inputs are typed in."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pytest
from conftest import CASES
from reports.cells import Recalculated, differences, read, same, with_wrong_value
from reports.libreoffice import by_libreoffice

import roi
from roi.analysis.trials import base_case, base_values, one_trial
from roi.reporting.words import answer
from roi.reporting.workbook import workbook
from roi.reporting.workbook.layout import CONSTANT, FIRST_YEAR, INPUT_VALUE, lay_out
from roi.units import FLAG

SHEETS = {"series": "Series", "table": "Tables"}
SETS = 20


def expected(layout, base):
    """Place of every row and measure -> value of the engine, n/a for NaN."""
    found = {}
    for cell, row in layout.rows.items():
        first = FIRST_YEAR if cell.yearly else CONSTANT
        values = base[cell] if cell.yearly else base[cell][:1]
        found |= {(layout.sheet(cell.statement), row + 1, first + i + 1): one for i, one in enumerate(values)}
    return {place: "n/a" if np.isnan(value) else float(value) for place, value in found.items()}


def places_of_inputs(model, layout, values):
    """Blue cells -> what to type so that the inputs have these values: a scalar as its source states it, without the price level."""
    typed = {}
    for id, binding in model.bindings.items():
        row, shape = layout.inputs[id] + 1, binding.input.shape
        if id.startswith("timeline."):
            continue
        if shape == "scalar":
            stated = binding.figure.value if binding.figure and values[id] == binding.value else values[id] / binding.factor
            typed["Inputs", row, INPUT_VALUE + 1] = float(f"{stated:.16G}")  # the digits that XlsxWriter writes
        else:
            typed |= {(SHEETS[shape], row, FIRST_YEAR + i + 1): float(one) for i, one in enumerate(values[id])}
    return typed


def random_inputs(model, trial):
    """One trial of the figures' own distributions; tariffs, fees and tables, which have none, are scaled at random, flags thrown anew."""
    generator = np.random.default_rng([20261121, trial])
    values = one_trial(model, seed=5, trial=trial)
    for id, binding in model.bindings.items():
        if binding.input.unit == FLAG:
            values[id] = generator.integers(0, 2, np.shape(values[id])).astype(float)
        elif binding.input.shape != "scalar" and not id.startswith("timeline."):
            high = 2 if binding.input.shape == "series" else 1
            values[id] = values[id] * generator.uniform(0, high, np.shape(values[id]))
    return values


@pytest.mark.parametrize("case", CASES)
def test_every_formula_recalculates_to_the_stored_value(case, workbooks) -> None:
    found = read(workbooks[case])
    assert len(found.formulas) > 4000
    assert differences(found.stored, Recalculated(workbooks[case]), found.formulas) == []


@pytest.mark.parametrize("case", CASES)
def test_every_row_and_measure_is_stored_as_the_engine_has_it(case, workbooks, studies) -> None:
    comparison, found = studies[case].comparison, read(workbooks[case])
    values = expected(lay_out(comparison.model), comparison.base)
    assert [place for place, value in values.items() if place not in found.formulas or not same(found.stored[place], value)] == []


def place_of(model, option, row):
    """Where a row of an option stands, in the fifth year."""
    return option, lay_out(model).rows[model.options[option].cells[row]] + 1, FIRST_YEAR + 5


def test_a_wrong_stored_value_is_found(workbooks, studies) -> None:
    content, model = workbooks[CASES[0]], studies[CASES[0]].comparison.model
    for place in [place_of(model, "us_continuous", "revenue"), ("Summary", 5, 3), place_of(model, "indian_merchant", "customs_duty")]:
        broken = with_wrong_value(content, place)
        found = read(broken)
        assert [one[0] for one in differences(found.stored, Recalculated(broken), found.formulas)] == [place]


@pytest.mark.parametrize("case", CASES)
def test_the_workbook_follows_the_engine_for_random_inputs(case, workbooks, studies) -> None:
    model = studies[case].comparison.model
    layout, book = lay_out(model), Recalculated(workbooks[case])
    outcomes = set()
    for trial in range(SETS):
        values = random_inputs(model, trial)
        wanted = expected(layout, base_case(model, values))
        book.set(places_of_inputs(model, layout, values))
        assert differences(wanted, book, wanted) == [], f"input set {trial}"
        name, option = next(iter(model.options.items()))
        outcomes.add(wanted[name, layout.rows[option.cells["npv"]] + 1, CONSTANT + 1])
    assert len(outcomes) == SETS


@pytest.mark.parametrize("case", CASES)
def test_checks_pass_for_random_inputs_and_the_book_says_that_inputs_changed(case, workbooks, studies) -> None:
    model = studies[case].comparison.model
    book, master, stale = Recalculated(workbooks[case]), *(name_of(workbooks[case], name) for name in ("chk.master", "chk.stale"))
    assert (book[master], book[stale]) == (0, 0)
    layout = lay_out(model)
    for trial in range(5):
        values = one_trial(model, 5, trial)
        book.set(places_of_inputs(model, layout, values))
        assert book[master] == 0
        # a figure with few values may be drawn as it is in the base case
        assert book[stale] == sum(values[figure.id] != model.bindings[figure.id].value for figure in model.uncertain)


def test_a_broken_balance_trips_the_master_check(workbooks, studies) -> None:
    case = CASES[0]
    model = studies[case].comparison.model
    book = Recalculated(workbooks[case])
    book.set({place_of(model, "us_continuous", "cumulative_cash_flow"): 1.0})
    assert book[name_of(workbooks[case], "chk.master")] >= 1


def test_typing_in_what_stands_there_changes_nothing(workbooks, studies) -> None:
    model = studies[CASES[0]].comparison.model
    layout, book = lay_out(model), Recalculated(workbooks[CASES[0]])
    before = expected(layout, base_case(model))
    book.set(places_of_inputs(model, layout, base_values(model)))
    assert differences(before, book, before) == []


@pytest.fixture(scope="module")
def financed():
    """A plant with a loan, a grant and a credit, and its workbook."""
    case = roi.load_case(CASES[0], scenarios=["term_loan", "us_grant_30", "pills_investment_credit"], settings=PROFITABLE)
    study = roi.compare(case, trials=50, seed=1)
    return study.comparison.model, workbook(study.comparison, study.provenance, answer(study.comparison))


PROFITABLE = ["markets.acetaminophen_us.price=12", "merchants.acetaminophen_in.share_of_market_price=0.3", "taxation.us.bonus_share=0.5"]
"""So that tax is paid, interest deducted and the loan repaid from what is earned."""


def test_a_workbook_with_debt_and_support_follows_the_engine(financed) -> None:
    model, content = financed
    assert {"equity_irr", "grant", "investment_credit", "levered_income_tax"} <= set(model.options["us_continuous"].cells)
    found = read(content)
    assert differences(found.stored, Recalculated(content), found.formulas) == []
    layout, book = lay_out(model), Recalculated(content)
    for trial in range(5):
        values = random_inputs(model, trial)
        wanted = expected(layout, base_case(model, values))
        book.set(places_of_inputs(model, layout, values))
        assert differences(wanted, book, wanted) == [], f"input set {trial}"


def name_of(content, name):
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    ((sheet, address),) = book.defined_names[name].destinations
    row, column = openpyxl.utils.cell.coordinate_to_tuple(address.replace("$", ""))
    return sheet, row, column


@pytest.mark.libreoffice
def test_libreoffice_recalculates_every_formula_to_the_stored_value(workbooks, tmp_path) -> None:
    found = read(workbooks[CASES[0]])
    again = read(by_libreoffice(workbooks[CASES[0]], tmp_path))
    assert len(again.formulas) >= len(found.formulas) > 4000
    assert differences(found.stored, again.stored, found.formulas) == []


@pytest.mark.libreoffice
def test_libreoffice_finds_a_wrong_stored_value(workbooks, studies, tmp_path) -> None:
    model = studies[CASES[1]].comparison.model
    place = place_of(model, next(iter(model.options)), "net_cash_flow")
    broken = with_wrong_value(workbooks[CASES[1]], place)
    found = read(broken)
    assert [one[0] for one in differences(found.stored, read(by_libreoffice(broken, tmp_path)).stored, found.formulas)] == [place]
