"""Dated values: what is in force on a day, and the average of a calendar year weighted by days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import TypeVar

T = TypeVar("T")
Dated = Sequence[tuple[date, float]]


def on_day(dated: Dated, day: date) -> float | None:
    """Value in force on a day: the last one that began on or before it; None before the first."""
    value = None
    for first_day, one in dated:
        if first_day <= day:
            value = one
    return value


def day_weighted(value_on: Callable[[date], float], changes: Iterable[date], years: Sequence[int]) -> tuple[float, ...]:
    """Average of each calendar year.

    value_on : value on a day. changes : days on which it may change. years : calendar years, in order.
    """
    days = sorted(set(changes))

    def average(year: int) -> float:
        first, end = date(year, 1, 1), date(year + 1, 1, 1)
        starts = [first, *(day for day in days if first < day < end)]
        if len(starts) == 1:
            return value_on(first)
        ends = [*starts[1:], end]
        weighted = sum(value_on(start) * (stop - start).days for start, stop in zip(starts, ends, strict=True))
        return weighted / (end - first).days

    return tuple(by_year(average, max(days, default=date.min), years))


def by_year(of_year: Callable[[int], T], last_change: date, years: Sequence[int]) -> list[T]:
    """`of_year` for each of `years`. Those that begin on the day of the last change or later are alike, and it is asked once."""
    alike = min((year for year in years if date(year, 1, 1) >= last_change), default=None)
    found = cache(of_year)
    return [found(year if alike is None or year < alike else alike) for year in years]


def series(dated: Dated, years: Sequence[int]) -> tuple[float, ...]:
    """Day-weighted average of a dated figure for each calendar year; the first value also holds before its date."""

    def value_on(day: date) -> float:
        value = on_day(dated, day)
        return dated[0][1] if value is None else value

    return day_weighted(value_on, (day for day, _ in dated), years)
