"""What public tenders bring each option: the share won, what the buyer pays over the low offer, and the rule that decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from roi.analysis.trials import base_case, base_values
from roi.book import Book
from roi.domain import Tender
from roi.formula import Cell, evaluator
from roi.rules.procurement.standing import DECISIONS
from roi.statement.model import Model, build
from roi.statement.sales import buyers

Array = NDArray[np.float64]
Values = Mapping[Cell, Array]
Place = tuple[str, str, str]
"""Segment, option and member."""

_MEASURES = ("share_won", "premium_paid")


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


def tender_results(model: Model, base: Values, drawn: Mapping[str, Array]) -> tuple[TenderResult, ...]:
    """Every tender of the market with every option that offers in it. base : the base case. drawn : draws of some trials, by id."""
    asked = [
        (one.name, name, member, one.tender)
        for name in model.case.options
        for member, option in model.case.simple_in(name).items()
        for one in buyers(model.case, option, model.book)
        if one.tender
    ]
    if not asked:
        return ()
    places = [(segment, option, member) for segment, option, member, _ in asked]
    found, other = _outcomes(model, base, drawn, places), closed_book(model.book)
    closed: dict[Place, Outcome] = {}
    if other.procurement != model.book.procurement:
        without = build(model.case, other)
        closed = _outcomes(without, base_case(without), drawn, places)
    return tuple(TenderResult(*place, tender, found[place], closed.get(place)) for place, (*_, tender) in zip(places, asked, strict=True))


def _cell(model: Model, place: Place, key: str) -> Cell:
    """Row or measure of a tender."""
    segment, option, member = place
    return model.options[option].cells[f"{member}_{segment}_{key}" if member else f"{segment}_{key}"]


def closed_book(book: Book) -> Book:
    """The book in which `finishing_confers_origin` is 0 on every day."""
    rules = {}
    for name, one in book.procurement.items():
        figure = one.finishing_confers_origin
        never = figure.model_copy(update={"value": 0.0, "dated": tuple((day, 0.0) for day, _ in figure.dated)})
        rules[name] = one.model_copy(update={"finishing_confers_origin": never})
    return replace(book, procurement=rules)


def _outcomes(model: Model, base: Values, drawn: Mapping[str, Array], places: Sequence[Place]) -> dict[Place, Outcome]:
    """By segment, option and member."""
    cells = {place: [_cell(model, place, key) for key in _MEASURES] for place in places}
    trials = next((values.shape[-1] for values in drawn.values()), 1)
    fixed = {id: value for id, value in base_values(model).items() if id not in drawn}
    program = evaluator([cell for both in cells.values() for cell in both], fixed, len(model.calendar.years), drawn, trials)
    means = {cell: float(np.mean(values)) for cell, values in program.run(drawn, trials).items()}
    rules = {place: int(base[_cell(model, place, "rule_that_decided")][-1]) for place in places}
    return {
        place: Outcome(
            float(base[share][0]),
            float(base[premium][0]),
            means[share],
            means[premium],
            DECISIONS[rules[place] - 1] if rules[place] else None,
        )
        for place, (share, premium) in cells.items()
    }
