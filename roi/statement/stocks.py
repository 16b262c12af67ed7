"""Stocks of a plant and what it owes its suppliers, by the time each is held: instead of one share of the capital."""

from __future__ import annotations

from collections.abc import Sequence

from roi.domain import Plant
from roi.formula import Formula, Row, Symbols, row
from roi.statement.capital import plant_working_capital
from roi.statement.cash_flow import COST_GROUPS, subtotal
from roi.statement.draft import Draft

SECTION = "Working capital"


@row("Stock of finished goods", unit="USD", section=SECTION)
def finished_goods_stock(s: Symbols) -> Formula:
    """Cash cost of production of a year for the time that finished goods are held."""
    return s.cash_cost_of_production * s.plant.finished_goods_time


@row("Stock of raw materials", unit="USD", section=SECTION)
def raw_materials_stock(s: Symbols) -> Formula:
    """Materials bought in a year for the time that they are held."""
    return s.materials_bought * s.plant.raw_materials_time


@row("Work in process", unit="USD", section=SECTION)
def work_in_process(s: Symbols) -> Formula:
    """Materials bought in a year for the time that they lie in the process."""
    return s.materials_bought * s.plant.work_in_process_time


@row("Payables", unit="USD", section=SECTION)
def payables(s: Symbols) -> Formula:
    """Materials bought in a year for the time until the plant pays for them."""
    return s.materials_bought * s.plant.payable_time


@row("Payables", unit="USD", section=SECTION, name="payables")
def payables_to_merchant(s: Symbols) -> Formula:
    """Goods bought in a year for the time until the importer pays for them."""
    return s.goods_value * s.merchant.payable_time


def plant_stocks(draft: Draft, plant: Plant, production: Sequence[str]) -> None:
    """Rows of the stocks of a plant, and of what it owes: by time where the plant states times. production : cost rows of making."""
    materials = [name for name in production if name.endswith(COST_GROUPS["goods and materials"])]
    bought = subtotal("materials_bought", "Materials bought", SECTION, materials)
    in_process = [work_in_process] if plant.work_in_process_time is not None else []
    if plant.working_capital_share is not None:
        stocks = [plant_working_capital, *in_process]
        draft.held += [bought, *stocks] if in_process else stocks
    else:
        stocks = [finished_goods_stock, raw_materials_stock, *in_process]
        cost = subtotal("cash_cost_of_production", "Cash cost of production", SECTION, production)
        draft.held += [cost, bought, *stocks, payables]
        draft.owed.append(payables.name)
    draft.stocks += [one.name for one in stocks]


def merchant_payables(draft: Draft, payable: bool) -> None:
    """What an importer owes the merchant, where the merchant gives time to pay."""
    if payable:
        draft.held.append(payables_to_merchant)
        draft.owed.append(payables_to_merchant.name)


def held(stocks: Sequence[str], owed: Sequence[str]) -> Row:
    """The row of all that ties money: receivables and stocks, less payables where there are any."""
    label = "Stocks and receivables, less payables" if owed else "Stocks and receivables"
    return subtotal("stocks_and_receivables", label, SECTION, ["receivables", *stocks], owed, unit="USD")
