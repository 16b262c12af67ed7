"""A route of three steps against costcalc2 (github.com/rnelsonchem/costcalc2, its own test data): cost of materials, masses, intensity."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from plant_files import figure, rows_with

DATA = Path(__file__).parent / "data"


def table(name: str):
    return list(csv.DictReader((DATA / f"costcalc2_{name}.csv").read_text(encoding="utf-8").splitlines()))


COMPOUNDS = {line["Compound"]: line for line in table("materials")}
EXPECTED = {line["quantity"]: float(line["value"]) for line in table("expected")}
MADE = ("Starting Material", "Intermediate A", "Intermediate B", "Product")
LETTERS = ("one", "two", "three")


def molar(compound: str) -> float:
    return float(COMPOUNDS[compound]["MW"])


def step(number: int, toll: float = 0.0):
    """A step in masses: equivalents by molar masses, volumes of solvent by density."""
    taken, made = MADE[number - 1], MADE[number]
    lines = [line for line in table("route") if line["step"] == str(number)]
    found = {"label": f"Step {number}", "mass_ratio": figure(molar(taken) / molar(made)), "materials": {}}
    for line in lines:
        compound = line["compound"]
        if line["role"] == "product":
            found["step_yield"] = figure(float(line["equiv"]))
        elif compound != taken:
            solvent = line["role"] == "solvent"
            amount = float(line["volumes_L_per_kg"]) * float(COMPOUNDS[compound]["Density"]) if solvent else 0.0
            amount = amount or float(line["equiv"]) * molar(compound) / molar(taken)
            material = {"label": compound, "amount": figure(amount), "price": figure(float(COMPOUNDS[compound]["USD_per_kg"]), "USD/kg")}
            if float(line["solvent_recycle_fraction"] or 0):
                material["recovered_share"] = figure(float(line["solvent_recycle_fraction"]))
            found["materials"][compound.lower().split(" (")[0].replace(" ", "_")] = material
    return found | ({"processing_cost": figure(toll, "USD/kg")} if toll else {})


def made(folder, steps: int, tolls=(0.0, 0.0, 0.0)):
    """Rows and measures of a plant that runs the first steps of the route, at the prices of year 0."""
    process = {"label": "Route", "product": "substance", "steps": {LETTERS[n]: step(n + 1, tolls[n]) for n in range(steps)}}
    price = figure(float(COMPOUNDS["Starting Material"]["USD_per_kg"]), "USD/kg")
    supplier = {
        "label": "Maker",
        "country": "us",
        "product": "none",
        "hts": "2922.29.81",
        "fob_price": price,
        "price_growth": figure(0, "1/year"),
    }
    option = {"kind": "own_plant", "label": "Plant", "plant": "plant", "key_supplier": "maker", "taxation": "us"}
    files = {
        "processes/route.yaml": process,
        "plants/plant.yaml": {"process": "route"},
        "suppliers/maker.yaml": supplier,
        "drugs/substance.yaml": {"stoichiometric_ratio": figure(molar(MADE[0]) / molar(MADE[steps]))},
        "cases/plant.yaml": {"options": {"plant": option}},
    }
    return rows_with(folder, files, without=("process_yield", "other_materials"))


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_the_cost_of_materials_after_each_step_is_that_of_costcalc2(tmp_path, steps) -> None:
    found = made(tmp_path, steps)["route_material_cost"][0]
    assert found == pytest.approx(EXPECTED[f"RMC {MADE[steps]}"], rel=1e-12)


def test_masses_and_shares_are_those_of_costcalc2(tmp_path) -> None:
    found = {name: values[0] for name, values in made(tmp_path, 3).items()}
    start = EXPECTED["kg Starting Material per kg Product"]
    assert found["step_one_intake"] == pytest.approx(start, rel=1e-12)
    assert found["step_one_intake"] * 15 / found["route_material_cost"] == pytest.approx(EXPECTED["Starting Material share of RMC"] / 100)
    assert found["process_mass_intensity"] == pytest.approx(EXPECTED["PMI full route"], rel=1e-9)
    assert found["overall_yield"] == pytest.approx(0.75 * 0.55 * 0.92, rel=1e-12)
    # bromine, DCM and the others by their prices: step one holds bromine at 2 and DCM at 1 USD/kg
    first = EXPECTED["kg Bromine per kg Product"] * 2 + EXPECTED["kg DCM per kg Product"] * 1
    assert found["step_one_materials"] == pytest.approx(first, rel=1e-12)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_the_mass_intensity_of_a_single_step_is_that_of_costcalc2(tmp_path, steps) -> None:
    """A step alone takes in what the step before it made: its own mass counts, not that of the route behind it."""
    found = {name: values[0] for name, values in made(tmp_path, steps).items()}
    earlier = {name: values[0] for name, values in made(tmp_path / "earlier", steps - 1).items()} if steps > 1 else None
    taken = found[f"step_{LETTERS[steps - 1]}_intake"]
    behind = taken * earlier["process_mass_intensity"] - taken if earlier else 0
    assert found["process_mass_intensity"] - behind == pytest.approx(EXPECTED[f"PMI step {steps}"], rel=1e-8)


def test_a_processing_cost_is_paid_for_what_each_step_makes(tmp_path) -> None:
    without_last = made(tmp_path / "two", 3, (10.0, 10.0, 0.0))["route_material_cost"][0]
    with_last = made(tmp_path / "three", 3, (10.0, 10.0, 10.0))["route_material_cost"][0]
    assert without_last == pytest.approx(EXPECTED["RMC Product with OPEX 10 USD/kg at each of 3 steps (excl. step-3 opex)"], rel=1e-9)
    assert with_last == pytest.approx(EXPECTED["RMC Product with OPEX 10 USD/kg at each of 3 steps (incl. step-3 opex)"], rel=1e-9)


def test_the_statement_buys_and_pays_what_the_process_takes(tmp_path) -> None:
    found = made(tmp_path, 3)
    start = EXPECTED["kg Starting Material per kg Product"]
    assert found["key_shipped_volume"] == pytest.approx(found["volume_produced"] * start, rel=1e-12)
    others = EXPECTED["RMC Product"] - 15 * start
    assert found["other_materials_cost"] == pytest.approx(found["volume_produced"] * others * found["cost_index"], rel=1e-9)
