"""Kinds of option: which rows and which inputs make up its statement. Structure is decided here, values never."""

from __future__ import annotations

from collections.abc import Callable

from roi.domain import Merchant, Route, Supplier
from roi.errors import Problem, RoiError
from roi.formula import Row, part, rows
from roi.rules.regimes import Choice, measures_asked, open_layers
from roi.rules.tariffs import Import
from roi.statement.binding import Binding, bind_entity, derived
from roi.statement.capital import (
    CAPITAL,
    plant_working_capital,
    receivables,
    working_capital,
    working_capital_change,
    working_capital_tied,
)
from roi.statement.cash_flow import MEASURES, RESULTS, levelised, subtotal
from roi.statement.draft import KEY, Draft
from roi.statement.landed_cost import (
    CARRIAGE,
    CUSTOMS,
    GOODS_AT_MOVING_PRICE,
    GOODS_OF_MERCHANT,
    GOODS_OF_SUPPLIER,
    brokerage,
    customs_value,
    duty_rate,
    harbor_fee,
    pipeline_stock,
    shipped_volume,
)
from roi.statement.open_law import bind_layer, duty_rate_of
from roi.statement.outages import supply
from roi.statement.price_paths import currency_path, price_path
from roi.statement.production import (
    CONVERSION_COST,
    facility_fee,
    key_shipped_volume,
    saleable_capacity,
    saleable_capacity_with_outages,
    volume_produced,
)
from roi.statement.sales import buyers, contract_inputs, sales_measures, sales_rows
from roi.statement.tax import LOSS_RULES
from roi.statement.tender_inputs import tender_inputs
from roi.statement.timeline import PLANT_TIMELINE, PLANT_TIMELINE_OF_MOVING_CURRENCY, SUPPLY_TIMELINE
from roi.units import FLAG, YEAR


def goods_flow(draft: Draft, prefix: str, seller: Supplier | Merchant, route: Route | None, bought: bool) -> None:
    """Rows and inputs of one flow of goods: bought or made by the company itself, carried, and entered where the customs fees apply."""
    role, label = (f"{prefix}.", KEY) if prefix else ("", "Product")
    own_price = isinstance(seller, Supplier)
    draft.use(f"{role}{'supplier' if own_price else 'merchant'}", seller, f"{label} supply")
    moved = price_path(f"{role}supplier", seller, draft.book, draft.calendar) if own_price else {}
    draft.inputs |= moved
    flow = [*((GOODS_AT_MOVING_PRICE if moved else GOODS_OF_SUPPLIER) if own_price else GOODS_OF_MERCHANT)]
    costs = ["goods_value"] if bought else []
    if route is not None:
        draft.use(f"{role}route", route, f"{label} freight")
        flow += [*CARRIAGE]
        costs += [one.name for one in CARRIAGE]
        fees = draft.book.customs_fees[draft.case.customs_fees]
        if route.destination == fees.country:
            draft.use(f"{role}customs", fees, "Customs fees")
            layers = _tariff(draft, role, label, Import(seller.hts, route.origin, fees.country, draft.option.claims))
            ocean = [harbor_fee] if route.mode == "ocean" else []
            flow += [customs_value, *layers, *CUSTOMS, *ocean, brokerage]
            costs += ["customs_duty", "processing_fee", *(one.name for one in ocean), "brokerage"]
        flow.append(pipeline_stock)
        draft.stocks.append(f"{prefix}_pipeline_stock" if prefix else "pipeline_stock")
    draft.rows += part(prefix, KEY, flow) if prefix else flow
    draft.costs += [f"{prefix}_{name}" if prefix else name for name in costs]


def _tariff(draft: Draft, role: str, label: str, goods: Import) -> list[Row]:
    """Each tariff layer as a yearly series, in the order of the files; as a row where open law can change it. Returns the rows."""
    book, section = draft.book, f"Tariff layers, {label.lower()}"
    found = open_layers(book.tariffs.values(), tuple(book.regimes.values()), goods, draft.calendar.years)
    draft.layers[label] = tuple(one.layer for one in found)
    items: list[Row] = []
    names: list[str] = []
    for one in found:
        layer, stem = one.layer, one.layer.measure.id.partition(".")[2]
        if isinstance(one.rates, Choice):
            row, inputs = bind_layer(one, role, draft.path, goods, section, draft.calendar)
            draft.inputs |= inputs
            draft.asked |= measures_asked(one.rates)
            items.append(row)
            names.append(row.name)
        elif layer.applies and one.line is not None and not layer.measure.proposed:
            names.append(f"tariff.layers.{stem}")
            draft.inputs[f"{role}tariff.layers.{stem}"] = derived(
                f"{draft.path}.{role}tariff.{stem}",
                f"{layer.measure.label}, {goods.hts} of {goods.origin.upper()}",
                one.rates,
                section=section,
                derivation=f"{layer.measure.citation}; averaged over the days of each calendar year",
                figures=(one.line.figure,),
            )
    return [*items, duty_rate_of(tuple(names)) if items else duty_rate]


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
    draft.rows += PLANT_TIMELINE_OF_MOVING_CURRENCY if moved else PLANT_TIMELINE
    disturbed = supply(draft, option.route if plant.country != home else None, plants_in=plant.country)
    draft.rows.append(saleable_capacity_with_outages if disturbed else saleable_capacity)
    sell(draft, plant.country, from_plant=True)
    draft.rows.append(volume_produced)
    if option.key_supplier is not None:
        supplier = book.suppliers[option.key_supplier]
        draft.rows.append(key_shipped_volume)
        goods_flow(draft, "key", supplier, book.routes[option.key_route] if option.key_route else None, bought=True)
    draft.cost(*CONVERSION_COST)
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
    draft.capital += CAPITAL
    draft.stocks.append(plant_working_capital.name)


def merchant_import(draft: Draft) -> None:
    """The company buys the drug substance abroad, imports and resells it: no plant, no capital but working capital."""
    merchant = draft.book.merchants[_named(draft, "merchant")]
    draft.rows += SUPPLY_TIMELINE
    disturbed = supply(draft, draft.option.route, merchants_in=merchant.country)
    sell(draft, merchant.country, from_plant=False, disturbed=disturbed)
    draft.rows.append(shipped_volume)
    goods_flow(draft, "", merchant, draft.book.routes[_named(draft, "route")], bought=True)
    draft.inputs["domestic"] = _domestic(draft, False)


def sell(draft: Draft, origin: str, from_plant: bool, disturbed: bool = False) -> None:
    """Rows, inputs and measures of what the option sells to the segments of the market. origin : country of the drug substance."""
    found = buyers(draft.case, draft.option, draft.book)
    draft.rows += sales_rows(found, from_plant, disturbed)
    draft.measures += sales_measures(found)
    for one in found:
        draft.inputs |= contract_inputs(one, draft.calendar)
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
    taxation = draft.book.taxation[draft.option.taxation]
    draft.use("taxation", taxation, "Taxation")
    draft.use("depreciation", draft.book.depreciation[taxation.depreciation], "Depreciation")
    deductions = ["bonus_depreciation", "scheduled_depreciation"] if draft.capital else []
    spending = ["capital_spending"] if draft.capital else []
    held = subtotal("stocks_and_receivables", "Stocks and receivables", "Working capital", ["receivables", *draft.stocks], unit="USD")
    outflows = ["operating_cost", *spending, "working_capital_change"]
    items = rows(
        draft.rows,
        subtotal("operating_cost", "Operating cost", "Operating cost", draft.costs),
        draft.capital,
        subtotal("profit_before_tax", "Profit before tax", "Tax", ["revenue"], ["operating_cost", *deductions]),
        LOSS_RULES[taxation.loss_rule],
        working_capital_tied,
        receivables,
        [plant_working_capital] if draft.capital else [],
        held,
        working_capital,
        working_capital_change,
        subtotal("cost_before_tax", "All cost before income tax", "Cash flow", outflows),
        subtotal("net_cash_flow", "Net cash flow", "Cash flow", ["revenue"], ["cost_before_tax", "income_tax"]),
        RESULTS,
    )
    labels = {one.name: f"{one.section.split(':')[0]}: {one.label.lower()}" if one.part else one.label for one in items}
    parts = [levelised(name, labels[name]) for name in [*draft.costs, *spending, "working_capital_change"]]
    return items, rows(MEASURES, draft.measures, parts)


KINDS: dict[str, Callable[[Draft], None]] = {"own_plant": own_plant, "merchant_import": merchant_import}
