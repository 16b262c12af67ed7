"""Dated values by calendar year, weighted by days; expected values are counted on a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from roi.rules.dated import day_weighted, on_day, series

JULY_24 = date(2026, 7, 24)


def test_a_rate_from_24_july_2026_is_in_force_on_161_of_365_days() -> None:
    """8 days of July, then 31, 30, 31, 30 and 31."""
    assert series([(date(2020, 1, 1), 0.0), (JULY_24, 0.1)], [2025, 2026, 2027]) == pytest.approx([0, 0.1 * 161 / 365, 0.1], abs=1e-15)


def test_a_leap_year_has_366_days() -> None:
    assert series([(date(2020, 1, 1), 0.0), (date(2028, 12, 31), 1.0)], [2028]) == pytest.approx([1 / 366], abs=1e-15)


def test_several_changes_in_one_year_each_count_their_days() -> None:
    """List 3 in 2019: 10 percent for 129 days, 25 percent from 10 May on for 236 days. List 4A in 2020: 15 for 44 days, 7.5 for 322."""
    assert series([(date(2018, 9, 24), 0.1), (date(2019, 5, 10), 0.25)], [2019]) == pytest.approx([(0.1 * 129 + 0.25 * 236) / 365])
    assert series([(date(2019, 9, 1), 0.15), (date(2020, 2, 14), 0.075)], [2020]) == pytest.approx([(0.15 * 44 + 0.075 * 322) / 366])


def test_a_change_on_new_years_day_belongs_to_the_new_year() -> None:
    assert series([(date(2020, 1, 1), 1.0), (date(2027, 1, 1), 2.0)], [2026, 2027, 2028]) == (1.0, 2.0, 2.0)


def test_the_first_value_also_holds_before_its_date_and_the_last_for_ever() -> None:
    assert series([(date(2026, 1, 1), 3.0)], [2019, 2026, 2099]) == (3.0, 3.0, 3.0)


def test_on_a_day_the_last_value_that_began_holds() -> None:
    dated = [(date(2026, 1, 1), 1.0), (JULY_24, 2.0)]
    assert [on_day(dated, day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 7, 23), JULY_24)] == [None, 1.0, 1.0, 2.0]


def test_a_day_named_twice_counts_once() -> None:
    assert day_weighted(lambda day: 1.0, [JULY_24, JULY_24], [2026]) == (1.0,)
