"""What drives the spread of a measure: each uncertain figure and each open law by itself, groups of them, and what rests on judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.analysis.driver_groups import group_named, group_of
from roi.analysis.outcomes import MEASURES, Outcomes
from roi.analysis.trials import Trials
from roi.domain import Assumption, Confidence, Regime
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
    def id(self) -> str:
        """Id of the figure."""
        return self.figure.id

    @property
    def label(self) -> str:
        """Label of the figure."""
        return self.figure.label

    @property
    def confidence(self) -> Confidence:
        """How good its source is."""
        return self.figure.confidence

    @property
    def swing(self) -> float:
        """How far the measure moves between the two ends; 0 where it has no value."""
        return abs(self.at_high - self.at_low) if np.isfinite(self.at_high - self.at_low) else 0.0


@dataclass(frozen=True)
class RegimeDriver:
    """A law that is open and what its path does to the measure.

    at_low, at_high : 10th and 90th percentile of the measure when the path alone is drawn, all else at the base case.
    rank_correlation, share : of the mean number of the state over the years, as of a figure.
    """

    regime: Regime
    group: str
    at_low: float
    at_high: float
    rank_correlation: float
    share: float

    @property
    def id(self) -> str:
        """Id of the regime."""
        return self.regime.id

    @property
    def label(self) -> str:
        """Label of the regime."""
        return self.regime.label

    @property
    def confidence(self) -> Confidence:
        """That of the weakest of its chances."""
        return max((figure.confidence for _, figure in self.regime.figures()), key=list(Confidence).index)

    @property
    def swing(self) -> float:
        """Width of the range."""
        return self.at_high - self.at_low if np.isfinite(self.at_high - self.at_low) else 0.0


@dataclass(frozen=True)
class DriverGroup:
    """What moves together; members : ids of figures and regimes.

    low, high : 10th and 90th percentile of the measure when they alone are drawn. share : sum of their shares.
    """

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
    share_single : sum of the shares of all figures and regimes; the rest is what they do only together, and what the estimate misses.
    share_judgement : the part of that sum that belongs to what is judgement.
    overlap : whether figures among them are correlated: what two of them do alike then counts in the share of both.
    """

    option: str
    of: str
    unit: str
    base: float
    trials: int
    figures: tuple[Driver, ...]
    regimes: tuple[RegimeDriver, ...]
    groups: tuple[DriverGroup, ...]
    share_single: float
    share_judgement: float
    overlap: bool

    @property
    def ranked(self) -> tuple[Driver | RegimeDriver, ...]:
        """Figures and regimes together, the largest swing first."""
        return tuple(sorted((*self.figures, *self.regimes), key=lambda one: -one.swing))


def find_drivers(model: Model, option: str, of: str, run: Trials, drawn: Mapping[str, Array]) -> Drivers:
    """Drivers of a measure: every uncertain figure and regime that its rows read. The trials are those of the run.

    drawn : id -> draws of the first trials of the run; those are used.

    Raises RoiError for an unknown option or measure, or when an option would be compared with itself.
    """
    outcomes = Outcomes(model, option, of, model.drawn, run.trials)
    figures = [one for one in model.uncertain if one.id in outcomes.figures_read and one.distribution and one.distribution.kind != "fixed"]
    by_id = {regime.id: regime for regime in model.book.regimes.values()}
    regimes = {id: by_id[path.id] for id, path in model.paths.items() if id in outcomes.inputs_read}
    ends = {one.id: inverse_cdf(one.distribution, np.array([LOW, HIGH])) for one in figures if one.distribution}
    groups = _members(figures, regimes)
    found = _evaluated(model, outcomes, ends, [*((id,) for id in regimes), *groups.values()], drawn)
    single = found[1 : 1 + 2 * len(ends)].reshape(-1, 2)
    sets = len(regimes) + len(groups)
    spreads = [_range(values) for values in np.split(found[1 + 2 * len(ends) :], sets)] if sets else []
    count = min((one.shape[-1] for one in drawn.values()), default=run.trials)
    sample = [*(drawn[one.id] for one in figures), *(drawn[id].mean(axis=0) for id in regimes)]
    result = measured(run, model, option, of)[:count]
    estimates = finance.dependence(np.array(sample).reshape(len(sample), count), result)
    ranks, indices = (dict(zip([*ends, *regimes], map(float, values), strict=True)) for values in estimates)
    singles = [
        Driver(one, group_of(one), float(ends[one.id][0]), float(ends[one.id][1]), float(low), float(high), ranks[one.id], indices[one.id])
        for one, (low, high) in zip(figures, single, strict=True)
    ]
    paths = [
        RegimeDriver(one, group_named(one.id), *spread, ranks[id], indices[id])
        for (id, one), spread in zip(regimes.items(), spreads, strict=False)
    ]
    together = [
        DriverGroup(name, tuple(regimes[id].id if id in regimes else id for id in ids), *spread, _sum(indices[id] for id in ids))
        for (name, ids), spread in zip(groups.items(), spreads[len(regimes) :], strict=True)
    ]
    every: list[Driver | RegimeDriver] = [*singles, *paths]
    judged = [one.share for one in every if one.confidence is Confidence.JUDGEMENT]
    return Drivers(
        option,
        of,
        outcomes.unit,
        float(found[0]),
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


def _members(figures: Sequence[Assumption], regimes: Mapping[str, Regime]) -> dict[str, tuple[str, ...]]:
    """Group -> ids of the inputs in it."""
    found: dict[str, tuple[str, ...]] = {}
    named = [*((group_of(one), one.id) for one in figures), *((group_named(one.id), id) for id, one in regimes.items())]
    for name, id in named:
        found[name] = (*found.get(name, ()), id)
    return found


def _evaluated(
    model: Model, outcomes: Outcomes, ends: Mapping[str, Array], together: Sequence[Sequence[str]], drawn: Mapping[str, Array]
) -> Array:
    """The measure in one evaluation: base case, each figure at its two ends, then the trials in which each set of inputs is drawn."""
    moving = [id for ids in together for id in ids]
    trials = min((GROUP_TRIALS, *(drawn[id].shape[-1] for id in moving)))
    first = 1 + 2 * len(ends)
    columns = first + trials * len(together)
    values = {id: np.repeat(np.asarray(model.bindings[id].value, dtype=float)[..., None], columns, axis=-1) for id in dict.fromkeys(moving)}
    for place, (id, pair) in enumerate(ends.items()):
        values[id][1 + 2 * place : 3 + 2 * place] = pair * model.bindings[id].factor
    for place, ids in enumerate(together):
        start = first + trials * place
        for id in ids:
            values[id][..., start : start + trials] = drawn[id][..., :trials]
    return outcomes(values, columns)


def _sum(shares: Iterable[float]) -> float:
    """Sum of the shares there are; nan when there is none."""
    known = [one for one in shares if np.isfinite(one)]
    return float(sum(known)) if known else float("nan")


def _range(values: Array) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    low, high = np.quantile(finite, (LOW, HIGH)) if finite.size else (np.nan, np.nan)
    return float(low), float(high)
