"""The duty rate of goods over time: one period for every stretch of days with the same law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from roi.domain import TariffMeasure
from roi.errors import Problem, RoiError
from roi.rules.measures import Import, Standing
from roi.rules.tariffs import changes, on_date


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included, with the total duty rate [1] and what each measure that applies adds."""

    first: date
    last: date
    total: float
    layers: tuple[Standing, ...]


def history(measures: Iterable[TariffMeasure], goods: Import, first: date, last: date) -> tuple[Period, ...]:
    """Periods from `first` to `last`, in order; neighbours differ in what applies. Raises RoiError when the days are in the wrong order."""
    if last < first:
        raise RoiError(Problem("--to", f"{last} lies before {first}", "give the earlier day as --from"))
    known = list(measures)
    starts = [first, *(day for day in changes(known, goods) if first < day <= last)]
    ends = [*(day - timedelta(days=1) for day in starts[1:]), last]
    periods: list[Period] = []
    for start, end in zip(starts, ends, strict=True):
        layers = tuple(one for one in on_date(known, goods, start) if one.applies)
        if periods and _same(periods[-1].layers, layers):
            periods[-1] = Period(periods[-1].first, end, periods[-1].total, periods[-1].layers)
        else:
            periods.append(Period(start, end, sum(one.rate for one in layers), layers))
    return tuple(periods)


def _same(one: tuple[Standing, ...], other: tuple[Standing, ...]) -> bool:
    return [(layer.measure.id, layer.rate) for layer in one] == [(layer.measure.id, layer.rate) for layer in other]
