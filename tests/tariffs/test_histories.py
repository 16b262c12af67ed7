"""Rates over time against tables made by hand, and the commands that print them."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from roi.reporting.step_chart import step_html, step_png, step_spec, step_svg
from roi.reporting.tariff_answers import history_csv
from roi.rules.history import history
from roi.rules.requests import asked

CASES = YAML(typ="safe").load((Path(__file__).parent / "data" / "histories.yaml").read_text(encoding="utf-8"))
FIRST, LAST = date(2018, 1, 1), date(2026, 10, 10)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_rate_over_time_as_worked_out_by_hand(case, measures) -> None:
    periods = history(measures, asked(measures, case["hts"], case["origin"], case["claims"], "us"), FIRST, LAST)
    found: dict[date, float] = {}
    for one in periods:
        if not found or list(found.values())[-1] != pytest.approx(one.total * 100, abs=1e-9):
            found[one.first] = one.total * 100
    assert found == pytest.approx(case["rates"], abs=1e-9)


def test_periods_follow_one_another_and_fill_the_span(measures) -> None:
    periods = history(measures, asked(measures, "2922.29.61", "CN", (), "us"), FIRST, LAST)
    assert (periods[0].first, periods[-1].last) == (FIRST, LAST)
    for one, after in pairwise(periods):
        assert after.first == one.last + timedelta(days=1)


def test_csv_and_chart_hold_the_same_rates(measures) -> None:
    periods = history(measures, asked(measures, "2922.29.61", "CN", (), "us"), FIRST, LAST)
    rows = list(csv.DictReader(io.StringIO(history_csv(periods))))
    assert [float(row["rate"]) for row in rows] == pytest.approx([one.total for one in periods])
    spec = step_spec(periods, "Rate")
    assert [row["rate"] for row in spec["datasets"]["periods"]][:-1] == pytest.approx([one.total for one in periods])
    assert step_svg(spec).startswith(b"<svg")
    assert step_png(spec).startswith(b"\x89PNG")
    page = step_html(spec, "Rate <b>", "table & all").decode()
    assert "Rate &lt;b&gt;" in page
    assert "table &amp; all" in page
    assert "vegaEmbed" in page
    assert 'src="' not in page.partition("<script>")[0]
