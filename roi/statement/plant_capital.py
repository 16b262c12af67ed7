"""What building, renewing and closing a plant costs, and when it starts: which of these rows there are depends on the figures it has."""

from __future__ import annotations

from roi.book import Book
from roi.domain import Plant
from roi.formula import Formula, Row, Symbols, lookup, row, rows, where
from roi.statement.binding import Binding, Calendar
from roi.statement.capital import CAPITAL, invested_capital
from roi.statement.capital_estimate import bind_estimate, estimated_capital
from roi.statement.timeline import first_operating_year_of_late_plant, first_operating_year_of_plant


@row("Fixed capital", unit="USD", section="Capital", name="fixed_capital")
def fixed_capital_as_stated(s: Symbols) -> Formula:
    """Fixed capital investment as planned, in money of year 0."""
    return s.plant.fixed_capital


@row("Cost of construction", unit="USD", section="Capital", name="construction_cost")
def construction_cost_as_planned(s: Symbols) -> Formula:
    """The fixed capital as planned, in money of year 0."""
    return s.fixed_capital


@row("Cost of construction", unit="USD", section="Capital", name="construction_cost")
def construction_cost_with_overrun(s: Symbols) -> Formula:
    """Fixed capital as planned times one plus the overrun, in money of year 0."""
    return s.fixed_capital * (1 + s.plant.cost_overrun)


@row("Capital spending", unit="USD/year", section="Capital", name="capital_spending")
def capital_spending_with_purchase(s: Symbols) -> Formula:
    """Price of what stands there, in year 0, and cost of construction by the spending profile, at the local cost index of the year."""
    bought = where(s.year <= 0, s.plant.purchase_price, 0)
    return (bought + s.construction_cost * lookup(s.plant.spending_profile, s.year) * s.cost_index) / s.one_year


@row("Sustaining capital", unit="USD/year", section="Production cost")
def sustaining_capital(s: Symbols) -> Formula:
    """Yearly share of the fixed capital, in operating years, at the local cost index; deducted for tax in the year it is spent."""
    return s.operating * s.fixed_capital * s.plant.sustaining_capital_share * s.cost_index


@row("Closure, less salvage", unit="USD/year", section="Production cost")
def closure_cost(s: Symbols) -> Formula:
    """In the last year decommissioning less salvage, shares of the fixed capital, at the local cost index; taxed like any other cost."""
    net = s.fixed_capital * (s.plant.decommissioning_share - s.plant.salvage_share) * s.cost_index
    return where(s.year == s.last_year, net, 0) / s.one_year


def start_of_operation(plant: Plant) -> Row:
    """The row of the first operating year."""
    return first_operating_year_of_late_plant if plant.delay else first_operating_year_of_plant


def construction(plant: Plant, book: Book, calendar: Calendar) -> tuple[tuple[Row, ...], dict[str, Binding]]:
    """Rows up to what construction costs, and the inputs they need beside those of the plant."""
    spent = construction_cost_with_overrun if plant.cost_overrun else construction_cost_as_planned
    if plant.capital_estimate is None:
        return (fixed_capital_as_stated, spent), {}
    estimate = book.capital_estimates[plant.capital_estimate]
    index = book.cost_indices[estimate.cost_index] if estimate.cost_index else None
    return (*estimated_capital(estimate), spent), bind_estimate(estimate, plant, index, calendar)


def upkeep(plant: Plant) -> tuple[Row, ...]:
    """Cost rows of renewal and closure that the plant has figures for."""
    return (
        *((sustaining_capital,) if plant.sustaining_capital_share else ()),
        *((closure_cost,) if plant.decommissioning_share and plant.salvage_share else ()),
    )


def spending(plant: Plant) -> tuple[Row, ...]:
    """Rows of the capital spent, with the price of what stands there if it is bought."""
    return rows(capital_spending_with_purchase, invested_capital) if plant.purchase_price else CAPITAL
