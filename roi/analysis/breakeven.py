"""The value of a figure at which an answer flips, on the draws that all values share, with what sampling leaves open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.analysis.drivers import Drivers
from roi.analysis.moved import Moved
from roi.analysis.outcomes import Outcomes
from roi.analysis.plan import Plan
from roi.analysis.search import as_kept, bracket, first_values, first_whole, is_whole, nearest_flip, root, search_range
from roi.analysis.target import EVEN, Target
from roi.analysis.trials import CURVE_TRIALS, draws_with_held
from roi.domain import Assumption
from roi.errors import Problem, RoiError

Array = NDArray[np.float64]

Verdict = Literal["at", "never", "always"]

LEADING, LEADING_TRIALS = 3, 512
"""How many drivers have their break-even in every report, and the trials it is worked out from."""

MOST_TRIALS = CURVE_TRIALS
"""More trials are not looked at: the draws of all figures are held at once."""

SCAN_TRIALS = 128
"""Trials in which the first values are tried; what they show is confirmed with all trials."""

TOLERANCE = 1e-6
"""Of the range, to which a value is found."""

CONFIDENT = 1.959964
"""Standard errors on either side of a share: 95 %."""

NEAR = 0.01
"""Of the range, over which each trial is taken for a straight line when the interval is worked out."""

FINE, ROUNDS = 33, 3
"""Values of a round, and rounds, by which the break-even of the base case is closed in."""


@dataclass(frozen=True)
class BreakEven:
    """Where a target is met. All values are in the unit of the figure and in its own dollars.

    verdict : `at` a value; `never` or `always` met over the whole range.
    value : where the answer flips, nearest to the base value; a whole number is the first at which it has flipped. Otherwise None.
    low, high : 95 % interval from the error of sampling, ending where the range ends; None for whole numbers.
    at, reached : a value and what the trials reach there: the break-even; if never met, where most is reached; if always, where least.
    in_base : break-even with all other figures at the base case, None when there is none or it was not asked for.
    searched : the range. flips : how often the answer flips in it. trials : used.
    """

    figure: Assumption
    option: str
    target: Target
    verdict: Verdict
    value: float | None
    low: float | None
    high: float | None
    at: float
    reached: float
    in_base: float | None
    searched: tuple[float, float]
    flips: int
    trials: int
    changes_nothing: bool = False


def find_breakeven(
    moved: Moved, target: Target, low_end: float | None = None, high_end: float | None = None, in_base: bool = True
) -> BreakEven:
    """Break-even of a figure.

    low_end, high_end : of the search, in the unit kept, instead of the figure's own range. Raises RoiError for ends that cannot be.
    """
    figure = moved.figure
    ends = search_range(figure, moved.years, low_end, high_end)
    values = first_values(figure, ends)
    scan = moved(values.tolist(), min(SCAN_TRIALS, moved.trials))
    scores = np.array([target.score(one) for one in scan])

    @cache
    def measured(value: float) -> Array:
        found: Array = moved([value], moved.trials)[0]
        return found

    def score(value: float) -> float:
        return target.score(measured(value))

    flat = np.ptp(scan, axis=0).max(initial=0.0) == 0
    still = bool(flat and np.array_equal(measured(float(values[0])), measured(float(values[-1]))))
    if flat and not still:
        # what matters in rare trials only shows in all of them
        scores = np.array([score(float(value)) for value in values])
    flips = int(np.count_nonzero(np.diff(scores > 0)))
    found = bracket(score, values, scores, figure.value)
    verdict: Verdict = "at"
    low = high = None
    if found is None:
        met = score(float(values[scores.argmin()])) > 0
        verdict, flips = "always" if met else "never", 0
        at = float(values[scores.argmin() if met else scores.argmax()])
    elif is_whole(figure):
        at = first_whole(score, *found, figure.value)
    else:
        at = root(score, *found, TOLERANCE * (ends[1] - ends[0]))
        low, high = _interval(measured, target, at, ends)
    return BreakEven(
        figure=figure,
        option=moved.option,
        target=target,
        verdict=verdict,
        value=at if verdict == "at" else None,
        low=low,
        high=high,
        at=at,
        reached=target.reached(measured(at)),
        in_base=_in_base(moved, target, values, ends) if in_base else None,
        searched=ends,
        flips=max(flips, int(verdict == "at")),
        trials=moved.trials,
        changes_nothing=still,
    )


def find_breakevens(
    outcomes: Outcomes,
    target: Target,
    over: Sequence[str],
    drawing: Plan,
    drawn: Mapping[str, Array],
    ends: tuple[float | None, float | None] = (None, None),
    in_base: bool = True,
) -> tuple[BreakEven, ...]:
    """Break-even of each figure by itself, all its values on the same draws: those of a run in which it is certain.

    outcomes : the measure of the target, in which all that is drawn may vary, and the ids. over : ids. drawing : plan of the run.
    drawn : id -> draws of its first trials. ends : of the search, in the unit a figure is written in; None for its own.
    in_base : whether the break-even of the base case is worked out too.

    Raises RoiError with every problem of every id.
    """
    found, problems = list[BreakEven](), list[Problem]()
    for id in over:
        try:
            moved = Moved(outcomes, id, draws_with_held(outcomes.model, drawing, drawn, id), drawing.sampler.uniform)
            low, high = (None if end is None else as_kept(moved.figure, end) for end in ends)
            found.append(find_breakeven(moved, target, low, high, in_base))
        except RoiError as error:
            problems += error.problems
    if problems:
        raise RoiError(problems)
    return tuple(found)


def leading_breakevens(outcomes: Outcomes, drivers: Drivers, drawing: Plan, drawn: Mapping[str, Array]) -> tuple[BreakEven, ...]:
    """What the strongest drivers would have to be, each by itself, for an even chance: to beat the reference, or of an NPV above 0.

    outcomes : the measure whose drivers these are.
    """
    target = Target("p_wins" if drivers.of == "incremental_npv" else "p_npv_positive", EVEN)
    strongest = [one.figure.id for one in drivers.figures[:LEADING] if one.swing > 0]
    first = {id: one[..., :LEADING_TRIALS] for id, one in drawn.items()}
    return find_breakevens(outcomes, target, strongest, drawing, first, in_base=False)


def _interval(measured: Callable[[float], Array], target: Target, root: float, ends: tuple[float, float]) -> tuple[float, float]:
    """Where the target would be met if the share of trials were wrong by its sampling error, each trial taken for a straight line."""
    step = NEAR * (ends[1] - ends[0]) * (1.0 if root + NEAR * (ends[1] - ends[0]) <= ends[1] else -1.0)
    here, there = measured(root), measured(root + step)
    slope = (there - here) / step
    trials = int(np.isfinite(here + slope).sum())
    error = CONFIDENT * (target.share * (1.0 - target.share) / max(trials, 1)) ** 0.5
    edges = []
    for share in (target.share - error, target.share + error):

        def line(value: float, share: float = share) -> float:
            return target.score(here + slope * (value - root), share)

        at_low, at_high = (line(end) for end in ends)
        certain = not 0 < share < 1
        met = share <= 0 if certain else at_low > 0
        if certain or (at_low > 0) == (at_high > 0):
            # not met, or met, as far as was looked, or whatever the trials are: the interval is open on the side where it would be
            edges.append(ends[1] if (at_high > at_low) != met else ends[0])
        else:
            edges.append(finance.crossing(line, *ends, at_low, at_high, TOLERANCE * (ends[1] - ends[0])))
    return min(*edges, root), max(*edges, root)


def _in_base(moved: Moved, target: Target, values: Array, ends: tuple[float, float]) -> float | None:
    """Break-even with all other figures at the base case: closed in by a few evaluations of many values, or, if costly, by many of one."""

    def lead(tried: Array) -> Array:
        return target.lead(moved.in_base(tried.tolist()))

    def alone(value: float) -> float:
        return float(lead(np.array([value]))[0])

    rounds = 1 if moved.costly or is_whole(moved.figure) else ROUNDS
    for _ in range(rounds):
        found = lead(values)
        place = nearest_flip(values, found > 0, moved.figure.value)
        if place is None:
            return None
        (left, right), (one, other) = values[place : place + 2].tolist(), found[place : place + 2].tolist()
        values = np.linspace(left, right, FINE)
    if is_whole(moved.figure):
        return first_whole(alone, left, right, moved.figure.value)
    if moved.costly:
        return finance.crossing(alone, left, right, one, other, TOLERANCE * (ends[1] - ends[0]))
    between = left + (right - left) * one / (one - other)
    return float(between if np.isfinite(between) else right)
