"""The bundled rules, and those of a scenario."""

import pytest

from roi.book import load_book, parse_set, scenario_overlay


@pytest.fixture(scope="session")
def rules(book):
    return book.procurement["us_federal"]


@pytest.fixture(scope="session")
def closed(book):
    """The rules with Acetris closed."""
    return load_book(overlays=[scenario_overlay(book, "acetris_closed")]).procurement["us_federal"]


@pytest.fixture(scope="session")
def with_factor():
    """The rules with another factor for civilian agencies, whatever the size of the offeror."""
    found = {}

    def make(factor):
        if factor not in found:
            sizes = [f"procurement.us_federal.agencies.civilian.factor_{size}={factor}" for size in ("large", "small")]
            found[factor] = load_book(overlays=[parse_set(sizes)]).procurement["us_federal"]
        return found[factor]

    return make
