"""Whether an option that relies on a trade agreement can: goods of a country that an agreement gives a claim, and that claim made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from roi.domain import Market, Merchant, Noun, Option, Plant, TariffMeasure

PREFERENCES = ("in_place", "relief")
"""Kinds of measure by which an agreement takes duty away."""

OF_A_PLANT = ("key_supplier", "key_route", "loan")
"""References that mean nothing without a plant."""


class Shelf(Protocol):
    """The nouns built, and where a problem is written down."""

    @property
    def nouns(self) -> Mapping[str, Noun]:
        """Every noun that could be built, by id."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""


def check_agreement(
    shelf: Shelf, id: str, path: tuple[str, ...], year: int, option: Option, maker: Plant | Merchant | None, market: Market | None
) -> None:
    """A nearshore option has a plant or a merchant abroad, and claims what an agreement gives to goods of that country."""
    if option.plant is None:
        for key in (key for key in OF_A_PLANT if getattr(option, key)):
            shelf.note(id, (*path, key), f"{key} without a plant", "add plant, or take the line out")
    if option.plant is None and option.merchant is None:
        shelf.note(id, path, "an option of kind nearshore needs plant or merchant", "add one of the two, in a country of the agreement")
    if maker is None or market is None:
        return
    place = (*path, "plant" if option.plant else "merchant")
    if maker.country == market.country:
        what = f"{maker.id} is in {market.country}, the country of the market itself"
        shelf.note(id, place, what, "take kind: own_plant, or name one in a country of a trade agreement")
        return
    granted = claims_granted(shelf.nouns, maker.country, market.country, year)
    if not granted:
        what = f"no trade agreement gives goods of {maker.country} a claim in {market.country}"
        shelf.note(id, place, what, "take kind: own_plant or merchant_import, or name one in a country of an agreement")
    elif not set(granted).intersection(option.claims):
        what = f"claims no agreement: goods of {maker.country} may claim {' or '.join(granted)}"
        shelf.note(id, (*path, "claims"), what, f"add claims: [{granted[0]}]")


def claims_granted(nouns: Mapping[str, Noun], origin: str, importer: str, year: int) -> list[str]:
    """Claims by which a measure that names the origin takes duty away, in the order of the files; ended ones left out."""
    found: dict[str, None] = {}
    for measure in nouns.values():
        if isinstance(measure, TariffMeasure) and measure.importer == importer and measure.kind in PREFERENCES and not measure.proposed:
            for line in measure.rates.values():
                if origin in line.origins and (line.ends is None or line.ends.year > year):
                    found |= dict.fromkeys((*line.claims, *measure.claims))
    return list(found)
