"""Components of the levelised cost of all options side by side: the largest by name, customs duties always, the rest together."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from roi.analysis.comparison import Comparison
from roi.formula import Cell, Row
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
    cells = {name: list(components(comparison, name).values()) for name in comparison.model.options}
    costs = {option: _costs(comparison, own) for option, own in cells.items()}
    known: dict[str, str] = {}
    for own in cells.values():
        for cell in own:
            if not _cost_row(cell).member:
                known[cell.name] = cell.row.label
    return {name: Component(text, {option: found.get(name, 0.0) for option, found in costs.items()}) for name, text in known.items()}


def _costs(comparison: Comparison, cells: list[Cell]) -> dict[str, float]:
    """Cost of an option by component; the same component of its members is one."""
    found: dict[str, float] = {}
    for cell in cells:
        row, value = _cost_row(cell), float(comparison.base[cell][0])
        name = f"levelised_{row.name.removeprefix(f'{row.member}_') if row.member else row.name}"
        found[name] = found.get(name, 0.0) + (value if isfinite(value) else 0.0)
    return found


def _cost_row(cell: Cell) -> Row:
    """The row behind a component."""
    return cell.statement.cells[cell.name.removeprefix("levelised_")].row


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
