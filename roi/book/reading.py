"""The trees of the files to nouns, checked: by themselves, between each other, and with each scenario laid over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from roi.book.correlations import check_correlations
from roi.book.desk import Desk
from roi.book.files import SOURCES
from roi.book.folders import Pages
from roi.book.kept import Reading
from roi.book.laying import Trees, apply, lay
from roi.book.merge import OWN
from roi.book.nouns import build, build_noun
from roi.book.overlay import Overlay
from roi.book.path_risks import check_paths
from roi.book.plants import check_plants
from roi.book.procurement import check_procurement
from roi.book.references import Shelf, check, claims_of
from roi.book.regimes import check_regimes
from roi.book.tree import Items, Keys, Leaf, Node, line_of
from roi.domain import Noun, Scenario, Source
from roi.errors import Problem


def read(pages: Pages, today: date, overlays: Sequence[Overlay] = (), try_scenarios: bool = False, sound: Reading | None = None) -> Reading:
    """Build and check what stands in the files, with overlays laid over them.

    sound : what the same files say without overlays, when nothing is wrong with them; what no overlay changes is taken from it.
    try_scenarios : lay each scenario over the files and note what would be wrong; not with overlays.
    """
    known = frozenset((*pages.trees, *pages.unread))
    problems = list(pages.problems)
    trees, overrides = pages.trees, list(pages.overrides)
    for overlay in overlays:
        trees, changes, wrong = apply(trees, overlay)
        overrides += changes
        problems += wrong
    source_tree = trees.get(SOURCES, Keys(f"{SOURCES}.yaml:1", {}))
    desk = Desk(today, frozenset((*source_tree.nodes, OWN)), problems, pages.tables)
    sources = dict(sound.sources) if sound else {id: _source(id, node, desk) for id, node in source_tree.nodes.items()}
    if overrides:
        sources[OWN] = Source(
            id=OWN, title="Value set over the book, without a source of its own", publisher="Whoever made this run", published=""
        )
    nouns = _nouns(trees, pages.trees, sound.nouns, desk) if sound else _nouns(trees, {}, {}, desk)
    shelf = Shelf(nouns, trees, known, claims_of(pages.trees) | claims_of(trees), desk, as_written=not overlays)
    for rule in _CHECKS:
        rule(shelf)
    if try_scenarios and not overlays:
        _check_scenarios(shelf)
    found = {id: source for id, source in sources.items() if source}
    return Reading(nouns, found, tuple(overrides), tuple(desk.problems))


def _nouns(trees: Trees, before: Trees, known: Mapping[str, Noun], desk: Desk) -> dict[str, Noun]:
    """Nouns of the trees but that of the sources, by id; where a tree is as it was `before`, the one that is `known` of it, if any."""
    found = ((id, known.get(id) if tree is before.get(id) else build(id, tree, desk)) for id, tree in trees.items() if id != SOURCES)
    return {id: noun for id, noun in found if noun}


def _source(id: str, node: Node, desk: Desk) -> Source | None:
    if not isinstance(node, Keys):
        desk.note(node.place, f"{SOURCES}.{id}", "a source is a mapping", "write title, publisher, published, url, licence")
        return None
    noun = build_noun(Source, f"{SOURCES}.{id}", node, desk)
    return noun.model_copy(update={"id": id}) if isinstance(noun, Source) else None


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
    nouns = _nouns(trees, shelf.trees, shelf.nouns, desk)
    laid = replace(shelf, nouns=nouns, trees=trees, desk=desk, as_written=False)
    for rule in _CHECKS:
        rule(laid)
    return desk.problems


_CHECKS = (check, check_procurement, check_regimes, check_plants, check_correlations, check_paths)
