"""The NumPy tape: the steps of a program over blocks of trials.

Arrays are ``(years, trials)``, or one wide where nothing varies: ``(1, 1)``, ``(years, 1)``, ``(1, trials)``. Steps that no draw reaches
run once; the others once a block, into buffers that are used again. Balances run year by year. Sums run year by year, so that results
do not depend on the width of a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.formula.cell import Cell
from roi.formula.lower import AGGREGATED, RATES, Program, Step, lower
from roi.formula.operations import aggregate, compute, in_year

Array = NDArray[Any]

PART = 8_192
"""Trials whose rows are worked out at a time: few enough to stay near the processor, and so many that threads seldom wait for each other.

A search for rates takes the whole block at once.
"""

SEARCHED = ("rates", "mid_year_rates")


class Tape:
    """A program ready to run.

    Parameters
    ----------
    cells : rows and measures to compute.
    fixed : id -> value of every input that does not vary by trial: a number, ``(years,)`` for a series, ``(n,)`` for a table.
    years : how many years. drawn : ids of the inputs that vary by trial.

    Attributes
    ----------
    varies : steps that a draw reaches. fixed : step -> value of the others. block : how many trials at a time suit it.
    """

    block = 32_768

    def __init__(self, cells: Sequence[Cell], fixed: Mapping[str, Any], years: int, drawn: Iterable[str] = ()) -> None:
        self.program: Program = lower(cells)
        self.years = years
        self._drawn = frozenset(drawn)
        self.varies = self._reached()
        self._last_use = self._last_uses()
        self._early, self._kept = self._parted()
        self.fixed: dict[int, Array] = {}
        with np.errstate(all="ignore"):
            for group in self.program.order:
                if group[0] not in self.varies:
                    self._run(group, self.fixed, fixed, 1, [])

    def run(self, draws: Mapping[str, Array], trials: int) -> dict[Cell, Array]:
        """Values of the cells for a block of trials.

        draws : id -> ``(trials,)`` for a scalar, ``(years, trials)`` for a series. Returns arrays ``(years or 1, trials or 1)``; conditions
        as 1.0 and 0.0; measures ``(1, trials or 1)``, NaN where n/a.
        """
        known: dict[int, Array] = {}
        if trials > PART:
            free: list[Array] = []
            for start in range(0, trials, PART):
                self._run_part(slice(start, min(start + PART, trials)), known, draws, trials, free)
        return self.complete(known, self._early if known else frozenset(), draws, trials)

    def complete(self, known: Mapping[int, Array], done: frozenset[int], draws: Mapping[str, Array], trials: int) -> dict[Cell, Array]:
        """As `run`, where the steps `done` are computed already. known : values of those among them that are still read."""
        values = {**self.fixed, **known}
        free: list[Array] = []
        with np.errstate(all="ignore"):
            for position, group in enumerate(self.program.order):
                if group[0] in self.varies and group[0] not in done:
                    self._run(group, values, draws, trials, free)
                    for index in self._last_use.get(position, ()):
                        free.append(values.pop(index))
        return {cell: np.array(values[index], dtype=float) for cell, index in self.program.outputs.items()}

    def _run_part(self, part: slice, known: dict[int, Array], draws: Mapping[str, Array], trials: int, free: list[Array]) -> None:
        """The early steps for some trials of a block; what is read later goes into `known`."""
        cut = {id: one[..., part] if one.shape[-1:] == (trials,) else one for id, one in draws.items()}
        values, width = {**self.fixed}, part.stop - part.start
        with np.errstate(all="ignore"):
            for position, group in enumerate(self.program.order):
                if group[0] in self._early or (self.program.steps[group[0]].op == "input" and group[0] in self.varies):
                    self._run(group, values, cut, width, free)
                    for index in self._kept.intersection(group):
                        if index not in known:
                            known[index] = np.empty((values[index].shape[0], trials), values[index].dtype)
                        known[index][:, part] = values[index]
                    for index in self._last_use.get(position, ()):
                        free.append(values.pop(index))

    def _parted(self) -> tuple[frozenset[int], frozenset[int]]:
        """Steps before any search for rates, and those of them that later steps read or that are asked for. Inputs are in neither."""
        steps, late = self.program.steps, set[int]()
        for group in self.program.order:
            if any(steps[i].op in SEARCHED or not late.isdisjoint(steps[i].args) for i in group):
                late.update(group)
        early = frozenset(i for i in self.varies - late if steps[i].op != "input")
        return early, early.intersection(self.program.outputs.values()) | early.intersection(arg for i in late for arg in steps[i].args)

    def _reached(self) -> frozenset[int]:
        """Steps that a draw reaches; a group varies as a whole."""
        varies: set[int] = set()
        for group in self.program.order:
            if any(self._is_drawn(self.program.steps[i]) or not varies.isdisjoint(self.program.steps[i].args) for i in group):
                varies.update(group)
        return frozenset(varies)

    def _is_drawn(self, step: Step) -> bool:
        return step.op == "input" and step.payload.id in self._drawn

    def _last_uses(self) -> dict[int, list[int]]:
        """Position in the order -> buffers that nobody reads after it."""
        kept = set(self.program.outputs.values())
        last: dict[int, int] = {}
        for position, group in enumerate(self.program.order):
            for index in group:
                for arg in (index, *self.program.steps[index].args):
                    if arg in self.varies and arg not in kept and self.program.steps[arg].op != "input":
                        last[arg] = position
        uses: dict[int, list[int]] = {}
        for index, position in last.items():
            uses.setdefault(position, []).append(index)
        return uses

    def _run(self, group: tuple[int, ...], values: dict[int, Array], given: Mapping[str, Any], trials: int, free: list[Array]) -> None:
        if group[0] in self.program.recursive:
            self._run_by_year(group, values, trials, free)
            return
        (index,) = group
        step = self.program.steps[index]
        if step.op == "const":
            values[index] = np.full((1, 1), step.payload, dtype=bool if step.condition else float)
        elif step.op == "input":
            values[index] = given_value(step, given, self.years, trials)
        elif step.op in AGGREGATED:
            values[index] = aggregate(step, [values[arg] for arg in step.args], self.years)
        elif step.op in RATES:
            values[index] = values[step.args[0]][RATES[step.op][1]][None, :].copy()
        elif step.op == "mirr":
            spent, earned, rate = (values[arg] for arg in step.args)
            values[index] = finance.modified_rate(spent, earned, rate, self.years)
        else:
            operands = [values[arg] for arg in step.args]
            if step.op == "lookup":
                shape = operands[1].shape
            elif step.op == "prior":
                shape = (self.years, max(operands[0].shape[1], operands[1].shape[1]))
            else:
                shape = np.broadcast_shapes(*(one.shape for one in operands))
            out = self._buffer(shape, index, free)
            compute(step, operands, out)
            values[index] = out

    def _run_by_year(self, group: tuple[int, ...], values: dict[int, Array], trials: int, free: list[Array]) -> None:
        for index in group:
            values[index] = self._buffer((self.years, trials), index, free)
        for year in range(self.years):
            for index in group:
                step = self.program.steps[index]
                out = values[index][year]
                if step.op == "prior":
                    source, start = values[step.args[0]], values[step.args[1]]
                    np.copyto(out, in_year(source, year - 1) if year else _like(start[0], out))
                else:
                    table = step.args[0] if step.op == "lookup" else None
                    compute(step, [values[arg] if arg == table else in_year(values[arg], year) for arg in step.args], out)

    def _buffer(self, shape: tuple[int, ...], index: int, free: list[Array]) -> Array:
        dtype = bool if self.program.steps[index].condition else float
        # the last one freed is the nearest to the processor
        for position in range(len(free) - 1, -1, -1):
            if free[position].shape == shape and free[position].dtype == dtype:
                return free.pop(position)
        return np.empty(shape, dtype)


def _like(start: Array, out: Array) -> Array:
    """Opening value as a condition when the row is one."""
    return start != 0 if out.dtype == bool else start


def given_value(step: Step, given: Mapping[str, Any], years: int, trials: int) -> Array:
    """Value of an input as ``(n,)`` (table), ``(years, 1 or trials)`` (series) or ``(1, 1 or trials)``; refuses any other shape."""
    leaf = step.payload
    array = np.asarray(given[leaf.id], dtype=float)
    if leaf.shape == "table":
        if array.ndim != 1:
            raise ValueError(f"{leaf.id}: a table has the shape (n,), not {array.shape}")
        return array
    if leaf.shape == "series":
        shaped, rows = (array[:, None] if array.ndim == 1 else array), years
    else:
        shaped, rows = (array[None, :] if array.ndim == 1 else array.reshape(1, 1) if array.size == 1 else array), 1
    if shaped.ndim != 2 or shaped.shape[0] != rows or shaped.shape[1] not in (1, trials):
        raise ValueError(f"{leaf.id}: a {leaf.shape} over {years} years and {trials} trials cannot have the shape {array.shape}")
    return shaped != 0 if step.condition else shaped
