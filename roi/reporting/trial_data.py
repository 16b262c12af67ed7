"""The spread of the trials as data: how they were drawn, what moved together, joint outcomes, depth of the cash."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from roi import finance
from roi.analysis.comparison import Comparison, Measure
from roi.analysis.risk import Share
from roi.finance import Interval, Statistics


def number(value: float) -> float | None:
    """A number, None for one that is not finite."""
    return float(value) + 0.0 if math.isfinite(value) else None


def measure(found: Measure) -> dict[str, Any]:
    """Base case, statistics of the trials, and their 95 % confidence intervals."""
    return {"base": number(found.base), **_statistics(found.trials)}


def _statistics(found: Statistics) -> dict[str, Any]:
    values = {name: number(value) for name, value in asdict(found).items() if name != "intervals"}
    return values | {"intervals": {name: interval(one) for name, one in found.intervals.items()}}


def interval(found: Interval) -> list[float | None]:
    """Lower and upper end."""
    return [number(end) for end in found]


def chance(comparison: Comparison, value: float, error: float) -> list[float | None]:
    """Interval of a share of all trials with its standard error."""
    run = comparison.trials
    return interval(finance.share_interval(value, error, run.trials, run.plan.replicates))


def _share(found: Share) -> dict[str, Any]:
    return {"share": found.value, "se": found.error, "interval": interval(found.interval)}


def sampling(comparison: Comparison) -> dict[str, Any]:
    """How the trials were drawn, and the precision where one was asked for."""
    run = comparison.trials
    found: dict[str, Any] = {"sampler": run.plan.sampler.kind, "replicates": run.plan.replicates}
    if comparison.precision is not None:
        found["precision"] = asdict(comparison.precision) | {"met": comparison.precision.met}
    return found


def dependence(comparison: Comparison) -> dict[str, Any]:
    """Copula and rank correlations: as in the book, as used, and as the draws have them."""
    tied = comparison.trials.plan.dependence
    return {
        "copula": "gaussian" if tied.freedom is None else "student_t",
        "degrees_of_freedom": tied.freedom,
        "largest_change": tied.change,
        "pairs": [
            {
                "between": [one.pair.first, one.pair.second],
                "by": one.pair.by or None,
                "asked": one.pair.asked,
                "used": one.pair.used,
                "achieved": number(one.achieved),
            }
            for one in comparison.achieved
        ],
    }


def joint(comparison: Comparison) -> dict[str, Any]:
    """Outcomes of several options in the same trial."""
    found = comparison.joint
    return {
        "no_option_npv_positive": _share(found.none_positive),
        "every_option_npv_positive": _share(found.all_positive),
        "no_option_beats_reference": _share(found.reference_best),
        "npv_negative_with_reference": {name: _share(one) for name, one in found.both_negative.items()},
    }


def cash(comparison: Comparison, option: str) -> dict[str, Any]:
    """Lowest cumulative cash flow of an option, and the chance that it is below the limit."""
    found = comparison.cash[option]
    ruin = None if found.ruin is None else {"limit": comparison.cash_limit, **_share(found.ruin)}
    return {"lowest_cumulative_cash_flow": _statistics(found.lowest), "ruin": ruin}
