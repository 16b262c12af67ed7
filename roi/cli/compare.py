"""roi compare: run a case and write its folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from roi.cli import options

if TYPE_CHECKING:
    from roi.study import Study


@click.command(epilog="Example: roi compare acetaminophen_us_continuous --scenario tariff_generics_25 --trials 50000 -o out")
@click.argument("case")
@options.scenario
@options.settings
@click.option("--trials", type=int, default=10_000, show_default=True, help="Monte Carlo trials.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same numbers.")
@options.assumptions
@click.option("-o", "--output", metavar="DIR", help="Folder for the files; default reports/<case>.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(["xlsx", "html", "json", "csv"]), help="Only these files; may be given again."
)
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@options.debug
def compare(
    case: str,
    scenarios: tuple[str, ...],
    settings: tuple[str, ...],
    trials: int,
    seed: int,
    assumptions: str | None,
    output: str | None,
    formats: tuple[str, ...],
    quiet: bool,
    debug: bool,
) -> None:
    """Compare the options of CASE (a name, see `roi cases`, or the path of a YAML file)."""
    from roi import study

    loaded = study.load_case(case, scenarios, settings, assumptions)
    found = study.compare(loaded, trials=trials, seed=seed)
    folder = Path(output) if output else Path("reports") / loaded.case.id.partition(".")[2]
    written = found.write(folder, formats or None)
    if not quiet:
        _print(found, written)


def _print(study: Study, written: dict[str, Path]) -> None:
    from rich.console import Console

    from roi.reporting.drivers import headline
    from roi.reporting.tables import option_table
    from roi.reporting.words import answer

    console = Console(highlight=False)
    case = study.comparison.model.case
    console.print(case.question, style="bold", markup=False)
    console.print()
    console.print(" ".join(answer(study.comparison)), markup=False)
    console.print()
    console.print(headline(study.comparison), markup=False)
    console.print()
    console.print(option_table(study.comparison))
    for name, path in written.items():
        label = {"xlsx": "Workbook", "html": "Report", "json": "Results", "csv": "Statement"}[name]
        click.echo(f"{label + ':':<11}{path}")
