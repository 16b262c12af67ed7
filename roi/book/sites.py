"""Output and site of a plant, capacity of a contract manufacturer: figures that stand together, and those that contradict each other."""

from __future__ import annotations

from typing import Protocol

from roi.domain import ContractManufacturer, Plant

STATED = {"capacity": "kg/year", "on_stream_factor": "1"}
"""Figures that state the output, with their units."""

BATCHES = ("batch_size", "cycle_time", "available_time", "campaigns", "changeover_time", "failed_batch_share")
"""Figures that it is worked out from instead: all of them together."""


class Notes(Protocol):
    """Where a problem is written down."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""


def check_output(notes: Notes, id: str, plant: Plant) -> None:
    """The output is stated, or worked out from batches and campaigns, which leave time to run."""
    given = [key for key in (*BATCHES, "changeover_cost") if getattr(plant, key)]
    for key, unit in STATED.items():
        if given and getattr(plant, key):
            notes.note(id, (key,), f"both {key} and {given[0]} are given", "the batches say the output: take one of the two out")
        if not given and not getattr(plant, key):
            notes.note(id, (key,), f"key {key!r} is missing", f"add {key}, a figure in {unit}, or state batches: {', '.join(BATCHES)}")
    if not given:
        return
    lacking = [key for key in BATCHES if not getattr(plant, key)]
    for key in lacking:
        notes.note(id, (key,), f"{given[0]} without {key}", f"a plant that states its batches needs all of {', '.join(BATCHES)}")
    if plant.technology != "batch":
        notes.note(
            id, ("technology",), f"a continuous plant has no {given[0]}", "write technology: batch, or capacity and on_stream_factor"
        )
    if plant.campaigns and plant.changeover_time and plant.available_time:
        lost, whole = plant.campaigns.value * plant.changeover_time.value, plant.available_time.value
        if lost >= whole:
            what = f"the changeovers take {lost:g} of the {whole:g} hours of a year"
            notes.note(id, ("changeover_time",), what, "shorten changeover_time, or plan fewer campaigns")


def check_site(notes: Notes, id: str, plant: Plant) -> None:
    """Nothing can be bought or leased where nothing stands, and what stands in a building builds none."""
    for key in ("purchase_price", "lease"):
        if plant.site == "greenfield" and getattr(plant, key):
            notes.note(id, (key,), f"a greenfield plant has no {key}: nothing stands there yet", "take it out, or write site: brownfield")
    if plant.site == "retrofit" and plant.building_share:
        what = "building_share is of a building that is built, and a retrofit takes over one that stands"
        notes.note(id, ("building_share",), what, "take it out, or write site: brownfield")


def check_manufacturer(notes: Notes, id: str, manufacturer: ContractManufacturer) -> None:
    """What is billed in any case can be made."""
    least, held = manufacturer.minimum_volume, manufacturer.capacity
    if least and least.value > held.value:
        what = f"minimum_volume, {least.value:,.0f} kg a year, is above capacity, {held.value:,.0f}"
        notes.note(id, ("minimum_volume",), what, "lower minimum_volume, or raise the capacity held")
