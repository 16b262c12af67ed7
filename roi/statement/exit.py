"""What the plant, or the business, is worth when the case ends."""

from __future__ import annotations

from roi.formula import Formula, Symbols, between, maximum, prior, row, where


@row("Exit value", unit="USD/year", section="Exit", name="exit_value")
def salvage(s: Symbols) -> Formula:
    """Share of the capital invested, in the last year."""
    return where(between(s.year, s.last_year, s.last_year), s.invested_capital * s.finance.salvage_share, 0) / s.one_year


@row("Exit value", unit="USD/year", section="Exit", name="exit_value")
def multiple_of_earnings(s: Symbols) -> Formula:
    """Earnings before depreciation of the last year, where they are positive, times the multiple."""
    return where(between(s.year, s.last_year, s.last_year), maximum(0, s.earnings_before_depreciation) * s.finance.exit_multiple, 0)


@row("Exit value", unit="USD/year", section="Exit", name="exit_value")
def perpetuity(s: Symbols) -> Formula:
    """Earnings of the last year after tax, grown by a year, over discount rate less growth; 0 for losses. Gordon's formula."""
    after_tax = maximum(0, s.earnings_before_depreciation) * (1 - s.whole_tax_rate)
    grown = after_tax * (1 + s.finance.perpetuity_growth * s.one_year)
    value = grown / ((s.discount_rate - s.finance.perpetuity_growth) * s.one_year)
    return where(between(s.year, s.last_year, s.last_year), value, 0)


@row("Depreciation so far", unit="USD", section="Exit")
def deducted_so_far(s: Symbols) -> Formula:
    """Depreciation of this year and all before."""
    return prior(s.deducted_so_far) + s.tax_depreciation * s.one_year


@row("Depreciation so far", unit="USD", section="Exit", name="deducted_so_far")
def deducted_and_kept(s: Symbols) -> Formula:
    """Depreciation of this year and all before, less deductions given back."""
    return prior(s.deducted_so_far) + (s.tax_depreciation - s.building_recapture) * s.one_year


@row("Gain at exit", unit="USD/year", section="Exit", name="exit_gain")
def gain_on_plant(s: Symbols) -> Formula:
    """Exit value less what of the capital is not yet deducted, in the last year; a loss is negative."""
    left = (s.depreciable_capital - s.deducted_so_far) / s.one_year
    return where(between(s.year, s.last_year, s.last_year), s.exit_value - left, 0)


@row("Gain at exit", unit="USD/year", section="Exit", name="exit_gain")
def gain_on_business(s: Symbols) -> Formula:
    """Exit value: there is no capital to deduct."""
    return s.exit_value


EXIT = {"salvage_share": salvage, "exit_multiple": multiple_of_earnings, "perpetuity_growth": perpetuity}
"""Figure of a finance that gives the exit value: its row."""
