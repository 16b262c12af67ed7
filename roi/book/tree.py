"""What stands in a file as a tree in which every value knows its place."""

from __future__ import annotations

from datetime import date
from numbers import Real
from typing import Any, NamedTuple

from roi.errors import RoiError

Scalar = None | bool | int | float | date | str


class Leaf(NamedTuple):
    """One value. `text` is what is written, `value` what it means, `quoted` tells ``"12"`` from ``12``."""

    place: str
    value: Scalar
    text: str
    quoted: bool


class Items(NamedTuple):
    """A list."""

    place: str
    nodes: tuple[Node, ...]


class Keys(NamedTuple):
    """A mapping; its place is the line of the key that it stands under."""

    place: str
    nodes: dict[str, Node]


Node = Leaf | Items | Keys


def read_tree(text: str, name: str) -> Node:
    """Tree of a whole YAML text; places read ``name:line``.

    Raises RoiError with every problem found.
    """
    from roi.book.scan import scan_tree  # the parser takes longer to load than a kept book

    node, problems = scan_tree(text, name)
    if node is None or problems:
        raise RoiError(problems)
    return node


def plain(node: Node) -> Any:
    """The data of a tree without places."""
    if isinstance(node, Leaf):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.nodes]
    return {key: plain(item) for key, item in node.nodes.items()}


def as_tree(data: Any, place: str) -> Node:
    """Tree of plain data (numbers, text, dates, lists, mappings) with one place for all."""
    if isinstance(data, dict):
        return Keys(place, {str(key): as_tree(item, place) for key, item in data.items()})
    if isinstance(data, list | tuple):
        return Items(place, tuple(as_tree(item, place) for item in data))
    if data is None or isinstance(data, bool | date):
        return Leaf(place, data, "" if data is None else str(data).lower(), False)
    if isinstance(data, Real):
        number = int(data) if isinstance(data, int) else float(data)
        return Leaf(place, number, repr(number), False)
    return Leaf(place, str(data), str(data), True)


def line_of(place: str) -> tuple[str, int]:
    """File and line of a place, for sorting."""
    name, _, line = place.rpartition(":")
    return (name, int(line)) if line.isdigit() else (place, 0)
