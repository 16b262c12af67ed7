"""Tables for the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from roi.analysis.comparison import Comparison, Measure

if TYPE_CHECKING:
    from rich.table import Table

_MILLION = 1e6


def option_table(comparison: Comparison) -> Table:
    """Options side by side: NPV with range, rate of return, payback, levelised cost, chances."""
    from rich.table import Table

    table = Table(title=f"{comparison.trials.trials:,} trials, seed {comparison.trials.seed}; P5 to P95 in brackets", title_justify="left")
    table.add_column("")
    options = comparison.model.options
    for option in options.values():
        table.add_column(option.label, justify="right")
    measures = comparison.measures
    rows = {
        "NPV, M USD": [_range(measures[name]["npv"], _MILLION, 0) for name in options],
        "IRR": [_percent(measures[name]["irr"].base) for name in options],
        "Payback, years": [_plain(measures[name]["payback"].base, 1) for name in options],
        "Levelised cost, USD/kg": [_range(measures[name]["levelised_cost"], 1, 2) for name in options],
        "Chance NPV > 0": [_chance(*comparison.p_npv_positive[name]) for name in options],
        "Chance to beat reference": [
            _chance(comparison.against[name].p_wins, comparison.against[name].p_wins_se) if name in comparison.against else "reference"
            for name in options
        ],
    }
    for label, cells in rows.items():
        table.add_row(label, *cells)
    return table


def _range(measure: Measure, scale: float, digits: int) -> str:
    low, high = (_plain(value / scale, digits) for value in (measure.trials.p05, measure.trials.p95))
    return f"{_plain(measure.base / scale, digits)} [{low} to {high}]".replace("[", "\\[")


def _plain(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return "n/a"
    shown = f"{abs(value):,.{digits}f}"
    return f"({shown})" if value < 0 and float(shown.replace(",", "")) else shown


def _percent(value: float) -> str:
    return f"{_plain(100 * value, 1)} %" if math.isfinite(value) else "n/a"


def _chance(share: float, error: float) -> str:
    return f"{100 * share:.1f} % ± {100 * error:.1f}"
