"""Blocks of any width, one trial alone, some rows alone: the same bits; and memory does not grow with the trials."""

from __future__ import annotations

import gc
import tracemalloc

import numpy as np
import pytest
from formula.plant import FIXED, YEARS, draws, plant
from numpy.testing import assert_array_equal

from roi.formula import Cell, Direct, Tape
from roi.formula.lower import lower

TRIALS = 2 * 4096 + 7 + 1
PLANT = plant()
CELLS = (*PLANT.rows, *PLANT.metrics)
DRAWN = draws(TRIALS)
TAPE = Tape(CELLS, FIXED, YEARS, DRAWN)
WHOLE = TAPE.run(DRAWN, TRIALS)


def part(start: int, stop: int) -> dict[str, np.ndarray]:
    return {name: values[start:stop] for name, values in DRAWN.items()}


def assert_same(found: dict[Cell, np.ndarray], start: int, stop: int) -> None:
    for cell, values in found.items():
        expected = WHOLE[cell] if WHOLE[cell].shape[1] == 1 else WHOLE[cell][:, start:stop]
        assert_array_equal(values, expected, err_msg=cell.name)


@pytest.mark.parametrize("widths", [[1, 7, 8192], [8192, 8], [1000] * 8 + [200], [37] * 221 + [23]])
def test_blocks_of_any_width_give_the_same_bits(widths: list[int]) -> None:
    start = 0
    for width in widths:
        assert_same(TAPE.run(part(start, start + width), width), start, start + width)
        start += width
    assert start == TRIALS


def test_a_trial_alone_is_its_column_of_the_block() -> None:
    for k in (0, 1, 2, 3, 1000, TRIALS - 1):
        assert_same(TAPE.run(part(k, k + 1), 1), k, k + 1)


def test_a_trial_is_what_the_rows_give_on_plain_numbers() -> None:
    for k in range(0, TRIALS, 500):
        numbers = Direct({**FIXED, **{name: values[k] for name, values in DRAWN.items()}}, YEARS)
        for cell in CELLS:
            values = np.broadcast_to(WHOLE[cell], (WHOLE[cell].shape[0], TRIALS))[:, k]
            expected = [numbers.value(cell)] if cell.row.metric else numbers.series(cell)[: len(values)]
            assert_array_equal(values, np.array(expected, dtype=float), err_msg=cell.name)


def test_fixed_values_may_be_drawn_and_drawn_values_fixed() -> None:
    everything = {name: np.tile(np.reshape(FIXED[name], (-1, 1)), 3) for name in ("year", "plant.rate", "plant.tax")} | part(0, 3)
    table = {"plant.schedule": FIXED["plant.schedule"], "last_year": YEARS - 1, "plant.price": 5.0}
    shaped = {name: values if name == "year" else values.reshape(-1) for name, values in everything.items()}
    assert_found = Tape(CELLS, table, YEARS, shaped).run(shaped, 3)
    for cell, values in assert_found.items():
        assert_array_equal(values, np.broadcast_to(WHOLE[cell][:, :3], values.shape), err_msg=cell.name)
    alone = Tape(CELLS, {**FIXED, **{name: values[0] for name, values in DRAWN.items()}}, YEARS).run({}, 1)
    for cell, values in alone.items():
        assert_array_equal(values[:, 0], WHOLE[cell][:, 0], err_msg=cell.name)


def test_some_rows_alone_have_the_values_they_have_among_all() -> None:
    """Buffers that nobody reads again are used again: asking for a row keeps its buffer, and must not change any other."""
    for cell in CELLS:
        assert_same(Tape([cell], FIXED, YEARS, DRAWN).run(part(0, 50), 50), 0, 50)
    for cells in (CELLS[::2], CELLS[1::2], CELLS[::-1], PLANT.metrics):
        for width in (50, TRIALS):
            assert_same(Tape(cells, FIXED, YEARS, DRAWN).run(part(0, width), width), 0, width)


def test_a_part_of_a_program_has_the_values_it_has_in_the_whole() -> None:
    whole = lower(CELLS)
    for cells in (*([cell] for cell in CELLS), CELLS[::2], CELLS[::-3], PLANT.metrics):
        part_of_it = whole.part(cells)
        assert len(part_of_it.steps) == len(lower(cells).steps)
        found = Tape(part_of_it, FIXED, YEARS, DRAWN).run(part(0, 50), 50)
        assert list(found) == list(cells)
        assert_same(found, 0, 50)


def test_a_later_block_leaves_the_values_of_an_earlier_one_alone() -> None:
    first = TAPE.run(part(0, 50), 50)
    TAPE.run(part(50, 100), 50)
    assert_same(first, 0, 50)


def test_changing_what_came_out_changes_no_later_run_and_no_draw() -> None:
    ready, given = Tape(CELLS, FIXED, YEARS, DRAWN), {name: values.copy() for name, values in part(0, 50).items()}
    for values in ready.run(given, 50).values():
        if values.flags.writeable:
            values[:] = -1
    assert_same(ready.run(part(0, 50), 50), 0, 50)
    for name, values in part(0, 50).items():
        assert_array_equal(given[name], values)


def test_the_plant_pays_tax_only_on_profits_after_losses() -> None:
    """A law rather than an example: losses used never exceed losses added, and the balance never falls below zero."""
    row = {cell.name: WHOLE[cell] for cell in CELLS}
    assert (row["losses"] >= 0).all()
    assert (row["losses_used"].sum(axis=0) <= row["losses_added"].sum(axis=0) * (1 + 1e-12)).all()
    assert (row["tax"] >= -1e-9).all()
    assert row["losses"].max() > 0


def test_memory_does_not_grow_with_the_number_of_blocks() -> None:
    def peak(blocks: int) -> int:
        gc.collect()
        tracemalloc.start()
        for _ in range(blocks):
            TAPE.run(part(0, 512), 512)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(1)
    assert peak(20) < 1.2 * peak(2)
