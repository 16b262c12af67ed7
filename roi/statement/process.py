"""A process of steps: how much each takes in for a kg of drug substance, and what its materials cost. One row each a step."""

from __future__ import annotations

from collections.abc import Sequence

from roi.domain import Plant, Process
from roi.domain.plants import Step
from roi.formula import Formula, Row, Symbols, metric, row, sum_of
from roi.statement.binding import Binding, Calendar, bind_entity
from roi.statement.cash_flow import subtotal
from roi.statement.learning import learning_yield
from roi.statement.production import key_shipped_volume, other_materials_cost
from roi.units import parse

SECTION = "Process"


@row("Key starting material used", unit="kg/year", section="Consumption", name="key_shipped_volume")
def key_shipped_volume_of_process(s: Symbols) -> Formula:
    """Volume produced times what the first step takes in for each kg of drug substance."""
    return s.volume_produced * s.first_intake


@row("Other materials", unit="USD/year", section="Production cost", name="other_materials_cost")
def other_materials_cost_of_process(s: Symbols) -> Formula:
    """Materials of all steps per kg produced, at the local cost index."""
    return s.volume_produced * s.process_materials * s.cost_index


@metric("Materials with the key starting material, at prices of year 0", unit="USD/kg")
def route_material_cost(s: Symbols) -> Formula:
    """Price free on board of the key starting material times what the first step takes in, plus the materials of all steps."""
    return s.key.supplier.fob_price * s.first_intake + s.process_materials


def intake(name: str, step: Step, following: str) -> Row:
    """Row: what a step takes in for each kg of drug substance."""

    def taken(s: Symbols) -> Formula:
        one = getattr(s.process.steps, name)
        ratio: Formula = one.mass_ratio / one.step_yield
        return ratio * getattr(s, _intake(following)) if following else ratio

    words = "Mass ratio at full yield divided by the yield" + (", times what the next step takes in." if following else ".")
    return Row(_intake(name), f"{step.label}: taken in", parse("1"), SECTION, words, taken, f"{__file__}:{taken.__code__.co_firstlineno}")


def materials(name: str, step: Step, following: str) -> Row:
    """Row: what the materials and the processing of a step cost for each kg of drug substance."""
    toll = "toll" if step.processing_cost else ""

    def cost(s: Symbols) -> Formula:
        one = getattr(s.process.steps, name)
        made = getattr(s, _intake(following)) if following else 1
        fed = [getattr(s, _intake(name)) * _net(s, name, key, step) * getattr(one.materials, key).price for key in step.materials]
        return sum_of([*fed, *([made * one.processing_cost] if toll else [])])

    words = "For each material what is fed and not recovered, times its price; and the processing of what the step makes."
    label = f"{step.label}: materials"
    return Row(f"step_{name}_materials", label, parse("USD/kg"), SECTION, words, cost, f"{__file__}:{cost.__code__.co_firstlineno}")


def mass_intensity(steps: dict[str, Step]) -> Row:
    """Measure: mass of everything fed and not recovered, for each kg of drug substance."""

    def fed(s: Symbols) -> Formula:
        parts = [getattr(s, _intake(name)) * _net(s, name, key, step) for name, step in steps.items() for key in step.materials]
        return sum_of([s.first_intake, *parts])

    words = "Key starting material and all materials fed and not recovered, per kg of drug substance."
    where = f"{__file__}:{fed.__code__.co_firstlineno}"
    return Row("process_mass_intensity", "Process mass intensity", parse("1"), "Measures", words, fed, where, metric=True)


def overall_yield(names: Sequence[str]) -> Row:
    """Measure: product of the yields of all steps."""

    def product(s: Symbols) -> Formula:
        found: Formula = getattr(s.process.steps, names[0]).step_yield
        for name in names[1:]:
            found = found * getattr(s.process.steps, name).step_yield
        return found

    words, where = "Product of the yields of all steps.", f"{__file__}:{product.__code__.co_firstlineno}"
    return Row("overall_yield", "Overall yield", parse("1"), "Measures", words, product, where, metric=True)


def _net(s: Symbols, name: str, key: str, step: Step) -> Formula:
    """Amount of a material fed and not recovered."""
    one = getattr(getattr(s.process.steps, name).materials, key)
    return one.amount * (1 - one.recovered_share) if step.materials[key].recovered_share else one.amount  # type: ignore[no-any-return]


def _intake(step: str) -> str:
    return f"step_{step}_intake"


def process_rows(process: Process) -> tuple[Row, ...]:
    """Rows of the process, in the order of its steps."""
    names = list(process.steps)
    found: list[Row] = []
    for name, following in zip(names, [*names[1:], ""], strict=True):
        step = process.steps[name]
        found.append(intake(name, step, following))
        found += [materials(name, step, following)] if step.materials or step.processing_cost else []
    costs = [one.name for one in found if one.name.endswith("_materials")]
    first = subtotal("first_intake", "Key starting material taken in", SECTION, [_intake(names[0])], unit="1")
    return *found, first, subtotal("process_materials", "Materials of all steps", SECTION, costs, unit="USD/kg")


def process_measures(process: Process, bought: bool) -> tuple[Row, ...]:
    """Measures of the process; the cost with the key starting material only where that is bought."""
    return mass_intensity(process.steps), overall_yield(tuple(process.steps)), *((route_material_cost,) if bought else ())


def consumption(plant: Plant) -> tuple[Row, Row]:
    """Rows of the key starting material used and of the other materials: from the plant's own figures, or from its process."""
    if plant.process is None:
        return learning_yield(plant, key_shipped_volume), other_materials_cost
    return learning_yield(plant, key_shipped_volume_of_process), other_materials_cost_of_process


def bind_process(process: Process, calendar: Calendar) -> dict[str, Binding]:
    """Inputs of the rows."""
    return bind_entity("process", process, f"Process: {process.label}", calendar)
