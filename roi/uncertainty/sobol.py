"""Sobol sequences, one dimension for each figure, scrambled anew in each replicate.

Direction numbers of Joe and Kuo (2008). Scramble: a random lower triangular matrix over the bits, then a random shift (Matousek 1998).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.uint64]

BITS = 52
"""Bits of a draw, as many as the plain generator gives."""

INDEX_BITS = 32
"""Bits of the number of a point: 2**32 points in each replicate."""

WISHES = 16
"""Dimensions a figure asks for, one after the other, before it goes without."""

_TABLE = Path(__file__).parent / "direction_numbers.txt"


def keyed(text: str, count: int) -> Whole:
    """Random words, (count,): Philox (Salmon et al. 2011) keyed by BLAKE2b of `text`."""
    digest = blake2b(text.encode(), digest_size=16).digest()
    return np.random.Philox(key=int.from_bytes(digest, "little")).random_raw(count)


def dimensions(ids: Iterable[str]) -> dict[str, int]:
    """The dimension of each id, all different; an id that finds none is left out.

    Each id asks for the dimensions that its hash names, and where two ask for the same the hash decides who gives way: so a new id
    moves another only when it takes its dimension, which it does about once in 2 x 1,111 / (number of ids) times.
    """
    wanted = {id: [int(word) % len(_table()) for word in keyed(f"dimension/{id}", WISHES + 1)] for id in ids}
    found: dict[str, int] = {}
    taken: set[int] = set()
    for id in sorted(wanted, key=lambda one: (keyed(f"rank/{one}", 1)[0], one)):
        free = next((one for one in wanted[id] if one not in taken), None)
        if free is not None:
            found[id] = free
            taken.add(free)
    return found


@cache
def _table() -> tuple[str, ...]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


@cache
def direction_numbers(dimension: int) -> tuple[int, ...]:
    """Numbers m of a dimension (counted from 0): odd, the j-th below 2**j; j = 1 to `INDEX_BITS`."""
    polynomial, *m = (int(word) for word in _table()[dimension].split())
    degree = polynomial.bit_length() - 1
    if degree == 0:
        return (1,) * INDEX_BITS
    while len(m) < INDEX_BITS:
        following = m[-degree] ^ (m[-degree] << degree)
        for step in range(1, degree):
            if polynomial >> (degree - step) & 1:
                following ^= m[-step] << step
        m.append(following)
    return tuple(m[:INDEX_BITS])


@lru_cache(maxsize=1024)
def scrambled(seed: int, id: str, dimension: int | None, replicates: int) -> tuple[Whole, Whole]:
    """Columns of the scrambled generator matrices, (INDEX_BITS, replicates), and the shifts, (replicates,): words of `BITS` bits.

    Without a dimension the direction numbers are random: a dimension whose polynomial is of a degree above `INDEX_BITS` may have any.
    """
    one = np.uint64(1)
    words = keyed(f"{seed}/sobol/{id}", (2 * INDEX_BITS + 1) * replicates).reshape(-1, replicates)
    leading = one << np.arange(BITS - 1, BITS - 1 - INDEX_BITS, -1, dtype=np.uint64)[:, np.newaxis]
    lower = leading | (words[:INDEX_BITS] & (leading - one))
    places = np.arange(INDEX_BITS, dtype=np.uint64)[:, np.newaxis]
    if dimension is None:
        upper = (words[INDEX_BITS:-1] & ((one << places) - one)) | (one << places)
        bits = upper >> places[..., np.newaxis] & one
    else:
        # bit i of a column, counted from the first digit after the point, is bit j - i of the j-th number
        m = np.array(direction_numbers(dimension), dtype=np.uint64)
        bits = np.where(places <= places.T, m >> (places.T - np.minimum(places, places.T)) & one, np.uint64(0))[..., np.newaxis]
    columns = np.bitwise_xor.reduce(lower[:, np.newaxis] & np.negative(bits), axis=0)
    return columns, words[-1] >> np.uint64(64 - BITS)


def steps(columns: Whole) -> Whole:
    """From point to point, (INDEX_BITS, replicates): row k leads on to a point whose number ends in k zeros."""
    return np.bitwise_xor.accumulate(columns, axis=0)


def point(to_next: Whole, shifts: Whole, number: int) -> Whole:
    """One point of several sequences, the shape of `shifts`; to_next : `steps`, (..., INDEX_BITS, replicates).

    Steps k and j < k together are the columns between them, so those are taken where a bit of the number differs from the next.
    """
    changes = number ^ number >> 1
    places = [place for place in range(number.bit_length()) if changes >> place & 1]
    found: Whole = np.bitwise_xor.reduce(to_next[..., places, :], axis=-2) ^ shifts
    return found


def points(columns: Whole, shifts: Whole, first: int, count: int, size: int) -> Whole:
    """Points of `count` blocks of `size` from block `first` on, of each replicate, (count * size, replicates); `size` is a power of two."""
    low = size.bit_length() - 1
    # the last digits of a point's number are those of its place in its block, so they do the same in every block
    within = np.zeros((size, columns.shape[1]), dtype=np.uint64)
    for place in range(low):
        np.bitwise_xor(within[: 1 << place], columns[place], out=within[1 << place : 2 << place])
    to_next = steps(columns)
    begins = np.stack([point(to_next, shifts, block * size) for block in range(first, first + count)])
    return (within ^ begins[:, np.newaxis]).reshape(count * size, -1)
