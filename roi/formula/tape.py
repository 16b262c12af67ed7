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
from roi.formula.operations import ELEMENTWISE, OPERATIONS, aggregate, in_year
from roi.formula.work import Work, given_value

Array = NDArray[Any]

PART = 4_096
"""Trials whose rows are worked out at a time: few enough to stay near the processor, and so many that threads seldom wait for each other.

A search for rates takes the whole block at once.
"""

SEARCHED = ("rates", "mid_year_rates")


class Tape:
    """A program ready to run.

    Parameters
    ----------
    cells : rows and measures to compute, or a program that does.
    fixed : id -> value of every input that does not vary by trial: a number, ``(years,)`` for a series, ``(n,)`` for a table.
    years : how many years. drawn : ids of the inputs that vary by trial.

    Attributes
    ----------
    varies : steps that a draw reaches. fixed : step -> value of the others. block : how many trials at a time suit it.
    """

    block = 32_768

    def __init__(self, cells: Sequence[Cell] | Program, fixed: Mapping[str, Any], years: int, drawn: Iterable[str] = ()) -> None:
        self.program = cells if isinstance(cells, Program) else lower(cells)
        self.years = years
        self._drawn = frozenset(drawn)
        self.varies = self._reached()
        self._last_use = self._last_uses()
        self._early, self._kept = self._parted()
        self._drawn_inputs = [index for index in self.varies if self.program.steps[index].op == "input"]
        work = Work(fixed, years, 1, {})
        with np.errstate(all="ignore"):
            for group in self.program.order:
                if group[0] not in self.varies:
                    self._run(group, work, ())
        self.fixed = work.values

    def run(self, draws: Mapping[str, Array], trials: int) -> dict[Cell, Array]:
        """Values of the cells for a block of trials.

        draws : id -> ``(trials,)`` for a scalar, ``(years, trials)`` for a series. Returns arrays ``(years or 1, trials or 1)``; conditions
        as 1.0 and 0.0; measures ``(1, trials or 1)``, NaN where n/a.
        """
        if trials <= PART:
            return self.complete({}, frozenset(), draws, trials)
        return self.complete(self._early_values(draws, trials), self._early, draws, trials)

    def complete(self, known: Mapping[int, Array], done: frozenset[int], draws: Mapping[str, Array], trials: int) -> dict[Cell, Array]:
        """As `run`, where the steps `done` are computed already. known : values of those among them that are still read."""
        work = Work(draws, self.years, trials, {**self.fixed, **known})
        with np.errstate(all="ignore"):
            for position, group in enumerate(self.program.order):
                if group[0] in self.varies and group[0] not in done:
                    self._run(group, work, self._last_use.get(position, ()))
        return {cell: np.array(work.values[index], dtype=float) for cell, index in self.program.outputs.items()}

    def _early_values(self, draws: Mapping[str, Array], trials: int) -> dict[int, Array]:
        """Values of the early steps that are read later. What the first `PART` trials take is done again for the others."""
        known: dict[int, Array] = {}
        work = Work({}, self.years, 0, {})
        for start in range(0, trials, PART):
            part = slice(start, min(start + PART, trials))
            cut = {id: one[..., part] if one.shape[-1:] == (trials,) else one for id, one in draws.items()}
            with np.errstate(all="ignore"):
                if part.stop - start == work.trials:
                    for index in self._drawn_inputs:
                        np.copyto(work.values[index], given_value(self.program.steps[index], cut, self.years, work.trials))
                    for call in work.calls:
                        call()
                else:
                    work = self._work_early(cut, part.stop - start)
            for index in self._kept:
                if index not in known:
                    known[index] = np.empty((work.values[index].shape[0], trials), work.values[index].dtype)
                known[index][:, part] = work.values[index]
        return known

    def _work_early(self, draws: Mapping[str, Array], trials: int) -> Work:
        work = Work(draws, self.years, trials, {**self.fixed})
        for index in self._drawn_inputs:
            work.values[index] = given_value(self.program.steps[index], draws, self.years, trials).copy()
        for position, group in enumerate(self.program.order):
            if group[0] in self._early:
                self._run(group, work, [one for one in self._last_use.get(position, ()) if one not in self._kept])
        return work

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

    def _run(self, group: tuple[int, ...], work: Work, spent: Sequence[int]) -> None:
        """Add the values of a group. spent : steps that are read here for the last time."""
        if group[0] in self.program.recursive:
            self._run_by_year(group, work)
        else:
            self._run_step(group[0], work, spent)
        work.release(spent)

    def _run_step(self, index: int, work: Work, spent: Sequence[int]) -> None:
        step, values = self.program.steps[index], work.values
        if step.op == "const":
            values[index] = np.full((1, 1), step.payload, dtype=bool if step.condition else float)
        elif step.op == "input":
            values[index] = given_value(step, work.given, self.years, work.trials)
        elif step.op in AGGREGATED:
            work.keep(index, aggregate, step, [values[arg] for arg in step.args], self.years)
        elif step.op in RATES:
            found = values[step.args[0]]
            work.keep(index, lambda: found[RATES[step.op][1]][None, :].copy())
        elif step.op == "mirr":
            work.keep(index, finance.modified_rate, *(values[arg] for arg in step.args), self.years)
        else:
            operands = [values[arg] for arg in step.args]
            if step.op == "lookup":
                shape = operands[1].shape
            elif step.op == "prior":
                shape = (self.years, max(operands[0].shape[1], operands[1].shape[1]))
            else:
                shape = np.broadcast_shapes(*(one.shape for one in operands))
            if step.op in ELEMENTWISE:
                work.release(spent)
            out = values[index] = work.buffer(step, shape)
            work.do(OPERATIONS[step.op], *operands, out=out)

    def _run_by_year(self, group: tuple[int, ...], work: Work) -> None:
        values = work.values
        for index in group:
            values[index] = work.buffer(self.program.steps[index], (self.years, work.trials))
        for year in range(self.years):
            for index in group:
                step = self.program.steps[index]
                out = values[index][year]
                if step.op == "prior":
                    source, start = values[step.args[0]], values[step.args[1]]
                    work.do(_put, in_year(source, year - 1) if year else start[0], out=out)
                else:
                    table = step.args[0] if step.op == "lookup" else None
                    operands = [values[arg] if arg == table else in_year(values[arg], year) for arg in step.args]
                    work.do(OPERATIONS[step.op], *operands, out=out)


def _put(value: Array, out: Array) -> None:
    # also an opening value into a row of conditions: true where it is not 0
    out[...] = value
