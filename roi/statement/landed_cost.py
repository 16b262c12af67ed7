"""Goods that cross a border: price, freight, customs. Written once; `part` uses the rows for each flow of goods.

A flow has a ``shipped_volume`` and a ``supplier`` or ``merchant``; goods that travel have a ``route``; goods entered in the country of the
customs fees have ``tariff.layers``.
"""

from __future__ import annotations

from collections.abc import Sequence

from roi.formula import Formula, Row, Symbols, divide, maximum, minimum, row, rows, sum_of
from roi.statement.made import made
from roi.statement.timeline import compounded


@row("Volume shipped", unit="kg/year", section="Landed cost")
def shipped_volume(s: Symbols) -> Formula:
    """Everything sold is shipped."""
    return s.volume_sold


@row("Supplier's price index", unit="1", section="Landed cost")
def price_index(s: Symbols) -> Formula:
    """1 in year 0, growing with the supplier's price."""
    return compounded(s, s.price_index, s.supplier.price_growth)


@row("Trend of the supplier's price", unit="1", section="Landed cost")
def price_trend(s: Symbols) -> Formula:
    """1 in year 0, growing with the supplier's price."""
    return compounded(s, s.price_trend, s.supplier.price_growth)


@row("Supplier's price index", unit="1", section="Landed cost", name="price_index")
def moving_price_index(s: Symbols) -> Formula:
    """Trend of the supplier's price times the path of the price around it."""
    return s.price_trend * s.supplier.price_path


@row("Goods value, free on board", unit="USD/year", section="Landed cost", name="goods_value")
def goods_value_of_supplier(s: Symbols) -> Formula:
    """Volume shipped at the supplier's price free on board, times its index."""
    return s.shipped_volume * s.supplier.fob_price * s.price_index


@row("Goods value, free on board", unit="USD/year", section="Landed cost", name="goods_value")
def goods_value_of_merchant(s: Symbols) -> Formula:
    """Volume shipped at the merchant's arm's-length price free on board, a share of the market price before changes of duty."""
    return s.shipped_volume * s.underlying_price * s.merchant.share_of_market_price


def goods_value_of_toll(assists: Sequence[str]) -> Row:
    """The row `goods_value` of what a contract manufacturer makes. assists : names of the cost rows of what it is supplied with."""

    def value(s: Symbols) -> Formula:
        return sum_of([getattr(s, name) for name in ("tolling_fee", *assists)])

    words = "Tolling fee, and what the materials supplied to the manufacturer free of charge cost there. 19 U.S.C. 1401a(b)(1)(C), (h)(1)."
    return made("goods_value", "Goods value, free on board", "USD/year", "Landed cost", words, value)


@row("Freight", unit="USD/year", section="Landed cost")
def freight(s: Symbols) -> Formula:
    """Volume shipped at the freight rate of the route, at the general price index."""
    return s.shipped_volume * s.route.freight * s.general_price_index


@row("Cargo insurance", unit="USD/year", section="Landed cost")
def cargo_insurance(s: Symbols) -> Formula:
    """Share of the goods value."""
    return s.goods_value * s.route.insurance_share


@row("Customs value", unit="USD/year", section="Landed cost")
def customs_value(s: Symbols) -> Formula:
    """Transaction value free on board, without international freight and insurance. 19 U.S.C. 1401a."""
    return s.goods_value


@row("Duty rate in force", unit="1", section="Landed cost")
def duty_rate(s: Symbols) -> Formula:
    """Sum of the tariff layers in force, each on the same customs value, weighted by days within the year."""
    return sum_of(s.tariff.layers)


@row("Customs duty", unit="USD/year", section="Landed cost")
def customs_duty(s: Symbols) -> Formula:
    """Customs value at the sum of the duty layers in force."""
    return s.customs_value * s.duty_rate


@row("Duty drawback, a refund", unit="USD/year", section="Landed cost")
def duty_refund(s: Symbols) -> Formula:
    """Less the share refunded of the eligible duty on the goods that leave the country again, as such or in the product. 19 U.S.C. 1313."""
    return -(s.customs_value * s.refundable_rate * s.exported_share * s.drawback.share)


@row("Customs entries", unit="entry/year", section="Landed cost")
def entries(s: Symbols) -> Formula:
    """Volume shipped divided by the mass of a shipment; one entry a shipment."""
    return s.shipped_volume / s.route.shipment_mass


@row("Merchandise processing fee", unit="USD/year", section="Landed cost")
def processing_fee(s: Symbols) -> Formula:
    """For each entry the fee rate on its customs value, within the floor and ceiling of the fiscal year. 19 CFR 24.23."""
    by_value = divide(s.customs_value, s.entries) * s.customs.processing_rate
    return s.entries * minimum(maximum(by_value, s.customs.processing_minimum), s.customs.processing_maximum)


@row("Harbor maintenance fee", unit="USD/year", section="Landed cost")
def harbor_fee(s: Symbols) -> Formula:
    """Fee rate on the customs value of ocean cargo, without floor or ceiling. 19 CFR 24.24."""
    return s.customs_value * s.customs.harbor_rate


@row("Customs brokerage", unit="USD/year", section="Landed cost")
def brokerage(s: Symbols) -> Formula:
    """Broker's charge for each entry, at the general price index."""
    return s.entries * s.route.brokerage * s.general_price_index


@row("Stock in transit and safety stock", unit="USD", section="Landed cost")
def pipeline_stock(s: Symbols) -> Formula:
    """Goods value of a year for the time in transit and the time held as safety stock."""
    return s.goods_value * (s.route.transit_time + s.route.safety_stock_time)


GOODS_OF_SUPPLIER = rows(price_index, goods_value_of_supplier)
GOODS_AT_MOVING_PRICE = rows(price_trend, moving_price_index, goods_value_of_supplier)
"""The same where a risk moves the supplier's price."""

GOODS_OF_MERCHANT = rows(goods_value_of_merchant)
CARRIAGE = rows(freight, cargo_insurance)
CUSTOMS = {False: rows(customs_duty, entries, processing_fee), True: rows(customs_duty, entries)}
"""Whether a claim of the importer frees the goods from the processing fee: what follows the customs value and the duty rate."""
