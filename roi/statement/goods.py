"""A flow of goods: which rows of landed cost it has, and each tariff layer it meets."""

from __future__ import annotations

from roi.domain import ContractManufacturer, Merchant, Route, Supplier
from roi.formula import Row, part
from roi.rules.customs import fee_exempt
from roi.rules.tariffs import Import
from roi.statement.draft import KEY, Draft
from roi.statement.landed_cost import (
    CARRIAGE,
    CUSTOMS,
    GOODS_AT_MOVING_PRICE,
    GOODS_OF_MERCHANT,
    GOODS_OF_SUPPLIER,
    brokerage,
    customs_value,
    duty_refund,
    goods_value_of_toll,
    harbor_fee,
    pipeline_stock,
)
from roi.statement.open_law import duty_rate_of
from roi.statement.price_paths import price_path
from roi.statement.tariff_layers import tariff_layers

NO_COST = ("entries", "refundable_rate")
"""Rows of an entry that are no cost."""


def goods_flow(draft: Draft, prefix: str, seller: Supplier | Merchant | ContractManufacturer, route: Route | None, bought: bool) -> None:
    """Rows and inputs of one flow of goods: bought or made by the company itself, carried, and entered where the customs fees apply."""
    role, label = (f"{prefix}.", KEY) if prefix else ("", "Product")
    flow = _goods(draft, role, seller, f"{label} supply")
    costs = ["goods_value"] if bought else []
    if route is not None:
        draft.use(f"{role}route", route, f"{label} freight")
        flow += [*CARRIAGE]
        costs += [one.name for one in CARRIAGE]
        fees = draft.book.customs_fees[draft.case.customs_fees]
        if route.destination == fees.country:
            draft.use(f"{role}customs", fees, "Customs fees")
            goods = Import(seller.hts, route.origin, fees.country, draft.option.claims)
            met = tariff_layers(draft.book, goods, draft.calendar, role, draft.path, label)
            draft.layers[label] = met.considered
            draft.inputs |= met.inputs
            draft.asked |= met.asked
            ocean = [harbor_fee] if route.mode == "ocean" else []
            refund = _drawback(draft, role, fees.country, tuple(met.refundable))
            entered = [*CUSTOMS[fee_exempt(fees, goods)], *refund, *ocean, brokerage]
            flow += [customs_value, *met.rows, *entered]
            costs += [one.name for one in entered if one.name not in NO_COST]
        flow.append(pipeline_stock)
        draft.stocks.append(f"{prefix}_pipeline_stock" if prefix else "pipeline_stock")
    draft.rows += part(prefix, KEY, flow) if prefix else flow
    draft.costs += [f"{prefix}_{name}" if prefix else name for name in costs]


def _goods(draft: Draft, role: str, seller: Supplier | Merchant | ContractManufacturer, section: str) -> list[Row]:
    """Rows of the value of the goods, by who sells them; a contract manufacturer is known to the option already."""
    if isinstance(seller, ContractManufacturer):
        return [goods_value_of_toll([name for name in draft.costs if name.startswith("key_")])]
    if isinstance(seller, Merchant):
        draft.use(f"{role}merchant", seller, section)
        return [*GOODS_OF_MERCHANT]
    draft.use(f"{role}supplier", seller, section)
    moved = price_path(f"{role}supplier", seller, draft.book, draft.calendar)
    draft.inputs |= moved
    return [*(GOODS_AT_MOVING_PRICE if moved else GOODS_OF_SUPPLIER)]


def _drawback(draft: Draft, role: str, country: str, refundable: tuple[str, ...]) -> list[Row]:
    """Rows of the duty refunded on goods that leave the country again: none without exports, or where no layer is eligible."""
    rule = next((one for one in draft.book.drawback.values() if one.country == country), None)
    if rule is None or not refundable or not draft.exports:
        return []
    draft.use(f"{role}drawback", rule, "Duty drawback")
    return [duty_rate_of(refundable, "refundable_rate", "Duty rate open to drawback"), duty_refund]
