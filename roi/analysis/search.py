"""Where to look for a break-even: the range of a figure, the values to try first, and how a flip between two of them is closed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf, isfinite

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.book.bounds import limits, outside
from roi.book.shape import hard_ends
from roi.book.written_unit import scale
from roi.domain import Assumption, Discrete
from roi.errors import Problem, RoiError

Array = NDArray[np.float64]

FAR = 10.0
"""Where nothing says how large a figure can be, it is looked for up to ten times its largest value, years up to the horizon."""

LEAST = 0.01
"""Where a figure must be above 0, it is looked for from a hundredth of its base value."""

FIRST_CALENDAR_YEAR = 1000

VALUES = 13
"""Values tried first, spread evenly; whole numbers are all tried up to `ALL_WHOLE` of them."""
ALL_WHOLE = 60


def as_kept(figure: Assumption, written: float) -> float:
    """A number in the unit the figure's file writes, in the unit kept."""
    return scale(figure.written_unit or figure.unit, figure.unit)(written)


def as_written(figure: Assumption, kept: float) -> float:
    """A number in the unit kept, in the unit the figure's file writes, which is the one `--set` expects."""
    turn = scale(figure.written_unit or figure.unit, figure.unit)
    return kept * turn.divide / turn.multiply


def is_whole(figure: Assumption) -> bool:
    """Years that are counted, not measured: written in years, whole, and never drawn in between."""
    shape = figure.distribution
    drawn = shape.values if isinstance(shape, Discrete) else () if shape is None else (0.5,)
    return figure.unit == "year" and figure.written_unit in ("", "year") and all(float(one).is_integer() for one in (figure.value, *drawn))


def search_range(figure: Assumption, years: Sequence[int], low: float | None = None, high: float | None = None) -> tuple[float, float]:
    """Lowest and highest value to look at, in the unit kept: as given, else the figure's bounds, else what such a figure can be.

    years : calendar years of the case. Raises RoiError for ends out of order or beyond what the figure can be, or when there is no end.
    """
    found = figure.bounds or _possible(figure, years)
    ends = found[0] if low is None else low, found[1] if high is None else high
    for name, end in (("--from", low), ("--to", high)):
        if end is not None and not isfinite(end):
            raise RoiError(Problem(name, f"{end:g} is no value to look at", "give a number, in the unit the file writes", figure.id))
        for limit in limits(figure.id.rpartition(".")[2], figure.unit) if end is not None else ():
            if end is not None and (wrong := outside(end, limit)):
                raise RoiError(Problem(name, f"{end:g} {figure.unit} {wrong[0]} {wrong[1]:g}", limit.remedy, figure.id))
    if not ends[0] < ends[1]:
        remedy = "give --from and --to, the lower first"
        raise RoiError(Problem("--from", f"nothing lies between {ends[0]:g} and {ends[1]:g} {figure.unit}", remedy, figure.id))
    if is_whole(figure) and np.floor(ends[1]) - np.ceil(ends[0]) < 1:
        what = f"there are no two whole numbers from {ends[0]:g} to {ends[1]:g}"
        raise RoiError(Problem("--from", what, "give a wider range: years are counted", figure.id))
    return ends


def _possible(figure: Assumption, years: Sequence[int]) -> tuple[float, float]:
    if figure.unit == "year" and figure.value >= FIRST_CALENDAR_YEAR:
        return float(years[0]), float(years[-1])
    known = limits(figure.id.rpartition(".")[2], figure.unit)
    low, high = max((one.low for one in known), default=-inf), min((one.high for one in known), default=inf)
    ends = hard_ends(figure.distribution) if figure.distribution else ()
    far = FAR * max(abs(one) for one in (figure.value, *ends) if isfinite(one))
    if figure.unit == "year":
        far = min(far, float(years[-1] - years[0]))
    if any(one.above and one.low == low for one in known):
        low += LEAST * (figure.value - low)
    found = low if isfinite(low) else -far, high if isfinite(high) else far
    return (float(np.ceil(found[0])), float(np.floor(found[1]))) if is_whole(figure) else found


def first_values(figure: Assumption, ends: tuple[float, float]) -> NDArray[np.float64]:
    """Values to try first, in rising order, the base value among them."""
    values = np.linspace(*ends, VALUES)
    if is_whole(figure):
        first, last = np.ceil(ends[0]), np.floor(ends[1])
        values = np.arange(first, last + 1) if last - first < ALL_WHOLE else np.round(np.linspace(first, last, VALUES))
    inside = [figure.value] if ends[0] <= figure.value <= ends[1] else []
    return np.unique(np.append(values, inside))


def nearest_flip(values: Array, met: NDArray[np.bool_], base: float) -> int | None:
    """Place of the value before the flip that is nearest to the base value."""
    flips = np.flatnonzero(met[1:] != met[:-1])
    return int(min(flips, key=lambda one: max(values[one] - base, base - values[one + 1], 0.0))) if flips.size else None


def bracket(score: Callable[[float], float], values: Array, scores: Array, base: float) -> tuple[float, float] | None:
    """Two of the values between which the target is met and not met, with all trials; None when there are none."""
    met = scores > 0
    place = nearest_flip(values, met, base)
    if place is None:
        # a few trials may miss what all of them show: look where the scan came nearest
        nearest = int(scores.argmin() if met.all() else scores.argmax())
        if (score(float(values[nearest])) > 0) == bool(met[nearest]):
            return None
        place = max(nearest - 1, 0)
    left, right = place, place + 1
    while (score(float(values[left])) > 0) == (score(float(values[right])) > 0):
        if left == 0 and right == len(values) - 1:
            left, right = sorted((int(scores.argmin()), int(scores.argmax())))
            break
        left, right = max(left - 1, 0), min(right + 1, len(values) - 1)
    ends = float(values[left]), float(values[right])
    return ends if (score(ends[0]) > 0) != (score(ends[1]) > 0) else None


def root(score: Callable[[float], float], left: float, right: float, step: float) -> float:
    """Where the score changes its sign, on the side where the target is met."""
    at_left, at_right = score(left), score(right)
    found = finance.crossing(score, left, right, at_left, at_right, step)
    if score(found) <= 0:
        found = min(max(found + (step if at_right > 0 else -step), left), right)
    return found


def first_whole(score: Callable[[float], float], left: float, right: float, base: float) -> float:
    """The first whole number, coming from the base value, at which the answer has flipped."""
    before = score(left) > 0
    while right - left > 1:
        middle = (left + right) // 2
        left, right = (middle, right) if (score(middle) > 0) == before else (left, middle)
    return right if base <= left else left
