"""Jobs that a plant in the country of the market brings: in the plant, and elsewhere by a multiplier. They are counted, never priced."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

from roi.domain import Country, Plant
from roi.formula import Formula, Row, Symbols, available, metric, row, rows, total
from roi.statement.cash_flow import subtotal
from roi.statement.made import made

SECTION = "Jobs"


@row("Jobs in the plant", unit="1", section=SECTION, name="jobs_direct")
def jobs_by_hours(s: Symbols) -> Formula:
    """Hours of labour of a year divided by those of a job, and the quality unit in proportion, in operating years."""
    return s.operating * s.plant.labour_hours / s.home.hours_per_job * (1 + s.plant.quality_share)


@row("Jobs in the plant", unit="1", section=SECTION, name="jobs_direct")
def jobs_by_shift(s: Symbols) -> Formula:
    """Operators on a shift times teams, and the quality unit in proportion, in operating years."""
    return s.operating * s.plant.operators_per_shift * s.plant.shift_teams * (1 + s.plant.quality_share)


@row("Jobs elsewhere", unit="1", section=SECTION)
def jobs_indirect(s: Symbols) -> Formula:
    """Jobs at suppliers and where wages are spent: jobs in the plant times the multiplier less one."""
    return s.jobs_direct * (s.home.jobs_multiplier - 1)


@metric("Jobs in the plant, in a year of operation", unit="1", section=SECTION)
def jobs_in_plant(s: Symbols) -> Formula:
    """Jobs in the plant, mean of the operating years; n/a when it never operates."""
    return available(total(s.operating) > 0, total(s.jobs_direct) / total(s.operating))


@metric("Jobs elsewhere, in a year of operation", unit="1", section=SECTION)
def jobs_beside(s: Symbols) -> Formula:
    """Jobs elsewhere, mean of the operating years; n/a when the plant never operates."""
    return available(total(s.operating) > 0, total(s.jobs_indirect) / total(s.operating))


def jobs_of_members(names: Sequence[str]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The same of an option made of others. names : members whose plant brings jobs."""
    if not names:
        return (), ()

    def running(s: Symbols) -> Formula:
        found: Formula = reduce(or_, [getattr(s, f"{name}_operating") for name in names])
        return found

    words = f"Years in which {' or '.join(names).replace('_', ' ')} operates."
    direct, indirect = ([f"{name}_{one}" for name in names] for one in (jobs_by_hours.name, jobs_indirect.name))
    items = (
        made("operating", "A plant of the members operates", "flag", SECTION, words, running),
        subtotal(jobs_by_hours.name, jobs_by_hours.label, SECTION, direct, unit="1"),
        subtotal(jobs_indirect.name, jobs_indirect.label, SECTION, indirect, unit="1"),
    )
    return items, rows(jobs_in_plant, jobs_beside)


def job_rows(plant: Plant, home: Country) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows and measures of the jobs of a plant in the country of the market; none without the country's figures."""
    counted = home.hours_per_job is not None or plant.labour_hours is None
    if not counted or home.jobs_multiplier is None:
        return (), ()
    return rows(jobs_by_hours if plant.labour_hours else jobs_by_shift, jobs_indirect), rows(jobs_in_plant, jobs_beside)
