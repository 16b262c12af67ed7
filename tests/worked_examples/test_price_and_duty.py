"""The market price answers to a change of the duty on the import that sets it, worked out by hand."""

import pytest

from roi.analysis.trials import base_case
from roi.book import load_book, parse_set
from roi.errors import RoiError
from roi.statement.model import build
from roi.study import load_case

CASE = "acetaminophen_us_continuous"
TAXED = ["risks.generics_inquiry.pinned=taxed", "tariffs.section_232_generics_duty.rates.all.possible_rate=0.2"]


def market(*settings: str) -> dict[str, dict[int, float]]:
    """Rows of the market in the base case: name -> calendar year -> value."""
    loaded = load_case(CASE, settings=list(settings))
    model = build(loaded.case, loaded.book)
    found = base_case(model)
    return {name: dict(zip(model.calendar.years, found[cell], strict=False)) for name, cell in model.common.cells.items()}


def test_the_price_rises_by_the_part_of_the_new_duty_that_is_passed_through() -> None:
    """A duty of 20 % from 2028 on; the merchant sells at 0.9 of the price before; 60 % is passed through: 0.6 x 0.2 x 0.9 = 10.8 % more."""
    merchant = "merchants.acetaminophen_in.share_of_market_price={value: 0.9, distribution: {kind: fixed, value: 0.9}}"
    passed = "markets.acetaminophen_us.duty_pass_through={value: 0.6, distribution: {kind: fixed, value: 0.6}}"
    rows = market(*TAXED, merchant, passed)
    assert rows["market_price"][2027] == pytest.approx(rows["underlying_price"][2027], rel=1e-12)
    for year in (2028, 2035, 2047):
        assert rows["market_price"][year] == pytest.approx(1.108 * rows["underlying_price"][year], rel=1e-12)


def test_without_a_change_of_duty_or_without_pass_through_the_price_is_as_before() -> None:
    for settings in ([], [*TAXED, "markets.acetaminophen_us.duty_pass_through=0"]):
        rows = market(*settings)
        assert rows["market_price"] == pytest.approx(rows["underlying_price"], rel=1e-12)


def test_a_duty_passed_through_whole_leaves_the_margin_of_the_importer_on_a_kg_as_it_was() -> None:
    """Spot sales only: what the importer pays more in duty it gets in price."""
    spot = [f"cases.{CASE}.contract=spot", "markets.acetaminophen_us.segments.hospital.contract=spot"]
    margins = []
    for settings in ([], TAXED):
        loaded = load_case(CASE, settings=[*settings, *spot, "markets.acetaminophen_us.segments.export.price_ratio=1"])
        model = build(loaded.case, loaded.book)
        found, cells = base_case(model), model.options["indian_merchant"].cells
        sold = found[cells["volume_sold"]]
        margins.append((found[cells["revenue"]] - found[cells["customs_duty"]])[sold > 0] / sold[sold > 0])
    assert margins[1] == pytest.approx(margins[0], rel=1e-9)


def test_pass_through_without_its_import_is_refused() -> None:
    with pytest.raises(RoiError) as error:
        load_book(overlays=[parse_set(["markets.acetaminophen_us.parity_route=null"])])
    (problem,) = error.value.problems
    assert "parity_route is missing" in problem.what
