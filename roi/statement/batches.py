"""Output of a plant: stated as capacity and on-stream factor, or worked out from batches and campaigns. Failed batches are made too."""

from __future__ import annotations

from roi.domain import Plant
from roi.formula import Formula, Row, Symbols, lookup, maximum, row, rows
from roi.statement.production import capacity, saleable_capacity, volume_produced


@row("Batches a year", unit="batch/year", section="Production")
def batches(s: Symbols) -> Formula:
    """Hours of a year that changeovers between campaigns leave, divided by the time between the starts of two batches."""
    changing = s.plant.campaigns * s.plant.changeover_time
    return maximum(0, s.plant.available_time - changing) / s.plant.cycle_time


@row("Saleable capacity", unit="kg/year", section="Production", name="saleable_capacity")
def capacity_of_batches(s: Symbols) -> Formula:
    """Batches that do not fail, times their size, less the shortfall of the ramp-up years, and what is not released."""
    good = s.batches * s.plant.batch_size * (1 - s.plant.failed_batch_share)
    return s.operating * good * (1 - lookup(s.plant.ramp_up_shortfall, s.age)) * s.plant.released_share


@row("Volume produced", unit="kg/year", section="Consumption", name="volume_produced")
def volume_with_failed_batches(s: Symbols) -> Formula:
    """What must be made, failed batches included, so that the released share of the good ones covers sales."""
    return s.volume_sold / (s.plant.released_share * (1 - s.plant.failed_batch_share))


def output(plant: Plant, disturbed: bool) -> tuple[Row, ...]:
    """Rows of the capacity of a plant. disturbed : outages can hit it."""
    if plant.batch_size:
        return rows(batches, capacity(capacity_of_batches, disturbed))
    return capacity(saleable_capacity, disturbed)


def volume_made(plant: Plant) -> Row:
    """The row of the volume produced."""
    return volume_with_failed_batches if plant.batch_size else volume_produced
