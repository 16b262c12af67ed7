"""Who buys, under which contract, as the page says it."""

from __future__ import annotations

import pytest
from reports.samples import Page

from roi.book.contracts import PRICE, VOLUME
from roi.reporting.buyers import PRICES, VOLUMES, segment_lines
from roi.reporting.html import report_html

CASE = "amoxicillin_anchor_customer"


@pytest.fixture
def lines(studies):
    return {line.label: line for line in segment_lines(studies[CASE].comparison)}


def test_every_kind_has_its_words() -> None:
    assert (set(PRICES), set(VOLUMES)) == (set(PRICE), set(VOLUME))


def test_each_segment_says_its_share_and_each_way_it_buys(lines) -> None:
    assert [line.share for line in lines.values()] == ["5.0 %", "10.0 %", "73.0 %", "12.0 %", "–", "–"]
    retail = {terms.options: terms for terms in lines["Retail and wholesale"].terms}
    anchor = retail["U.S. plant with anchor customers"]
    assert anchor.price.startswith(
        "1.15 × the market price of the decision year, moving with 50.0 % of the change of the price of “Supplier"
    )
    assert anchor.volume == "20.0 %, 40.0 %, 60.0 %, 75.0 % of the demand, year by year; the last share holds"
    assert anchor.years == "2030 to 2036; 5 more if renewed"
    assert "a distributor keeps 4.0 %" in anchor.clauses
    assert retail["U.S. plant without contracts, Indian merchant supplier"].contract == "none: spot"


def test_terms_that_all_options_share_name_no_option(studies) -> None:
    found = {line.label: line for line in segment_lines(studies["amoxicillin_us_continuous"].comparison)}
    (hospital,) = found["Hospital groups"].terms
    assert hospital.options == ""
    assert hospital.price == "the market price of the decision year; 5.0 % more for a domestic product"
    assert hospital.volume == "50.0 % of the demand"


def test_the_page_shows_the_contracts(studies) -> None:
    one = studies[CASE]
    page = Page(report_html(one.comparison, one.provenance))
    assert "buyers" in page.of("section", "id")
    assert "Public buyer that pays the difference to import parity" in page.visible
    assert "up to 320 t a year; 80.0 % is paid though not taken, to be made up later" in page.visible
