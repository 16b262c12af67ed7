"""What no file can know alone: names of other files, sums, and routes that lead where they should."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from roi.book.agreements import check_agreement
from roi.book.capital_lines import check_option, check_plant, check_schedule, check_taxation
from roi.book.contracts import check_contract
from roi.book.desk import Desk, place_at
from roi.book.finance import check_finance, check_premium
from roi.book.incentives import check_incentive, check_support
from roi.book.loans import check_loan, check_term
from roi.book.measures import check_lines
from roi.book.mixes import check_mix
from roi.book.offtake import SPOT, check_contracts, check_market, check_years
from roi.book.pointers import NEEDS, OPTION_REFERENCES, REFERENCES
from roi.book.shelves import KINDS
from roi.book.tenders import check_tender
from roi.book.tree import Items, Keys, Leaf
from roi.book.ways import check_number, check_product, check_way
from roi.domain import (
    Case,
    Contract,
    Depreciation,
    Finance,
    Loan,
    Market,
    Noun,
    Option,
    Plant,
    TariffMeasure,
    Taxation,
    Tender,
)
from roi.domain.incentives import INCENTIVES
from roi.domain.mixes import MIXES
from roi.errors import nearest

YEARS = {"horizon": (1, 60), "decision_year": (2000, 2100)}
"""Years of a case and the limits they keep."""


@dataclass(frozen=True)
class Shelf:
    """The nouns built and the trees they come from.

    known : every id that has a file, also one that could not be built or was taken away by a scenario. claims : known to any measure.
    as_written : nothing is laid over the files.
    """

    nouns: Mapping[str, Noun]
    trees: Mapping[str, Keys]
    known: frozenset[str]
    claims: frozenset[str]
    desk: Desk
    as_written: bool = True

    def stems(self, folder: str) -> list[str]:
        """Names of the files of a folder."""
        return [id.partition(".")[2] for id in self.known if id.startswith(f"{folder}.")]

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""
        place = place_at(self.trees[id], path)
        self.desk.note(place, ".".join((id, *path)), what, remedy)

    def refer(self, id: str, path: tuple[str, ...], stem: str | None, folder: str) -> None:
        """Note a reference to a file that does not exist."""
        if stem is not None and f"{folder}.{stem}" not in self.known:
            self.note(id, path, f"{stem!r} is not a file of {folder}/", nearest(stem, self.stems(folder)))

    def get(self, folder: str, stem: str | None) -> Any:
        """The noun, or None when it is not given or could not be built."""
        return self.nouns.get(f"{folder}.{stem}")

    def placed(self, folder: str, stem: str | None) -> Any:
        """The noun, or None also when its country is unknown, which is a problem of its own."""
        noun = self.get(folder, stem)
        return noun if noun and f"countries.{noun.country}" in self.known else None


def claims_of(trees: Mapping[str, Keys]) -> frozenset[str]:
    """Every claim that a measure or one of its lines knows, in force or not."""
    measures = [tree for id, tree in trees.items() if id.startswith("tariffs.")]
    lines = [line for tree in measures if isinstance(rates := tree.nodes.get("rates"), Keys) for line in rates.nodes.values()]
    lists = [one.nodes.get(key) for one in (*measures, *lines) if isinstance(one, Keys) for key in ("relief_claims", "claims")]
    return frozenset(leaf.text for claims in lists if isinstance(claims, Items) for leaf in claims.nodes if isinstance(leaf, Leaf))


def check(shelf: Shelf) -> None:
    """Note on the desk of the shelf everything that does not hold between nouns."""
    for id, noun in shelf.nouns.items():
        for key, folder in REFERENCES.get(id.partition(".")[0], {}).items():
            stem = getattr(noun, key)
            if (folder, stem) != ("contracts", SPOT):
                shelf.refer(id, (key,), stem, folder)
        for kind, rule in _RULES.items():
            if isinstance(noun, kind):
                rule(shelf, id, noun)
        if isinstance(noun, Case):
            for name, option in noun.options.items():
                _option(shelf, id, noun, name, option)
                check_contracts(shelf, id, noun, name, option, shelf.get("markets", noun.market))


def _plant(shelf: Shelf, id: str, plant: Plant) -> None:
    total = sum(plant.spending_profile.table)
    if abs(total - 1) > 1e-6:
        shelf.note(id, ("spending_profile", "values"), f"spending_profile sums to {total:g}", "the shares of the years must sum to 1")
    check_plant(shelf, id, plant)


def _measure(shelf: Shelf, id: str, measure: TariffMeasure) -> None:
    for other in measure.suppresses:
        if not other.startswith("tariffs.") or other not in shelf.known:
            measures = [f"tariffs.{stem}" for stem in shelf.stems("tariffs")]
            remedy = f"write tariffs.{other}" if f"tariffs.{other}" in measures else nearest(other, measures)
            shelf.note(id, ("suppresses",), f"suppresses {other!r}, which is no measure", remedy)
    for key in ("relief_hts", "relief_hts_file"):
        if getattr(measure, key) and not measure.relief_claims:
            shelf.note(id, (key,), f"{key} without relief_claims lifts nothing", "add relief_claims: [the claim that lifts it]")
    if not measure.rates:
        shelf.note(id, ("rates",), "the measure has no rate", "add a line with a rate")
    check_lines(shelf, id, measure)


def _case(shelf: Shelf, id: str, case: Case) -> None:
    outside = [(key, *ends) for key, ends in YEARS.items() if not ends[0] <= getattr(case, key) <= ends[1]]
    for key, low, high in outside:
        shelf.note(id, (key,), f"{key} {getattr(case, key)} is outside {low} to {high}", f"write a whole number from {low} to {high}")
    if not outside:
        check_years(shelf, id, case, shelf.get("markets", case.market))
    if case.reference not in case.options:
        shelf.note(id, ("reference",), f"reference {case.reference!r} is none of the options", nearest(case.reference, case.options))
    for key, kind in (("customs_fees", "customs"), ("facility_fees", "facility")):
        fees = shelf.get("fees", getattr(case, key))
        if fees is not None and not isinstance(fees, KINDS["fees"][kind]):
            shelf.note(id, (key,), f"{getattr(case, key)!r} is not of kind: {kind}", f"name a file of fees/ with kind: {kind}")
    for key in ("merchant", "manufacturer"):
        for stem in sorted({stem for option in case.options.values() if (stem := getattr(option, key))}):
            check_number(shelf, shelf.get(OPTION_REFERENCES[key], stem), shelf.get("drugs", case.drug))


def _option(shelf: Shelf, id: str, case: Case, name: str, option: Option) -> None:
    path = ("options", name)
    needed, allowed = NEEDS[option.kind]
    for key, folder in OPTION_REFERENCES.items():
        stem = getattr(option, key)
        shelf.refer(id, (*path, key), stem, folder)
        if key in needed and stem is None:
            shelf.note(id, (*path, key), f"an option of kind {option.kind} needs {key}", f"add {key}: name of a file of {folder}/")
        if key not in (*needed, *allowed) and stem is not None:
            shelf.note(id, (*path, key), f"an option of kind {option.kind} has no {key}", "take the line out")
    if option.kind in MIXES:
        check_mix(shelf, id, case, name, option)
        return
    if option.members:
        shelf.note(id, (*path, "members"), f"an option of kind {option.kind} has no members", "take the line out")
    for claim in option.claims:
        if claim not in shelf.claims:
            shelf.note(id, (*path, "claims"), f"no tariff measure knows the claim {claim!r}", nearest(claim, shelf.claims))
    built, taxation = shelf.get("plants", option.plant), shelf.get("taxation", option.taxation)
    if built and taxation:
        check_option(shelf, id, path, built, taxation)
        check_support(shelf, id, path, built, taxation)
    finance, sold_in = shelf.get("finance", case.finance), shelf.get("markets", case.market)
    abroad = shelf.get("countries", built.country) if built and sold_in and built.country != sold_in.country else None
    if finance and abroad:
        check_premium(shelf, id, finance, abroad)
    if built and (loan := shelf.get("loans", option.loan)):
        check_term(shelf, id, path, case.horizon, built, loan)
    market, plant = shelf.placed("markets", case.market), shelf.placed("plants", option.plant)
    maker = plant or shelf.placed("contract_manufacturers", option.manufacturer)
    merchant, key_supplier = shelf.placed("merchants", option.merchant), shelf.placed("suppliers", option.key_supplier)
    if f"drugs.{case.drug}" in shelf.known:
        check_product(shelf, id, (*path, "merchant"), merchant, case.drug, "the case is about")
        check_product(shelf, id, (*path, "manufacturer"), None if plant else maker, case.drug, "the case is about")
    if option.kind == "nearshore":
        check_agreement(shelf, id, path, case.decision_year, option, plant or merchant, market)
    if option.kind == "merchant_import" or (option.kind == "nearshore" and option.plant is None):
        check_way(shelf, id, (*path, "route"), option.route, merchant, market)
        return
    check_way(shelf, id, (*path, "route"), option.route, maker, market)
    if plant and market and plant.country != market.country and option.merchant is None:
        what = "merchant is missing: its arm's-length price is the customs value of what the plant ships"
        shelf.note(id, (*path, "merchant"), what, "add merchant: a file of merchants/ that sells the drug substance")
    check_way(shelf, id, (*path, "key_route"), option.key_route, key_supplier, maker)
    if option.key_route and not option.key_supplier:
        shelf.note(id, (*path, "key_route"), "key_route without key_supplier", "add key_supplier or take key_route out")
    if drug := shelf.get("drugs", case.drug):
        check_product(shelf, id, (*path, "key_supplier"), key_supplier, drug.key_starting_material, f"{drug.id} is made from")


_RULES: dict[type[Noun], Callable[[Shelf, str, Any], None]] = {
    Plant: _plant,
    Finance: check_finance,
    Loan: check_loan,
    Depreciation: check_schedule,
    Taxation: check_taxation,
    **dict.fromkeys(INCENTIVES.values(), check_incentive),
    TariffMeasure: _measure,
    Market: check_market,
    Tender: check_tender,
    Contract: check_contract,
    Case: _case,
}
