"""Layers of tariff law by calendar year and by day. Layers add on one customs value; they do not compound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from roi.domain import TariffMeasure, TariffRate
from roi.errors import Problem, RoiError
from roi.rules.dated import day_weighted
from roi.rules.measures import Import, Standing, covers, law_for, obstacle, open_lines, standings

__all__ = ["Import", "Layer", "changes", "covers", "every_symbol", "layers", "on_date"]


@dataclass(frozen=True)
class Layer:
    """A measure that was considered for an import.

    rates : addition to the duty rate by calendar year, 0 where the measure does not reach the goods. reason : why it applies or not.
    """

    measure: TariffMeasure
    line: TariffRate | None
    rates: tuple[float, ...]
    applies: bool
    reason: str


def layers(measures: Iterable[TariffMeasure], goods: Import, years: Sequence[int]) -> tuple[Layer, ...]:
    """Each measure of the importing country with its addition to the duty rate in each calendar year.

    Rates of a year are weighted by the days on which they are in force. Raises RoiError when no `base` measure knows the goods.
    """
    considered = law_for(measures, goods)
    first, last = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
    days = [day for day in changes(considered, goods) if first < day < last]
    by_day = {day: standings(considered, goods, day) for day in (first, *days)}
    known = sorted({*by_day, *(date(year, 1, 1) for year in years)})

    def on(day: date) -> dict[str, Standing]:
        return by_day[max(one for one in by_day if one <= day)]

    found = []
    for measure in considered:
        seen = [on(day)[measure.id] for day in known]
        lines = [one.line for one in seen if one.line is not None]
        chosen = lines[-1] if lines else None
        rates = day_weighted(lambda day, id=measure.id: on(day)[id].rate, days, years)  # type: ignore[misc]
        reason = next((one.reason for one in reversed(seen) if one.applies), seen[-1].reason)
        found.append(Layer(measure, chosen, rates, chosen is not None, reason))
    return tuple(found)


def changes(measures: Iterable[TariffMeasure], goods: Import) -> tuple[date, ...]:
    """Days on which the rate of the goods may change, in order. Raises RoiError when no `base` measure knows the goods."""
    considered = law_for(measures, goods)
    if not any(measure.kind == "base" and not obstacle(measure, goods) for measure in considered):
        what = f"no column 1 rate is known for {goods.hts} entering {goods.importer}"
        raise RoiError(Problem("", what, "add a line with its rate to the base measure in tariffs/", goods.hts))
    symbols = every_symbol(considered)
    lines = [line for measure in considered if not obstacle(measure, goods, symbols) for line in open_lines(measure, goods, symbols)]
    return tuple(sorted({day for line in lines for day in (*(one for one, _ in line.dated), line.ends) if day is not None}))


def on_date(measures: Iterable[TariffMeasure], goods: Import, day: date) -> tuple[Standing, ...]:
    """Each measure on one day. Raises RoiError when no `base` measure knows the goods, or a quantity is missing."""
    considered = law_for(measures, goods)
    changes(considered, goods)
    return tuple(standings(considered, goods, day).values())


def every_symbol(measures: Iterable[TariffMeasure]) -> frozenset[str]:
    """Symbols of the special programs that any line asks for: a change too many costs nothing."""
    return frozenset(line.special for measure in measures for line in measure.rates.values() if line.special)
