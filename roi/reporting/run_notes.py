"""What a reader must know of how flows are valued and trials were drawn: one sentence each, only where there is something to say."""

from __future__ import annotations

from roi.analysis.comparison import Comparison
from roi.analysis.precision import MOST
from roi.uncertainty.dependence import SHOWN_CHANGE


def run_notes(comparison: Comparison) -> list[str]:
    """How the finance departs from year ends and one rate, whether a precision was reached, and whether correlations were changed."""
    finance = comparison.model.book.finance[comparison.model.case.finance]
    notes = ["Flows fall in the middle of each year, those of year 0 at the decision."] if finance.timing == "mid_year" else []
    if finance.country_premium:
        notes.append("A plant abroad is valued at a discount rate with the risk premium of its country.")
    precision = comparison.precision
    if precision is not None:
        reached = f"95 % interval of the leading mean is ± {100 * precision.reached:.2g} %, {100 * precision.asked:.2g} % asked for"
        trials = f"{comparison.trials.trials:,} trials"
        notes.append(f"{trials}: {reached}." if precision.met else f"Stopped at {MOST:,} trials, the most that are tried: {reached}.")
    change = comparison.trials.plan.dependence.change
    if change >= SHOWN_CHANGE:
        notes.append(f"The correlations contradicted each other; the nearest that do not were used (largest change {change:.3f}).")
    return notes
