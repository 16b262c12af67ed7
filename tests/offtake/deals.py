"""A plant that sells 1,000 kg a year at 10 USD from 2028 to 2033, and the contracts a test lays over it.

Built in 2027 for 5,000 USD; each kg costs 2 USD to make; no inflation, no stocks. Everything can be counted by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from roi.analysis.trials import base_case
from roi.book import Book, load_book
from roi.domain import Contract, In, Market, Plant, RebateTier, Segment
from roi.statement.model import Model, build

PLANTS = Path(__file__).parents[1] / "worked_examples" / "plants"
FIRST, YEARS = 2028, 7
FIXED = {"first_year": FIRST, "tenor": 6, "price_ratio": 1, "escalation": 0, "domestic_premium": 0}
TERM = {"first_year": FIRST, "tenor": 6}
ORIGIN = {"source": "oracle", "locator": "test", "retrieved": "2026-11-21", "confidence": "industry"}


def figure(value: Any, unit: str, label: str = "Figure") -> dict[str, Any]:
    """A figure as a file writes it."""
    money = {"dollar_year": 2027} if "USD" in unit else {}
    numbers = {"distribution": value} if isinstance(value, Mapping) else {"values" if isinstance(value, list) else "value": value}
    return {"label": label, "unit": unit, **numbers, **ORIGIN, **money}


def written(cls: Any, keys: Mapping[str, Any]) -> dict[str, Any]:
    """Keys of a noun as a file writes them: a number or a list becomes a figure in the unit of the noun."""
    kept = {name: next((one for one in field.metadata if isinstance(one, In)), None) for name, field in cls.model_fields.items()}
    return {key: figure(value, kept[key].unit, key) if kept.get(key) else value for key, value in keys.items()}


def contract(**keys: Any) -> dict[str, Any]:
    """A contract as a file writes it."""
    found = written(Contract, {"label": "Contract", **keys})
    if "rebates" in keys:
        found["rebates"] = {name: written(RebateTier, tier) for name, tier in keys["rebates"].items()}
    return found


def write(folder: Path, name: str, content: Mapping[str, Any]) -> None:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def the_book(
    folder: Path,
    contracts: Mapping[str, Mapping[str, Any]],
    segments: Mapping[str, Mapping[str, Any]] | None = None,
    files: Mapping[str, Mapping[str, Any]] | None = None,
    market: Mapping[str, Any] | None = None,
    plant: Mapping[str, Any] | None = None,
) -> Book:
    """The book with these contracts, by segment of the market."""
    stated = {"volume": 1000, "volume_growth": 0, "price": 10, "price_growth": 0, "receivable_time": 0, **(market or {})}
    parts = {name: written(Segment, {"label": name.capitalize(), **keys}) for name, keys in (segments or {"buyers": {}}).items()}
    made = {"capacity": 1000, "fixed_capital": 5000, "other_materials": 2, "ramp_up_shortfall": [0], **(plant or {})}
    write(folder, "markets/deal", {"label": "Buyers", "country": "us", "segments": parts, **written(Market, stated)})
    base = {"label": "Plant", "country": "us", "technology": "batch"}
    zero = ("working_capital_share", "electricity", "other_utilities", "waste_cost", "labour_hours", "quality_share", "overhead_share")
    rest = dict.fromkeys((*zero, "maintenance_share", "insurance_and_property_tax_share"), 0)
    one = {"on_stream_factor": 1, "process_yield": 1, "released_share": 1, "spending_profile": [1]}
    write(folder, "plants/deal", {**base, **written(Plant, {**rest, **one, **made})})
    for name, keys in contracts.items():
        write(folder, f"contracts/of_{name}", contract(**keys))
    for name, content in (files or {}).items():
        write(folder, name, content)
    sold = {"kind": "own_plant", "label": "Plant", "plant": "deal", "taxation": "us"}
    sold["contracts"] = {name: f"of_{name}" for name in contracts}
    about = {"drug": "substance", "market": "deal", "finance": "owner", "customs_fees": "customs", "reference": "plant"}
    years = {"decision_year": FIRST - 1, "horizon": YEARS - 1}
    write(folder, "cases/deal", {"label": "Deal", "question": "Who pays what?", **about, **years, "options": {"plant": sold}})
    return load_book([PLANTS / "base", PLANTS / "c1", folder])


def the_model(folder: Path, contracts: Mapping[str, Mapping[str, Any]], **more: Any) -> Model:
    book = the_book(folder, contracts, **more)
    return build(book.cases["deal"], book)


class Deal:
    """Rows of the base case by name, without the year of construction."""

    def __init__(self, folder: Path, contracts: Mapping[str, Mapping[str, Any]], **more: Any) -> None:
        self.model = the_model(folder, contracts, **more)
        self._found = {cell.name: values for cell, values in base_case(self.model).items()}

    def __getitem__(self, name: str) -> list[float]:
        """Values from 2028 to 2033."""
        return [round(float(value), 9) + 0.0 for value in self.all_years(name)[1:]]

    def all_years(self, name: str) -> Any:
        return np.asarray(self._found[name])
