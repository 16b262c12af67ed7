"""A case: one question, its market and the ways to source; and the scenarios laid over it."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any, Literal

from pydantic import Field

from roi.domain.assumption import Entity, Noun

Perspective = Literal["producer", "investor", "purchaser", "public"]
"""Whose money: of the whole project, of its owners after debt, of the private buyers in the market, of the public of its country."""


class Option(Noun):
    """One way to source. Which references a kind needs is checked where the kind is built.

    kind : `own_plant` (its product is shipped when the plant stands abroad), `merchant_import`, `toll` (a contract manufacturer makes it
    from our process), `nearshore` (own plant or merchant in a country of a trade agreement that the importer claims), or made of other
    options of the case: `dual`, `staged`, `partnership`.
    plant, merchant, manufacturer, route, taxation, key_supplier, key_route : stems of files in their folders. A plant abroad names a
    merchant too: its arm's-length price is the customs value of what the plant ships.
    loan : finances the capital of a plant; the measures of the whole project stay as they are without it.
    claims : what the importer claims at entry (``pharma_use``); a relief without its claim does not apply.
    contracts : segment of the market -> stem of the contract under which it buys from this option, where market and case say otherwise.
    mix, members : of an option made of others: the file of `mixes/` with its figures, and the names of the others, each with its own keys.
    """

    kind: Literal["own_plant", "merchant_import", "toll", "nearshore", "dual", "staged", "partnership"]
    label: str
    plant: str | None = None
    manufacturer: str | None = None
    merchant: str | None = None
    route: str | None = None
    key_supplier: str | None = None
    key_route: str | None = None
    taxation: str | None = None
    loan: str | None = None
    claims: tuple[str, ...] = ()
    contracts: dict[str, str] = Field(default_factory=dict)
    mix: str | None = None
    members: tuple[str, ...] = ()


class Case(Entity):
    """A question, answered by comparing its options with `reference`.

    decision_year : calendar year of project year 0. horizon : last project year. contract : stem of the contract of buyers whose segment
    names none; without it they buy spot. law_as_of : the tariff law known on this day is held to the horizon, and no question
    of it is open; left out, the law of the book. perspective :
    whose money the answer is about.
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
    law_as_of: date | None = None
    reference: str
    perspective: Perspective = "producer"
    options: dict[str, Option]

    @property
    def group(self) -> str:
        """Subfolder of `cases/` in which the file stands; empty when it stands in none."""
        above = PurePosixPath(self.where).parts[:-1]
        return above[-1] if above[-2:-1] == ("cases",) else ""

    @property
    def simple_options(self) -> dict[str, Option]:
        """Options that are not made of others."""
        return {name: option for name, option in self.options.items() if not option.members}

    def simple_in(self, name: str) -> dict[str, Option]:
        """What an option is made of: member -> simple option; itself, under an empty name, when it is not made of others."""
        option = self.options[name]
        return {one: self.options[one] for one in option.members} or {"": option}


class Scenario(Noun):
    """Differences from the book, with a reference. `set`: id -> number or new figure; `without`: ids of measures taken away."""

    id: str
    title: str
    reference: str
    set: dict[str, Any] = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    where: str = ""
