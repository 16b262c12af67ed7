"""What a new plant has still to learn, by year of operation: more hours of work, less yield. A table, since rows know no powers."""

from __future__ import annotations

from dataclasses import replace

from roi.domain import Plant
from roi.formula import Formula, Row, Symbols, lookup


def learning_hours(plant: Plant, labour: Row) -> Row:
    """The row of operating labour of a plant, with the hours it needs beyond those of a steady year while it learns."""
    if plant.labour_excess is None:
        return labour

    def cost(s: Symbols) -> Formula:
        found: Formula = labour(s) * (1 + lookup(s.plant.labour_excess, s.age))
        return found

    words = f"{labour.doc} Times one plus the excess of the hours in the first years of operation."
    return replace(labour, function=cost, doc=words, where=f"{__file__}:{cost.__code__.co_firstlineno}")


def learning_yield(plant: Plant, used: Row) -> Row:
    """The row of the key starting material used by a plant, with what it uses more while it learns."""
    if plant.yield_shortfall is None:
        return used

    def volume(s: Symbols) -> Formula:
        found: Formula = used(s) / (1 - lookup(s.plant.yield_shortfall, s.age))
        return found

    words = f"{used.doc} Divided by one less the shortfall of the yield in the first years of operation."
    return replace(used, function=volume, doc=words, where=f"{__file__}:{volume.__code__.co_firstlineno}")
