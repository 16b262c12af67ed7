"""Sampled paths: a value for each year and trial, drawn from uniform numbers that depend on the path's id, the year and the trial."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from roi.domain.paths import Currency, Disruption, GeometricBrownian, MeanReverting, SharedFactor
from roi.uncertainty import price_paths
from roi.uncertainty.gauss import normal_quantile

Array = NDArray[np.float64]
UniformDraws = Callable[[str | Sequence[str], int, int], Array]
"""``uniform(id, start, stop)``: numbers strictly between 0 and 1 of the trials `start` to ``stop - 1``, shape (stop - start,).

Of several ids (ids, stop - start).
"""
Shocks = dict[tuple[str, tuple[int, ...]], Array]
"""Normals of shocks in common, by id of the streams and years."""


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


@dataclass(frozen=True)
class WalkPath:
    """What moves around a trend: known in the first year, then one normal shock a year.

    id : of the streams. years : calendar years, in order. shape : its law; a shock in common is named there, and what inflation adds to a
    currency is the trend's.
    """

    id: str
    years: tuple[int, ...]
    shape: GeometricBrownian | MeanReverting | Currency
    kind: Literal["walk"] = "walk"


@dataclass(frozen=True)
class OutagePath:
    """Share of each year that is lost to outages; none in the first year.

    id : of the streams. years : calendar years, in order. shape : how often and how long. lost_share : of supply, during an outage [1].
    """

    id: str
    years: tuple[int, ...]
    shape: Disruption
    lost_share: float
    kind: Literal["outage"] = "outage"


LawPath = DecisionPath | MarkovPath
Path = LawPath | WalkPath | OutagePath


def draw_path(path: Path, uniform: UniformDraws, start: int, stop: int) -> Array:
    """Values of the trials `start` to ``stop - 1``, shape (years, stop - start). A trial does not depend on the others asked for."""
    values: Array = KINDS[path.kind](path, uniform, start, stop)
    return values


def draw_paths(paths: Mapping[str, Path], uniform: UniformDraws, start: int, stop: int) -> dict[str, Array]:
    """`draw_path` of several paths, by the same keys; a shock in common is drawn once."""
    shocks: Shocks = {}
    return {
        id: walk(path, uniform, start, stop, shocks) if isinstance(path, WalkPath) else draw_path(path, uniform, start, stop)
        for id, path in paths.items()
    }


def decision(path: DecisionPath, uniform: UniformDraws, start: int, stop: int) -> Array:
    """One uniform number a trial decides: the states share the interval from 0 to 1 in their order."""
    drawn = _state(path.chances, uniform(f"{path.id}/{path.opens}", start, stop))
    before = np.full(stop - start, float(path.initial))
    return np.array([drawn if year >= path.opens else before for year in path.years])


def markov(path: MarkovPath, uniform: UniformDraws, start: int, stop: int) -> Array:
    """One uniform number a year and trial, from the first open year on, also where the years of the path begin later."""
    state = np.full(stop - start, path.initial)
    ends = [np.array(end) for end in zip(*map(_ends, path.chances), strict=True)]
    by_year = {}
    drawn = range(path.opens, path.years[-1] + 1)
    for year, u in zip(drawn, uniform([f"{path.id}/{year}" for year in drawn], start, stop), strict=True):
        state = sum((u >= end[state] for end in ends), np.zeros(u.size, dtype=np.intp))
        by_year[year] = state
    before = np.full(stop - start, float(path.initial))
    return np.array([by_year.get(year, before) for year in path.years], dtype=float)


def walk(path: WalkPath, uniform: UniformDraws, start: int, stop: int, shocks: Shocks | None = None) -> Array:
    """One uniform number a year and trial, and one for the shock in common, by the inverse distribution function of the normal.

    shocks : those drawn already for the same trials; taken from there, and added.
    """
    normals = _normals(path.id, path.years, uniform, start, stop)
    if path.shape.shared is not None:
        known = {} if shocks is None else shocks
        key = shared_id(path.shape.shared), path.years
        if key not in known:
            known[key] = _normals(*key, uniform, start, stop)
        normals = price_paths.with_shared(normals, known[key], path.shape.shared.loading)
    return _walked(path, normals)


def _normals(id: str, years: tuple[int, ...], uniform: UniformDraws, start: int, stop: int) -> Array:
    """Normals of the streams of `id`, one a year, (years, stop - start); none in the first year."""
    normals = np.empty((len(years), stop - start))
    normals[0] = 0.0
    normal_quantile(uniform([f"{id}/{year}" for year in years[1:]], start, stop), out=normals[1:])
    return normals


def shared_id(factor: SharedFactor) -> str:
    """Id of the streams of a shock in common."""
    return f"shared.{factor.name}"


def _walked(path: WalkPath, normals: Array) -> Array:
    if isinstance(path.shape, Currency):
        return price_paths.currency(path.shape, 0.0, 0.0, normals)
    if isinstance(path.shape, MeanReverting):
        return price_paths.mean_reverting(path.shape, normals)
    return price_paths.geometric_brownian(path.shape, normals)


def outage(path: OutagePath, uniform: UniformDraws, start: int, stop: int) -> Array:
    """Two uniform numbers an outage and trial, in turn: how long it lets wait, how long it lasts; none after the last year."""
    years = len(path.years) - 1
    count = price_paths.outages(path.shape, years)

    each = (uniform([f"{path.id}/{number}/wait", f"{path.id}/{number}/length"], start, stop) for number in range(count))
    lost = np.zeros((years + 1, stop - start))
    price_paths.disruption(path.shape, each, years, lost[1:])
    lost *= path.lost_share
    return lost


def base(path: WalkPath | OutagePath) -> tuple[float, ...]:
    """The path of the base case: without shocks, the median of every year; without an outage."""
    if isinstance(path, OutagePath):
        return (0.0,) * len(path.years)
    return tuple(_walked(path, price_paths.base(len(path.years)))[:, 0].tolist())


def described(path: Path) -> dict[str, Any]:
    """A path as data."""
    found = asdict(path) | {"years": list(path.years)}
    if isinstance(path, WalkPath | OutagePath):
        found["shape"] = path.shape.model_dump(exclude_none=True)
    return found


def chances(path: LawPath) -> Array:
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
    return np.searchsorted(_ends(chances), u, side="right").astype(float)


def _ends(chances: tuple[float, ...]) -> Array:
    """Where the parts of the states but the last end. The last state with a chance has all that is left."""
    ends = np.cumsum(chances)[:-1]
    ends[max(number for number, chance in enumerate(chances) if chance > 0) :] = np.inf
    return ends


KINDS: dict[str, Callable[[Any, UniformDraws, int, int], Array]] = {"decision": decision, "markov": markov, "walk": walk, "outage": outage}
