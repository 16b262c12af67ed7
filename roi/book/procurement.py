"""What a file of procurement rules must hold beyond its keys: names of its own lists, sources, members."""

from __future__ import annotations

from collections.abc import Iterator

from roi.book.references import Shelf
from roi.domain.procurement import Listing, ProcurementRules
from roi.errors import nearest


def check_procurement(shelf: Shelf) -> None:
    """Note on the desk of the shelf every name in procurement rules that leads nowhere."""
    for id, rules in shelf.nouns.items():
        if isinstance(rules, ProcurementRules):
            shelf.refer(id, ("country",), rules.country, "countries")
            for path, name, known in _names(rules):
                if name not in known:
                    shelf.note(id, path, f"{name!r} is no list or agency of this file", nearest(name, known))
            for path, listing in _listings(rules):
                if listing.source not in shelf.desk.sources:
                    remedy = f"{nearest(listing.source, shelf.desk.sources)} (or add it to sources.yaml)"
                    shelf.note(id, (*path, "source"), f"unknown source {listing.source!r}", remedy)
                if listing.retrieved > shelf.desk.today:
                    remedy = f"write a day up to today, {shelf.desk.today}"
                    shelf.note(id, (*path, "retrieved"), f"retrieved {listing.retrieved} lies in the future", remedy)
                if twice := sorted({one for one in listing.members if listing.members.count(one) > 1}):
                    shelf.note(id, (*path, "members"), f"{twice[0]} stands twice in the list", "keep one of the two")


def _names(rules: ProcurementRules) -> Iterator[tuple[tuple[str, ...], str, list[str]]]:
    """(keys of the place, name written there, names it may be)."""
    lists, agencies = list(rules.country_lists), list(rules.agencies)
    for name, agency in rules.agencies.items():
        if agency.qualifying_countries is not None:
            yield ("agencies", name, "qualifying_countries"), agency.qualifying_countries, lists
    for name, agreement in rules.agreements.items():
        for one in agreement.lists:
            yield ("agreements", name, "lists"), one, lists
        for one in agreement.except_agencies:
            yield ("agreements", name, "except_agencies"), one, agencies


def _listings(rules: ProcurementRules) -> Iterator[tuple[tuple[str, ...], Listing]]:
    for key, listings in (("country_lists", rules.country_lists), ("nonavailable", rules.nonavailable)):
        for name, listing in listings.items():
            yield (key, name), listing
