"""What every check needs at hand, and the sheet on which it writes what it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from roi.book.tree import Keys, Leaf, Node, line_of
from roi.errors import Problem, nearest


class Table(NamedTuple):
    """A CSV file: its place and its text."""

    place: str
    text: str


@dataclass(frozen=True)
class Desk:
    """`today` and the ids of the known sources; `problems` grows as the checks find some. tables : CSV files by folder and name."""

    today: date
    sources: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    tables: Mapping[str, Table] = field(default_factory=dict)

    def note(self, place: str, id: str, what: str, remedy: str) -> None:
        """Write down a problem."""
        self.problems.append(Problem(place, what, remedy, id))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Every problem once, by file and line."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (*line_of(problem.where), problem.id, problem.what)))


def place_at(node: Node, path: Iterable[str | int]) -> str:
    """Place of the deepest node that exists along `path`; steps that are no key of it are passed over."""
    for step in path:
        if isinstance(node, Keys) and step in node.nodes:
            node = node.nodes[str(step)]
        elif not isinstance(node, Keys | Leaf) and isinstance(step, int) and step < len(node.nodes):
            node = node.nodes[step]
    return node.place


def unknown_keys(node: Keys, known: Iterable[str], id: str, desk: Desk) -> None:
    """Note every key of `node` that is not among `known`."""
    names = tuple(known)
    for key, child in node.nodes.items():
        if key not in names:
            desk.note(child.place, f"{id}.{key}", f"unknown key {key!r}", nearest(key, names))
