"""roi compare: run a case and write its folder."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roi.cli import options

if TYPE_CHECKING:
    from roi.analysis.kept import Kept
    from roi.study import Study

STOPPED = 130
"""Exit code of a program stopped from the keyboard."""


def _count(ctx: click.Context, param: click.Parameter, value: str) -> int | str:
    """A whole number, or ``auto``."""
    try:
        return value if value == "auto" else int(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is neither a whole number nor auto") from None


def _share(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    """A share, as ``0.5%`` or ``0.005``."""
    if value is None:
        return None
    try:
        return float(value.rstrip(" %")) / (100 if value.endswith("%") else 1)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no share, as 0.5% or 0.005") from None


@click.command(epilog="Example: roi compare acetaminophen_us_continuous --scenario tariff_generics_25 --trials 50000 -o out")
@click.argument("case")
@options.scenario
@options.settings
@click.option("--trials", metavar="N|auto", callback=_count, default="10000", show_default=True, help="Monte Carlo trials.")
@click.option(
    "--precision",
    metavar="SHARE",
    callback=_share,
    help="With --trials auto: 95 % interval of the leading mean, plus or minus; default 0.5%.",
)
@click.option(
    "--sampler",
    type=click.Choice(["sobol", "lhs", "antithetic", "random"]),
    default="sobol",
    show_default=True,
    help="How trials are drawn.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same numbers.")
@options.perspective
@click.option("--cash-limit", type=float, metavar="USD", help="What the owner can lay out; reports the chance to need more.")
@click.option("--threads", type=int, help="Threads that run the trials; default ROI_THREADS, else every processor.")
@options.assumptions
@click.option("-o", "--output", metavar="DIR", help="Folder for the files; default reports/<case>.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(["xlsx", "html", "json", "csv"]), help="Only these files; may be given again."
)
@click.option("--resume", is_flag=True, help="Go on with a run that was stopped, from the trials kept in the folder.")
@click.option("--keep-trials", is_flag=True, help="Leave the measures of all trials in the folder, under trials/.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@options.debug
@click.pass_context
def compare(
    ctx: click.Context,
    case: str,
    scenarios: tuple[str, ...],
    settings: tuple[str, ...],
    trials: int | str,
    precision: float | None,
    sampler: str,
    seed: int,
    perspective: str | None,
    cash_limit: float | None,
    threads: int | None,
    assumptions: str | None,
    output: str | None,
    formats: tuple[str, ...],
    resume: bool,
    keep_trials: bool,
    quiet: bool,
    debug: bool,
) -> None:
    """Compare the options of CASE (a name, see `roi cases`, or the path of a YAML file)."""
    from roi import study
    from roi.analysis.kept import Kept
    from roi.cli.progress import progress_bar

    folder = Path(output) if output else Path("reports") / Path(case).stem
    kept = Kept(folder / "trials", resume, whole=keep_trials)
    try:
        loaded = study.load_case(case, scenarios, settings, assumptions, perspective)
        with progress_bar(quiet) as progress:
            found = study.compare(loaded, trials, seed, sampler, precision, cash_limit, threads, kept, progress)
        written = found.write(folder, formats or None)
    except KeyboardInterrupt:
        click.echo(_stopped(kept, ctx.obj or ["compare", case]), err=True)
        ctx.exit(STOPPED)
    if not keep_trials:
        kept.remove()
    if not quiet:
        _print(found, written)


def _stopped(kept: Kept, arguments: list[str]) -> str:
    """What a stopped run leaves, and the command that goes on with it."""
    if not kept.trials:
        return "Stopped; no trial is kept"
    command = shlex.join(["roi", *(one for one in arguments if one != "--resume"), "--resume"])
    return f"Stopped; {kept.trials:,} trials are kept in {kept.folder}. To go on: {command}"


def _print(study: Study, written: dict[str, Path]) -> None:
    from rich.console import Console

    from roi.reporting.drivers import headline
    from roi.reporting.resilience import resilience_finding
    from roi.reporting.run_notes import run_notes
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
    if outages := resilience_finding(study.comparison):
        console.print(outages, markup=False)
    for note in run_notes(study.comparison):
        console.print(note, markup=False)
    for name, path in written.items():
        label = {"xlsx": "Workbook", "html": "Report", "json": "Results", "csv": "Statement"}[name]
        click.echo(f"{label + ':':<11}{path}")
