"""The figures a case rests on: which, how many of them are judgement, and each one in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from roi.domain import Assumption, Confidence, Distribution, Entity
from roi.reporting.numbers import exact, percent
from roi.reporting.spread import Way, spread_in_words
from roi.statement.model import Model

CONFIDENCE = {
    Confidence.OFFICIAL: "official",
    Confidence.AUDITED: "audited",
    Confidence.PEER_REVIEWED: "peer-reviewed",
    Confidence.INDUSTRY: "industry",
    Confidence.JUDGEMENT: "judgement",
}

DAYS = 365.25
FIRST_CALENDAR_YEAR = 1000


def figures_used(model: Model) -> dict[str, Assumption]:
    """Every figure the case rests on, by id: those behind its inputs, the growth that brings older dollars to year 0, correlations."""
    tied = [one.rank_correlation for one in model.correlations]
    copula = model.book.copula
    if tied and copula and copula.degrees_of_freedom:
        tied.append(copula.degrees_of_freedom)
    return {figure.id: figure for binding in model.bindings.values() for figure in binding.figures} | {one.id: one for one in tied}


def by_confidence(figures: dict[str, Assumption]) -> dict[Confidence, int]:
    """How many figures have each grade, best grade first; grades nobody has are left out."""
    counted = Counter(figure.confidence for figure in figures.values())
    return {grade: counted[grade] for grade in Confidence if counted[grade]}


def vintage(figures: dict[str, Assumption]) -> tuple[date, date]:
    """Oldest and newest day on which a source was read."""
    days = [figure.retrieved for figure in figures.values()]
    return min(days), max(days)


def entity_labels(model: Model) -> dict[str, str]:
    """Label of everything in the book that has figures, by its id (``plants.x``)."""
    shelves = [shelf for field in fields(model.book) if isinstance(shelf := getattr(model.book, field.name), Mapping)]
    return {one.id: one.label for shelf in shelves for one in shelf.values() if isinstance(one, Entity)}


def way(unit: str, value: float) -> Way:
    """Yearly rates as percentages, times below a year in days, pure numbers bare. value : the one that decides about days."""
    if unit == "1/year":
        return Way(100.0, " % a year")
    if unit == "year":
        return Way(DAYS, " days") if 0 < abs(value) < 1 else Way(1.0, "" if value >= FIRST_CALENDAR_YEAR else " years")
    return Way(1.0, "" if unit == "1" else f" {unit}")


def quantity(value: float, unit: str) -> str:
    """Number with its unit in words."""
    if unit == "year" and value >= FIRST_CALENDAR_YEAR:
        return f"{value:.0f}"
    say = way(unit, value)
    return f"{say(value)}{say.suffix}"


def value_in_words(figure: Assumption) -> str:
    """Base-case value of a figure in its unit: one number, values by age, or values by date."""
    if figure.shape == "table":
        return "year 1 on: " + "; ".join(exact(one) for one in figure.table)
    if figure.shape == "dated":
        return "; ".join(f"from {day.isoformat()}: {_dated(one, figure.unit)}" for day, one in figure.dated)
    return quantity(figure.value, figure.unit)


def _dated(value: float, unit: str) -> str:
    return percent(value) if unit == "1" else quantity(value, unit)


def distribution_in_words(shape: Distribution | None, unit: str) -> str:
    """Uncertainty of a figure: ``PERT, 77 to 196, most likely 96.6 USD``; ``fixed`` when it has none."""
    if shape is None or shape.kind == "fixed":
        return "fixed"
    say = way(unit, shape.central)
    return f"{spread_in_words(shape, say)}{say.suffix}"
