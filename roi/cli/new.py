"""roi new: start from what is there."""

from __future__ import annotations

from pathlib import Path

import click

from roi.cli import options


@click.group()
def new() -> None:
    """Start a new file from a bundled one."""


@new.command()
@click.argument("name")
@click.option("--from", "source", required=True, metavar="CASE", help="Case to copy.")
@options.assumptions
@options.debug
def case(name: str, source: str, assumptions: str | None, debug: bool) -> None:
    """Copy a case to NAME.yaml in this folder (or to cases/NAME.yaml in your own folder of assumptions) for you to change."""
    from roi.book import assumption_folders, load_book, user_folder
    from roi.errors import Problem, RoiError, nearest
    from roi.files import put

    if not name.isidentifier() or name != name.lower():
        raise RoiError(Problem("", f"{name!r} cannot be an id", "use lower-case letters, digits and underscores, beginning with a letter"))
    own = user_folder(assumptions)
    folders = assumption_folders(own)
    book = load_book(folders)
    if source not in book.cases:
        raise RoiError(Problem("--from", f"there is no case {source!r}", nearest(source, book.cases)))
    target = (own / "cases" if own else Path()) / f"{name}.yaml"
    if target.exists():
        raise RoiError(Problem(str(target), "the file exists", "take another name, or move the file away"))
    # the bundled file first: one of the same name in the user's folder holds only what differs
    origin = next(path for folder in folders for path in sorted((folder / "cases").rglob(f"{source}.yaml")))
    target.parent.mkdir(parents=True, exist_ok=True)
    put({target: f"# Copied from {source}. Change what differs, then: roi compare {target.as_posix()}\n".encode() + origin.read_bytes()})
    command = f"roi compare {name} --assumptions {own}" if own else f"roi compare {target}"
    click.echo(f"{target}: change it, then run  {command}")


@new.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@options.debug
def offers(file: Path, debug: bool) -> None:
    """Write a commented FILE of offers for a public tender; it evaluates as it is, and is for you to change."""
    from roi.errors import Problem, RoiError
    from roi.files import put
    from roi.paths import bundled

    if file.exists():
        raise RoiError(Problem(str(file), "the file exists", "take another name, or move the file away"))
    file.parent.mkdir(parents=True, exist_ok=True)
    put({file: (bundled("templates") / "offers.yaml").read_bytes()})
    click.echo(f"{file}: change it, then run  roi procurement evaluate {file}")
