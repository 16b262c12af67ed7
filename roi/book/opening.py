"""Opening the book as a user asks for it: the bundled folder, their own one, scenarios, single values."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from roi.book.book import Book, load_book
from roi.book.overlay import Overlay, parse_set
from roi.errors import Problem, RoiError, nearest
from roi.paths import bundled

ENVIRONMENT = "ROI_ASSUMPTIONS"


def open_book(
    assumptions: str | None = None,
    scenarios: Sequence[str] = (),
    settings: Sequence[str] = (),
    extra_case: Path | None = None,
    try_scenarios: bool = False,
) -> Book:
    """The book with the user's own folder and overlays.

    assumptions : path of the own folder, see `user_folder`. scenarios : names, laid over in order. settings : ``ID=VALUE`` texts, laid
    over last. extra_case : file of a case outside the folders. try_scenarios : see `load_book`; those of an own folder are always tried,
    the bundled ones by our tests. Raises RoiError with every problem of every file.
    """
    own = user_folder(assumptions)
    folders, try_all = assumption_folders(own), try_scenarios or own is not None
    keep = not try_scenarios
    plain = load_book(folders, extra_case=extra_case, try_scenarios=try_all, keep=keep) if scenarios or not settings else None
    overlays = [scenario_overlay(plain, name) for name in scenarios] if plain else []
    overlays += [parse_set(settings)] if settings else []
    return plain if plain and not overlays else load_book(folders, overlays, extra_case=extra_case, keep=keep)


def assumption_folders(own: Path | None) -> list[Path]:
    """The bundled folder, then the user's own if there is one."""
    return [bundled("assumptions"), *([own] if own else [])]


def scenario_overlay(book: Book, name: str) -> Overlay:
    """The overlay of a scenario of the book. Raises RoiError that suggests the nearest name when there is none."""
    scenario = book.scenarios.get(name)
    if scenario is None:
        raise RoiError(Problem("", f"there is no scenario {name!r}", nearest(name, book.scenarios)))
    return Overlay(name, scenario.title, scenario.reference, scenario.set, scenario.without, scenario.where)


def user_folder(option: str | None) -> Path | None:
    """The user's own folder: `option`, else the variable ROI_ASSUMPTIONS, else None. Raises RoiError when it is no folder."""
    text, place = (option, "--assumptions") if option else (os.environ.get(ENVIRONMENT), ENVIRONMENT)
    if not text:
        return None
    folder = Path(text).expanduser()
    if not folder.is_dir():
        raise RoiError(Problem(place, f"{text!r} is not a folder", "give the path of a folder of assumptions that exists"))
    return folder
