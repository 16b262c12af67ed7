"""The nouns of tariff law: a measure with its dated rates, lists of tariff numbers, and the schedule of base rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from roi.domain.assumption import Assumption, Confidence, Entity, In, Noun

Hts = Annotated[str, Field(pattern=r"^\d{4}(\.\d{2}){0,2}(\.?\d{2})?$")]
"""Digits of a heading of the Harmonized Tariff Schedule, with points: ``2924.29.62``. Always quoted in YAML."""

CountryCode = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
"""Stem of a file in `countries/`: the ISO 3166 code in lower case."""

Kind = Literal["base", "additive", "floor", "in_place", "relief"]


@dataclass(frozen=True)
class Origin:
    """Where a table of numbers beside a measure comes from."""

    file: str
    source: str
    locator: str
    retrieved: date


@dataclass(frozen=True)
class HtsList:
    """A long list of tariff numbers. digits : the numbers without points, each of which begins the numbers it covers."""

    origin: Origin
    digits: frozenset[str]


@dataclass(frozen=True)
class ScheduledRate:
    """Column 1 rate of one line. ad_valorem : fraction of the customs value [1]. specific : USD a unit `per`, "" when there is none.

    free_for : symbols of the special programs under which the line is free.
    """

    hts: str
    ad_valorem: float
    specific: float
    per: str
    free_for: tuple[str, ...]


@dataclass(frozen=True)
class Schedule:
    """Base rates of many lines from one edition. rates : by the digits of the line. first_day : from which they are taken to hold."""

    origin: Origin
    first_day: date
    confidence: Confidence
    rates: Mapping[str, ScheduledRate]


class TariffRate(Noun):
    """One line of a measure: goods, origins and the rate by legal effective date. Empty `hts` or `origins`: all of the measure.

    kind : of this line where it differs from that of the measure. claims : any of them opens the line; empty: open to all.
    special : symbol of the special program that the base schedule must show for the goods.
    heading : of chapter 99. ends : first day on which the line is no longer in force.
    possible_rate : of a proposed measure, in place of `rate`: it has no dates, and may be uncertain.
    """

    hts: tuple[Hts, ...] = ()
    origins: tuple[CountryCode, ...] = ()
    except_origins: tuple[CountryCode, ...] = ()
    kind: Kind | None = None
    claims: tuple[str, ...] = ()
    special: str = ""
    heading: str = ""
    ends: date | None = None
    rate: Annotated[Assumption | None, In("1", "dated")] = None
    possible_rate: Annotated[Assumption | None, In("1")] = None

    @property
    def figure(self) -> Assumption:
        """The figure of the rate."""
        found = self.rate or self.possible_rate
        assert found is not None
        return found

    @property
    def dated(self) -> tuple[tuple[date, float], ...]:
        """(first day in force, rate). The rate of a proposed measure holds whenever the measure is in force."""
        return self.rate.dated if self.rate else ((date.min, self.figure.value),)


class TariffMeasure(Entity):
    """One act of tariff law.

    kind : `base` (column 1), `in_place` (instead of the base), `additive` (base + r), `floor` (total at least r),
    `relief` (adds its rate, as a rule 0, and keeps away what it suppresses).
    hts, hts_file : prefixes in its scope, both empty for all goods. except_hts, except_hts_file, except_origins : taken out.
    claims : any of them brings goods under the measure; empty: all goods of its scope.
    relief_claims : claims by the importer, any of which lifts the measure for the goods of `relief_hts` (prefixes; empty: none).
    suppresses : ids of measures that do not apply where this one does. lowest : of the lines open to an import the lowest counts.
    proposed : possible, but not law: in force only where the state of a regime says so.
    announced, published : days of the act and of its print; only the effective days of the rates count.
    reviewed : day up to which the law was looked through. drawback : whether the duty is refunded on export.
    """

    importer: CountryCode
    authority: str
    citation: str
    kind: Kind
    hts: tuple[Hts, ...] = ()
    hts_file: HtsList | None = None
    except_hts: tuple[Hts, ...] = ()
    except_hts_file: HtsList | None = None
    except_origins: tuple[CountryCode, ...] = ()
    claims: tuple[str, ...] = ()
    relief_claims: tuple[str, ...] = ()
    relief_hts: tuple[Hts, ...] = ()
    relief_hts_file: HtsList | None = None
    suppresses: tuple[str, ...] = ()
    lowest: bool = False
    proposed: bool = False
    schedule_file: Schedule | None = None
    announced: date | None = None
    published: date | None = None
    reviewed: date | None = None
    drawback: Literal["eligible", "not_eligible", "unverified"] = "unverified"
    note: str = ""
    rates: dict[str, TariffRate]

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """The rate of every line, as ``rates.<line>.rate`` or ``rates.<line>.possible_rate``."""
        for name, line in self.rates.items():
            yield f"rates.{name}.{'rate' if line.rate else 'possible_rate'}", line.figure


class Drawback(Entity):
    """Refund of duty on goods that are exported again. share : of the duty paid."""

    country: CountryCode
    share: Annotated[Assumption, In("1")]
