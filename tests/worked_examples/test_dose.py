"""From the price of a drug substance to that of a course, against Hill et al., BMJ Open 2016, e009586, Table 1."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from plant_files import figure, rows_with

LINES = list(csv.DictReader((Path(__file__).parent / "data/hill_tki_price_build.csv").read_text(encoding="utf-8").splitlines()))
TABLETING, PACKAGING, MARKUP = 0.04, 0.35, 0.5
CENT = 0.005
"""Half a displayed cent: the cost of 28 days is an input here as the table rounds it, and so are the results."""


def course(folder, line):
    """A plant without capital, inflation or tax whose only cost is the published price of the drug substance; 28 days are a course.

    Excipients are not in the table (the article prices them in its text): they are what its cost of 28 days leaves for them.
    """
    substance = float(line["api_usd_per_kg"]) * float(line["dose_mg"]) / 1e6
    excipients = float(line["cost_per_28d"]) / float(line["units_per_28d"]) - substance - TABLETING
    assert substance + excipients == pytest.approx(float(line["plus_excipients"]), abs=1.001 * CENT)
    drug = {
        "dose_mass": figure(float(line["dose_mg"]), "mg/dose"),
        "doses_per_course": figure(float(line["units_per_28d"]), "dose/course"),
        "finishing_cost": figure(excipients + TABLETING, "USD/dose"),
        "packaging_cost": figure(PACKAGING, "USD/course"),
        "finishing_markup": figure(MARKUP),
    }
    plant = {"fixed_capital": figure(0, "USD"), "other_materials": figure(float(line["api_usd_per_kg"]), "USD/kg")}
    found = rows_with(folder, {"drugs/substance.yaml": drug, "plants/plant.yaml": plant})
    return {name: float(values[0]) for name, values in found.items()}


@pytest.mark.parametrize("line", LINES, ids=[line["case"] for line in LINES])
def test_the_price_of_a_course_is_the_published_one(tmp_path, line) -> None:
    found = course(tmp_path, line)
    assert round(found["levelised_cost_per_dose"], 2) == float(line["api_per_tablet"])
    assert round(found["finished_dose_cost"], 2) == float(line["plus_tableting"])
    assert found["packed_course_cost"] == pytest.approx(float(line["plus_packaging_shipping_duties"]), abs=2 * CENT)
    assert found["course_price"] == pytest.approx(float(line["plus_50pct_markup"]), abs=(1 + MARKUP) * CENT + CENT)
    assert found["course_price"] * 365 / 28 == pytest.approx(float(line["target_price_per_year"]), abs=0.6)
    assert found["levelised_cost_per_course"] == pytest.approx(found["levelised_cost_per_dose"] * float(line["units_per_28d"]), rel=1e-12)


def test_finishing_grows_with_the_general_price_level(tmp_path) -> None:
    """At 2 percent inflation the level is the discounted sum of powers of 1.02 over the discounted sum of ones, while it sells."""
    drug = {"finishing_cost": figure(1, "USD/dose")}
    found = rows_with(tmp_path, {"drugs/substance.yaml": drug, "countries/us.yaml": {"inflation": figure(0.02, "1/year")}})
    factor = found["discount_factor"]
    years = np.arange(len(factor))
    weights = factor * found["volume_sold"]
    level = (weights * 1.02**years).sum() / weights.sum()
    assert found["finishing_price_level"][0] == pytest.approx(level, rel=1e-12)
    assert found["finished_dose_cost"][0] == pytest.approx(found["levelised_cost_per_dose"][0] + level, rel=1e-12)
