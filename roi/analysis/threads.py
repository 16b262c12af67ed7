"""How many threads run the trials."""

from __future__ import annotations

import os

from roi.errors import Problem, RoiError

VARIABLE = "ROI_THREADS"


def thread_count(given: int | None = None) -> int:
    """Number of threads: `given` (``--threads``), else the environment variable ROI_THREADS, else every processor this process may use.

    Raises RoiError for anything but a whole number of at least 1.
    """
    text = os.environ.get(VARIABLE, "") if given is None else str(given)
    if not text:
        return _processors()
    if not text.isdecimal() or int(text) < 1:
        place = VARIABLE if given is None else "--threads"
        raise RoiError(Problem(place, f"{text!r} is no number of threads", "give a whole number of at least 1, or leave it out"))
    return int(text)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
