"""What public tenders bring each option: the share won, what the buyer pays over the low offer, and the rule that decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roi.analysis.run import Trials
from roi.analysis.trials import base_values
from roi.domain import Tender
from roi.formula import Cell
from roi.rules.procurement.standing import DECISIONS
from roi.statement.model import Model
from roi.statement.sales import buyers

Array = NDArray[np.float64]
Place = tuple[str, str, str]
"""Segment, option and member."""

SHARE, PREMIUM, RULE = "share_won", "premium_paid", "rule_that_decided"


@dataclass(frozen=True)
class Outcome:
    """An option in a tender under some rules.

    share : of the tendered volume won over all years, base case [1]. premium : present value of what the buyer pays over the low offer,
    base case [USD]. mean_share, mean_premium : of the trials drawn. decision : rule of the last solicitation in the base case, one of
    `DECISIONS`; None before the first.
    """

    share: float
    premium: float
    mean_share: float
    mean_premium: float
    decision: str | None


@dataclass(frozen=True)
class TenderResult:
    """A tender of a segment and one option in it, or a member of an option made of others; member : its name, else empty.

    found : under the rules of the book. closed : where finishing a drug in the country of the buyer does not make it a product of that
    country; None where the rules say so already.
    """

    segment: str
    option: str
    member: str
    tender: Tender
    found: Outcome
    closed: Outcome | None


def tender_cells(model: Model) -> list[Cell]:
    """What the first trials of a run are looked at for, beside the measures of all trials."""
    return [_cell(model, place, key) for place in _places(model) for key in (SHARE, PREMIUM, RULE)]


def tender_results(model: Model, base: Mapping[Cell, Array], drawn: Mapping[str, Array], run: Trials) -> tuple[TenderResult, ...]:
    """Every tender of the market with every option that offers in it.

    base : every row and measure in the base case, (years,) or (1,). drawn : draws of the first trials of a run, by id.
    """
    places = _places(model)
    if not places:
        return ()
    trials = min((one.shape[-1] for one in drawn.values()), default=1)
    found = _outcomes(model, places, base, {cell: one[..., :trials] for cell, one in run.beside.items()})
    closed: dict[Place, Outcome] = {}
    if other := {id: np.asarray(values) for id, values in model.otherwise.items()}:
        certain = {id: one[..., np.newaxis] for id, one in base_values(model).items() if id in drawn}
        closed = _outcomes(model, places, {cell: one[:, 0] for cell, one in run.again(certain, other).items()}, run.again(drawn, other))
    return tuple(TenderResult(*place, tender, found[place], closed.get(place)) for place, tender in places.items())


def _places(model: Model) -> dict[Place, Tender]:
    """Where an option, or a member of one, offers in a tender."""
    return {
        (one.name, name, member): one.tender
        for name in model.case.options
        for member, option in model.case.simple_in(name).items()
        for one in buyers(model.case, option, model.book)
        if one.tender
    }


def _cell(model: Model, place: Place, key: str) -> Cell:
    """Row or measure of a tender."""
    segment, option, member = place
    return model.options[option].cells[f"{member}_{segment}_{key}" if member else f"{segment}_{key}"]


def _outcomes(model: Model, places: Iterable[Place], base: Mapping[Cell, Array], trials: Mapping[Cell, Array]) -> dict[Place, Outcome]:
    """base : rows and measures in the base case, (years,) or (1,). trials : measures in the trials."""
    found = {}
    for place in places:
        share, premium, rule = (_cell(model, place, key) for key in (SHARE, PREMIUM, RULE))
        decided = int(base[rule][-1])
        found[place] = Outcome(
            float(base[share][0]),
            float(base[premium][0]),
            float(np.mean(trials[share])),
            float(np.mean(trials[premium])),
            DECISIONS[decided - 1] if decided else None,
        )
    return found
