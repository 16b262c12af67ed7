"""What the net of each party is worth, and which of these an answer is about."""

from __future__ import annotations

from roi.domain import Perspective
from roi.formula import Formula, Row, Symbols, metric, present_value, rows
from roi.statement.cash_flow import npv

SECTION = "Measures by party"


@metric("Net present value of the producer", unit="USD", section=SECTION)
def producer_npv(s: Symbols) -> Formula:
    """Net cash flow times the discount factor, summed: the producer's net is the net cash flow."""
    return present_value(s.net_cash_flow, s.discount_factor)


@metric("Net present value of the investor", unit="USD", section=SECTION, name="investor_npv")
def investor_npv(s: Symbols) -> Formula:
    """Investor's net times the discount factor, summed: there is no debt."""
    return present_value(s.investor_net, s.discount_factor)


@metric("Net present value of the investor", unit="USD", section=SECTION, name="investor_npv")
def investor_npv_with_debt(s: Symbols) -> Formula:
    """Investor's net times the discount factor of the owners, summed."""
    return present_value(s.investor_net, s.equity_discount_factor)


@metric("Net present value of the purchaser", unit="USD", section=SECTION)
def purchaser_npv(s: Symbols) -> Formula:
    """Purchaser's net times the discount factor, summed; negative, since buyers pay and what the drug is worth to them is no row."""
    return present_value(s.purchaser_net, s.discount_factor)


@metric("Net present value of the public", unit="USD", section=SECTION, name="public_npv")
def public_npv(s: Symbols) -> Formula:
    """Public's net times the discount factor, summed."""
    return present_value(s.public_net, s.discount_factor)


@metric("Net present value of the public", unit="USD", section=SECTION, name="public_npv")
def public_npv_at_own_rate(s: Symbols) -> Formula:
    """Public's net times the discount factor of the public, summed."""
    return present_value(s.public_net, s.public_discount_factor)


@metric("Net present value of all others", unit="USD", section=SECTION)
def others_npv(s: Symbols) -> Formula:
    """Net of all others times the discount factor, summed."""
    return present_value(s.others_net, s.discount_factor)


@metric("Net present value of the investor, who leads", unit="USD", name="npv")
def npv_of_investor(s: Symbols) -> Formula:
    """That of the investor: the case asks for it."""
    return s.investor_npv


@metric("Net present value of the purchaser, who leads", unit="USD", name="npv")
def npv_of_purchaser(s: Symbols) -> Formula:
    """That of the purchaser: the case asks for it."""
    return s.purchaser_npv


@metric("Net present value of the public, which leads", unit="USD", name="npv")
def npv_of_public(s: Symbols) -> Formula:
    """That of the public: the case asks for it."""
    return s.public_npv


LEADING: dict[Perspective, Row] = {
    "producer": npv,
    "investor": npv_of_investor,
    "purchaser": npv_of_purchaser,
    "public": npv_of_public,
}
"""Measure that an answer is about, by the perspective of the case."""


def party_measures(with_debt: bool, own_public_rate: bool) -> tuple[Row, ...]:
    """Net present value of each party."""
    return rows(
        producer_npv,
        investor_npv_with_debt if with_debt else investor_npv,
        purchaser_npv,
        public_npv_at_own_rate if own_public_rate else public_npv,
        others_npv,
    )
