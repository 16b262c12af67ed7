"""Which rows of public support and income tax an option has: what its taxation and the incentives of the country say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from roi.domain import Assumption, Finance, Plant, Taxation
from roi.domain.incentives import (
    INCENTIVES,
    ExportRebate,
    ExportVat,
    Grant,
    Incentive,
    InvestmentCredit,
    ProductionCredit,
    SalesIncentive,
    TaxHoliday,
)
from roi.errors import Problem, RoiError
from roi.formula import Row, rows
from roi.statement.capital_lines import Workbench
from roi.statement.cash_flow import COST_GROUPS, subtotal
from roi.statement.exit import EXIT, deducted_and_kept, deducted_so_far, gain_on_business, gain_on_plant
from roi.statement.incentives import (
    CREDIT_SOLD,
    GRANT,
    PRODUCTION_CREDIT,
    credit_basis_reduction,
    credit_pool,
    creditable_all,
    creditable_without_land,
    credits_used,
    export_rebate,
    grants_received,
    incentive_on_sales,
    incentive_up_to_ceiling,
    investment_credit,
    investment_credit_rate,
    property_tax_relief,
    unrefunded_vat,
)
from roi.statement.sales import buyers
from roi.statement.tax import (
    LOSS_RULES,
    aged_losses,
    income_tax,
    national_and_local_rate,
    national_rate,
    owner_tax,
    paid_tax_rate,
    rate_with_local_holiday,
    tax_at_paid_rate,
    tax_at_whole_rate,
)

GIVING = ("share", "amount", "rate", "rate_per_kg", "shares")
"""Figures of an incentive that give something; when all of them are 0 it brings no rows."""


@dataclass
class Support:
    """Rows of public support. inflows : names of money before tax. taxable : those of them that are income. costs : what it takes instead.

    credits : name of a credit -> what becomes of it. holidays : kinds of tax holiday.
    """

    rows: list[Row] = field(default_factory=list)
    inflows: list[str] = field(default_factory=list)
    taxable: list[str] = field(default_factory=list)
    costs: list[str] = field(default_factory=list)
    credits: dict[str, str] = field(default_factory=dict)
    holidays: list[str] = field(default_factory=list)


def support(bench: Workbench, plant: Plant, costs: Sequence[str]) -> Support:
    """Support of a plant by the incentives of its country; the capital that is left for depreciation."""
    found, given = Support(), _in_force(bench, plant)
    for kind, incentive in given.items():
        bench.use(f"support.{kind}", incentive, "Public support")
    lowered = _grant(found, given.get("grant"))
    reductions = _investment_credit(found, given.get("investment_credit"), lowered, plant)
    whole = "capital_after_grants" if reductions else "invested_capital"
    left = [*reductions, *([] if reductions else lowered)]
    found.rows.append(subtotal("depreciable_capital", "Capital subject to depreciation", "Capital", [whole], left, unit="USD"))
    credit = given.get("production_credit")
    if isinstance(credit, ProductionCredit):
        if credit.base == "value_added":
            bought = [name for name in costs if name.endswith(COST_GROUPS["goods and materials"])]
            found.rows.append(subtotal("value_added", "Value added", "Public support", ["revenue"], bought))
        found.rows.append(PRODUCTION_CREDIT[credit.base])
        found.credits["production_credit"] = credit.use
    if "export_vat" in given:
        found.rows.append(unrefunded_vat)
        found.costs.append(unrefunded_vat.name)
    if isinstance(sales := given.get("sales_incentive"), SalesIncentive):
        found.rows += [subtotal("domestic_sales", "Sales in the country", "Public support", _sold_at_home(bench)), _of_sales(sales)]
        found.inflows.append("sales_incentive")
        found.taxable.append("sales_incentive")
    for kind, one in (("export_rebate", export_rebate), ("property_tax_relief", property_tax_relief)):
        if kind in given:
            found.rows.append(one)
            found.inflows.append(kind)
            found.taxable.append(kind)
    found.holidays = [kind for kind in given if kind.endswith("tax_holiday")]
    return found


def _sold_at_home(bench: Workbench) -> list[str]:
    """Rows of revenue from buyers who keep the product in the country of the market."""
    kept = [one for one in buyers(bench.case, bench.option, bench.book) if not one.segment.exported]
    return [f"{one.name}_{kind}" for one in kept for kind in (*(["contract_revenue"] if one.contract else []), "spot_revenue")]


def _of_sales(incentive: SalesIncentive) -> Row:
    return incentive_on_sales if incentive.yearly_ceiling is None else incentive_up_to_ceiling


def _grant(found: Support, grant: Incentive | None) -> list[str]:
    """Rows of a grant; the name of what lowers the basis."""
    if not isinstance(grant, Grant):
        return []
    found.rows.append(GRANT["share" if grant.share is not None else "amount"])
    found.inflows.append("grant")
    if grant.treatment == "taxable":
        found.taxable.append("grant")
        return []
    found.rows.append(grants_received)
    return ["grants_received"]


def _investment_credit(found: Support, credit: Incentive | None, lowered: list[str], plant: Plant) -> list[str]:
    """Rows of an investment credit; the name of what it takes from the basis."""
    if not isinstance(credit, InvestmentCredit):
        return []
    found.rows.append(subtotal("capital_after_grants", "Capital less grants", "Capital", ["invested_capital"], lowered, unit="USD"))
    earning = creditable_without_land if plant.land_share is not None else creditable_all
    found.rows += [earning, investment_credit_rate, investment_credit, credit_basis_reduction]
    found.credits["investment_credit"] = credit.use
    return ["credit_basis_reduction"]


def _in_force(bench: Workbench, plant: Plant) -> dict[str, Incentive]:
    """Incentives of the plant's country that give it something, by kind. Raises RoiError for two of one kind."""
    found: dict[str, Incentive] = {}
    exports = bench.book.markets[bench.case.market].country != plant.country
    for one in bench.book.incentives.values():
        kind = next(name for name, cls in INCENTIVES.items() if isinstance(one, cls))
        kind = "local_tax_holiday" if isinstance(one, TaxHoliday) and one.scope == "local" else kind
        for_it = one.country == plant.country and (not one.products or bench.case.drug in one.products)
        fits = exports if isinstance(one, ExportRebate | ExportVat) else not (exports and isinstance(one, SalesIncentive))
        if for_it and fits and not _idle(one):
            if kind in found:
                what = f"{found[kind].id} and {one.id} are both for {plant.id}"
                raise RoiError(
                    Problem(one.where, what, "an option has one incentive of a kind: add them up in one, and set the other to 0")
                )
            found[kind] = one
    return found


def _idle(incentive: Incentive) -> bool:
    if isinstance(incentive, ExportVat):
        # a rebate that is all of the tax leaves nothing
        return len({value for one in (incentive.vat_rate, incentive.rebate_rate) for _, value in one.dated}) == 1
    return not any(_gives(figure) for key, figure in incentive.figures() if key in GIVING)


def _gives(figure: Assumption) -> bool:
    return figure.distribution is not None or any((figure.value, *figure.table, *(value for _, value in figure.dated)))


def exit_rows(finance: Finance, plant: Plant | None, income: Sequence[str]) -> tuple[str, list[Row], list[Row]]:
    """Which figure gives the value at exit, its rows, and those of its gain; empty without one."""
    given = next((key for key in EXIT if getattr(finance, key) is not None), "")
    if not given or (given == "salvage_share" and plant is None):
        return "", [], []
    earnings = subtotal("earnings_before_depreciation", "Earnings before depreciation", "Exit", income, ["operating_cost"])
    given_back = plant is not None and plant.qualified_use_time is not None
    gain = [deducted_and_kept if given_back else deducted_so_far, gain_on_plant] if plant is not None else [gain_on_business]
    return given, [EXIT[given]] if given == "salvage_share" else [earnings, EXIT[given]], gain


@dataclass(frozen=True)
class Tax:
    """Rows of income tax. shared : the same with and without debt. own : those that follow from the profit before tax."""

    shared: tuple[Row, ...]
    own: tuple[Row, ...]


def tax(taxation: Taxation, found: Support, rate_needed: bool = False) -> Tax:
    """From profit before tax to income tax: losses, rates, holidays, credits. rate_needed : another row reads the whole tax rate."""
    losses = LOSS_RULES[taxation.loss_rule]
    if taxation.loss_rule == "carryforward_years" and taxation.loss_years is not None:
        losses = rows(losses, aged_losses(int(taxation.loss_years.value)))
    if not (found.credits or found.holidays or rate_needed) and taxation.local_tax_rate is None and taxation.owner_tax_rate is None:
        return Tax((), rows(losses, income_tax))
    local = national_rate if taxation.local_tax_rate is None else national_and_local_rate
    shared = [rate_with_local_holiday if "local_tax_holiday" in found.holidays else local]
    shared += [paid_tax_rate] if "tax_holiday" in found.holidays else []
    own = [*losses, tax_at_paid_rate if "tax_holiday" in found.holidays else tax_at_whole_rate]
    own += [owner_tax] if taxation.owner_tax_rate is not None else []
    added = ["tax_before_credits", *(["owner_tax"] if taxation.owner_tax_rate is not None else [])]
    carried = [name for name, use in found.credits.items() if use == "carried_forward"]
    sold = [name for name, use in found.credits.items() if use == "transferable"]
    shared += [CREDIT_SOLD[name] for name in sold]
    less = [name for name, use in found.credits.items() if use == "refundable"] + [f"{name}_sold" for name in sold]
    if carried:
        shared.append(subtotal("credits_earned", "Credits earned", "Tax", carried))
        own += [credits_used, credit_pool]
        less.append("credits_used")
    return Tax(rows(shared), rows(own, subtotal("income_tax", "Income tax", "Tax", added, less)))
