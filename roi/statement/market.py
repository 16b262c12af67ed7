"""What the buyers take and pay: shared by all options. And what an option sells of it."""

from __future__ import annotations

from roi.formula import Formula, Symbols, minimum, row, rows, where
from roi.statement.timeline import compounded


@row("Demand index", unit="1", section="Market")
def demand_index(s: Symbols) -> Formula:
    """1 in year 0, growing with the volume of the market."""
    return compounded(s, s.demand_index, s.market.volume_growth)


@row("Demand", unit="kg/year", section="Market")
def demand(s: Symbols) -> Formula:
    """What the buyers of the case take, times the demand index."""
    return s.market.volume * s.demand_index


@row("Market price index", unit="1", section="Market")
def market_price_index(s: Symbols) -> Formula:
    """1 in year 0, growing with the market price."""
    return compounded(s, s.market_price_index, s.market.price_growth)


@row("Market price", unit="USD/kg", section="Market")
def market_price(s: Symbols) -> Formula:
    """Price without a contract, delivered duty paid, times its index."""
    return s.market.price * s.market_price_index


@row("Contract price index", unit="1", section="Market")
def contract_price_index(s: Symbols) -> Formula:
    """1 in year 0, growing with the escalation of the contract."""
    return compounded(s, s.contract_price_index, s.contract.escalation)


@row("Contract price", unit="USD/kg", section="Market")
def contract_price(s: Symbols) -> Formula:
    """Market price of the decision year times the contract's ratio to it and its index, before any premium for domestic origin."""
    return s.market.price * s.contract.price_ratio * s.contract_price_index


@row("Selling price", unit="USD/kg", section="Sales")
def selling_price(s: Symbols) -> Formula:
    """While the contract is in force its price, with the premium if the plant is domestic; the market price otherwise."""
    return where(s.contract_active, s.contract_price * (1 + s.domestic * s.contract.domestic_premium), s.market_price)


@row("Volume sold", unit="kg/year", section="Sales", name="volume_sold")
def volume_sold_by_plant(s: Symbols) -> Formula:
    """Demand, but not more than the plant can release."""
    return minimum(s.demand, s.saleable_capacity)


@row("Volume sold", unit="kg/year", section="Sales", name="volume_sold")
def volume_resold(s: Symbols) -> Formula:
    """Demand, once the merchant delivers."""
    return s.operating * s.demand


@row("Revenue", unit="USD/year", section="Sales")
def revenue(s: Symbols) -> Formula:
    """Volume sold at the selling price."""
    return s.volume_sold * s.selling_price


MARKET = rows(demand_index, demand, market_price_index, market_price, contract_price_index, contract_price)
PLANT_SALES = rows(volume_sold_by_plant, selling_price, revenue)
RESALE = rows(volume_resold, selling_price, revenue)
