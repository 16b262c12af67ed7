"""What may happen in the years of a case: law that is still open, prices and currencies that move, supply that fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from roi.domain.assumption import Assumption, Entity, In, Noun
from roi.domain.tariffs import CountryCode

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


class SharedShock(Noun):
    """A shock that several paths have in common. factor : its name. loading : correlation of the path's own shocks with it [1]."""

    factor: str = Field(min_length=1)
    loading: Annotated[Assumption, In("1")]


class PriceRisk(Entity):
    """A price that moves around its trend.

    moves : id of the price. process : shocks last, or are drawn back. volatility : standard deviation of yearly changes [1/year].
    half_life : years after which half of a deviation is gone. level : long-run value over the trend, 1 when not given.
    pinned : ``off`` for no path.
    """

    moves: str
    process: Literal["geometric_brownian", "mean_reverting"]
    volatility: Annotated[Assumption, In("1/year")]
    half_life: Annotated[Assumption | None, In("year")] = None
    level: Annotated[Assumption | None, In("1")] = None
    shared: SharedShock | None = None
    pinned: Literal["off"] | None = None
    note: str = ""

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """Every parameter with its key below the id of the risk."""
        yield from super().figures()
        yield from _loading(self.shared)


class CurrencyRisk(Entity):
    """A currency that walks around its drift against the dollar; the drift follows the inflations. Keys as for a price."""

    country: CountryCode
    volatility: Annotated[Assumption, In("1/year")]
    shared: SharedShock | None = None
    pinned: Literal["off"] | None = None
    note: str = ""

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """Every parameter with its key below the id of the risk."""
        yield from super().figures()
        yield from _loading(self.shared)


class DisruptionRisk(Entity):
    """Outages of one cause that hit all listed at once, or with `by_site` each plant, merchant or supplier by itself.

    yearly_rate : how many begin a year while there is none. duration : of an outage, drawn for each. lost_share : of supply, while it
    lasts [1]; of a closed route the rest goes by air. restart_loss : further share of the supply lost [1] in a year that lost more time
    than `restart_after`. price_rise : share by which the market price rises in a year wholly lost [1].
    plants_in, suppliers_in, merchants_in, manufacturers_in : countries. routes : stems. pinned : no outage.
    """

    yearly_rate: Annotated[Assumption, In("1/year")]
    duration: Annotated[Assumption, In("year")]
    lost_share: Annotated[Assumption, In("1")]
    restart_after: Annotated[Assumption | None, In("year")] = None
    restart_loss: Annotated[Assumption | None, In("1")] = None
    price_rise: Annotated[Assumption | None, In("1")] = None
    by_site: bool = False
    plants_in: tuple[CountryCode, ...] = ()
    suppliers_in: tuple[CountryCode, ...] = ()
    merchants_in: tuple[CountryCode, ...] = ()
    manufacturers_in: tuple[CountryCode, ...] = ()
    routes: tuple[str, ...] = ()
    pinned: Literal["off"] | None = None
    note: str = ""


def _loading(shared: SharedShock | None) -> Iterator[tuple[str, Assumption]]:
    if shared is not None:
        yield "shared.loading", shared.loading


Risk = Regime | PriceRisk | CurrencyRisk | DisruptionRisk
"""What stands in `risks/`."""
