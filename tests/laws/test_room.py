"""Measures of very many trials lie in a temporary file; nobody sees a difference."""

from __future__ import annotations

import os

import numpy as np
import pytest
from conftest import CASES, SEED

import roi
from roi import finance
from roi.analysis import room as place
from roi.analysis.trials import Running, run_trials
from roi.errors import RoiError
from roi.statement.model import build

TRIALS = 9_000


@pytest.fixture
def in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "IN_MEMORY", 100)


def bits(found) -> dict[str, bytes]:
    return {f"{option}.{name}": one.tobytes() for option, measures in found.measures.items() for name, one in measures.items()}


def test_a_run_in_files_has_the_bits_of_one_in_memory_also_when_asked_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = roi.load_case(CASES[0])
    model = build(loaded.case, loaded.book)
    memory = bits(run_trials(model, TRIALS, SEED))
    monkeypatch.setattr(place, "IN_MEMORY", 100)
    running = Running(model, SEED)
    running.upto(5_000)
    assert bits(running.upto(TRIALS)) == memory


def test_what_was_let_go_is_read_again(in_files: None) -> None:
    kept = place.room(10_000)
    kept[:] = np.arange(10_000)
    place.let_go(kept)
    assert (kept == np.arange(10_000)).all()


def test_what_lies_in_memory_stays_there() -> None:
    kept = place.room(50)
    kept[:] = 1.0
    place.let_go(kept)
    assert (kept == 1.0).all()


def test_statistics_sorted_in_a_file_are_those_sorted_in_memory(in_files: None) -> None:
    values = place.room(10_007)
    values[:] = np.random.default_rng(3).normal(size=values.size)
    values[[3, 77]] = np.nan, np.inf
    for replicates in (1, 16):
        assert place.found_in(values, replicates) == finance.statistics(values.copy(), replicates)


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="room is asked for beforehand on POSIX only")
def test_a_full_disk_is_said_before_the_run(in_files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(RoiError, match=r"no room for the measures of 5,000 trials: No space left on device -> make room, name another"):
        place.room(5_000)
