"""A file of offers: what is asked for and what is offered, checked against the rules it names; every problem with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from roi.book.desk import Desk, in_order, place_at
from roi.book.nouns import build_noun
from roi.book.number import read_number
from roi.book.scan import scan_tree
from roi.book.tree import Items, Keys, Leaf, Node
from roi.domain.procurement import Component, OfferedLine, ProcurementRules, Solicitation
from roi.errors import Problem, RoiError, nearest

_AMOUNTS = ("price", "duty", "transport", "manufacture", "overhead", "value")
_DAYS = ("issued", "first_delivery", "last_delivery")
_FLAGS = ("cots", "set_aside", "all_or_none", "finishing_transforms", "nonavailable", "same_consideration")
_COUNTRIES = ("finished_in", "substance_origin", "origin")
_UNKNOWN = "unknown"
_CODE = "write the two letters of ISO 3166 in lower case, as us"
_CLOSE = 1e-6
_NEEDED = {"bought": ("price",), "made": ("manufacture", "overhead")}
_BARRED = {"bought": ("manufacture", "overhead"), "made": ("price", "duty")}


def read_offers(path: Path, rules: Mapping[str, ProcurementRules]) -> Solicitation:
    """The solicitation of a file with its offers.

    rules : those of the book by name.

    Raises RoiError with every problem of the file, by line.
    """
    tree = _tree(path)
    desk = Desk(date.today(), frozenset())
    id = path.stem
    leaves = list(_leaves(tree, id, ""))
    known = _countries(rules, tree)
    for leaf, at, key in leaves:
        _leaf(leaf, at, key, known, desk)
    said = {(problem.where, problem.id) for problem in desk.problems}
    built = Desk(desk.today, frozenset())
    asked = build_noun(Solicitation, id, tree, built)
    desk.problems.extend(problem for problem in built.problems if (problem.where, problem.id) not in said)
    if isinstance(asked, Solicitation):
        _check(asked, tree, rules, desk)
    if desk.problems:
        raise RoiError(in_order(desk.problems))
    assert isinstance(asked, Solicitation)
    return asked


def _tree(path: Path) -> Keys:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        remedy = "give the path of a file of offers; `roi new offers FILE` writes one to start from"
        raise RoiError(Problem(str(path), f"cannot be read: {error.strerror}", remedy)) from None
    except UnicodeDecodeError:
        raise RoiError(Problem(str(path), "the file is not UTF-8", "save it as UTF-8")) from None
    node, problems = scan_tree(text, path.name)
    if problems or not isinstance(node, Keys):
        raise RoiError(problems or Problem(f"{path.name}:1", "the top level of the file is not a mapping", "write key: value lines"))
    return node


def _leaves(node: Node, id: str, key: str) -> Iterator[tuple[Leaf | Items | Keys, str, str]]:
    """Every value with its id and key; the shares of components have the key `component_shares`."""
    if isinstance(node, Keys):
        for name, child in node.nodes.items():
            if key == "component_shares":
                yield child, f"{id}.{name}", "component_shares"
            elif isinstance(child, Keys):
                yield from _leaves(child, f"{id}.{name}", name)
            else:
                yield child, f"{id}.{name}", name


def _leaf(node: Node, id: str, key: str, known: list[str], desk: Desk) -> None:
    """Numbers, days, true or false and countries, each in words of its own."""
    text = node.text if isinstance(node, Leaf) else ""
    value = node.value if isinstance(node, Leaf) else None
    if key in (*_AMOUNTS, "content_share", "component_shares"):
        number = read_number(node, id, key.removesuffix("s"), desk)
        if number is None:
            return
        share = key not in _AMOUNTS
        if number < 0:
            what = f"{key.removesuffix('s')} {text} is negative"
            desk.note(node.place, id, what, "costs, prices and amounts are written as positive numbers; take the line out if there is none")
        elif number == 0 and key == "price":
            desk.note(node.place, id, "price is 0", "write the offered price in USD; an offer without a price is no offer")
        elif share and number > 1:
            desk.note(node.place, id, f"{key.removesuffix('s')} {text} is above 1", "percentages are fractions: 12 % is 0.12")
    elif key in _DAYS and not isinstance(value, date):
        desk.note(node.place, id, f"{key} {text!r} is not a day", "write year-month-day without quotes, as 2026-01-31")
    elif key in _FLAGS and not isinstance(value, bool):
        desk.note(node.place, id, f"{key} is {text!r}, which is neither true nor false", "write true or false")
    elif key in _COUNTRIES and known and text not in known and not (key == "origin" and text == _UNKNOWN):
        hint = f"did you mean {text.lower()}?" if text.lower() in known else _CODE
        desk.note(node.place, id, f"unknown country {text!r}", hint)
    if key == "component_shares" and known and (name := id.rpartition(".")[2]) not in (*known, _UNKNOWN):
        desk.note(node.place, id, f"unknown country {name!r}", f"{_CODE}, or unknown")


def _countries(rules: Mapping[str, ProcurementRules], tree: Keys) -> list[str]:
    """Codes of countries that the rules of the file know; none when the file names no rules that exist."""
    leaf = tree.nodes.get("rules")
    one = rules.get(leaf.text) if isinstance(leaf, Leaf) else None
    return sorted({one.country, *(code for each in one.country_lists.values() for code in each.members)}) if one else []


def _check(asked: Solicitation, tree: Keys, rules: Mapping[str, ProcurementRules], desk: Desk) -> None:
    """What no key can know alone."""

    def note(path: tuple[str, ...], what: str, remedy: str) -> None:
        desk.note(place_at(tree, path), ".".join((asked.id, *path)), what, remedy)

    def named(path: tuple[str, ...], name: str, known: Mapping[str, object], what: str) -> None:
        if name not in known:
            note(path, f"unknown {what} {name!r}", nearest(name, known))

    named(("rules",), asked.rules, rules, "rules")
    if one := rules.get(asked.rules):
        named(("agency",), asked.agency, one.agencies, "agency")
        for agreement in asked.agreements or ():
            named(("agreements",), agreement, one.agreements, "agreement")
        first = max(figure.dated[0][0] for key, figure in one.figures() if key in ("group_share", "finishing_confers_origin"))
        if asked.issued < first:
            note(
                ("issued",),
                f"issued {asked.issued} lies before the data of {one.id}, which begin on {first}",
                f"write a day from {first} on",
            )
        for name, item in asked.lines.items():
            if item.critical_item is not None and item.critical_item not in one.critical_items:
                remedy = nearest(item.critical_item, one.critical_items) if one.critical_items else "take the line out: the list is empty"
                note(("lines", name, "critical_item"), f"{item.critical_item!r} is no critical item of {one.id}", remedy)
    if asked.first_delivery < asked.issued:
        what = f"first_delivery {asked.first_delivery} lies before the solicitation, {asked.issued}"
        note(("first_delivery",), what, "goods are delivered after they are asked for: mend one of the two days")
    if asked.last_delivery is not None and asked.last_delivery < asked.first_delivery:
        note(
            ("last_delivery",),
            f"last_delivery {asked.last_delivery} lies before first_delivery {asked.first_delivery}",
            "mend one of the two",
        )
    for key in ("lines", "offers"):
        if not getattr(asked, key):
            note((key,), f"there are no {key}", f"write at least one under {key}:")
    for name, offer in asked.offers.items():
        if not offer.lines:
            note(("offers", name, "lines"), "the offer has no line", f"write at least one of {', '.join(asked.lines)}")
        for line, offered in offer.lines.items():
            path = ("offers", name, "lines", line)
            named(path, line, asked.lines, "line item")
            for at, what, remedy in _line_problems(offered, one):
                note((*path, *at), what, remedy)


def _line_problems(offered: OfferedLine, rules: ProcurementRules | None) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(keys, what, remedy) of what is wrong within an offered line."""
    facts = [key for key in ("finished_in", "substance_origin", "components", "component_shares") if getattr(offered, key)]
    if offered.certified is not None:
        if facts:
            yield (facts[0],), f"both certified and {facts[0]} are given", "keep the certification or the facts, not both"
    else:
        if offered.content_share is not None:
            yield ("content_share",), "content_share without certified", "give components or component_shares, or add certified"
        for key in ("finished_in", "substance_origin"):
            if getattr(offered, key) is None:
                yield (), f"key {key!r} is missing", f"add {key}, the code of a country, or certified with the category"
    if offered.components and offered.component_shares:
        yield ("component_shares",), "both components and component_shares are given", "keep one of the two"
    shares = offered.component_shares.values()
    # a share that is no fraction is a problem of its own
    if shares and all(0 <= share <= 1 for share in shares) and abs((total := sum(shares)) - 1) > _CLOSE:
        yield ("component_shares",), f"the shares sum to {total:g}", "the shares of component cost must sum to 1; give the rest as unknown"
    for name, component in offered.components.items():
        yield from ((("components", name, *at), what, remedy) for at, what, remedy in _component_problems(component, rules))


def _component_problems(component: Component, rules: ProcurementRules | None) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for key in _NEEDED[component.kind]:
        if getattr(component, key) is None:
            yield (), f"key {key!r} is missing", f"a component that is {component.kind} needs {' and '.join(_NEEDED[component.kind])}"
    for key in _BARRED[component.kind]:
        if getattr(component, key) is not None:
            yield (key,), f"a component that is {component.kind} has no {key}", "take the line out, or mend kind"
    if rules is None:
        return
    if component.kind == "bought" and component.duty is None and component.origin != rules.country:
        yield (
            (),
            f"duty is missing for a component of origin {component.origin}",
            "add duty, whether or not it is waived; 0 if none is owed",
        )
    articles = [article for one in rules.nonavailable.values() for article in one.members]
    if component.article is not None and component.article not in articles:
        yield ("article",), f"{component.article!r} is on no list of articles that are not available", nearest(component.article, articles)
