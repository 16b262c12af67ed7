"""What outages cost each option, and how much less than the reference: the same trials with outages and without."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.analysis.trials import Trials, base_values
from roi.book import Book
from roi.domain import DisruptionRisk
from roi.finance import Mean
from roi.formula import Tape
from roi.statement.model import Model, build

Array = NDArray[np.float64]

MEASURES = {"npv": 1, "purchaser_npv": 1, "public_npv": 1, "shortage_cost_value": -1, "shortage_cost_per_kg": -1}
"""Measures that outages lower (1) or raise (-1); those that a statement does not have are left out."""

VOLUME = "volume_lost_share"


@dataclass(frozen=True)
class Resilience:
    """What outages do to an option, in the mean of the trials with standard errors.

    lost : measure -> what outages cost, in its unit, money of year 0; negative where they are a gain, as while prices are high.
    against : the same of the reference less that of the option: what its resilience is worth; None for the reference itself.
    volume_lost : share of the volume lost to outages over all years [1].
    """

    lost: dict[str, Mean]
    against: dict[str, Mean] | None
    volume_lost: Mean


def resilience(model: Model, drawn: Mapping[str, Array], run: Trials) -> dict[str, Resilience]:
    """By option; empty where no outage reaches the case. drawn : draws of the first trials of a run, by id; both sides share them."""
    if not any(isinstance(model.book.risk(path.id), DisruptionRisk) for path in model.paths.values()):
        return {}
    trials, replicates = next(values.shape[-1] for values in drawn.values()), run.plan.replicates
    hit = {option: {one: values[:trials] for one, values in found.items() if one in MEASURES} for option, found in run.measures.items()}
    for option, found in _values(model, drawn, leave_out=set().union(*hit.values())).items():
        hit[option] |= found
    calm = _values(build(model.case, calm_book(model.book)), drawn)
    none = np.zeros(trials)
    measures = [name for name in MEASURES if any(name in option.cells for option in model.options.values())]
    lost = {
        option: {name: MEASURES[name] * (calm[option].get(name, none) - found.get(name, none)) for name in measures}
        for option, found in hit.items()
    }
    reference = lost[model.case.reference]
    return {
        option: Resilience(
            {name: finance.mean(values, replicates) for name, values in own.items()},
            {name: finance.mean(reference[name] - values, replicates) for name, values in own.items()}
            if option != model.case.reference
            else None,
            finance.mean(hit[option].get(VOLUME, none), replicates),
        )
        for option, own in lost.items()
    }


def calm_book(book: Book) -> Book:
    """The book in which supply never fails."""
    return replace(book, disruptions={name: risk.model_copy(update={"pinned": "off"}) for name, risk in book.disruptions.items()})


def _values(model: Model, drawn: Mapping[str, Array], leave_out: Collection[str] = ()) -> dict[str, dict[str, Array]]:
    """Measures by option and name, each (trials,). The tape is quick enough for one block, and nothing need be compiled."""
    asked = [one for one in (*MEASURES, VOLUME) if one not in leave_out]
    cells = {(name, one): option.cells[one] for name, option in model.options.items() for one in asked if one in option.cells}
    trials = next(values.shape[-1] for values in drawn.values())
    fixed = {id: value for id, value in base_values(model).items() if id not in drawn}
    found = Tape(list(cells.values()), fixed, len(model.calendar.years), drawn).run(dict(drawn), trials)
    every: dict[str, dict[str, Array]] = {name: {} for name in model.options}
    for (name, one), cell in cells.items():
        every[name][one] = np.broadcast_to(found[cell][0], (trials,))
    return every
