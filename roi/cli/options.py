"""Options that several commands share."""

from __future__ import annotations

import click

assumptions = click.option(
    "--assumptions", metavar="DIR", help="Your own folder: adds to the bundled book and overrides it by id (or set ROI_ASSUMPTIONS)."
)
scenario = click.option("--scenario", "scenarios", multiple=True, metavar="NAME", help="Scenario laid over the book; may be given again.")
settings = click.option(
    "--set", "settings", multiple=True, metavar="ID=VALUE", help="One figure set, in the unit its file writes; may be given again."
)
perspective = click.option(
    "--perspective",
    type=click.Choice(["producer", "investor", "purchaser", "public"]),
    help="Whose money the answer is about; default that of the case, else the producer's.",
)
debug = click.option("--debug", is_flag=True, help="Show the traceback of an error.")
table_or_json = click.option(
    "--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print."
)
table_json_or_csv = click.option(
    "--format", "shape", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True, help="How to print."
)
