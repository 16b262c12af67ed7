"""What a risk of prices, currencies or supply must hold beyond its keys: what it moves or hits, and parameters that are certain."""

from __future__ import annotations

from roi.book.references import Shelf
from roi.domain import CurrencyRisk, DisruptionRisk, PriceRisk
from roi.errors import nearest

MOVED = {"markets": "price", "suppliers": "fob_price"}
"""Folder of what has a price, and the figure that a risk can move."""

HIT = {
    "plants_in": "countries",
    "suppliers_in": "countries",
    "merchants_in": "countries",
    "manufacturers_in": "countries",
    "routes": "routes",
}
"""Key of a disruption and the folder of what it lists."""


def check_paths(shelf: Shelf) -> None:
    """Note on the desk of the shelf what is wrong in the risks of prices, currencies and supply."""
    moved: dict[str, str] = {}
    for id in sorted(shelf.nouns):
        risk = shelf.nouns[id]
        if isinstance(risk, PriceRisk):
            _price(shelf, risk)
            _once(shelf, risk.id, "moves", risk.moves, moved)
        elif isinstance(risk, CurrencyRisk):
            shelf.refer(id, ("country",), risk.country, "countries")
            _once(shelf, risk.id, "country", risk.country, moved)
        elif isinstance(risk, DisruptionRisk):
            _disruption(shelf, risk)
        if isinstance(risk, PriceRisk | CurrencyRisk | DisruptionRisk):
            _certain(shelf, risk)


def _price(shelf: Shelf, risk: PriceRisk) -> None:
    known = [f"{folder}.{stem}.{key}" for folder, key in MOVED.items() for stem in shelf.stems(folder)]
    if risk.moves not in known:
        shelf.note(risk.id, ("moves",), f"moves {risk.moves!r}, which is no price of a market or supplier", nearest(risk.moves, known))
    if risk.process == "mean_reverting" and risk.half_life is None:
        shelf.note(risk.id, ("half_life",), "a mean-reverting price without half_life", "add half_life, a figure in year")
    for key, figure in (("half_life", risk.half_life), ("level", risk.level)):
        if risk.process == "geometric_brownian" and figure is not None:
            shelf.note(risk.id, (key,), f"{key} of a price whose shocks last", "take it out, or write process: mean_reverting")


def _once(shelf: Shelf, id: str, key: str, thing: str, moved: dict[str, str]) -> None:
    if thing in moved:
        shelf.note(id, (key,), f"{thing} is moved by {moved[thing]} too", "let one risk move it: take one of the two files out")
    moved.setdefault(thing, id)


def _disruption(shelf: Shelf, risk: DisruptionRisk) -> None:
    listed = [(key, stem) for key in HIT for stem in getattr(risk, key)]
    for key, stem in listed:
        shelf.refer(risk.id, (key,), stem, HIT[key])
    if not listed:
        shelf.note(risk.id, ("plants_in",), "the disruption hits nothing", f"add one of {', '.join(HIT)}")
    if risk.duration.value <= 0:
        shelf.note(risk.id, ("duration",), "an outage that lasts no time", "write how long it lasts, or yearly_rate: 0 for no outage")
    missing = [key for key in ("restart_after", "restart_loss") if getattr(risk, key) is None]
    if len(missing) == 1:
        shelf.note(risk.id, (), f"{missing[0]} is missing", "give restart_after and restart_loss, or neither")
    if risk.by_site and risk.routes:
        shelf.note(risk.id, ("routes",), "a route is no site: one event closes it for all", "take routes or by_site out")
    if risk.price_rise is not None and risk.by_site:
        shelf.note(risk.id, ("price_rise",), "one site alone does not move the market price", "take price_rise or by_site out")
    if risk.price_rise is not None and not risk.merchants_in and not risk.routes:
        what = "price_rise of outages that hit no merchant and no route"
        shelf.note(risk.id, ("price_rise",), what, "add merchants_in or routes: they set the market price")


def _certain(shelf: Shelf, risk: PriceRisk | CurrencyRisk | DisruptionRisk) -> None:
    """Only the duration of an outage has a distribution: it is drawn for each outage."""
    for key, figure in risk.figures():
        if key != "duration" and figure.distribution is not None:
            what = f"{key.replace('_', ' ').replace('.', ' ')} with a distribution"
            shelf.note(risk.id, tuple(key.split(".")), what, "give value alone: the path is itself the uncertainty")
