"""roi breakeven: what a figure would have to be for the answer to flip."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import click

from roi.cli import options

if TYPE_CHECKING:
    from roi.analysis.breakeven import BreakEven
    from roi.analysis.comparison import Comparison
    from roi.study import LoadedCase


@click.command(
    epilog="Example: roi breakeven acetaminophen_us_continuous --over markets.acetaminophen_us.price "
    "--over plants.acetaminophen_continuous_us.fixed_capital --until p_wins=0.5"
)
@click.argument("case")
@click.option("--over", "over", multiple=True, required=True, metavar="ID", help="Figure that is moved; may be given again.")
@click.option("--option", "option", metavar="NAME", help="Option that is asked about; default the one the report is about.")
@click.option(
    "--until",
    "until",
    metavar="TARGET",
    help="p_wins=0.5 (default), p_npv_positive=0.5, incremental_npv=0, npv=0, irr=0.12, levelised_cost=5: chances are shares of the "
    "trials, all others medians of the trials.",
)
@click.option("--from", "low", type=float, metavar="VALUE", help="Lowest value looked at, in the unit the file writes.")
@click.option("--to", "high", type=float, metavar="VALUE", help="Highest value looked at, in the unit the file writes.")
@options.scenario
@options.settings
@click.option("--trials", type=click.IntRange(min=1), default=10_000, show_default=True, help="Monte Carlo trials, shared by all values.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same numbers.")
@options.perspective
@options.assumptions
@options.table_json_or_csv
@options.debug
def breakeven(
    case: str,
    over: tuple[str, ...],
    option: str | None,
    until: str | None,
    low: float | None,
    high: float | None,
    scenarios: tuple[str, ...],
    settings: tuple[str, ...],
    trials: int,
    seed: int,
    perspective: str | None,
    assumptions: str | None,
    shape: str,
    debug: bool,
) -> None:
    """Find the value of a figure at which the answer of CASE flips, each figure by itself, fixed at the value as --set would do it."""
    from roi import study
    from roi.analysis.asked import asked_breakevens
    from roi.reporting.drivers_data import breakeven_as_data, flat
    from roi.reporting.results import as_csv

    loaded = study.load_case(case, scenarios, settings, assumptions, perspective)
    comparison = study.compare(loaded, trials=trials, seed=seed).comparison
    found = asked_breakevens(comparison, over, option, until, low, high)
    data = [breakeven_as_data(one) for one in found]
    if shape == "json":
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))
    elif shape == "csv":
        click.echo(as_csv([flat(one) for one in data]), nl=False)
    else:
        _print(loaded, comparison, found)


def _print(loaded: LoadedCase, comparison: Comparison, found: tuple[BreakEven, ...]) -> None:
    from roi.reporting.drivers import aim, amount, base, dollars, flip, interval, quoted, remark
    from roi.reporting.drivers_data import setting
    from roi.reporting.words import label, leads

    first = found[0]
    against = f" against {label(comparison, comparison.reference)}" if first.target.of == "incremental_npv" else ""
    to = leads(comparison) if first.target.of in ("incremental_npv", "npv") else ""
    whose = f"{label(comparison, first.option)}{against}{to and ','}{to}"
    click.secho(f"{whose}: what must be true for {aim(first.target)}", bold=True)
    click.echo(f"{first.trials:,} trials, seed {comparison.trials.seed}; each figure by itself, held at the value in every trial.")
    for one in found:
        click.echo(f"\n{quoted(comparison.model, one.figure)}\n  {one.figure.id}")
        click.echo("  " + ", ".join(part for part in (f"base case {base(one)}", dollars(one.figure)) if part))
        if one.value is None:
            click.echo(f"  {one.verdict}: {remark(one)}")
        else:
            error = f" (95 % interval {interval(one)})" if interval(one) else ""
            click.echo(f"  flips at {flip(one)}{error}: {remark(one)}")
        if one.in_base is not None:
            click.echo(f"  with all other figures at the base case it flips at {amount(one.figure, one.in_base)}")
        if one.value is not None:
            click.echo(f"  check: {shlex.join(['roi', 'compare', *loaded.arguments, '--set', setting(one)])}")
