"""Refusals: an error at the line of the row function, with what to write instead."""

from __future__ import annotations

import linecache
import re
import sys
from pathlib import Path
from typing import NoReturn

from roi.errors import Problem, RoiError

_ENGINE = str(Path(__file__).resolve().parent)


def place() -> str:
    """``file:line`` of the nearest caller outside the engine: the expression in the row function."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_ENGINE):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def refuse(what: str, remedy: str) -> NoReturn:
    """Raise a `RoiError` at the expression that is being written."""
    raise RoiError(Problem(place(), what, remedy))


def refuse_truth() -> NoReturn:
    """Raise a `RoiError` for Python's if, and, or, max, min, chained comparison: they ask a formula for yes or no."""
    file, _, line = place().rpartition(":")
    source = linecache.getline(file, int(line)).strip()
    refuse(f"a formula has no truth value until it is run: {source}", _truth_remedy(source))


def _truth_remedy(source: str) -> str:
    for pattern, remedy in (
        (r"\bmax\(", "write maximum(a, b) instead of max(a, b)"),
        (r"\bmin\(", "write minimum(a, b) instead of min(a, b)"),
        (r"\babs\(", "write maximum(a, -a) instead of abs(a)"),
        (r"\band\b", "write (a) & (b) instead of a and b"),
        (r"\bor\b", "write (a) | (b) instead of a or b"),
        (r"\bnot\b", "write ~(a) instead of not a"),
        (r"<=?[^<>&|]+<=?|>=?[^<>&|]+>=?", "write between(x, low, high) instead of low <= x <= high"),
    ):
        if re.search(pattern, source):
            return remedy
    return "write where(condition, a, b) instead of if"
