"""roi sensitivity: which assumptions move the answer, and how much of its spread each explains."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from roi.cli import options

if TYPE_CHECKING:
    from roi.analysis.comparison import Comparison
    from roi.analysis.drivers import Drivers

SHOWN = 15


@click.command(epilog="Example: roi sensitivity acetaminophen_us_continuous --of npv --option us_continuous")
@click.argument("case")
@click.option("--option", "option", metavar="NAME", help="Option that is asked about; default the one the report is about.")
@click.option("--of", "of", metavar="MEASURE", help="incremental_npv (default, against the reference), npv or levelised_cost.")
@options.scenario
@options.settings
@click.option("--trials", type=click.IntRange(min=1), default=10_000, show_default=True, help="Monte Carlo trials.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same numbers.")
@options.perspective
@options.assumptions
@options.table_json_or_csv
@options.debug
def sensitivity(
    case: str,
    option: str | None,
    of: str | None,
    scenarios: tuple[str, ...],
    settings: tuple[str, ...],
    trials: int,
    seed: int,
    perspective: str | None,
    assumptions: str | None,
    shape: str,
    debug: bool,
) -> None:
    """Which assumptions of CASE move the answer: each from its 10th to its 90th percentile, in groups, and by share of the variance."""
    from roi import study
    from roi.analysis.asked import asked_drivers
    from roi.reporting.drivers_data import drivers_as_data, ranked
    from roi.reporting.results import as_csv

    loaded = study.load_case(case, scenarios, settings, assumptions, perspective)
    comparison = study.compare(loaded, trials=trials, seed=seed).comparison
    found = asked_drivers(comparison, option, of)
    data = drivers_as_data(comparison.model, found)
    if shape == "json":
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))
    elif shape == "csv":
        click.echo(as_csv(ranked(data)), nl=False)
    else:
        _print(comparison, found)


def _print(comparison: Comparison, found: Drivers) -> None:
    """Numbers stand on the left, so that names of any length do not break the columns."""
    from roi.reporting.drivers import MEASURES, judged, measured, overlap
    from roi.reporting.tornado import explained, figure_lines, group_lines, scale_of, unit_of, whose

    chosen = scale_of(found)
    click.secho(f"{MEASURES[found.of]} of {whose(comparison, found)}", bold=True)
    click.echo(f"Base case {measured(found.unit, found.base)}; amounts in {unit_of(found, chosen)}.")
    click.secho("\nEach figure from its P10 to its P90, all others at the base case", bold=True)
    click.echo(f"{'at P10':>10} {'at P90':>10} {'rank corr.':>10} {'share':>8}")
    lines = figure_lines(found, chosen)
    for line in lines[:SHOWN]:
        ends, low, high, rank, share = line.cells
        click.echo(f"{low:>10} {high:>10} {rank:>10} {share:>8}  {line.name}, {ends}{' (judgement)' if line.judged else ''}")
        click.echo(f"{'':41}  {line.id}")
    if len(lines) > SHOWN:
        click.echo(f"{len(lines) - SHOWN} more move it less; --format csv lists all.")
    click.secho("\nEach group drawn alone, all others at the base case", bold=True)
    click.echo(f"{'P10':>10} {'P90':>10} {'':>10} {'share':>8}")
    for line in group_lines(found, chosen):
        low, high, share = line.cells
        click.echo(f"{low:>10} {high:>10} {'':>10} {share:>8}  {line.name}, {line.note}")
    click.echo("\n" + " ".join(part for part in (judged(found), explained(found), overlap(found)) if part))
    click.echo(f"Shares are first-order shares of the variance over {found.trials:,} trials.")
