"""Public support of a plant. Each file of `incentives/` is one measure of one country; its `kind` is the class.

All kinds: country : where the plant must stand. products : drug substances it is for; empty: all.
A measure whose figures are all 0 is known but gives nothing, and brings no rows.
"""

from __future__ import annotations

from typing import Annotated, Literal

from roi.domain.assumption import Assumption, Entity, In
from roi.domain.tariffs import CountryCode

CreditUse = Literal["refundable", "transferable", "carried_forward"]
"""What becomes of a credit: paid out, sold at a price below its amount, or set against tax of this and later years."""


class Grant(Entity):
    """Money for capital, paid as the capital is spent. share : of the capital; or amount : in all.

    treatment : the grant is income of the year (`taxable`), or lowers the basis for depreciation and credits (`reduces_basis`).
    """

    country: CountryCode
    products: tuple[str, ...] = ()
    treatment: Literal["taxable", "reduces_basis"]
    share: Annotated[Assumption | None, In("1")] = None
    amount: Annotated[Assumption | None, In("USD")] = None


class InvestmentCredit(Entity):
    """Credit on the capital, in the first operating year.

    rate : by the day on which construction begins (year 0). basis_reduction : share of the credit by which the basis falls.
    transfer_price : what a buyer pays for one dollar of a transferable credit.
    """

    country: CountryCode
    products: tuple[str, ...] = ()
    use: CreditUse
    rate: Annotated[Assumption, In("1", "dated")]
    basis_reduction: Annotated[Assumption, In("1")]
    transfer_price: Annotated[Assumption | None, In("1")] = None


class ProductionCredit(Entity):
    """Credit on what is sold. rate : of `revenue` or `value_added` (revenue less goods and materials bought); or rate_per_kg."""

    country: CountryCode
    products: tuple[str, ...] = ()
    use: CreditUse
    base: Literal["volume", "revenue", "value_added"]
    rate: Annotated[Assumption | None, In("1", "dated")] = None
    rate_per_kg: Annotated[Assumption | None, In("USD/kg", "dated")] = None
    transfer_price: Annotated[Assumption | None, In("1")] = None


class ExportRebate(Entity):
    """Money for goods that leave the country. rate : of their value free on board."""

    country: CountryCode
    products: tuple[str, ...] = ()
    rate: Annotated[Assumption, In("1", "dated")]


class ExportVat(Entity):
    """Value added tax on goods that leave the country, less what is refunded. vat_rate, rebate_rate : of their value free on board."""

    country: CountryCode
    products: tuple[str, ...] = ()
    vat_rate: Annotated[Assumption, In("1", "dated")]
    rebate_rate: Annotated[Assumption, In("1", "dated")]


class SalesIncentive(Entity):
    """Money for what a plant sells within its country. rate : of these sales. yearly_ceiling : of the money."""

    country: CountryCode
    products: tuple[str, ...] = ()
    rate: Annotated[Assumption, In("1", "dated")]
    yearly_ceiling: Annotated[Assumption | None, In("USD/year")] = None


class PropertyTaxRelief(Entity):
    """Relief from property tax. property_tax_share : of the row insurance and property tax. shares : relieved, by year of operation."""

    country: CountryCode
    products: tuple[str, ...] = ()
    property_tax_share: Annotated[Assumption, In("1")]
    shares: Annotated[Assumption, In("1", "table")]


class TaxHoliday(Entity):
    """Share of the whole income tax (`scope: all`) or of that of the state (`local`) forgiven, by year of operation."""

    country: CountryCode
    products: tuple[str, ...] = ()
    scope: Literal["all", "local"]
    shares: Annotated[Assumption, In("1", "table")]


Incentive = Grant | InvestmentCredit | ProductionCredit | ExportRebate | ExportVat | SalesIncentive | PropertyTaxRelief | TaxHoliday

INCENTIVES: dict[str, type[Incentive]] = {
    "grant": Grant,
    "investment_credit": InvestmentCredit,
    "production_credit": ProductionCredit,
    "export_rebate": ExportRebate,
    "export_vat": ExportVat,
    "sales_incentive": SalesIncentive,
    "property_tax_relief": PropertyTaxRelief,
    "tax_holiday": TaxHoliday,
}
"""`kind` of a file in `incentives/` and its noun."""
