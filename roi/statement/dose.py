"""From drug substance to dose and course: what finishing adds to the levelised cost, as far as the drug has figures for it."""

from __future__ import annotations

from roi.domain import DrugSubstance
from roi.formula import Formula, Row, Symbols, available, metric, present_value, row


@row("Volume sold at the price level", unit="kg/year", section="Sales")
def volume_at_price_level(s: Symbols) -> Formula:
    """Volume sold times the general price index: a cost of finishing grows with it."""
    return s.volume_sold * s.general_price_index


@metric("Price level at which finishing is paid", unit="1")
def finishing_price_level(s: Symbols) -> Formula:
    """Present value of the volume at the price level, divided by the present value of the volume."""
    sold = present_value(s.volume_sold, s.discount_factor)
    return available(sold > 0, present_value(s.volume_at_price_level, s.discount_factor) / sold)


@metric("Levelised cost a finished dose", unit="USD/dose")
def finished_dose_cost(s: Symbols) -> Formula:
    """Levelised cost of the drug substance in a dose, plus finishing or its toll at the price level."""
    return s.levelised_cost_per_dose + s.drug.finishing_cost * s.finishing_price_level


@metric("Levelised cost of the drug substance in a course", unit="USD/course")
def levelised_cost_per_course(s: Symbols) -> Formula:
    """Levelised cost of the drug substance in a dose, times the doses of a course."""
    return s.levelised_cost_per_dose * s.drug.doses_per_course


@metric("Levelised cost a finished course", unit="USD/course")
def finished_course_cost(s: Symbols) -> Formula:
    """Levelised cost of a finished dose times the doses of a course."""
    return s.finished_dose_cost * s.drug.doses_per_course


@metric("Levelised cost a packed course", unit="USD/course")
def packed_course_cost(s: Symbols) -> Formula:
    """Levelised cost of a finished course, plus its packaging and shipping at the price level."""
    return s.finished_course_cost + s.drug.packaging_cost * s.finishing_price_level


@metric("Price of a course", unit="USD/course")
def course_price(s: Symbols) -> Formula:
    """Levelised cost of a packed course with the finisher's markup."""
    return s.packed_course_cost * (1 + s.drug.finishing_markup)


def dose_rows(drug: DrugSubstance) -> tuple[Row, ...]:
    """Rows the measures need."""
    return (volume_at_price_level,) if drug.finishing_cost else ()


def dose_measures(drug: DrugSubstance) -> tuple[Row, ...]:
    """Measures the drug has figures for. Packaging and markup are refused without finishing cost and doses of a course."""
    return (
        *((levelised_cost_per_course,) if drug.doses_per_course else ()),
        *((finishing_price_level, finished_dose_cost) if drug.finishing_cost else ()),
        *((finished_course_cost,) if drug.finishing_cost and drug.doses_per_course else ()),
        *((packed_course_cost,) if drug.packaging_cost else ()),
        *((course_price,) if drug.finishing_markup else ()),
    )
