"""The cost of a kg as steps from materials to landed, for each option, and the advantage of plants abroad: as data and as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from roi.analysis.advantage import Advantage, foreign_advantages
from roi.analysis.trials import base_case
from roi.statement.cash_flow import LEVELISED_SECTION, cost_group
from roi.statement.model import Model

ORDER = (
    "goods and materials", "contract manufacture", "utilities and waste", "labour, quality and overhead",
    "maintenance, insurance and property tax", "capital", "working capital", "freight and insurance", "duty and customs fees",
    "public support",
)  # fmt: skip
"""Groups of cost from the material to the landed kg, then what lowers it."""


@dataclass(frozen=True)
class Step:
    """One component of the levelised cost. after : the sum of it and of all before, USD/kg."""

    group: str
    row: str
    label: str
    cost: float
    after: float


@dataclass(frozen=True)
class UnitCost:
    """Steps of one option, and what they come to by kg, dose and, where the drug has one, course."""

    option: str
    label: str
    steps: tuple[Step, ...]
    totals: dict[str, float]


TOTALS = ("levelised_cost", "levelised_cost_per_dose", "levelised_cost_per_course", "finished_dose_cost", "levelised_price")


def unit_costs(model: Model) -> tuple[UnitCost, ...]:
    """Base-case waterfall of every option."""
    base = base_case(model)
    found = []
    for name, statement in model.options.items():
        parts = []
        for cell in (one for one in statement.metrics if one.row.section == LEVELISED_SECTION):
            row = statement.cells[cell.name.removeprefix("levelised_")]
            parts.append((cost_group(row.name, row.row.prefix), cell.name, cell.row.label, float(base[cell][0])))
        steps, total = [], 0.0
        for group, row_name, label, cost in sorted(parts, key=lambda part: ORDER.index(part[0])):
            total += cost
            steps.append(Step(group, row_name, label, cost, total))
        totals = {one: float(base[statement.cells[one]][0]) for one in TOTALS if one in statement.cells}
        found.append(UnitCost(name, statement.label, tuple(steps), totals))
    return tuple(found)


def as_data(model: Model) -> dict[str, Any]:
    """Waterfalls and advantages for JSON; what is n/a is null."""
    return {
        "case": model.case.id,
        "unit": "USD/kg, base case",
        "options": {
            one.option: {
                "label": one.label,
                "steps": [_step(step) for step in one.steps],
                "totals": {name: _known(value) for name, value in one.totals.items()},
            }
            for one in unit_costs(model)
        },
        "foreign_advantage": [
            {
                "domestic": one.domestic,
                "foreign": one.foreign,
                "method": "Shapley value over groups of inputs, of the levelised cost with income tax",
                "cost_with_tax": {one.domestic: one.costs[0], one.foreign: one.costs[1]},
                "difference": one.costs[0] - one.costs[1],
                "shares": one.shares,
                "counted_with_the_place": list(one.unmatched),
            }
            for one in foreign_advantages(model)
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    return {"group": step.group, "row": step.row, "label": step.label, "cost": _known(step.cost), "after": _known(step.after)}


def _known(value: float) -> float | None:
    return value if value == value else None


def _shown(value: float) -> str:
    return f"{value:.4f}" if value == value else "n/a"


def waterfall_lines(one: UnitCost) -> list[str]:
    """The waterfall of an option as lines of text: a heading, a group, its components, the sum so far."""
    wide = max([52, *(len(step.label) for step in one.steps if step.cost)])
    lines, group = [f"{'USD/kg, base case':<{wide + 4}}{'step':>11}{'so far':>12}"], ""
    for step in (step for step in one.steps if step.cost):
        lines += [f"  {step.group}"] if step.group != group else []
        group = step.group
        lines.append(f"    {step.label:<{wide}}{_shown(step.cost):>11}{_shown(step.after):>12}")
    units = {"levelised_cost_per_dose": "USD/dose", "finished_dose_cost": "USD/dose", "levelised_cost_per_course": "USD/course"}
    words = {
        "levelised_cost": "Levelised cost before income tax",
        "levelised_price": "Levelised price",
        "levelised_cost_per_dose": "Levelised cost a dose",
        "levelised_cost_per_course": "Levelised cost of the drug substance in a course",
        "finished_dose_cost": "Levelised cost a finished dose",
    }
    lines += [f"  {words[name]:<{wide + 13}}{_shown(value):>12} {units.get(name, 'USD/kg')}" for name, value in one.totals.items()]
    return lines


def advantage_lines(one: Advantage, labels: dict[str, str]) -> list[str]:
    """The advantage of a plant abroad as lines of text."""
    lines = [f"  {labels[name]:<54}{cost:>11.4f}" for name, cost in zip((one.domestic, one.foreign), one.costs, strict=True)]
    lines += [f"    {group:<52}{share:>+11.4f}" for group, share in sorted(one.shares.items(), key=lambda item: -abs(item[1]))]
    lines.append(f"  {'Difference':<54}{one.costs[0] - one.costs[1]:>+11.4f}")
    if one.unmatched:
        lines.append(f"  Only one of the two has {', '.join(one.unmatched)}: counted with the place.")
    return lines
