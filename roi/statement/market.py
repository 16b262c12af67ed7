"""What the buyers want and what the drug substance costs without a contract: shared by all options. A segment of buyers is a part."""

from __future__ import annotations

from collections.abc import Sequence

from roi.formula import Formula, Row, Symbols, between, divide, prior, row, rows, sum_of, where
from roi.statement.made import made
from roi.statement.timeline import compounded


@row("Demand index", unit="1", section="Market")
def market_demand_index(s: Symbols) -> Formula:
    """1 in year 0, growing with the volume of the market."""
    return compounded(s, s.market_demand_index, s.market.volume_growth)


@row("Market price index", unit="1", section="Market")
def market_price_index(s: Symbols) -> Formula:
    """1 in year 0, growing with the market price."""
    return compounded(s, s.market_price_index, s.market.price_growth)


@row("Trend of the market price", unit="1", section="Market")
def market_price_trend(s: Symbols) -> Formula:
    """1 in year 0, growing with the market price."""
    return compounded(s, s.market_price_trend, s.market.price_growth)


@row("Market price index", unit="1", section="Market", name="market_price_index")
def moving_market_price_index(s: Symbols) -> Formula:
    """Trend of the market price times the path of the price around it."""
    return s.market_price_trend * s.market.price_path


@row("Market price before changes of duty", unit="USD/kg", section="Market")
def underlying_price(s: Symbols) -> Formula:
    """Price without a contract, delivered and with the duty of the year of decision, times its index."""
    return s.market.price * s.market_price_index


def shortage_rise(stems: Sequence[str]) -> Row:
    """The row of how much dearer outages of those who set the market price make it."""

    def rise(s: Symbols) -> Formula:
        return sum_of([getattr(s.supply, stem) * getattr(s.cause, stem).price_rise for stem in stems])

    causes = ", ".join(stem.replace("_", " ") for stem in stems)
    words = f"For each of {causes}: the share of the year's supply lost, times the rise of the price when all of it is lost."
    return made("shortage_rise", "Rise of the market price by outages", "1", "Market", words, rise)


@row("Market price before changes of duty", unit="USD/kg", section="Market", name="underlying_price")
def underlying_price_in_shortage(s: Symbols) -> Formula:
    """Price without a contract, delivered and with the duty of the year of decision, times its index, and dearer by outages."""
    return s.market.price * s.market_price_index * (1 + s.shortage_rise)


@row("Market price", unit="USD/kg", section="Market", name="market_price")
def market_price_as_is(s: Symbols) -> Formula:
    """Market price before changes of duty: nothing is known of how it answers to duties."""
    return s.underlying_price


@row("Duty rate in the year of decision", unit="1", section="Landed cost")
def first_duty_rate(s: Symbols) -> Formula:
    """Duty rate in force in year 0."""
    return where(s.year <= 0, s.duty_rate, prior(s.first_duty_rate))


@row("Market price", unit="USD/kg", section="Market", name="market_price")
def market_price_after_duties(s: Symbols) -> Formula:
    """Market price before changes of duty, and the share passed through of the duty on imports beyond that of the year of decision."""
    more = (s.imported_duty_rate - s.imported_first_duty_rate) * s.imported.merchant.share_of_market_price
    return s.underlying_price * (1 + s.market.duty_pass_through * more)


@row("Growth beyond the market, index", unit="1", section="Demand")
def growth_index(s: Symbols) -> Formula:
    """1 in year 0, growing with what the segment grows faster than the market."""
    return compounded(s, s.growth_index, s.segment.growth)


@row("Demand", unit="kg/year", section="Demand", name="demand")
def demand_of_market(s: Symbols) -> Formula:
    """Volume of the market times its demand index."""
    return s.market.volume * s.market_demand_index


@row("Demand", unit="kg/year", section="Demand", name="demand")
def demand_of_segment(s: Symbols) -> Formula:
    """The segment's share of the volume of the market, times the demand index of the market."""
    return s.market.volume * s.segment.share * s.market_demand_index


@row("Demand", unit="kg/year", section="Demand", name="demand")
def demand_of_growing_segment(s: Symbols) -> Formula:
    """The segment's share of the volume of the market, times the demand index of the market and the segment's own."""
    return s.market.volume * s.segment.share * s.market_demand_index * s.growth_index


@row("Demand", unit="kg/year", section="Demand", name="demand")
def demand_for_stock(s: Symbols) -> Formula:
    """Volume of the market for the time the stock lasts: all of it in the year it is filled, then what passes its shelf life."""
    stock = s.segment.switched_on * s.segment.stock_time * s.market.volume * s.market_demand_index
    rotated = where(s.calendar_year > s.segment.fill_year, divide(stock, s.segment.shelf_life), 0)
    return where(between(s.calendar_year, s.segment.fill_year, s.segment.fill_year), stock / s.one_year, rotated)


@row("Price without a contract", unit="USD/kg", section="Demand", name="spot_price")
def price_of_market(s: Symbols) -> Formula:
    """Market price."""
    return s.market_price


@row("Price without a contract", unit="USD/kg", section="Demand")
def spot_price(s: Symbols) -> Formula:
    """Market price times the segment's ratio to it."""
    return s.market_price * s.segment.price_ratio


MARKET = rows(market_demand_index, market_price_index)
MOVING_MARKET = rows(market_demand_index, market_price_trend, moving_market_price_index)
"""The same where a risk moves the price."""
