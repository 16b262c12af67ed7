"""What a public tender must hold beyond its keys: an agency of its rules, years in their data, whole years of award."""

from __future__ import annotations

from typing import Protocol

from roi.domain.procurement import ProcurementRules
from roi.domain.tenders import Tender
from roi.errors import nearest

AWARD_YEARS = (1, 20)
FIRST_YEAR = (2018, 2100)


class Shelf(Protocol):
    """Where problems are written down and other nouns are found."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""

    def get(self, folder: str, stem: str | None) -> object:
        """The noun, or None when it is not given or could not be built."""


def check_tender(shelf: Shelf, id: str, tender: Tender) -> None:
    """Note what a tender says that its rules or the calendar do not allow."""
    for key, value, (low, high) in (
        ("award_years", tender.award_years, AWARD_YEARS),
        ("first_solicitation", tender.first_solicitation, FIRST_YEAR),
    ):
        if not low <= value <= high:
            shelf.note(id, (key,), f"{key} {value} is outside {low} to {high}", f"write a whole number from {low} to {high}")
    for key in ("value", "rival_content_share"):
        if getattr(tender, key).distribution is not None:
            shelf.note(id, (key,), f"{key} decides which law applies and cannot be uncertain", "give value only")
    rules = shelf.get("procurement", tender.rules)
    if not isinstance(rules, ProcurementRules):
        return
    if tender.agency not in rules.agencies:
        shelf.note(id, ("agency",), f"{rules.id} knows no agency {tender.agency!r}", nearest(tender.agency, rules.agencies))
    known = {country for one in rules.country_lists.values() for country in one.members} | {rules.country}
    for key in ("rival_finished_in", "rival_substance_origin"):
        if (country := getattr(tender, key)) not in known:
            shelf.note(id, (key,), f"{country!r} is no country of {rules.id}", nearest(country, known))
