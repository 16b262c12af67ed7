"""Which lines the capital of a plant has, and which rows of depreciation each of them brings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from roi.book import Book
from roi.domain import Assumption, Case, Option, Plant, Taxation
from roi.formula import Row, part, rows
from roi.statement.binding import Binding, Calendar, bind
from roi.statement.cash_flow import subtotal
from roi.statement.depreciation import (
    BY_SCHEDULE,
    DECLINING,
    RECAPTURE,
    acquired_share,
    basis_of_all,
    basis_of_line,
    basis_of_rest,
    bonus_depreciation,
    share_when_acquired,
    share_when_in_service,
)

LINES = {"building": "Building", "land_improvements": "Land improvements"}
"""Lines of the capital beside equipment and land: the prefix of their rows and what they are called."""


class Workbench(Protocol):
    """What taxes, support and finance need to know of an option while its statement is put together."""

    case: Case
    option: Option
    book: Book
    calendar: Calendar
    inputs: dict[str, Binding]

    def use(self, role: str, entity: Any, section: str) -> None:
        """Make the figures of an entity known as ``role.key``."""


@dataclass
class Deductions:
    """Rows of all lines; the names of those that are deducted, and of those that are income again."""

    rows: list[Row] = field(default_factory=list)
    deducted: list[str] = field(default_factory=list)
    income: list[str] = field(default_factory=list)


def deductions(bench: Workbench, plant: Plant, taxation: Taxation) -> Deductions:
    """Depreciation of every line of the plant, and its sum ``tax_depreciation``."""
    found = Deductions()
    shares = {line: getattr(plant, f"{line}_share") for line in (*LINES, "land")}
    for line, share in shares.items():
        if share is not None:
            bench.inputs[f"capital_share.{line}"] = bind(share, f"Plant: {plant.label}", bench.calendar)
    _line(bench, found, "", taxation, basis_of_rest if any(shares.values()) else basis_of_all)
    for line in LINES:
        if shares[line] is not None:
            bench.inputs[f"{line}.line.share"] = bench.inputs[f"capital_share.{line}"]
            _line(bench, found, line, taxation, basis_of_line)
    if shares["building"] is not None and plant.qualified_use_time is not None:
        found.rows += part("building", LINES["building"], RECAPTURE)
        found.deducted.append("building_restored_depreciation")
        found.income.append("building_recapture")
    found.rows.append(subtotal("tax_depreciation", "Depreciation", "Tax", found.deducted))
    return found


def _line(bench: Workbench, found: Deductions, line: str, taxation: Taxation, basis: Row) -> None:
    """Rows of one line; the line without a name is equipment."""
    role, key = (f"{line}.", f"{line}_") if line else ("", "")
    schedule = bench.book.depreciation[getattr(taxation, f"{key}depreciation")]
    bench.use(f"{role}depreciation", schedule, "Depreciation")
    bonus: Assumption | None = getattr(taxation, f"{key}bonus_share")
    service: Assumption | None = taxation.building_service_share if line == "building" else None
    for name, figure in (("bonus_share", bonus), ("service_share", service)):
        if figure is not None:
            bench.inputs[f"{role}line.{name}"] = bind(figure, f"Taxation: {taxation.label}", bench.calendar)
    first = [] if bonus is None else [share_when_acquired] if service is None else [acquired_share, share_when_in_service]
    deducted = rows(
        basis,
        first,
        [bonus_depreciation] if first else [],
        (DECLINING if schedule.rate is not None else BY_SCHEDULE)[bool(first)],
    )
    found.rows += part(line, LINES[line], deducted) if line else deducted
    found.deducted += [f"{key}bonus_depreciation"] if first else []
    found.deducted.append(f"{key}scheduled_depreciation")
