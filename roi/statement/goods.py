"""A flow of goods: which rows of landed cost it has, and each tariff layer it meets."""

from __future__ import annotations

from roi.domain import Merchant, Route, Supplier
from roi.formula import Row, part
from roi.rules.regimes import Choice, measures_asked, open_layers
from roi.rules.tariffs import Import
from roi.statement.binding import derived
from roi.statement.draft import Draft
from roi.statement.landed_cost import (
    CARRIAGE,
    CUSTOMS,
    GOODS_OF_MERCHANT,
    GOODS_OF_SUPPLIER,
    brokerage,
    customs_value,
    duty_rate,
    duty_refund,
    harbor_fee,
    pipeline_stock,
)
from roi.statement.open_law import bind_layer, duty_rate_of

KEY = "Key starting material"


def goods_flow(draft: Draft, prefix: str, seller: Supplier | Merchant, route: Route | None, bought: bool) -> None:
    """Rows and inputs of one flow of goods: bought or made by the company itself, carried, and entered where the customs fees apply."""
    role, label = (f"{prefix}.", KEY) if prefix else ("", "Product")
    own_price = isinstance(seller, Supplier)
    draft.use(f"{role}{'supplier' if own_price else 'merchant'}", seller, f"{label} supply")
    flow = [*(GOODS_OF_SUPPLIER if own_price else GOODS_OF_MERCHANT)]
    costs = ["goods_value"] if bought else []
    if route is not None:
        draft.use(f"{role}route", route, f"{label} freight")
        flow += [*CARRIAGE]
        costs += [one.name for one in CARRIAGE]
        fees = draft.book.customs_fees[draft.case.customs_fees]
        if route.destination == fees.country:
            draft.use(f"{role}customs", fees, "Customs fees")
            layers, refundable = _tariff(draft, role, label, Import(seller.hts, route.origin, fees.country, draft.option.claims))
            ocean = [harbor_fee] if route.mode == "ocean" else []
            refund = _drawback(draft, role, fees.country, refundable)
            flow += [customs_value, *layers, *CUSTOMS, *refund, *ocean, brokerage]
            costs += ["customs_duty", "processing_fee", *(one.name for one in refund[1:]), *(one.name for one in ocean), "brokerage"]
        flow.append(pipeline_stock)
        draft.stocks.append(f"{prefix}_pipeline_stock" if prefix else "pipeline_stock")
    draft.rows += part(prefix, KEY, flow) if prefix else flow
    draft.costs += [f"{prefix}_{name}" if prefix else name for name in costs]


def _drawback(draft: Draft, role: str, country: str, refundable: tuple[str, ...]) -> list[Row]:
    """Rows of the duty refunded on goods that leave the country again: none without exports, or where no layer is eligible."""
    rule = next((one for one in draft.book.drawback.values() if one.country == country), None)
    if rule is None or not refundable or not draft.exports:
        return []
    draft.use(f"{role}drawback", rule, "Duty drawback")
    return [duty_rate_of(refundable, "refundable_rate", "Duty rate open to drawback"), duty_refund]


def _tariff(draft: Draft, role: str, label: str, goods: Import) -> tuple[list[Row], tuple[str, ...]]:
    """Each tariff layer as a yearly series, in the order of the files; as a row where open law can change it.

    Returns the rows, and the names of the layers whose duty is refunded on export.
    """
    book, section = draft.book, f"Tariff layers, {label.lower()}"
    found = open_layers(book.tariffs.values(), tuple(book.regimes.values()), goods, draft.calendar.years)
    draft.layers[label] = tuple(one.layer for one in found)
    items: list[Row] = []
    names: list[str] = []
    refundable: list[str] = []
    for one in found:
        layer, stem = one.layer, one.layer.measure.id.partition(".")[2]
        if isinstance(one.rates, Choice):
            row, inputs = bind_layer(one, role, draft.path, goods, section, draft.calendar)
            draft.inputs |= inputs
            draft.asked |= measures_asked(one.rates)
            items.append(row)
            name = row.name
        elif layer.applies and one.line is not None and not layer.measure.proposed:
            name = f"tariff.layers.{stem}"
            draft.inputs[f"{role}tariff.layers.{stem}"] = derived(
                f"{draft.path}.{role}tariff.{stem}",
                f"{layer.measure.label}, {goods.hts} of {goods.origin.upper()}",
                one.rates,
                section=section,
                derivation=f"{layer.measure.citation}; averaged over the days of each calendar year",
                figures=(one.line.figure,),
            )
        else:
            continue
        names.append(name)
        if layer.measure.drawback == "eligible":
            refundable.append(name)
    return [*items, duty_rate_of(tuple(names)) if items else duty_rate], tuple(refundable)
