"""Where the measures of every trial lie: in memory, those of very many trials in a temporary file that goes away with them."""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.errors import Problem, RoiError
from roi.finance import Statistics

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

IN_MEMORY = 2**18
"""Trials up to which measures stay in memory."""

PIECE = 2**16
"""Trials of a measure that are looked at together: as many of each replicate."""


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
            mapped = mmap.mmap(file.fileno(), size)
        if hasattr(mmap, "MADV_RANDOM"):
            # else the system brings megabytes around each place that is written, of every measure
            mapped.madvise(mmap.MADV_RANDOM)
        return np.frombuffer(mapped, dtype=np.float64)
    except OSError as error:
        what = f"no room for the measures of {trials:,} trials: {error.strerror or error}"
        raise RoiError(Problem(tempfile.gettempdir(), what, "make room, name another folder in TMPDIR, or run fewer trials")) from error


def let_go(found: Array) -> None:
    """Take what lies in a file out of memory; it is read again when it is asked for."""
    base = found.base
    while isinstance(base, np.ndarray):
        base = base.base
    mapped = base.obj if isinstance(base, memoryview) else None
    if isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


def pieces(*measures: Array) -> Iterator[tuple[Array, ...]]:
    """The same trials of measures as `room` gives them, `PIECE` at a time; what lies in a file is let go when the next are asked for."""
    trials = measures[0].size
    for start in range(0, trials, PIECE):
        yield tuple(one[start : start + PIECE] for one in measures)
        # all of it: the system reads pages around those that are asked for, too
        for one in measures:
            let_go(one)


def found_in(measure: Array, replicates: int, less: Array | None = None) -> Statistics:
    """Statistics of a measure, or of what it has more than another in the same trials, without a copy of it."""
    parts = pieces(measure) if less is None else pieces(measure, less)
    values = (part[0] - part[1] if len(part) > 1 else part[0] for part in parts)
    return finance.statistics_of(values, measure.size, replicates, finance.Memory(room, let_go))


def chance(holds: Callable[..., Flags], *measures: Array, replicates: int) -> tuple[float, float]:
    """Share of the trials in which something holds of the measures, and its standard error. holds : flags of a piece of each."""
    return finance.proportion_of((holds(*part) for part in pieces(*measures)), measures[0].size, replicates)
