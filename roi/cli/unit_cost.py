"""roi unit-cost: the cost of a kg from materials to landed, and why it is lower abroad."""

from __future__ import annotations

import json

import click

from roi.cli import options


@click.command("unit-cost")
@click.argument("case")
@options.table_or_json
@options.scenario
@options.settings
@options.assumptions
@options.debug
def unit_cost(case: str, shape: str, scenarios: tuple[str, ...], settings: tuple[str, ...], assumptions: str | None, debug: bool) -> None:
    """Cost per kg of each option of CASE in steps from materials to landed, and the advantage of plants abroad by cause.

    Base case, USD per kg. The advantage is split by Shapley value: the mean over all orders in which groups of inputs change from the
    foreign plant to the domestic one, so that no order is preferred and the shares add up to the difference.
    """
    from roi import study
    from roi.analysis.advantage import foreign_advantages
    from roi.reporting import unit_cost as report
    from roi.statement.model import build

    loaded = study.load_case(case, scenarios, settings, assumptions)
    model = build(loaded.case, loaded.book)
    if shape == "json":
        click.echo(json.dumps(report.as_data(model), indent=1, ensure_ascii=False))
        return
    for one in report.unit_costs(model):
        click.secho(one.label, bold=True)
        click.echo("\n".join(report.waterfall_lines(one)) + "\n")
    labels = {name: option.label for name, option in model.case.options.items()}
    for advantage in foreign_advantages(model):
        click.secho("Advantage of the plant abroad, levelised cost with income tax", bold=True)
        click.echo("Positive: abroad is cheaper. Shapley value of each group of inputs: the mean over all orders of changing them.")
        click.echo("\n".join(report.advantage_lines(advantage, labels)) + "\n")
