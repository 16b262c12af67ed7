"""Which back end runs a program: the compiled kernel where it can be had and pays, else the NumPy tape. Both give the same bits."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Protocol

from numpy.typing import NDArray

from roi.formula.cell import Cell
from roi.formula.lower import Program
from roi.formula.tape import Tape

WORTH = 4_096
"""Fewer trials than this are done by the tape before the kernel is read from its cache."""

_log = logging.getLogger(__name__)


class Evaluator(Protocol):
    """A program ready to run, see `Tape`. block : how many trials at a time suit it."""

    block: int

    def run(self, draws: Mapping[str, NDArray[Any]], trials: int) -> dict[Cell, NDArray[Any]]:
        """Values of the cells for a block of trials."""


def evaluator(cells: Sequence[Cell] | Program, fixed: Mapping[str, Any], years: int, drawn: Iterable[str], trials: int) -> Evaluator:
    """Back end for `trials` trials in all; the other arguments are those of `Tape`. A kernel that cannot be built is logged, no error."""
    ids = frozenset(drawn)
    if trials >= WORTH and find_spec("llvmlite"):
        from roi.formula.kernel import Kernel

        try:
            return Kernel(cells, fixed, years, ids)
        except (ImportError, AttributeError, OSError, RuntimeError) as error:
            _log.warning("no compiled kernel, the NumPy tape runs instead: %s", error)
    return Tape(cells, fixed, years, ids)
