"""A term loan: drawn with the capital, interest on what was owed at the begin of the year, repaid; what is left for the owners."""

from __future__ import annotations

from roi.formula import (
    Formula,
    Symbols,
    available,
    between,
    divide,
    irr,
    irr_mid_year,
    irr_mid_year_roots,
    irr_roots,
    lookup,
    maximum,
    metric,
    minimum,
    present_value,
    prior,
    row,
    rows,
    total,
    where,
)
from roi.statement.timeline import discounted, discounted_in_mid_year


@row("Loan drawn", unit="USD/year", section="Debt")
def debt_draw(s: Symbols) -> Formula:
    """Share of the loan in the capital spending that grants leave."""
    return s.spending_to_finance * s.loan.share


@row("Interest", unit="USD/year", section="Debt")
def interest(s: Symbols) -> Formula:
    """Rate on the balance at the end of last year: what is drawn or repaid at the end of a year bears none in it."""
    return prior(s.debt_balance) * s.loan.rate


@row("Interest added to the loan", unit="USD/year", section="Debt")
def interest_capitalised(s: Symbols) -> Formula:
    """Interest of the years before operation: it is not paid, it becomes debt."""
    return where(s.operating, 0, s.interest)


@row("Loan when operation begins", unit="USD", section="Debt")
def loan_principal(s: Symbols) -> Formula:
    """All that was drawn and all interest added to it so far."""
    return prior(s.loan_principal) + s.debt_added * s.one_year


@row("Repayment", unit="USD/year", section="Debt", name="repayment")
def repayment_by_shares(s: Symbols) -> Formula:
    """Loan times the share of the year of repayment, after the years of grace."""
    return s.loan_principal * lookup(s.loan.repayment_shares, s.age - s.loan.grace) / s.one_year


@row("Repayment", unit="USD/year", section="Debt", name="repayment")
def repayment_sculpted(s: Symbols) -> Formula:
    """What the cash for debt over the cover asked for leaves beside interest, up to the balance; in the last year the whole balance."""
    owed, last = prior(s.debt_balance) / s.one_year, s.loan.grace + s.loan.tenor - s.one_year
    room = maximum(0, s.cash_for_debt / s.loan.target_cover - s.interest)
    paid = where(s.age >= last, owed, minimum(owed, room))
    return where(between(s.age, s.loan.grace, last), paid, 0)


@row("Loan owed", unit="USD", section="Debt")
def debt_balance(s: Symbols) -> Formula:
    """Balance of last year, plus what is drawn and added, less what is repaid."""
    return prior(s.debt_balance) + (s.debt_added - s.repayment) * s.one_year


@row("Interest deducted", unit="USD/year", section="With debt: tax", name="interest_deducted")
def interest_in_full(s: Symbols) -> Formula:
    """Interest of the year."""
    return s.interest


@row("Interest deducted", unit="USD/year", section="With debt: tax", name="interest_deducted")
def interest_up_to_limit(s: Symbols) -> Formula:
    """Interest of this and earlier years, up to the limit as a share of earnings before depreciation. 26 U.S.C. 163(j)(1)."""
    limit = s.taxation.interest_limit * maximum(0, s.earnings_before_depreciation)
    return minimum(prior(s.interest_carried) / s.one_year + s.interest, limit)


@row("Interest carried forward", unit="USD", section="With debt: tax")
def interest_carried(s: Symbols) -> Formula:
    """Interest carried forward last year, plus that of the year, less what is deducted. 26 U.S.C. 163(j)(2)."""
    return prior(s.interest_carried) + (s.interest - s.interest_deducted) * s.one_year


@row("Debt is served", unit="flag", section="Debt")
def debt_served(s: Symbols) -> Formula:
    """Years of operation until the last repayment, with debt service."""
    return between(s.age, 0, s.loan.grace + s.loan.tenor - s.one_year) & (s.debt_service > 0)


@row("Debt service cover", unit="1", section="Debt")
def cover(s: Symbols) -> Formula:
    """Cash for debt over debt service while debt is served; 0 in other years."""
    return where(s.debt_served, divide(s.cash_for_debt, s.debt_service), 0)


@row("Years of debt service", unit="1", section="Debt")
def years_served(s: Symbols) -> Formula:
    """Years with debt service so far."""
    return prior(s.years_served) + where(s.debt_served, 1, 0)


@row("Lowest cover so far", unit="1", section="Debt")
def lowest_cover(s: Symbols) -> Formula:
    """The lower of this year's cover and that of the years before, while debt is served."""
    lower = where(prior(s.years_served) > 0, minimum(prior(s.lowest_cover), s.cover), s.cover)
    return where(s.debt_served, lower, prior(s.lowest_cover))


@row("Step in the lowest cover", unit="1/year", section="Debt")
def cover_step(s: Symbols) -> Formula:
    """Lowest cover less that of last year; the steps add up to the lowest of all."""
    return (s.lowest_cover - prior(s.lowest_cover)) / s.one_year


@row("Debt service reserve", unit="USD", section="Debt")
def debt_reserve(s: Symbols) -> Formula:
    """Debt service of the year for the time of the reserve, until the year before the last repayment."""
    last = s.loan.grace + s.loan.tenor - s.one_year
    return where(between(s.age, 0, last - s.one_year), s.debt_service * s.loan.reserve_time, 0)


@row("Change of the reserve", unit="USD/year", section="Debt")
def reserve_change(s: Symbols) -> Formula:
    """Reserve of this year less that of last year; money put in is positive."""
    return (s.debt_reserve - prior(s.debt_reserve)) / s.one_year


@row("Discount factor of the owners", unit="1", section="With debt: cash flow", name="equity_discount_factor")
def at_cost_of_equity(s: Symbols) -> Formula:
    """1 in year 0; last year's factor divided by one plus the cost of equity."""
    return discounted(s, s.equity_discount_factor, s.finance.cost_of_equity)


@row("Discount factor of the owners", unit="1", section="With debt: cash flow", name="equity_discount_factor")
def at_cost_of_equity_in_mid_year(s: Symbols) -> Formula:
    """1 in year 0; that of half a year in year 1; then last year's factor divided by one plus the cost of equity."""
    return discounted_in_mid_year(s, s.equity_discount_factor, s.finance.cost_of_equity)


@row("Discount factor of the owners", unit="1", section="With debt: cash flow", name="equity_discount_factor")
def at_cost_of_equity_with_premium(s: Symbols) -> Formula:
    """1 in year 0; last year's factor divided by one plus the cost of equity and the risk premium of the plant's country."""
    return discounted(s, s.equity_discount_factor, s.finance.cost_of_equity + s.country.country_risk_premium)


@row("Discount factor of the owners", unit="1", section="With debt: cash flow", name="equity_discount_factor")
def at_cost_of_equity_with_premium_in_mid_year(s: Symbols) -> Formula:
    """Half a year's in year 1; then last year's divided by one plus the cost of equity and the premium of the plant's country."""
    return discounted_in_mid_year(s, s.equity_discount_factor, s.finance.cost_of_equity + s.country.country_risk_premium)


@row("Discount factor of the owners", unit="1", section="With debt: cash flow", name="equity_discount_factor")
def at_discount_rate(s: Symbols) -> Formula:
    """That of the whole project: no cost of equity is given."""
    return s.discount_factor


@metric("Net present value of equity", unit="USD")
def equity_npv(s: Symbols) -> Formula:
    """Cash flow of the owners times their discount factor, summed. In money of year 0."""
    return present_value(s.equity_cash_flow, s.equity_discount_factor)


@metric("Rate of return on equity", unit="1/year")
def equity_irr(s: Symbols) -> Formula:
    """Rate at which the net present value of equity is 0; n/a unless exactly one real rate between -99 % and 1,000 % does that."""
    return irr(s.equity_cash_flow)


@metric("Number of rates of return on equity", unit="1")
def equity_irr_roots(s: Symbols) -> Formula:
    """How many real rates between -99 % and 1,000 % make the net present value of equity 0."""
    return irr_roots(s.equity_cash_flow)


@metric("Rate of return on equity", unit="1/year", name="equity_irr")
def equity_irr_of_mid_year(s: Symbols) -> Formula:
    """Rate at which the net present value of equity in mid-year is 0; n/a unless exactly one rate between -99 % and 1,000 % does that."""
    return irr_mid_year(s.equity_cash_flow)


@metric("Number of rates of return on equity", unit="1", name="equity_irr_roots")
def equity_mid_year_roots(s: Symbols) -> Formula:
    """How many real rates between -99 % and 1,000 % make the net present value of equity in mid-year 0."""
    return irr_mid_year_roots(s.equity_cash_flow)


@metric("Lowest debt service cover", unit="1")
def least_cover(s: Symbols) -> Formula:
    """Lowest cover of all years with debt service; n/a without any."""
    return available(total(s.debt_service) > 0, total(s.cover_step))


REPAYMENT = {"level": repayment_by_shares, "equal": repayment_by_shares, "sculpted": repayment_sculpted}
COVER = rows(debt_served, cover, years_served, lowest_cover, cover_step)
COST_OF_EQUITY = {
    ("year_end", False): at_cost_of_equity,
    ("mid_year", False): at_cost_of_equity_in_mid_year,
    ("year_end", True): at_cost_of_equity_with_premium,
    ("mid_year", True): at_cost_of_equity_with_premium_in_mid_year,
}
"""When in their year flows fall, and whether the country of the plant has a premium: the owners' discount factor at their own rate."""
EQUITY_MEASURES = {
    "year_end": rows(equity_npv, equity_irr, equity_irr_roots, least_cover),
    "mid_year": rows(equity_npv, equity_irr_of_mid_year, equity_mid_year_roots, least_cover),
}
"""By when in their year flows fall."""
