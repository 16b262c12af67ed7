"""As many trials as a precision needs."""

from __future__ import annotations

from dataclasses import dataclass

from roi.analysis.room import found_in
from roi.analysis.run import Trials
from roi.analysis.trials import Running
from roi.errors import Problem, RoiError
from roi.statement.model import Model

FIRST, MOST = 4096, 2**20
"""Trials of the first attempt, doubled until the precision is reached; and the number at which it is given up."""


@dataclass(frozen=True)
class Precision:
    """asked, reached : half of the 95 % interval of the leading mean, as a fraction of the mean or, if larger, the standard deviation."""

    asked: float
    reached: float

    @property
    def met(self) -> bool:
        """Whether the precision asked for was reached."""
        return self.reached <= self.asked


def enough_trials(model: Model, precision: float, running: Running) -> tuple[Trials, Precision]:
    """Trials of a run until the leading measure is known to `precision` (a fraction), or `MOST` trials.

    The leading measure is the incremental NPV of the first option that is not the reference; of an option alone, its NPV. Against a mean
    near 0 no precision would ever do: there the standard deviation takes its place.
    Raises RoiError for a precision that is not between 0 and 1.
    """
    if not 0.0 < precision < 1.0:
        raise RoiError(Problem("--precision", f"{precision:g} is no precision", "write a share above 0 and below 1, as 0.5% or 0.005"))
    trials = FIRST
    while True:
        run = running.upto(trials)
        found = Precision(precision, _reached(model, run))
        if found.met or trials >= MOST:
            return run, found
        trials = min(2 * trials, MOST)


def _reached(model: Model, run: Trials) -> float:
    reference = model.case.reference
    npv = {name: found["npv"] for name, found in run.measures.items()}
    first = next((name for name in npv if name != reference), None)
    less = None if first is None else npv[reference]
    found = found_in(npv[first or reference], run.plan.replicates, less=less)
    low, high = found.intervals["mean"]
    size = max(abs(found.mean), found.sd)
    return (high - low) / 2.0 / size if size > 0.0 else 0.0
