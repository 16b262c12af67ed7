"""The first plant of the worked examples (100 MUSD, built in year 0, 20 MUSD a year for 20 years) with changes laid over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from roi.analysis.trials import base_case
from roi.book import Overlay, load_book
from roi.statement.model import build

PLANTS = Path(__file__).parent / "plants"
MILLION = 1e6


def figure(value: float | None = None, unit: str = "1", values: Any = None, label: str = "Figure of the example") -> dict[str, Any]:
    """A figure for a key that the plain plant leaves out."""
    number = {"value": value} if values is None else {"values": values}
    money = {"dollar_year": 2027} if "USD" in unit else {}
    return {
        "label": label, "unit": unit, "source": "oracle", "locator": "by hand", "retrieved": "2026-11-21", "confidence": "official",
        **number, **money,
    }  # fmt: skip


def rows_with(changes: dict[str, Any], *folders: str) -> dict[str, Any]:
    """Base case of the plant with changes by id: row -> values by year, in USD; measure -> one value."""
    book = load_book([PLANTS / "base", PLANTS / "c1", *(PLANTS / one for one in folders)], [Overlay("example", "", "", changes)])
    model = build(book.cases["plant"], book)
    return {cell.name: values for cell, values in base_case(model).items()}
