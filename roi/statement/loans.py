"""Which rows of debt an option has, and tax and cash flow of the owners once more with it. Rows without debt stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

from roi.domain import Loan, Taxation
from roi.finance.loan import level_shares
from roi.formula import Input, Row, part, rows
from roi.statement.binding import Binding
from roi.statement.capital_lines import Workbench
from roi.statement.cash_flow import subtotal
from roi.statement.debt import (
    COST_OF_EQUITY,
    COVER,
    EQUITY_MEASURES,
    REPAYMENT,
    at_discount_rate,
    debt_balance,
    debt_draw,
    debt_reserve,
    interest,
    interest_capitalised,
    interest_carried,
    interest_in_full,
    interest_up_to_limit,
    loan_principal,
    reserve_change,
)
from roi.statement.fiscal import Support
from roi.units import NUMBER

WITH_DEBT = "With debt"


def leverage(
    bench: Workbench, taxation: Taxation, own_tax: Sequence[Row], income: Sequence[str], aid: Support, has_earnings: bool, premium: bool
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows and measures of the loan of an option; none without one. own_tax : rows that follow from the profit before tax.

    has_earnings : the option has a row of its earnings already. premium : its plant's country has one on the discount rate.
    """
    if bench.option.loan is None:
        return (), ()
    loan = bench.book.loans[bench.option.loan]
    bench.use("loan", loan, "Loan")
    if loan.repayment != "sculpted":
        bench.inputs["loan.repayment_shares"] = _shares(loan)
    grants = [name for name in aid.inflows if name == "grant"]
    limited = taxation.interest_limit is not None
    cash_in = ["revenue", *(name for name in aid.inflows if name not in grants)]
    cash_out = ["operating_cost", "levered_income_tax", "working_capital_change"]
    added = ["interest_capitalised"] if loan.construction_interest == "capitalised" else []
    reserve = rows(debt_reserve, reserve_change) if loan.reserve_time is not None else ()
    put_in = ["levered_income_tax", "debt_service", *(["reserve_change"] if reserve else [])]
    finance = bench.book.finance[bench.case.finance]
    priced = finance.cost_of_equity is not None
    items = rows(
        subtotal("spending_to_finance", "Capital spending less grants", "Debt", ["capital_spending"], grants),
        debt_draw,
        interest,
        [interest_capitalised] if added else [],
        subtotal("debt_added", "Added to the loan", "Debt", ["debt_draw", *added]),
        loan_principal,
        REPAYMENT[loan.repayment],
        debt_balance,
        subtotal("debt_service", "Debt service", "Debt", ["interest", "repayment"], added),
        [subtotal("earnings_before_depreciation", "Earnings before depreciation", "With debt: tax", income, ["operating_cost"])]
        if limited and not has_earnings
        else [],
        [interest_up_to_limit, interest_carried] if limited else [interest_in_full],
        subtotal("levered_profit_before_tax", "Profit before tax", "With debt: tax", ["profit_before_tax"], ["interest_deducted"]),
        part("levered", WITH_DEBT, own_tax),
        subtotal("cash_for_debt", "Cash for debt", "Debt", cash_in, cash_out),
        COVER,
        reserve,
        subtotal(
            "equity_cash_flow", "Cash flow of the owners", "With debt: cash flow", ["net_cash_flow", "income_tax", "debt_draw"], put_in
        ),
        COST_OF_EQUITY[finance.timing, premium] if priced else at_discount_rate,
    )
    return items, EQUITY_MEASURES[finance.timing]


def _shares(loan: Loan) -> Binding:
    """Share of the loan repaid in each year of repayment, fixed when the loan is signed at the rate of the base case."""
    years = int(loan.tenor.value)
    shares = level_shares(loan.rate.value if loan.repayment == "level" else 0.0, years)
    leaf = Input(f"{loan.id}.repayment_shares", "Share of the loan repaid by year of repayment", NUMBER, "table", f"Loan: {loan.label}")
    words = f"{loan.repayment} payments over the tenor, worked out at the rate of the base case"
    return Binding(leaf, shares, 1.0, (loan.rate, loan.tenor), words)
