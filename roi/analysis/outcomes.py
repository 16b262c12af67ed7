"""A measure of an option for many sets of inputs at once: each set is one column of one evaluation, not a run of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roi.analysis.trials import base_values, blocks
from roi.domain import Assumption
from roi.errors import Problem, RoiError, nearest
from roi.formula import evaluator, inputs_of
from roi.formula.explain import behind
from roi.statement.model import Model

Array = NDArray[np.float64]

MEASURES = {"incremental_npv": "npv", "npv": "npv", "levelised_cost": "levelised_cost", "irr": "irr"}
"""What can be asked for, and the measure of the statement behind it; the first is less that of the reference."""


class Outcomes:
    """A measure of an option as a function of inputs.

    Parameters
    ----------
    of : name in `MEASURES`. varying : ids of the inputs that a call may give; all others stay at the base case.
    trials : of the run that is asked about; from 4,096 on a compiled kernel pays.

    Raises RoiError for an unknown option or measure, or when an option would be compared with itself.
    """

    def __init__(self, model: Model, option: str, of: str, varying: Iterable[str], trials: int = 0) -> None:
        check(model, option, of)
        self.model, self.option, self.of = model, option, of
        name = MEASURES[of]
        chosen = [option, model.case.reference] if of == "incremental_npv" else [option]
        self._cells = [model.options[one].cells[name] for one in chosen]
        ids, base = frozenset(varying), base_values(model)
        fixed = {id: value for id, value in base.items() if id not in ids}
        self._program = evaluator(model.steps(self._cells), fixed, len(model.calendar.years), ids, trials)
        self._base = {id: base[id] for id in ids if id in base}

    def __call__(self, values: Mapping[str, Array], columns: int) -> Array:
        """The measure, (columns,), nan where n/a. values : id -> (columns,), or (years, columns) for a series; else the base case."""
        fixed = {id: value[..., None] for id, value in self._base.items() if id not in values}
        found = np.empty(columns)
        for start, stop in blocks(columns):
            one = self._program.run(fixed | {id: value[..., start:stop] for id, value in values.items()}, stop - start)
            first, *others = (one[cell][0] for cell in self._cells)
            found[start:stop] = first - others[0] if others else first
        return found

    @property
    def unit(self) -> str:
        """Unit of the measure."""
        return str(self._cells[0].row.unit)

    @cached_property
    def inputs_read(self) -> frozenset[str]:
        """Ids of the inputs that a row of the measure reads."""
        cells = {cell for one in self._cells for cell in (one, *behind(one))}
        return frozenset(leaf.id for cell in cells for leaf in inputs_of(cell))

    @cached_property
    def figures_read(self) -> dict[str, Assumption]:
        """Figures that can change the measure, by id: those behind an input that a row of it reads, and the growth of old prices."""
        read = [binding for binding in self.model.bindings.values() if binding.input.id in self.inputs_read]
        figures = {figure.id: figure for binding in read for figure in binding.figures}
        growth = self.model.calendar.price_level_growth
        return figures | ({growth.id: growth} if any(binding.factor != 1 for binding in read) else {})


def check(model: Model, option: str, of: str) -> None:
    """Raise RoiError, with the nearest name, unless the option exists, the measure is known, and there is something to compare with."""
    if option not in model.options:
        raise RoiError(Problem("--option", f"there is no option {option!r}", nearest(option, model.options)))
    if of not in MEASURES:
        raise RoiError(Problem("--of", f"there is no measure {of!r} to ask for", nearest(of, MEASURES)))
    if of == "incremental_npv" and option == model.case.reference:
        others = [name for name in model.options if name != option]
        remedy = f"take the measure npv, or another option: {', '.join(others)}" if others else "the case has one option alone: take npv"
        raise RoiError(Problem("--option", f"{option!r} is the reference, which the others are compared with", remedy))
