"""Fixed capital from purchased equipment: one row for each link of the chain. Which links there are follows from the estimate."""

from __future__ import annotations

from collections.abc import Sequence

from roi.domain import Assumption, CapitalEstimate, CostIndex, Plant
from roi.formula import Formula, Row, Symbols, row, sum_of
from roi.rules.dated import series
from roi.statement.binding import Binding, Calendar, bind, bind_entity, derived
from roi.statement.cash_flow import subtotal
from roi.units import parse

SECTION = "Capital estimate"


def listed_equipment(lines: Sequence[str]) -> Row:
    """Row that adds the lines of equipment, scaled to the plant's capacity and brought to money of year 0."""

    def cost(s: Symbols) -> Formula:
        return sum_of(getattr(s.estimate.equipment, line).cost for line in lines) * s.estimate.scale * s.estimate.price_level

    words = "Sum of the purchased cost of all lines, times the scale to the plant's capacity and the price level."
    return Row("listed_equipment", "Listed equipment", parse("USD"), SECTION, words, cost, f"{__file__}:{cost.__code__.co_firstlineno}")


def installed_equipment(lines: Sequence[str]) -> Row:
    """Row that adds the lines of equipment, each times its own factor."""

    def cost(s: Symbols) -> Formula:
        items = [getattr(s.estimate.equipment, line) for line in lines]
        return sum_of(one.cost * one.installed_factor for one in items) * s.estimate.scale * s.estimate.price_level

    words = "Sum of the purchased cost of all lines, each times its own factor, times the scale and the price level."
    return Row("direct_cost", "Equipment in place", parse("USD"), SECTION, words, cost, f"{__file__}:{cost.__code__.co_firstlineno}")


@row("Unlisted equipment", unit="USD", section=SECTION)
def unlisted_equipment(s: Symbols) -> Formula:
    """Share of the listed equipment."""
    return s.listed_equipment * s.estimate.unlisted_share


@row("Direct cost", unit="USD", section=SECTION)
def direct_cost(s: Symbols) -> Formula:
    """Purchased equipment times one plus the sum of the direct shares: installation, piping, instruments, buildings, ..."""
    return s.purchased_equipment * (1 + sum_of(s.estimate.direct))


@row("Indirect cost", unit="USD", section=SECTION, name="indirect_cost")
def indirect_cost_of_direct(s: Symbols) -> Formula:
    """Direct cost times the sum of the indirect shares: engineering, construction."""
    return s.direct_cost * sum_of(s.estimate.indirect)


@row("Indirect cost", unit="USD", section=SECTION, name="indirect_cost")
def indirect_cost_of_equipment(s: Symbols) -> Formula:
    """Purchased equipment times the sum of the indirect shares: engineering, construction."""
    return s.purchased_equipment * sum_of(s.estimate.indirect)


@row("Contractor's fee", unit="USD", section=SECTION)
def contractor_fee(s: Symbols) -> Formula:
    """Share of direct and indirect cost."""
    return s.direct_and_indirect_cost * s.estimate.contractor_fee_share


@row("Contingency", unit="USD", section=SECTION)
def contingency(s: Symbols) -> Formula:
    """Share of direct and indirect cost."""
    return s.direct_and_indirect_cost * s.estimate.contingency_share


@row("Cost of the plant where it was estimated", unit="USD", section=SECTION, name="estimated_cost")
def estimated_cost_by_lang(s: Symbols) -> Formula:
    """Purchased equipment times the Lang factor. Lang, Chemical Engineering 55 (1948)."""
    return s.purchased_equipment * s.estimate.lang_factor


@row("Cost of the plant where it stands", unit="USD", section=SECTION, name="plant_cost")
def plant_cost_elsewhere(s: Symbols) -> Formula:
    """Estimated cost times the location factor."""
    return s.estimated_cost * s.estimate.location_factor


@row("Cost of the plant where it stands", unit="USD", section=SECTION, name="plant_cost")
def plant_cost_there(s: Symbols) -> Formula:
    """The estimated cost: the estimate was made for the place."""
    return s.estimated_cost


@row("Commissioning", unit="USD", section=SECTION)
def commissioning_cost(s: Symbols) -> Formula:
    """Share of the cost of the plant."""
    return s.plant_cost * s.estimate.commissioning_share


@row("Qualification", unit="USD", section=SECTION)
def qualification_cost(s: Symbols) -> Formula:
    """Share of the cost of the plant."""
    return s.plant_cost * s.estimate.qualification_share


@row("Process validation", unit="USD", section=SECTION)
def validation_cost(s: Symbols) -> Formula:
    """Validation batches, each at its cost."""
    return s.estimate.validation_batches * s.estimate.validation_batch_cost


@row("Land", unit="USD", section=SECTION)
def land_cost(s: Symbols) -> Formula:
    """Price of the site; depreciated with the rest of the fixed capital."""
    return s.estimate.land


def estimated_capital(estimate: CapitalEstimate) -> tuple[Row, ...]:
    """Rows from the list of equipment to the fixed capital."""
    added = (
        *((commissioning_cost,) if estimate.commissioning_share else ()),
        *((qualification_cost,) if estimate.qualification_share else ()),
        *((validation_cost,) if estimate.validation_batches else ()),
        *((land_cost,) if estimate.land else ()),
    )
    place = plant_cost_elsewhere if estimate.location_factor else plant_cost_there
    names = ["plant_cost", *(one.name for one in added)]
    return *_estimated_cost(estimate), place, *added, subtotal("fixed_capital", "Fixed capital", "Capital", names, unit="USD")


def _estimated_cost(estimate: CapitalEstimate) -> tuple[Row, ...]:
    """Rows up to the cost of the plant where it was estimated, by the method of the estimate."""
    lines = tuple(estimate.equipment)
    unlisted = (unlisted_equipment,) if estimate.unlisted_share else ()
    names = ["listed_equipment", *(one.name for one in unlisted)]
    purchased = (
        listed_equipment(lines), *unlisted, subtotal("purchased_equipment", "Purchased equipment", SECTION, names, unit="USD"),
    )  # fmt: skip
    if estimate.method == "lang":
        return *purchased, estimated_cost_by_lang
    of_equipment = estimate.indirect_base == "equipment"
    indirect = ((indirect_cost_of_equipment if of_equipment else indirect_cost_of_direct),) if estimate.indirect else ()
    cost = (*purchased, direct_cost) if estimate.method == "chain" else (installed_equipment(lines),)
    both = subtotal(
        "direct_and_indirect_cost", "Direct and indirect cost", SECTION, [cost[-1].name, *(one.name for one in indirect)], unit="USD"
    )
    on_top = (*((contractor_fee,) if estimate.contractor_fee_share else ()), *((contingency,) if estimate.contingency_share else ()))
    total = subtotal(
        "estimated_cost", "Cost of the plant where it was estimated", SECTION, [both.name, *(one.name for one in on_top)], unit="USD"
    )
    return *cost, *indirect, both, *on_top, total


def bind_estimate(estimate: CapitalEstimate, plant: Plant, index: CostIndex | None, calendar: Calendar) -> dict[str, Binding]:
    """Inputs of the rows: the figures, the scale to the plant's capacity, and the price level of the equipment."""
    section = f"Capital estimate: {estimate.label}"
    found = bind_entity("estimate", estimate, section, calendar)
    if index is not None:
        for name, line in estimate.equipment.items():
            found[f"estimate.equipment.{name}.cost"] = _as_stated(bind(line.cost, section, calendar), line.cost.value)
    found["estimate.scale"] = _scale(estimate, plant, section)
    found["estimate.price_level"] = _price_level(estimate, index, section, calendar)
    return found


def _as_stated(binding: Binding, value: float) -> Binding:
    """The binding in dollars of the figure's own year: the index brings it on."""
    return Binding(binding.input, value, 1.0, binding.figures)


def _scale(estimate: CapitalEstimate, plant: Plant, section: str) -> Binding:
    value, words, figures = 1.0, "the estimate is for the plant's capacity", tuple[Assumption, ...](one for one in (plant.capacity,) if one)
    if plant.capacity and estimate.reference_capacity and estimate.scaling_exponent:
        value = (plant.capacity.value / estimate.reference_capacity.value) ** estimate.scaling_exponent.value
        words = "capacity over reference capacity, to the power of the scaling exponent"
        figures = (plant.capacity, estimate.reference_capacity, estimate.scaling_exponent)
    id = f"{estimate.id}.scale_to.{plant.id.rpartition('.')[-1]}"
    return derived(id, "Scale to the plant's capacity", value, section=section, derivation=words, figures=figures)


def _price_level(estimate: CapitalEstimate, index: CostIndex | None, section: str, calendar: Calendar) -> Binding:
    value, words = 1.0, "the equipment was brought to money of year 0 line by line"
    if index is not None:
        stated = next(line.cost.dollar_year for line in estimate.equipment.values())
        last = index.index.dated[-1][0].year
        assert stated is not None
        then, now = series(index.index.dated, (stated, last))
        value = now / then * float((1 + calendar.price_level_growth.value) ** (calendar.decision_year - last))
        words = f"{index.label}: {last} over {stated}; from {last} on the growth of the price level"
    figures = (index.index,) if index else ()
    return derived(f"{estimate.id}.price_level", "Price level of the equipment", value, section=section, derivation=words, figures=figures)
