"""Finance: one way to the discount rate, at most one way to a value at exit."""

from __future__ import annotations

from typing import Protocol

from roi.book.shape import reach
from roi.domain import Assumption, Country, Finance

BUILD_UP = (
    "risk_free_rate", "equity_beta", "equity_risk_premium", "country_risk_premium", "debt_share", "debt_rate", "debt_tax_rate",
)  # fmt: skip
EXITS = ("salvage_share", "exit_multiple", "perpetuity_growth")


class Notes(Protocol):
    """Where a problem is written down."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""


def check_finance(notes: Notes, id: str, finance: Finance) -> None:
    """Note a discount rate that is missing or given twice, a second exit, and growth for ever above the discount rate."""
    parts = [key for key in BUILD_UP if getattr(finance, key) is not None]
    rates = [key for key in ("discount_rate", "real_discount_rate") if getattr(finance, key) is not None]
    if not rates and not parts:
        remedy = "add discount_rate, a figure in 1/year, or real_discount_rate, or all parts it is built up from"
        notes.note(id, ("discount_rate",), "key 'discount_rate' is missing", remedy)
    elif rates and parts:
        notes.note(id, (parts[0],), f"{parts[0]} beside {rates[0]}", "give the rate or its parts, not both")
    elif len(rates) > 1:
        notes.note(id, (rates[1],), "real_discount_rate beside discount_rate", "give one: inflation makes the other")
    elif not rates:
        for key in (one for one in BUILD_UP if one not in parts):
            notes.note(id, (key,), f"the discount rate is built up and {key} is missing", f"add {key}, a figure; it may be 0")
    exits = [key for key in EXITS if getattr(finance, key) is not None]
    if len(exits) > 1:
        notes.note(id, (exits[1],), f"{exits[0]} and {exits[1]} both give the value at exit", "keep one of them")
    if finance.perpetuity_growth is not None and finance.discount_rate is not None:
        growth, rate = _ends(finance.perpetuity_growth)[1], _ends(finance.discount_rate)[0]
        if growth >= rate:
            what = f"perpetuity_growth can reach {growth:g}, and discount_rate {rate:g}"
            notes.note(id, ("perpetuity_growth",), what, "growth for ever stays below the discount rate")


def check_premium(notes: Notes, id: str, finance: Finance, abroad: Country) -> None:
    """Note a country of a plant abroad that lacks the premium the finance of the case asks for."""
    if finance.country_premium and abroad.country_risk_premium is None:
        what = f"{finance.id} asks for a country_premium, and {abroad.id} has no country_risk_premium"
        notes.note(id, ("finance",), what, f"add country_risk_premium to {abroad.id}, a figure in 1/year; it may be 0")


def _ends(figure: Assumption) -> tuple[float, float]:
    return (figure.value, figure.value) if figure.distribution is None else reach(figure.distribution)
