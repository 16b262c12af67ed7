"""What drives the spread of a measure: each uncertain figure by itself, groups of them, and what rests on judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.analysis.outcomes import MEASURES, Outcomes
from roi.analysis.trials import Trials
from roi.domain import Assumption, Confidence
from roi.statement.model import Model
from roi.uncertainty import BLOCK, inverse_cdf

Array = NDArray[np.float64]

LOW, HIGH = 0.1, 0.9
"""Shares of probability below the two ends of a swing."""

SAMPLE = 2 * BLOCK
"""Shares of the variance are taken from the first trials only, so that a long run does not wait for them."""

GROUP_TRIALS = 512
"""Trials in which a group of figures moves while all others stay at the base case."""

OF = ("incremental_npv", "npv", "levelised_cost")
"""Measures whose drivers can be asked for: those that every trial has, as a rule."""

GROUPS = {
    "tariffs": "Trade policy and fees",
    "fees": "Trade policy and fees",
    "risks": "Trade policy and fees",
    "contracts": "Contract",
    "markets": "Market",
    "merchants": "Suppliers",
    "suppliers": "Suppliers",
    "routes": "Freight and stocks",
    "countries": "Wages, power and currency",
    "finance": "Finance and tax",
    "taxation": "Finance and tax",
    "drugs": "Process",
    "plants": "Process",
}
"""Group of a figure, by the first word of its id; a folder that is not listed is a group of its own."""

CAPITAL = "Capital"
"""Group of those figures of a plant that are an amount of money, a yearly share of it, or named after capital."""


@dataclass(frozen=True)
class Driver:
    """An uncertain figure and what it does to the measure.

    low, high : its 10th and 90th percentile, in its own unit and dollars. at_low, at_high : the measure there, all others at the base case.
    rank_correlation : with the measure over the trials. share : of the variance over the trials, see `roi.finance.dependence`.
    """

    figure: Assumption
    group: str
    low: float
    high: float
    at_low: float
    at_high: float
    rank_correlation: float
    share: float

    @property
    def swing(self) -> float:
        """How far the measure moves between the two ends; 0 where it has no value."""
        return abs(self.at_high - self.at_low) if np.isfinite(self.at_high - self.at_low) else 0.0


@dataclass(frozen=True)
class DriverGroup:
    """Figures that move together. low, high : 10th and 90th percentile of the measure when they alone are drawn. share : their sum."""

    name: str
    members: tuple[str, ...]
    low: float
    high: float
    share: float

    @property
    def swing(self) -> float:
        """Width of the range."""
        return self.high - self.low if np.isfinite(self.high - self.low) else 0.0


@dataclass(frozen=True)
class Drivers:
    """Drivers of a measure of an option, the largest swing first.

    base : the measure in the base case, in `unit`. trials : from which the shares are taken.
    share_single : sum of the shares of all figures; the rest is what figures do only together, and what the estimate misses.
    share_judgement : the part of that sum that belongs to figures which are judgement.
    """

    option: str
    of: str
    unit: str
    base: float
    trials: int
    figures: tuple[Driver, ...]
    groups: tuple[DriverGroup, ...]
    share_single: float
    share_judgement: float


def find_drivers(model: Model, option: str, of: str, run: Trials, drawn: Mapping[str, Array]) -> Drivers:
    """Drivers of a measure: every uncertain figure that its rows read, two columns each, some columns a group, the trials of the run.

    drawn : id -> draws of the first trials of the run; those are used.

    Raises RoiError for an unknown option or measure, or when an option would be compared with itself.
    """
    outcomes = Outcomes(model, option, of, [one.id for one in model.uncertain])
    figures = [one for one in model.uncertain if one.id in outcomes.figures_read and one.distribution and one.distribution.kind != "fixed"]
    ids = [one.id for one in figures]
    ends = {one.id: inverse_cdf(one.distribution, np.array([LOW, HIGH])) for one in figures if one.distribution}
    count = min((one.shape[-1] for one in drawn.values()), default=run.trials)
    groups = _members(figures)
    found = _evaluated(model, outcomes, ends, groups, drawn)
    single, spreads = found[1 : 1 + 2 * len(ids)].reshape(-1, 2), np.split(found[1 + 2 * len(ids) :], max(len(groups), 1))
    result = measured(run, model, option, of)[:count]
    sample = np.array([drawn[id] for id in ids]).reshape(len(ids), count)
    ranks, indices = (dict(zip(ids, map(float, values), strict=True)) for values in finance.dependence(sample, result))
    singles = [
        Driver(one, group_of(one), float(ends[one.id][0]), float(ends[one.id][1]), float(low), float(high), ranks[one.id], indices[one.id])
        for one, (low, high) in zip(figures, single, strict=True)
    ]
    judged = [indices[one.id] for one in figures if one.confidence is Confidence.JUDGEMENT]
    together = [
        DriverGroup(name, members, *_range(values), _sum([indices[id] for id in members]))
        for (name, members), values in zip(groups.items(), spreads, strict=False)
    ]
    return Drivers(
        option,
        of,
        outcomes.unit,
        float(found[0]),
        count,
        tuple(sorted(singles, key=lambda one: -one.swing)),
        tuple(sorted(together, key=lambda one: -one.swing)),
        _sum(indices.values()),
        _sum(judged) if judged else 0.0,
    )


def measured(run: Trials, model: Model, option: str, of: str) -> Array:
    """The measure in each trial of a run, (trials,)."""
    found = run.measures[option][MEASURES[of]]
    return found - run.measures[model.case.reference][MEASURES[of]] if of == "incremental_npv" else found


def group_of(figure: Assumption) -> str:
    """Group of a figure: by its folder; in plants, money, yearly shares of it and what is named after capital are apart."""
    folder, key = figure.id.split(".")[0], figure.id.rpartition(".")[2]
    if folder == "plants" and (figure.unit in ("USD", "1/year") or "capital" in key):
        return CAPITAL
    return GROUPS.get(folder, folder.capitalize())


def _members(figures: list[Assumption]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for figure in figures:
        name = group_of(figure)
        found[name] = (*found.get(name, ()), figure.id)
    return found


def _evaluated(
    model: Model, outcomes: Outcomes, ends: dict[str, Array], groups: dict[str, tuple[str, ...]], drawn: Mapping[str, Array]
) -> Array:
    """The measure in one evaluation: the base case, each figure at its two ends, then the trials of each group."""
    trials = min(GROUP_TRIALS, *(drawn[id].shape[-1] for id in ends)) if ends else 0
    columns = 1 + 2 * len(ends) + trials * len(groups)
    places = {name: 1 + 2 * len(ends) + trials * place for place, name in enumerate(groups)}
    values = {}
    for place, (id, pair) in enumerate(ends.items()):
        binding = model.bindings[id]
        values[id] = np.full(columns, binding.value)
        values[id][1 + 2 * place : 3 + 2 * place] = pair * binding.factor
        start = next(places[name] for name, members in groups.items() if id in members)
        values[id][start : start + trials] = drawn[id][:trials]
    return outcomes(values, columns)


def _sum(shares: Iterable[float]) -> float:
    """Sum of the shares there are; nan when there is none."""
    known = [one for one in shares if np.isfinite(one)]
    return float(sum(known)) if known else float("nan")


def _range(values: Array) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    low, high = np.quantile(finite, (LOW, HIGH)) if finite.size else (np.nan, np.nan)
    return float(low), float(high)
