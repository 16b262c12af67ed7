"""What drives the spread of a measure: each uncertain figure and each open law by itself, groups of them, and what rests on judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.analysis.driver_groups import group_named, group_of
from roi.analysis.driver_list import Driver as Driver
from roi.analysis.driver_list import DriverGroup as DriverGroup
from roi.analysis.driver_list import Drivers as Drivers
from roi.analysis.driver_list import PathDriver as PathDriver
from roi.analysis.outcomes import MEASURES, Outcomes
from roi.analysis.run import Trials
from roi.domain import Assumption, Confidence, CurrencyRisk, DisruptionRisk, PriceRisk, Risk
from roi.statement.model import Model
from roi.statement.outages import site_of
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


def find_drivers(outcomes: Outcomes, run: Trials, drawn: Mapping[str, Array]) -> Drivers:
    """Drivers of a measure, in which all that is drawn varies: every uncertain figure and path that its rows read.

    run : the trials are its. drawn : id -> draws of the first trials of the run; those are used.
    """
    model, option, of = outcomes.model, outcomes.option, outcomes.of
    figures = [one for one in model.uncertain if one.id in outcomes.figures_read and one.distribution and one.distribution.kind != "fixed"]
    risks = {id: model.book.risk(path.id) for id, path in model.paths.items() if id in outcomes.inputs_read}
    ends = {one.id: inverse_cdf(one.distribution, np.array([LOW, HIGH])) for one in figures if one.distribution}
    groups = _members(figures, risks)
    base, *single = _at_ends(outcomes, ends)
    spreads = [_range(values) for values in _drawn_alone(outcomes, [*((id,) for id in risks), *groups.values()], drawn)]
    count = min((one.shape[-1] for one in drawn.values()), default=run.trials)
    sample = [*(drawn[one.id] for one in figures), *(drawn[id].mean(axis=0) for id in risks)]
    result = measured(run, model, option, of)[:count]
    estimates = finance.dependence(np.array(sample).reshape(len(sample), count), result)
    ranks, indices = (dict(zip([*ends, *risks], map(float, values), strict=True)) for values in estimates)
    singles = [
        Driver(one, group_of(one), float(ends[one.id][0]), float(ends[one.id][1]), float(low), float(high), ranks[one.id], indices[one.id])
        for one, low, high in zip(figures, single[::2], single[1::2], strict=True)
    ]
    paths = [
        PathDriver(one, site_of(model.book, model.paths[id].id), group_of_risk(one), *spread, ranks[id], indices[id])
        for (id, one), spread in zip(risks.items(), spreads, strict=False)
    ]
    together = [
        DriverGroup(name, tuple(model.paths[id].id if id in risks else id for id in ids), *spread, _sum(indices[id] for id in ids))
        for (name, ids), spread in zip(groups.items(), spreads[len(risks) :], strict=True)
    ]
    every: list[Driver | PathDriver] = [*singles, *paths]
    judged = [one.share for one in every if one.confidence is Confidence.JUDGEMENT]
    return Drivers(
        option,
        of,
        outcomes.unit,
        float(base),
        count,
        tuple(sorted(singles, key=lambda one: -one.swing)),
        tuple(sorted(paths, key=lambda one: -one.swing)),
        tuple(sorted(together, key=lambda one: -one.swing)),
        _sum(indices.values()),
        _sum(judged) if judged else 0.0,
        any(pair.used and {pair.first, pair.second} <= set(ends) for pair in run.plan.dependence.pairs),
    )


def measured(run: Trials, model: Model, option: str, of: str) -> Array:
    """The measure in each trial of a run, (trials,)."""
    found = run.measures[option][MEASURES[of]]
    return found - run.measures[model.case.reference][MEASURES[of]] if of == "incremental_npv" else found


def group_of_risk(risk: Risk) -> str:
    """Group of a risk: of a price that of the figure it moves, of a currency that of the country."""
    if isinstance(risk, PriceRisk):
        return group_named(risk.moves)
    if isinstance(risk, CurrencyRisk):
        return group_named(f"countries.{risk.country}")
    return "Supply" if isinstance(risk, DisruptionRisk) else group_named(risk.id)


def _members(figures: Sequence[Assumption], risks: Mapping[str, Risk]) -> dict[str, tuple[str, ...]]:
    """Group -> ids of the inputs in it."""
    found: dict[str, tuple[str, ...]] = {}
    named = [*((group_of(one), one.id) for one in figures), *((group_of_risk(one), id) for id, one in risks.items())]
    for name, id in named:
        found[name] = (*found.get(name, ()), id)
    return found


def _at_ends(outcomes: Outcomes, ends: Mapping[str, Array]) -> Array:
    """The measure in the base case, then with each figure at its two ends."""
    moved = ({id: end * outcomes.model.bindings[id].factor} for id, pair in ends.items() for end in pair)
    return _for_each(outcomes, [{}, *moved], 1).ravel()


def _drawn_alone(outcomes: Outcomes, groups: Sequence[Sequence[str]], drawn: Mapping[str, Array]) -> Array:
    """The measure in trials in which the inputs of one group are drawn and all others stay at the base case, (groups, trials)."""
    trials = min((GROUP_TRIALS, *(one.shape[-1] for one in drawn.values())))
    return _for_each(outcomes, [{id: drawn[id][..., :trials] for id in ids} for ids in groups], trials)


def _for_each(outcomes: Outcomes, sets: Sequence[Mapping[str, Array]], width: int) -> Array:
    """The measure, (sets, width), in one evaluation. sets : inputs not as in the base case, (width,) or (years, width)."""
    columns = len(sets) * width
    values: dict[str, Array] = {}
    for place, given in enumerate(sets):
        for id, one in given.items():
            if id not in values:
                certain = np.asarray(outcomes.model.bindings[id].value, dtype=float)
                values[id] = np.repeat(certain[..., np.newaxis], columns, axis=-1)
            values[id][..., place * width : (place + 1) * width] = one
    return outcomes(values, columns).reshape(len(sets), width)


def _sum(shares: Iterable[float]) -> float:
    """Sum of the shares there are; nan when there is none."""
    known = [one for one in shares if np.isfinite(one)]
    return float(sum(known)) if known else float("nan")


def _range(values: Array) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    low, high = np.quantile(finite, (LOW, HIGH)) if finite.size else (np.nan, np.nan)
    return float(low), float(high)
