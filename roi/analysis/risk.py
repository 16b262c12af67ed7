"""What a range does not show: how options fare together, how deep the cash goes, and what moved together in the trials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.analysis.room import Flags, chance
from roi.analysis.run import Trials
from roi.analysis.trials import CURVE_TRIALS
from roi.finance import Interval, Statistics
from roi.statement.model import Model
from roi.uncertainty import Pair, values

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Share:
    """A share of the trials with its standard error and 95 % confidence interval."""

    value: float
    error: float
    interval: Interval


@dataclass(frozen=True)
class Joint:
    """Outcomes of several options in the same trial. reference_best : no option has a higher NPV than the reference.

    both_negative : option -> share of trials in which its NPV and that of the reference are both below 0.
    """

    none_positive: Share
    all_positive: Share
    reference_best: Share
    both_negative: dict[str, Share]


@dataclass(frozen=True)
class Cash:
    """lowest : lowest cumulative cash flow of any year, USD, nominal. ruin : share of trials below the limit; None without a limit."""

    lowest: Statistics
    ruin: Share | None


@dataclass(frozen=True)
class Achieved:
    """A pair of correlated figures and the rank correlation of their draws."""

    pair: Pair
    achieved: float


def share(holds: Callable[..., Flags], *measures: Array, replicates: int) -> Share:
    """Share of the trials in which something holds of the measures, see `chance`."""
    value, error = chance(holds, *measures, replicates=replicates)
    return Share(value, error, finance.share_interval(value, error, measures[0].size, replicates))


def joint(npv: Mapping[str, Array], reference: str, replicates: int) -> Joint:
    """Joint outcomes from the net present values of the options, each (trials,)."""
    found, ours = tuple(npv.values()), npv[reference]
    of = partial(share, replicates=replicates)
    return Joint(
        of(lambda *each: np.max(each, axis=0) <= 0, *found),
        of(lambda *each: np.min(each, axis=0) > 0, *found),
        of(lambda mine, *each: np.max(each, axis=0) <= mine, ours, *found),
        {name: of(lambda one, mine: (one < 0) & (mine < 0), one, ours) for name, one in npv.items() if name != reference},
    )


def cash(run: Trials, option: str, lowest: Statistics, limit: float | None) -> Cash:
    """Depth of the cumulative cash flow. lowest : its statistics. limit : USD the owner can lay out, above 0; None when not asked for."""
    ruin = None if limit is None else share(lambda one: one < -limit, run.measures[option]["lowest_cash"], replicates=run.plan.replicates)
    return Cash(lowest, ruin)


def achieved(model: Model, run: Trials) -> tuple[Achieved, ...]:
    """Rank correlations of the figures in the first trials, at most `CURVE_TRIALS`."""
    tied = run.plan.dependence
    u = tied.uniform(run.plan.sampler.uniform, 0, min(run.trials, CURVE_TRIALS))
    shapes = {figure.id: figure.distribution for figure in model.uncertain if figure.distribution is not None}
    drawn = {id: values(shapes[id], id, one) for id, one in u.items()}
    return tuple(Achieved(pair, finance.rank_correlation(drawn[pair.first], drawn[pair.second])) for pair in tied.pairs)
