"""Kinds of option: which rows and which inputs make up its statement. Structure is decided here, values never."""

from __future__ import annotations

from collections.abc import Callable

from roi.errors import Problem, RoiError
from roi.formula import Row, rows
from roi.statement.binding import Binding, bind_entity, derived
from roi.statement.capital import (
    CAPITAL,
    plant_working_capital,
    receivables,
    working_capital,
    working_capital_after_prepayments,
    working_capital_change,
    working_capital_tied,
)
from roi.statement.capital_lines import Deductions, deductions
from roi.statement.cash_flow import MEASURES, RESULTS, levelised, subtotal
from roi.statement.dose import dose_measures, dose_rows
from roi.statement.draft import Draft
from roi.statement.fiscal import Support, exit_rows, support, tax
from roi.statement.goods import goods_flow
from roi.statement.landed_cost import shipped_volume
from roi.statement.loans import leverage
from roi.statement.operating_cost import labour, stated_costs
from roi.statement.outages import Supply, supply
from roi.statement.plant_capital import construction, start_of_operation, upkeep
from roi.statement.price_paths import currency_path
from roi.statement.process import bind_process, consumption, process_measures, process_rows
from roi.statement.production import (
    BY_PEOPLE_AND_PLANT,
    BY_VOLUME,
    facility_fee,
    saleable_capacity,
    saleable_capacity_with_outages,
    undisturbed_capacity,
    volume_produced,
)
from roi.statement.sales import buyers, contract_inputs, sales_measures, sales_rows
from roi.statement.shortage import shortage
from roi.statement.tender_inputs import tender_inputs
from roi.statement.timeline import PLANT_TIMELINE, PLANT_TIMELINE_OF_MOVING_CURRENCY, SUPPLY_TIMELINE
from roi.statement.volumes import delivered_share, delivered_share_with_outages
from roi.units import FLAG, YEAR


def own_plant(draft: Draft) -> None:
    """A plant of the company; when it stands abroad the product is shipped and pays duty on the arm's-length price."""
    book, option, case = draft.book, draft.option, draft.case
    plant = book.plants[_named(draft, "plant")]
    home = book.markets[case.market].country
    draft.use("plant", plant, "Plant")
    draft.use("country", book.countries[plant.country], "Country of the plant")
    length = len(plant.spending_profile.table)
    draft.inputs["plant.construction_time"] = derived(
        f"{plant.id}.construction_time",
        "Years of construction",
        length,
        unit=YEAR,
        section=f"Plant: {plant.label}",
        derivation="number of years in the spending profile",
        figures=(plant.spending_profile,),
    )
    moved = currency_path(book.countries[plant.country], book.countries[home], book, draft.calendar)
    draft.inputs |= moved
    draft.rows += [start_of_operation(plant), *(PLANT_TIMELINE_OF_MOVING_CURRENCY if moved else PLANT_TIMELINE)]
    hit = supply(draft, plant, option.route if plant.country != home else None)
    draft.rows += [undisturbed_capacity, saleable_capacity_with_outages] if hit.disturbed else [saleable_capacity]
    sell(draft, plant.country, hit, from_plant=True)
    draft.rows.append(volume_produced)
    key_used, materials = consumption(plant)
    if plant.process is not None:
        process = book.processes[plant.process]
        draft.inputs |= bind_process(process, draft.calendar)
        draft.rows += process_rows(process)
        draft.measures += process_measures(process, bought=option.key_supplier is not None)
    if option.key_supplier is not None:
        supplier = book.suppliers[option.key_supplier]
        draft.rows.append(key_used)
        goods_flow(draft, "key", supplier, book.routes[option.key_route] if option.key_route else None, bought=True)
    draft.cost(materials, *BY_VOLUME, labour(plant), *BY_PEOPLE_AND_PLANT, *stated_costs(plant), *upkeep(plant))
    if case.facility_fees is not None:
        fees = book.facility_fees[case.facility_fees]
        figure = "domestic" if plant.country == fees.country else "foreign"
        draft.inputs["facility_fees.fee"] = bind_entity("fees", fees, f"Fees of the regulator: {fees.label}", draft.calendar)[
            f"fees.{figure}"
        ]
        draft.cost(facility_fee)
    if plant.country != home:
        draft.rows.append(shipped_volume)
        goods_flow(draft, "", book.merchants[_named(draft, "merchant")], book.routes[_named(draft, "route")], bought=False)
    draft.inputs["domestic"] = _domestic(draft, plant.country == home)
    capital, capital_inputs = construction(plant, book, draft.calendar)
    draft.inputs |= capital_inputs
    draft.capital += [*capital, *CAPITAL]
    draft.stocks.append(plant_working_capital.name)


def merchant_import(draft: Draft) -> None:
    """The company buys the drug substance abroad, imports and resells it: no plant, no capital but working capital."""
    merchant = draft.book.merchants[_named(draft, "merchant")]
    draft.rows += SUPPLY_TIMELINE
    hit = supply(draft, merchant, draft.option.route)
    draft.rows.append(delivered_share_with_outages if hit.disturbed else delivered_share)
    sell(draft, merchant.country, hit, from_plant=False)
    draft.rows.append(shipped_volume)
    goods_flow(draft, "", merchant, draft.book.routes[_named(draft, "route")], bought=True)
    draft.inputs["domestic"] = _domestic(draft, False)


def sell(draft: Draft, origin: str, hit: Supply, from_plant: bool) -> None:
    """Rows, inputs and measures of what the option sells to the segments of the market, and of what it cannot sell.

    origin : country of the drug substance. hit : risks of supply.
    """
    found = buyers(draft.case, draft.option, draft.book)
    sales = sales_rows(found, from_plant)
    draft.rows += sales.rows
    draft.prepayments += sales.prepayments
    shortage(draft, hit, found, from_plant)
    draft.exports = any(one.segment.exported for one in found)
    draft.measures += sales_measures(found)
    for one in found:
        draft.inputs |= contract_inputs(one, draft.book.markets[draft.case.market], draft.book, draft.calendar)
        if one.tender:
            draft.inputs |= tender_inputs(one.name, one.tender, draft.book, origin, draft.path, draft.calendar)


def _domestic(draft: Draft, domestic: bool) -> Binding:
    words = "1 when the plant stands in the country of the market"
    return derived(f"{draft.path}.domestic", "Made in the market's country", float(domestic), unit=FLAG, section="Option", derivation=words)


def _named(draft: Draft, reference: str) -> str:
    stem: str | None = getattr(draft.option, reference)
    if stem is None:
        raise RoiError(
            Problem(draft.case.where, f"an option of kind {draft.option.kind} needs a {reference}", f"add {reference}: <stem>", draft.path)
        )
    return stem


def put_together(draft: Draft) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows and measures of an option: what its kind brings, then tax, working capital and cash flow, the same for all."""
    KINDS[draft.option.kind](draft)
    drug = draft.book.drugs[draft.case.drug]
    draft.rows += dose_rows(drug)
    draft.measures += dose_measures(drug)
    taxation = draft.book.taxation[draft.option.taxation]
    draft.use("taxation", taxation, "Taxation")
    plant = draft.book.plants[draft.option.plant] if draft.option.plant is not None else None
    aid = support(draft, plant, draft.costs) if plant is not None else Support()
    written_off = deductions(draft, plant, taxation) if plant is not None else Deductions()
    given, exit_value, exit_gain = exit_rows(draft.book.finance[draft.case.finance], plant, ["revenue", *aid.taxable])
    taxes = tax(taxation, aid, rate_needed=given == "perpetuity_growth")
    spending = ["capital_spending"] if draft.capital else []
    depreciation = ["tax_depreciation"] if written_off.rows else []
    income = ["revenue", *aid.taxable, *written_off.income]
    gain, proceeds = (["exit_gain"], ["exit_value"]) if given else ([], [])
    held = subtotal("stocks_and_receivables", "Stocks and receivables", "Working capital", ["receivables", *draft.stocks], unit="USD")
    outflows = ["operating_cost", *spending, "working_capital_change"]
    levered, equity_measures = leverage(draft, taxation, taxes.own, income, aid, len(exit_value) > 1)
    items = rows(
        draft.rows,
        subtotal("operating_cost", "Operating cost", "Operating cost", draft.costs),
        draft.capital,
        aid.rows,
        written_off.rows,
        exit_value,
        exit_gain,
        subtotal("profit_before_tax", "Profit before tax", "Tax", [*income, *gain], ["operating_cost", *depreciation]),
        taxes.shared,
        taxes.own,
        working_capital_tied,
        receivables,
        [plant_working_capital] if draft.capital else [],
        held,
        *tied_capital(draft.prepayments),
        working_capital_change,
        subtotal("cost_before_tax", "All cost before income tax", "Cash flow", outflows, aid.inflows),
        subtotal("net_cash_flow", "Net cash flow", "Cash flow", ["revenue", *proceeds], ["cost_before_tax", "income_tax"]),
        RESULTS,
        levered,
    )
    labels = {one.name: f"{one.section.split(':')[0]}: {one.label.lower()}" if one.part else one.label for one in items}
    parts = [levelised(name, labels[name]) for name in [*draft.costs, *spending, "working_capital_change"]]
    parts += [levelised(name, labels[name], inflow=True) for name in aid.inflows]
    return items, rows(MEASURES, draft.measures, equity_measures, parts)


def tied_capital(prepayments: list[str]) -> list[Row]:
    """The row `working_capital`, and before it what buyers have paid in advance, if anybody has."""
    if not prepayments:
        return [working_capital]
    return [subtotal("prepaid", "Paid in advance by buyers", "Working capital", prepayments, unit="USD"), working_capital_after_prepayments]


KINDS: dict[str, Callable[[Draft], None]] = {"own_plant": own_plant, "merchant_import": merchant_import}
