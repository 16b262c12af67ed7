"""The files of the folders of assumptions, one folder laid over the other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from roi.book.correlations import FILE as CORRELATIONS
from roi.book.correlations import entries
from roi.book.desk import Table
from roi.book.merge import Override, differences, merge
from roi.book.shelves import FOLDERS, KINDS
from roi.book.tree import Keys, Leaf, Node, line_of, scan_tree
from roi.errors import Problem, nearest

SOURCES = "sources"
_TOP = (f"{SOURCES}.yaml", f"{CORRELATIONS}.yaml")
_FOLDERS = (*(folder for folder in FOLDERS if folder != CORRELATIONS), *KINDS)
GROUPED = "cases"
"""The folder whose files may stand in subfolders; a subfolder is no part of the id."""
_STEM = re.compile(r"[a-z0-9_]+")


@dataclass
class Pages:
    """The trees of all files by id (``plants.x``; ``sources`` for sources.yaml), as they are laid over each other.

    hashes : SHA-256 of each file by its place: relative to the first folder, with the folder's own name in front for the others.
    unread : ids of files that could not be read; a reference to one of them is no problem of its own.
    tables : the CSV files beside the others, by folder and name (``tariffs/x.csv``).
    """

    trees: dict[str, Keys] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    overrides: list[Override] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)


def read_folders(folders: Sequence[Path], extra_case: Path | None) -> Pages:
    """Read every file; each folder adds to the ones before and overrides them by id. What is wrong stands in `problems`."""
    pages = Pages()
    taken: set[str] = set()
    for folder in folders:
        if not folder.is_dir():
            pages.problems.append(Problem(str(folder), "there is no such folder of assumptions", "give the path of a folder that exists"))
            continue
        prefix = ""
        if folder != folders[0]:
            name = folder.resolve().name
            prefix = f"{folder.as_posix() if name in taken else name}/"
            taken.add(name)
        places: dict[str, str] = {}
        for path in _files(folder, prefix, pages):
            name = path.relative_to(folder).as_posix()
            if path.suffix == ".csv":
                pages.tables[name] = Table(f"{prefix}{name}", _read_text(path, f"{prefix}{name}", pages) or "")
                continue
            id = f"{name.partition('/')[0]}.{path.stem}" if "/" in name else path.stem
            if id in places:
                what = f"{places[id]} has the same name: a subfolder is no part of it"
                pages.problems.append(Problem(f"{prefix}{name}", what, "give one of the two files another name", id))
                continue
            places[id] = name
            _read_file(path, id, f"{prefix}{name}", pages)
    if extra_case is not None:
        _read_case(extra_case, pages)
    return pages


def _files(folder: Path, prefix: str, pages: Pages) -> Iterable[Path]:
    """The YAML files of a folder in the order of their names; anything that does not belong there is a problem."""

    def stray(path: Path, what: str, remedy: str) -> None:
        pages.problems.append(Problem(f"{prefix}{path.relative_to(folder).as_posix()}", what, remedy))

    for path in _listed(folder):
        if path.is_dir() and path.name in _FOLDERS:
            for file in _entries(path, grouped=path.name == GROUPED):
                if file.suffix == ".csv" and file.is_file():
                    yield file
                elif file.is_dir() or file.suffix != ".yaml":
                    stray(
                        file,
                        "stray folder" if file.is_dir() else "stray file",
                        f"{path.name}/ holds files that end in .yaml, and the tables in .csv that they name",
                    )
                elif not _STEM.fullmatch(file.stem):
                    stray(file, f"{file.stem!r} cannot be part of an id", "name the file with small letters, digits and _ only")
                else:
                    yield file
        elif path.is_dir():
            stray(path, f"unknown folder {path.name!r}", nearest(path.name, _FOLDERS))
        elif path.name in _TOP:
            yield path
        else:
            stray(
                path,
                f"stray file {path.name!r}",
                f"only {' and '.join(_TOP)} stand here; move the file into {', '.join(_FOLDERS[:3])}, ...",
            )


def _entries(folder: Path, grouped: bool) -> Iterable[Path]:
    """What stands in a folder of nouns; of a grouped one also what stands in its subfolders, but no deeper."""
    for path in _listed(folder):
        if grouped and path.is_dir() and _STEM.fullmatch(path.name):
            yield from _listed(path)
        else:
            yield path


def _listed(folder: Path) -> list[Path]:
    """Entries by name, without hidden files and notes in Markdown."""
    return sorted((path for path in folder.iterdir() if not path.name.startswith(".") and path.suffix != ".md"), key=lambda path: path.name)


def _read_file(path: Path, id: str, name: str, pages: Pages) -> None:
    tree = _read_tree(path, name, pages)
    if tree is None:
        pages.unread.add(id)
    elif id == CORRELATIONS:
        _lay_entries(tree, name, pages)
    else:
        _lay(tree, id, name, pages)


def _lay_entries(tree: Keys, name: str, pages: Pages) -> None:
    for id, entry in entries(tree):
        if not isinstance(entry, Keys) or not _STEM.fullmatch(id.partition(".")[2]):
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


def _read_case(path: Path, pages: Pages) -> None:
    """A case of its own: it takes the place of a case of the same name as a whole, so that options never mix."""
    if not _STEM.fullmatch(path.stem) or path.suffix != ".yaml":
        pages.problems.append(
            Problem(str(path), f"{path.name!r} cannot be the name of a case", "small letters, digits and _, ending in .yaml")
        )
        return
    id = f"cases.{path.stem}"
    before = pages.trees.pop(id, None)
    _read_file(path, id, path.name, pages)
    if before is not None:
        pages.overrides.append(Override(id, line_of(before.place)[0], path.name, path.name))


def _read_text(path: Path, name: str, pages: Pages) -> str | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        pages.problems.append(Problem(name, f"cannot be read: {error.strerror}", "check the path and the permissions of the file"))
        return None
    pages.hashes[name] = hashlib.sha256(data).hexdigest()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        pages.problems.append(Problem(f"{name}:{line}", "the file is not UTF-8", "save it as UTF-8"))
        return None


def _read_tree(path: Path, name: str, pages: Pages) -> Keys | None:
    text = _read_text(path, name, pages)
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
