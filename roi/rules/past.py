"""Tariff law as it stood on a day in the past: what came later was not known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from roi.domain import TariffMeasure, TariffRate


def known_on(measures: Mapping[str, TariffMeasure], day: date) -> dict[str, TariffMeasure]:
    """The measures in force on or before `day`, each with its rates up to that day; the last of them is held.

    Rates, lines and ends of a later day are left out, also where they had been enacted by then; so is what is only proposed.
    """
    found = {stem: measure.model_copy(update={"rates": _lines(measure, day)}) for stem, measure in measures.items() if not measure.proposed}
    return {stem: measure for stem, measure in found.items() if measure.rates or measure.schedule_file}


def _lines(measure: TariffMeasure, day: date) -> dict[str, TariffRate]:
    return {name: _line(line, day) for name, line in measure.rates.items() if line.dated[0][0] <= day}


def _line(line: TariffRate, day: date) -> TariffRate:
    dated = tuple((first, rate) for first, rate in line.dated if first <= day)
    figure = line.figure.model_copy(update={"dated": dated, "value": dated[-1][1]})
    ends = line.ends if line.ends is not None and line.ends <= day else None
    return line.model_copy(update={"rate": figure, "ends": ends})
