"""What an option sells to whom: contracts first, in their order, then spot, never more than it can supply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from roi.book import SPOT, Book
from roi.domain import Case, Contract, Market, Option, Segment, Tender, figures_of
from roi.formula import Formula, Row, Symbols, divide, part, row
from roi.statement import volumes
from roi.statement.binding import Binding, Calendar, bind, bind_entity, derived
from roi.statement.cash_flow import subtotal
from roi.statement.contract_prices import price_row, prices
from roi.statement.contracts import life
from roi.statement.market import (
    demand_for_stock,
    demand_of_growing_segment,
    demand_of_market,
    demand_of_segment,
    growth_index,
    price_of_market,
    spot_price,
)
from roi.statement.parity import prefix_of
from roi.statement.settlement import DEDUCTIONS, PAYMENTS, settlement
from roi.statement.tender import EVALUATION, MEASURES, OFFERS, bid_under_contract, bid_without_contract
from roi.units import YEAR


@dataclass(frozen=True)
class Buyer:
    """A segment, the contract under which it buys from one option, None for spot, and the public tender it buys by, None without one."""

    name: str
    segment: Segment
    contract: Contract | None
    tender: Tender | None


@dataclass(frozen=True)
class Sales:
    """Rows of the sales of an option. prepayments : rows of what buyers have paid in advance. money : rows that make up revenue."""

    rows: list[Row]
    prepayments: list[str]
    money: list[str]


def buyers(case: Case, option: Option, book: Book) -> list[Buyer]:
    """The segments that buy from an option, with their contracts: that named by the option, else by the segment, else by the case."""
    found = []
    passed_over = not is_domestic(case, option, book) and any(is_domestic(case, one, book) for one in case.simple_options.values())
    for name, segment in book.markets[case.market].segments.items():
        if segment.domestic_first and passed_over:
            continue
        stem = option.contracts.get(name) or segment.contract or case.contract or SPOT
        tender = book.tenders[segment.tender] if segment.tender else None
        found.append(Buyer(name, segment, None if stem == SPOT else book.contracts[stem], tender))
    return found


def is_domestic(case: Case, option: Option, book: Book) -> bool:
    """True when the option has its drug substance made in the country of the market, in a plant of its own or by a manufacturer."""
    makers = (
        [book.plants[option.plant]] if option.plant else [book.contract_manufacturers[option.manufacturer]] if option.manufacturer else []
    )
    return any(maker.country == book.markets[case.market].country for maker in makers)


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


def contract_inputs(buyer: Buyer, market: Market, book: Book, calendar: Calendar) -> dict[str, Binding]:
    """Figures of the buyer's contract as ``<segment>.contract.<key>``, with the growth of the index it follows."""
    contract, role = buyer.contract, f"{buyer.name}.contract"
    if contract is None:
        return {}
    section = f"Contract: {contract.label}"
    found = bind_entity(role, contract, section, calendar)
    if contract.step_up is not None:
        last, words = len(contract.step_up.table) - 1, "number of years in the step-up, less one"
        figures = (contract.step_up,)
        found[f"{role}.last_step"] = derived(
            f"{contract.id}.last_step", "Last step", last, unit=YEAR, section=section, derivation=words, figures=figures
        )
    if contract.index is not None:
        folder, _, stem = contract.index.partition(".")
        followed = {"suppliers": book.suppliers, "indices": book.indices}.get(folder, book.countries)[stem or market.country]
        key = {"suppliers": "price_growth", "indices": "growth"}.get(folder, "inflation")
        found[f"{role}.index_growth"] = bind_entity("index", followed, f"Index: {followed.label}", calendar)[f"index.{key}"]
    return found


@row("Revenue without a contract", unit="USD/year", section="Sales")
def spot_revenue(s: Symbols) -> Formula:
    """Volume sold without a contract at the price without one."""
    return s.spot_volume * s.spot_price


@row("Revenue under the contract", unit="USD/year", section="Sales under contract")
def contract_revenue(s: Symbols) -> Formula:
    """Volume delivered under the contract at its price."""
    return s.contract_volume * s.contract_price


@row("Share of sales that leaves the country again", unit="1", section="Sales")
def exported_share(s: Symbols) -> Formula:
    """Volume exported divided by the volume sold."""
    return divide(s.volume_exported, s.volume_sold)


def sales_rows(found: Sequence[Buyer], from_plant: bool, capital: bool, late: bool) -> Sales:
    """Rows of the sales of an option: terms and calls of each segment, what is sold to whom, what is settled, revenue.

    A plant serves contracts by priority, then buyers without one in the order of the market; a merchant delivers what is called for,
    less what outages take where the option is `disturbed`. capital : True when the option has some. late : its plant may be
    late.
    """
    items: list[Row] = []
    for one in found:
        items += part(one.name, one.segment.label, _terms(one, found, capital, late))
    before: list[str] = []
    for one, contract in _in_order(found):
        delivered = _delivered(contract, before, from_plant)
        items += part(one.name, one.segment.label, [*delivered, contract_revenue, *settlement(contract, prefix_of(contract))])
        before.append(f"{one.name}_{delivered[0].name}")
    for one in found:
        sold = volumes.from_plant(volumes.spot_volume, "spot_called", tuple(before)) if from_plant else volumes.spot_volume
        items += part(one.name, one.segment.label, [_spot_called(one, found), sold, spot_revenue])
        before.append(f"{one.name}_spot_volume")
    kinds = {kind: [one.name for one in items if one.name.removeprefix(f"{one.part}_") in names] for kind, names in SUMMED.items()}
    items.append(subtotal("volume_sold", "Volume sold", "Sales", kinds["sold"], unit="kg/year"))
    abroad = tuple(f"{one.name}_" for one in found if one.segment.exported)
    if abroad:
        exported = [name for name in kinds["sold"] if name.startswith(abroad)]
        items.append(subtotal("volume_exported", "Volume that leaves the country again", "Sales", exported, unit="kg/year"))
        items.append(exported_share)
    items.append(subtotal("revenue", "Revenue", "Sales", kinds["paid"], kinds["deducted"]))
    return Sales(items, kinds["prepaid"], [*kinds["paid"], *kinds["deducted"]])


def sales_measures(found: Sequence[Buyer], measures: Sequence[Row] = MEASURES) -> list[Row]:
    """Measures of the public tenders of an option."""
    return [one for buyer in found if buyer.tender for one in part(buyer.name, buyer.segment.label, measures)]


def _terms(one: Buyer, found: Sequence[Buyer], capital: bool, late: bool) -> list[Row]:
    """Life, price and call of the contract of a segment, and its public tender if it buys by one."""
    contract = one.contract
    bidding = [bid_under_contract if contract else bid_without_contract, *OFFERS, *EVALUATION] if one.tender else []
    if contract is None:
        return bidding
    others = [(other.name, _price_compared(other, found)) for other in _compared(one, found)]
    calls = (volumes.called_by_share,) if contract.requirements_share else volumes.KINDS[contract.volume_terms]
    return [*life(contract, late), *prices(contract, others, capital), *bidding, *calls]


def _spot_called(one: Buyer, found: Sequence[Buyer]) -> Row:
    """What a segment calls for without a contract."""
    called = volumes.spot_beside_contract if one.contract else volumes.spot_only
    holders = [other.name for other in found if other is not one and other.contract and other.contract.exclusive]
    return volumes.withheld(called, holders) if holders else called


def _compared(one: Buyer, found: Sequence[Buyer]) -> list[Buyer]:
    """The buyers among which one is the most favoured customer."""
    return [other for other in found if one.contract and other.name in one.contract.most_favoured and other is not one]


def _price_compared(one: Buyer, found: Sequence[Buyer]) -> str:
    """Row of the price by the terms of a buyer's contract, empty without one."""
    return price_row(one.contract, bool(_compared(one, found))) if one.contract else ""


def _in_order(found: Sequence[Buyer]) -> list[tuple[Buyer, Contract]]:
    """Buyers under contract by its priority; of equals in the order of the market."""
    under = [(one, one.contract) for one in found if one.contract]
    return sorted(under, key=lambda pair: pair[1].priority)


def _delivered(contract: Contract, before: Sequence[str], from_plant: bool) -> list[Row]:
    """What is delivered under a contract; the first row is the capacity it takes from those served after it."""

    def supplied(row: Row, called: str) -> Row:
        return volumes.from_plant(row, called, tuple(before)) if from_plant else row

    if contract.volume_terms == "reservation":
        return [supplied(volumes.reserved_volume, "reservation_called"), volumes.delivered_from_reservation]
    delivered = supplied(volumes.contract_volume, "contract_called")
    if contract.volume_terms != "take_or_pay":
        return [delivered]
    make_up = [volumes.make_up_taken, volumes.make_up_balance] if contract.make_up else []
    return [delivered, supplied(volumes.minimum_supplied, "minimum_take"), volumes.deficiency, *make_up]


SUMMED = {
    "sold": ("contract_volume", "spot_volume"),
    "paid": ("contract_revenue", "spot_revenue", *PAYMENTS),
    "deducted": DEDUCTIONS,
    "prepaid": ("prepayment_balance",),
}
"""Rows of the parts of segments that are added up over all buyers."""
