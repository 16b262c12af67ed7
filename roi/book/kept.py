"""What was read of the files, kept from run to run until a file or the code that reads it changes.

Only a book without problems is kept, so whatever is wrong is found by reading the files themselves.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roi.book.files import Files
from roi.kept_files import keep, key_of, read_kept
from roi.version import VERSION

if TYPE_CHECKING:
    from roi.book.folders import Pages
    from roi.book.merge import Override
    from roi.domain import Noun, Source
    from roi.errors import Problem

_SUFFIX = ".book"
_NEWEST = 8
"""Books that stay, the ones used last: that of the bundled folder, and a few of folders that are being edited."""

_ROI = Path(__file__).resolve().parent.parent
_CODE = (".", "book", "domain")
"""The folders of the code that reads a book; `tests/book/test_kept.py` checks that it imports nothing else of roi."""

_LIBRARIES = ("pydantic", "ruamel.yaml", "pint")
_FOREIGN = (("datetime", "date"),)


@dataclass(frozen=True)
class Reading:
    """What the files say. nouns : by id, in the order of the files. sources : by id. problems : in no order, some of them twice."""

    nouns: Mapping[str, Noun]
    sources: Mapping[str, Source]
    overrides: tuple[Override, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Kept:
    """A reading without problems. today : the day on which it was read. tried : whether each scenario was laid over it.

    trees : the pages it comes from, unpacked when they are asked for, since only overlays need them.
    """

    today: date
    tried: bool
    reading: Reading
    trees: bytes

    def pages(self) -> Pages:
        """The trees of the files."""
        found: Pages = _unpacked(self.trees)
        return found


def find(files: Files, today: date, tried: bool) -> Kept | None:
    """What is kept of the same files, read up to `today`, and with the scenarios tried if that is wanted; None when there is no such.

    A day that has passed is no hindrance: what is not in the future on one day is not on a later one either.
    """
    packed = None if files.problems else read_kept(_key(files), _SUFFIX)
    if packed is None:
        return None
    try:
        kept: Kept = _unpacked(packed)
    except pickle.UnpicklingError:
        return None
    return kept if kept.today <= today and (kept.tried or not tried) else None


def put(files: Files, pages: Pages, reading: Reading, today: date, tried: bool) -> None:
    """Keep a reading without problems."""
    keep(_key(files), _SUFFIX, _packed(Kept(today, tried, reading, _packed(pages))), _NEWEST)


def _key(files: Files) -> str:
    """What a reading depends on, but for the day: every file by name and content, the code that reads it, and the versions."""
    found = [repr(file._replace(data=None)) for file in files.found]
    return key_of(VERSION, sys.version, *_libraries(), _code(), *found)


@cache
def _code() -> str:
    """Hash of the code that reads a book, so that who edits it never sees a book read by the code as it was."""
    paths = sorted(path for folder in _CODE for path in (_ROI / folder).glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


@cache
def _libraries() -> tuple[str, ...]:
    """Place, size and day of the libraries that read and check; loading them to ask for their version would take longer than reading."""
    found = [Path(spec.origin) for name in _LIBRARIES if (spec := find_spec(name)) and spec.origin]
    return tuple(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in found if path.is_file())


def _packed(data: Any) -> bytes:
    return pickle.dumps(data, protocol=5)


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Any:
    """What was packed. Remembered: a run with a scenario asks twice."""
    return _Nouns(io.BytesIO(packed)).load()


class _Nouns(pickle.Unpickler):
    """Makes nouns and trees, and refuses everything else, so that a file in the cache folder cannot name code to run."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, when it was written in `roi.domain` or `roi.book`, or is a day."""
        if module.startswith(("roi.domain.", "roi.book.")) or (module, name) in _FOREIGN:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a book")
