"""Public support: grants, credits on capital and on what is sold, export rebates, relief from taxes."""

from __future__ import annotations

from roi.formula import Formula, Symbols, between, lookup, maximum, minimum, prior, row, where


@row("Grant", unit="USD/year", section="Public support", name="grant")
def grant_of_share(s: Symbols) -> Formula:
    """Share of the capital spending of the year."""
    return s.capital_spending * s.support.grant.share


@row("Grant", unit="USD/year", section="Public support", name="grant")
def grant_of_amount(s: Symbols) -> Formula:
    """Amount by the spending profile of the construction years."""
    return s.support.grant.amount * lookup(s.plant.spending_profile, s.year) / s.one_year


@row("Grants received", unit="USD", section="Public support")
def grants_received(s: Symbols) -> Formula:
    """Grants so far; they lower the basis."""
    return prior(s.grants_received) + s.grant * s.one_year


@row("Capital that earns a credit", unit="USD", section="Public support", name="creditable_capital")
def creditable_all(s: Symbols) -> Formula:
    """Capital invested, less grants that lower the basis."""
    return s.capital_after_grants


@row("Capital that earns a credit", unit="USD", section="Public support", name="creditable_capital")
def creditable_without_land(s: Symbols) -> Formula:
    """Capital invested, less grants that lower the basis, without land."""
    return s.capital_after_grants * (1 - s.capital_share.land)


@row("Rate of the investment credit", unit="1", section="Public support")
def investment_credit_rate(s: Symbols) -> Formula:
    """Rate in force in year 0, when construction begins."""
    return where(s.year <= 0, s.support.investment_credit.rate, prior(s.investment_credit_rate))


@row("Investment credit", unit="USD/year", section="Public support")
def investment_credit(s: Symbols) -> Formula:
    """Rate times the capital that earns it, in the first operating year. 26 U.S.C. 46."""
    return where(between(s.age, 0, 0), s.creditable_capital * s.investment_credit_rate, 0) / s.one_year


@row("Basis taken by the credit", unit="USD", section="Public support")
def credit_basis_reduction(s: Symbols) -> Formula:
    """Share of the investment credit by which the basis for depreciation falls. 26 U.S.C. 50(c)."""
    return prior(s.credit_basis_reduction) + s.investment_credit * s.support.investment_credit.basis_reduction * s.one_year


@row("Production credit", unit="USD/year", section="Public support", name="production_credit")
def credit_by_volume(s: Symbols) -> Formula:
    """Volume sold times the rate per kg of the year."""
    return s.volume_sold * s.support.production_credit.rate_per_kg


@row("Production credit", unit="USD/year", section="Public support", name="production_credit")
def credit_by_revenue(s: Symbols) -> Formula:
    """Revenue times the rate of the year."""
    return s.revenue * s.support.production_credit.rate


@row("Production credit", unit="USD/year", section="Public support", name="production_credit")
def credit_by_value_added(s: Symbols) -> Formula:
    """Value added, where it is positive, times the rate of the year."""
    return maximum(0, s.value_added) * s.support.production_credit.rate


@row("Investment credit sold", unit="USD/year", section="Tax")
def investment_credit_sold(s: Symbols) -> Formula:
    """Credit times what a buyer pays for a dollar of it; not taxable. 26 U.S.C. 6418."""
    return s.investment_credit * s.support.investment_credit.transfer_price


@row("Production credit sold", unit="USD/year", section="Tax")
def production_credit_sold(s: Symbols) -> Formula:
    """Credit times what a buyer pays for a dollar of it; not taxable. 26 U.S.C. 6418."""
    return s.production_credit * s.support.production_credit.transfer_price


@row("Credits used", unit="USD/year", section="Tax")
def credits_used(s: Symbols) -> Formula:
    """Credits of this and earlier years, up to the limit as a share of the tax. 26 U.S.C. 38(c)."""
    return minimum(prior(s.credit_pool) / s.one_year + s.credits_earned, s.taxation.credit_limit * maximum(0, s.tax_before_credits))


@row("Credits carried forward", unit="USD", section="Tax")
def credit_pool(s: Symbols) -> Formula:
    """Credits carried forward last year, plus those earned, less those used. 26 U.S.C. 39."""
    return prior(s.credit_pool) + (s.credits_earned - s.credits_used) * s.one_year


@row("Export rebate", unit="USD/year", section="Public support")
def export_rebate(s: Symbols) -> Formula:
    """Value of the product free on board times the rate of the year."""
    return s.goods_value * s.support.export_rebate.rate


@row("Value added tax not refunded", unit="USD/year", section="Public support")
def unrefunded_vat(s: Symbols) -> Formula:
    """Value of the product free on board times what the rebate of the year leaves of the rate of value added tax."""
    return s.goods_value * (s.support.export_vat.vat_rate - s.support.export_vat.rebate_rate)


@row("Incentive for sales in the country", unit="USD/year", section="Public support", name="sales_incentive")
def incentive_on_sales(s: Symbols) -> Formula:
    """Sales within the country times the rate of the year."""
    return s.domestic_sales * s.support.sales_incentive.rate


@row("Incentive for sales in the country", unit="USD/year", section="Public support", name="sales_incentive")
def incentive_up_to_ceiling(s: Symbols) -> Formula:
    """Sales within the country times the rate of the year, at most the ceiling."""
    return minimum(s.domestic_sales * s.support.sales_incentive.rate, s.support.sales_incentive.yearly_ceiling)


@row("Relief from property tax", unit="USD/year", section="Public support")
def property_tax_relief(s: Symbols) -> Formula:
    """Property tax, a share of the row insurance and property tax, times the share relieved in the year of operation."""
    tax = s.insurance_and_property_tax_cost * s.support.property_tax_relief.property_tax_share
    return tax * lookup(s.support.property_tax_relief.shares, s.age)


GRANT = {"share": grant_of_share, "amount": grant_of_amount}
PRODUCTION_CREDIT = {"volume": credit_by_volume, "revenue": credit_by_revenue, "value_added": credit_by_value_added}
"""Base of a production credit: its row."""
CREDIT_SOLD = {"investment_credit": investment_credit_sold, "production_credit": production_credit_sold}
