"""Contract manufacture: the rows of a manufacturer that makes the drug substance for a fee, by our process. No plant, no capital."""

from __future__ import annotations

from roi.domain import ContractManufacturer
from roi.formula import Formula, Row, Symbols, between, maximum, row, rows
from roi.statement.draft import Draft
from roi.statement.goods import goods_flow
from roi.statement.landed_cost import shipped_volume
from roi.statement.option_parts import made_at_home, named, sell
from roi.statement.outages import supply
from roi.statement.price_paths import currency_path
from roi.statement.production import capacity
from roi.statement.timeline import LOCAL_COST, compounded, operating

SECTION = "Contract manufacture"


@row("Start of supply", unit="year", section="Timeline", name="first_operating_year")
def first_year_of_manufacturer(s: Symbols) -> Formula:
    """Whole years of technology transfer, counted from year 0; supply begins in the year after them."""
    return s.manufacturer.transfer_time


@row("Index of the fee", unit="1", section="Timeline", name="fee_index")
def growing_fee_index(s: Symbols) -> Formula:
    """1 in year 0, growing by the rate the manufacturer's contract says."""
    return compounded(s, s.fee_index, s.manufacturer.fee_growth)


@row("Index of the fee", unit="1", section="Timeline", name="fee_index")
def local_fee_index(s: Symbols) -> Formula:
    """The local cost index in dollars: the fee follows what the manufacturer's own costs do."""
    return s.cost_index


@row("Saleable capacity", unit="kg/year", section="Production", name="saleable_capacity")
def reserved_capacity(s: Symbols) -> Formula:
    """Capacity the manufacturer holds for us, released, once the process is transferred."""
    return s.operating * s.manufacturer.capacity


@row("Volume produced", unit="kg/year", section="Consumption", name="volume_produced")
def volume_tolled(s: Symbols) -> Formula:
    """What the manufacturer must make so that the released share covers sales."""
    return s.volume_sold / s.manufacturer.released_share


@row("Key starting material used", unit="kg/year", section="Consumption", name="key_shipped_volume")
def key_material_tolled(s: Symbols) -> Formula:
    """Volume produced times the stoichiometric ratio, divided by the manufacturer's yield: we supply it, so we bear the loss."""
    return s.volume_produced * s.drug.stoichiometric_ratio / s.manufacturer.process_yield


@row("Tolling fee", unit="USD/year", section=SECTION)
def tolling_fee(s: Symbols) -> Formula:
    """Volume sold, which is what is released, at the fee and its index."""
    return s.volume_sold * s.manufacturer.fee * s.fee_index


@row("Minimum campaign not called for", unit="USD/year", section=SECTION, name="minimum_charge")
def minimum_charge(s: Symbols) -> Formula:
    """What the minimum volume of an operating year is above the volume sold, at the fee and its index."""
    return maximum(0, s.operating * s.manufacturer.minimum_volume - s.volume_sold) * s.manufacturer.fee * s.fee_index


@row("Minimum campaign not called for", unit="USD/year", section=SECTION, name="minimum_charge")
def minimum_charge_with_outages(s: Symbols) -> Formula:
    """What the minimum volume, for the share of the year that could be supplied, is above the volume sold, at the fee and its index."""
    least = s.operating * s.manufacturer.minimum_volume * s.supplied_share
    return maximum(0, least - s.volume_sold) * s.manufacturer.fee * s.fee_index


@row("Reservation of capacity", unit="USD/year", section=SECTION)
def reservation_cost(s: Symbols) -> Formula:
    """Yearly fee for the capacity held, in operating years, at the index of the fee."""
    return s.operating * s.manufacturer.reservation_fee * s.fee_index


@row("Technology transfer", unit="USD/year", section=SECTION)
def technology_transfer_cost(s: Symbols) -> Formula:
    """Cost of carrying the process over, in equal parts over the years before supply, at the general price index; deducted when paid."""
    before = between(s.year, 0, s.first_operating_year - s.one_year)
    return before * s.manufacturer.technology_transfer / s.manufacturer.transfer_time * s.general_price_index


@row("Oversight of the manufacturer", unit="USD/year", section=SECTION)
def oversight_cost(s: Symbols) -> Formula:
    """Our audits and quality staff for the manufacturer, in operating years, at the general price index."""
    return s.operating * s.manufacturer.oversight * s.general_price_index


def fees(manufacturer: ContractManufacturer, disturbed: bool) -> tuple[Row, ...]:
    """Cost rows of the manufacturer's terms; those without a figure have none."""
    least = minimum_charge_with_outages if disturbed else minimum_charge
    return rows(
        tolling_fee,
        [least] if manufacturer.minimum_volume else [],
        [reservation_cost] if manufacturer.reservation_fee else [],
        technology_transfer_cost,
        oversight_cost,
    )


def toll(draft: Draft) -> None:
    """A contract manufacturer makes the drug substance for a fee, by the company's process; abroad the product is shipped and entered."""
    book, option = draft.book, draft.option
    home = book.markets[draft.case.market].country
    manufacturer = book.contract_manufacturers[named(draft, "manufacturer")]
    draft.use("manufacturer", manufacturer, "Contract manufacturer")
    draft.rows += [first_year_of_manufacturer, operating, *_fee_index(draft, manufacturer)]
    hit = supply(draft, manufacturer, option.route if manufacturer.country != home else None)
    draft.rows += capacity(reserved_capacity, hit.disturbed)
    sell(draft, manufacturer.country, hit, from_plant=True, capital=False)
    if option.key_supplier is not None:
        draft.rows += [volume_tolled, key_material_tolled]
        goods_flow(
            draft, "key", book.suppliers[option.key_supplier], book.routes[option.key_route] if option.key_route else None, bought=True
        )
    draft.cost(*fees(manufacturer, hit.disturbed))
    if manufacturer.country != home:
        draft.rows.append(shipped_volume)
        goods_flow(draft, "", manufacturer, book.routes[named(draft, "route")], bought=False)
    draft.inputs["domestic"] = made_at_home(draft, manufacturer.country == home)


def _fee_index(draft: Draft, manufacturer: ContractManufacturer) -> tuple[Row, ...]:
    """Rows of the index of the fee: its own growth, or the cost index of the manufacturer's country."""
    if manufacturer.fee_growth is not None:
        return rows(growing_fee_index)
    book = draft.book
    country = book.countries[manufacturer.country]
    draft.use("country", country, "Country of the manufacturer")
    moved = currency_path(country, book.countries[book.markets[draft.case.market].country], book, draft.calendar)
    draft.inputs |= moved
    return rows(LOCAL_COST[bool(moved)], local_fee_index)
