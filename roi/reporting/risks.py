"""What may happen in the years of a case: the risks whose paths the trials draw, with their parameters, in words and as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from roi.analysis.comparison import Comparison
from roi.book import Book
from roi.domain import Confidence, CurrencyRisk, DisruptionRisk, Entity, PriceRisk, SharedShock
from roi.reporting.pages import Shown, shown
from roi.reporting.words import listed


@dataclass(frozen=True)
class RiskLine:
    """A risk as printed. what : what it moves or hits. parameters : its figures."""

    id: str
    label: str
    kind: str
    what: str
    note: str
    parameters: tuple[Shown, ...]


def risk_lines(comparison: Comparison) -> tuple[RiskLine, ...]:
    """The risks of prices, currencies and supply that reach the case; those that are off are left out."""
    book, bound = comparison.model.book, {comparison.model.book.risk(path.id).id for path in comparison.model.paths.values()}
    lines = []
    for kind, (risks, words) in KINDS.items():
        for risk in risks(book):
            if risk.id in bound:
                parameters = tuple(shown(comparison, figure, 1.0) for _, figure in risk.figures())
                lines.append(RiskLine(risk.id, risk.label, kind, words(risk, book), risk.note, parameters))
    return tuple(lines)


def risk_data(comparison: Comparison) -> dict[str, Any]:
    """The same for programs, by name of the risk; the regimes of law stand under ``law``."""
    return {
        line.id.partition(".")[2]: {
            "kind": line.kind,
            "label": line.label,
            "what": line.what,
            "note": line.note,
            "parameters": {
                one.figure.id.removeprefix(f"{line.id}."): {
                    "label": one.figure.label,
                    "value": one.figure.value,
                    "unit": one.figure.unit,
                    "distribution": one.figure.distribution.model_dump(exclude_none=True) if one.figure.distribution else None,
                    "source": one.figure.source,
                    "locator": one.figure.locator,
                    "judgement": one.figure.confidence is Confidence.JUDGEMENT,
                }
                for one in line.parameters
            },
        }
        for line in risk_lines(comparison)
    }


def _price(risk: PriceRisk, book: Book) -> str:
    folder, stem, _ = risk.moves.split(".")
    seller: Entity = getattr(book, folder)[stem]
    process = "shocks last" if risk.process == "geometric_brownian" else "shocks fade"
    return f"moves the price of: {seller.label}; {process}{_shared(risk.shared)}"


def _currency(risk: CurrencyRisk, book: Book) -> str:
    return f"moves the costs of plants in {book.countries[risk.country].label}; shocks last{_shared(risk.shared)}"


def _shared(shared: SharedShock | None) -> str:
    return f"; shares shocks of {shared.factor.replace('_', ' ')}" if shared else ""


def _disruption(risk: DisruptionRisk, book: Book) -> str:
    places = (("plants in", risk.plants_in), ("suppliers in", risk.suppliers_in), ("merchants in", risk.merchants_in))
    hit = [f"{what} {listed([book.countries[country].label for country in found])}" for what, found in places if found]
    how = "each by itself" if risk.by_site else "all at once" + ("; the market price rises" if risk.price_rise else "")
    return f"stops {listed([*hit, *(book.routes[stem].label for stem in risk.routes)])}, {how}"


KINDS: dict[str, tuple[Callable[[Book], Any], Callable[[Any, Book], str]]] = {
    "price": (lambda book: book.price_risks.values(), _price),
    "currency": (lambda book: book.currency_risks.values(), _currency),
    "disruption": (lambda book: book.disruptions.values(), _disruption),
}
"""Kind of a risk: its files, and what it does in words."""
