"""What a reader must know of how the trials were drawn: one sentence each, only where there is something to say."""

from __future__ import annotations

from roi.analysis.comparison import Comparison
from roi.analysis.precision import MOST
from roi.uncertainty.dependence import SHOWN_CHANGE


def run_notes(comparison: Comparison) -> list[str]:
    """Whether a precision was reached, and whether correlations were changed."""
    notes, precision = [], comparison.precision
    if precision is not None:
        reached = f"95 % interval of the leading mean is ± {100 * precision.reached:.2g} %, {100 * precision.asked:.2g} % asked for"
        trials = f"{comparison.trials.trials:,} trials"
        notes.append(f"{trials}: {reached}." if precision.met else f"Stopped at {MOST:,} trials, the most that are tried: {reached}.")
    change = comparison.trials.plan.dependence.change
    if change >= SHOWN_CHANGE:
        notes.append(f"The correlations contradicted each other; the nearest that do not were used (largest change {change:.3f}).")
    return notes
