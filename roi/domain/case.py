"""A case: one question, its market and the ways to source; and the scenarios laid over it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from roi.domain.assumption import Entity, Noun

Perspective = Literal["producer", "investor", "purchaser", "public"]
"""Whose money: of the whole project, of its owners after debt, of the private buyers in the market, of the public of its country."""


class Option(Noun):
    """One way to source. Which references a kind needs is checked where the kind is built.

    kind : `own_plant` (its product is shipped when the plant stands abroad) or `merchant_import`.
    plant, merchant, route, taxation, key_supplier, key_route : stems of files in their folders. A plant abroad names a merchant too: its
    arm's-length price is the customs value of what the plant ships.
    loan : finances the capital of a plant; the measures of the whole project stay as they are without it.
    claims : what the importer claims at entry (``pharma_use``); a relief without its claim does not apply.
    contracts : segment of the market -> stem of the contract under which it buys from this option, where market and case say otherwise.
    """

    kind: Literal["own_plant", "merchant_import"]
    label: str
    plant: str | None = None
    merchant: str | None = None
    route: str | None = None
    key_supplier: str | None = None
    key_route: str | None = None
    taxation: str
    loan: str | None = None
    claims: tuple[str, ...] = ()
    contracts: dict[str, str] = Field(default_factory=dict)


class Case(Entity):
    """A question, answered by comparing its options with `reference`.

    decision_year : calendar year of project year 0. horizon : last project year. contract : stem of the contract of buyers whose segment
    names none; without it they buy spot. perspective : whose money the answer is about.
    """

    question: str
    drug: str
    market: str
    contract: str | None = None
    finance: str
    customs_fees: str
    facility_fees: str | None = None
    decision_year: int
    horizon: int
    reference: str
    perspective: Perspective = "producer"
    options: dict[str, Option]


class Scenario(Noun):
    """Differences from the book, with a reference. `set`: id -> number or new figure; `without`: ids of measures taken away."""

    id: str
    title: str
    reference: str
    set: dict[str, Any] = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    where: str = ""
