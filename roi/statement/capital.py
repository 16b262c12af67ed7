"""Capital spent, and working capital."""

from __future__ import annotations

from roi.formula import Formula, Symbols, between, lookup, prior, row, rows


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


CAPITAL = rows(capital_spending, invested_capital)
