"""Law that is still open: a regime decides by its state which tariff measures are in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from roi.domain.assumption import Assumption, Entity, In, Noun

Probability = Annotated[Assumption, In("1")]


class RegimeState(Noun):
    """What the law may become. in_force : ids of the measures of the regime that are in force in this state; the others are not."""

    label: str
    in_force: tuple[str, ...] = ()


class Decision(Noun):
    """One dated decision. probabilities : state -> chance [1]; a state left out is not possible."""

    date: dt.date
    probabilities: dict[str, Probability]


class Regime(Entity):
    """A question of law that is open.

    measures : ids of the tariff measures it governs. states : in the order of their numbers, from 0.
    initial : state of today, and of the base case. pinned : state that holds without uncertainty once the law may have changed.
    decision : one dated decision, or else `transitions` : from state -> to state -> chance in a year [1], the rest stays;
    first_year : first calendar year in which the state may differ from the initial one.
    """

    citation: str
    question: str
    measures: tuple[str, ...]
    states: dict[str, RegimeState]
    initial: str
    pinned: str | None = None
    decision: Decision | None = None
    transitions: dict[str, dict[str, Probability]] | None = None
    first_year: int | None = None
    note: str = ""

    @property
    def opens(self) -> int:
        """First calendar year in which another state than the initial one may hold: the first that begins on or after the decision."""
        if self.decision is not None:
            day = self.decision.date
            return day.year if (day.month, day.day) == (1, 1) else day.year + 1
        assert self.first_year is not None
        return self.first_year

    @property
    def numbers(self) -> dict[str, int]:
        """Number of each state."""
        return {name: number for number, name in enumerate(self.states)}

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """Every probability with its key below the id of the regime."""
        if self.decision is not None:
            for state, figure in self.decision.probabilities.items():
                yield f"decision.probabilities.{state}", figure
        for start, row in (self.transitions or {}).items():
            for end, figure in row.items():
                yield f"transitions.{start}.{end}", figure
