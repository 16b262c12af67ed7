"""Capital spent, and working capital."""

from __future__ import annotations

from roi.domain import Plant
from roi.formula import Formula, Row, Symbols, between, lookup, prior, row, rows


@row("Capital spending", unit="USD/year", section="Capital")
def capital_spending(s: Symbols) -> Formula:
    """Cost of construction by the spending profile of the planned construction years, at the local cost index of the year."""
    return s.construction_cost * lookup(s.plant.spending_profile, s.year) * s.cost_index / s.one_year


@row("Capital invested", unit="USD", section="Capital")
def invested_capital(s: Symbols) -> Formula:
    """Capital spent so far, in the money of the years of spending."""
    return prior(s.invested_capital) + s.capital_spending * s.one_year


@row("Working capital tied", unit="flag", section="Working capital")
def working_capital_tied(s: Symbols) -> Formula:
    """From the end of the year before operation until the last year, in which all of it returns."""
    return between(s.year, s.first_operating_year - s.one_year, s.last_year - s.one_year)


@row("Receivables", unit="USD", section="Working capital")
def receivables(s: Symbols) -> Formula:
    """Revenue of a year for the time until customers pay."""
    return s.revenue * s.market.receivable_time


@row("Plant working capital", unit="USD", section="Working capital")
def plant_working_capital(s: Symbols) -> Formula:
    """Stocks and cash of the plant as a share of the capital invested."""
    return s.invested_capital * s.plant.working_capital_share


@row("Work in process", unit="USD", section="Working capital")
def work_in_process(s: Symbols) -> Formula:
    """Other materials of a year for the time they lie in the plant."""
    return s.other_materials_cost * s.plant.work_in_process_time


@row("Work in process", unit="USD", section="Working capital", name="work_in_process")
def work_in_process_with_key(s: Symbols) -> Formula:
    """Key starting material and other materials of a year for the time they lie in the plant."""
    return (s.key_goods_value + s.other_materials_cost) * s.plant.work_in_process_time


@row("Working capital", unit="USD", section="Working capital")
def working_capital(s: Symbols) -> Formula:
    """Stocks and receivables, while working capital is tied."""
    return s.working_capital_tied * s.stocks_and_receivables


@row("Working capital", unit="USD", section="Working capital", name="working_capital")
def working_capital_after_prepayments(s: Symbols) -> Formula:
    """Stocks and receivables, while working capital is tied, less what buyers have paid in advance."""
    return s.working_capital_tied * s.stocks_and_receivables - s.prepaid


@row("Change of working capital", unit="USD/year", section="Working capital")
def working_capital_change(s: Symbols) -> Formula:
    """Working capital of this year less that of last year; money tied up is positive."""
    return (s.working_capital - prior(s.working_capital)) / s.one_year


def plant_stocks(plant: Plant, with_key: bool) -> tuple[Row, ...]:
    """Rows of what is tied up in the plant. with_key : whether it buys a key starting material."""
    if plant.work_in_process_time is None:
        return (plant_working_capital,)
    return (plant_working_capital, work_in_process_with_key if with_key else work_in_process)


CAPITAL = rows(capital_spending, invested_capital)
