"""Dated values: what is in force on a day, and the average of a calendar year weighted by days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

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
    averages: list[float] = []
    for before, year in zip([None, *years], years, strict=False):
        first, end = date(year, 1, 1), date(year + 1, 1, 1)
        if before and days and date(min(before, year), 1, 1) >= days[-1]:
            # nothing has changed since the year before
            averages.append(averages[-1])
            continue
        starts = [first, *(day for day in days if first < day < end)]
        ends = [*starts[1:], end]
        if len(starts) == 1:
            averages.append(value_on(first))
        else:
            weighted = sum(value_on(start) * (stop - start).days for start, stop in zip(starts, ends, strict=True))
            averages.append(weighted / (end - first).days)
    return tuple(averages)


def series(dated: Dated, years: Sequence[int]) -> tuple[float, ...]:
    """Day-weighted average of a dated figure for each calendar year; the first value also holds before its date."""

    def value_on(day: date) -> float:
        value = on_day(dated, day)
        return dated[0][1] if value is None else value

    return day_weighted(value_on, (day for day, _ in dated), years)
