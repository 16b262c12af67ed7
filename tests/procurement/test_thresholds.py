"""Every dated share of data/component_thresholds.csv (each row names where it was read) is in force on its first and last day."""

import csv
from datetime import date
from pathlib import Path

import pytest

from roi.rules.dated import on_day

with (Path(__file__).parent / "data" / "component_thresholds.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))

FIGURES = {
    "FAR 25.101(a)(2)(i) domestic content test": "agencies.civilian.component_share",
    "DFARS 225.101(a)(ii)(A) DoD test": "agencies.dod.component_share",
    "FAR 25.106(b)(2)/(c)(2) fallback": "fallback_share",
    "FAR 25.503(c)(1) group offers": "group_share",
}
LEFT = {
    "FAR 25.101(a)(2)(ii) iron/steel": "no drug is of iron or steel",
    "FAR 25.101(a)(2)(i) COTS waiver": "a switch of the line item, no share",
    "FAR 25.103(b)(1)(i) class nonavailability": "how the list is made; the list itself is in the book",
    "FAR 25.103(b)(1)(ii)(B) significant component": "how the list is made; the list itself is in the book",
}


def test_every_row_is_tested_or_left_for_a_reason():
    assert {row["rule"] for row in ROWS} == {*FIGURES, *LEFT}


@pytest.mark.parametrize("row", [row for row in ROWS if row["rule"] in FIGURES], ids=lambda row: f"{row['rule']} {row['threshold_pct']}")
def test_a_share_is_in_force_from_its_first_day_to_its_last(rules, row):
    figure = dict(rules.figures())[FIGURES[row["rule"]]]
    wanted = float(row["threshold_pct"]) / 100
    ends = [date.fromisoformat(day) for day in (row["valid_from"], row["valid_to"]) if day]
    for day in ends or [date(2018, 1, 1), date(2035, 1, 1)]:
        assert on_day(figure.dated, day) == wanted


def test_the_fallback_neither_runs_before_its_first_day_nor_after_its_last(rules):
    assert on_day(rules.fallback_share.dated, date(2022, 10, 24)) is None
    assert on_day(rules.fallback_share.dated, date(2030, 1, 1)) == 1  # no content exceeds it
