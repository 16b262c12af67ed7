"""How the trials of a model are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from roi.book import Book
from roi.statement.model import Model
from roi.uncertainty import BLOCK, Dependence, Sampler, dependence, sampler

SAMPLER = "sobol"

ROOM = 2**26
"""Bytes that the draws of the trials on one thread may take."""


@dataclass(frozen=True)
class Plan:
    """All that the draws rest on beside the figures themselves. `sampler.uniform` is for whoever draws something of their own."""

    sampler: Sampler
    dependence: Dependence

    @property
    def replicates(self) -> int:
        """Independent replicates the trials belong to in turn, for their standard errors."""
        return self.sampler.replicates


def plan(model: Model, seed: int, kind: str = SAMPLER, held: str = "") -> Plan:
    """The plan of a run, as if the figure `held` (its id) were certain.

    Raises RoiError for an unknown kind of sampler, and for correlations that contradict each other.
    """
    drawn = [figure.id for figure in model.uncertain if figure.id != held]
    return Plan(sampler(kind, seed, drawn), dependence(model.correlations, model.book.copula, drawn))


def batch(model: Model, most: int) -> int:
    """Trials to draw and run at a time: at most `most`, whole blocks whose draws take no more than `ROOM`. No result rests on it."""
    numbers = len(model.uncertain) + sum(len(path.years) for path in model.paths.values())
    return max(BLOCK, min(most, ROOM // (8 * max(numbers, 1)) // BLOCK * BLOCK))


def correlation_notes(book: Book) -> list[str]:
    """Correlated figures that are certain and so have no part. Raises RoiError when all correlations together contradict each other."""
    certain = {figure.id for figure in book.figures() if figure.distribution is None}
    named = {id: one for one in book.correlations.values() for id in one.named}
    dependence(tuple(book.correlations.values()), book.copula, [id for id in named if id not in certain])
    return [f"{named[id].id}: {id} has no distribution and is not drawn, so nothing moves with it" for id in named if id in certain]
