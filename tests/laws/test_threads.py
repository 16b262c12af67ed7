"""Threads and back ends change how long a run takes, and nothing else."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from conftest import SEED

from roi.analysis import trials
from roi.analysis.run import Trials
from roi.analysis.threads import thread_count
from roi.analysis.trials import run_trials
from roi.errors import RoiError
from roi.formula import Tape, evaluate
from roi.formula.kernel import Kernel

MANY = 20_000
"""More trials than the band of the cumulative cash flow is taken from."""


def assert_same(left: Trials, right: Trials) -> None:
    for option, measures in right.measures.items():
        for name, values in measures.items():
            assert left.measures[option][name].tobytes() == values.tobytes(), (option, name)
        np.testing.assert_array_equal(left.cumulative[option], right.cumulative[option])


def test_results_do_not_depend_on_threads_nor_on_the_back_end(model, monkeypatch) -> None:
    used = set()
    monkeypatch.setattr(trials, "evaluator", lambda *given: used.add(type(found := evaluate.evaluator(*given))) or found)
    kernel = run_trials(model, MANY, SEED, threads=3)
    assert used == {Kernel}
    assert_same(run_trials(model, MANY, SEED, threads=1), kernel)
    monkeypatch.setattr(evaluate, "find_spec", lambda name: None)
    assert_same(run_trials(model, MANY, SEED, threads=2), kernel)
    assert used == {Kernel, Tape}


def test_blocks_run_on_as_many_threads_as_asked_for(model, monkeypatch) -> None:
    """The first block is drawn alone. The three after it wait until all have begun: with fewer threads the barrier would break."""
    barrier, draws = threading.Barrier(3), trials.draws

    def wait(model, drawing, start, stop):
        if start:
            barrier.wait(timeout=60)
        return draws(model, drawing, start, stop)

    monkeypatch.setattr(trials, "draws", wait)
    run_trials(model, 4 * trials.BLOCK, SEED, threads=3)


@pytest.mark.parametrize("threads", [1, 4])
def test_the_first_trial_that_fails_is_named_whatever_the_threads(model, monkeypatch, threads) -> None:
    draws = trials.draws
    id = next(figure.id for figure in model.uncertain if figure.id.endswith("fixed_capital"))

    def broken(model, seed, start, stop):
        found = draws(model, seed, start, stop)
        found[id] = np.where(np.arange(start, stop) % 5000 == 4999, np.inf, found[id])
        return found

    monkeypatch.setattr(trials, "draws", broken)
    with pytest.raises(RoiError, match=r"is not finite in \d+ \(trial 4999\)"):
        run_trials(model, MANY, SEED, threads=threads)


def test_the_option_goes_before_the_environment_and_both_before_the_machine(monkeypatch) -> None:
    assert thread_count() >= 1
    monkeypatch.setenv("ROI_THREADS", "7")
    assert thread_count() == 7
    assert thread_count(3) == 3
