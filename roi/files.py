"""Files written beside and renamed: whoever reads one, also after the power went, finds the old or the new, never a part."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from glob import escape
from pathlib import Path


def put(contents: Mapping[Path, bytes]) -> None:
    """Replace files in one step each, after all are written.

    Raises OSError when one cannot be replaced; those replaced before it get their old content back.
    """
    staged: dict[Path, Path] = {}
    replaced: dict[Path, bytes | None] = {}
    try:
        for path, content in contents.items():
            staged[path] = _stage(path, content)
        for path, temporary in staged.items():
            before = path.read_bytes() if path.exists() else None
            temporary.replace(path)
            replaced[path] = before
    except BaseException:
        for path, old in replaced.items():
            path.unlink() if old is None else _stage(path, old).replace(path)
        raise
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def _stage(path: Path, content: bytes) -> Path:
    """The content in a temporary file beside `path`; none is left when it cannot be written, nor of a process that was killed before."""
    for left in path.parent.glob(f".{escape(path.name)}.*.part"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes the file private; a report is as readable as any other new file
        temporary.chmod(0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
