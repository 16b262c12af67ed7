"""Components of the levelised cost of all options side by side: the largest by name, customs duties always, the rest together."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from roi.analysis.comparison import Comparison
from roi.reporting.words import components

DUTIES = ("levelised_customs_duty", "levelised_key_customs_duty")
"""Shown by name whatever their size: what a tariff costs each option is what the reader came for."""

NAMED = 8


@dataclass(frozen=True)
class Component:
    """A cost component. cost : option -> USD/kg in the base case, 0 where the option does not have it. colour : a CSS variable."""

    label: str
    cost: dict[str, float]
    colour: str = ""
    names: int = 1

    @property
    def largest(self) -> float:
        """Largest amount any option pays."""
        return max(abs(value) for value in self.cost.values())


def all_components(comparison: Comparison) -> dict[str, Component]:
    """Every component that some option has, by name; options with nothing sold have none."""
    cells = {name: components(comparison, name) for name in comparison.model.options}
    known = {name: cell.row.label for own in cells.values() for name, cell in own.items()}
    return {name: Component(text, {option: _cost(comparison, option, name) for option in cells}) for name, text in known.items()}


def _cost(comparison: Comparison, option: str, name: str) -> float:
    cell = components(comparison, option).get(name)
    value = float(comparison.base[cell][0]) if cell is not None else 0.0
    return value if isfinite(value) else 0.0


def shown_components(comparison: Comparison) -> tuple[Component, ...]:
    """Components in the order they are stacked: the named ones from the largest down, then duties, then all others together."""
    found = {name: one for name, one in all_components(comparison).items() if one.largest > 0}
    duties = [found[name] for name in DUTIES if name in found]
    rest = sorted((one for name, one in found.items() if name not in DUTIES), key=lambda one: -one.largest)
    named, others = rest[:NAMED], rest[NAMED:]
    stacked = [Component(one.label, one.cost, f"var(--part-{place + 1})") for place, one in enumerate(named)]
    stacked += [Component(one.label, one.cost, f"var(--duty-{place + 1})") for place, one in enumerate(duties)]
    if others:
        summed = {option: sum(one.cost[option] for one in others) for option in others[0].cost}
        stacked.append(Component(f"All others ({len(others)})", summed, "var(--part-rest)", len(others)))
    return tuple(stacked)
