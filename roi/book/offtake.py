"""What segments of a market and the contracts of an option must hold among themselves and with other files."""

from __future__ import annotations

from typing import Any, Protocol

from roi.domain import Case, Contract, Market, Merchant, Option, Route, Segment
from roi.errors import nearest

SPOT = "spot"
"""In the place of a contract: the buyers have none."""

RESERVED = ("key", "market", "home", "finance", "drug", "parity", "imported", "producer", "investor", "purchaser", "public", "others")
"""Names that rows use for something else."""


STOCK = ("switched_on", "fill_year", "stock_time", "shelf_life")
"""Figures of buyers of a stock."""


class Shelf(Protocol):
    """Where problems and references are written down, and other nouns found."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""

    def refer(self, id: str, path: tuple[str, ...], stem: str | None, folder: str) -> None:
        """Note a reference to a file that does not exist."""

    def get(self, folder: str, stem: str | None) -> Any:
        """The noun, or None when it is not given or could not be built."""


def check_market(shelf: Shelf, id: str, market: Market) -> None:
    """Segments have names that rows can use, contracts that exist, and shares that sum to 1."""
    together = [key for key in ("duty_pass_through", "parity_merchant", "parity_route") if getattr(market, key) is None]
    if 0 < len(together) < 3:
        what = f"{', '.join(together)} is missing: the price answers to the duty on one import"
        shelf.note(id, (), what, "give duty_pass_through, parity_merchant and parity_route, or none of them")
    several = sum(segment.stock_time is None for segment in market.segments.values()) > 1
    for name, segment in market.segments.items():
        path = ("segments", name)
        if not name.isidentifier() or name != name.lower() or name in RESERVED or name.startswith("parity_"):
            remedy = f"use lower-case letters, digits and underscores, but not {', '.join(RESERVED)}"
            shelf.note(id, path, f"a segment cannot be called {name!r}", remedy)
        _stock(shelf, id, path, segment)
        if segment.share is None and segment.stock_time is None and several:
            shelf.note(id, path, "share is missing", "add share, a figure in 1: its part of the volume of the market")
        if segment.share is not None and segment.share.distribution is not None:
            what = "the share of a segment cannot be uncertain: the shares must sum to 1 in every trial"
            shelf.note(id, (*path, "share"), what, "give value only; volume and growth may be uncertain")
        if segment.contract != SPOT:
            shelf.refer(id, (*path, "contract"), segment.contract, "contracts")
        shelf.refer(id, (*path, "tender"), segment.tender, "tenders")
    shares = [one.share.value for one in market.segments.values() if one.share is not None and one.stock_time is None]
    if shares and abs(sum(shares) - 1) > 1e-9:
        shelf.note(
            id, ("segments",), f"the shares of the segments sum to {sum(shares):g}", "they share the whole volume: they must sum to 1"
        )


def _stock(shelf: Shelf, id: str, path: tuple[str, ...], segment: Segment) -> None:
    """Buyers of a stock have all of its figures and no share; others have none of them."""
    given = [key for key in STOCK if getattr(segment, key) is not None]
    missing = [key for key in STOCK if key not in given]
    if given and missing:
        shelf.note(id, path, f"a stock without {', '.join(missing)}", f"add {', '.join(missing)}, or take {', '.join(given)} out")
    if given and segment.share is not None:
        shelf.note(id, (*path, "share"), "buyers of a stock come on top of the market", "take share out")
    flag = segment.switched_on
    if flag is not None and (flag.value not in (0, 1) or (flag.distribution and flag.distribution.kind != "discrete")):
        shelf.note(id, (*path, "switched_on"), f"switched_on is {flag.value:g}", "write 1 or 0")
    if segment.shelf_life is not None and segment.shelf_life.value <= 0:
        shelf.note(id, (*path, "shelf_life"), "a stock that never keeps", "write the years after which it is replaced")


def check_contracts(shelf: Shelf, id: str, case: Case, name: str, option: Option, market: Market | None) -> None:
    """An option names segments that the market has, and contracts that exist."""
    for segment, stem in option.contracts.items():
        path = ("options", name, "contracts", segment)
        if market is not None and segment not in market.segments:
            shelf.note(id, path, f"markets.{case.market} has no segment {segment!r}", nearest(segment, market.segments))
        if stem != SPOT:
            shelf.refer(id, path, stem, "contracts")


def check_years(shelf: Shelf, id: str, case: Case, market: Market | None) -> None:
    """The contracts of a case begin in its years and end in them, and difference contracts compare with its drug substance."""
    named: dict[str, tuple[str, ...]] = {case.contract: ("contract",)} if case.contract else {}
    for segment in market.segments.values() if market else ():
        named.setdefault(segment.contract or case.contract or SPOT, ("market",))
    for name, option in case.options.items():
        for segment_name, stem in option.contracts.items():
            named.setdefault(stem, ("options", name, "contracts", segment_name))
    end = case.decision_year + case.horizon
    for stem, path in named.items():
        contract = shelf.get("contracts", stem)
        if not isinstance(contract, Contract):
            continue
        first, last = contract.first_year.value, contract.first_year.value + contract.tenor.value - 1
        if first < case.decision_year:
            what = f"{contract.id} begins in {first:.0f}, before the decision year {case.decision_year}"
            shelf.note(id, path, what, "a contract begins in the years of the case: move first_year of the contract, or decision_year")
        elif last > end and not contract.runs_on:
            what = f"{contract.id} runs until {last:.0f}, the case ends in {end}"
            shelf.note(id, path, what, "shorten tenor, lengthen horizon, or write runs_on: true in the contract if that is meant")
        for name in contract.most_favoured if market else ():
            if market is not None and name not in market.segments:
                what = f"most_favoured of {contract.id} names the segment {name!r}, which markets.{case.market} does not have"
                shelf.note(id, path, what, nearest(name, market.segments))
        merchant = shelf.get("merchants", contract.parity_merchant)
        if isinstance(merchant, Merchant) and merchant.product != case.drug:
            what = f"parity_merchant of {contract.id} sells {merchant.product!r}, the case is about {case.drug!r}"
            shelf.note(id, path, what, f"name a parity_merchant with product: {case.drug}")
        route = shelf.get("routes", contract.parity_route)
        if isinstance(route, Route) and market is not None and route.destination != market.country:
            what = f"parity_route of {contract.id} leads to {route.destination}, the market is in {market.country}"
            shelf.note(id, path, what, f"name a route to {market.country}")
