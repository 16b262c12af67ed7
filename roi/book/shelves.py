"""Which noun stands in which folder of `assumptions/`."""

from __future__ import annotations

from collections.abc import Mapping

from roi.domain import (
    CapitalEstimate,
    Case,
    Contract,
    ContractManufacturer,
    Correlation,
    CostIndex,
    Country,
    CurrencyRisk,
    CustomsFees,
    Depreciation,
    DisruptionRisk,
    Drawback,
    DrugSubstance,
    FacilityFees,
    Finance,
    Loan,
    Market,
    Merchant,
    Noun,
    Plant,
    PriceIndex,
    PriceRisk,
    Process,
    Regime,
    Route,
    Scenario,
    Shortage,
    Supplier,
    TariffMeasure,
    Taxation,
    Tender,
)
from roi.domain.incentives import INCENTIVES
from roi.domain.mixes import MIXES
from roi.domain.procurement import ProcurementRules

KINDS: dict[str, Mapping[str, type[Noun]]] = {
    "fees": {"customs": CustomsFees, "facility": FacilityFees, "drawback": Drawback},
    "incentives": INCENTIVES,
    "mixes": MIXES,
    "risks": {"regime": Regime, "price": PriceRisk, "currency": CurrencyRisk, "disruption": DisruptionRisk},
}
"""Folders with several nouns: `kind` of a file and its noun."""

FOLDERS: dict[str, type[Noun]] = {
    "countries": Country,
    "drugs": DrugSubstance,
    "plants": Plant,
    "capital_estimates": CapitalEstimate,
    "cost_indices": CostIndex,
    "processes": Process,
    "suppliers": Supplier,
    "merchants": Merchant,
    "contract_manufacturers": ContractManufacturer,
    "routes": Route,
    "markets": Market,
    "shortages": Shortage,
    "contracts": Contract,
    "indices": PriceIndex,
    "finance": Finance,
    "loans": Loan,
    "taxation": Taxation,
    "depreciation": Depreciation,
    "tariffs": TariffMeasure,
    "procurement": ProcurementRules,
    "tenders": Tender,
    "scenarios": Scenario,
    "cases": Case,
    "correlations": Correlation,
}
"""Folder of `assumptions/` and its noun; those with several stand in `KINDS`; correlations stand in one file together with the copula."""

SHELF_OF_KIND: dict[type[Noun], str] = {
    CustomsFees: "customs_fees", FacilityFees: "facility_fees", Drawback: "drawback", Regime: "regimes",
    PriceRisk: "price_risks", CurrencyRisk: "currency_risks", DisruptionRisk: "disruptions",
}  # fmt: skip
"""Nouns that do not stand in the book under the name of their folder."""

WITH_FIGURES = (
    "countries", "drugs", "plants", "suppliers", "merchants", "contract_manufacturers", "routes", "markets", "contracts", "indices",
    "finance", "loans", "taxation", "depreciation", "incentives", "customs_fees", "facility_fees", "drawback", "tariffs", "procurement",
    "tenders", "regimes", "price_risks", "currency_risks", "disruptions", "capital_estimates", "cost_indices", "processes", "mixes",
    "correlations", "shortages",
)  # fmt: skip
WITHOUT = ("cases", "scenarios")
"""Attributes of the book that hold nouns, with figures and without, in the order in which figures are listed."""
