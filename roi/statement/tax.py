"""Income tax with a rule for losses. A balance of losses is four rows: added, used, carried forward, taxed."""

from __future__ import annotations

from roi.formula import Formula, Symbols, maximum, minimum, prior, row, rows


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


@row("Income tax", unit="USD/year", section="Tax")
def income_tax(s: Symbols) -> Formula:
    """Taxable income at the tax rate; negative when a loss is refunded."""
    return s.taxable_income * s.taxation.tax_rate


LOSS_RULES = {
    "carryforward": rows(loss_added, loss_used_in_full, loss_pool, taxable_after_losses, income_tax),
    "carryforward_80": rows(loss_added, loss_used_up_to_limit, loss_pool, taxable_after_losses, income_tax),
    "refund": rows(taxable_with_refund, income_tax),
    "lost": rows(taxable_without_losses, income_tax),
}
