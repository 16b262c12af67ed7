"""What an option sells to whom: contracts first, in their order, then spot, never more than it can supply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from roi.book import SPOT, Book
from roi.domain import Case, Contract, Market, Option, Segment, Tender, figures_of
from roi.formula import Formula, Row, Symbols, maximum, minimum, part, row, sum_of
from roi.statement.binding import Binding, Calendar, bind, bind_entity
from roi.statement.cash_flow import subtotal
from roi.statement.contracts import terms
from roi.statement.market import (
    demand_for_stock,
    demand_of_growing_segment,
    demand_of_market,
    demand_of_segment,
    growth_index,
    price_of_market,
    spot_price,
)
from roi.statement.tender import EVALUATION, MEASURES, OFFERS, bid_under_contract, bid_without_contract


@dataclass(frozen=True)
class Buyer:
    """A segment, the contract under which it buys from one option, None for spot, and the public tender it buys by, None without one."""

    name: str
    segment: Segment
    contract: Contract | None
    tender: Tender | None


def buyers(case: Case, option: Option, book: Book) -> list[Buyer]:
    """The segments that buy from an option, with their contracts: that named by the option, else by the segment, else by the case."""
    found = []
    passed_over = not is_domestic(case, option, book) and any(is_domestic(case, one, book) for one in case.options.values())
    for name, segment in book.markets[case.market].segments.items():
        if segment.domestic_first and passed_over:
            continue
        stem = option.contracts.get(name) or segment.contract or case.contract or SPOT
        tender = book.tenders[segment.tender] if segment.tender else None
        found.append(Buyer(name, segment, None if stem == SPOT else book.contracts[stem], tender))
    return found


def is_domestic(case: Case, option: Option, book: Book) -> bool:
    """True when the option's plant stands in the country of the market."""
    return option.plant is not None and book.plants[option.plant].country == book.markets[case.market].country


def demand_rows(market: Market) -> tuple[Row, ...]:
    """Demand and price without a contract of each segment."""
    found: list[Row] = []
    for name, segment in market.segments.items():
        demand = demand_of_market if segment.share is None else demand_of_segment
        if segment.stock_time:
            demand = demand_for_stock
        own = [growth_index, demand_of_growing_segment] if segment.growth else [demand]
        if segment.tender:
            # what is tendered is the demand only in the years in which the option holds the award
            own[-1] = replace(own[-1], name="tendered", label="Volume tendered")
        found += part(name, segment.label, [*own, spot_price if segment.price_ratio else price_of_market])
    return tuple(found)


def demand_inputs(market: Market, calendar: Calendar) -> dict[str, Binding]:
    """Figures of the segments as ``<segment>.segment.<key>``."""
    return {
        f"{name}.segment.{key}": bind(figure, f"Buyers: {segment.label}", calendar)
        for name, segment in market.segments.items()
        for key, figure in figures_of(segment)
    }


def contract_inputs(buyer: Buyer, calendar: Calendar) -> dict[str, Binding]:
    """Figures of the buyer's contract as ``<segment>.contract.<key>``."""
    if buyer.contract is None:
        return {}
    return bind_entity(f"{buyer.name}.contract", buyer.contract, f"Contract: {buyer.contract.label}", calendar)


@row("Called without a contract", unit="kg/year", section="Sales", name="spot_called")
def spot_beside_contract(s: Symbols) -> Formula:
    """Demand beyond what is called under the contract."""
    return maximum(0, s.demand - s.contract_called)


@row("Called without a contract", unit="kg/year", section="Sales", name="spot_called")
def spot_only(s: Symbols) -> Formula:
    """The whole demand of the buyers."""
    return s.demand


@row("Revenue without a contract", unit="USD/year", section="Sales")
def spot_revenue(s: Symbols) -> Formula:
    """Volume sold without a contract at the price without one."""
    return s.spot_volume * s.spot_price


@row("Revenue under the contract", unit="USD/year", section="Sales")
def contract_revenue(s: Symbols) -> Formula:
    """Volume delivered under the contract at its price."""
    return s.contract_volume * s.contract_price


@row("Delivered under the contract", unit="kg/year", section="Contract", name="contract_volume")
def contract_resold(s: Symbols) -> Formula:
    """What is called under the contract, once the merchant delivers."""
    return s.operating * s.contract_called


@row("Sold without a contract", unit="kg/year", section="Sales", name="spot_volume")
def spot_resold(s: Symbols) -> Formula:
    """What is called without a contract, once the merchant delivers."""
    return s.operating * s.spot_called


@row("Delivered under the contract", unit="kg/year", section="Contract", name="contract_volume")
def contract_resold_with_outages(s: Symbols) -> Formula:
    """What is called under the contract, once the merchant delivers, for the share of the year that is supplied."""
    return s.operating * s.supplied_share * s.contract_called


@row("Sold without a contract", unit="kg/year", section="Sales", name="spot_volume")
def spot_resold_with_outages(s: Symbols) -> Formula:
    """What is called without a contract, once the merchant delivers, for the share of the year that is supplied."""
    return s.operating * s.supplied_share * s.spot_called


def served(resold: Row, called: str, before: Sequence[str]) -> Row:
    """The row `resold` for a plant: what it sells of a call, after the calls that are served before it."""

    def volume(s: Symbols) -> Formula:
        left = s.saleable_capacity - sum_of([getattr(s, one) for one in before]) if before else s.saleable_capacity
        return minimum(getattr(s, called), maximum(0, left))

    words = f"{called.capitalize().replace('_', ' ')}, but not more than the plant can release"
    words += " after the calls served before." if before else "."
    return replace(resold, function=volume, doc=words, where=f"{__file__}:{_LINE}")


_LINE = served.__code__.co_firstlineno


def sales_rows(found: Sequence[Buyer], from_plant: bool, disturbed: bool) -> list[Row]:
    """Rows of the sales of an option: terms and calls of each segment, what is sold to whom, revenue.

    A plant serves contracts by priority, then buyers without one in the order of the market; a merchant delivers what is called for,
    less what outages take where the option is `disturbed`.
    """
    under = sorted((one for one in found if one.contract), key=lambda one: one.contract.priority if one.contract else 0)
    calls: list[Row] = []
    for one in found:
        bidding = [bid_under_contract if one.contract else bid_without_contract, *OFFERS, *EVALUATION] if one.tender else []
        own = [*terms(one.contract), *bidding, spot_beside_contract] if one.contract else [*bidding, spot_only]
        calls += part(one.name, one.segment.label, own)
    sales: list[Row] = []
    sold: list[str] = []
    under_contract = contract_resold_with_outages if disturbed else contract_resold
    without = spot_resold_with_outages if disturbed else spot_resold
    for buyers_of, called, volume, revenue in (
        (under, "contract_called", under_contract, contract_revenue),
        (found, "spot_called", without, spot_revenue),
    ):
        for one in buyers_of:
            item = served(volume, called, tuple(sold)) if from_plant else volume
            sales += part(one.name, one.segment.label, [item, revenue])
            sold.append(f"{one.name}_{volume.name}")
    return [
        *calls,
        *sales,
        subtotal("volume_sold", "Volume sold", "Sales", sold, unit="kg/year"),
        subtotal("revenue", "Revenue", "Sales", [name.replace("_volume", "_revenue") for name in sold]),
    ]


def sales_measures(found: Sequence[Buyer]) -> list[Row]:
    """Measures of the public tenders of an option."""
    return [one for buyer in found if buyer.tender for one in part(buyer.name, buyer.segment.label, MEASURES)]
