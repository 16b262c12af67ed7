"""Income tax with a rule for losses. A balance of losses is four rows: added, used, carried forward, taxed."""

from __future__ import annotations

from roi.formula import Formula, Row, Symbols, lookup, maximum, minimum, prior, row, rows
from roi.units import parse


@row("Losses added", unit="USD/year", section="Tax")
def loss_added(s: Symbols) -> Formula:
    """Loss of the year."""
    return maximum(0, -s.profit_before_tax)


@row("Losses used", unit="USD/year", section="Tax", name="loss_used")
def loss_used_in_full(s: Symbols) -> Formula:
    """Losses of earlier years, up to the profit of the year."""
    return minimum(prior(s.loss_pool) / s.one_year, maximum(0, s.profit_before_tax))


@row("Losses used", unit="USD/year", section="Tax", name="loss_used")
def loss_used_up_to_limit(s: Symbols) -> Formula:
    """Losses of earlier years, up to the limit as a share of the profit of the year. 26 U.S.C. 172(a)(2)."""
    return minimum(prior(s.loss_pool) / s.one_year, s.taxation.loss_limit * maximum(0, s.profit_before_tax))


@row("Losses carried forward", unit="USD", section="Tax")
def loss_pool(s: Symbols) -> Formula:
    """Losses carried forward last year, plus those added, less those used."""
    return prior(s.loss_pool) + (s.loss_added - s.loss_used) * s.one_year


@row("Losses carried forward", unit="USD", section="Tax", name="loss_pool")
def loss_pool_with_lapse(s: Symbols) -> Formula:
    """Losses carried forward last year, plus those added, less those used, less those that lapse."""
    return prior(s.loss_pool) + (s.loss_added - s.loss_used - s.loss_lapsed) * s.one_year


@row("Taxable income", unit="USD/year", section="Tax", name="taxable_income")
def taxable_after_losses(s: Symbols) -> Formula:
    """Profit of the year, never below 0, less losses used."""
    return maximum(0, s.profit_before_tax) - s.loss_used


@row("Taxable income", unit="USD/year", section="Tax", name="taxable_income")
def taxable_with_refund(s: Symbols) -> Formula:
    """Profit or loss of the year: a loss lowers the tax on other income of the owner at once."""
    return s.profit_before_tax


@row("Taxable income", unit="USD/year", section="Tax", name="taxable_income")
def taxable_without_losses(s: Symbols) -> Formula:
    """Profit of the year; a loss is forgotten."""
    return maximum(0, s.profit_before_tax)


@row("Tax rate in all", unit="1", section="Tax", name="whole_tax_rate")
def national_and_local_rate(s: Symbols) -> Formula:
    """National rate, plus the local rate on profit before national tax: local tax is deducted from it. 26 U.S.C. 164(a)(3)."""
    return s.taxation.tax_rate + s.taxation.local_tax_rate * (1 - s.taxation.tax_rate)


@row("Tax rate in all", unit="1", section="Tax", name="whole_tax_rate")
def rate_with_local_holiday(s: Symbols) -> Formula:
    """National rate, plus the local rate less what is forgiven of it in the year of operation, on profit before national tax."""
    local = s.taxation.local_tax_rate * (1 - lookup(s.support.local_tax_holiday.shares, s.age))
    return s.taxation.tax_rate + local * (1 - s.taxation.tax_rate)


@row("Tax rate in all", unit="1", section="Tax", name="whole_tax_rate")
def national_rate(s: Symbols) -> Formula:
    """National rate; there is no local one."""
    return s.taxation.tax_rate


@row("Tax rate paid", unit="1", section="Tax")
def paid_tax_rate(s: Symbols) -> Formula:
    """Tax rate less what is forgiven in the year of operation."""
    return s.whole_tax_rate * (1 - lookup(s.support.tax_holiday.shares, s.age))


@row("Tax before credits", unit="USD/year", section="Tax", name="tax_before_credits")
def tax_at_whole_rate(s: Symbols) -> Formula:
    """Taxable income at the tax rate; negative when a loss is refunded."""
    return s.taxable_income * s.whole_tax_rate


@row("Tax before credits", unit="USD/year", section="Tax", name="tax_before_credits")
def tax_at_paid_rate(s: Symbols) -> Formula:
    """Taxable income at the rate that is left of the holiday."""
    return s.taxable_income * s.paid_tax_rate


@row("Tax of the owner's country", unit="USD/year", section="Tax")
def owner_tax(s: Symbols) -> Formula:
    """Taxable income, where it is positive, at the rate that the owner's country takes on top."""
    return maximum(0, s.taxable_income) * s.taxation.owner_tax_rate


@row("Income tax", unit="USD/year", section="Tax")
def income_tax(s: Symbols) -> Formula:
    """Taxable income at the tax rate; negative when a loss is refunded."""
    return s.taxable_income * s.taxation.tax_rate


def aged_losses(years: int) -> tuple[Row, ...]:
    """A row for the losses at least one, two, ... years old that are left, the oldest used first; the oldest of all lapse."""
    return (*(_aged(age) for age in range(1, years + 1)), _lapsed(f"loss_left_{years}"))


def _aged(age: int) -> Row:
    name, younger = f"loss_left_{age}", f"loss_left_{age - 1}"

    def first(s: Symbols) -> Formula:
        return maximum(0, prior(s.loss_pool) - s.loss_used * s.one_year)

    def later(s: Symbols) -> Formula:
        return maximum(0, prior(getattr(s, younger)) - prior(s.loss_lapsed) * s.one_year - s.loss_used * s.one_year)

    words = "Those a year younger that were left last year, less what lapsed then, less losses used, which are the oldest; never below 0."
    label = f"Losses at least {age} {'years' if age > 1 else 'year'} old, left"
    return Row(name, label, parse("USD"), "Tax", words, later if age > 1 else first, f"{__file__}:{_LINE}")


def _lapsed(oldest: str) -> Row:
    def lapsed(s: Symbols) -> Formula:
        left: Formula = getattr(s, oldest) / s.one_year
        return left

    words = "Losses as old as the law lets them grow that are still left at the end of the year."
    return Row("loss_lapsed", "Losses lapsed", parse("USD/year"), "Tax", words, lapsed, f"{__file__}:{_LINE}")


_LINE = aged_losses.__code__.co_firstlineno
LOSS_RULES = {
    "carryforward": rows(loss_added, loss_used_in_full, loss_pool, taxable_after_losses),
    "carryforward_80": rows(loss_added, loss_used_up_to_limit, loss_pool, taxable_after_losses),
    "carryforward_years": rows(loss_added, loss_used_up_to_limit, loss_pool_with_lapse, taxable_after_losses),
    "refund": rows(taxable_with_refund),
    "lost": rows(taxable_without_losses),
}
