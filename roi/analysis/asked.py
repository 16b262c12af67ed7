"""Drivers and break-evens as somebody asks for them by name, with what is left out filled in."""

from __future__ import annotations

from collections.abc import Sequence

from roi.analysis.breakeven import MOST_TRIALS, BreakEven, find_breakevens
from roi.analysis.comparison import Comparison
from roi.analysis.drivers import OF, Drivers, find_drivers
from roi.analysis.focus import focus
from roi.analysis.outcomes import Outcomes, check
from roi.analysis.target import EVEN, Target, parse_target
from roi.analysis.trials import draws
from roi.errors import Problem, RoiError, nearest


def asked_drivers(comparison: Comparison, option: str | None = None, of: str | None = None) -> Drivers:
    """Drivers of a measure; by default of the option the answer is about, against the reference.

    Raises RoiError, with the nearest name, for an option or measure there is not.
    """
    chosen = _option(comparison, option)
    if of is not None and of not in OF:
        raise RoiError(Problem("--of", f"there is no measure {of!r} whose drivers can be asked for", nearest(of, OF)))
    model, run = comparison.model, comparison.trials
    outcomes = Outcomes(model, chosen, of or _default(comparison, chosen, "incremental_npv", "npv"), model.drawn, run.trials)
    return find_drivers(outcomes, run, comparison.drawn)


def asked_breakevens(
    comparison: Comparison,
    over: Sequence[str],
    option: str | None = None,
    until: str | None = None,
    low: float | None = None,
    high: float | None = None,
) -> tuple[BreakEven, ...]:
    """Break-even of each figure by itself; by default for an even chance to beat the reference.

    until : as ``p_wins=0.5``. low, high : ends of the search, in the unit the file writes; for one figure only.

    Raises RoiError for an unknown id, option or measure, an id that changes nothing, a target or an end of the search that cannot be.
    """
    chosen = _option(comparison, option)
    target = parse_target(until) if until else Target(_default(comparison, chosen, "p_wins", "p_npv_positive"), EVEN)
    check(comparison.model, chosen, target.of)
    if len(over) > 1 and (low is not None or high is not None):
        raise RoiError(Problem("--from", f"one range is given for {len(over)} figures", "give one figure with --from and --to"))
    model, run = comparison.model, comparison.trials
    trials = min(run.trials, MOST_TRIALS)
    outcomes = Outcomes(model, chosen, target.of, {*model.drawn, *over}, trials)
    return find_breakevens(outcomes, target, tuple(dict.fromkeys(over)), run.plan, draws(model, run.plan, 0, trials), (low, high))


def _option(comparison: Comparison, option: str | None) -> str:
    return option if option is not None else focus(comparison) or comparison.reference


def _default(comparison: Comparison, option: str, against: str, alone: str) -> str:
    return alone if option == comparison.reference else against
