"""What the lines of one tariff measure must hold among themselves."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Protocol

from roi.domain import TariffMeasure, TariffRate

_CLAIMS_NEEDED = ("relief",)


class Notes(Protocol):
    """Where a problem is written down."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""


def check_lines(notes: Notes, id: str, measure: TariffMeasure) -> None:
    """Note lines that overlap, lines that end before they begin, a relief open to everybody, and a measure that suppresses itself."""
    for name, line in measure.rates.items():
        if line.ends is not None and line.ends <= line.rate.dated[0][0]:
            what = f"the line ends on {line.ends}, before it begins on {line.rate.dated[0][0]}"
            notes.note(id, ("rates", name, "ends"), what, "write the first day on which it is no longer in force")
    if not measure.lowest:
        for (name, line), (other, second) in combinations(measure.rates.items(), 2):
            if _same_goods(line, second) and (day := _both(line, second)):
                what = f"overlaps with {name}: both are in force on {day} for the same goods and origin"
                notes.note(id, ("rates", other), what, "end the first with ends: first day of the second, or write one line")
    if measure.kind in _CLAIMS_NEEDED and not measure.claims and not all(line.claims for line in measure.rates.values()):
        notes.note(id, ("kind",), "a relief that needs no claim", "add claims: [the claim it needs]")
    if id in measure.suppresses:
        notes.note(id, ("suppresses",), "the measure suppresses itself", "take it out of its own list")


def _same_goods(one: TariffRate, other: TariffRate) -> bool:
    """True when the two lines rank alike for some import: same prefix, same claims and symbol, an origin in common."""
    alike = (one.special == other.special) and set(one.claims) == set(other.claims)
    goods = (not one.hts and not other.hts) or bool(set(one.hts) & set(other.hts))
    origins = (not one.origins and not other.origins) or bool(set(one.origins) & set(other.origins))
    return alike and goods and origins


def _both(one: TariffRate, other: TariffRate) -> date | None:
    """First day on which both are in force; None when there is none."""
    first = max(one.rate.dated[0][0], other.rate.dated[0][0])
    return first if all(line.ends is None or first < line.ends for line in (one, other)) else None
