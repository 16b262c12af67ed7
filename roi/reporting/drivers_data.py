"""Drivers and break-evens as data: the entries of results.json, and lines of a table."""

from __future__ import annotations

from math import isfinite
from typing import Any

from roi.analysis.breakeven import BreakEven
from roi.analysis.drivers import Driver, Drivers, PathDriver
from roi.analysis.search import as_written
from roi.statement.model import Model


def setting(one: BreakEven) -> str:
    """What `--set` takes to put the figure where the answer flips, in the unit its file writes."""
    return f"{one.figure.id}={as_written(one.figure, one.at):.12g}"


def drivers_as_data(model: Model, drivers: Drivers) -> dict[str, Any]:
    """The entry ``drivers`` of results.json. Figures in their unit, in dollars of their own year; shares may be a little below 0.

    A path has no p10 and p90 of its own: at_p10 and at_p90 are those of the measure when its path alone is drawn.
    """
    return {
        "option": drivers.option,
        "of": drivers.of,
        "reference": model.case.reference if drivers.of == "incremental_npv" else None,
        "unit": drivers.unit,
        "base": _number(drivers.base),
        "trials": drivers.trials,
        "share_single": _number(drivers.share_single),
        "share_judgement": _number(drivers.share_judgement),
        "shares_overlap": drivers.overlap,
        "figures": [_driver(one) for one in drivers.figures],
        "paths": [_driver(one) for one in drivers.paths],
        "groups": [
            {
                "group": one.name,
                "members": list(one.members),
                "p10": _number(one.low),
                "p90": _number(one.high),
                "share": _number(one.share),
            }
            for one in drivers.groups
        ],
    }


def ranked(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Figures and paths of the entry in one table, the largest swing first."""
    return sorted((*data["figures"], *data["paths"]), key=lambda one: -float(one["swing"]))


def _driver(one: Driver | PathDriver) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "group": one.group,
        "confidence": str(one.confidence),
        "unit": one.figure.unit if isinstance(one, Driver) else None,
        "p10": one.low if isinstance(one, Driver) else None,
        "p90": one.high if isinstance(one, Driver) else None,
        "at_p10": _number(one.at_low),
        "at_p90": _number(one.at_high),
        "swing": one.swing,
        "rank_correlation": _number(one.rank_correlation),
        "share": _number(one.share),
    }


def breakeven_as_data(one: BreakEven) -> dict[str, Any]:
    """An entry of ``breakevens`` of results.json. Values in the unit of the figure, in dollars of its own year."""
    return {
        "id": one.figure.id,
        "label": one.figure.label,
        "unit": one.figure.unit,
        "option": one.option,
        "until": {"measure": one.target.name, "value": one.target.value},
        "base": one.figure.value,
        "verdict": one.verdict,
        "value": one.value,
        "interval": None if one.low is None or one.high is None else [one.low, one.high],
        "setting": setting(one) if one.value is not None else None,
        "at": one.at,
        "reached": _number(one.reached),
        "in_base_case": one.in_base,
        "searched": list(one.searched),
        "flips": one.flips,
        "changes_nothing": one.changes_nothing,
        "trials": one.trials,
    }


def flat(data: dict[str, Any]) -> dict[str, Any]:
    """An entry with its pairs side by side, for a table."""
    low, high = data["interval"] or (None, None)
    first, last = data["searched"]
    kept = {key: value for key, value in data.items() if key not in ("interval", "searched", "until")}
    until = f"{data['until']['measure']}={data['until']['value']:g}"
    return kept | {"until": until, "low": low, "high": high, "searched_from": first, "searched_to": last}


def _number(value: float) -> float | None:
    return float(value) + 0.0 if isfinite(value) else None
