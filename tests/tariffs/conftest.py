"""Questions to the bundled law, as the command line asks them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from roi.rules.customs import Entry, Quote, quote
from roi.rules.requests import asked


@pytest.fixture(scope="session")
def measures(book):
    return list(book.tariffs.values())


@pytest.fixture(scope="session")
def ask(book, measures) -> Callable[..., Quote]:
    """Quote of goods: number, origin, value, day, claims, amounts, mode."""

    def one(hts: str, origin: str, value: float, day: date, claims=(), quantities=(), mode="air") -> Quote:
        goods = asked(measures, hts, origin, claims, "us")
        return quote(measures, book.customs_fees["customs_us"], goods, Entry(value, day, mode, quantities=tuple(quantities)))

    return one
