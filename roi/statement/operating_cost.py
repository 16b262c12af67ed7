"""Operating costs that a plant may state one by one: each has its row when the plant has its figure."""

from __future__ import annotations

from roi.domain import Plant
from roi.formula import Formula, Row, Symbols, row
from roi.statement.learning import learning_hours
from roi.statement.production import labour_cost

SECTION = "Production cost"


@row("Natural gas", unit="USD/year", section=SECTION)
def natural_gas_cost(s: Symbols) -> Formula:
    """Gas per kg produced at the local price, at the local cost index."""
    return s.volume_produced * s.plant.natural_gas * s.country.natural_gas_price * s.cost_index


@row("Steam", unit="USD/year", section=SECTION)
def steam_cost(s: Symbols) -> Formula:
    """Steam per kg produced at the local price, at the local cost index."""
    return s.volume_produced * s.plant.steam * s.country.steam_price * s.cost_index


@row("Water", unit="USD/year", section=SECTION)
def water_cost(s: Symbols) -> Formula:
    """Process and cooling water per kg produced at the local price, at the local cost index."""
    return s.volume_produced * s.plant.water * s.country.water_price * s.cost_index


@row("Nitrogen", unit="USD/year", section=SECTION)
def nitrogen_cost(s: Symbols) -> Formula:
    """Nitrogen per kg produced at the local price, at the local cost index."""
    return s.volume_produced * s.plant.nitrogen * s.country.nitrogen_price * s.cost_index


@row("Operating labour", unit="USD/year", section=SECTION, name="labour_cost")
def labour_cost_by_shift(s: Symbols) -> Formula:
    """Operators on a shift times teams times hours of a person, at the burdened local wage, in operating years, at the local cost index."""
    hours = s.plant.operators_per_shift * s.plant.shift_teams * s.plant.hours_per_operator
    return s.operating * hours * s.country.operator_wage * s.cost_index


@row("Environmental compliance", unit="USD/year", section=SECTION)
def environmental_compliance_cost(s: Symbols) -> Formula:
    """Permits, monitoring and reporting of a year, in operating years, at the local cost index."""
    return s.operating * s.plant.environmental_compliance * s.cost_index


@row("Audits of suppliers", unit="USD/year", section=SECTION)
def supplier_audit_cost(s: Symbols) -> Formula:
    """Audits of suppliers in a year, in operating years, at the local cost index."""
    return s.operating * s.plant.supplier_audits * s.cost_index


@row("Serialisation", unit="USD/year", section=SECTION)
def serialisation_cost(s: Symbols) -> Formula:
    """Serialisation of packs in a year, in operating years, at the local cost index."""
    return s.operating * s.plant.serialisation * s.cost_index


@row("Sensors and cyber security", unit="USD/year", section=SECTION)
def cyber_security_cost(s: Symbols) -> Formula:
    """Sensors, their upkeep and the security of the control system in a year, in operating years, at the local cost index."""
    return s.operating * s.plant.cyber_security * s.cost_index


@row("Recalls", unit="USD/year", section=SECTION)
def recall_cost(s: Symbols) -> Formula:
    """Expected cost of recalls for each kg sold, at the local cost index."""
    return s.volume_sold * s.plant.recalls * s.cost_index


@row("Lease", unit="USD/year", section=SECTION)
def lease_cost(s: Symbols) -> Formula:
    """Lease of what stands there, from year 0 on, at the local cost index."""
    return s.plant.lease * s.cost_index


@row("Changeovers", unit="USD/year", section=SECTION)
def changeover_cost(s: Symbols) -> Formula:
    """Cleaning and checks at each campaign, in operating years, at the local cost index."""
    return s.operating * s.plant.campaigns * s.plant.changeover_cost * s.cost_index


OPTIONAL: dict[str, Row] = {
    "natural_gas": natural_gas_cost,
    "steam": steam_cost,
    "water": water_cost,
    "nitrogen": nitrogen_cost,
    "environmental_compliance": environmental_compliance_cost,
    "supplier_audits": supplier_audit_cost,
    "serialisation": serialisation_cost,
    "cyber_security": cyber_security_cost,
    "recalls": recall_cost,
    "lease": lease_cost,
    "changeover_cost": changeover_cost,
}
"""Figure of a plant and the row it brings."""


def stated_costs(plant: Plant) -> tuple[Row, ...]:
    """Rows of the costs the plant has a figure for."""
    return tuple(one for key, one in OPTIONAL.items() if getattr(plant, key))


def labour(plant: Plant) -> Row:
    """The row of operating labour: from hours of a year, or from positions and shifts, with what is still to be learned."""
    return learning_hours(plant, labour_cost if plant.labour_hours else labour_cost_by_shift)
