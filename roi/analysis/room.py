"""Where the measures of every trial lie: in memory, those of very many trials in a temporary file that goes away with them."""

from __future__ import annotations

import mmap
import os
import tempfile

import numpy as np
from numpy.typing import NDArray

from roi.errors import Problem, RoiError

Array = NDArray[np.float64]

IN_MEMORY = 2**18
"""Trials up to which measures stay in memory."""


def room(trials: int) -> Array:
    """Room for a value of each of `trials`, (trials,). Raises RoiError when the folder for temporary files has none."""
    if trials <= IN_MEMORY:
        return np.empty(trials)
    size = trials * np.dtype(np.float64).itemsize
    try:
        with tempfile.TemporaryFile() as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, size)
            else:
                file.truncate(size)
            return np.frombuffer(mmap.mmap(file.fileno(), size), dtype=np.float64)
    except OSError as error:
        what = f"no room for the measures of {trials:,} trials: {error.strerror or error}"
        raise RoiError(Problem(tempfile.gettempdir(), what, "make room, name another folder in TMPDIR, or run fewer trials")) from error


def let_go(found: Array) -> None:
    """Take what lies in a file out of memory; it is read again when it is asked for."""
    mapped = found.base.obj if isinstance(found.base, memoryview) else None
    if isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)
