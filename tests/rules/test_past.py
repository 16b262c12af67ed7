"""A case of the past sees the tariff law of its time: rates by hand, from dates that the tests write themselves."""

from __future__ import annotations

from datetime import date

import pytest
from rules.law import measure

from roi.book import Book, Overlay, load_book
from roi.domain import Assumption, TariffRate
from roi.errors import RoiError
from roi.rules.past import known_on
from roi.rules.tariffs import Import, layers
from roi.statement.model import Model, build

CASE = "acetaminophen_us_continuous"


def line(ends: date | None = None, **values: float) -> TariffRate:
    dated = tuple((date(int(year[1:]), 1, 1), rate) for year, rate in values.items())
    figure = Assumption(
        id="tariffs.x.rates.all.rate", label="Rate", unit="1", shape="dated", value=dated[-1][1], dated=dated,
        source="test", locator="test", retrieved=date(2026, 1, 1), confidence="judgement",
    )  # fmt: skip
    return TariffRate(rate=figure, ends=ends)


def rates(measures, years):
    found = layers(measures.values(), Import("2924.29.62", "cn", "us"), years)
    return {layer.measure.id: layer.rates for layer in found}


def test_a_rate_of_a_later_day_is_not_seen_and_the_last_one_is_held() -> None:
    extra = measure("extra", "additive", line(y2018=0.1, y2020=0.25, y2025=0.5))
    law = {"base": measure("base", "base", line(y2006=0.065)), "extra": extra}
    found = known_on(law, date(2021, 12, 31))
    assert rates(found, [2019, 2021, 2030]) == {"tariffs.base": (0.065,) * 3, "tariffs.extra": (0.1, 0.25, 0.25)}
    assert rates(law, [2019, 2021, 2030])["tariffs.extra"] == (0.1, 0.25, 0.5)


def test_a_measure_that_came_later_and_one_that_is_proposed_are_no_law() -> None:
    law = {
        "base": measure("base", "base", line(y2006=0.065)),
        "later": measure("later", "additive", line(y2025=0.2)),
        "proposed": measure("proposed", "additive", line(y2018=0.3)).model_copy(update={"proposed": True}),
    }
    assert list(known_on(law, date(2021, 12, 31))) == ["base"]
    assert list(known_on(law, date(2025, 1, 1))) == ["base", "later"]


def test_an_end_that_came_later_is_not_seen() -> None:
    law = {"base": measure("base", "base", line(y2006=0.065)), "short": measure("short", "additive", line(date(2024, 1, 1), y2018=0.1))}
    assert rates(known_on(law, date(2021, 12, 31)), [2030])["tariffs.short"] == (0.1,)
    assert rates(known_on(law, date(2024, 1, 1)), [2030])["tariffs.short"] == (0.0,)


def model(changes: dict[str, object]) -> Model:
    book = laid(changes)
    return build(book.cases[CASE], book)


def laid(changes: dict[str, object]) -> Book:
    return load_book(overlays=[Overlay("past", "", "", {f"cases.{CASE}.{key}": value for key, value in changes.items()})])


def test_a_case_of_2019_pays_the_duties_of_2019_and_asks_no_open_question() -> None:
    """p-Aminophenol of China: 6.5 % column 1, and list 3 from 24 September 2018 at 10 %, from 10 May 2019 at 25 %."""
    past, today = model({"decision_year": 2019, "law_as_of": "2019-12-31"}), model({"decision_year": 2019})
    assert [id for id in past.paths if id.endswith(".state")] == []
    assert [id for id in today.paths if id.endswith(".state")] != []
    key = {layer.measure.id: layer for layer in past.layers["us_continuous"]["Key starting material"] if layer.applies}
    assert key["tariffs.mfn"].rates == (0.065,) * 21
    assert key["tariffs.section_301_china_list_3"].rates[1:] == pytest.approx((0.25,) * 20)
    assert set(key) == {"tariffs.mfn", "tariffs.section_301_china_list_3"}


def test_goods_whose_rate_of_the_time_is_not_known_stop_the_run(book: Book) -> None:
    with pytest.raises(RoiError, match=r"no column 1 rate of 2924\.29\.62 is known on 2001-01-01"):
        rates(book.tariffs, [2001])
