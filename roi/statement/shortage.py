"""What an outage costs beside the sale it loses: to keep supply going, and to purchasers and patients for what is missing.

There are such rows where some risk hits the option and its market names a file of what a shortage costs. What purchasers and patients
bear is no cash flow of the option.
"""

from __future__ import annotations

from collections.abc import Sequence

from roi.domain import DisruptionRisk
from roi.formula import (
    Formula,
    Row,
    Symbols,
    available,
    divide,
    maximum,
    metric,
    minimum,
    part,
    present_value,
    row,
    rows,
    sum_of,
    total,
    where,
)
from roi.statement.cash_flow import subtotal
from roi.statement.draft import KEY, Draft
from roi.statement.made import made
from roi.statement.outages import Supply, stem_of
from roi.statement.sales import Buyer

SECTION = "Shortage"


@row("Would be supplied without outages", unit="kg/year", section=SECTION, name="volume_possible")
def possible_of_merchant(s: Symbols) -> Formula:
    """What is called by the buyers, once the merchant delivers."""
    return where(s.operating, s.called_volume, 0)


@row("Would be supplied without outages", unit="kg/year", section=SECTION, name="volume_possible")
def possible_of_plant(s: Symbols) -> Formula:
    """What is called by the buyers, up to the saleable capacity without outages."""
    return minimum(s.called_volume, s.undisturbed_capacity)


@row("Would be supplied without outages", unit="kg/year", section=SECTION, name="volume_possible")
def possible_beside_reservations(s: Symbols) -> Formula:
    """What is called by the buyers, up to the saleable capacity without outages, less what is held ready and not called for."""
    return minimum(s.called_volume, maximum(0, s.undisturbed_capacity - s.held_idle))


@row("Volume lost to outages", unit="kg/year", section=SECTION)
def volume_lost(s: Symbols) -> Formula:
    """In a year with an outage beyond the stock: what would be supplied without, less what is sold."""
    return where(s.supplied_share < 1, maximum(0, s.volume_possible - s.volume_sold), 0)


@row("Drawn from the safety stock", unit="kg/year", section=SECTION)
def stock_drawn(s: Symbols) -> Formula:
    """What flows while an outage lasts: share of the year supplied, less that without an outage, of what would be supplied without any."""
    return (s.supplied_share - s.running_share) * s.volume_possible


@row("Drawn from the safety stock", unit="kg/year", section=SECTION, name="stock_drawn")
def key_stock_drawn(s: Symbols) -> Formula:
    """What flows while an outage lasts: share of the year supplied, less that without an outage, of what is used."""
    return (s.supplied_share - s.running_share) * s.shipped_volume


def diverted(stems: Sequence[str], volume: str) -> Row:
    """The row of what goes by air while a route is closed. volume : row of what travels on it."""

    def flown(s: Symbols) -> Formula:
        lost = [(getattr(s.outages, stem), getattr(s.cause, stem).lost_share) for stem in stems]
        travelling: Formula = getattr(s, volume)
        return sum_of([one * divide(1 - share, share) for one, share in lost]) * travelling

    causes = ", ".join(stem.replace("_", " ") for stem in stems)
    words = f"While the route is closed ({causes}), what its outages do not stop; of {volume.replace('_', ' ')}."
    return made("diverted_volume", "Sent by air while the route is closed", "kg/year", SECTION, words, flown)


@row("Expediting", unit="USD/year", section=SECTION)
def expediting_cost(s: Symbols) -> Formula:
    """The share of what is drawn from stock that is replaced by air, at what air costs more, at the general price index."""
    return s.stock_drawn * s.shortage.expedited_share * s.shortage.expediting_freight * s.general_price_index


@row("Expediting", unit="USD/year", section=SECTION, name="expediting_cost")
def expediting_cost_with_diversion(s: Symbols) -> Formula:
    """What goes by air, and the share of what is drawn from stock that is replaced by air, at what air costs more, at the price index."""
    flown = s.diverted_volume + s.stock_drawn * s.shortage.expedited_share
    return flown * s.shortage.expediting_freight * s.general_price_index


@row("Dearer replacement, to purchasers", unit="USD/year", section=SECTION)
def replacement_cost(s: Symbols) -> Formula:
    """Share of the volume lost that is found elsewhere, at the rise of its price over the market price."""
    return s.volume_lost * s.shortage.found_elsewhere_share * s.shortage.replacement_price_rise * s.market_price


@row("Doses not to be had, to purchasers and patients", unit="USD/year", section=SECTION)
def unmet_dose_cost(s: Symbols) -> Formula:
    """Doses of the volume lost that is not found elsewhere, at the cost of a missing dose, at the general price index."""
    missing = s.volume_lost * (1 - s.shortage.found_elsewhere_share) / s.drug.dose_mass
    return missing * s.drug.unmet_cost * s.general_price_index


@metric("Cost of shortages to purchasers and patients", unit="USD", section="Resilience")
def shortage_cost_value(s: Symbols) -> Formula:
    """Present value of the cost of the shortage of each year; no part of the cash flow of the option."""
    return present_value(s.shortage_cost, s.discount_factor)


@metric("Cost of shortages per kg", unit="USD/kg", section="Resilience")
def shortage_cost_per_kg(s: Symbols) -> Formula:
    """Present value of the cost of shortages, divided by that of the kg that would be supplied without outages."""
    possible = present_value(s.volume_possible, s.discount_factor)
    return available(possible > 0, s.shortage_cost_value / possible)


@metric("Share of the volume lost to outages", unit="1", section="Resilience")
def volume_lost_share(s: Symbols) -> Formula:
    """Volume lost to outages over all years, divided by what would be supplied without any."""
    return available(total(s.volume_possible) > 0, total(s.volume_lost) / total(s.volume_possible))


MEASURES = rows(shortage_cost_value, shortage_cost_per_kg, volume_lost_share)


def shortage(draft: Draft, hit: Supply, found: Sequence[Buyer], from_plant: bool) -> None:
    """Add what outages cost, where the market says it. found : buyers. from_plant : sold up to a capacity, else whatever is called."""
    stem = draft.book.markets[draft.case.market].shortage
    if not hit.disturbed or stem is None:
        return
    draft.use("shortage", draft.book.shortages[stem], "Shortage")
    _losses(draft, found, from_plant)
    if hit.key and draft.option.key_route:
        draft.rows += part("key", KEY, [key_stock_drawn, *_flown(hit.key, draft.option.key_route, "shipped_volume")])
        draft.costs.append("key_expediting_cost")
    if draft.option.route:
        draft.rows += [stock_drawn, *_flown(hit.own, draft.option.route, "volume_possible")]
        draft.costs.append("expediting_cost")


def _flown(risks: Sequence[DisruptionRisk], route: str | None, volume: str) -> list[Row]:
    """Rows of what goes by air in the place of a closed route, and of what that and an empty stock cost."""
    stems = [stem_of(risk) for risk in risks if route in risk.routes and risk.lost_share.value < 1]
    return [diverted(stems, volume), expediting_cost_with_diversion] if stems else [expediting_cost]


def _losses(draft: Draft, found: Sequence[Buyer], from_plant: bool) -> None:
    """Rows and measures of what outages take from the buyers."""
    called = [f"{one.name}_{kind}_called" for one in found for kind in (("contract", "spot") if one.contract else ("spot",))]
    draft.rows.append(subtotal("called_volume", "Called by the buyers", SECTION, called, unit="kg/year"))
    held = [one.name for one in found if one.contract and one.contract.volume_terms == "reservation"]
    if held and from_plant:
        idle = [f"{name}_reservation_called" for name in held], [f"{name}_contract_called" for name in held]
        draft.rows.append(subtotal("held_idle", "Held ready and not called", SECTION, *idle, unit="kg/year"))
    plant = possible_beside_reservations if held else possible_of_plant
    borne = [replacement_cost, unmet_dose_cost] if draft.book.drugs[draft.case.drug].unmet_cost else [replacement_cost]
    cost = subtotal("shortage_cost", "Cost of the shortage to purchasers and patients", SECTION, [one.name for one in borne])
    draft.rows += [plant if from_plant else possible_of_merchant, volume_lost, *borne, cost]
    draft.measures += MEASURES
