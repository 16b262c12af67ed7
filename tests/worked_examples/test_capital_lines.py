"""Lines of the capital, worked out by hand from the tables of the IRS and the dates of 26 U.S.C. 168(k) and 168(n)."""

from __future__ import annotations

import pytest
from worked_examples.plant import MILLION, figure, rows_with

SHARES = {
    "plants.plant.building_share": figure(0.2),
    "plants.plant.land_improvements_share": figure(0.1, label="Land improvements"),
    "plants.plant.land_share": figure(0.05, label="Land"),
}
TAX = {
    "taxation.us.building_depreciation": "macrs_39_month_1",
    "taxation.us.land_improvements_depreciation": "macrs_15",
}
BUILDING_LAW = {
    "taxation.us.building_bonus_share": figure(values={"2024-01-01": 0, "2025-01-20": 1, "2029-01-01": 0}),
    "taxation.us.building_service_share": figure(values={"2025-01-01": 0, "2025-07-05": 1, "2031-01-01": 0}, label="In service"),
}


def millions(found: dict, row: str) -> list[float]:
    return [value / MILLION for value in found[row]]


def test_each_line_is_written_off_by_its_own_table_and_land_never() -> None:
    """Of 100: equipment 65 over 20 years (3.25), building 20 at 2.461 % then 2.564 %, improvements 10 at 5 % then 9.5 %."""
    found = rows_with(SHARES | TAX, "irs")
    assert millions(found, "scheduled_depreciation")[:3] == pytest.approx([0, 3.25, 3.25])
    assert millions(found, "building_scheduled_depreciation")[:3] == pytest.approx([0, 0.4922, 0.5128])
    assert millions(found, "land_improvements_scheduled_depreciation")[:3] == pytest.approx([0, 0.5, 0.95])
    assert millions(found, "tax_depreciation")[:3] == pytest.approx([0, 4.2422, 4.7128])
    assert millions(found, "profit_before_tax")[2] == pytest.approx(20 - 4.7128)


def test_the_first_year_share_is_that_of_the_day_of_acquisition() -> None:
    """Acquired in 2025: 40 % for 19 of 365 days, then 100 %. Read in year 0, whatever a later year would allow."""
    law = {"taxation.us.bonus_share": {"2024-01-01": 0.4, "2025-01-20": 1, "2026-01-01": 0}}
    found = rows_with(law | {"cases.plant.decision_year": 2025, "plants.plant.spending_profile": [0.5, 0.5]})
    share = (19 * 0.4 + 346 * 1) / 365
    assert millions(found, "bonus_depreciation")[2] == pytest.approx(100 * share)
    assert millions(found, "scheduled_depreciation")[2] == pytest.approx(100 * (1 - share) / 20)


@pytest.mark.parametrize(
    ("decision", "years_of_building", "at_once"),
    [
        (2028, 2, 20.0),  # begun in 2028, in service in 2030
        (2028, 3, 0.0),  # in service in 2031: too late
        (2029, 1, 0.0),  # begun in 2029: too late
        (2024, 3, 0.0),  # begun in 2024: too early
    ],
)
def test_a_production_building_is_deducted_at_once_within_both_windows(decision: int, years_of_building: int, at_once: float) -> None:
    profile = [1.0, *[0.0] * (years_of_building - 1)]
    when = {"cases.plant.decision_year": decision, "contracts.offtake.first_year": decision, "plants.plant.spending_profile": profile}
    found = rows_with(SHARES | TAX | BUILDING_LAW | when, "irs")
    assert millions(found, "building_bonus_depreciation")[years_of_building] == pytest.approx(at_once)
    assert millions(found, "building_scheduled_depreciation")[years_of_building] == pytest.approx((20 - at_once) * 0.02461)


def test_another_use_of_the_building_within_the_period_gives_the_deduction_back() -> None:
    """20 deducted in 2028 is income in the fifth year of operation and then written off by the table from its beginning."""
    change = {"plants.plant.qualified_use_time": figure(4, "year"), "taxation.us.building_recapture_period": figure(10, "year")}
    found = rows_with(SHARES | TAX | BUILDING_LAW | change, "irs")
    assert millions(found, "building_bonus_depreciation")[1] == pytest.approx(20)
    assert millions(found, "building_recapture")[4:7] == pytest.approx([0, 20, 0])
    assert millions(found, "building_restored_depreciation")[4:7] == pytest.approx([0, 0.4922, 0.5128])
    # improvements in their 5th year 6.93 % of 10
    assert millions(found, "profit_before_tax")[5] == pytest.approx(20 + 20 - 3.25 - 0.693 - 0.4922)


def test_another_use_after_the_period_gives_nothing_back() -> None:
    change = {"plants.plant.qualified_use_time": figure(10, "year"), "taxation.us.building_recapture_period": figure(10, "year")}
    found = rows_with(SHARES | TAX | BUILDING_LAW | change, "irs")
    assert not found["building_recapture"].any()
    assert not found["building_restored_depreciation"].any()


def test_a_declining_balance_takes_the_same_share_of_what_is_left() -> None:
    """15 % of 100, of 85, of 72.25; with half deducted at once the same of the other half."""
    plain = rows_with({"taxation.us.depreciation": "declining"}, "irs")
    assert millions(plain, "scheduled_depreciation")[:4] == pytest.approx([0, 15, 12.75, 10.8375])
    assert millions(plain, "written_down_value")[:4] == pytest.approx([0, 85, 72.25, 61.4125])
    half = rows_with({"taxation.us.depreciation": "declining", "taxation.us.bonus_share": 0.5}, "irs")
    assert millions(half, "tax_depreciation")[:3] == pytest.approx([0, 50 + 7.5, 6.375])
