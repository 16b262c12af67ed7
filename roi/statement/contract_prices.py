"""Terms of price of an offtake contract: rows of the part of its buyers that end in `contract_price`."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from roi.domain import Contract
from roi.formula import Formula, Row, Symbols, divide, maximum, minimum, row, rows, where
from roi.statement.made import made
from roi.statement.timeline import compounded


@row("Contract price index", unit="1", section="Contract")
def contract_price_index(s: Symbols) -> Formula:
    """1 in year 0, growing with the escalation of the contract."""
    return compounded(s, s.contract_price_index, s.contract.escalation)


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def fixed_price(s: Symbols) -> Formula:
    """Market price of the decision year times the contract's ratio to it and its index; with the premium if the plant is domestic."""
    premium = 1 + s.domestic * s.contract.domestic_premium
    return s.market.price * s.contract.price_ratio * s.contract_price_index * premium


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def price_by_spot(s: Symbols) -> Formula:
    """Price without a contract times the contract's ratio to it."""
    return s.spot_price * s.contract.price_ratio


@row("Erosion of the price, index", unit="1", section="Contract")
def erosion_index(s: Symbols) -> Formula:
    """1 in year 0, falling with the erosion of the contract."""
    return compounded(s, s.erosion_index, -s.contract.erosion)


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def eroding_price(s: Symbols) -> Formula:
    """Price without a contract times the contract's ratio to it and the index of erosion."""
    return s.spot_price * s.contract.price_ratio * s.erosion_index


@row("Index the price follows", unit="1", section="Contract")
def followed_index(s: Symbols) -> Formula:
    """1 in year 0, growing with what the price of the contract follows."""
    return compounded(s, s.followed_index, s.contract.index_growth)


@row("Index passed through", unit="1", section="Contract", name="passed_index")
def index_passed(s: Symbols) -> Formula:
    """1 plus the share passed through of what the index has risen or fallen since year 0."""
    return 1 + s.contract.passed_through * (s.followed_index - 1)


@row("Index passed through", unit="1", section="Contract", name="passed_index")
def index_passed_within_limits(s: Symbols) -> Formula:
    """1 plus the share passed through of the change of the index since year 0, not above the cap and not below the collar."""
    passed = 1 + s.contract.passed_through * (s.followed_index - 1)
    return maximum(minimum(passed, s.contract.cap), s.contract.collar)


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def indexed_price(s: Symbols) -> Formula:
    """Market price of the decision year times the contract's ratio to it and the index passed through."""
    return s.market.price * s.contract.price_ratio * s.passed_index


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def cost_plus_price(s: Symbols) -> Formula:
    """Operating cost per kg sold, plus the margin on it; 0 in a year without sales."""
    return divide(s.operating_cost, s.volume_sold) * (1 + s.contract.margin)


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def cost_plus_return_price(s: Symbols) -> Formula:
    """Operating cost and return on the capital invested, per kg sold, plus the margin on both; 0 in a year without sales."""
    cost = s.operating_cost + s.contract.rate_of_return * s.invested_capital
    return divide(cost, s.volume_sold) * (1 + s.contract.margin)


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def price_within_floor_and_ceiling(s: Symbols) -> Formula:
    """Price without a contract, not below the floor and not above the ceiling; both are ratios to the market price of the decision year."""
    base = s.market.price * s.contract_price_index
    return minimum(maximum(s.spot_price, base * s.contract.floor), base * s.contract.ceiling)


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def price_beside_difference(s: Symbols) -> Formula:
    """Sold at the price without a contract; the difference is settled apart."""
    return s.spot_price


@row("Strike price", unit="USD/kg", section="Contract")
def strike_price(s: Symbols) -> Formula:
    """Market price of the decision year times the contract's strike and its index."""
    return s.market.price * s.contract.strike * s.contract_price_index


@row("Repricing at renewal", unit="1", section="Contract")
def repricing(s: Symbols) -> Formula:
    """Ratio of the renewed price to that by the terms, within the renewed term; 1 before."""
    return where(s.renewed_term, s.contract.renewal_price_ratio, 1)


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def repriced(s: Symbols) -> Formula:
    """Price by the terms times the repricing at renewal."""
    return s.price_by_terms * s.repricing


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def favoured_price(s: Symbols) -> Formula:
    """Price by the terms, but not above the lowest price of the buyers named."""
    return minimum(s.price_by_terms, s.lowest_other_price)


@row("Contract price", unit="USD/kg", section="Contract", name="contract_price")
def repriced_favoured_price(s: Symbols) -> Formula:
    """Price by the terms times the repricing at renewal, but not above the lowest price of the buyers named."""
    return minimum(s.price_by_terms * s.repricing, s.lowest_other_price)


def lowest_of(others: Sequence[tuple[str, str]]) -> Row:
    """The row `lowest_other_price`. others : segment, and the row of its price by the terms of its contract, empty without one."""

    def lowest(s: Symbols) -> Formula:
        return functools.reduce(minimum, [_asked(s, name, price) for name, price in others])

    words = "Lowest of the prices of the buyers named: by the terms of their contract while it is in force, else without one."
    return made("lowest_other_price", "Lowest price of the buyers it is compared with", "USD/kg", "Contract", words, lowest)


def _asked(s: Symbols, name: str, price: str) -> Formula:
    without: Formula = getattr(s, f"{name}_spot_price")
    return where(getattr(s, f"{name}_contract_active"), getattr(s, f"{name}_{price}"), without) if price else without


def price_row(contract: Contract, favoured: bool) -> str:
    """Name of the row that holds the price by the terms, before renewal and the clause of the most favoured customer."""
    return "price_by_terms" if contract.renewed or favoured else "contract_price"


def prices(contract: Contract, others: Sequence[tuple[str, str]], capital: bool) -> list[Row]:
    """Rows of the price. others : as in `lowest_of`. capital : True when the option has some."""
    found = list(KINDS[contract.price_terms])
    if contract.price_terms == "spot" and contract.erosion:
        found = [erosion_index, eroding_price]
    if contract.price_terms == "indexed" and contract.cap:
        found = [followed_index, index_passed_within_limits, indexed_price]
    if contract.price_terms == "cost_plus" and contract.rate_of_return and capital:
        found = [cost_plus_return_price]
    if price_row(contract, bool(others)) == "contract_price":
        return found
    found[-1] = replace(found[-1], name="price_by_terms", label="Price by its terms")
    found += [repricing] if contract.renewed else []
    if not others:
        return [*found, repriced]
    return [*found, lowest_of(others), repriced_favoured_price if contract.renewed else favoured_price]


KINDS: dict[str, tuple[Row, ...]] = {
    "spot": rows(price_by_spot),
    "fixed": rows(contract_price_index, fixed_price),
    "indexed": rows(followed_index, index_passed, indexed_price),
    "cost_plus": rows(cost_plus_price),
    "floor_ceiling": rows(contract_price_index, price_within_floor_and_ceiling),
    "difference": rows(contract_price_index, strike_price, price_beside_difference),
}
