"""Results as data: results.json, statement.csv and the hash of the inputs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib.metadata import version as installed
from typing import Any

from roi.analysis.comparison import Comparison
from roi.analysis.kept import Kept
from roi.analysis.measures import WITH_DEBT, measured
from roi.reporting import trial_data
from roi.reporting.drivers_data import breakeven_as_data, drivers_as_data
from roi.reporting.json_text import json_text
from roi.reporting.law import law_data
from roi.reporting.perspectives import perspective_data
from roi.reporting.resilience import resilience_data
from roi.reporting.risks import risk_data
from roi.reporting.tenders import tender_data
from roi.reporting.ways import way
from roi.statement.binding import Binding
from roi.statement.cash_flow import LEVELISED_SECTION
from roi.statement.model import Model
from roi.uncertainty import described
from roi.version import VERSION

SUMMARISED = ("npv", "irr", "mirr", "payback", "levelised_cost", "levelised_cost_per_dose", "levelised_price")


def results(comparison: Comparison, version: str) -> dict[str, Any]:
    """Everything a program wants to know of a comparison. NaN (n/a) is None; rows are nominal, measures in money of year 0."""
    model, case = comparison.model, comparison.model.case
    return {
        "case": case.id.partition(".")[2],
        "question": case.question,
        "version": version,
        "trials": comparison.trials.trials,
        "seed": comparison.trials.seed,
        "sampling": trial_data.sampling(comparison),
        "inputs_hash": inputs_hash(model),
        "overlays": [{"name": one.name, "title": one.title, "reference": one.reference} for one in model.book.overlays],
        "overrides": [asdict(one) for one in model.book.overrides],
        "calendar_years": list(model.calendar.years),
        "options": {name: _option(comparison, name) for name in model.options},
        "market": {"rows": {cell.name: _values(comparison.base[cell]) for cell in model.common.rows}},
        "comparison": {
            "reference": comparison.reference,
            **{
                name: {
                    "incremental_npv": trial_data.measure(against.incremental_npv),
                    "p_wins": against.p_wins,
                    "p_wins_se": against.p_wins_se,
                    "p_wins_interval": trial_data.chance(comparison, against.p_wins, against.p_wins_se),
                }
                for name, against in comparison.against.items()
            },
        },
        "perspectives": perspective_data(comparison),
        "law": law_data(comparison),
        "procurement": tender_data(comparison),
        "resilience": resilience_data(comparison),
        "joint": trial_data.joint(comparison),
        "dependence": trial_data.dependence(comparison),
        "drivers": drivers_as_data(model, comparison.drivers),
        "breakevens": [breakeven_as_data(one) for one in comparison.breakevens],
        "risks": risk_data(comparison),
        "assumptions": [_assumption(binding) for binding in model.bindings.values()],
    }


def _option(comparison: Comparison, name: str) -> dict[str, Any]:
    option = comparison.model.options[name]
    positive, error = comparison.p_npv_positive[name]
    return {
        "label": option.label,
        "way": way(comparison.model.book, comparison.model.case.options[name]),
        **{measure: trial_data.measure(comparison.measures[name][measure]) for measure in SUMMARISED},
        "irr_roots": trial_data.number(comparison.measures[name]["irr_roots"].base),
        "p_npv_positive": positive,
        "p_npv_positive_se": error,
        "p_npv_positive_interval": trial_data.chance(comparison, positive, error),
        **trial_data.cash(comparison, name),
        "p_best": comparison.p_best[name],
        "with_debt": {one: trial_data.measure(comparison.measures[name][one]) for one in WITH_DEBT if one in option.cells} or None,
        "rows": {cell.name: _values(comparison.base[cell]) for cell in option.rows},
        "units": {cell.name: str(cell.row.unit) for cell in option.rows},
        "levelised_cost_components": {
            cell.name.removeprefix("levelised_"): trial_data.number(float(comparison.base[cell][0]))
            for cell in option.metrics
            if cell.row.section == LEVELISED_SECTION
        },
    }


def _assumption(binding: Binding) -> dict[str, Any]:
    value = list(binding.value) if isinstance(binding.value, tuple) else binding.value
    found: dict[str, Any] = {"id": binding.input.id, "label": binding.input.label, "unit": str(binding.input.unit), "value_used": value}
    if binding.derivation:
        found |= {"derivation": binding.derivation, "rests_on": [figure.id for figure in binding.figures]}
    if binding.path is not None:
        found |= {"path": described(binding.path)}
    figure = binding.figure
    if figure is None:
        return found
    return found | {
        "value": figure.value,
        "distribution": figure.distribution.model_dump(exclude_none=True) if figure.distribution else None,
        "dated": {day.isoformat(): one for day, one in figure.dated} or None,
        "dollar_year": figure.dollar_year,
        "price_level": binding.factor,
        "source": figure.source,
        "locator": figure.locator,
        "retrieved": figure.retrieved.isoformat(),
        "confidence": str(figure.confidence),
        "note": figure.note,
    }


def _values(values: Any) -> list[float | None]:
    return [trial_data.number(float(value)) for value in values]


def inputs_hash(model: Model) -> str:
    """SHA-256 of everything the run rests on, first 16 hexadecimal digits: the same inputs give the same hash on every machine.

    Every value, what moves together, and what decides which rows an option has: the case, the mode of a route, the rule for losses.
    """
    figures = [_assumption(binding) for binding in model.bindings.values()]
    rows = {name: [[cell.name, cell.row.doc] for cell in option.cells.values()] for name, option in model.options.items()}
    copula = model.book.copula
    kind = [copula.kind, copula.degrees_of_freedom and copula.degrees_of_freedom.value] if copula else None
    tied = [kind, [[one.named, one.rank_correlation.value] for one in model.correlations]] if model.correlations else []
    text = json.dumps([model.case.model_dump(exclude={"where"}), figures, rows, tied], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def kept_run(kept: Kept, asked: Mapping[str, Any]) -> Callable[[Model], Kept]:
    """What says of a model, before its trials are run, which run they are kept of. asked : what was asked for on the command line."""

    def begun(model: Model) -> Kept:
        def header() -> dict[str, Any]:
            measures = [f"{option}.{name}" for option, statement in model.options.items() for name in measured(statement)]
            rests_on = {"inputs_hash": inputs_hash(model), "version": VERSION, "numpy": installed("numpy")}
            return {**asked, **rests_on, "measures": measures}

        kept.begin(header)
        return kept

    return begun


def results_json(comparison: Comparison, version: str) -> bytes:
    """results.json; the same seed gives the same bytes."""
    return (json_text(results(comparison, version)) + "\n").encode()


def statement_csv(comparison: Comparison) -> bytes:
    """Base-case rows in long form: option, row, unit, year, value. Text a spreadsheet would take for a formula gets an apostrophe."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("option", "row", "unit", "year", "value"))
    for statement in (comparison.model.common, *comparison.model.options.values()):
        for cell in statement.rows:
            for year, value in zip(comparison.model.calendar.years, comparison.base[cell], strict=True):
                writer.writerow((plain_text(statement.name), plain_text(cell.name), str(cell.row.unit), year, repr(float(value) + 0.0)))
    return buffer.getvalue().encode()


def plain_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula. OWASP ASVS 1.2.10."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\0") else text


def as_csv(lines: list[dict[str, Any]]) -> str:
    """Lines as comma-separated values with a heading; text a spreadsheet would take for a formula gets an apostrophe."""
    buffer = io.StringIO(newline="")
    if lines:
        writer = csv.DictWriter(buffer, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows([{key: plain_text(one) if isinstance(one, str) else one for key, one in line.items()} for line in lines])
    return buffer.getvalue()
