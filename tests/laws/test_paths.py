"""Paths of states against arithmetic that shares nothing with them: powers of the matrix, and the chances themselves."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from roi.uncertainty import BLOCK, DecisionPath, MarkovPath, Sampler, chances, draw_path

YEARS = tuple(range(2027, 2048))
TRIALS = 12 * BLOCK
MATRIX = np.array([[0.7, 0.25, 0.05], [0.1, 0.87, 0.03], [0.1, 0.15, 0.75]])
CHAIN = MarkovPath("risks.chain", YEARS, 0, 2028, tuple(map(tuple, MATRIX.tolist())))
ONCE = DecisionPath("risks.once", YEARS, 1, 2030, (0.2, 0.5, 0.0, 0.3))
drawn = partial(draw_path, uniform=Sampler("random", 7).uniform)
STANDARD_ERRORS = 4.5
"""Beyond them lies one share in 150,000."""


def close(counts, expected, trials=TRIALS) -> None:
    """Shares of trials within the error that their number explains."""
    error = np.sqrt(expected * (1 - expected) / trials)
    assert (np.abs(counts / trials - expected) <= STANDARD_ERRORS * error + 1e-15).all()


def test_a_chain_is_in_each_state_as_often_as_the_powers_of_its_matrix_say() -> None:
    states = drawn(CHAIN, start=0, stop=TRIALS)
    for place, year in enumerate(YEARS):
        expected = np.linalg.matrix_power(MATRIX, max(0, year - 2027))[0]
        close(np.bincount(states[place].astype(int), minlength=3), expected)
        assert chances(CHAIN)[place] == pytest.approx(expected, abs=1e-12)


def test_a_chain_moves_as_often_as_its_rows_say() -> None:
    states = drawn(CHAIN, start=0, stop=TRIALS).astype(int)
    for start in range(3):
        before, after = states[1:-1], states[2:]
        here = before == start
        close(np.bincount(after[here], minlength=3), MATRIX[start], here.sum())


def test_a_chain_keeps_what_no_chance_moves() -> None:
    still = MarkovPath("risks.still", YEARS, 1, 2028, ((1.0, 0.0), (0.0, 1.0)))
    assert (drawn(still, start=0, stop=1000) == 1).all()


def test_a_decision_falls_once_and_as_often_as_its_chances_say() -> None:
    states = drawn(ONCE, start=0, stop=TRIALS)
    assert (states[:3] == 1).all()
    assert (states[3:] == states[3]).all()
    close(np.bincount(states[-1].astype(int), minlength=4), np.array([0.2, 0.5, 0.0, 0.3]))
    assert not (states == 2).any()
    assert chances(ONCE)[[0, 2, 3, -1]].tolist() == [[0, 1, 0, 0], [0, 1, 0, 0], [0.2, 0.5, 0, 0.3], [0.2, 0.5, 0, 0.3]]


@pytest.mark.parametrize("path", [CHAIN, ONCE], ids=["markov", "decision"])
def test_a_trial_alone_is_its_row_of_all(path) -> None:
    states = drawn(path, start=0, stop=2 * BLOCK + 5)
    for trial in (0, 1, BLOCK - 1, BLOCK, 2 * BLOCK + 4):
        assert drawn(path, start=trial, stop=trial + 1)[:, 0].tolist() == states[:, trial].tolist()
    assert drawn(path, start=BLOCK - 3, stop=BLOCK + 3).tolist() == states[:, BLOCK - 3 : BLOCK + 3].tolist()


@pytest.mark.parametrize("path", [CHAIN, ONCE], ids=["markov", "decision"])
def test_the_state_of_a_calendar_year_does_not_depend_on_the_years_of_the_case(path) -> None:
    other = type(path)(path.id, YEARS[8:15], path.initial, path.opens, path.chances)
    assert drawn(other, start=0, stop=500).tolist() == drawn(path, start=0, stop=500)[8:15].tolist()


def test_a_decision_before_the_first_year_has_fallen() -> None:
    early = DecisionPath("risks.once", YEARS, 1, 2020, (1.0, 0.0))
    assert (drawn(early, start=0, stop=10) == 0).all()
