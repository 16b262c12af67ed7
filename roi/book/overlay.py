"""Differences from the book: scenarios, and --set from the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from roi.book.tree import plain, read_tree
from roi.errors import Problem, RoiError


@dataclass(frozen=True)
class Overlay:
    """Figures and other keys by id with what they become, and ids of measures taken away. `where`: the file it comes from."""

    name: str
    title: str
    reference: str
    set: Mapping[str, Any]
    without: tuple[str, ...] = ()
    where: str = ""


def parse_set(texts: Sequence[str]) -> Overlay:
    """The overlay of ``ID=VALUE`` texts; VALUE is YAML, a number in the unit the file writes. Raises RoiError for a bad form."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for text in texts:
        id, equals, value = (part.strip() for part in text.partition("="))
        if not equals or "." not in id or not value:
            example = "write ID=VALUE, as plants.x.fixed_capital=70"
            problems.append(Problem("--set", f"{text!r} is not of the form ID=VALUE", example))
        elif id in found:
            problems.append(Problem("--set", "is set twice", "keep one of the two", id))
        else:
            try:
                found[id] = plain(read_tree(value, "--set"))
            except RoiError as error:
                problems.extend(Problem("--set", one.what, "write a number or a short YAML value", id) for one in error.problems)
    if problems:
        raise RoiError(problems)
    return Overlay("--set", "Set on the command line", "", found, where="--set")
