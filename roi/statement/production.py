"""What a plant makes, what it consumes, and what that costs where the plant stands."""

from __future__ import annotations

from dataclasses import replace

from roi.formula import Formula, Row, Symbols, lookup, row, rows


@row("Saleable capacity", unit="kg/year", section="Production")
def saleable_capacity(s: Symbols) -> Formula:
    """Nameplate capacity, less downtime, the shortfall of the ramp-up years, and what is not released."""
    ramp_up = 1 - lookup(s.plant.ramp_up_shortfall, s.age)
    return s.operating * s.plant.capacity * s.plant.on_stream_factor * ramp_up * s.plant.released_share


@row("Saleable capacity", unit="kg/year", section="Production", name="saleable_capacity")
def saleable_capacity_with_outages(s: Symbols) -> Formula:
    """Saleable capacity without outages, for the share of the year that is supplied."""
    return s.undisturbed_capacity * s.supplied_share


@row("Volume produced", unit="kg/year", section="Consumption")
def volume_produced(s: Symbols) -> Formula:
    """What must be made so that the released share covers sales."""
    return s.volume_sold / s.plant.released_share


@row("Key starting material used", unit="kg/year", section="Consumption")
def key_shipped_volume(s: Symbols) -> Formula:
    """Volume produced times the stoichiometric ratio, divided by the yield."""
    return s.volume_produced * s.drug.stoichiometric_ratio / s.plant.process_yield


@row("Other materials", unit="USD/year", section="Production cost")
def other_materials_cost(s: Symbols) -> Formula:
    """Reagents, solvents and packaging per kg produced, at the local cost index."""
    return s.volume_produced * s.plant.other_materials * s.cost_index


@row("Utilities", unit="USD/year", section="Production cost")
def utilities_cost(s: Symbols) -> Formula:
    """Electricity at the local price plus steam, water and nitrogen per kg produced, at the local cost index."""
    per_kg = s.plant.electricity * s.country.electricity_price + s.plant.other_utilities
    return s.volume_produced * per_kg * s.cost_index


@row("Waste treatment", unit="USD/year", section="Production cost")
def waste_treatment_cost(s: Symbols) -> Formula:
    """Treatment and disposal per kg produced, at the local cost index."""
    return s.volume_produced * s.plant.waste_cost * s.cost_index


@row("Operating labour", unit="USD/year", section="Production cost")
def labour_cost(s: Symbols) -> Formula:
    """Operator hours of a year at the burdened local wage, in operating years, at the local cost index."""
    return s.operating * s.plant.labour_hours * s.country.operator_wage * s.cost_index


@row("Quality unit", unit="USD/year", section="Production cost")
def quality_cost(s: Symbols) -> Formula:
    """Quality control and assurance as a share of operating labour."""
    return s.labour_cost * s.plant.quality_share


@row("Plant overhead", unit="USD/year", section="Production cost")
def overhead_cost(s: Symbols) -> Formula:
    """Overhead as a share of operating labour and quality."""
    return (s.labour_cost + s.quality_cost) * s.plant.overhead_share


@row("Maintenance", unit="USD/year", section="Production cost")
def maintenance_cost(s: Symbols) -> Formula:
    """Yearly share of the fixed capital, in operating years, at the local cost index."""
    return s.operating * s.fixed_capital * s.plant.maintenance_share * s.cost_index


@row("Insurance and property tax", unit="USD/year", section="Production cost")
def insurance_and_property_tax_cost(s: Symbols) -> Formula:
    """Yearly share of the fixed capital, in operating years, at the local cost index."""
    return s.operating * s.fixed_capital * s.plant.insurance_and_property_tax_share * s.cost_index


@row("Facility fee of the regulator", unit="USD/year", section="Production cost")
def facility_fee(s: Symbols) -> Formula:
    """Yearly fee for a facility that makes a drug substance for generics (GDUFA, 21 U.S.C. 379j-42), in operating years."""
    return s.operating * s.facility_fees.fee


def capacity(undisturbed: Row, disturbed: bool) -> tuple[Row, ...]:
    """Rows of what can be sold. undisturbed : the row of it without outages. disturbed : outages can hit the option."""
    if not disturbed:
        return (undisturbed,)
    before = replace(undisturbed, name="undisturbed_capacity", label="Saleable capacity without outages")
    return before, saleable_capacity_with_outages


BY_VOLUME = rows(utilities_cost, waste_treatment_cost)
BY_PEOPLE_AND_PLANT = rows(quality_cost, overhead_cost, maintenance_cost, insurance_and_property_tax_cost)
