"""From figures to inputs of the engine: which value each input has, where it comes from, and in whose dollars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roi.domain import Assumption, Entity
from roi.formula import Input
from roi.rules.dated import series
from roi.uncertainty import Path
from roi.units import FLAG, NUMBER, YEAR, Unit, parse


@dataclass(frozen=True)
class Binding:
    """An input with its base-case value.

    value : number (scalar), one number a year (series) or values by age (table), in the unit of the input; ``factor`` is included.
    factor : brings money of the figure's dollar year to the year of decision; 1 for everything else.
    figures : the figures it rests on; none for the timeline. derivation : how it follows from them, empty when it is the figure itself.
    path : how a series is drawn, year by year, in the trials; None when it is the same in all of them.
    otherwise : value under the other reading of what the law leaves open, see `tender_inputs`; None where it is the same.
    """

    input: Input
    value: float | tuple[float, ...]
    factor: float = 1.0
    figures: tuple[Assumption, ...] = ()
    derivation: str = ""
    path: Path | None = None
    otherwise: tuple[float, ...] | None = None

    @property
    def figure(self) -> Assumption | None:
        """The figure that is this input, None for a derived input."""
        return self.figures[0] if self.figures and not self.derivation else None


@dataclass(frozen=True)
class Calendar:
    """Years of a case: project years 0..horizon, their calendar years, and the growth that brings older dollars to year 0."""

    decision_year: int
    horizon: int
    price_level_growth: Assumption

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years, in order."""
        return tuple(range(self.decision_year, self.decision_year + self.horizon + 1))

    def factor(self, figure: Assumption) -> float:
        """Dollars of the decision year for one dollar of the figure's year. A dated series is in money of its dates: 1."""
        if figure.dollar_year is None or figure.shape == "dated":
            return 1.0
        return float((1 + self.price_level_growth.value) ** (self.decision_year - figure.dollar_year))


def bind(figure: Assumption, section: str, calendar: Calendar) -> Binding:
    """Binding of a figure. A dated one becomes a series, day-weighted by calendar year; its last value is held."""
    if figure.shape == "dated":
        leaf = Input(figure.id, figure.label, parse(figure.unit), "series", section)
        return Binding(
            leaf, series(figure.dated, calendar.years), 1.0, (figure,), "dated values, averaged over the days of each calendar year"
        )
    factor = calendar.factor(figure)
    if figure.shape == "table":
        table = tuple(value * factor for value in figure.table)
        return Binding(Input(figure.id, figure.label, parse(figure.unit), "table", section), table, factor, (figure,))
    return Binding(Input(figure.id, figure.label, parse(figure.unit), "scalar", section), figure.value * factor, factor, (figure,))


def bind_entity(role: str, entity: Entity, section: str, calendar: Calendar) -> dict[str, Binding]:
    """Bindings of all figures of an entity, under ``role.key``."""
    return {f"{role}.{key}": bind(figure, section, calendar) for key, figure in entity.figures()}


def derived(
    id: str,
    label: str,
    value: float | Sequence[float],
    *,
    unit: Unit = NUMBER,
    section: str,
    derivation: str,
    figures: tuple[Assumption, ...] = (),
) -> Binding:
    """Binding of an input that a rule or the timeline works out."""
    shape = "scalar" if isinstance(value, (int, float)) else "series"
    leaf = Input(id, label, unit, shape, section, whole=unit in (YEAR, FLAG))  # type: ignore[arg-type]
    return Binding(leaf, float(value) if isinstance(value, (int, float)) else tuple(value), 1.0, figures, derivation)
