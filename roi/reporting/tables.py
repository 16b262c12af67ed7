"""Tables for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roi.analysis.comparison import Comparison, Measure
from roi.reporting.numbers import chance, in_table, percent_in_table, price_in_table, table_scale
from roi.reporting.perspectives import party_rows
from roi.reporting.words import leads

if TYPE_CHECKING:
    from rich.table import Table


def option_table(comparison: Comparison) -> Table:
    """Options side by side: NPV with range, rate of return, payback, levelised cost, chances."""
    from rich.markup import escape
    from rich.table import Table

    options, measures = comparison.model.options, comparison.measures
    npvs = [measures[name]["npv"] for name in options]
    scale = table_scale(value for npv in npvs for value in (npv.base, npv.trials.p05, npv.trials.p95))
    table = Table(
        title=f"{comparison.trials.trials:,} trials, seed {comparison.trials.seed}", title_justify="left", box=None, pad_edge=False
    )
    table.add_column("")
    for option in options.values():
        table.add_column(escape(option.label), justify="right")
    against = comparison.against
    rows = {
        f"NPV{leads(comparison)}, {scale.unit}": [in_table(npv.base / scale.divisor) for npv in npvs],
        "  P5 to P95": [_range(npv, scale.divisor) for npv in npvs],
        "Internal rate of return": [percent_in_table(measures[name]["irr"].base) for name in options],
        "Payback, years": [in_table(measures[name]["payback"].base) for name in options],
        "Levelised cost, USD/kg": [price_in_table(measures[name]["levelised_cost"].base) for name in options],
        f"Chance of NPV{leads(comparison)} above 0": [chance(*comparison.p_npv_positive[name]) for name in options],
        "Chance to beat reference": [
            chance(against[one].p_wins, against[one].p_wins_se) if one in against else "reference" for one in options
        ],
    }
    for label, cells in (rows | party_rows(comparison)).items():
        table.add_row(label, *cells)
    return table


def _range(measure: Measure, divisor: float) -> str:
    return f"{in_table(measure.trials.p05 / divisor)} to {in_table(measure.trials.p95 / divisor)}"
