"""Merchandise processing and harbor maintenance fees, to the cent, through the rows of the statement and the fees of the book."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from conftest import CASES
from ruamel.yaml import YAML

import roi
from roi.formula import Direct, Input, Statement, row
from roi.rules.dated import on_day
from roi.statement.landed_cost import customs_value, entries, harbor_fee, processing_fee
from roi.statement.model import build
from roi.units import parse

VECTORS = YAML(typ="safe").load(Path(__file__).parent / "data" / "customs_fees.yaml")["vectors"]
UNITS = {
    "goods_value": "USD/year", "shipped_volume": "kg/year", "route.shipment_mass": "kg/entry", "customs.processing_rate": "1",
    "customs.processing_minimum": "USD/entry", "customs.processing_maximum": "USD/entry", "customs.harbor_rate": "1",
}  # fmt: skip


@row("Both fees", unit="USD/year", section="Landed cost")
def both_fees(s):
    """Sum of the two fees."""
    return s.processing_fee + s.harbor_fee


def fees(book, value: float, day: date, mode: str, shipments: float = 1) -> dict[str, float]:
    """Fees of a year in which goods of this value are entered on a day, in equal shipments."""
    ocean = [harbor_fee, both_fees] if mode == "ocean" else []
    inputs = {name: Input(name, name, parse(unit)) for name, unit in UNITS.items()}
    statement = Statement("entry", "Entry", [customs_value, entries, processing_fee, *ocean], inputs)
    known = book.customs_fees["customs_us"]
    values = {
        "goods_value": value,
        "shipped_volume": 1000.0 * shipments,
        "route.shipment_mass": 1000.0,
        "customs.processing_rate": known.processing_rate.value,
        "customs.processing_minimum": on_day(known.processing_minimum.dated, day),
        "customs.processing_maximum": on_day(known.processing_maximum.dated, day),
        "customs.harbor_rate": known.harbor_rate.value,
    }
    direct = Direct(values, 1)
    return {"harbor_fee": 0.0} | {name: float(direct.value(cell)) for name, cell in statement.cells.items()}


def cents(amount: float) -> Decimal:
    return Decimal(repr(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_published_fees(book, vector) -> None:
    found = fees(book, vector["value"], vector["entry_date"], vector["mode"])
    wanted = {name: vector[name] for name in ("processing_fee", "harbor_fee", "both_fees") if name in vector}
    assert wanted
    assert {name: cents(found[name]) for name in wanted} == {name: cents(value) for name, value in wanted.items()}


def test_the_floor_and_the_ceiling_hold_for_each_entry(book) -> None:
    """Ten entries of 2,500 pay ten times the least, not the fee on 25,000; ten of 250,000 pay ten times the most."""
    day = date(2026, 10, 2)
    assert fees(book, 25_000, day, "air", shipments=10)["processing_fee"] == pytest.approx(345.80)
    assert fees(book, 2_500_000, day, "air", shipments=10)["processing_fee"] == pytest.approx(6708.60)


def test_who_enters_nothing_pays_no_least_fee(book) -> None:
    found = fees(book, 0, date(2026, 10, 2), "ocean", shipments=0)
    assert (found["processing_fee"], found["harbor_fee"]) == (0, 0)


def test_goods_by_air_pay_no_harbor_fee_and_goods_by_sea_do() -> None:
    for mode, pays in (("air", False), ("ocean", True)):
        loaded = roi.load_case(CASES[0], settings=[f"routes.in_us_ocean.mode={mode}"])
        rows = build(loaded.case, loaded.book).options["indian_merchant"].cells
        assert ("harbor_fee" in rows) is pays
        assert "processing_fee" in rows
