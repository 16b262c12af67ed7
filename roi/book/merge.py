"""One tree laid over another: a user's file over the bundled one, a scenario over both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from roi.book.tree import Items, Keys, Leaf, Node, plain

NUMBERS = ("value", "values", "distribution")
"""The keys of a figure that hold its numbers; giving one of them replaces all."""

OWN = "own_value"
"""Id of the source of a number that was laid over a figure without a source of its own: the old source never said it."""


@dataclass(frozen=True)
class Override:
    """A figure or another key that does not have the value of the files before.

    before, after : as the files write them, the unit included. by : name of the overlay, or the user's file.
    """

    id: str
    before: str
    after: str
    by: str


def is_figure(node: Node | None) -> bool:
    """True for the mapping of a figure: it alone has a unit."""
    return isinstance(node, Keys) and "unit" in node.nodes


def merge(base: Node, new: Node) -> Node:
    """`base` with the keys that `new` gives; a list is replaced as a whole, the numbers of a figure too."""
    if is_figure(base):
        assert isinstance(base, Keys)
        return _merge_figure(base, new)
    if isinstance(base, Keys) and isinstance(new, Keys):
        merged = {key: merge(base.nodes[key], node) if key in base.nodes else node for key, node in new.nodes.items()}
        return Keys(base.place, {**base.nodes, **merged})
    return new


def merge_at(base: Node, path: tuple[str, ...], new: Node) -> Node:
    """`base` with `new` laid over what stands below the keys of `path`. Raises KeyError when there is no such mapping."""
    if not path:
        return merge(base, new)
    if not isinstance(base, Keys):
        raise KeyError(path[0])
    if len(path) == 1 and path[0] not in base.nodes:
        changed = new
    elif path[0] not in base.nodes:
        raise KeyError(path[0])
    else:
        changed = merge_at(base.nodes[path[0]], path[1:], new)
    if is_figure(base):
        return merge(base, Keys(new.place, {path[0]: changed}))
    return Keys(base.place, {**base.nodes, path[0]: changed})


def differences(id: str, before: Keys, after: Keys) -> Iterator[tuple[str, str, str]]:
    """(id, text before, text after) of every figure or other key of `before` that `after` changes, and of keys added below it."""
    for key, new in after.nodes.items():
        old = before.nodes.get(key)
        if old is not None and _same(old, new):
            continue
        if isinstance(old, Keys) and isinstance(new, Keys) and not is_figure(old):
            yield from differences(f"{id}.{key}", old, new)
        else:
            yield f"{id}.{key}", *_texts(old, new)


def _merge_figure(base: Keys, new: Node) -> Keys:
    given = _as_figure(base, new)
    old_unit, new_unit = base.nodes.get("unit"), given.nodes.get("unit")
    dropped: set[str] = set()
    if any(key in given.nodes for key in NUMBERS):
        dropped.update(NUMBERS)
    if new_unit is not None and old_unit is not None and plain(new_unit) != plain(old_unit):
        dropped.update((*NUMBERS, "bounds"))  # a number means nothing without the unit it was written in
    kept = {key: node for key, node in base.nodes.items() if key not in dropped}
    numbers = {key: plain(given.nodes[key]) for key in NUMBERS if key in given.nodes}
    changed = dropped and numbers != {key: plain(base.nodes[key]) for key in NUMBERS if key in base.nodes}
    own = _own_source(base, new.place) if changed and "source" not in given.nodes else {}
    return Keys(new.place, {**kept, **own, **given.nodes})


def _own_source(base: Keys, place: str) -> dict[str, Node]:
    """Source, place, confidence and note of a number that replaces a sourced one."""
    before = plain(base.nodes["source"]) if "source" in base.nodes else "none"
    texts = {"source": OWN, "locator": place, "confidence": "judgement", "note": f"Set over a figure of the source {before}."}
    return {key: Leaf(place, text, text, quoted=True) for key, text in texts.items()}


def _as_figure(base: Keys, new: Node) -> Keys:
    """A bare number, list or dated mapping as the figure it stands for; one number fixes a dated series on all its dates."""
    if isinstance(new, Items):
        return Keys(new.place, {"values": new})
    if isinstance(new, Keys) and new.nodes and all(re.match(r"\d{4}-", key) for key in new.nodes):
        return Keys(new.place, {"values": new})
    given: dict[str, Node] = dict(new.nodes) if isinstance(new, Keys) else {"value": new}
    dates = base.nodes.get("values")
    if isinstance(dates, Keys) and "value" in given and "values" not in given:
        value: Node = given.pop("value")
        given["values"] = Keys(new.place, dict.fromkeys(dates.nodes, value))
    return Keys(new.place, given)


def _same(old: Node, new: Node) -> bool:
    return type(old) is type(new) and plain(old) == plain(new)


def _texts(old: Node | None, new: Node) -> tuple[str, str]:
    """What to show of a change: the numbers; when these are the same, the keys that differ."""
    if old is None or shown(old) != shown(new) or not (isinstance(old, Keys) and isinstance(new, Keys)):
        return ("" if old is None else shown(old)), shown(new)
    changed = [key for key, node in new.nodes.items() if key not in old.nodes or not _same(old.nodes[key], node)]
    return _pairs(old, changed), _pairs(new, changed)


def _pairs(tree: Keys, keys: list[str]) -> str:
    return "; ".join(f"{key}: {shown(tree.nodes[key])}" for key in keys if key in tree.nodes)


def shown(node: Node) -> str:
    """A tree as one line of text; of a figure its numbers and their unit."""
    if isinstance(node, Leaf):
        return node.text
    if isinstance(node, Items):
        return f"[{', '.join(shown(item) for item in node.nodes)}]"
    if is_figure(node):
        numbers = " ".join(shown(node.nodes[key]) for key in NUMBERS if key in node.nodes)
        unit = shown(node.nodes["unit"])
        return numbers if unit == "1" else f"{numbers} {unit}"
    kind = f"{shown(node.nodes['kind'])} " if "kind" in node.nodes else ""
    return f"{kind}({', '.join(f'{key} {shown(item)}' for key, item in node.nodes.items() if key != 'kind')})"
