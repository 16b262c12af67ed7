"""Files kept from run to run in the user's cache folder: each carries a checksum, and the oldest go when there are too many."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import time
from contextlib import suppress
from pathlib import Path

CACHE = "ROI_CACHE"
"""Environment variable: the folder for kept files, instead of the user's cache folder."""

_MARK = hashlib.sha256().digest_size
_KEY = "[0-9a-f]{64}"
_LEFT_FOR = 3600.0
"""Seconds after which a file that another process writes beside is left over from one that was stopped."""

_log = logging.getLogger(__name__)


def key_of(*parts: str) -> str:
    """The name under which something is kept that depends on `parts` and on nothing else: 64 letters and digits."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_kept(key: str, suffix: str) -> bytes | None:
    """What is kept under the key; None where nothing is, or it cannot be read or is not what was written."""
    path = _folder() / f"{key}{suffix}"
    try:
        marked = path.read_bytes()
    except OSError:
        return None
    content = marked[_MARK:]
    if hashlib.sha256(content).digest() != marked[:_MARK]:
        return None
    with suppress(OSError):
        os.utime(path)  # the files used last are the ones that stay
    return content


def keep(key: str, suffix: str, content: bytes, newest: int) -> None:
    """Keep `content`; of the files with this suffix only the `newest` stay.

    Written beside and renamed, so that no other process reads half of it. A folder that cannot be written is no error.
    """
    import tempfile  # most runs only read

    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f"{key}.", suffix=".part", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(content).digest() + content)
            os.replace(beside, folder / f"{key}{suffix}")
        except OSError:
            os.unlink(beside)
            raise
        _forget(folder, suffix, newest)
    except OSError as error:
        _log.info("a file is not kept: %s", error)


def _forget(folder: Path, suffix: str, newest: int) -> None:
    """Delete all but the files used last, and what a stopped process left. One that another process holds or deletes is passed over."""
    ours = re.compile(rf"{_KEY}(\..+\.part|{re.escape(suffix)})")
    used: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        if ours.fullmatch(path.name):
            with suppress(OSError):
                used.append((path.stat().st_mtime, path))
    whole = sorted((one for one in used if one[1].suffix == suffix), reverse=True)
    left = [one for one in used if one[1].suffix != suffix and one[0] < time.time() - _LEFT_FOR]
    for _, path in (*whole[newest:], *left):
        with suppress(OSError):
            path.unlink()


def _folder() -> Path:
    given = os.environ.get(CACHE)
    if given:
        return Path(given)
    import platformdirs

    return platformdirs.user_cache_path("roi", appauthor=False)
