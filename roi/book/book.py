"""The book of assumptions: everything read, checked and built once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from roi.book.desk import in_order
from roi.book.files import COPULA, Files, read_files
from roi.book.kept import Kept, Reading, find, put
from roi.book.merge import Override
from roi.book.overlay import Overlay
from roi.book.shelves import SHELF_OF_KIND, WITH_FIGURES, WITHOUT
from roi.domain import (
    Assumption,
    CapitalEstimate,
    Case,
    Contract,
    ContractManufacturer,
    Copula,
    Correlation,
    CostIndex,
    Country,
    CurrencyRisk,
    CustomsFees,
    Depreciation,
    DisruptionRisk,
    Drawback,
    DrugSubstance,
    Entity,
    FacilityFees,
    Finance,
    Loan,
    Market,
    Merchant,
    Mix,
    Noun,
    Plant,
    PriceIndex,
    PriceRisk,
    Process,
    Regime,
    Risk,
    Route,
    Scenario,
    Shortage,
    Source,
    Supplier,
    TariffMeasure,
    Taxation,
    Tender,
)
from roi.domain.incentives import Incentive
from roi.domain.procurement import ProcurementRules
from roi.errors import Problem, RoiError, nearest
from roi.paths import bundled


@dataclass(frozen=True)
class Book:
    """Every noun by the name of its file, every source by its id.

    overrides : what the user's files and the overlays changed. overlays : those laid over the files, in order.
    hashes : SHA-256 of every file read, by its name relative to its folder (the user's folder with its own name in front).
    """

    countries: Mapping[str, Country]
    drugs: Mapping[str, DrugSubstance]
    plants: Mapping[str, Plant]
    capital_estimates: Mapping[str, CapitalEstimate]
    cost_indices: Mapping[str, CostIndex]
    processes: Mapping[str, Process]
    suppliers: Mapping[str, Supplier]
    merchants: Mapping[str, Merchant]
    contract_manufacturers: Mapping[str, ContractManufacturer]
    routes: Mapping[str, Route]
    markets: Mapping[str, Market]
    shortages: Mapping[str, Shortage]
    contracts: Mapping[str, Contract]
    indices: Mapping[str, PriceIndex]
    finance: Mapping[str, Finance]
    loans: Mapping[str, Loan]
    taxation: Mapping[str, Taxation]
    depreciation: Mapping[str, Depreciation]
    incentives: Mapping[str, Incentive]
    mixes: Mapping[str, Mix]
    tariffs: Mapping[str, TariffMeasure]
    procurement: Mapping[str, ProcurementRules]
    tenders: Mapping[str, Tender]
    customs_fees: Mapping[str, CustomsFees]
    facility_fees: Mapping[str, FacilityFees]
    drawback: Mapping[str, Drawback]
    regimes: Mapping[str, Regime]
    price_risks: Mapping[str, PriceRisk]
    currency_risks: Mapping[str, CurrencyRisk]
    disruptions: Mapping[str, DisruptionRisk]
    correlations: Mapping[str, Correlation]
    copula: Copula | None
    cases: Mapping[str, Case]
    scenarios: Mapping[str, Scenario]
    sources: Mapping[str, Source]
    overrides: tuple[Override, ...]
    overlays: tuple[Overlay, ...]
    hashes: Mapping[str, str]

    def figures(self) -> Iterator[Assumption]:
        """Every figure of the book, folder by folder."""
        return iter(self._figures.values())

    def figure(self, id: str) -> Assumption:
        """The figure with this id. Raises RoiError that suggests the nearest id when there is none."""
        if id not in self._figures:
            raise RoiError(Problem("", "there is no figure with this id", nearest(id, self._figures), id))
        return self._figures[id]

    def risk(self, id: str) -> Risk:
        """The risk with this id, or of the path with this id. Raises KeyError when there is none."""
        stem = id.split(".")[1]
        return self.regimes.get(stem) or self.price_risks.get(stem) or self.currency_risks.get(stem) or self.disruptions[stem]

    @cached_property
    def _figures(self) -> dict[str, Assumption]:
        shelves = [cast(Mapping[str, Entity], getattr(self, name)) for name in WITH_FIGURES]
        shelves += [{COPULA: self.copula}] if self.copula else []
        return {figure.id: figure for shelf in shelves for entity in shelf.values() for _, figure in entity.figures()}


def load_book(
    folders: Sequence[Path] | None = None,
    overlays: Sequence[Overlay] = (),
    extra_case: Path | None = None,
    today: date | None = None,
    try_scenarios: bool = True,
    keep: bool = False,
) -> Book:
    """Read, check and build the book.

    folders : the bundled one first, then the user's; each adds to and overrides the ones before, by id.
    overlays : laid over the files in order, before the checks. extra_case : file of a case outside the folders.
    try_scenarios : without overlays, lay each scenario over the files and note what would be wrong.
    today : the day against which `retrieved` is checked; by default the day of the run.
    keep : take what was read of the same files before (see `roi.book.kept`), and keep it for the next time.
    Raises RoiError with every problem of every file, by file and line.
    """
    day = today or date.today()
    files = read_files([Path(folder) for folder in folders or (bundled("assumptions"),)], extra_case)
    tried = try_scenarios and not overlays
    kept = find(files, day, tried) if keep else None
    found = kept.reading if kept and not overlays else _read(files, overlays, day, tried, keep, kept)
    if found.problems:
        raise RoiError(in_order(found.problems))
    return Book(**_by_folder(found.nouns), sources=found.sources, overrides=found.overrides, overlays=tuple(overlays), hashes=files.hashes)


def _read(files: Files, overlays: Sequence[Overlay], day: date, tried: bool, keep: bool, kept: Kept | None) -> Reading:
    """What the files say with the overlays; what they say without is kept, if it is to be."""
    # what reads and checks takes longer to load than a kept book
    from roi.book.folders import pages_of
    from roi.book.reading import read

    pages = kept.pages() if kept else pages_of(files)
    plain = kept.reading if kept else None
    if plain is None and (keep or not overlays):
        plain = read(pages, day, try_scenarios=tried)
        if keep and not plain.problems:
            put(files, pages, plain, day, tried)
    if plain is not None and not overlays:
        return plain
    return read(pages, day, overlays, sound=plain if plain and not plain.problems else None)


def _by_folder(nouns: Mapping[str, Noun]) -> dict[str, Any]:
    """The nouns as the attributes of the book, by the name of their file."""
    shelves: dict[str, dict[str, Noun]] = {name: {} for name in (*WITH_FIGURES, *WITHOUT)}
    # correlations keep the order of the file: it decides which draw rests on which
    for id in sorted(nouns, key=lambda id: id.partition(".")[0] if id.startswith("correlations.") else id):
        folder, _, stem = id.partition(".")
        shelf = SHELF_OF_KIND.get(type(nouns[id]), folder)
        shelves[shelf][stem] = nouns[id]
    return cast(dict[str, Any], {**shelves, COPULA: shelves["correlations"].pop(COPULA, None)})
