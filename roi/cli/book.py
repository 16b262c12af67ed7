"""roi book: look into the book of assumptions, and check it."""

from __future__ import annotations

import click

from roi.cli import options


@click.group()
def book() -> None:
    """Check, list or show the figures of the book."""


@book.command()
@options.assumptions
@options.debug
def check(assumptions: str | None, debug: bool) -> None:
    """Read every file and report every problem with its file and line."""
    from roi.analysis.plan import correlation_notes
    from roi.book import open_book

    found = open_book(assumptions, try_scenarios=True)
    figures = list(found.figures())
    judged = sum(figure.confidence == "judgement" for figure in figures)
    notes = correlation_notes(found)
    click.echo(
        f"{len(figures)} figures, {judged} of them judgement, {len(found.sources)} sources, {len(found.cases)} cases: no problem found"
    )
    for line in notes:
        click.echo(line)
    for override in found.overrides:
        click.echo(f"override {override.id}: {override.before} -> {override.after} ({override.by})")


@book.command(name="list")
@click.argument("prefix", default="")
@options.assumptions
@options.debug
def list_figures(prefix: str, assumptions: str | None, debug: bool) -> None:
    """List the figures whose id begins with PREFIX: id, value, unit, confidence."""
    from roi.book import open_book
    from roi.errors import Problem, RoiError, nearest

    figures = list(open_book(assumptions).figures())
    shown = [figure for figure in figures if figure.id.startswith(prefix)]
    if not shown:
        folders = {figure.id.partition(".")[0] for figure in figures}
        raise RoiError(Problem("", f"no figure's id begins with {prefix!r}", nearest(prefix.partition(".")[0], folders)))
    width = max(len(figure.id) for figure in shown)
    for figure in shown:
        value = f"{len(figure.table)} values" if figure.table else f"{len(figure.dated)} dates" if figure.dated else f"{figure.value:g}"
        written = f"  (set it in {figure.written_unit})" if figure.written_unit else ""
        click.echo(f"{figure.id:<{width}}  {value:>12} {figure.unit:<11} {figure.confidence}{written}")


@book.command()
@click.argument("id")
@options.assumptions
@options.debug
def show(id: str, assumptions: str | None, debug: bool) -> None:
    """Show the figure ID: value, distribution, source, place, date, confidence, note, file and line."""
    from roi.book import open_book
    from roi.reporting.figures import distribution_in_words

    found = open_book(assumptions)
    figure = found.figure(id)
    source = found.sources[figure.source]
    lines = {
        "label": figure.label,
        "value": f"{figure.value:g} {figure.unit}" + (f" (written in {figure.written_unit})" if figure.written_unit else ""),
        "by age": ", ".join(f"{value:g}" for value in figure.table),
        "by date": ", ".join(f"{day.isoformat()}: {value:g}" for day, value in figure.dated),
        "distribution": distribution_in_words(figure.distribution, figure.unit) if figure.distribution else "",
        "dollars of": str(figure.dollar_year or ""),
        "bounds": f"{figure.bounds[0]:g} to {figure.bounds[1]:g}" if figure.bounds else "",
        "source": f"{source.title}, {source.publisher}, {source.published}",
        "address": source.url,
        "place": figure.locator,
        "retrieved": figure.retrieved.isoformat(),
        "confidence": str(figure.confidence),
        "note": figure.note,
        "file": figure.where,
    }
    click.secho(figure.id, bold=True)
    for label, text in lines.items():
        if text:
            click.echo(f"  {label + ':':<14}{text}")
