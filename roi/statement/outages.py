"""Outages of supply: which risks hit an option, and the rows of what is left, safety stock included.

``running_share`` is the share of a year without an outage. The rows serve the product and, with the prefix ``key_``, the key starting
material; what is missing of that is an outage of the plant.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import mul

from roi.book import Book
from roi.domain import DisruptionRisk, Fixed
from roi.domain.paths import Disruption
from roi.formula import Formula, Input, Row, Symbols, maximum, minimum, part, prior, row, where
from roi.statement.binding import Binding, Calendar
from roi.statement.draft import KEY, Draft
from roi.uncertainty import OutagePath, base
from roi.units import NUMBER

SECTION = "Supply"


def supply(draft: Draft, route: str | None, **hit: str) -> bool:
    """Add what outages leave of the supply of the option; True when some risk hits it.

    route : stem of the route of the product. hit : country by what the product comes from, ``plants_in`` or ``merchants_in``.
    """
    book, option = draft.book, draft.option
    own = _hitting(book, route, **hit)
    supplier = book.suppliers[option.key_supplier].country if option.key_supplier else None
    # an outage that hits the product too has stopped it already: it counts once
    key = [risk for risk in _hitting(book, option.key_route, suppliers_in=supplier) if risk not in own]
    draft.inputs |= _paths("", own, draft.calendar) | _paths("key.", key, draft.calendar)
    if key:
        draft.rows += part("key", KEY, _rows(key, stocked=option.key_route is not None))
    if own or key:
        draft.rows += _rows(own, stocked=route is not None, key=bool(key))
    return bool(own or key)


def _hitting(book: Book, route: str | None, **hit: str | None) -> list[DisruptionRisk]:
    """Risks that are not off and hit the route or one of the countries."""
    risks = [risk for risk in book.disruptions.values() if risk.pinned is None]
    return [risk for risk in risks if route in risk.routes or any(country in getattr(risk, key) for key, country in hit.items())]


def _paths(role: str, risks: Sequence[DisruptionRisk], calendar: Calendar) -> dict[str, Binding]:
    """Share of each year that each risk takes, as ``<role>outages.<stem>``; 0 in the base case."""
    inputs = {}
    for risk in risks:
        path = OutagePath(risk.id, calendar.years, outage_shape(risk), risk.lost_share.value)
        inputs[f"{role}outages.{_stem(risk)}"] = Binding(
            Input(f"{risk.id}.lost", "Share of the year's supply lost to outages", NUMBER, "series", f"Risks: {risk.label}"),
            base(path),
            figures=tuple(figure for _, figure in risk.figures()),
            derivation="no outage in the base case",
            path=path,
        )
    return inputs


def outage_shape(risk: DisruptionRisk) -> Disruption:
    """Law of the outages of a risk."""
    duration = risk.duration.distribution or Fixed(kind="fixed", value=risk.duration.value)
    return Disruption(kind="disruption", rate=risk.yearly_rate.value, duration=duration)


def _stem(risk: DisruptionRisk) -> str:
    return risk.id.partition(".")[2]


def _rows(risks: Sequence[DisruptionRisk], stocked: bool, key: bool = False) -> list[Row]:
    """Rows of one supply. stocked : a safety stock on the route helps out. key : the key starting material may be missing."""
    running = running_share([_stem(risk) for risk in risks], key)
    return [running, safety_stock_left, supplied_share] if stocked else [running, supplied_share_without_stock]


def running_share(stems: Sequence[str], key: bool) -> Row:
    """The row of the share of the year without an outage; outages of different causes fall into the year independently."""

    needed = ("key_supplied_share",) if key else ()

    def share(s: Symbols) -> Formula:
        left = [1 - getattr(s.outages, stem) for stem in stems]
        found: Formula = reduce(mul, [*left, *(getattr(s, name) for name in needed)])
        return found

    lost = [f"the share lost to {stem.replace('_', ' ')}" for stem in stems]
    words = " times ".join([*(f"1 less {one}" for one in lost), *(["the share supplied of the key starting material"] if key else [])])
    text = f"{words[0].upper()}{words[1:]}."
    return Row("running_share", "Share of the year without an outage", NUMBER, SECTION, text, share, f"{__file__}:{_LINE}")


_LINE = running_share.__code__.co_firstlineno


@row("Safety stock left", unit="year", section=SECTION)
def safety_stock_left(s: Symbols) -> Formula:
    """Time that the safety stock lasts at the end of the year: what outages leave of it, and all of it after a year without one."""
    left = maximum(0, prior(s.safety_stock_left, s.route.safety_stock_time) - (1 - s.running_share) * s.one_year)
    return where(s.running_share < 1, left, s.route.safety_stock_time)


@row("Share of the year supplied", unit="1", section=SECTION)
def supplied_share(s: Symbols) -> Formula:
    """Share of the year without an outage, and the time that the safety stock of last year's end lasts, but not more than all."""
    return minimum(1, s.running_share + prior(s.safety_stock_left, s.route.safety_stock_time) / s.one_year)


@row("Share of the year supplied", unit="1", section=SECTION, name="supplied_share")
def supplied_share_without_stock(s: Symbols) -> Formula:
    """Share of the year without an outage: no safety stock helps out."""
    return s.running_share
