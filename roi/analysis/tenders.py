"""What public tenders bring each option: the share won, what the buyer pays over the low offer, and the rule that decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from roi.analysis.trials import base_values
from roi.book import Book
from roi.domain import Tender
from roi.formula import Cell, Tape, evaluator
from roi.rules.procurement.standing import DECISIONS
from roi.statement.model import Model, build
from roi.statement.sales import buyers

Array = NDArray[np.float64]
Place = tuple[str, str, str]
"""Segment, option and member."""


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


def tender_results(model: Model, drawn: Mapping[str, Array]) -> tuple[TenderResult, ...]:
    """Every tender of the market with every option that offers in it. drawn : draws of some trials, by id."""
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
    laws, other = {"found": base_values(model)}, closed_book(model.book)
    if other.procurement != model.book.procurement:
        laws["closed"] = base_values(build(model.case, other))
    outcomes = _outcomes(model, laws, drawn, places)
    none: dict[Place, Outcome] = {}
    closed = outcomes.get("closed", none)
    return tuple(
        TenderResult(*place, tender, outcomes["found"][place], closed.get(place)) for place, (*_, tender) in zip(places, asked, strict=True)
    )


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


def _outcomes(
    model: Model, laws: Mapping[str, Mapping[str, Array]], drawn: Mapping[str, Array], places: Sequence[Place]
) -> dict[str, dict[Place, Outcome]]:
    """By law, then by segment, option and member. laws : value of every input in the base case. The rows are the same under each."""
    shares, premiums, rules = (
        {place: _cell(model, place, key) for place in places} for key in ("share_won", "premium_paid", "rule_that_decided")
    )
    measures, years = [*shares.values(), *premiums.values()], len(model.calendar.years)
    first = next(iter(laws.values()))
    moved = {id for law in laws.values() for id, value in law.items() if not np.array_equal(value, first[id])}
    fixed = {id: value for id, value in first.items() if id not in moved}
    trials = next((values.shape[-1] for values in drawn.values()), 1)
    certain = Tape([*measures, *rules.values()], fixed, years, moved)
    program = evaluator(measures, {id: value for id, value in fixed.items() if id not in drawn}, years, moved | set(drawn), trials)
    found: dict[str, dict[Place, Outcome]] = {}
    for name, law in laws.items():
        given = {id: law[id] for id in moved}
        base, means = certain.run(given, 1), {cell: float(np.mean(one)) for cell, one in program.run(given | dict(drawn), trials).items()}
        decided = {place: int(base[rules[place]][-1, 0]) for place in places}
        found[name] = {
            place: Outcome(
                float(base[shares[place]][0, 0]),
                float(base[premiums[place]][0, 0]),
                means[shares[place]],
                means[premiums[place]],
                DECISIONS[decided[place] - 1] if decided[place] else None,
            )
            for place in places
        }
    return found
