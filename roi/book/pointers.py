"""Which key of which file points to a file of which folder, and which of them each kind of option needs."""

from __future__ import annotations

from roi.domain.mixes import MIXES

REFERENCES: dict[str, dict[str, str]] = {
    "plants": {"country": "countries", "capital_estimate": "capital_estimates", "process": "processes"},
    "capital_estimates": {"cost_index": "cost_indices"},
    "suppliers": {"country": "countries"},
    "merchants": {"country": "countries"},
    "contract_manufacturers": {"country": "countries"},
    "routes": {"origin": "countries", "destination": "countries"},
    "markets": {"country": "countries", "parity_merchant": "merchants", "parity_route": "routes", "shortage": "shortages"},
    "taxation": {
        "country": "countries",
        "depreciation": "depreciation",
        "building_depreciation": "depreciation",
        "land_improvements_depreciation": "depreciation",
        "research_amortisation": "depreciation",
    },
    "fees": {"country": "countries"},
    "incentives": {"country": "countries"},
    "tariffs": {"importer": "countries"},
    "tenders": {"rules": "procurement", "finished_in": "countries"},
    "cases": {
        "drug": "drugs",
        "market": "markets",
        "contract": "contracts",
        "finance": "finance",
        "customs_fees": "fees",
        "facility_fees": "fees",
    },
}
"""Folder, key and the folder the key points to."""

OPTION_REFERENCES = {
    "plant": "plants",
    "merchant": "merchants",
    "manufacturer": "contract_manufacturers",
    "route": "routes",
    "key_supplier": "suppliers",
    "key_route": "routes",
    "taxation": "taxation",
    "loan": "loans",
    "mix": "mixes",
}
"""The same for the keys of an option of a case."""

NEEDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "own_plant": (("plant", "taxation"), ("merchant", "route", "key_supplier", "key_route", "loan")),
    "merchant_import": (("merchant", "route", "taxation"), ()),
    "toll": (("manufacturer", "taxation"), ("route", "key_supplier", "key_route")),
    "nearshore": (("route", "taxation"), ("plant", "merchant", "key_supplier", "key_route", "loan")),
    **dict.fromkeys(MIXES, (("mix",), ())),
}
"""Kind of an option: the references it always needs, and those it may have."""
