"""A plant with every figure that may be left out, its capital estimated and its materials from a process: engine, workbook and reports."""

from __future__ import annotations

import io
import json
from typing import get_args

import numpy as np
import openpyxl
import pytest
from conftest import CASES
from plant_files import figure
from reports.cells import Recalculated, differences, read
from reports.test_workbook_equality import expected, places_of_inputs
from ruamel.yaml import YAML

import roi
from roi.analysis.advantage import foreign_advantages
from roi.analysis.measures import WITH_DEBT
from roi.analysis.trials import base_case, base_values, one_trial
from roi.domain import Assumption, Country, DrugSubstance, Plant
from roi.domain.assumption import In
from roi.formula import Direct
from roi.paths import bundled
from roi.reporting.pages import option_lines
from roi.reporting.results import results_json
from roi.reporting.run_notes import run_notes
from roi.reporting.words import answer
from roi.reporting.workbook import workbook
from roi.reporting.workbook.layout import lay_out

CASE = CASES[0]
BATCHES = ("batch_size", "cycle_time", "available_time", "campaigns", "changeover_time", "changeover_cost", "failed_batch_share")
INSTEAD = ("fixed_capital", "process_yield", "other_materials", "labour_hours", "working_capital_share", *BATCHES)


def spread(value, unit="1", *, low=0.8, high=1.3):
    return figure(value, unit, source="judgement", distribution={"kind": "pert", "low": low * value, "mode": value, "high": high * value})


def plain(value, unit="1", **more):
    return figure(value, unit, source="judgement", **more)


def optional(noun):
    """Figures a noun may leave out, with the unit each is kept in."""
    return {
        name: next(one.unit for one in field.metadata if isinstance(one, In))
        for name, field in noun.model_fields.items()
        if Assumption in get_args(field.annotation) and type(None) in get_args(field.annotation)
    }


def shares(**values):
    return {name: {"factor": spread(value)} for name, value in values.items()}


def process():
    def step(ratio, price):
        materials = {
            "solvent": {"label": "Solvent", "amount": spread(4), "recovered_share": plain(0.8), "price": spread(price, "USD/kg")},
            "reagent": {"label": "Reagent", "amount": spread(0.3), "price": plain(0.9, "USD/kg")},
        }
        return {"label": f"Step at {ratio}", "mass_ratio": plain(ratio), "step_yield": plain(0.9), "materials": materials}

    steps = {"acylation": step(0.7219 / 1.02, 0.5) | {"processing_cost": plain(0.05, "USD/kg")}, "crystallisation": step(1.02, 0.4)}
    return {"label": "Two steps", "product": "acetaminophen", "steps": steps}


def estimate():
    lines = {"reactors": 9, "dryers": 5, "mills": 2}
    return {
        "label": "Chain of factors",
        "method": "chain",
        "equipment": {key: {"label": key, "cost": spread(value, "MUSD") | {"dollar_year": 2018}} for key, value in lines.items()},
        "cost_index": "cepci",
        "unlisted_share": spread(0.2),
        "direct": shares(piping=0.31, buildings=0.29),
        "indirect": shares(engineering=0.25, construction=0.35),
        "contractor_fee_share": spread(0.05),
        "contingency_share": spread(0.1),
        "reference_capacity": plain(9000, "t/year"),
        "scaling_exponent": plain(0.65),
        "location_factor": spread(1.1),
        "commissioning_share": spread(0.05),
        "qualification_share": spread(0.04),
        "validation_batches": plain(3),
        "validation_batch_cost": spread(0.2, "MUSD"),
        "land": spread(2, "MUSD"),
    }


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("everything")
    yaml = YAML(typ="safe")
    mine = yaml.load(bundled("assumptions") / "plants" / "acetaminophen_continuous_us.yaml")
    kept = {key: value for key, value in mine.items() if key not in INSTEAD}
    special = {"shift_teams": plain(4.5), "delay": mine["delay"], "cost_overrun": mine["cost_overrun"], "salvage_share": plain(0.02)}
    special |= {key: mine[key] for key in ("capacity", "on_stream_factor")} | {"qualified_use_time": plain(6, "year")}
    special |= {"development_cost": spread(4, "MUSD")}
    special |= {key: {**plain(0), "values": values} for key, values in (("labour_excess", [0.3, 0.1]), ("yield_shortfall", [0.05]))}
    for key in ("labour_excess", "yield_shortfall"):
        del special[key]["value"]
    values = {
        "h/year": 1900,
        "USD": 2_000_000,
        "USD/year": 250_000,
        "kWh/kg": 0.7,
        "USD/kg": 0.01,
        "USD/kWh": 0.03,
        "1": 0.05,
        "1/year": 0.01,
        "year": 1,
    }
    given = {key: special.get(key) or spread(values[unit], unit) for key, unit in optional(Plant).items() if key not in INSTEAD}
    plant = kept | given | {"label": "Plant with everything", "capital_estimate": "chain", "process": "two_steps"}
    country = {key: spread(values[unit], unit) for key, unit in optional(Country).items() if key != "natural_gas_price"}
    country["jobs_multiplier"] = spread(3)
    files = {
        "plants/everything.yaml": plant,
        "capital_estimates/chain.yaml": estimate(),
        "processes/two_steps.yaml": process(),
        "countries/us.yaml": country,
        "taxation/us.yaml": {"research_amortisation": "research_15"},
        "drugs/acetaminophen.yaml": {"finishing_markup": plain(0.5)},
        "finance/us_manufacturer.yaml": {"timing": "mid_year", "country_premium": True, "cost_of_equity": spread(0.09, "1/year")},
        f"cases/{CASE}.yaml": {"options": {"us_continuous": {"plant": "everything", "loan": "term_loan_10"}}},
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, default=str), encoding="utf-8")
    return roi.compare(roi.load_case(CASE, assumptions=folder), trials=200, seed=1)


def test_every_figure_that_may_be_left_out_is_in_this_plant_and_reaches_a_row(study) -> None:
    model = study.comparison.model
    plant, drug = model.book.plants["everything"], model.book.drugs["acetaminophen"]
    assert {key for key in optional(Plant) if getattr(plant, key) is None} == set(INSTEAD)
    assert all(getattr(drug, key) for key in optional(DrugSubstance))
    of_the_plant = ("plants.everything.", "capital_estimates.chain.", "processes.two_steps.")
    read = {id for id in model.bindings if id.startswith(of_the_plant)}
    entities = (plant, model.book.capital_estimates["chain"], model.book.processes["two_steps"])
    written = {figure.id for one in entities for _, figure in one.figures()}
    scaled = {"capital_estimates.chain.reference_capacity", "capital_estimates.chain.scaling_exponent"}
    assert written - read == scaled


def test_rows_run_on_plain_numbers_equal_the_tape_to_the_bit(study) -> None:
    model = study.comparison.model
    for values in (base_values(model), one_trial(model, 1, 7)):
        direct, tape = Direct(values, len(model.calendar.years)), base_case(model, values)
        for cell in model.cells:
            found = [direct.value(cell)] if cell.row.metric else direct.series(cell)
            assert np.array_equal(np.array(found, dtype=float), tape[cell], equal_nan=True), cell.id


def test_the_workbook_equals_the_engine_in_the_base_case_and_in_trials(study) -> None:
    comparison = study.comparison
    model, content = comparison.model, workbook(comparison, study.provenance, answer(comparison))
    found, book = read(content), Recalculated(content)
    assert differences(found.stored, book, found.formulas) == []
    layout = lay_out(model)
    for trial in range(3):
        values = one_trial(model, 5, trial)
        wanted = expected(layout, base_case(model, values))
        book.set(places_of_inputs(model, layout, values))
        assert differences(wanted, book, wanted) == [], f"trial {trial}"


def test_costs_add_up_and_every_format_is_written(study, tmp_path) -> None:
    rows = study.statement("us_continuous")
    assert {"closure_cost", "sustaining_capital", "steam_cost", "cyber_security_cost", "step_acylation_materials"} <= set(rows.index)
    summary = study.summary()
    assert summary.loc[("us_continuous", "npv"), "sd"] > 0
    assert set(study.write(tmp_path)) == {"xlsx", "html", "json", "csv"}


def test_the_advantage_names_what_only_one_of_the_two_plants_has(study) -> None:
    (found,) = foreign_advantages(study.comparison.model)
    assert sum(found.shares.values()) == pytest.approx(found.costs[0] - found.costs[1], rel=1e-9)
    assert {"plant.fixed_capital", "plant.steam", "process.steps.acylation.step_yield", "estimate.scale"} <= set(found.unmatched)


def test_what_a_loan_leaves_the_owners_is_in_every_trial_and_in_every_report(study) -> None:
    comparison = study.comparison
    model, found = comparison.model, comparison.trials.measures["us_continuous"]
    cells = model.options["us_continuous"].cells
    for trial in (0, 7):
        values = base_case(model, one_trial(model, 1, trial))
        for name in WITH_DEBT:
            assert np.array_equal(found[name][trial], values[cells[name]][0], equal_nan=True), name
    assert "equity_npv" not in comparison.measures["indian_merchant"]
    owners = json.loads(results_json(comparison, "test"))["options"]
    assert owners["us_continuous"]["with_debt"]["equity_npv"]["p50"] == np.median(found["equity_npv"])
    assert owners["indian_merchant"]["with_debt"] is None
    assert [note.partition(" ")[0] for note in run_notes(comparison)] == ["Flows", "A"]
    lines = {line.label: line.cells for line in option_lines(comparison)}
    assert [cell.value for cell in lines["Net present value of equity"]].count("no loan") == 2
    assert " to " in lines["Lowest debt service cover"][list(model.options).index("us_continuous")].note
    summary = openpyxl.load_workbook(io.BytesIO(workbook(comparison, study.provenance, answer(comparison))), read_only=True)["Summary"]
    assert "Rate of return on equity" in {row[0].value for row in summary.iter_rows(max_col=1) if row}
