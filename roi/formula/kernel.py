"""The compiled kernel: the steps of a program as machine code, all years of some trials at a time; the same bits as the tape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi.formula import kernel_machine as machine
from roi.formula.cell import Cell
from roi.formula.kernel_plan import Plan, plan
from roi.formula.kernel_rates import rates
from roi.formula.kernel_steps import steps_text
from roi.formula.tape import Tape, given_value

Array = NDArray[Any]


class Kernel:
    """A program compiled; made and run as a `Tape`, whose work it does but for rates of return and what depends on them.

    Raises ImportError without llvmlite, and RuntimeError when this machine cannot compile.
    """

    def __init__(self, cells: Sequence[Cell], fixed: Mapping[str, Any], years: int, drawn: Iterable[str] = ()) -> None:
        self._tape = Tape(cells, fixed, years, drawn)
        self._plan = plan(self._tape.program, self._tape.varies, self._tape.fixed)
        self._lanes = machine.lanes()
        self._steps = machine.function(steps_text(self._plan, self._lanes), "steps")
        self._numbers = self._gathered(self._plan.numbers, 1)[0]
        self._paths = self._gathered(self._plan.paths, years)
        steps = self._tape.program.steps
        self._rates = {i: steps[i].args[0] for i in self._tape.varies if steps[i].op == "rates" and steps[i].args[0] in self._plan.stages}
        self._done = frozenset({*self._plan.stages, *self._rates})

    def run(self, draws: Mapping[str, Array], trials: int) -> dict[Cell, Array]:
        """Values of the cells for a block of trials, see `Tape.run`."""
        width = max(trials, self._lanes)
        given = [self._drawn(index, draws, trials, width) for index in self._plan.inputs]
        tables = [self._table(index, draws) for index in self._plan.tables]
        found = {i: np.empty((self._tape.years if self._plan.yearly(i) else 1, width)) for i in self._plan.results}
        sizes = np.array([table.size - 1 for table in tables], dtype=float)
        places = [_places(arrays) for arrays in (given, tables, list(found.values()))]
        arguments = (places[0], self._numbers, self._paths, places[1], sizes, places[2])
        self._steps(width, self._tape.years, *(array.ctypes.data for array in arguments))
        found = {index: array[:, :trials] for index, array in found.items()}
        for index, flow in self._rates.items():
            found[index] = rates(np.broadcast_to(found[flow], (self._tape.years, trials)))
        return self._tape.complete(found, self._done, draws, trials)

    def _gathered(self, indices: Sequence[int], years: int) -> Array:
        """What no draw reaches, ``(years, n)``."""
        values = [np.broadcast_to(self._tape.fixed[index], (years, 1)) for index in indices]
        return np.ascontiguousarray(np.hstack(values) if values else np.empty((years, 0)), dtype=float)

    def _drawn(self, index: int, draws: Mapping[str, Array], trials: int, width: int) -> Array:
        """A drawn input, contiguous, one value a trial; fewer trials than lanes are filled up with the last."""
        value = given_value(self._tape.program.steps[index], draws, self._tape.years, trials)
        value = np.broadcast_to(value, (value.shape[0], trials))
        if width > trials:
            value = value[:, np.minimum(np.arange(width), trials - 1)]
        return np.ascontiguousarray(value, dtype=float)

    def _table(self, index: int, draws: Mapping[str, Array]) -> Array:
        step = self._tape.program.steps[index]
        value = self._tape.fixed[index] if index in self._tape.fixed else given_value(step, draws, self._tape.years, 1)
        return np.append(value, 0.0)


def _places(arrays: Sequence[Array]) -> Array:
    return np.array([array.ctypes.data for array in arrays], dtype=np.uintp)
