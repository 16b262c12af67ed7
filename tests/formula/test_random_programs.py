"""Random statements, random inputs: rows run directly on numbers, the tape, and the recalculated workbook give the same values."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from formula import workbook
from formula.programs import YEARS, Program, programs
from formula.recalculate import recalculated
from hypothesis import HealthCheck, Phase, assume, event, given, settings

from roi.formula import Cell, Direct, Formula, Tape
from roi.formula.kernel import Kernel
from roi.formula.statement import nodes

STEADY = {
    "derandomize": True,
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.generate],  # add Phase.shrink to make a failing program smaller: it takes minutes
}
LARGEST = 1e100
"""Beyond it a workbook, which has no infinity, shows an error where the engine goes on."""


def values_on_the_tape(program: Program, cells: tuple[Cell, ...], columns: slice) -> dict[Cell, np.ndarray]:
    drawn = {name: values[..., columns] for name, values in program.draws.items()}
    width = len(range(*columns.indices(program.trials)))
    found = Tape(cells, program.fixed, YEARS, drawn).run(drawn, width)
    return {cell: np.broadcast_to(values, (1 if cell.row.metric else YEARS, width)) for cell, values in found.items()}


def same(left: Any, right: Any) -> bool:
    """Equal bit for bit, save that NaN equals NaN and -0 equals 0."""
    return bool(np.all((left == right) | (np.isnan(left) & np.isnan(right))))


@settings(max_examples=200, **STEADY)
@given(programs(tame=False))
def test_the_tape_gives_what_the_rows_give_on_plain_numbers(program: Program) -> None:
    cells = program.cells()
    block = values_on_the_tape(program, cells, slice(0, program.trials))
    for k in range(program.trials):
        numbers = Direct(program.trial(k), YEARS)
        for cell in cells:
            expected = [numbers.value(cell)] if cell.row.metric else numbers.series(cell)
            assert same(block[cell][:, k], np.array(expected, dtype=float)), (cell.id, k, block[cell][:, k], expected)


@settings(max_examples=100, **STEADY)
@given(programs(tame=False))
def test_a_trial_alone_and_a_row_alone_are_what_they_are_in_company(program: Program) -> None:
    cells = program.cells()
    block = values_on_the_tape(program, cells, slice(0, program.trials))
    for k in range(program.trials):
        for cell, values in values_on_the_tape(program, cells, slice(k, k + 1)).items():
            assert same(values[:, 0], block[cell][:, k]), (cell.id, k)
    for cell in cells:
        assert same(values_on_the_tape(program, (cell,), slice(0, program.trials))[cell], block[cell]), cell.id


@settings(max_examples=150, **STEADY)
@given(programs(tame=False))
def test_the_compiled_kernel_gives_what_the_tape_gives(program: Program) -> None:
    for cells in (program.cells(), everything_in_between(program.cells())):
        tape, kernel = (one(cells, program.fixed, YEARS, program.draws).run(program.draws, program.trials) for one in (Tape, Kernel))
        for cell in cells:
            assert tape[cell].shape == kernel[cell].shape
            assert same(kernel[cell], tape[cell]), (cell.id, kernel[cell], tape[cell])


def everything_in_between(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A cell for each operation of each formula, so that an infinity on the way is seen even where the row itself is finite."""

    def probe(cell: Cell, formula: Formula) -> Cell:
        found = Cell(cell.statement, cell.row)
        found.formula = formula
        return found

    return tuple(probe(cell, node) for cell in cells for node in nodes(cell.formula) if node.op != "input" or node.payload.shape != "table")


@settings(max_examples=60, **STEADY)
@given(programs(tame=True))
def test_the_recalculated_workbook_gives_what_the_tape_gives(program: Program) -> None:
    cells, base = program.cells(), program.trial(0)
    steps = Tape(everything_in_between(cells), base, YEARS).run({}, 1).items()
    assume(all(np.all(np.abs(values) < LARGEST) or cell.formula.op == "available" for cell, values in steps))
    computed = Tape(cells, base, YEARS).run({}, 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        lines = workbook.write(path, cells, base, YEARS)
        value = recalculated(path)
    compared = 0
    for cell, line in lines.items():
        for year in range(YEARS) if cell.yearly else (0,):
            expected = float(computed[cell][year if computed[cell].shape[0] > 1 else 0, 0])
            found = value(workbook.ROWS, line, workbook.FIRST + year if cell.yearly else workbook.ONCE)
            assert agrees(found, expected), (cell.id, year, found, expected)
            compared += 1
    event(f"about {compared // 25 * 25} cells compared")


def agrees(found: object, expected: float) -> bool:
    """A workbook says n/a where the engine has no number."""
    if np.isnan(expected):
        return found == "n/a"
    if not isinstance(found, (int, float)) or isinstance(found, bool):
        return False
    return abs(found - expected) <= max(1e-9 * abs(expected), 1e-7)
