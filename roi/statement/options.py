"""Kinds of option: which rows and which inputs make up its statement. Structure is decided here, values never."""

from __future__ import annotations

from collections.abc import Callable

from roi.domain import Finance, Plant
from roi.formula import Row, rows
from roi.statement.batches import output, volume_made
from roi.statement.binding import bind_entity, derived
from roi.statement.capital import (
    receivables,
    working_capital,
    working_capital_after_prepayments,
    working_capital_change,
    working_capital_tied,
)
from roi.statement.capital_lines import Deductions, deductions
from roi.statement.cash_flow import MEASURES, RESULTS, levelised, subtotal
from roi.statement.development import development
from roi.statement.dose import dose_measures, dose_rows
from roi.statement.draft import Draft
from roi.statement.fiscal import Support, exit_rows, support, tax
from roi.statement.goods import goods_flow
from roi.statement.landed_cost import shipped_volume
from roi.statement.loans import leverage
from roi.statement.nets import nets
from roi.statement.operating_cost import labour, stated_costs
from roi.statement.option_parts import made_at_home, named, sell
from roi.statement.outages import supply
from roi.statement.party_measures import LEADING
from roi.statement.plant_capital import construction, spending, start_of_operation, upkeep
from roi.statement.price_paths import currency_path
from roi.statement.process import bind_process, consumption, process_measures, process_rows
from roi.statement.production import (
    BY_PEOPLE_AND_PLANT,
    BY_VOLUME,
    facility_fee,
)
from roi.statement.stocks import held, merchant_payables, plant_stocks
from roi.statement.timeline import (
    DISCOUNT_FACTOR,
    PLANT_TIMELINE,
    PLANT_TIMELINE_OF_MOVING_CURRENCY,
    RATE_WITH_PREMIUM,
    SUPPLY_TIMELINE,
)
from roi.statement.toll import toll
from roi.statement.volumes import delivered_share, delivered_share_with_outages
from roi.units import YEAR


def own_plant(draft: Draft) -> None:
    """A plant of the company; when it stands abroad the product is shipped and pays duty on the arm's-length price."""
    book, option, case = draft.book, draft.option, draft.case
    plant = book.plants[named(draft, "plant")]
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
    draft.rows += output(plant, hit.disturbed)
    sell(draft, plant.country, hit, from_plant=True, capital=True)
    draft.rows.append(volume_made(plant))
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
    draft.cost(materials, *BY_VOLUME, labour(plant), *BY_PEOPLE_AND_PLANT, *stated_costs(plant))
    production = draft.costs.copy()
    draft.cost(*upkeep(plant))
    if case.facility_fees is not None:
        fees = book.facility_fees[case.facility_fees]
        figure = "domestic" if plant.country == fees.country else "foreign"
        draft.inputs["facility_fees.fee"] = bind_entity("fees", fees, f"Fees of the regulator: {fees.label}", draft.calendar)[
            f"fees.{figure}"
        ]
        draft.cost(facility_fee)
    if plant.country != home:
        draft.rows.append(shipped_volume)
        goods_flow(draft, "", book.merchants[named(draft, "merchant")], book.routes[named(draft, "route")], bought=False)
    draft.inputs["domestic"] = made_at_home(draft, plant.country == home)
    capital, capital_inputs = construction(plant, book, draft.calendar)
    draft.inputs |= capital_inputs
    draft.capital += [*capital, *spending(plant)]
    plant_stocks(draft, plant, production)


def merchant_import(draft: Draft) -> None:
    """The company buys the drug substance abroad, imports and resells it: no plant, no capital but working capital."""
    merchant = draft.book.merchants[named(draft, "merchant")]
    draft.rows += SUPPLY_TIMELINE
    hit = supply(draft, merchant, draft.option.route)
    draft.rows.append(delivered_share_with_outages if hit.disturbed else delivered_share)
    sell(draft, merchant.country, hit, from_plant=False, capital=False)
    draft.rows.append(shipped_volume)
    goods_flow(draft, "", merchant, draft.book.routes[named(draft, "route")], bought=True)
    merchant_payables(draft, merchant.payable_time is not None)
    draft.inputs["domestic"] = made_at_home(draft, False)


def nearshore(draft: Draft) -> None:
    """A plant of the company, or a merchant, in a country of a trade agreement whose claim the importer makes."""
    (own_plant if draft.option.plant is not None else merchant_import)(draft)


def put_together(draft: Draft) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows and measures of an option: what its kind brings, then tax, working capital and cash flow, the same for all."""
    KINDS[draft.option.kind](draft)
    drug = draft.book.drugs[draft.case.drug]
    draft.rows += dose_rows(drug)
    draft.measures += dose_measures(drug)
    taxation, finance = draft.book.taxation[named(draft, "taxation")], draft.book.finance[draft.case.finance]
    draft.use("taxation", taxation, "Taxation")
    plant = draft.book.plants[draft.option.plant] if draft.option.plant is not None else None
    aid = support(draft, plant, draft.costs) if plant is not None else Support()
    written_off = deductions(draft, plant, taxation) if plant is not None else Deductions()
    own_rate = rate_of_country(draft, finance, plant)
    developed = development(draft, plant, taxation)
    draft.costs += aid.costs
    given, exit_value, exit_gain = exit_rows(finance, plant, ["revenue", *aid.taxable])
    taxes = tax(taxation, aid, rate_needed=given == "perpetuity_growth")
    spending = [*(["capital_spending"] if draft.capital else []), *developed.paid]
    depreciation = [*(["tax_depreciation"] if written_off.rows else []), *developed.deducted]
    income = ["revenue", *aid.taxable, *written_off.income]
    gain, proceeds = (["exit_gain"], ["exit_value"]) if given else ([], [])
    outflows = ["operating_cost", *spending, "working_capital_change"]
    levered, equity_measures = leverage(draft, taxation, taxes.own, income, aid, len(exit_value) > 1, bool(own_rate))
    items = rows(
        own_rate,
        draft.rows,
        subtotal("operating_cost", "Operating cost", "Operating cost", draft.costs),
        draft.capital,
        aid.rows,
        written_off.rows,
        developed.rows,
        exit_value,
        exit_gain,
        subtotal("profit_before_tax", "Profit before tax", "Tax", [*income, *gain], ["operating_cost", *depreciation]),
        taxes.shared,
        taxes.own,
        working_capital_tied,
        receivables,
        draft.held,
        held(draft.stocks, draft.owed),
        *tied_capital(draft.prepayments),
        working_capital_change,
        subtotal("cost_before_tax", "All cost before income tax", "Cash flow", outflows, aid.inflows),
        subtotal("net_cash_flow", "Net cash flow", "Cash flow", ["revenue", *proceeds], ["cost_before_tax", "income_tax"]),
        RESULTS,
        levered,
    )
    entering = [*draft.money, *draft.costs, *spending, "working_capital_change", *aid.inflows, *proceeds, "income_tax"]
    of_parties, party_measures = nets(draft, entering, aid, plant)
    items = rows(items, of_parties)
    labels = {one.name: f"{one.section.split(':')[0]}: {one.label.lower()}" if one.part else one.label for one in items}
    draft.components = {name: (labels[name], False) for name in [*draft.costs, *spending, "working_capital_change"]}
    draft.components |= {name: (labels[name], True) for name in aid.inflows}
    parts = [levelised(name, label, inflow) for name, (label, inflow) in draft.components.items()]
    return items, rows(LEADING[draft.case.perspective], MEASURES[finance.timing], draft.measures, equity_measures, party_measures, parts)


def rate_of_country(draft: Draft, finance: Finance, plant: Plant | None) -> list[Row]:
    """Rows of a discount rate of the option's own: for a plant abroad, where the finance asks for the premium of its country."""
    if plant is None or not finance.country_premium or plant.country == draft.book.markets[draft.case.market].country:
        return []
    return [RATE_WITH_PREMIUM[finance.rate_stated], DISCOUNT_FACTOR[finance.timing]]


def tied_capital(prepayments: list[str]) -> list[Row]:
    """The row `working_capital`, and before it what buyers have paid in advance, if anybody has."""
    if not prepayments:
        return [working_capital]
    return [subtotal("prepaid", "Paid in advance by buyers", "Working capital", prepayments, unit="USD"), working_capital_after_prepayments]


KINDS: dict[str, Callable[[Draft], None]] = {
    "own_plant": own_plant,
    "merchant_import": merchant_import,
    "toll": toll,
    "nearshore": nearshore,
}
