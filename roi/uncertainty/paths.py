"""Sampled paths: a value for each year and trial, drawn from uniform numbers that depend on the path's id, the year and the trial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
UniformDraws = Callable[[str, int, int], Array]
"""``uniform(id, start, stop)``: numbers strictly between 0 and 1 of the trials `start` to ``stop - 1``, shape (stop - start,)."""


@dataclass(frozen=True)
class DecisionPath:
    """The initial state until a decision; from the year `opens` on one state, drawn once.

    id : of the stream. years : calendar years, in order. initial : number of the first state. chances : of each state [1], sum 1.
    """

    id: str
    years: tuple[int, ...]
    initial: int
    opens: int
    chances: tuple[float, ...]
    kind: Literal["decision"] = "decision"


@dataclass(frozen=True)
class MarkovPath:
    """A chain by calendar year: in each year from `opens` on, the state follows from that of the year before.

    id : of the stream. years : calendar years, in order. initial : state of the year before `opens`.
    chances : from state -> to state [1], each row sums to 1.
    """

    id: str
    years: tuple[int, ...]
    initial: int
    opens: int
    chances: tuple[tuple[float, ...], ...]
    kind: Literal["markov"] = "markov"


Path = DecisionPath | MarkovPath


def draw_path(path: Path, uniform: UniformDraws, start: int, stop: int) -> Array:
    """Values of the trials `start` to ``stop - 1``, shape (years, stop - start). A trial does not depend on the others asked for."""
    values: Array = KINDS[path.kind](path, uniform, start, stop)
    return values


def decision(path: DecisionPath, uniform: UniformDraws, start: int, stop: int) -> Array:
    """One uniform number a trial decides: the states share the interval from 0 to 1 in their order."""
    drawn = _state(path.chances, uniform(f"{path.id}/{path.opens}", start, stop))
    before = np.full(stop - start, float(path.initial))
    return np.array([drawn if year >= path.opens else before for year in path.years])


def markov(path: MarkovPath, uniform: UniformDraws, start: int, stop: int) -> Array:
    """One uniform number a year and trial, from the first open year on, also where the years of the path begin later."""
    state = np.full(stop - start, float(path.initial))
    by_year = {}
    for year in range(path.opens, path.years[-1] + 1):
        u = uniform(f"{path.id}/{year}", start, stop)
        state = np.select([state == number for number in range(len(path.chances))], [_state(row, u) for row in path.chances])
        by_year[year] = state
    before = np.full(stop - start, float(path.initial))
    return np.array([by_year.get(year, before) for year in path.years])


def chances(path: Path) -> Array:
    """Chance of each state in each year, before anything is drawn, shape (years, states)."""
    states = len(path.chances)
    row = np.eye(states)[path.initial]
    by_year = {}
    for year in range(path.opens, path.years[-1] + 1):
        row = row @ np.array(path.chances) if isinstance(path, MarkovPath) else np.array(path.chances)
        by_year[year] = row
    return np.array([by_year.get(year, np.eye(states)[path.initial]) for year in path.years])


def _state(chances: tuple[float, ...], u: Array) -> Array:
    """Number of the state in whose part of the interval `u` lies. A state without a chance has no part."""
    possible = [number for number, chance in enumerate(chances) if chance > 0]
    ends = np.cumsum([chances[number] for number in possible])[:-1]
    return np.array(possible, dtype=float)[np.searchsorted(ends, u, side="right")]


KINDS: dict[str, Callable[[Any, UniformDraws, int, int], Array]] = {"decision": decision, "markov": markov}
