"""A CSV file beside the YAML files: what its first lines say of its source, and its rows with their line numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from roi.book.desk import Desk
from roi.domain import Origin
from roi.errors import nearest

_ABOUT = ("source", "locator", "retrieved")


class Lines(NamedTuple):
    """A table as read. place : the file. about : what the lines that begin with # say. rows : line numbers and cells, the header first."""

    place: str
    about: Mapping[str, str]
    rows: tuple[tuple[int, list[str]], ...]

    def at(self, line: int) -> str:
        """Place of a line."""
        return f"{self.place}:{line}"


def find_table(folder: str, name: str, place: str, id: str, desk: Desk) -> Lines | None:
    """The table in the file `name` of the folder, named at `place`; None, and a problem on the desk, when there is none."""
    table = desk.tables.get(f"{folder}/{name}")
    if table is None:
        names = [key.partition("/")[2] for key in desk.tables if key.startswith(f"{folder}/")]
        desk.note(place, id, f"{name!r} is not a file of {folder}/", nearest(name, names))
        return None
    return Lines(table.place, *_parts(table.text))


@lru_cache(maxsize=64)
def _parts(text: str) -> tuple[dict[str, str], tuple[tuple[int, list[str]], ...]]:
    """What the lines that begin with # say, and the others with their numbers, the header first. Remembered by text."""
    about: dict[str, str] = {}
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            key, _, value = line[1:].partition(":")
            about[key.strip()] = value.strip()
        elif line.strip():
            rows.append((number, [cell.strip() for cell in line.split(",")]))
    return about, tuple(rows)


def read_origin(name: str, lines: Lines, id: str, desk: Desk) -> Origin | None:
    """Source, place in it and day, from the first lines of the file `name`."""
    about = lines.about
    missing = [key for key in _ABOUT if not about.get(key)]
    for key in missing:
        desk.note(lines.at(1), id, f"{key} of the list is missing", f"begin the file with a line  # {key}: ...")
    if missing:
        return None
    if about["source"] not in desk.sources:
        desk.note(lines.at(1), id, f"unknown source {about['source']!r}", nearest(about["source"], desk.sources))
        return None
    day = read_day(lines, "retrieved", id, desk)
    return Origin(name, about["source"], about["locator"], day) if day else None


def read_day(lines: Lines, key: str, id: str, desk: Desk) -> date | None:
    """The day that the first lines give for `key`."""
    try:
        return date.fromisoformat(lines.about.get(key, ""))
    except ValueError:
        desk.note(lines.at(1), id, f"{key} {lines.about.get(key, '')!r} is not a day", "write year-month-day, as 2026-01-31")
        return None
