"""The trees of the files, those of one folder laid over those of the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from roi.book.desk import Table
from roi.book.files import COPULA, CORRELATIONS, SOURCES, STEM, File, Files
from roi.book.merge import Override, differences, merge
from roi.book.scan import scan_tree
from roi.book.tree import Keys, Leaf, Node, line_of
from roi.errors import Problem


@dataclass
class Pages:
    """The trees of all files by id (``plants.x``; ``sources`` for sources.yaml), as they are laid over each other.

    unread : ids of files that could not be read; a reference to one of them is no problem of its own.
    tables : the CSV files beside the others, by folder and name (``tariffs/x.csv``).
    """

    trees: dict[str, Keys] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    overrides: list[Override] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)


def pages_of(files: Files) -> Pages:
    """The trees of the files; each folder adds to the ones before and overrides them by id. What is wrong stands in `problems`."""
    pages = Pages(problems=list(files.problems))
    for file in files.found:
        text = _text(file, pages)
        if not file.id:
            pages.tables[file.inside] = Table(file.name, text or "")
        elif file.whole:
            _lay_case(file, text, pages)
        else:
            _lay_file(file, text, pages)
    return pages


def _lay_case(file: File, text: str | None, pages: Pages) -> None:
    """A case of its own: it takes the place of a case of the same name as a whole, so that options never mix."""
    before = pages.trees.pop(file.id, None)
    _lay_file(file, text, pages)
    if before is not None:
        pages.overrides.append(Override(file.id, line_of(before.place)[0], file.name, file.name))


def _lay_file(file: File, text: str | None, pages: Pages) -> None:
    tree = _tree(text, file.name, pages)
    if tree is None:
        pages.unread.add(file.id)
    elif file.id == CORRELATIONS:
        _lay_entries(tree, file.name, pages)
    else:
        _lay(tree, file.id, file.name, pages)


def _entries(tree: Keys) -> Iterator[tuple[str, Node]]:
    """Id and tree of each entry of correlations.yaml. ``copula: gaussian`` is short for a mapping with that kind."""
    for key, node in tree.nodes.items():
        short = key == COPULA and isinstance(node, Leaf)
        yield f"{CORRELATIONS}.{key}", Keys(node.place, {"kind": node}) if short else node


def _lay_entries(tree: Keys, name: str, pages: Pages) -> None:
    for id, entry in _entries(tree):
        if not isinstance(entry, Keys) or not STEM.fullmatch(id.partition(".")[2]):
            remedy = "write name: (small letters, digits and _), and below it label, between or members, rank_correlation"
            pages.problems.append(Problem(entry.place, "an entry is a name with its keys below it", remedy, id))
            pages.unread.add(id)
        else:
            _lay(entry, id, name, pages)


def _lay(tree: Keys, id: str, name: str, pages: Pages) -> None:
    before = pages.trees.get(id)
    merged: Node = tree if before is None else merge(before, tree)
    assert isinstance(merged, Keys)
    if before is not None:
        pages.overrides.extend(
            Override(changed, old, new, name) for changed, old, new in differences(id, before, merged) if old or id != SOURCES
        )
    pages.trees[id] = merged


def _text(file: File, pages: Pages) -> str | None:
    if file.data is None:
        return None
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data[: error.start].count(b"\n") + 1
        pages.problems.append(Problem(f"{file.name}:{line}", "the file is not UTF-8", "save it as UTF-8"))
        return None


def _tree(text: str | None, name: str, pages: Pages) -> Keys | None:
    if text is None:
        return None
    tree, problems = scan_tree(text, name)
    pages.problems.extend(problems)
    if tree is None:
        return None
    if not isinstance(tree, Keys):
        empty = isinstance(tree, Leaf) and not tree.text
        what = "the file is empty" if empty else "the top level of the file is not a mapping"
        pages.problems.append(Problem(tree.place, what, "write key: value lines, as in the files beside it"))
        return None
    return tree
