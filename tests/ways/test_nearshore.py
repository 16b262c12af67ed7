"""Goods of a country of a trade agreement: what the claim takes away and what it leaves, on a small plant and on the bundled case."""

from __future__ import annotations

import numpy as np
import pytest
from reports.cells import Recalculated, differences, read
from reports.test_workbook_equality import expected, places_of_inputs
from ways.sourcing import abroad, rows, works

import roi
from roi.analysis.trials import base_case, one_trial
from roi.errors import RoiError
from roi.reporting.words import answer
from roi.reporting.workbook import workbook
from roi.reporting.workbook.layout import lay_out
from roi.statement.model import build

CASE, OPTION = "acetaminophen_ways", "mexico_plant"
AWAY = {
    "label": "Away",
    "plant": "works",
    "merchant": "merchant",
    "route": "out",
    "key_supplier": "seller",
    "key_route": "in",
    "taxation": "xx",
}


def away(folder, kind, claims, **keys):
    """Rows of a plant abroad."""
    option = {**AWAY, "kind": kind, "claims": claims, **keys}
    tax = {"taxation/xx": {"label": "Abroad", "country": "xx", "depreciation": "schedule", "loss_rule": "lost", **TAX}}
    return rows(folder, {"away": option}, {**abroad(), **tax, "plants/works": works(country="xx")})["away"]


ORIGIN = {"source": "oracle", "locator": "test", "retrieved": "2026-11-21", "confidence": "industry"}
TAX = {
    "tax_rate": {"label": "Rate", "unit": "1", "value": 0.3, **ORIGIN},
    "loss_limit": {"label": "Limit", "unit": "1", "value": 1, **ORIGIN},
    "bonus_share": {"label": "Share", "unit": "1", "values": {"2018-01-01": 0}, **ORIGIN},
}


def test_with_the_claim_neither_duty_nor_processing_fee_is_paid_and_without_it_both_are(tmp_path) -> None:
    """1,000 kg at 0.6 of 10 USD: 6,000 USD a year, 390 of duty at 6.5 %, 60 of fee at 1 %."""
    near = away(tmp_path / "near", "nearshore", ["pact"])
    far = away(tmp_path / "far", "own_plant", [])
    assert (far["customs_duty"][1:], far["processing_fee"][1:]) == ([390.0] * 4, [60.0] * 4)
    assert near["customs_duty"] == [0] * 5
    assert "processing_fee" not in near
    assert [b - a for a, b in zip(near["operating_cost"], far["operating_cost"], strict=True)] == [0, 450, 450, 450, 450]


def test_a_nearshore_plant_is_an_own_plant_that_makes_the_claim(tmp_path) -> None:
    assert away(tmp_path / "near", "nearshore", ["pact"]) == away(tmp_path / "own", "own_plant", ["pact"])


def test_a_nearshore_merchant_is_a_merchant_import_that_makes_the_claim(tmp_path) -> None:
    sold = {"label": "Bought", "merchant": "merchant", "route": "out", "taxation": "us", "claims": ["pact"]}
    found = [rows(tmp_path / kind, {"one": {"kind": kind, **sold}}, abroad())["one"] for kind in ("nearshore", "merchant_import")]
    assert found[0] == found[1]
    assert found[0]["customs_duty"] == [0] * 5


def modelled(*settings):
    loaded = roi.load_case(CASE, settings=settings)
    return build(loaded.case, loaded.book)


def row(model, name, option=OPTION):
    return base_case(model)[model.options[option].cells[name]]


def test_the_bundled_plant_in_mexico_enters_free_by_its_claim(book) -> None:
    """Column 1 is 6.5 % (line 2924.29.62), the forced labor duty on Mexico 10 %; both stand back for goods that qualify."""
    plain, denied = f"cases.{CASE}.options.{OPTION}.kind=own_plant", f"cases.{CASE}.options.{OPTION}.claims"
    rates = [row(modelled(*more), "duty_rate")[5] for more in ((), (plain, f"{denied}=[pharma_use]"), (plain, f"{denied}=[]"))]
    assert rates == pytest.approx([0, 0.065, 0.165])


def test_a_tax_on_generics_reaches_goods_of_the_agreement_too() -> None:
    """No preference is known under Section 232 of pharmaceuticals: the possible duty falls on every origin, whatever is claimed."""
    taxed = modelled("risks.generics_inquiry.pinned=taxed", "tariffs.section_232_generics_duty.rates.all.possible_rate=0.25")
    assert row(taxed, "duty_rate")[5] == pytest.approx(0.25)


def test_the_claim_of_the_bundled_plant_cannot_be_left_out() -> None:
    with pytest.raises(RoiError, match=r"claims no agreement: goods of mx may claim .*usmca"):
        roi.load_case(CASE, settings=[f"cases.{CASE}.options.{OPTION}.claims=[pharma_use]"])


@pytest.fixture(scope="module")
def study():
    return roi.compare(CASE, trials=200, seed=1)


def test_the_case_compares_every_simple_way_and_runs(study) -> None:
    kinds = [option.kind for option in study.comparison.model.case.options.values()]
    assert kinds == ["own_plant", "own_plant", "toll", "toll", "staged", "nearshore", "merchant_import"]
    values = study.summary().xs("npv", level="measure")
    assert np.isfinite(values["base"]).all()
    assert (values["sd"] > 0).all()


def test_the_terms_of_a_contract_manufacturer_end_with_the_bridge(study) -> None:
    """It supplies from year 2 and is a bridge of seven years: fees, minimum and oversight in project years 2 to 6 alone."""
    comparison = study.comparison
    alone, bridge = (comparison.row(*one) for one in (("india_toll", "oversight_cost"), ("bridged_plant", "india_toll_oversight_cost")))
    first = int(np.flatnonzero(alone)[0])
    assert list(np.flatnonzero(bridge)) == list(range(first, 7))
    assert list(bridge[first:7]) == list(alone[first:7])
    for name in ("minimum_charge", "tolling_fee"):
        assert not comparison.row("bridged_plant", f"india_toll_{name}")[7:].any(), name


def test_the_workbook_of_the_case_equals_the_engine_in_the_base_case_and_in_a_trial(study) -> None:
    comparison = study.comparison
    model, content = comparison.model, workbook(comparison, study.provenance, answer(comparison))
    found, book = read(content), Recalculated(content)
    assert differences(found.stored, book, found.formulas) == []
    layout, values = lay_out(model), one_trial(model, 5, 0)
    book.set(places_of_inputs(model, layout, values))
    wanted = expected(layout, base_case(model, values))
    assert differences(wanted, book, wanted) == []


def test_every_format_of_the_case_is_written(study, tmp_path) -> None:
    assert set(study.write(tmp_path)) == {"xlsx", "html", "json", "csv"}
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    for words in ("Contract manufacturer in India", "Batch plant in Mexico", "tolling fee"):
        assert words.lower() in text.lower()
