"""Ways to source 1,000 kg a year from 2027 to 2033: a plant, a second one, and a merchant, all simple enough to count by hand.

The plant is built in 2027 for 5,000 USD and makes a kg for 2 USD; the merchant asks 8 of the market price of 10. No inflation, duty,
freight or stocks. Tax is 25.7 percent, the capital is deducted over 20 years.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from offtake.deals import FIRST, YEARS, figure, the_book, written

from roi.analysis.trials import base_case, base_values
from roi.domain import Country, Dual, Merchant, Partnership, Route, Staged
from roi.statement.model import Model, build

KINDS = {"dual": Dual, "staged": Staged, "partnership": Partnership}
MADE = {"kind": "own_plant", "taxation": "us"}
BOUGHT = {"kind": "merchant_import", "label": "Merchant", "merchant": "abroad", "route": "here", "taxation": "us"}
OPTIONS = {
    "plant": {**MADE, "label": "Plant", "plant": "deal"},
    "twin": {**MADE, "label": "Twin of the plant", "plant": "deal"},
    "merchant": BOUGHT,
    "other": {**BOUGHT, "label": "Other merchant"},
}
FREE = {"origin": "in", "destination": "us", "mode": "road", "freight": 0, "insurance_share": 0, "transit_time": 0, "safety_stock_time": 0}
STOPS = {"yearly_rate": figure(0.3, "1/year"), "duration": figure({"kind": "fixed", "value": 0.5}, "year"), "lost_share": figure(1, "1")}


def the_model(folder: Path, mix: dict[str, Any] | None = None, members: tuple[str, ...] = (), risks: bool = False, **more: Any) -> Model:
    """The case with the simple options and, as `mixed`, one made of `members`. more : see `offtake.deals.the_book`."""
    abroad = {"inflation": 0, "currency_drift": 0, "operator_wage": 0, "electricity_price": 0}
    merchant = {"country": "in", "product": "substance", "hts": "2924.29.62", "share_of_market_price": 0.8, "lead_time": 0}
    free = figure(0, "1") | {"values": {"2000-01-01": 0}}
    del free["value"]
    base = {"label": "Free", "importer": "us", "authority": "A", "citation": "A", "kind": "base", "rates": {"all": {"rate": free}}}
    files = {
        "countries/in": {"label": "Abroad", **written(Country, abroad)},
        "merchants/abroad": {"label": "Merchant abroad", **written(Merchant, merchant)},
        "routes/here": {"label": "Road", **written(Route, {**FREE, "shipment_mass": 1, "brokerage": 0})},
        "tariffs/free": base,
    }
    if risks:
        files["risks/at_home"] = {"kind": "disruption", "label": "Plants stop", "plants_in": ["us"], **STOPS}
        files["risks/abroad"] = {"kind": "disruption", "label": "Merchants stop", "merchants_in": ["in"], **STOPS}
    options: dict[str, Any] = dict(OPTIONS)
    if mix is not None:
        files["mixes/mix"] = {
            "label": "Mix",
            "kind": mix["kind"],
            **written(KINDS[mix["kind"]], {k: v for k, v in mix.items() if k != "kind"}),
        }
        options["mixed"] = {"kind": mix["kind"], "label": "Mixed", "mix": "mix", "members": list(members)}
    about = {"drug": "substance", "market": "deal", "finance": "owner", "customs_fees": "customs", "reference": "merchant"}
    years = {"decision_year": FIRST - 1, "horizon": YEARS - 1}
    files["cases/ways"] = {"label": "Ways", "question": "Which way?", **about, **years, "options": options}
    book = the_book(folder, more.pop("contracts", {}), files=files, **more)
    return build(book.cases["ways"], book)


def found(model: Model, option: str = "mixed", **lost: list[float]) -> dict[str, Any]:
    """Rows of an option by name, by year from 2027 on. lost : risk -> share of each year lost."""
    values = base_values(model) | {f"risks.{name}.lost": np.array(shares) for name, shares in lost.items()}
    rows = base_case(model, values)
    return {cell.name: [round(float(one), 9) + 0.0 for one in rows[cell]] for cell in model.options[option].cells.values()}
