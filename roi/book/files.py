"""The files of the folders of assumptions, found and read as bytes; what does not belong there is a problem."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from roi.book.shelves import FOLDERS, KINDS
from roi.errors import Problem, nearest

SOURCES = "sources"
CORRELATIONS = "correlations"
COPULA = "copula"
"""The entry of correlations.yaml that is no correlation."""
STEM = re.compile(r"[a-z0-9_]+")
"""Name of a file, as a part of an id."""

_TOP = (f"{SOURCES}.yaml", f"{CORRELATIONS}.yaml")
_FOLDERS = (*(folder for folder in FOLDERS if folder != CORRELATIONS), *KINDS)
GROUPED = "cases"
"""The folder whose files may stand in subfolders; a subfolder is no part of the id."""


Entry = os.DirEntry[str]


class File(NamedTuple):
    """One file. id : of its tree (``plants.x``; ``sources``), empty for a table in CSV. inside : its place in its folder.

    name : its place as problems say it: `inside`, with the folder's own name in front for all folders but the first.
    data : what stands in it; None when it cannot be read. hash : SHA-256 of it.
    whole : a case that takes the place of one of the same name as a whole.
    """

    id: str
    inside: str
    name: str
    data: bytes | None
    hash: str
    whole: bool = False


@dataclass(frozen=True)
class Files:
    """Every file in the order in which they are laid over each other, and what is wrong with the folders."""

    found: list[File] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of each file by its name."""
        return {file.name: file.hash for file in self.found if file.data is not None}

    def read(self, path: Path, id: str, inside: str, name: str, whole: bool = False) -> None:
        """Add the file at `path`."""
        try:
            data = path.read_bytes()
        except OSError as error:
            self.problems.append(Problem(name, f"cannot be read: {error.strerror}", "check the path and the permissions of the file"))
            self.found.append(File(id, inside, name, None, "", whole))
        else:
            self.found.append(File(id, inside, name, data, hashlib.sha256(data).hexdigest(), whole))


def read_files(folders: Sequence[Path], extra_case: Path | None) -> Files:
    """Read every file of the folders, the bundled one first, and a case of its own. What is wrong stands in `problems`."""
    files = Files()
    taken: set[str] = set()
    for folder in folders:
        if not folder.is_dir():
            files.problems.append(Problem(str(folder), "there is no such folder of assumptions", "give the path of a folder that exists"))
            continue
        prefix = ""
        if folder != folders[0]:
            name = folder.resolve().name
            prefix = f"{folder.as_posix() if name in taken else name}/"
            taken.add(name)
        places: dict[str, str] = {}
        for path, inside in _listed_files(folder, prefix, files):
            id = "" if path.suffix == ".csv" else f"{inside.partition('/')[0]}.{path.stem}" if "/" in inside else path.stem
            if id and id in places:
                what = f"{places[id]} has the same name: a subfolder is no part of it"
                files.problems.append(Problem(f"{prefix}{inside}", what, "give one of the two files another name", id))
                continue
            places[id] = inside
            files.read(path, id, inside, f"{prefix}{inside}")
    if extra_case is not None:
        _read_case(extra_case, files)
    return files


def _read_case(path: Path, files: Files) -> None:
    if STEM.fullmatch(path.stem) and path.suffix == ".yaml":
        files.read(path, f"{GROUPED}.{path.stem}", path.name, path.name, whole=True)
        return
    what = f"{path.name!r} cannot be the name of a case"
    files.problems.append(Problem(str(path), what, "small letters, digits and _, ending in .yaml"))


def _listed_files(folder: Path, prefix: str, files: Files) -> Iterator[tuple[Path, str]]:
    """The files of a folder in the order of their names, with their place in it; anything that does not belong there is a problem."""

    def stray(inside: str, what: str, remedy: str) -> None:
        files.problems.append(Problem(f"{prefix}{inside}", what, remedy))

    for entry in _listed(folder):
        if entry.is_dir() and entry.name in _FOLDERS:
            for file, inside in _entries(entry, grouped=entry.name == GROUPED):
                stem, suffix = os.path.splitext(file.name)
                if suffix == ".csv" and file.is_file():
                    yield Path(file.path), inside
                elif file.is_dir() or suffix != ".yaml":
                    stray(
                        inside,
                        "stray folder" if file.is_dir() else "stray file",
                        f"{entry.name}/ holds files that end in .yaml, and the tables in .csv that they name",
                    )
                elif not STEM.fullmatch(stem):
                    stray(inside, f"{stem!r} cannot be part of an id", "name the file with small letters, digits and _ only")
                else:
                    yield Path(file.path), inside
        elif entry.is_dir():
            stray(entry.name, f"unknown folder {entry.name!r}", nearest(entry.name, _FOLDERS))
        elif entry.name in _TOP:
            yield Path(entry.path), entry.name
        else:
            stray(
                entry.name,
                f"stray file {entry.name!r}",
                f"only {' and '.join(_TOP)} stand here; move the file into {', '.join(_FOLDERS[:3])}, ...",
            )


def _entries(folder: Entry, grouped: bool) -> Iterator[tuple[Entry, str]]:
    """What stands in a folder of nouns; of a grouped one also what stands in its subfolders, but no deeper."""
    for entry in _listed(folder):
        if grouped and entry.is_dir() and STEM.fullmatch(entry.name):
            yield from ((one, f"{folder.name}/{entry.name}/{one.name}") for one in _listed(entry))
        else:
            yield entry, f"{folder.name}/{entry.name}"


def _listed(folder: Path | Entry) -> list[Entry]:
    """Entries by name, without hidden files and notes in Markdown."""
    with os.scandir(folder) as entries:
        return sorted((one for one in entries if not one.name.startswith(".") and not one.name.endswith(".md")), key=lambda one: one.name)
