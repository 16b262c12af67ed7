"""Outages of supply: which risks hit an option, and the rows of what is left, safety stock included.

``running_share`` is the share of a year without an outage. The rows serve the product and, with the prefix ``key_``, the key starting
material; what is missing of that is an outage of the plant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul

from roi.book import Book
from roi.domain import ContractManufacturer, DisruptionRisk, Entity, Fixed, Merchant, Plant, Supplier
from roi.domain.paths import Disruption
from roi.formula import Formula, Input, Row, Symbols, maximum, minimum, part, prior, row, sum_of, where
from roi.statement.binding import Binding, Calendar, bind
from roi.statement.draft import KEY, Draft
from roi.statement.made import made
from roi.uncertainty import OutagePath, base
from roi.units import NUMBER

SECTION = "Supply"
Site = Plant | Merchant | ContractManufacturer | Supplier


@dataclass(frozen=True)
class Supply:
    """Risks that hit an option. own : its product. key : its key starting material, and not the product in the same event."""

    own: Sequence[DisruptionRisk]
    key: Sequence[DisruptionRisk]

    @property
    def disturbed(self) -> bool:
        """Whether some risk hits the option."""
        return bool(self.own or self.key)


def supply(draft: Draft, site: Plant | Merchant | ContractManufacturer, route: str | None) -> Supply:
    """Add what outages leave of the supply of the option.

    site : what the product comes from. route : stem of the route of the product.
    """
    book, option = draft.book, draft.option
    own = hitting(book, site, route)
    _bind(draft, "", own, site)
    key: list[DisruptionRisk] = []
    if option.key_supplier:
        supplier = book.suppliers[option.key_supplier]
        # an event that hits the product too has stopped it already: it counts once
        key = [risk for risk in hitting(book, supplier, option.key_route) if risk.by_site or risk not in own]
        _bind(draft, "key.", key, supplier)
    if key:
        draft.rows += part("key", KEY, _rows(key, stocked=option.key_route is not None))
    if own or key:
        draft.rows += _rows(own, stocked=route is not None, key=bool(key))
    return Supply(own, key)


def hitting(book: Book, site: Site | None, route: str | None) -> list[DisruptionRisk]:
    """Risks that are not off and hit the site or the route."""
    risks = [risk for risk in book.disruptions.values() if risk.pinned is None]
    return [risk for risk in risks if route in risk.routes or (site and site.country in getattr(risk, LISTED[type(site)]))]


def outage_path(risk: DisruptionRisk, site: Site | None, calendar: Calendar) -> Binding:
    """Share of the supply of each year that a risk takes, of one site where each has outages of its own; 0 in the base case."""
    alone = site if risk.by_site else None
    id = f"{risk.id}.{alone.id}" if alone else risk.id
    path = OutagePath(id, calendar.years, outage_shape(risk), risk.lost_share.value)
    label = "Share of the year's supply lost to outages" + (f", {alone.label}" if alone else "")
    return Binding(
        Input(f"{id}.lost", label, NUMBER, "series", f"Risks: {risk.label}"),
        base(path),
        figures=tuple(figure for key, figure in risk.figures() if key in DRAWN),
        derivation="no outage in the base case",
        path=path,
    )


def outage_shape(risk: DisruptionRisk) -> Disruption:
    """Law of the outages of a risk."""
    duration = risk.duration.distribution or Fixed(kind="fixed", value=risk.duration.value)
    return Disruption(kind="disruption", rate=risk.yearly_rate.value, duration=duration)


def site_of(book: Book, id: str) -> Entity | None:
    """The plant, merchant or supplier that the path with this id stops alone; None where one path serves all."""
    folder, _, stem = id.partition(".")[2].partition(".")[2].partition(".")
    shelves: dict[str, Mapping[str, Entity]] = {
        "plants": book.plants,
        "merchants": book.merchants,
        "contract_manufacturers": book.contract_manufacturers,
        "suppliers": book.suppliers,
    }
    return shelves[folder][stem] if stem else None


def stem_of(risk: DisruptionRisk) -> str:
    """Name of the file of a risk."""
    return risk.id.partition(".")[2]


def _bind(draft: Draft, role: str, risks: Sequence[DisruptionRisk], site: Site) -> None:
    """Make the outages known as ``outages.<stem>``, and the figures that rows read as ``cause.<stem>.<key>``."""
    for risk in risks:
        stem = stem_of(risk)
        draft.inputs[f"{role}outages.{stem}"] = outage_path(risk, site, draft.calendar)
        read = {key: figure for key, figure in risk.figures() if key in READ}
        draft.inputs |= {f"{role}cause.{stem}.{key}": bind(one, f"Risks: {risk.label}", draft.calendar) for key, one in read.items()}


def _rows(risks: Sequence[DisruptionRisk], stocked: bool, key: bool = False) -> list[Row]:
    """Rows of one supply. stocked : a safety stock on the route helps out. key : the key starting material may be missing."""
    restarts = [stem_of(risk) for risk in risks if risk.restart_loss]
    running = [restart_lost(restarts)] if restarts else []
    running.append(running_share([stem_of(risk) for risk in risks], key, bool(restarts)))
    return [*running, safety_stock_left, supplied_share] if stocked else [*running, supplied_share_without_stock]


def running_share(stems: Sequence[str], key: bool, restarts: bool = False) -> Row:
    """The row of the share of the year without an outage; outages of different causes fall into the year independently."""
    needed, less = ("key_supplied_share",) if key else (), ("restart_lost",) if restarts else ()

    def share(s: Symbols) -> Formula:
        left = [1 - getattr(s.outages, stem) for stem in stems]
        found: Formula = reduce(mul, [*left, *(getattr(s, name) for name in needed)])
        return maximum(0, found - sum_of([getattr(s, name) for name in less])) if less else found

    lost = [f"the share lost to {stem.replace('_', ' ')}" for stem in stems]
    words = " times ".join([*(f"1 less {one}" for one in lost), *(["the share supplied of the key starting material"] if key else [])])
    text = f"{words[0].upper()}{words[1:]}" + (", less what restarts lose." if restarts else ".")
    return made("running_share", "Share of the year without an outage", "1", SECTION, text, share)


def restart_lost(stems: Sequence[str]) -> Row:
    """The row of what is lost after long outages, until all runs as before."""

    def lost(s: Symbols) -> Formula:
        both = [(getattr(s.outages, stem), getattr(s.cause, stem)) for stem in stems]
        return sum_of([where(one * s.one_year > figures.restart_after, one * figures.restart_loss, 0) for one, figures in both])

    causes = ", ".join(stem.replace("_", " ") for stem in stems)
    words = f"For each of {causes}: when it took more of the year than its outages may last without a restart, a share of that once more."
    return made("restart_lost", "Share of the year lost to restarts", "1", SECTION, words, lost)


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


DRAWN = ("yearly_rate", "duration", "lost_share")
"""Figures of a risk that its path is drawn from."""

READ = ("lost_share", "restart_after", "restart_loss")
"""Figures of a risk that rows of an option may read."""

LISTED: dict[type[Site], str] = {
    Plant: "plants_in",
    Merchant: "merchants_in",
    ContractManufacturer: "manufacturers_in",
    Supplier: "suppliers_in",
}
"""Key of a risk under which the country of a site is listed."""
