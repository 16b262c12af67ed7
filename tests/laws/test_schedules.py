"""The depreciation schedules of the book are those published, and follow from what the law says of them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


def test_macrs_tables_are_those_of_the_irs(book) -> None:
    lines = (DATA / "macrs_a1.csv").read_text(encoding="utf-8").splitlines()
    published = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    classes = {line["class_years"] for line in published}
    assert classes == {"3", "5", "7", "10", "15", "20"}
    for years in classes:
        percent = [float(line["percent"]) for line in published if line["class_years"] == years]
        rates = book.depreciation[f"macrs_{years}"].rates.table
        assert [round(100 * rate, 3) for rate in rates] == percent
        assert sum(rates) == pytest.approx(1, abs=1e-4)


def published(name: str) -> dict[tuple[str, str], list[float]]:
    """Percentages by table and class, as copied from the tables."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    found: dict[tuple[str, str], list[float]] = {}
    for line in csv.DictReader(one for one in lines if not one.startswith("#")):
        first, _, last = line["year"].partition("-")
        found.setdefault((line["table"], line["class_years"]), []).extend([float(line["percent"])] * (int(last or first) - int(first) + 1))
    return found


def test_mid_quarter_and_mid_month_tables_are_those_of_the_irs(book) -> None:
    tables = published("macrs_other.csv")
    assert len(tables) == 15
    for (table, years), percent in tables.items():
        stem = f"macrs_{years}_q4" if table == "A-5" else f"macrs_39_month_{table.split()[-1]}"
        assert [round(100 * rate, 3) for rate in book.depreciation[stem].rates.table] == percent


def test_mid_month_tables_follow_from_straight_line_over_39_years(book) -> None:
    """In the first year the months left, the one of service counting half, at 1/39/12 rounded to 0.214 %. 26 U.S.C. 168(d)(2)."""
    for month in range(1, 13):
        rates = book.depreciation[f"macrs_39_month_{month}"].rates.table
        assert rates[0] == pytest.approx((12.5 - month) * 0.00214, abs=1e-9)
        assert all(rate == pytest.approx(1 / 39, abs=1e-5) for rate in rates[1:-1])
        assert sum(rates) == pytest.approx(1, abs=2e-5)


def test_half_year_tables_follow_from_declining_balance_and_straight_line(book) -> None:
    """200 % (150 % from 15 years) declining balance, straight line once that gives more, half a year at both ends. 168(b), (d)."""
    for years in (3, 5, 7, 10, 15, 20):
        factor, left, found = (2.0 if years <= 10 else 1.5), 1.0, []
        for year in range(years + 1):
            part, remaining = (0.5 if year == 0 else 1.0), years + 0.5 - max(year, 0.5)
            found.append(min(left, max(left * factor / years * part, left / max(remaining, 0.5) * (part if year == 0 else 1.0))))
            left -= found[-1]
        assert book.depreciation[f"macrs_{years}"].rates.table == pytest.approx(found, abs=2e-4)
