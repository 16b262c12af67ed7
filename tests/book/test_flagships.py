"""The cases that only this file runs: they build, give finite answers, and their duties and molar masses are those worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import FLAGSHIPS, SEED

from roi.analysis.trials import base_case, run_trials
from roi.statement.model import build

ATOMS = {"C": 12.011, "H": 1.008, "N": 14.007, "O": 15.999, "F": 18.998, "Cl": 35.45, "S": 32.06}
"""Standard atomic weights, abridged (IUPAC 2021), g/mol."""
FORMULAS = {
    "propofol": ({"C": 7, "H": 6, "O": 3}, {"C": 12, "H": 18, "O": 1}),
    "bupivacaine": ({"C": 8, "H": 11, "N": 1}, {"C": 18, "H": 31, "Cl": 1, "N": 2, "O": 2}),
    "albuterol": ({"C": 7, "H": 6, "O": 2}, {"C": 13, "H": 22, "N": 1, "O": 5, "S": 0.5}),
    "ibuprofen": ({"C": 10, "H": 14}, {"C": 13, "H": 18, "O": 2}),
    "ciprofloxacin": ({"C": 13, "H": 9, "Cl": 1, "F": 1, "N": 1, "O": 3}, {"C": 17, "H": 21, "Cl": 1, "F": 1, "N": 3, "O": 4}),
}
"""Key starting material and drug substance, as sold; of albuterol half of the sulfate."""
DUTIES = {
    "propofol": (0.0, 0.065 + 0.25),  # general note 13; p-hydroxybenzoic acid of China, list 3
    "bupivacaine": (0.0, 0.065 + 0.25),  # general note 13 claimed; 2,6-xylidine of China, list 3
    "albuterol": (0.0, 0.055 + 0.25),  # general note 13 claimed; salicylaldehyde of China, list 3
    "ibuprofen": (0.065, 0.0),  # not in the appendix; isobutylbenzene of India, free
    "ciprofloxacin": (0.0, 0.065),  # general note 13; Q-acid of China, on no list
}
"""Duty on the drug substance of India and on the key starting material in the United States, read off the schedule of 2026 by hand."""


@pytest.fixture(scope="module", params=FLAGSHIPS)
def model(request, book):
    return build(book.cases[request.param], book)


def test_the_base_case_is_finite_and_the_plants_run(model) -> None:
    found = base_case(model)
    for name, option in model.options.items():
        assert all(np.isfinite(found[cell]).all() for cell in option.rows), name
        assert np.isfinite(found[option.cells["npv"]]).all(), name
        assert found[option.cells["volume_sold"]].max() > 0, name


def test_two_hundred_trials_are_finite_and_differ(model) -> None:
    for measures in run_trials(model, 200, SEED).measures.values():
        assert np.isfinite(measures["npv"]).all()
        assert np.isfinite(measures["levelised_cost"]).all()
        assert len(set(measures["npv"])) > 100


def test_duties_of_every_year_are_those_of_the_schedule(model) -> None:
    found = base_case(model)
    product, key = DUTIES[model.case.drug]
    at_home, abroad, merchant = (model.options[name].cells for name in ("us_continuous", "india_batch", "indian_merchant"))
    for cell, rate in ((merchant["duty_rate"], product), (abroad["duty_rate"], product), (at_home["key_duty_rate"], key)):
        assert found[cell] == pytest.approx(rate)


@pytest.mark.parametrize("drug", FORMULAS)
def test_a_kilogram_needs_as_much_starting_material_as_the_molar_masses_say(book, drug) -> None:
    material, substance = (sum(ATOMS[atom] * count for atom, count in one.items()) for one in FORMULAS[drug])
    assert book.drugs[drug].stoichiometric_ratio.value == pytest.approx(material / substance, abs=5e-5)


def test_the_indian_ibuprofen_plant_buys_its_starting_material_at_home_and_the_american_one_ships_it(book) -> None:
    model = build(book.cases["ibuprofen_us_continuous"], book)
    assert "key_freight" in model.options["us_continuous"].cells
    assert "key_freight" not in model.options["india_batch"].cells


def test_an_outage_in_india_reaches_the_american_ibuprofen_plant_through_its_supplier(book) -> None:
    paths = build(book.cases["ibuprofen_us_continuous"], book).options["us_continuous"].inputs
    assert "key.outages.export_ban_in" in paths
