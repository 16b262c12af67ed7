"""Prices and currencies that a risk moves: their paths as inputs of the rows. Without a risk, or with one that is off, there is none."""

from __future__ import annotations

from dataclasses import dataclass

from roi.book import Book
from roi.domain import Country, CurrencyRisk, Market, Merchant, PriceRisk, SharedShock, Supplier
from roi.domain.paths import Currency, GeometricBrownian, MeanReverting, SharedFactor
from roi.formula import Input, Row
from roi.statement.binding import Binding, Calendar, bind, derived
from roi.statement.market import shortage_rise, underlying_price, underlying_price_in_shortage
from roi.statement.outages import hitting, outage_path, stem_of
from roi.uncertainty import WalkPath, base
from roi.units import NUMBER

PRICES = ("price", "fob_price")
"""Figures that a risk of prices can move, of a market and of a supplier."""


def price_path(role: str, seller: Market | Supplier | Merchant, book: Book, calendar: Calendar) -> dict[str, Binding]:
    """Path of the price of a market or supplier around its trend, as ``role.price_path``; empty when nothing moves it."""
    ids = [f"{seller.id}.{key}" for key in PRICES]
    found = [risk for risk in book.price_risks.values() if risk.moves in ids and risk.pinned is None]
    return {f"{role}.price_path": _walk(risk, "Price over its trend", price_shape(risk), calendar) for risk in found}


def price_shape(risk: PriceRisk) -> GeometricBrownian | MeanReverting:
    """Law of a price that moves around its trend."""
    shared = _factor(risk.shared)
    if risk.half_life is None:
        return GeometricBrownian(kind="geometric_brownian", volatility=risk.volatility.value, shared=shared)
    level = risk.level.value if risk.level else 1.0
    half_life, volatility = risk.half_life.value, risk.volatility.value
    return MeanReverting(kind="mean_reverting", level=level, start=1.0, half_life=half_life, volatility=volatility, shared=shared)


def currency_path(country: Country, home: Country, book: Book, calendar: Calendar) -> dict[str, Binding]:
    """Path of the currency of a country around its trend, and the inflation difference at which its drift holds; or none.

    home : country of the market.
    """
    found = [risk for risk in book.currency_risks.values() if risk.country == country.id.partition(".")[2] and risk.pinned is None]
    inputs = {}
    for risk in found:
        shape = Currency(kind="currency", volatility=risk.volatility.value, shared=_factor(risk.shared))
        inputs["currency.path"] = _walk(risk, "Local money for a dollar over its trend", shape, calendar)
        inputs["currency.expected_difference"] = derived(
            f"{risk.id}.expected_difference",
            "Expected inflation there over that at home",
            (1 + country.inflation.value) / (1 + home.inflation.value),
            unit=NUMBER,
            section=_section(risk),
            derivation="(1 + inflation there) / (1 + inflation at home) of the base case, at which the drift of the currency holds",
            figures=(country.inflation, home.inflation),
        )
    return inputs


@dataclass(frozen=True)
class Spike:
    """Rows of the market price before changes of duty, and the outages that make it rise."""

    rows: tuple[Row, ...]
    inputs: dict[str, Binding]


def price_spike(market: Market, book: Book, calendar: Calendar) -> Spike:
    """What outages of the merchant and the route that set the market price add to it; where none does, the price is as it was."""
    merchant = book.merchants[market.parity_merchant] if market.parity_merchant else None
    raising = {stem_of(risk): risk for risk in hitting(book, merchant, market.parity_route) if risk.price_rise}
    if not raising:
        return Spike((underlying_price,), {})
    inputs = {f"supply.{stem}": outage_path(risk, None, calendar) for stem, risk in raising.items()}
    for stem, risk in raising.items():
        assert risk.price_rise is not None
        inputs[f"cause.{stem}.price_rise"] = bind(risk.price_rise, f"Risks: {risk.label}", calendar)
    return Spike((shortage_rise(list(raising)), underlying_price_in_shortage), inputs)


def _walk(risk: PriceRisk | CurrencyRisk, label: str, shape: GeometricBrownian | MeanReverting | Currency, calendar: Calendar) -> Binding:
    path = WalkPath(risk.id, calendar.years, shape)
    return Binding(
        Input(f"{risk.id}.path", label, NUMBER, "series", _section(risk)),
        base(path),
        figures=tuple(figure for _, figure in risk.figures()),
        derivation="path without shocks, the median of every year",
        path=path,
    )


def _factor(shared: SharedShock | None) -> SharedFactor | None:
    return SharedFactor(name=shared.factor, loading=shared.loading.value) if shared else None


def _section(risk: PriceRisk | CurrencyRisk) -> str:
    return f"Risks: {risk.label}"
