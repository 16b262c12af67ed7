"""The group of commands. What the user can fix is one red line each; anything else is a bug and shows its traceback."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Callable
from typing import Any

import click

from roi.cli.book import book
from roi.cli.breakeven import breakeven
from roi.cli.cases import cases
from roi.cli.compare import compare
from roi.cli.explain import explain
from roi.cli.new import new
from roi.cli.procurement import procurement
from roi.cli.sensitivity import sensitivity
from roi.cli.tariff import tariff
from roi.cli.unit_cost import unit_cost
from roi.errors import RoiError
from roi.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION, prog_name="roi")
def roi() -> None:
    """Does it pay to make an active pharmaceutical ingredient in the United States instead of buying or making it abroad?"""


COMMANDS: tuple[click.Command, ...] = (
    compare, sensitivity, breakeven, cases, explain, unit_cost, book, new, procurement, tariff,
)  # fmt: skip
for one in COMMANDS:
    roi.add_command(one)


def main(arguments: list[str] | None = None) -> None:
    """Entry point of ``roi``. Exit code 0, 1 for what the user can fix, 2 for a wrong call, 130 for a run stopped by a key."""
    gc.set_threshold(10_000)  # what a run makes it needs to its end: looking for what can go at every 700th object finds next to nothing
    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a terminal or pipe that is not Unicode shows a ? for a dash instead of a traceback
            stream.reconfigure(errors="replace")
    guarded(lambda: roi.main(given, prog_name="roi", obj=given), debug="--debug" in given)


def guarded(call: Callable[[], Any], debug: bool) -> None:
    """Run a call; print the problems of a `RoiError` in red and exit with 1. With `debug` the traceback shows."""
    try:
        call()
    except RoiError as error:
        if debug:
            raise
        for problem in error.problems:
            click.secho(str(problem), fg="red", err=True)
        if len(error.problems) > 1:
            click.secho(f"{len(error.problems)} problems", fg="red", err=True)
        sys.exit(1)
