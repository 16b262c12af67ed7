"""The compiled kernel: the steps of a program as machine code, all years of some trials at a time; the same bits as the tape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi.formula import kernel_machine as machine
from roi.formula.cell import Cell
from roi.formula.kernel_plan import plan
from roi.formula.kernel_rates import Search, prepare, settle
from roi.formula.kernel_steps import steps_text
from roi.formula.lower import Program
from roi.formula.tape import Tape
from roi.formula.work import given_value

Array = NDArray[Any]

_AT_ONCE = 2**20
"""Bytes of series and flows of the trials of one call: they stay near the processor.

A drawn series lies far apart from year to year. Read where it lies, every year would wait for the memory; a piece is brought near first.
"""


class Kernel:
    """A program compiled; made and run as a `Tape`, whose work it does, but for a few operations on measures.

    Raises ImportError without llvmlite, and RuntimeError or OSError when this machine cannot compile.
    """

    block = 32_768

    def __init__(self, cells: Sequence[Cell] | Program, fixed: Mapping[str, Any], years: int, drawn: Iterable[str] = ()) -> None:
        self._tape = Tape(cells, fixed, years, drawn)
        steps = self._tape.program.steps
        self._plan = plan(self._tape.program, self._tape.varies, self._tape.fixed)
        self._lanes = machine.lanes()
        self._steps = machine.function(steps_text(self._plan, self._lanes), "steps", variables=False)
        self._numbers = self._gathered(self._plan.numbers, 1)
        self._paths = self._gathered(self._plan.paths, years)
        flows = {steps[index].args[0]: index for index in self._tape.varies if steps[index].op == "rates"}
        self._rates = {flow: index for flow, index in flows.items() if flow in self._plan.stages}
        self._done = frozenset({*self._plan.stages, *self._rates.values()})
        if self._rates:
            prepare()

    def run(self, draws: Mapping[str, Array], trials: int) -> dict[Cell, Array]:
        """Values of the cells for a block of trials, see `Tape.run`."""
        width = max(trials, self._lanes)
        given = [self._drawn(index, draws, trials, width) for index in self._plan.inputs]
        tables = [self._table(index, draws) for index in self._plan.tables]
        found = {index: np.empty((self._years(index), width)) for index in self._plan.results}
        rates = {index: np.empty((2, width)) for index in self._rates}
        unsure: list[tuple[int, Array, Array]] = []
        room = self._room(width)
        flows = {index: np.empty((self._years(index), room + self._lanes)) for index in self._plan.flows}
        near = [np.empty((len(one), room + self._lanes)) if len(one) > 1 else None for one in given]
        ways = _Ways(given, near, self._numbers, self._paths, tables, list(found.values()), list(flows.values()))
        searches = {index: Search((found | flows)[index], self._tape.years, *both) for index, both in rates.items()}
        for start in range(0, width, room):
            first = min(start, width - self._lanes)
            count = min(start + room, width) - first
            for one, piece in zip(given, near, strict=True):
                if piece is not None:
                    piece[:, :count] = one[:, first : first + count]
            self._steps.call(count, self._tape.years, room + self._lanes, *ways.arguments(first))
            for index, search in searches.items():
                unsure.append((index, *search.piece(0 if index in flows else first, first, count)))
        if unsure:
            settled = settle(np.hstack([flow for _, _, flow in unsure]))
            for index, left, _ in unsure:
                rates[index][:, left], settled = settled[:, : left.size], settled[:, left.size :]
        known = found | {self._rates[index]: one for index, one in rates.items()}
        return self._tape.complete({index: one[:, :trials] for index, one in known.items()}, self._done, draws, trials)

    def _years(self, index: int) -> int:
        return self._tape.years if self._plan.yearly(index) else 1

    def _room(self, width: int) -> int:
        """Trials of one call."""
        rows = sum(self._years(index) for index in (*self._plan.flows, *self._plan.inputs))
        return min(width, max(_AT_ONCE // (8 * rows * self._lanes), 8) * self._lanes) if rows else width

    def _gathered(self, indices: Sequence[int], years: int) -> Array:
        """What no draw reaches, ``(years, n)``."""
        values = [np.broadcast_to(self._tape.fixed[index], (years, 1)) for index in indices]
        return np.ascontiguousarray(np.hstack(values) if values else np.empty((years, 0)), dtype=float)

    def _drawn(self, index: int, draws: Mapping[str, Array], trials: int, width: int) -> Array:
        """A drawn input, contiguous, one value a trial; fewer trials than lanes are filled up with the last."""
        value = given_value(self._tape.program.steps[index], draws, self._tape.years, trials)
        return machine.padded(np.broadcast_to(value, (value.shape[0], trials)), width)

    def _table(self, index: int, draws: Mapping[str, Array]) -> Array:
        step = self._tape.program.steps[index]
        value = self._tape.fixed[index] if index in self._tape.fixed else given_value(step, draws, self._tape.years, 1)
        return np.ascontiguousarray(value, dtype=float)


class _Ways:
    """Addresses of arrays, moved on from piece to piece of a block; what stands in `near`, and flows, are written over."""

    def __init__(
        self,
        given: list[Array],
        near: list[Array | None],
        numbers: Array,
        paths: Array,
        tables: list[Array],
        results: list[Array],
        flows: list[Array],
    ) -> None:
        read = [one if piece is None else piece for one, piece in zip(given, near, strict=True)]
        written = [*results, *flows]
        self._first = _addresses([*read, *written])
        self._moves = np.array([*(8 * (piece is None) for piece in near), *(8 for _ in results), *(0 for _ in flows)], dtype=np.uintp)
        self._now = self._first.copy()
        sizes = np.array([table.size for table in tables], dtype=float)
        widths = np.array([one.shape[1] for one in written], dtype=np.int64)
        arrays = (self._now, numbers, paths, _addresses(tables), sizes, self._now[len(read) :], widths)
        self._kept, self._arguments = (read, written, tables, arrays), [one.ctypes.data for one in arrays]

    def arguments(self, first: int) -> list[int]:
        """Addresses for the piece that begins with trial `first`. They hold until the next call."""
        np.add(self._first, self._moves * np.uintp(first), out=self._now)
        return self._arguments


def _addresses(arrays: list[Array]) -> Array:
    return np.array([one.ctypes.data for one in arrays], dtype=np.uintp)
