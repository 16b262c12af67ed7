"""What the files of a plant must hold together: its capital, the estimate behind it, renewal and closure."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from roi.book.references import Shelf
from roi.book.sites import check_manufacturer, check_output, check_site
from roi.domain import CapitalEstimate, Case, ContractManufacturer, DrugSubstance, Noun, Plant, Process

TOGETHER: dict[type[Noun], tuple[tuple[str, str], ...]] = {
    Plant: (("decommissioning_share", "salvage_share"),),
    CapitalEstimate: (("reference_capacity", "scaling_exponent"), ("validation_batches", "validation_batch_cost")),
}
"""Figures that mean nothing one without the other."""

METHODS: dict[str, tuple[str, ...]] = {
    "lang": ("lang_factor", "unlisted_share"),
    "hand": ("contractor_fee_share", "contingency_share", "indirect"),
    "wroth": ("contractor_fee_share", "contingency_share", "indirect"),
    "chain": ("direct", "unlisted_share", "indirect", "contractor_fee_share", "contingency_share"),
}
"""Method of an estimate: the factors it uses; the first of `lang` and `chain` it cannot do without."""

BY_SHIFT = ("operators_per_shift", "shift_teams", "hours_per_operator")
"""Figures that stand together instead of labour_hours."""

BY_TIME = ("finished_goods_time", "raw_materials_time", "payable_time")
"""Figures that stand together instead of working_capital_share."""

CLOSE = 0.01
"""How far the mass ratios of the steps may be from the stoichiometric ratio: molar masses are rounded."""

FACTORS = ("lang_factor", "direct", "indirect", "unlisted_share", "contractor_fee_share", "contingency_share")


NEEDED = {"packaging_cost": ("finishing_cost", "doses_per_course"), "finishing_markup": ("packaging_cost",)}
"""Figures of a drug substance that mean nothing without others."""


def check_plants(shelf: Shelf) -> None:
    """Note on the desk of the shelf what does not hold between the figures of plants and estimates."""
    for id, noun in shelf.nouns.items():
        for one, other in TOGETHER.get(type(noun), ()):
            for key, missing in ((one, other), (other, one)):
                if getattr(noun, key) and not getattr(noun, missing):
                    shelf.note(id, (key,), f"{key} without {missing}", f"add {missing}: the two go together")
        if rule := _RULES.get(type(noun)):
            rule(shelf, id, noun)


def _plant(shelf: Shelf, id: str, plant: Plant) -> None:
    check_output(shelf, id, plant)
    check_site(shelf, id, plant)
    _consumption(shelf, id, plant)
    _instead(shelf, id, plant, "labour_hours", "h/year", BY_SHIFT)
    _instead(shelf, id, plant, "working_capital_share", "1", BY_TIME)
    country = shelf.get("countries", plant.country)
    for key in ("natural_gas", "steam", "water", "nitrogen"):
        if getattr(plant, key) and country and getattr(country, f"{key}_price") is None:
            shelf.note(id, (key,), f"{country.id} has no {key}_price", f"add {key}_price there, or count {key} in other_utilities")
    if (plant.fixed_capital is None) == (plant.capital_estimate is None):
        neither = plant.fixed_capital is None
        what = "neither fixed_capital nor capital_estimate is given" if neither else "both fixed_capital and capital_estimate are given"
        shelf.note(id, ("capital_estimate",), what, "give one of the two: fixed_capital, a figure in USD, or the name of an estimate")
    estimate = shelf.get("capital_estimates", plant.capital_estimate)
    if isinstance(estimate, CapitalEstimate) and estimate.reference_capacity and plant.batch_size:
        what = f"{estimate.id} is scaled to a capacity, and the plant states batches instead"
        shelf.note(id, ("capital_estimate",), what, "take reference_capacity and scaling_exponent out of the estimate")
    elif isinstance(estimate, CapitalEstimate) and estimate.reference_capacity and plant.capacity and plant.capacity.distribution:
        what = "capacity is uncertain, but the capital estimate is scaled to it once"
        shelf.note(id, ("capacity",), what, "give value only, or take reference_capacity out of the estimate")


def _consumption(shelf: Shelf, id: str, plant: Plant) -> None:
    """The materials come from a process, or from two figures of the plant."""
    for key in ("process_yield", "other_materials"):
        if plant.process is None and getattr(plant, key) is None:
            unit = "1" if key == "process_yield" else "USD/kg"
            shelf.note(id, (key,), f"key {key!r} is missing", f"add {key}, a figure in {unit}, or process: a file of processes/")
        if plant.process is not None and getattr(plant, key) is not None:
            shelf.note(id, (key,), f"both process and {key} are given", "the process says it: take one of the two out")


def _instead(shelf: Shelf, id: str, plant: Plant, one: str, unit: str, others: tuple[str, ...]) -> None:
    """One figure, or the others that stand instead of it, all of them."""
    given = [key for key in others if getattr(plant, key)]
    if getattr(plant, one) and given:
        shelf.note(id, (given[0],), f"both {one} and {given[0]} are given", f"give {one}, or all of {', '.join(others)}")
    elif not getattr(plant, one) and not given:
        shelf.note(id, (one,), f"key {one!r} is missing", f"add {one}, a figure in {unit}, or {', '.join(others)}")
    elif not getattr(plant, one) and (missing := [key for key in others if key not in given]):
        shelf.note(id, (missing[0],), f"{' and '.join(missing)} missing beside {given[0]}", f"give {one}, or all of {', '.join(others)}")


def _process(shelf: Shelf, id: str, process: Process) -> None:
    if not process.steps:
        shelf.note(id, ("steps",), "the process has no step", "add a step with label, mass_ratio and step_yield")
    elif not any(step.materials or step.processing_cost for step in process.steps.values()):
        shelf.note(id, ("steps",), "no step has materials or a processing cost", "add materials to a step")


def _case(shelf: Shelf, id: str, case: Case) -> None:
    """The process of a plant makes the drug substance of the case, from as much key starting material as the drug's file says."""
    drug = shelf.get("drugs", case.drug)
    plants = {option.plant: name for name, option in case.options.items() if option.plant}
    for stem, name in plants.items():
        plant = shelf.get("plants", stem)
        process = shelf.get("processes", plant.process) if plant else None
        if process is None:
            continue
        if process.product != case.drug:
            what = f"{process.id} makes {process.product!r}, the case is about {case.drug!r}"
            shelf.note(id, ("options", name, "plant"), what, f"name a plant whose process has product: {case.drug}")
        elif drug:
            ratio = math.prod(step.mass_ratio.value for step in process.steps.values())
            if abs(ratio / drug.stoichiometric_ratio.value - 1) > CLOSE:
                what = f"the mass ratios of the steps multiply to {ratio:.4g}, {drug.id} says {drug.stoichiometric_ratio.value:.4g}"
                shelf.note(process.id, ("steps",), what, "mend a mass_ratio, or the stoichiometric_ratio of the drug substance")


def _drug(shelf: Shelf, id: str, drug: DrugSubstance) -> None:
    for key, others in NEEDED.items():
        for missing in (other for other in others if getattr(drug, key) and not getattr(drug, other)):
            shelf.note(id, (key,), f"{key} without {missing}", f"add {missing}: the price of a course is built from it")


def _estimate(shelf: Shelf, id: str, estimate: CapitalEstimate) -> None:
    used = METHODS[estimate.method]
    if not estimate.equipment:
        shelf.note(id, ("equipment",), "the list of equipment is empty", "add a line with label and cost")
    for key in FACTORS:
        if getattr(estimate, key) and key not in used:
            shelf.note(id, (key,), f"an estimate by method {estimate.method} has no use for {key}", "take it out or change the method")
    if estimate.method in ("lang", "chain") and not getattr(estimate, used[0]):
        shelf.note(id, ("method",), f"an estimate by method {estimate.method} needs {used[0]}", f"add {used[0]}")
    if estimate.indirect_base == "equipment" and estimate.method != "chain":
        shelf.note(id, ("indirect_base",), "only the method chain has indirect shares of equipment", "take indirect_base out")
    for name, line in estimate.equipment.items():
        by_line = estimate.method in ("hand", "wroth")
        if by_line != (line.installed_factor is not None):
            what = f"{name} has {'no' if by_line else 'an'} installed_factor; the method is {estimate.method}"
            remedy = "give every line one" if by_line else "take it out, or take the method hand or wroth"
            shelf.note(id, ("equipment", name), what, remedy)
    for key in ("reference_capacity", "scaling_exponent"):
        if (figure := getattr(estimate, key)) and figure.distribution:
            remedy = "give value only; put the spread into location_factor or into the plant's cost_overrun"
            shelf.note(id, (key,), f"{key} cannot be uncertain: the estimate is scaled once", remedy)
    _index(shelf, id, estimate)


def _index(shelf: Shelf, id: str, estimate: CapitalEstimate) -> None:
    """With an index all equipment is in the money of one year, which the index knows."""
    index = shelf.get("cost_indices", estimate.cost_index)
    years = sorted({line.cost.dollar_year for line in estimate.equipment.values() if line.cost.dollar_year})
    if index is None or not years:
        return
    known = [day.year for day, _ in index.index.dated]
    if len(years) > 1:
        shelf.note(id, ("equipment",), f"the equipment is in money of {years[0]} and of {years[-1]}", "bring all lines to one dollar_year")
    elif years[0] not in known:
        near = min(known, key=lambda year: abs(year - years[0]))
        shelf.note(id, ("cost_index",), f"{index.id} has no value for {years[0]}", f"add it there; the nearest year it has is {near}")


_RULES: dict[type[Noun], Callable[[Shelf, str, Any], None]] = {
    Plant: _plant,
    ContractManufacturer: check_manufacturer,
    CapitalEstimate: _estimate,
    Process: _process,
    Case: _case,
    DrugSubstance: _drug,
}
