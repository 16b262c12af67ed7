"""Figures that move together: a copula lays rank correlations over independent streams."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from roi.domain import Copula, Correlation
from roi.errors import Problem, RoiError
from roi.uncertainty.correlation import factor, nearest_correlation, of_normals, of_ranks
from roi.uncertainty.gauss import normal_quantile

Array = NDArray[np.float64]
Uniform = Callable[[str | Sequence[str], int, int], Array]

MIXING = "correlations.copula"
"""Id of the stream that the members of a Student copula share."""

LARGEST_CHANGE = 0.1
"""A rank correlation may be changed by this much to make the matrix sound."""

SHOWN_CHANGE = 0.001
"""A change below this is not worth a word."""

_SMALLEST, _LARGEST = 2.0**-53, 1.0 - 2.0**-53


@dataclass(frozen=True)
class Pair:
    """Two figures and their rank correlation. asked : of the book. used : after the matrix was made sound. by : id of the correlation."""

    first: str
    second: str
    asked: float
    used: float
    by: str


@dataclass(frozen=True)
class Dependence:
    """The members of the copula, in the order of the file, and how each is made of its own stream and those of the ones before.

    factor : (members, members), lower triangular. freedom : degrees of freedom of a Student copula, None for a Gaussian one.
    """

    members: tuple[str, ...] = ()
    factor: tuple[tuple[float, ...], ...] = ()
    pairs: tuple[Pair, ...] = ()
    freedom: float | None = None

    @property
    def change(self) -> float:
        """Largest change of a rank correlation of any two members, asked for or not, that made the matrix sound."""
        return max((abs(pair.used - pair.asked) for pair in self.pairs), default=0.0)

    def uniform(self, independent: Uniform, start: int, stop: int) -> dict[str, Array]:
        """Uniform numbers of the members in the trials `start` to ``stop - 1``, by id, made of `independent` ones.

        Worked out trial by trial, without a matrix product, so that a trial is the same to the last bit alone and in company.
        """
        if not self.members:
            return {}
        from roi.special import gammaincinv, ndtr, stdtr

        own = independent(self.members, start, stop)
        normals, term = normal_quantile(own), np.empty(stop - start)
        stretch: Array | None = None
        if self.freedom is not None:
            chi_squared = 2.0 * gammaincinv(self.freedom / 2.0, independent(MIXING, start, stop))
            stretch = np.sqrt(self.freedom / chi_squared)
        found = {}
        for place, (id, row) in enumerate(zip(self.members, self.factor, strict=True)):
            if stretch is None and not any(row[:place]):
                found[id] = own[place]  # its own stream to the last bit
                continue
            z = np.zeros(stop - start)
            for weight, normal in zip(row, normals, strict=True):
                if weight != 0.0:
                    z += np.multiply(weight, normal, out=term)
            u = ndtr(z, out=z) if stretch is None else stdtr(self.freedom, z * stretch)
            found[id] = np.clip(u, _SMALLEST, _LARGEST, out=u)
        return found


def dependence(correlations: Sequence[Correlation], copula: Copula | None, drawn: Sequence[str]) -> Dependence:
    """The dependence between the figures `drawn`; correlations of other figures have no part.

    Raises RoiError when the correlations contradict each other by more than a small repair can mend.
    """
    asked = {
        (first, second): one for one in correlations for first, second in combinations([id for id in one.named if id in set(drawn)], 2)
    }
    members = tuple(dict.fromkeys(id for pair in asked for id in pair))
    if not members:
        return Dependence()
    place = {id: position for position, id in enumerate(members)}
    ranks = np.eye(len(members))
    for (first, second), one in asked.items():
        ranks[place[first], place[second]] = ranks[place[second], place[first]] = one.rank_correlation.value
    used, lower = ranks, factor(of_normals(ranks))
    if lower is None:
        sound = nearest_correlation(of_normals(ranks))
        used, lower = of_ranks(sound), factor(_inside(sound))
        assert lower is not None
    freedom = copula.degrees_of_freedom.value if copula and copula.degrees_of_freedom else None
    by = {frozenset(pair): one.id for pair, one in asked.items()}
    pairs = []
    for first, second in combinations(members, 2):
        before, after = (float(matrix[place[first], place[second]]) for matrix in (ranks, used))
        name = by.get(frozenset((first, second)), "")
        if name or abs(after - before) >= SHOWN_CHANGE:
            pairs.append(Pair(first, second, before, after, name))
    found = Dependence(members, tuple(tuple(float(one) for one in row) for row in lower), tuple(pairs), freedom)
    if found.change > LARGEST_CHANGE:
        raise RoiError(_contradiction(found, {one.id: one for one in correlations}))
    return found


def _inside(matrix: Array) -> Array:
    """The matrix moved towards independence by as little as takes away what is left of its negative eigenvalues."""
    share = max(0.0, -float(np.linalg.eigvalsh(matrix)[0])) + 1e-9
    return np.asarray(matrix + share * (np.eye(len(matrix)) - matrix))


def _contradiction(found: Dependence, correlations: Mapping[str, Correlation]) -> Problem:
    worst = max(found.pairs, key=lambda pair: abs(pair.used - pair.asked))
    one = correlations[worst.by or next(pair.by for pair in found.pairs if pair.by)]
    what = (
        f"the correlations contradict each other: {worst.first} and {worst.second} would have {worst.used:.2f} instead of {worst.asked:.2f}"
    )
    remedy = f"a change above {LARGEST_CHANGE:g} is not made unasked: bring the values closer to each other or to 0"
    return Problem(one.where, what, remedy, one.id)
