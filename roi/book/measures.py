"""What the lines of one tariff measure must hold among themselves."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Protocol

from roi.domain import TariffMeasure, TariffRate

_CLAIMS_NEEDED = ("relief",)
_MAY_BE_PROPOSED = ("additive", "relief")
"""Kinds that add their own rate whatever the others are, so that an uncertain rate may multiply the share of the year in force."""


class Notes(Protocol):
    """Where a problem is written down."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""


def check_lines(notes: Notes, id: str, measure: TariffMeasure) -> None:
    """Note lines that overlap, lines that end before they begin, a relief open to everybody, and a measure that suppresses itself."""
    if not _rated(notes, id, measure):
        return
    for name, line in measure.rates.items():
        if line.ends is not None and line.ends <= line.dated[0][0]:
            what = f"the line ends on {line.ends}, before it begins on {line.dated[0][0]}"
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


def _rated(notes: Notes, id: str, measure: TariffMeasure) -> bool:
    """True when every line has the rate it needs: dated where the measure is law, possible_rate where it is proposed."""
    needed, other = ("possible_rate", "rate") if measure.proposed else ("rate", "possible_rate")
    status = "a proposed measure" if measure.proposed else "a measure that is law"
    lacking = [name for name, line in measure.rates.items() if getattr(line, needed) is None]
    for name in lacking:
        notes.note(id, ("rates", name), f"key {needed!r} is missing", f"add {needed}: {status} has one on every line")
    for name, line in measure.rates.items():
        if name not in lacking and getattr(line, other) is not None:
            notes.note(id, ("rates", name, other), f"{status} has no {other}", f"keep {needed} alone")
        if measure.proposed and (line.ends is not None or (line.kind or measure.kind) not in _MAY_BE_PROPOSED):
            key = "ends" if line.ends is not None else "kind"
            remedy = "write kind: additive or relief, without ends"
            notes.note(id, ("rates", name, key), f"a proposed measure cannot have this {key}", remedy)
    if measure.proposed and measure.lowest:
        notes.note(id, ("lowest",), "a proposed measure cannot choose the lowest line", "let one line fit each import")
    return not lacking


def _same_goods(one: TariffRate, other: TariffRate) -> bool:
    """True when the two lines rank alike for some import: same prefix, same claims and symbol, an origin in common."""
    alike = (one.special == other.special) and set(one.claims) == set(other.claims)
    goods = (not one.hts and not other.hts) or bool(set(one.hts) & set(other.hts))
    origins = (not one.origins and not other.origins) or bool(set(one.origins) & set(other.origins))
    return alike and goods and origins


def _both(one: TariffRate, other: TariffRate) -> date | None:
    """First day on which both are in force; None when there is none."""
    first = max(one.dated[0][0], other.dated[0][0])
    return first if all(line.ends is None or first < line.ends for line in (one, other)) else None
