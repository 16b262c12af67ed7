"""What buyers pay beside what the producer is paid: goods bought elsewhere, bills not yet paid, and how dear the producer is to them."""

from __future__ import annotations

from collections.abc import Sequence

from roi.formula import Formula, Row, Symbols, maximum, metric, present_value, prior, row, rows, sum_of
from roi.statement.made import made

SECTION = "Purchases"


@row("Rival's offer without finishing", unit="USD/kg", section=SECTION)
def rival_substance_price(s: Symbols) -> Formula:
    """Rival's offer with duty, less the cost of finishing at the general price index: finishing is no row of ours either."""
    return s.rival_offer - s.tender.finishing_cost * s.general_price_index


def bought_elsewhere(wanted: str, sold: Sequence[str]) -> Row:
    """The row of what buyers want and do not get from this option. wanted, sold : rows of the part."""

    def volume(s: Symbols) -> Formula:
        asked: Formula = getattr(s, wanted)
        return maximum(0, asked - sum_of([getattr(s, one) for one in sold])) if sold else asked

    asked = "The volume tendered" if wanted == "tendered" else "Demand"
    words = f"{asked}, less what this option delivers, never below 0." if sold else f"{asked}: this option does not sell to these buyers."
    return made("bought_elsewhere", "Bought elsewhere", "kg/year", SECTION, words, volume)


@row("Paid for what is bought elsewhere", unit="USD/year", section=SECTION, name="bought_elsewhere_cost")
def elsewhere_at_spot(s: Symbols) -> Formula:
    """Volume bought elsewhere at the price without a contract."""
    return s.bought_elsewhere * s.spot_price


@row("Paid for what is bought elsewhere", unit="USD/year", section=SECTION, name="bought_elsewhere_cost")
def elsewhere_from_rival(s: Symbols) -> Formula:
    """Volume tendered and bought elsewhere at the rival's offer without finishing."""
    return s.bought_elsewhere * s.rival_substance_price


@row("Not paid for doses not to be had", unit="USD/year", section=SECTION, name="not_bought_cost")
def not_bought(s: Symbols) -> Formula:
    """Volume lost that is not found elsewhere, at the market price."""
    return s.volume_lost * (1 - s.shortage.found_elsewhere_share) * s.market_price


@row("Duty on what is bought elsewhere", unit="USD/year", section="Public")
def duty_elsewhere(s: Symbols) -> Formula:
    """Volume bought elsewhere, at the value and the duty rate of the import that sets the market price."""
    return s.volume_bought_elsewhere * s.underlying_price * s.imported.merchant.share_of_market_price * s.imported_duty_rate


def price_premium(paid: Sequence[str], returned: Sequence[str], sold: Sequence[str], price: str) -> Row:
    """The row of what buyers pay the producer beyond the price elsewhere. Rows of the part."""

    def premium(s: Symbols) -> Formula:
        payments = sum_of([getattr(s, one) for one in paid])
        given_back = sum_of([getattr(s, one) for one in returned]) if returned else 0
        elsewhere: Formula = sum_of([getattr(s, one) for one in sold]) * getattr(s, price)
        return payments - given_back - elsewhere

    at = price.replace("_", " ")
    words = f"What is paid to the producer, less the volume delivered at the {at}; negative when the producer is cheaper."
    return made("price_premium", "Paid beyond the price elsewhere", "USD/year", SECTION, words, premium)


@row("Owed to the producer", unit="USD", section=SECTION, name="owed")
def owed_by_buyers(s: Symbols) -> Formula:
    """What is bought in a year for the time until customers pay, while working capital is tied."""
    return -(s.working_capital_tied * s.sales * s.market.receivable_time)


@row("Owed to the producer", unit="USD", section=SECTION, name="owed")
def owed_less_prepaid(s: Symbols) -> Formula:
    """What is bought in a year for the time until customers pay, while working capital is tied, less what is paid in advance."""
    return -(s.working_capital_tied * s.sales * s.market.receivable_time) - s.prepaid


@row("Billed and not yet paid", unit="USD/year", section=SECTION)
def credit(s: Symbols) -> Formula:
    """What is owed to the producer less what was owed last year."""
    return (s.owed - prior(s.owed)) / s.one_year


def on_credit(prepaid: bool) -> tuple[Row, ...]:
    """Rows of what a party owes the producer, for its part."""
    return rows(owed_less_prepaid if prepaid else owed_by_buyers, credit)


@row("Property tax", unit="USD/year", section="Public")
def property_tax(s: Symbols) -> Formula:
    """Share of the row insurance and property tax that is property tax."""
    return s.insurance_and_property_tax_cost * s.local.property_tax_share


@metric("Paid by the public beyond the price elsewhere, present value", unit="USD", section="Measures by party")
def public_premium(s: Symbols) -> Formula:
    """What public buyers pay the producer beyond the price elsewhere, discounted. It is part of the public's net already."""
    return present_value(s.public_price_premium, s.discount_factor)
