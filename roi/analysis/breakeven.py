"""The value of a figure at which an answer flips, on the draws that all values share, with what sampling leaves open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.analysis.drivers import Drivers
from roi.analysis.moved import Moved
from roi.analysis.search import first_values, is_whole, search_range
from roi.analysis.target import EVEN, Target
from roi.analysis.trials import Trials, draws
from roi.domain import Assumption
from roi.statement.model import Model

Array = NDArray[np.float64]

LEADING, LEADING_TRIALS = 3, 512
"""How many drivers have their break-even in every report, and the trials it is worked out from."""

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
    in_base : break-even with all other figures at the base case, None when there is none.
    searched : the range. flips : how often the answer flips in it. trials : used.
    """

    figure: Assumption
    option: str
    target: Target
    verdict: Literal["at", "never", "always"]
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


def find_breakeven(moved: Moved, target: Target, low: float | None = None, high: float | None = None) -> BreakEven:
    """Break-even of a figure.

    low, high : ends of the search in the unit kept, instead of the figure's own range. Raises RoiError for ends that cannot be.
    """
    figure = moved.figure
    ends = search_range(figure, moved.years, low, high)
    values = first_values(figure, ends)
    scan = moved(values.tolist(), min(SCAN_TRIALS, moved.trials))
    scores = np.array([target.score(one) for one in scan])

    @cache
    def measured(value: float) -> Array:
        return moved([value], moved.trials)[0]

    def score(value: float) -> float:
        return target.score(measured(value))

    def result(verdict: Literal["at", "never", "always"], at: float, interval: tuple[float, float] | None, flips: int) -> BreakEven:
        edges = interval or (None, None)
        value = at if verdict == "at" else None
        base, flat = _in_base(moved, target, values, ends), bool(np.ptp(scan, axis=0).max(initial=0.0) == 0)
        reached = target.reached(measured(at))
        return BreakEven(
            figure, moved.option, target, verdict, value, *edges, at, reached, base, ends, flips, moved.trials, changes_nothing=flat
        )

    flips = int(np.count_nonzero(np.diff(scores > 0)))
    bracket = _bracket(score, values, scores, figure.value)
    if bracket is None:
        met = bool(scores.max() > 0)
        return result("always" if met else "never", float(values[scores.argmin() if met else scores.argmax()]), None, 0)
    if is_whole(figure):
        return result("at", _first_whole(score, *bracket, figure.value), None, max(flips, 1))
    step = TOLERANCE * (ends[1] - ends[0])
    root = finance.crossing(score, *bracket, score(bracket[0]), score(bracket[1]), step)
    if score(root) <= 0:
        # the last step on to the side where the target is met
        root = min(max(root + (step if score(bracket[1]) > 0 else -step), bracket[0]), bracket[1])
    return result("at", root, _interval(measured, target, root, ends), max(flips, 1))


def leading_breakevens(model: Model, drivers: Drivers, run: Trials) -> tuple[BreakEven, ...]:
    """What the strongest drivers would have to be, each by itself, for an even chance: to beat the reference, or of an NPV above 0."""
    target = Target("p_wins" if drivers.of == "incremental_npv" else "p_npv_positive", EVEN)
    drawn = draws(model, run.seed, 0, min(run.trials, LEADING_TRIALS))
    strongest = [one.figure.id for one in drivers.figures[:LEADING] if one.swing > 0]
    return tuple(find_breakeven(Moved(model, drivers.option, target.of, id, drawn), target) for id in strongest)


def _nearest_flip(values: Array, met: NDArray[np.bool_], base: float) -> int | None:
    """Place of the value before the flip that is nearest to the base value."""
    flips = np.flatnonzero(met[1:] != met[:-1])
    return int(min(flips, key=lambda one: max(values[one] - base, base - values[one + 1], 0.0))) if flips.size else None


def _bracket(score: Callable[[float], float], values: Array, scores: Array, base: float) -> tuple[float, float] | None:
    """Two of the values between which the target is met and not met, with all trials; None when there are none."""
    met = scores > 0
    place = _nearest_flip(values, met, base)
    if place is None:
        # a few trials may miss what all of them show: look where the scan came nearest
        nearest = int(scores.argmin() if met.all() else scores.argmax())
        if (score(float(values[nearest])) > 0) == bool(met[nearest]):
            return None
        place = max(nearest - 1, 0)
    left, right = place, place + 1
    while (score(float(values[left])) > 0) == (score(float(values[right])) > 0):
        if left == 0 and right == len(values) - 1:
            return None
        left, right = max(left - 1, 0), min(right + 1, len(values) - 1)
    return float(values[left]), float(values[right])


def _first_whole(score: Callable[[float], float], left: float, right: float, base: float) -> float:
    """The first whole number, coming from the base value, at which the answer has flipped."""
    before = score(left) > 0
    while right - left > 1:
        middle = float((left + right) // 1 // 2)
        left, right = (middle, right) if (score(middle) > 0) == before else (left, middle)
    return right if base <= left else left


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

        at_ends = [line(end) for end in ends]
        if (at_ends[0] > 0) == (at_ends[1] > 0):
            # not met, or met, as far as was looked: the interval is open on the side where it would be
            rising = line(ends[1]) > line(ends[0])
            edges.append(ends[1] if rising != (at_ends[0] > 0) else ends[0])
        else:
            edges.append(finance.crossing(line, *ends, *at_ends, TOLERANCE * (ends[1] - ends[0])))
    return min(*edges, root), max(*edges, root)


def _in_base(moved: Moved, target: Target, values: Array, ends: tuple[float, float]) -> float | None:
    """Break-even with all other figures at the base case, closed in by a few evaluations of many values."""
    whole = is_whole(moved.figure)
    for _ in range(1 if whole else ROUNDS):
        lead = target.lead(moved.in_base(values.tolist()))
        place = _nearest_flip(values, lead > 0, moved.figure.value)
        if place is None:
            return None
        left, right = float(values[place]), float(values[place + 1])
        values = np.linspace(left, right, FINE)
    if whole:
        return right if moved.figure.value <= left else left
    one, other = float(lead[place]), float(lead[place + 1])
    found = left + (right - left) * one / (one - other)
    return float(found) if np.isfinite(found) else right
