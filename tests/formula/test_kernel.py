"""The compiled kernel gives the bits of the tape: the bundled cases, a small plant, every operation; and it is never in the way."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import numpy as np
import pytest
from formula.lines import INPUTS, line, measure, statement
from formula.plant import FIXED, YEARS, draws, plant
from numpy.testing import assert_array_equal

from roi.analysis.plan import plan
from roi.analysis.trials import base_values
from roi.analysis.trials import draws as drawn_inputs
from roi.formula import (
    Cell,
    Tape,
    available,
    divide,
    evaluate,
    evaluator,
    irr,
    irr_mid_year,
    irr_mid_year_roots,
    irr_roots,
    kernel_machine,
    lookup,
    maximum,
    minimum,
    mirr,
    present_value,
    prior,
    sqrt,
    total,
    where,
)
from roi.formula.kernel import Kernel
from roi.formula.kernel_steps import ARITHMETIC
from roi.statement.model import Model

PLANT = plant()
CELLS = (*PLANT.rows, *PLANT.metrics)
TRIALS = 1000
DRAWN = draws(TRIALS)


def assert_equal(left: dict[Cell, np.ndarray], right: dict[Cell, np.ndarray], columns: slice = slice(None)) -> None:
    for cell, values in right.items():
        expected = values if values.shape[1] == 1 else values[:, columns]
        assert_array_equal(left[cell], expected, err_msg=cell.id)


def test_every_row_and_measure_of_a_case_has_the_bits_of_the_tape(model: Model) -> None:
    cells, years, given = model.cells, len(model.calendar.years), drawn_inputs(model, plan(model, 1), 0, 300)
    fixed = {id: value for id, value in base_values(model).items() if id not in given}
    assert_equal(Kernel(cells, fixed, years, given).run(given, 300), Tape(cells, fixed, years, given).run(given, 300))


@pytest.mark.parametrize("width", [1, 3, 8, 9, 31, 32, 33, 1000])
def test_blocks_of_any_width_give_the_bits_of_the_tape(width: int) -> None:
    whole, kernel = Tape(CELLS, FIXED, YEARS, DRAWN).run(DRAWN, TRIALS), Kernel(CELLS, FIXED, YEARS, DRAWN)
    for start in range(0, TRIALS - width + 1, max(width, 300)):
        part = slice(start, start + width)
        assert_equal(kernel.run({name: values[part] for name, values in DRAWN.items()}, width), whole, part)


def test_flows_are_searched_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rates without their flows as results: pieces of 64 trials, and a last one of 40 that reaches back."""
    cells = [cell for cell in CELLS if cell.name in ("rate_of_return", "roots", "modified")]
    monkeypatch.setattr("roi.formula.kernel._AT_ONCE", 1)
    found = Kernel(cells, FIXED, YEARS, DRAWN).run(DRAWN, TRIALS)
    assert_equal(found, Tape(cells, FIXED, YEARS, DRAWN).run(DRAWN, TRIALS))


def test_drawn_series_are_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of 64 trials and a last one of 40, with results of every year beside those of none."""
    monkeypatch.setattr("roi.formula.kernel._AT_ONCE", 1)
    given = DRAWN | {"year": np.arange(float(YEARS))[:, None] + np.random.default_rng(1).integers(0, 3, (YEARS, TRIALS))}
    fixed = {name: value for name, value in FIXED.items() if name != "year"}
    assert_equal(Kernel(CELLS, fixed, YEARS, given).run(given, TRIALS), Tape(CELLS, fixed, YEARS, given).run(given, TRIALS))


def test_every_input_may_be_drawn() -> None:
    """Series as paths, a table given with the draws, values one wide among others a thousand wide."""
    paths = {"year": np.tile(np.arange(float(YEARS))[:, None], TRIALS), "plant.rate": np.linspace(-0.5, 0.5, TRIALS)}
    given = DRAWN | paths | {"plant.schedule": [0.5, 0.5], "plant.tax": 0.3}
    fixed = {name: value for name, value in FIXED.items() if name not in given}
    assert_equal(Kernel(CELLS, fixed, YEARS, given).run(given, TRIALS), Tape(CELLS, fixed, YEARS, given).run(given, TRIALS))


def test_nothing_need_be_drawn() -> None:
    base = {**FIXED, **{name: values[0] for name, values in DRAWN.items()}}
    assert_equal(Kernel(CELLS, base, YEARS).run({}, 1), Tape(CELLS, base, YEARS).run({}, 1))


ODD = np.array([-np.inf, -2.5, -1.0, -0.0, 0.0, 1e-300, 0.5, 1.0, 2.0, 1e300, np.inf, np.nan])
ROWS = (
    line(lambda s: maximum(s.share, s.growth), name="larger"),
    line(lambda s: minimum(s.growth, s.share), name="smaller"),
    line(lambda s: divide(s.share, s.growth, 2), name="quotient"),
    line(lambda s: s.share / s.growth - -s.share, name="bare"),
    line(lambda s: sqrt(s.growth), name="root"),
    line(lambda s: (s.share < s.growth) & ~(s.share >= 1) | (s.growth <= 0), "flag", "on"),
    line(lambda s: where(s.on, prior(s.on, s.licensed), ~s.open), "flag", "was"),
    line(lambda s: lookup(s.schedule, s.growth) + s.was * s.share, name="looked"),
    line(lambda s: prior(s.pool, s.share) / 2 + maximum(0, s.growth), name="pool"),
    line(lambda s: s.share, name="flat"),
    line(lambda s: prior(s.flat, 1) + prior(s.fixed, s.share), name="late"),
    line(lambda s: s.year * 1, "year", "fixed_year"),
    line(lambda s: s.fixed_year / s.one_year, name="fixed"),
)
MEASURES = (
    measure(lambda s: total(s.flat), "year", "flat_total"),
    measure(lambda s: total(s.on), "year", "years_on"),
    measure(lambda s: present_value(s.pool, s.quotient), "year", "worth"),
    measure(lambda s: irr(s.flat), "1/year", "flat_rate"),
    measure(lambda s: irr_roots(s.looked), "1", "looked_roots"),
    measure(lambda s: irr_mid_year(s.looked), "1/year", "looked_rate_of_mid_year"),
    measure(lambda s: irr_mid_year_roots(s.flat), "1", "flat_roots_of_mid_year"),
    measure(lambda s: mirr(s.late, s.rate), "1/year", "modified"),
    measure(lambda s: mirr(s.late, maximum(0, irr(s.looked))), "1/year", "modified_at_its_own"),
    measure(lambda s: available(s.flat_total > 0, s.worth / s.flat_total), "1", "shown"),
    measure(lambda s: where(s.looked_roots > 0, s.looked_rate, 0), "1/year", "chosen"),
    measure(lambda s: irr(s.looked), "1/year", "looked_rate"),
)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_odd_numbers_meet_every_operation() -> None:
    """Zeros of both signs, infinities, NaN, sizes that run over: each against each, and each in turn from year to year."""
    share, growth = (one.ravel() for one in np.meshgrid(ODD, ODD))
    given = {"share": share, "growth": np.array([np.roll(growth, 5 * k) for k in range(4)]), "licensed": (share > 0) * 1.0}
    fixed = {"year": range(4), "schedule": [1.0, 2.0, 0.5], "open": [0, 1, 1, 0], "rate": 0.1}
    cells = tuple(statement(ROWS, INPUTS, MEASURES).cells.values())
    assert_equal(Kernel(cells, fixed, 4, given).run(given, share.size), Tape(cells, fixed, 4, given).run(given, share.size))


def test_a_changed_value_needs_no_new_code(folder_for_compiled_code: Path) -> None:
    Kernel(CELLS, FIXED, YEARS, DRAWN)
    before = set(folder_for_compiled_code.iterdir())
    other = FIXED | {"plant.tax": 0.5, "plant.schedule": [1.0], "plant.price": -7.0}
    found = Kernel(CELLS, other, YEARS, DRAWN).run(DRAWN, TRIALS)
    assert set(folder_for_compiled_code.iterdir()) == before != set()
    assert_equal(found, Tape(CELLS, other, YEARS, DRAWN).run(DRAWN, TRIALS))


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, and nothing left in memory."""
    monkeypatch.setenv("ROI_CACHE", str(tmp_path / "a" / "b"))
    kernel_machine._loaded.cache_clear()
    return tmp_path / "a" / "b"


def values() -> dict[Cell, np.ndarray]:
    kernel_machine._loaded.cache_clear()
    return Kernel(CELLS[:5], FIXED, YEARS, DRAWN).run(DRAWN, TRIALS)


@pytest.mark.parametrize("damage", [b"", b"not code", b"half"])
def test_a_broken_file_in_the_cache_is_compiled_anew(empty_cache: Path, damage: bytes) -> None:
    expected = values()
    (kept,) = empty_cache.iterdir()
    code = kept.read_bytes()
    kept.write_bytes(code[: len(code) // 2] if damage == b"half" else damage)
    assert_equal(values(), expected)
    assert kept.read_bytes() == code


def test_code_is_read_from_the_cache(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = values()
    monkeypatch.setattr(kernel_machine, "_compile", lambda text, machine: pytest.fail("compiled again"))
    assert_equal(values(), expected)


def test_a_cache_that_cannot_be_written_is_no_error(empty_cache: Path, caplog: pytest.LogCaptureFixture) -> None:
    empty_cache.parent.write_text("a file where the folder should be", encoding="utf-8")
    expected = Tape(CELLS[:5], FIXED, YEARS, DRAWN).run(DRAWN, TRIALS)
    assert_equal(values(), expected)
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


def test_many_trials_run_on_the_kernel_and_few_on_the_tape() -> None:
    assert isinstance(evaluator(CELLS, FIXED, YEARS, DRAWN, evaluate.WORTH), Kernel)
    assert isinstance(evaluator(CELLS, FIXED, YEARS, DRAWN, evaluate.WORTH - 1), Tape)


def test_without_llvmlite_the_tape_runs(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(evaluate, "find_spec", lambda name: None)
    assert isinstance(evaluator(CELLS, FIXED, YEARS, DRAWN, 10**6), Tape)
    assert not caplog.records


@pytest.mark.parametrize("error", [RuntimeError("LLVM: no such target"), OSError("cannot load"), ImportError("broken wheel")])
def test_a_kernel_that_cannot_be_built_is_one_line_in_the_log(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(kernel_machine, "function", fail)
    found = evaluator(CELLS, FIXED, YEARS, DRAWN, 10**6)
    assert_equal(found.run(DRAWN, TRIALS), Tape(CELLS, FIXED, YEARS, DRAWN).run(DRAWN, TRIALS))
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert str(error) in record.getMessage()


def test_a_step_that_cannot_be_compiled_is_one_line_in_the_log(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.delitem(ARITHMETIC, "sub")
    assert isinstance(evaluator(CELLS, FIXED, YEARS, DRAWN, 10**6), Tape)
    (record,) = caplog.records
    assert record.getMessage() == "no compiled kernel, the NumPy tape runs instead: sub"


def test_one_kernel_serves_many_threads() -> None:
    kernel, found = Kernel(CELLS, FIXED, YEARS, DRAWN), {}
    threads = [threading.Thread(target=lambda k=k: found.update({k: kernel.run(DRAWN, TRIALS)})) for k in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    expected = Tape(CELLS, FIXED, YEARS, DRAWN).run(DRAWN, TRIALS)
    assert len(found) == 6
    for one in found.values():
        assert_equal(one, expected)
