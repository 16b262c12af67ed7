"""A market of 1,000 kg a year at 10 USD without inflation, from 2027 to 2031, and the ways to source that a test lays over it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from offtake.deals import figure, write, written

from roi.analysis.trials import base_case
from roi.book import Book, load_book
from roi.domain import ContractManufacturer, Country, Market, Merchant, Plant, Route, Supplier
from roi.statement.model import build

PLANTS = Path(__file__).parents[1] / "worked_examples" / "plants"
HTS = "2924.29.62"
STATED = {"volume": 1000, "volume_growth": 0, "price": 10, "price_growth": 0, "receivable_time": 0}
TERMS = {
    "label": "Maker", "country": "us", "product": "substance", "hts": HTS, "fee": 3, "fee_growth": 0.1, "technology_transfer": 600,
    "transfer_time": 2, "capacity": 800, "reservation_fee": 100, "process_yield": 0.8, "released_share": 0.5, "oversight": 50,
}  # fmt: skip
"""600 USD over two years, then 800 kg a year at a fee of 3 USD/kg that grows by a tenth, 100 USD a year for the capacity, 50 for audits."""

ZERO = (
    "working_capital_share", "electricity", "other_utilities", "waste_cost", "quality_share", "overhead_share", "maintenance_share",
    "insurance_and_property_tax_share",
)  # fmt: skip
MADE = {
    "label": "Plant", "country": "us", "technology": "batch", "capacity": 1000, "on_stream_factor": 1, "ramp_up_shortfall": [0],
    "fixed_capital": 5000, "spending_profile": [1], "process_yield": 1, "released_share": 1, "other_materials": 2, "labour_hours": 10,
    **dict.fromkeys(ZERO, 0),
}  # fmt: skip
TOLL = {"kind": "toll", "label": "Toll", "manufacturer": "maker", "key_supplier": "seller", "taxation": "us"}
OWN = {"kind": "own_plant", "label": "Plant", "plant": "works", "key_supplier": "seller", "taxation": "us"}


def the_book(folder: Path, options: Mapping[str, Any], files: Mapping[str, Any] | None = None, **seller: Any) -> Book:
    """The book with a case of these options. files : written as they are. seller : keys of the supplier of the key starting material."""
    sold = {"label": "Seller", "country": "us", "product": "none", "hts": "2922.29.61", "fob_price": 2, "price_growth": 0, **seller}
    write(folder, "suppliers/seller", written(Supplier, sold))
    write(folder, "markets/buyers", {"label": "Buyers", "country": "us", **written(Market, STATED)})
    write(folder, "countries/us", {"label": "United States", "operator_wage": figure(20, "USD/h")})
    about = {"label": "Ways", "question": "Which?", "drug": "substance", "market": "buyers", "finance": "owner", "customs_fees": "customs"}
    years = {"decision_year": 2027, "horizon": 4, "reference": next(iter(options))}
    write(folder, "cases/ways", {**about, **years, "options": options})
    for name, content in (files or {}).items():
        write(folder, name, content)
    return load_book([PLANTS / "base", PLANTS / "c1", folder])


def rows(folder: Path, options: Mapping[str, Any], files: Mapping[str, Any] | None = None, **seller: Any) -> dict[str, dict[str, Any]]:
    """Base case of each option: row -> values from 2027 to 2031, measure -> one value, None for n/a."""
    book = the_book(folder, options, files, **seller)
    found: dict[str, dict[str, Any]] = {}
    for cell, values in base_case(build(book.cases["ways"], book)).items():
        found.setdefault(cell.statement.name, {})[cell.name] = [
            None if value != value else round(float(value), 6) + 0.0 for value in values
        ]
    return found


def maker(**terms: Any) -> dict[str, Any]:
    """File of a contract manufacturer; a term that is None is left out."""
    return written(ContractManufacturer, {key: value for key, value in {**TERMS, **terms}.items() if value is not None})


def works(without: tuple[str, ...] = (), **keys: Any) -> dict[str, Any]:
    """File of a plant that makes 1,000 kg a year from 2028 on."""
    return written(Plant, {key: value for key, value in {**MADE, **keys}.items() if key not in without})


def abroad(inflation: float = 0.0) -> dict[str, Any]:
    """Files of a country, a route from there and to there, a merchant, a duty of 6.5 % and customs fees of 1 %."""
    way = {"insurance_share": 0, "transit_time": 0, "safety_stock_time": 0, "shipment_mass": 100, "brokerage": 0}
    place = {"label": "Abroad", "inflation": inflation, "currency_drift": 0, "operator_wage": 20, "electricity_price": 0}
    ports = {"out": ("xx", "us", 0.5), "in": ("us", "xx", 0.1)}
    routes = {
        f"routes/{name}": written(Route, {"label": name, "origin": start, "destination": end, "mode": "road", "freight": freight, **way})
        for name, (start, end, freight) in ports.items()
    }
    seller = {"label": "Merchant", "country": "xx", "product": "substance", "hts": HTS, "share_of_market_price": 0.6, "lead_time": 0}
    duty = {"label": "Column 1", "importer": "us", "authority": "A statute", "citation": "Chapter 29", "kind": "base"}
    line = {"general": {"hts": ["2922", "2924"], "rate": dated(0.065)}}
    pact = {"pact": {"origins": ["xx"], "claims": ["pact"], "rate": dated(0)}}
    return {
        "countries/xx": written(Country, place),
        "merchants/merchant": written(Merchant, seller),
        "tariffs/base": {**duty, "rates": line},
        "tariffs/pact": {**duty, "label": "Pact", "kind": "in_place", "rates": pact},
        "fees/customs": {
            "processing_rate": figure(0.01, "1"),
            "processing_maximum": dated(1000, "USD/entry"),
            "exemptions": {"pact": {"claims": ["pact"], "origins": ["xx"], "citation": "Note 1"}},
        },
        **routes,
    }


def dated(value: float, unit: str = "1") -> dict[str, Any]:
    """Figure of a rate or fee in force since 2018."""
    return {key: one for key, one in figure(0, unit).items() if key != "value"} | {"values": {"2018-01-01": value}}
