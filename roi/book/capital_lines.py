"""Lines of the capital, how a taxation writes them off, and schedules: what must fit together."""

from __future__ import annotations

from typing import Any, Protocol

from roi.book.shape import reach
from roi.domain import Assumption, Depreciation, Plant, Taxation

LINES = ("building", "land_improvements")


class Shelf(Protocol):
    """The nouns built, and where a problem is written down."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""

    def get(self, folder: str, stem: str | None) -> Any:
        """The noun, or None."""


def check_schedule(shelf: Shelf, id: str, schedule: Depreciation) -> None:
    """A table that deducts the whole capital, or the rate of a declining balance."""
    wanted, other = ("rate", "rates") if schedule.method == "declining_balance" else ("rates", "rate")
    if getattr(schedule, wanted) is None:
        shelf.note(id, (wanted,), f"a schedule by {schedule.method} needs {wanted}", f"add {wanted}, a figure")
    if getattr(schedule, other) is not None:
        shelf.note(id, (other,), f"a schedule by {schedule.method} has no {other}", "take it out, or mend method")
    if schedule.rates is not None and abs((total := sum(schedule.rates.table)) - 1) > 0.005:
        remedy = "over its life the whole capital is deducted: they must sum to 1"
        shelf.note(id, ("rates", "values"), f"the rates sum to {total:g}", remedy)


def check_taxation(shelf: Shelf, id: str, taxation: Taxation) -> None:
    """A first-year share belongs to a line that is written off."""
    for line in LINES:
        if getattr(taxation, f"{line}_bonus_share") is not None and getattr(taxation, f"{line}_depreciation") is None:
            what = f"{line}_bonus_share without {line}_depreciation"
            shelf.note(id, (f"{line}_bonus_share",), what, f"add {line}_depreciation: name of a file of depreciation/")
    if taxation.building_service_share is not None and taxation.building_bonus_share is None:
        what = "building_service_share without building_bonus_share"
        shelf.note(id, ("building_service_share",), what, "add building_bonus_share, the share it is a share of")

    schedule = shelf.get("depreciation", taxation.research_amortisation)
    if isinstance(schedule, Depreciation) and schedule.rates is None:
        what = f"research is written off by a table; {schedule.id} is {schedule.method}"
        shelf.note(id, ("research_amortisation",), what, "name a schedule with rates")
    years, needed = taxation.loss_years, taxation.loss_rule == "carryforward_years"
    if needed and years is None:
        shelf.note(id, ("loss_years",), "loss_rule carryforward_years needs loss_years", "add loss_years, a figure in year")
    if years is not None and not needed:
        what = f"loss_rule {taxation.loss_rule} has no loss_years"
        shelf.note(id, ("loss_years",), what, "take it out, or write loss_rule: carryforward_years")
    if years is not None and not (_whole(years) and years.value >= 1):
        shelf.note(id, ("loss_years",), "loss_years is not a whole number of years", "give value, a whole number from 1 on, only")


def check_plant(shelf: Shelf, id: str, plant: Plant) -> None:
    """Lines are parts of the whole; the time of use is a whole number of years."""
    shares = {line: share for line in (*LINES, "land") if (share := getattr(plant, f"{line}_share")) is not None}
    if (most := sum(_highest(share) for share in shares.values())) > 1:
        what = f"{' + '.join(f'{line}_share' for line in shares)} can reach {most:g}"
        shelf.note(id, (f"{next(iter(shares))}_share",), what, "together they are at most 1: what they leave is equipment")
    time = plant.qualified_use_time
    if time is not None and not _whole(time):
        shelf.note(id, ("qualified_use_time",), "qualified_use_time is not a whole number of years", "give value, a whole number, only")
    if time is not None and plant.building_share is None:
        shelf.note(id, ("qualified_use_time",), "qualified_use_time without building_share", "add building_share, the line it is about")


def check_option(shelf: Shelf, id: str, path: tuple[str, ...], plant: Plant, taxation: Taxation) -> None:
    """The taxation of an option says how each line of its plant is written off."""
    for line in LINES:
        if getattr(plant, f"{line}_share") is not None and getattr(taxation, f"{line}_depreciation") is None:
            what = f"{plant.id} has a {line}_share, and {taxation.id} does not say how it is written off"
            shelf.note(id, (*path, "taxation"), what, f"add {line}_depreciation to {taxation.id}, or take the share out of the plant")
    if plant.qualified_use_time is None or plant.building_share is None:
        return
    for key in ("building_bonus_share", "building_recapture_period"):
        if getattr(taxation, key) is None:
            what = f"{plant.id} has a qualified_use_time, and {taxation.id} has no {key}"
            shelf.note(id, (*path, "taxation"), what, f"add {key} to {taxation.id}, or take qualified_use_time out of the plant")
    schedule = shelf.get("depreciation", taxation.building_depreciation)
    if isinstance(schedule, Depreciation) and schedule.rates is None:
        what = f"a deduction given back is written off by a table; {schedule.id} is {schedule.method}"
        shelf.note(id, (*path, "taxation"), what, "name a schedule with rates in building_depreciation")


def _whole(figure: Assumption) -> bool:
    return figure.distribution is None and figure.value == int(figure.value)


def _highest(figure: Assumption) -> float:
    return figure.value if figure.distribution is None else reach(figure.distribution)[1]
