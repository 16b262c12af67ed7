"""An offtake contract, as rows of the part of its buyers: when it is in force, its price, what the buyer calls for.

Which rows a contract has follows from its terms, in `terms`; the values are inputs ``contract.…`` of the part.
"""

from __future__ import annotations

from roi.domain import Contract
from roi.formula import Formula, Row, Symbols, between, row, rows
from roi.statement.timeline import compounded


@row("Contract in force", unit="flag", section="Contract")
def contract_active(s: Symbols) -> Formula:
    """Calendar year from the first year of the contract to the end of its tenor."""
    return between(s.calendar_year, s.contract.first_year, s.contract.first_year + s.contract.tenor - s.one_year)


@row("Contract price index", unit="1", section="Contract")
def contract_price_index(s: Symbols) -> Formula:
    """1 in year 0, growing with the escalation of the contract."""
    return compounded(s, s.contract_price_index, s.contract.escalation)


@row("Contract price", unit="USD/kg", section="Contract")
def contract_price(s: Symbols) -> Formula:
    """Market price of the decision year times the contract's ratio to it and its index; with the premium if the plant is domestic."""
    premium = 1 + s.domestic * s.contract.domestic_premium
    return s.market.price * s.contract.price_ratio * s.contract_price_index * premium


@row("Called under the contract", unit="kg/year", section="Contract")
def contract_called(s: Symbols) -> Formula:
    """While the contract is in force the whole demand of its buyers."""
    return s.contract_active * s.demand


def terms(contract: Contract) -> tuple[Row, ...]:
    """Rows of a contract up to what the buyer calls for."""
    return rows(contract_active, contract_price_index, contract_price, contract_called)
