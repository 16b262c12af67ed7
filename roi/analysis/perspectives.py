"""What each option is worth to each party, and against the reference, in the same trials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from roi.analysis.room import chance, found_in
from roi.domain import Case, Perspective
from roi.errors import Problem, RoiError, nearest
from roi.finance import Statistics

if TYPE_CHECKING:
    from roi.analysis.comparison import Comparison

CENT = 0.01
"""USD by which an option must be worth more to be better: buyers who pay the same in another order of summation pay the same."""

PERSPECTIVES: tuple[Perspective, ...] = get_args(Perspective)


@dataclass(frozen=True)
class Gap:
    """An option against the reference. base, trials : difference in net present value. p_better : share of trials in which it is better."""

    base: float
    trials: Statistics
    p_better: float
    p_better_se: float


@dataclass(frozen=True)
class Standing:
    """What an option is worth to a party, USD of year 0. against : the reference, None for the reference itself."""

    base: float
    trials: Statistics
    against: Gap | None


def seen_by(case: Case, perspective: str | None) -> Case:
    """The case with another perspective; None leaves its own. Raises RoiError for an unknown one."""
    if perspective is None:
        return case
    if perspective not in PERSPECTIVES:
        raise RoiError(Problem("--perspective", f"there is no perspective {perspective!r}", nearest(perspective, PERSPECTIVES)))
    return case.model_copy(update={"perspective": perspective})


def standings(comparison: Comparison) -> dict[Perspective, dict[str, Standing]]:
    """Party -> option -> what it is worth."""
    return {party: {name: _standing(comparison, party, name) for name in comparison.model.options} for party in PERSPECTIVES}


def _standing(comparison: Comparison, party: Perspective, option: str) -> Standing:
    run, measure, replicates = comparison.trials.measures, f"{party}_npv", comparison.trials.plan.replicates
    base = party_base(comparison, option, party)
    against = None
    if option != comparison.reference:
        both = run[option][measure], run[comparison.reference][measure]
        better = chance(lambda mine, other: mine - other > CENT, *both, replicates=replicates)
        base_gap = base - party_base(comparison, comparison.reference, party)
        against = Gap(base_gap, found_in(both[0], replicates, less=both[1]), *better)
    return Standing(base, comparison.measures[option][measure].trials, against)


def party_base(comparison: Comparison, option: str, party: str) -> float:
    """What an option is worth to a party in the base case, USD of year 0; party : also ``others``."""
    return float(comparison.base[comparison.model.options[option].cells[f"{party}_npv"]][0])
