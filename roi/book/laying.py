"""Differences laid over the trees of the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from roi.book.merge import Override, differences, is_figure, merge_at
from roi.book.nouns import keys_at, noun_of
from roi.book.overlay import Overlay
from roi.book.tree import Keys, Node, as_tree
from roi.errors import Problem, nearest

Trees = Mapping[str, Keys]


def apply(trees: Trees, overlay: Overlay) -> tuple[dict[str, Keys], list[Override], list[Problem]]:
    """The trees with the overlay laid over them, what it changes, and what is wrong with it."""
    place = overlay.where or overlay.name
    nodes = {id: as_tree(data, place) for id, data in overlay.set.items()}
    changed, problems = lay(trees, nodes, [(id, place) for id in overlay.without])
    overrides = [
        Override(id, old, new, overlay.name)
        for entity, after in changed.items()
        if after is not trees[entity]
        for id, old, new in differences(entity, trees[entity], after)
    ]
    overrides += [Override(id, "in the book", "taken away", overlay.name) for id in overlay.without if id in trees]
    return changed, overrides, problems


def lay(trees: Trees, nodes: Mapping[str, Node], without: Sequence[tuple[str, str]]) -> tuple[dict[str, Keys], list[Problem]]:
    """Trees with `nodes` (by id) laid over them and the measures of `without` (id, place) taken away."""
    changed, problems = dict(trees), list[Problem]()
    for id, node in nodes.items():
        folder, stem, *path = [*id.split("."), "", ""][: max(2, id.count(".") + 1)]
        entity = f"{folder}.{stem}"
        if entity not in changed or not path or not _is_known(changed[entity], entity, tuple(path)):
            problems.append(Problem(node.place, "there is no figure or key with this id", nearest(id, ids(trees)), id))
            continue
        merged = merge_at(changed[entity], tuple(path), node)
        assert isinstance(merged, Keys)
        changed[entity] = merged
    measures = [id for id in trees if id.startswith("tariffs.")]
    for id, place in without:
        if id not in measures:
            problems.append(Problem(place, "there is no tariff measure with this id", nearest(id, measures), id))
        changed.pop(id, None) if id in measures else None
    return changed, problems


def ids(trees: Trees) -> Iterator[str]:
    """Every id a scenario may set: figures, and the other keys below the entities."""
    for entity, tree in trees.items():
        if _may_change(entity):
            yield from _below(entity, tree)


def _below(id: str, tree: Keys) -> Iterator[str]:
    for key, node in tree.nodes.items():
        if isinstance(node, Keys) and not is_figure(node):
            yield from _below(f"{id}.{key}", node)
        else:
            yield f"{id}.{key}"


def _may_change(entity: str) -> bool:
    """A scenario changes the book, not its sources and not another scenario."""
    return "." in entity and not entity.startswith("scenarios.")


def _is_known(tree: Keys, entity: str, path: tuple[str, ...]) -> bool:
    """True when the path stands in the file, or is a key left out that its noun knows."""
    node: Node = tree
    for index, key in enumerate(path):
        if not isinstance(node, Keys) or not _may_change(entity):
            return False
        if key not in node.nodes:
            cls = noun_of(entity, tree)
            return index == len(path) - 1 and cls is not None and key in keys_at(cls, path[:-1])
        node = node.nodes[key]
    return True
