"""What segments of a market and the contracts of an option must hold among themselves and with other files."""

from __future__ import annotations

from typing import Protocol

from roi.domain import Case, Market, Option
from roi.errors import nearest

SPOT = "spot"
"""In the place of a contract: the buyers have none."""

RESERVED = ("key", "market", "home", "finance", "drug")
"""Names that rows use for something else."""


class Shelf(Protocol):
    """Where problems and references are written down."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""

    def refer(self, id: str, path: tuple[str, ...], stem: str | None, folder: str) -> None:
        """Note a reference to a file that does not exist."""


def check_market(shelf: Shelf, id: str, market: Market) -> None:
    """Segments have names that rows can use, contracts that exist, and shares that sum to 1."""
    several = len(market.segments) > 1
    for name, segment in market.segments.items():
        path = ("segments", name)
        if not name.isidentifier() or name != name.lower() or name in RESERVED:
            remedy = f"use lower-case letters, digits and underscores, but not {', '.join(RESERVED)}"
            shelf.note(id, path, f"a segment cannot be called {name!r}", remedy)
        if segment.share is None and several:
            shelf.note(id, path, "share is missing", "add share, a figure in 1: its part of the volume of the market")
        if segment.share is not None and segment.share.distribution is not None:
            what = "the share of a segment cannot be uncertain: the shares must sum to 1 in every trial"
            shelf.note(id, (*path, "share"), what, "give value only; volume and growth may be uncertain")
        if segment.contract != SPOT:
            shelf.refer(id, (*path, "contract"), segment.contract, "contracts")
        shelf.refer(id, (*path, "tender"), segment.tender, "tenders")
    shares = [segment.share.value for segment in market.segments.values() if segment.share is not None]
    if shares and abs(sum(shares) - 1) > 1e-9:
        shelf.note(
            id, ("segments",), f"the shares of the segments sum to {sum(shares):g}", "they share the whole volume: they must sum to 1"
        )


def check_contracts(shelf: Shelf, id: str, case: Case, name: str, option: Option, market: Market | None) -> None:
    """An option names segments that the market has, and contracts that exist."""
    for segment, stem in option.contracts.items():
        path = ("options", name, "contracts", segment)
        if market is not None and segment not in market.segments:
            shelf.note(id, path, f"markets.{case.market} has no segment {segment!r}", nearest(segment, market.segments))
        if stem != SPOT:
            shelf.refer(id, path, stem, "contracts")
