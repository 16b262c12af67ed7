"""roi cases: the questions the book can answer."""

from __future__ import annotations

import json

import click

from roi.cli import options


@click.command()
@options.table_or_json
@options.assumptions
@options.debug
def cases(shape: str, assumptions: str | None, debug: bool) -> None:
    """List the cases: id, question, options; and the scenarios that may be laid over them."""
    from roi.book import open_book

    book = open_book(assumptions)
    in_groups = dict(sorted(book.cases.items(), key=lambda one: (one[1].group, one[0])))
    if shape == "json":
        listed = [
            {"id": stem, "group": case.group, "question": case.question, "options": list(case.options)} for stem, case in in_groups.items()
        ]
        click.echo(json.dumps(listed, indent=1, ensure_ascii=False))
        return
    heading = ""
    for stem, case in in_groups.items():
        if case.group != heading:
            heading = case.group
            click.secho(f"\n{heading.replace('_', ' ').capitalize()}", bold=True, underline=True)
        click.secho(stem, bold=True)
        click.echo(f"  {case.question}")
        click.echo("  options: " + ", ".join(f"{name}*" if name == case.reference else name for name in case.options))
    click.echo("\n* the reference the others are compared with\n")
    click.secho("Scenarios", bold=True)
    for stem, scenario in book.scenarios.items():
        click.echo(f"  {stem}: {scenario.title}")
