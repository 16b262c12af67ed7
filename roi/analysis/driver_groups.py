"""Groups of what is uncertain, so that a reader can ask for the market as a whole, or for trade policy."""

from __future__ import annotations

from roi.domain import Assumption

CAPITAL = "Capital"
"""Group of those figures of a plant that are an amount of money, a yearly share of it, or named after capital, its overrun or stocks."""

POLICY = "Trade policy and fees"
FINANCE = "Finance and tax"

GROUPS = {
    "tariffs": POLICY,
    "fees": POLICY,
    "risks": POLICY,
    "incentives": "Public support",
    "contracts": "Contract",
    "indices": "Contract",
    "shortages": "Supply",
    "tenders": "Tenders",
    "procurement": "Tenders",
    "markets": "Market",
    "merchants": "Suppliers",
    "contract_manufacturers": "Contract manufacturers",
    "suppliers": "Suppliers",
    "routes": "Freight and stocks",
    "countries": "Wages, power and currency",
    "finance": FINANCE,
    "taxation": FINANCE,
    "depreciation": FINANCE,
    "loans": FINANCE,
    "drugs": "Process",
    "plants": "Process",
    "processes": "Process",
    "capital_estimates": CAPITAL,
    "cost_indices": CAPITAL,
    "mixes": "Ways to source",
}
"""Group by the first word of an id; a folder that is not listed is a group of its own."""

OF_CAPITAL = ("capital", "cost_overrun", "finished_goods_time", "raw_materials_time", "payable_time")


def group_of(figure: Assumption) -> str:
    """Group of a figure: by its folder; in plants, money, yearly shares of it and what is named after capital are apart."""
    key = figure.id.rpartition(".")[2]
    if figure.id.startswith("plants.") and (figure.unit in ("USD", "1/year") or any(word in key for word in OF_CAPITAL)):
        return CAPITAL
    return group_named(figure.id)


def group_named(id: str) -> str:
    """Group of whatever stands in the folder of an id."""
    folder = id.split(".")[0]
    return GROUPS.get(folder, folder.capitalize())
