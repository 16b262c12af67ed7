"""Where uniform numbers come from: one stream for each id, whatever else is drawn and in whatever pieces.

All kinds but `random` are made of `REPLICATES` independent replicates: trial k is point k // REPLICATES of replicate k % REPLICATES.
The spread between the replicates is what their standard errors come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roi.errors import Problem, RoiError, nearest
from roi.uncertainty import machine_code
from roi.uncertainty.machine_code import BELOW_ONE, EXPONENT
from roi.uncertainty.sobol import dimensions, keyed, point, points, scrambled, steps

Array = NDArray[np.float64]

BLOCK = 4096
"""Trials in a block. Fixed for good: another length would change every draw."""

REPLICATES = 16
POINTS = BLOCK // REPLICATES
"""Points of a replicate in a block: a power of two."""


class Stream(NamedTuple):
    """What a block of uniform numbers depends on beside its number. dimension : of the Sobol sequence, None for one of its own."""

    seed: int
    id: str
    dimension: int | None


@dataclass(frozen=True)
class Sampler:
    """Uniform numbers of a run.

    kind : one of `KINDS`. dimensions : id -> dimension of the Sobol sequence; another id has random direction numbers of its own.
    """

    kind: str
    seed: int
    dimensions: Mapping[str, int] = field(default_factory=dict)

    @property
    def replicates(self) -> int:
        """Independent replicates the trials are dealt to in turn; 1 when each trial is independent of all others."""
        return 1 if self.kind == "random" else REPLICATES

    def uniform(self, id: str | Sequence[str], start: int, stop: int) -> Array:
        """Uniform numbers of the trials `start` to ``stop - 1`` of `id`, shape (stop - start,), odd multiples of 2**-53: never 0 or 1.

        Of several ids (ids, stop - start), at less cost than one by one.
        Made of whole blocks, so a trial has the same number, to the last bit, in whatever range it is asked for.
        Raises ValueError for a range that does not rise from 0 or more.
        """
        if not 0 <= start <= stop:
            raise ValueError(f"trials {start} to {stop} are no range")
        ids = (id,) if isinstance(id, str) else tuple(id)
        first = start // BLOCK
        count = -(-stop // BLOCK) - first if start < stop else 0
        found = _blocks(self.kind, tuple(Stream(self.seed, one, self.dimensions.get(one)) for one in ids), first, count)
        found = found[:, start - first * BLOCK : stop - first * BLOCK]
        return found[0] if isinstance(id, str) else found


def sampler(kind: str, seed: int, ids: Iterable[str]) -> Sampler:
    """The sampler of a run that draws `ids`. Raises RoiError for an unknown kind."""
    if kind not in KINDS:
        raise RoiError(Problem("--sampler", f"unknown sampler {kind!r}", nearest(kind, KINDS)))
    return Sampler(kind, seed, dimensions(ids) if kind == "sobol" else {})


def _blocks(kind: str, streams: tuple[Stream, ...], first: int, count: int) -> Array:
    """Blocks `first` to ``first + count - 1``, (streams, count * BLOCK)."""
    found = np.empty((len(streams), count * BLOCK))
    if found.size == 0:
        return found
    if kind == "sobol":
        to_next, shifts = _steps(streams)
        compiled = machine_code.points(to_next, point(to_next, shifts, first * POINTS), first * POINTS, count * POINTS)
        if compiled is not None:
            return compiled.reshape(found.shape)
    for row, stream in zip(found, streams, strict=True):
        row[:] = KINDS[kind](stream, first, count)
    return found


@lru_cache(maxsize=1024)
def _steps(streams: tuple[Stream, ...]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Of several streams the steps from point to point, (streams, bits, replicates), and the shifts, (streams, replicates)."""
    found = [scrambled(*stream, REPLICATES) for stream in streams]
    return np.stack([steps(columns) for columns, _ in found]), np.stack([shifts for _, shifts in found])


def random_block(stream: Stream, block: int) -> Array:
    """Independent numbers."""
    return _open(keyed(f"{stream.seed}/{stream.id}/{block}", BLOCK) >> np.uint64(12))


def antithetic_block(stream: Stream, block: int) -> Array:
    """Points 2 j and 2 j + 1 of a replicate are u and 1 - u."""
    half = _open(keyed(f"{stream.seed}/antithetic/{stream.id}/{block}", BLOCK // 2) >> np.uint64(12)).reshape(-1, 1, REPLICATES)
    return np.concatenate([half, 1.0 - half], axis=1).ravel()


def lhs_block(stream: Stream, block: int) -> Array:
    """Latin hypercube: the `POINTS` points of a replicate in a block fall one into each of as many equal strata, in random order."""
    words = keyed(f"{stream.seed}/lhs/{stream.id}/{block}", 2 * BLOCK)
    # random words that end in the number of their stratum: sorting them shuffles the strata
    shuffled = np.sort(words[:BLOCK].reshape(REPLICATES, POINTS) // POINTS * POINTS + np.arange(POINTS, dtype=np.uint64), axis=1)
    strata = (shuffled % POINTS).T.ravel()
    # 44 bits within the stratum, so that the sum is exact and stays below 1
    within = ((words[BLOCK:] >> np.uint64(20)).astype(np.float64) + 0.5) * 2.0**-44
    return (strata + within) / POINTS


def sobol_blocks(stream: Stream, first: int, count: int) -> Array:
    """Scrambled Sobol sequence, (count * BLOCK,)."""
    return _open(points(*scrambled(*stream, REPLICATES), first, count, POINTS).ravel())


def _open(words: NDArray[np.uint64]) -> Array:
    """Words of 52 bits, which are written over, as the middles of 2**52 equal parts of (0, 1)."""
    # behind the exponent of the floats from 1 to 2 they are such floats
    words |= np.uint64(EXPONENT)
    found = words.view(np.float64)
    found -= BELOW_ONE
    return found


def _in_turn(block: Callable[[Stream, int], Array]) -> Callable[[Stream, int, int], Array]:
    return lambda stream, first, count: np.concatenate([block(stream, number) for number in range(first, first + count)])


KINDS: dict[str, Callable[[Stream, int, int], Array]] = {
    "sobol": sobol_blocks,
    "lhs": _in_turn(lhs_block),
    "antithetic": _in_turn(antithetic_block),
    "random": _in_turn(random_block),
}
"""Kind -> uniform numbers of a stream, of `count` blocks from block `first` on, (count * BLOCK,)."""
