"""The sums of a statement: here the sign is set once. And the measures over all years."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from roi.formula import (
    Formula,
    Row,
    Symbols,
    available,
    divide,
    irr,
    irr_mid_year,
    irr_mid_year_roots,
    irr_roots,
    metric,
    minimum,
    mirr,
    present_value,
    prior,
    row,
    rows,
    sum_of,
    total,
    where,
)
from roi.units import parse


def subtotal(name: str, label: str, section: str, names: Sequence[str], less: Sequence[str] = (), unit: str = "USD/year") -> Row:
    """Row that adds other rows, less some others. Which rows an option has is known when its statement is built."""

    def added(s: Symbols) -> Formula:
        plus = sum_of([getattr(s, one) for one in names])
        return plus - sum_of([getattr(s, one) for one in less]) if less else plus

    words = "Sum of " + ", ".join(names) + (", less " + ", ".join(less) if less else "") + "."
    frame = sys._getframe(1)
    return Row(name, label, parse(unit), section, words.replace("_", " "), added, f"{frame.f_code.co_filename}:{frame.f_lineno}")


@row("Cumulative cash flow", unit="USD", section="Cash flow")
def cumulative_cash_flow(s: Symbols) -> Formula:
    """Cash flow of this year and all before, not discounted."""
    return prior(s.cumulative_cash_flow) + s.net_cash_flow * s.one_year


@row("Time of recovery", unit="year", section="Cash flow")
def recovered_at(s: Symbols) -> Formula:
    """Time, counted from the decision, at which the cumulative cash flow last rose to 0; within the year in proportion to its flow."""
    part_of_year = divide(-prior(s.cumulative_cash_flow), s.net_cash_flow)
    turns = (prior(s.cumulative_cash_flow) < 0) & (s.cumulative_cash_flow >= 0)
    return where(turns, s.year - s.one_year + part_of_year, prior(s.recovered_at))


@row("Lowest cumulative cash flow so far", unit="USD", section="Cash flow")
def lowest_so_far(s: Symbols) -> Formula:
    """The lowest cumulative cash flow of this year and all before, at most 0."""
    return minimum(prior(s.lowest_so_far), s.cumulative_cash_flow)


@row("Step of the lowest cumulative cash flow", unit="USD/year", section="Cash flow")
def lowest_step(s: Symbols) -> Formula:
    """Lowest so far less that of last year; the steps add up to the lowest of all years."""
    return (s.lowest_so_far - prior(s.lowest_so_far)) / s.one_year


@row("Step in the time of recovery", unit="1", section="Cash flow")
def recovery_step(s: Symbols) -> Formula:
    """Time of recovery less that of last year; the steps add up to the last time of recovery."""
    return (s.recovered_at - prior(s.recovered_at)) / s.one_year


@metric("Net present value", unit="USD")
def npv(s: Symbols) -> Formula:
    """Net cash flow of each year times the discount factor, summed. In money of year 0."""
    return present_value(s.net_cash_flow, s.discount_factor)


@metric("Internal rate of return", unit="1/year", name="irr")
def internal_rate_of_return(s: Symbols) -> Formula:
    """Rate at which the net present value is 0; n/a unless exactly one real rate between -99 % and 1,000 % does that."""
    return irr(s.net_cash_flow)


@metric("Number of rates of return", unit="1", name="irr_roots")
def number_of_rates(s: Symbols) -> Formula:
    """How many real rates between -99 % and 1,000 % make the net present value 0."""
    return irr_roots(s.net_cash_flow)


@metric("Internal rate of return", unit="1/year", name="irr")
def internal_rate_of_mid_year(s: Symbols) -> Formula:
    """Rate at which the net present value of flows in mid-year is 0; n/a unless exactly one rate between -99 % and 1,000 % does that."""
    return irr_mid_year(s.net_cash_flow)


@metric("Number of rates of return", unit="1", name="irr_roots")
def number_of_mid_year_rates(s: Symbols) -> Formula:
    """How many real rates between -99 % and 1,000 % make the net present value of flows in mid-year 0."""
    return irr_mid_year_roots(s.net_cash_flow)


@metric("Modified rate of return", unit="1/year", name="mirr")
def modified_rate_of_return(s: Symbols) -> Formula:
    """Outflows discounted and inflows compounded at the discount rate; n/a without both."""
    return mirr(s.net_cash_flow, s.discount_rate)


@metric("Modified rate of return, flows a year apart", unit="1/year", name="mirr")
def modified_rate_of_mid_year(s: Symbols) -> Formula:
    """Outflows discounted and inflows compounded at the discount rate, year by year as if flows fell at its end; n/a without both."""
    return mirr(s.net_cash_flow, s.discount_rate)


@metric("Payback time, not discounted", unit="year")
def payback(s: Symbols) -> Formula:
    """Time from the decision until the cumulative cash flow is above 0 for good; n/a when it is below 0 at the end."""
    return available(total(s.net_cash_flow) >= 0, total(s.recovery_step))


@metric("Lowest cumulative cash flow", unit="USD")
def lowest_cash(s: Symbols) -> Formula:
    """What the owner has laid out at the deepest point, negative; not discounted."""
    return total(s.lowest_step)


def _per_kg(s: Symbols, flow: Formula) -> Formula:
    sold = present_value(s.volume_sold, s.discount_factor)
    return available(sold > 0, present_value(flow, s.discount_factor) / sold)


@metric("Levelised cost before income tax", unit="USD/kg")
def levelised_cost(s: Symbols) -> Formula:
    """Present value of all costs but income tax, divided by the present value of the kg sold."""
    return _per_kg(s, s.cost_before_tax)


@metric("Levelised cost a dose", unit="USD/dose")
def levelised_cost_per_dose(s: Symbols) -> Formula:
    """Levelised cost of the drug substance in one dose."""
    return s.levelised_cost * s.drug.dose_mass


@metric("Levelised price", unit="USD/kg")
def levelised_price(s: Symbols) -> Formula:
    """Present value of revenue, divided by the present value of the kg sold."""
    return _per_kg(s, s.revenue)


def levelised(name: str, label: str, inflow: bool = False) -> Row:
    """Measure: the contribution of one row to the levelised cost; of an inflow that lowers it, negative."""

    def contribution(s: Symbols) -> Formula:
        return _per_kg(s, getattr(s, name))

    def relief(s: Symbols) -> Formula:
        sold = present_value(s.volume_sold, s.discount_factor)
        return available(sold > 0, -present_value(getattr(s, name), s.discount_factor) / sold)

    words = f"Present value of {label.lower()}, divided by the present value of the kg sold{'; it lowers the cost' if inflow else ''}."
    function, where = relief if inflow else contribution, f"{__file__}:{_LINE}"
    return Row(f"levelised_{name}", label, parse("USD/kg"), LEVELISED_SECTION, words, function, where, metric=True)


COST_GROUPS: dict[str, tuple[str, ...]] = {
    "goods and materials": ("goods_value", "other_materials_cost"),
    "contract manufacture": (
        "tolling_fee", "minimum_charge", "reservation_cost", "technology_transfer_cost", "oversight_cost",
    ),
    "freight and insurance": ("freight", "cargo_insurance", "brokerage", "expediting_cost"),
    "duty and customs fees": ("customs_duty", "duty_refund", "processing_fee", "harbor_fee", "unrefunded_vat"),
    "utilities and waste": (
        "utilities_cost", "natural_gas_cost", "steam_cost", "water_cost", "nitrogen_cost", "waste_treatment_cost",
        "environmental_compliance_cost",
    ),
    "labour, quality and overhead": (
        "labour_cost", "quality_cost", "overhead_cost", "facility_fee", "supplier_audit_cost", "serialisation_cost", "cyber_security_cost",
        "recall_cost", "changeover_cost",
    ),
    "maintenance, insurance and property tax": ("maintenance_cost", "insurance_and_property_tax_cost"),
    "capital": ("capital_spending", "development_spending", "sustaining_capital", "closure_cost", "lease_cost"),
    "working capital": ("working_capital_change",),
    "public support": ("grant", "export_rebate", "sales_incentive", "property_tax_relief"),
}  # fmt: skip
"""Cost rows, of whatever flow, under headings that an importer and a plant share."""


def cost_group(name: str, prefix: str = "") -> str:
    """Heading of a cost row, given its name and what stands before it for its flow. Raises KeyError for a row that has none."""
    groups = {one: group for group, names in COST_GROUPS.items() for one in names}
    return groups[name.removeprefix(f"{prefix}_") if prefix else name]


LEVELISED_SECTION = "Levelised cost by component"
_LINE = levelised.__code__.co_firstlineno
RESULTS = rows(cumulative_cash_flow, recovered_at, recovery_step, lowest_so_far, lowest_step)
_OTHERS = rows(payback, lowest_cash, levelised_cost, levelised_cost_per_dose, levelised_price)
MEASURES = {
    "year_end": rows(internal_rate_of_return, number_of_rates, modified_rate_of_return, _OTHERS),
    "mid_year": rows(internal_rate_of_mid_year, number_of_mid_year_rates, modified_rate_of_mid_year, _OTHERS),
}
"""Measures of every option beside the net present value, by when in their year flows fall."""
