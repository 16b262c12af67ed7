"""Tenders and stocks: each mistake its own message."""

import pytest

from roi.book import load_book, parse_set
from roi.errors import RoiError

TENDER = "tenders.us_federal_acetaminophen"
SEGMENTS = "markets.acetaminophen_us.segments"


def figure(value: float, unit: str = "1") -> str:
    source = "source: judgement, locator: authors, retrieved: 2026-11-21, confidence: judgement"
    return f"{{label: x, unit: {unit!r}, value: {value}, {source}}}"


def stock(**changed: str) -> str:
    """A segment of buyers of a stock; a key given as "" is left out."""
    keys = {
        "label": "Reserve", "switched_on": figure(1), "fill_year": figure(2031, "year"), "stock_time": figure(0.5, "year"),
        "shelf_life": figure(3, "year"), **changed,
    }  # fmt: skip
    return f"{SEGMENTS}={{reserve: {{" + ", ".join(f"{key}: {value}" for key, value in keys.items() if value) + "}}"


@pytest.mark.parametrize(
    ("setting", "what", "remedy"),
    [
        (f"{TENDER}.agency=civlian", "knows no agency 'civlian'", "did you mean civilian?"),
        (f"{TENDER}.rules=us_fedral", "'us_fedral' is not a file of procurement/", "did you mean us_federal?"),
        (f"{TENDER}.award_years=0", "award_years 0 is outside 1 to 20", "whole number"),
        (f"{TENDER}.first_solicitation=2012", "first_solicitation 2012 is outside 2018 to 2100", "whole number"),
        (f"{TENDER}.rival_substance_origin=xx", "'xx' is no country of procurement.us_federal", ""),
        (f"{TENDER}.rival_content_share=1.2", "above 1", "percentages are fractions"),
        (f"{TENDER}.other_domestic_share=55", "above 1", "percentages are fractions"),
        (f"{TENDER}.value={{value: 1, distribution: {{kind: uniform, low: 1, high: 2}}}}", "cannot be uncertain", "give value only"),
        (f"{SEGMENTS}={{federal: {{label: Federal, tender: us_fed}}}}", "'us_fed' is not a file of tenders/", "us_federal_acetaminophen"),
        (stock(shelf_life=""), "a stock without shelf_life", "add shelf_life"),
        (stock(shelf_life=figure(0, "year")), "a stock that never keeps", "years after which"),
        (stock(switched_on=figure(2)), "switched_on is 2", "write 1 or 0"),
        (stock(share=figure(1)), "come on top of the market", "take share out"),
    ],
)
def test_a_mistake_is_said_with_its_remedy(setting: str, what: str, remedy: str) -> None:
    with pytest.raises(RoiError) as error:
        load_book(overlays=[parse_set([setting])])
    (problem,) = error.value.problems
    assert what in problem.what
    assert remedy in problem.remedy
