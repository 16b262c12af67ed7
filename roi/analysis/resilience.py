"""What outages cost each option, and how much less than the reference: the same trials with outages and without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.analysis.measures import OF_SHORTAGES
from roi.analysis.run import Trials
from roi.domain import DisruptionRisk
from roi.finance import Mean
from roi.formula import Cell
from roi.statement.model import Model

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


def shortage_cells(model: Model) -> list[Cell]:
    """What the first trials of a run are looked at for, beside the measures of all trials."""
    return [option.cells[name] for option in model.options.values() for name in OF_SHORTAGES if name in option.cells]


def resilience(model: Model, drawn: Mapping[str, Array], run: Trials) -> dict[str, Resilience]:
    """By option; empty where no outage reaches the case. drawn : draws of the first trials of a run, by id; both sides share them."""
    outages = [id for id, path in model.paths.items() if isinstance(model.book.risk(path.id), DisruptionRisk)]
    if not outages:
        return {}
    trials, replicates = drawn[outages[0]].shape[-1], run.plan.replicates
    none, calm = np.zeros(trials), run.again(drawn, {id: np.zeros_like(drawn[id]) for id in outages})

    def hit(option: str, name: str) -> Array:
        cell = model.options[option].cells.get(name)
        if cell is None:
            return none
        return run.beside[cell][:trials] if cell in run.beside else run.measures[option][name][:trials]

    def without(option: str, name: str) -> Array:
        cell = model.options[option].cells.get(name)
        return none if cell is None else calm[cell][0]

    measures = [name for name in MEASURES if any(name in option.cells for option in model.options.values())]
    lost = {option: {name: MEASURES[name] * (without(option, name) - hit(option, name)) for name in measures} for option in model.options}
    reference = lost[model.case.reference]
    return {
        option: Resilience(
            {name: finance.mean(values, replicates) for name, values in own.items()},
            {name: finance.mean(reference[name] - values, replicates) for name, values in own.items()}
            if option != model.case.reference
            else None,
            finance.mean(hit(option, VOLUME), replicates),
        )
        for option, own in lost.items()
    }
