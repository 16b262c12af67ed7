"""roi explain: a row in words, with its values and every assumption behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from roi.cli import options

if TYPE_CHECKING:
    from roi.formula import Cell, Input
    from roi.statement.binding import Binding
    from roi.statement.model import Model


@click.command()
@click.argument("case")
@click.argument("row")
@click.option("--option", "option", metavar="NAME", help="Option whose row is meant; default the first that has it.")
@click.option("--year", type=int, help="Calendar year of the values shown; default the middle of the horizon.")
@options.scenario
@options.settings
@options.assumptions
@options.debug
def explain(
    case: str,
    row: str,
    option: str | None,
    year: int | None,
    scenarios: tuple[str, ...],
    settings: tuple[str, ...],
    assumptions: str | None,
    debug: bool,
) -> None:
    """Explain ROW (a row or measure, by its name) of CASE: formula in words, values of a year, assumptions with their sources."""
    from roi import formula, study
    from roi.analysis.trials import base_case
    from roi.formula.graph import nodes
    from roi.statement.model import build

    loaded = study.load_case(case, scenarios, settings, assumptions)
    model = build(loaded.case, loaded.book)
    cell = _cell(model, row, option)
    base = base_case(model)
    years = model.calendar.years
    index = len(years) // 2 if year is None else _index(years, year)
    starts = {node.payload: node.args[1] for node in nodes(cell.formula) if node.op == "prior"}

    def value(leaf: Cell | Input, offset: int) -> str:
        if index + offset < 0:
            start = starts[leaf]
            return _number(start.payload) if start.op == "const" else value(start.payload, 0)
        if isinstance(leaf, formula.Input):
            found = model.bindings[leaf.id].value
            return "table" if leaf.shape == "table" else _number(found[index] if isinstance(found, tuple) else found)
        values = base[leaf]
        return _number(values[index + offset] if len(values) > 1 else values[0])

    explained = formula.explain(cell, value)
    click.secho(f"{cell.row.label} [{cell.row.unit}], {cell.statement.label}", bold=True)
    if cell.row.prefix:
        click.echo(f"  of the flow: {cell.row.section}")
    click.echo(f"  {cell.row.doc}")
    click.echo(f"  in words:  {explained.words}")
    if cell.yearly:
        click.echo(f"  in {years[index]}:   {_number(float(base[cell][index]))} = {explained.values}")
    else:
        click.echo(f"  base case: {_number(float(base[cell][0]))}")
    click.echo(f"  written at {cell.row.where}")
    if explained.direct:
        click.secho("\nIt rests directly on", bold=True)
        for leaf in explained.direct:
            click.echo(_assumption(model, model.bindings[leaf.id]))
    for section, leaves in explained.others.items():
        click.secho(f"\nBehind it: {section}", bold=True)
        for leaf in leaves:
            click.echo(_assumption(model, model.bindings[leaf.id]))


def _cell(model: Model, name: str, option: str | None) -> Cell:
    """Row of the option named, else of the first option or of the market that has it."""
    from roi.errors import Problem, RoiError, nearest

    if option is not None and option not in model.options:
        raise RoiError(Problem("--option", f"there is no option {option!r}", nearest(option, model.options)))
    statements = [*(model.options.values() if option is None else [model.options[option]]), model.common]
    for statement in statements:
        found: Cell | None = statement.cells.get(name)
        if found is not None:
            return found
    raise RoiError(Problem("", f"there is no row {name!r}", nearest(name, [known for one in statements for known in one.cells])))


def _index(years: tuple[int, ...], year: int) -> int:
    from roi.errors import Problem, RoiError

    if year not in years:
        raise RoiError(Problem("--year", f"{year} is not a year of the case", f"give a year from {years[0]} to {years[-1]}"))
    return years.index(year)


def _number(value: float) -> str:
    if value != value:
        return "n/a"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _assumption(model: Model, binding: Binding) -> str:
    """One line: label, value, source with its place, date and confidence."""
    value, unit = binding.value, "" if str(binding.input.unit) == "1" else f" {binding.input.unit}"
    if not isinstance(value, tuple):
        shown = _number(value)
    elif min(value) == max(value):
        shown = f"{_number(value[0])} in each of {len(value)} values"
    else:
        shown = f"{len(value)} values from {_number(value[0])} to {_number(value[-1])}"
    origin = binding.derivation
    if binding.figures:
        figure = binding.figures[0]
        source = model.book.sources[figure.source]
        if binding.factor != 1:
            shown += f"{unit} of {model.calendar.decision_year}, from {_number(figure.value)}{unit} of {figure.dollar_year}"
            unit = ""
        origin = "; ".join(part for part in (origin, f"{source.title}, {figure.locator}, {figure.retrieved}, {figure.confidence}") if part)
    return f"  {binding.input.label}: {shown}{unit}  ({origin})\n      {binding.input.id}"
