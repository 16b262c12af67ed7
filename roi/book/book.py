"""The book of assumptions: everything read, checked and built once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from roi.book.correlations import COPULA, check_correlations
from roi.book.desk import Desk, in_order
from roi.book.folders import SOURCES, read_folders
from roi.book.merge import OWN, Override
from roi.book.nouns import build, build_noun
from roi.book.overlay import Overlay, apply, lay
from roi.book.path_risks import check_paths
from roi.book.plants import check_plants
from roi.book.procurement import check_procurement
from roi.book.references import Shelf, check, claims_of
from roi.book.regimes import check_regimes
from roi.book.shelves import SHELF_OF_KIND, WITH_FIGURES, WITHOUT
from roi.book.tree import Items, Keys, Leaf, Node, line_of
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
) -> Book:
    """Read, check and build the book.

    folders : the bundled one first, then the user's; each adds to and overrides the ones before, by id.
    overlays : laid over the files in order, before the checks. extra_case : file of a case outside the folders.
    try_scenarios : without overlays, lay each scenario over the files and note what would be wrong.
    today : the day against which `retrieved` is checked; by default the day of the run.
    Raises RoiError with every problem of every file, by file and line.
    """
    pages = read_folders([Path(folder) for folder in folders or (bundled("assumptions"),)], extra_case)
    known = frozenset((*pages.trees, *pages.unread))
    problems = list(pages.problems)
    trees, overrides = pages.trees, list(pages.overrides)
    for overlay in overlays:
        trees, changes, wrong = apply(trees, overlay)
        overrides += changes
        problems += wrong
    source_tree = trees.get(SOURCES, Keys(f"{SOURCES}.yaml:1", {}))
    desk = Desk(today or date.today(), frozenset((*source_tree.nodes, OWN)), problems, pages.tables)
    sources = {id: _source(id, node, desk) for id, node in source_tree.nodes.items()}
    if overrides:
        sources[OWN] = Source(
            id=OWN, title="Value set over the book, without a source of its own", publisher="Whoever made this run", published=""
        )
    nouns = {id: noun for id, tree in trees.items() if id != SOURCES and (noun := build(id, tree, desk))}
    shelf = Shelf(nouns, trees, known, claims_of(pages.trees) | claims_of(trees), desk, as_written=not overlays)
    for rule in _CHECKS:
        rule(shelf)
    if try_scenarios and not overlays:
        _check_scenarios(shelf)
    if desk.problems:
        raise RoiError(in_order(desk.problems))
    return Book(
        **_by_folder(nouns),
        sources={id: source for id, source in sources.items() if source},
        overrides=tuple(overrides),
        overlays=tuple(overlays),
        hashes=pages.hashes,
    )


def _source(id: str, node: Node, desk: Desk) -> Source | None:
    if not isinstance(node, Keys):
        desk.note(node.place, f"{SOURCES}.{id}", "a source is a mapping", "write title, publisher, published, url, licence")
        return None
    noun = build_noun(Source, f"{SOURCES}.{id}", node, desk)
    return noun.model_copy(update={"id": id}) if isinstance(noun, Source) else None


def _by_folder(nouns: Mapping[str, Noun]) -> dict[str, Any]:
    """The nouns as the attributes of the book, by the name of their file."""
    shelves: dict[str, dict[str, Noun]] = {name: {} for name in (*WITH_FIGURES, *WITHOUT)}
    # correlations keep the order of the file: it decides which draw rests on which
    for id in sorted(nouns, key=lambda id: id.partition(".")[0] if id.startswith("correlations.") else id):
        folder, _, stem = id.partition(".")
        shelf = SHELF_OF_KIND.get(type(nouns[id]), folder)
        shelves[shelf][stem] = nouns[id]
    return cast(dict[str, Any], {**shelves, COPULA: shelves["correlations"].pop(COPULA, None)})


def _check_scenarios(shelf: Shelf) -> None:
    """Lay every scenario over the files for a moment and note what would then be wrong that is not wrong without it."""
    before = set(shelf.desk.problems)
    for id, scenario in shelf.nouns.items():
        if isinstance(scenario, Scenario):
            tree = shelf.trees[id]
            name, _ = line_of(tree.place)
            for problem in _trial(shelf, tree):
                if problem not in before:
                    here = line_of(problem.where)[0] == name
                    shelf.desk.problems.append(
                        problem if here else replace(problem, where=tree.place, what=f"with this scenario {problem.what}")
                    )


def _trial(shelf: Shelf, scenario: Keys) -> list[Problem]:
    """What is wrong in the book with the scenario laid over it."""
    given, gone = scenario.nodes.get("set"), scenario.nodes.get("without")
    without = [(leaf.text, leaf.place) for leaf in gone.nodes if isinstance(leaf, Leaf)] if isinstance(gone, Items) else []
    nodes = given.nodes if isinstance(given, Keys) else {}
    sound = {id: node for id, node in nodes.items() if (entity := ".".join(id.split(".")[:2])) in shelf.nouns or entity not in shelf.known}
    trees, problems = lay(shelf.trees, sound, without)
    desk = Desk(shelf.desk.today, shelf.desk.sources, problems, shelf.desk.tables)
    nouns = {id: noun for id, noun in shelf.nouns.items() if trees.get(id) is shelf.trees[id]}
    for id, tree in trees.items():
        if tree is not shelf.trees[id] and (noun := build(id, tree, desk)):
            nouns[id] = noun
    laid = replace(shelf, nouns=nouns, trees=trees, desk=desk, as_written=False)
    for rule in _CHECKS:
        rule(laid)
    return desk.problems


_CHECKS = (check, check_procurement, check_regimes, check_plants, check_correlations, check_paths)
