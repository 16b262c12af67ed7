"""roi tariff: what an import pays on a day, and what it paid over the years."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roi.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roi.rules.history import Period
    from roi.rules.measures import Import

DAY = click.DateTime(formats=["%Y-%m-%d"])
FIRST = datetime(2018, 1, 1)
IMPORTER = "us"

hts = click.option("--hts", required=True, metavar="NUMBER", help="Tariff number of 8 or 10 digits, as 2924.29.62.")
origin = click.option("--origin", required=True, metavar="XX", help="Country of origin, two letters, as IN.")
claim = click.option("--claim", "claims", multiple=True, metavar="NAME", help="Claim of the importer, as pharma_use; may be given again.")
amounts = click.option(
    "--quantity", "quantities", multiple=True, metavar="AMOUNT", help="Amount with its unit, as 2500kg, 1000litre, 5head."
)


@click.group()
def tariff() -> None:
    """Quote the duty and fees of an import into the United States, or show its rate over time."""


@tariff.command()
@hts
@origin
@click.option("--value", required=True, type=float, help="Invoice amount, USD, under the Incoterm.")
@click.option("--date", "day", required=True, type=DAY, help="Day of entry, as 2026-10-15.")
@click.option("--mode", type=click.Choice(["ocean", "air", "road"]), default="ocean", show_default=True, help="How the goods come.")
@amounts
@claim
@click.option("--incoterm", default="FOB", show_default=True, help="EXW, FCA, FAS, FOB, CFR, CPT, CIF, CIP, DAP, DPU or DDP.")
@click.option("--freight", type=float, default=0.0, help="International freight in the price, USD.")
@click.option("--insurance", type=float, default=0.0, help="International insurance in the price, USD.")
@click.option("--inland", type=float, default=0.0, help="Carriage to the port of export outside the price (EXW), USD.")
@click.option("--duty-included", "duty", type=float, default=0.0, help="Duty and fees in the price (DDP), USD.")
@options.table_or_json
@options.assumptions
@options.debug
def quote(
    hts: str,
    origin: str,
    value: float,
    day: datetime,
    mode: str,
    quantities: tuple[str, ...],
    claims: tuple[str, ...],
    incoterm: str,
    freight: float,
    insurance: float,
    inland: float,
    duty: float,
    shape: str,
    assumptions: str | None,
    debug: bool,
) -> None:
    """Quote one entry: each layer considered, why it applies or not, fees, total and effective rate."""
    from roi.book import open_book
    from roi.reporting.tariff_answers import quote_json, quote_table
    from roi.rules import customs
    from roi.rules.regimes import in_force, may_change
    from roi.rules.requests import asked, day_asked, quantity, split_lists, undeclared

    book = open_book(assumptions)
    known, regimes = list(book.tariffs.values()), tuple(book.regimes.values())
    goods = asked(known, hts, origin, claims, IMPORTER)
    given = tuple(quantity(text) for text in quantities)
    entry = customs.Entry(value, day.date(), mode, incoterm.upper(), freight, insurance, inland, duty, given)
    fees = next(one for one in book.customs_fees.values() if one.country == IMPORTER)
    measures = in_force(known, regimes, {})
    warnings = [one for one in (day_asked(measures, day.date()), split_lists(measures, goods), undeclared(measures, goods)) if one]
    answer = customs.quote(measures, fees, goods, entry)
    warnings += may_change(known, regimes, customs.with_quantities(goods, entry), day.date())
    if shape == "json":
        click.echo(quote_json(answer, warnings))
    else:
        _warn(warnings)
        click.echo(_text(quote_table(answer, goods)))


@tariff.command()
@hts
@origin
@claim
@click.option("--from", "first", type=DAY, default=FIRST.date().isoformat(), show_default=True, help="First day.")
@click.option("--to", "last", type=DAY, help="Last day; default the last review of the law.")
@click.option("--value", type=float, help="Customs value, USD, where the duty depends on the quantity.")
@amounts
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "json", "csv", "svg", "png", "html"]),
    default="table",
    show_default=True,
    help="Table, data or a step chart.",
)
@click.option("-o", "--output", metavar="FILE", help="File to write; needed for png.")
@options.assumptions
@options.debug
def history(
    hts: str,
    origin: str,
    claims: tuple[str, ...],
    first: datetime,
    last: datetime | None,
    value: float | None,
    quantities: tuple[str, ...],
    shape: str,
    output: str | None,
    assumptions: str | None,
    debug: bool,
) -> None:
    """Show the total duty rate over time: a table of periods, data, or a step chart."""
    from roi.book import open_book
    from roi.errors import Problem, RoiError
    from roi.rules import history as rules
    from roi.rules.measures import Import
    from roi.rules.regimes import in_force, may_change
    from roi.rules.requests import asked, day_asked, quantity, split_lists, undeclared

    book = open_book(assumptions)
    known, regimes = list(book.tariffs.values()), tuple(book.regimes.values())
    measures = in_force(known, regimes, {})
    goods = asked(known, hts, origin, claims, IMPORTER)
    if quantities and not (value and value > 0):
        raise RoiError(Problem("--value", "a quantity without the value it belongs to", "give --value above 0, in USD"))
    per_value = tuple((unit, amount / value) for unit, amount in map(quantity, quantities)) if value else ()
    goods = Import(goods.hts, goods.origin, goods.importer, goods.claims, per_value)
    end = last.date() if last else max((one.reviewed for one in measures if one.reviewed), default=date.today())
    day_asked(measures, first.date())
    warnings = [one for one in (day_asked(measures, end), split_lists(measures, goods), undeclared(measures, goods)) if one]
    periods = rules.history(measures, goods, first.date(), end)
    warnings += may_change(known, regimes, goods, end)
    content = _shaped(shape, periods, goods, warnings)
    if output is None and shape == "png":
        raise RoiError(Problem("--output", "a picture cannot be printed on the terminal", "give a file with -o"))
    if shape != "json":
        _warn(warnings)
    if output is None:
        click.echo(content.decode(), nl=False)
        return
    _write(Path(output), content)
    click.echo(output)


def _shaped(shape: str, periods: Sequence[Period], goods: Import, warnings: Sequence[str]) -> bytes:
    """The history in the shape asked for."""
    from roi.reporting import step_chart, tariff_answers

    if shape == "json":
        return (tariff_answers.history_json(periods, goods, warnings) + "\n").encode()
    if shape == "csv":
        return tariff_answers.history_csv(periods).encode()
    table = _text(tariff_answers.history_table(periods, goods)) + "\n"
    if shape == "table":
        return table.encode()
    title = f"Duty rate of {goods.hts} of {goods.origin.upper()}" + (f", claims {', '.join(goods.claims)}" if goods.claims else "")
    spec = step_chart.step_spec(periods, title)
    if shape == "html":
        return step_chart.step_html(spec, title, table)
    return step_chart.step_svg(spec) if shape == "svg" else step_chart.step_png(spec)


def _warn(warnings: Sequence[str]) -> None:
    for text in warnings:
        click.secho(f"warning: {text}", fg="yellow", err=True)


def _text(table: Any) -> str:
    from rich.console import Console

    console = Console(width=160, no_color=True, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _write(path: Path, content: bytes) -> None:
    from roi.errors import Problem, RoiError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise RoiError(Problem(str(path), f"cannot write: {error.strerror or error}", "give another file with -o")) from error
