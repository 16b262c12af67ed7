"""Many values dealt in turn to parts that fit near the processor, each put in rising order; what is true of all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

AT_ONCE = 2**16
"""Values worked on at a time, so that they stay near the processor."""

FEW = 2**16
"""Values up to which one part is quicker than many."""

NAN = float("nan")


class Memory(NamedTuple):
    """Where dealt values lie. room : gives room for so many values, (n,). let_go : takes values out of memory until they are looked at."""

    room: Callable[[int], Array] = np.empty
    let_go: Callable[[Array], None] = lambda values: None


PLAIN = Memory()
"""The memory of the process."""


@dataclass(frozen=True)
class Dealt:
    """The finite ones of values dealt in turn. parts : none empty, each in rising order. trials : values dealt, finite or not."""

    parts: tuple[Array, ...]
    trials: int
    memory: Memory = PLAIN

    def each(self) -> Iterator[Array]:
        """The parts, one after the other; when the next is asked for, the one before is let go."""
        for part in self.parts:
            yield part
            self.memory.let_go(part)

    def together(self) -> Dealt:
        """The same values in one part where they are few, else in those they are in: nothing below rests on the parts."""
        if self.trials > FEW or len(self.parts) < 2:
            return self
        return Dealt((np.sort(np.concatenate(self.parts)),), self.trials)

    @property
    def count(self) -> int:
        """Finite values."""
        return sum(part.size for part in self.parts)

    def at(self, ranks: Sequence[int] | NDArray[np.intp]) -> Array:
        """Values at `ranks`, counted from 0 in rising order, to the bit.

        The one at rank k lies between the least and the greatest of what the parts have at the same share of theirs: of n values in a part
        at most k n / count are below the one at rank k n / count of the part, so at most k of all are below the least of these.
        """
        asked, count = np.asarray(ranks, dtype=np.intp), self.count
        sizes = [part.size for part in self.parts]
        low = np.min([part[asked * size // count] for part, size in zip(self.parts, sizes, strict=True)], axis=0)
        high = np.max([part[-(-(asked + 1) * size // count) - 1] for part, size in zip(self.parts, sizes, strict=True)], axis=0)
        # what equals the least or the greatest is counted, not looked through
        starts = np.array([part.searchsorted(low, side="right") for part in self.parts])
        ends = np.array([part.searchsorted(high) for part in self.parts])
        found: Array = np.where(asked < starts.sum(axis=0), low, high)
        for place in np.flatnonzero((asked >= starts.sum(axis=0)) & (asked < ends.sum(axis=0))):
            inside = np.concatenate([part[a:b] for part, a, b in zip(self.parts, starts[:, place], ends[:, place], strict=True)])
            rank = asked[place] - starts[:, place].sum()
            inside.partition(rank)
            found[place] = inside[rank]
        return found

    def moments(self) -> tuple[float, float, float]:
        """Mean, sample standard deviation (nan for fewer than two values) and skew of a sample (nan for fewer than three).

        Two passes over each part; the sums around the means of the parts are then moved to the mean of all (Pébay 2008).
        """
        count = self.count
        own = [_sums(part) for part in self.each()]
        sizes = [part.size for part in self.parts]
        mean = fsum(size * one[0] for size, one in zip(sizes, own, strict=True)) / count
        # rounding shall not give equal values a spread
        mean = min(max(mean, min(float(part[0]) for part in self.parts)), max(float(part[-1]) for part in self.parts))
        if count < 2:
            return mean, NAN, NAN
        off = [one[0] - mean for one in own]
        squares = fsum(one[1] + size * away * away for size, one, away in zip(sizes, own, off, strict=True))
        sd = (squares / (count - 1)) ** 0.5
        if count < 3 or not sd > 0.0:
            return mean, sd, NAN
        cubes = fsum(
            one[2] * (one[3] / sd) ** 3 + 3.0 * (away / sd) * (one[1] / sd / sd) + size * (away / sd) ** 3
            for size, one, away in zip(sizes, own, off, strict=True)
        )
        return mean, sd, cubes * count / ((count - 1) * (count - 2))

    def shortfalls(self, limit: float) -> tuple[float, float]:
        """Sum of ``max(limit - value, 0)`` over all values, and that of its square."""
        sums, squares = [], []
        for part in self.each():
            short = limit - part[: part.searchsorted(limit)]
            sums.append(float(short.sum()))
            squares.append(float((short * short).sum()))
        return fsum(sums), fsum(squares)


def deal(pieces: Iterable[Array], trials: int, parts: int, memory: Memory = PLAIN) -> Dealt:
    """Value k of all goes to part k % `parts`.

    pieces : the values in order, `trials` in all; every piece but the last a multiple of `parts` long.
    """
    dealt = memory.room(parts * -(-trials // parts)).reshape(parts, -1)
    if trials % parts:
        dealt[trials % parts :, -1] = NAN
    at = 0
    for piece in pieces:
        turns, rest = divmod(piece.size, parts)
        dealt[:, at : at + turns] = piece[: piece.size - rest].reshape(turns, parts).T
        dealt[:rest, at + turns : at + turns + 1] = piece[piece.size - rest :, np.newaxis]
        at += turns
        memory.let_go(dealt)
    found = []
    for row in dealt:
        row.sort()
        # NaN is sorted behind infinity
        found.append(row[row.searchsorted(-np.inf, side="right") : row.searchsorted(np.inf)])
        memory.let_go(row)
    return Dealt(tuple(one for one in found if one.size), trials, memory)


def cut(values: Array, parts: int) -> Iterator[Array]:
    """Values (n,) in pieces for `deal`."""
    size = AT_ONCE // parts * parts or parts
    return (values[start : start + size] for start in range(0, values.size, size))


def _sums(rising: Array) -> tuple[float, float, float, float]:
    """Mean, sum of squares around it, sum of cubes around it in units of the range, and the range."""
    mean, width = float(rising.mean()), float(rising[-1] - rising[0])
    if not width > 0.0:
        return float(rising[0]), 0.0, 0.0, 0.0
    squares, cubes = [], []
    for start in range(0, rising.size, AT_ONCE):
        off = rising[start : start + AT_ONCE] - mean
        off /= width
        powers = off * off
        squares.append(float(powers.sum()))
        powers *= off
        cubes.append(float(powers.sum()))
    return mean, fsum(squares) * width * width, fsum(cubes), width
