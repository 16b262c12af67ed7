"""Lines of the capital and what tax law deducts of them: the same rows for equipment, building and land improvements."""

from __future__ import annotations

from roi.formula import Formula, Symbols, between, lookup, prior, row, rows, sum_of, where


@row("Basis for depreciation", unit="USD", section="Capital", name="tax_basis")
def basis_of_all(s: Symbols) -> Formula:
    """All of the capital subject to depreciation: the plant names no line."""
    return s.depreciable_capital


@row("Basis for depreciation", unit="USD", section="Capital", name="tax_basis")
def basis_of_rest(s: Symbols) -> Formula:
    """What building, land improvements and land leave of the capital subject to depreciation: equipment."""
    return s.depreciable_capital * (1 - sum_of(s.capital_share))


@row("Basis for depreciation", unit="USD", section="Capital", name="tax_basis")
def basis_of_line(s: Symbols) -> Formula:
    """Share of the line in the capital subject to depreciation."""
    return s.depreciable_capital * s.line.share


@row("Share deducted in the first year", unit="1", section="Capital", name="first_year_share")
def share_when_acquired(s: Symbols) -> Formula:
    """Share in force in year 0, when the plant is bought or its construction begins. 26 U.S.C. 168(k), 168(n)."""
    return where(s.year <= 0, s.line.bonus_share, prior(s.first_year_share))


@row("Share deducted by begin of construction", unit="1", section="Capital")
def acquired_share(s: Symbols) -> Formula:
    """Share in force in year 0, when construction begins. 26 U.S.C. 168(n)(2)(A)(v)."""
    return where(s.year <= 0, s.line.bonus_share, prior(s.acquired_share))


@row("Share deducted in the first year", unit="1", section="Capital", name="first_year_share")
def share_when_in_service(s: Symbols) -> Formula:
    """Share by the begin of construction, times what is left of it in the first operating year. 26 U.S.C. 168(n)(2)(A)(vii)."""
    return where(s.age <= 0, s.acquired_share * s.line.service_share, prior(s.first_year_share))


@row("Depreciation in the first year", unit="USD/year", section="Capital")
def bonus_depreciation(s: Symbols) -> Formula:
    """First-year share of the basis, deducted in the first operating year. 26 U.S.C. 168(k), 168(n)."""
    return where(between(s.age, 0, 0), s.tax_basis * s.first_year_share, 0) / s.one_year


@row("Depreciation by schedule", unit="USD/year", section="Capital", name="scheduled_depreciation")
def by_schedule(s: Symbols) -> Formula:
    """The rest of the basis by the schedule, from the first operating year on. 26 U.S.C. 168(a)."""
    return s.tax_basis * (1 - s.first_year_share) * lookup(s.depreciation.rates, s.age) / s.one_year


@row("Depreciation by schedule", unit="USD/year", section="Capital", name="scheduled_depreciation")
def by_schedule_alone(s: Symbols) -> Formula:
    """Basis by the schedule, from the first operating year on."""
    return s.tax_basis * lookup(s.depreciation.rates, s.age) / s.one_year


@row("Value before depreciation", unit="USD", section="Capital", name="value_before_depreciation")
def value_with_bonus(s: Symbols) -> Formula:
    """In the first operating year the basis less what is deducted at once, later the written-down value of last year."""
    return where(between(s.age, 0, 0), s.tax_basis * (1 - s.first_year_share), prior(s.written_down_value))


@row("Value before depreciation", unit="USD", section="Capital", name="value_before_depreciation")
def value_alone(s: Symbols) -> Formula:
    """In the first operating year the basis, later the written-down value of last year."""
    return where(between(s.age, 0, 0), s.tax_basis, prior(s.written_down_value))


@row("Depreciation by schedule", unit="USD/year", section="Capital", name="scheduled_depreciation")
def by_declining_balance(s: Symbols) -> Formula:
    """Value before depreciation at the rate of the schedule: the same share each year of what is left."""
    return s.value_before_depreciation * s.depreciation.rate


@row("Written-down value", unit="USD", section="Capital")
def written_down_value(s: Symbols) -> Formula:
    """Value before depreciation, less the depreciation of the year."""
    return s.value_before_depreciation - s.scheduled_depreciation * s.one_year


@row("Deduction given back", unit="USD/year", section="Capital")
def recapture(s: Symbols) -> Formula:
    """First-year deduction, income again when the building serves another purpose within the period. 26 U.S.C. 168(n)(5), 1245."""
    changes = between(s.age, s.plant.qualified_use_time, s.plant.qualified_use_time)
    within = s.plant.qualified_use_time < s.taxation.building_recapture_period
    return where(changes & within, s.tax_basis * s.first_year_share, 0) / s.one_year


@row("Basis restored", unit="USD", section="Capital")
def restored_basis(s: Symbols) -> Formula:
    """Deductions given back so far: they are a basis again."""
    return prior(s.restored_basis) + s.recapture * s.one_year


@row("Depreciation of the basis restored", unit="USD/year", section="Capital")
def restored_depreciation(s: Symbols) -> Formula:
    """Basis restored by the schedule, begun anew with the other use."""
    return s.restored_basis * lookup(s.depreciation.rates, s.age - s.plant.qualified_use_time) / s.one_year


BY_SCHEDULE = {True: rows(by_schedule), False: rows(by_schedule_alone)}
"""Whether a share is deducted in the first year: the rows of the rest, by a table."""
DECLINING = {
    True: rows(value_with_bonus, by_declining_balance, written_down_value),
    False: rows(value_alone, by_declining_balance, written_down_value),
}
"""The same by declining balance."""
RECAPTURE = rows(recapture, restored_basis, restored_depreciation)
