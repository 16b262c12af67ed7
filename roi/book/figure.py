"""A figure of a file to an `Assumption`: every key checked, every number in the unit its noun keeps."""

from __future__ import annotations

from datetime import date

from roi.book.bounds import limits, outside
from roi.book.desk import Desk, unknown_keys
from roi.book.number import read_number
from roi.book.shape import scaled
from roi.book.tree import Items, Keys, Leaf, Node
from roi.book.values import Values, read_values
from roi.book.written_unit import Scale, UnknownUnit, WrongDimension, scale
from roi.domain import Assumption, Confidence, Discrete, Fixed, In
from roi.errors import nearest
from roi.units import parse

KEYS = ("label", "unit", "value", "values", "distribution", "dollar_year", "source", "locator", "retrieved", "confidence", "bounds", "note")
_REQUIRED = {
    "label": "what the figure is, as a report prints it",
    "unit": "the unit of the number",
    "source": "the id of an entry of sources.yaml, or judgement when nobody could source it",
    "locator": "where in the source: table, page, section",
    "retrieved": "the day it was looked up, as 2026-01-31",
    "confidence": "one of " + ", ".join(Confidence),
}
_EARLIEST_DOLLAR = 1950


def read_figure(node: Node, id: str, kept: In, desk: Desk) -> Assumption | None:
    """The figure, in the unit and shape of `kept`; None when a problem was noted on the desk."""
    if not isinstance(node, Keys):
        desk.note(
            node.place, id, "a figure is a mapping with its unit and its source", f"write label, unit ({kept.unit}), value, source, ..."
        )
        return None
    count = len(desk.problems)
    unknown_keys(node, KEYS, id, desk)
    for key, meaning in _REQUIRED.items():
        child = node.nodes.get(key)
        if child is None or (isinstance(child, Leaf) and not child.text.strip()):
            desk.note((child or node).place, id, f"{key} is missing", f"add {key}: {meaning}")
        elif not isinstance(child, Leaf):
            desk.note(child.place, id, f"{key} is not a single value", f"write {key}: {meaning}")
    _origin(node, id, desk)
    dollar_year = _dollar_year(node, id, kept, desk)
    written, turn = _unit(node, id, kept, desk)
    numbers = read_values(node, id, kept, desk)
    bounds = _bounds(node, id, desk)
    if numbers and turn:
        _years(node, id, numbers, turn, desk)
        _within(node, id, kept, numbers, bounds, turn, desk)
        _whole(node, id, kept, numbers, turn, desk)
    if len(desk.problems) > count or numbers is None or turn is None:
        return None
    one = turn.multiply == turn.divide
    return Assumption(
        id=id,
        label=_text(node, "label"),
        unit=kept.unit,
        shape=kept.shape,
        value=turn(numbers.value),
        distribution=numbers.distribution if one or numbers.distribution is None else scaled(numbers.distribution, turn),
        table=tuple(turn(number) for number in numbers.table),
        dated=tuple((day, turn(number)) for day, number in numbers.dated),
        source=_text(node, "source"),
        locator=_text(node, "locator"),
        retrieved=date.fromisoformat(_text(node, "retrieved")),
        confidence=Confidence(_text(node, "confidence")),
        bounds=(turn(bounds[0]), turn(bounds[1])) if bounds else None,
        note=_text(node, "note"),
        dollar_year=dollar_year,
        written_unit=written,
        where=node.place,
    )


def _text(node: Keys, key: str) -> str:
    child = node.nodes.get(key)
    return child.text.strip() if isinstance(child, Leaf) else ""


def _place(node: Keys, key: str) -> str:
    return node.nodes[key].place if key in node.nodes else node.place


def _origin(node: Keys, id: str, desk: Desk) -> None:
    """Source, day and confidence."""
    source, retrieved, confidence = (_text(node, key) for key in ("source", "retrieved", "confidence"))
    if source and source not in desk.sources:
        desk.note(_place(node, "source"), id, f"unknown source {source!r}", f"{nearest(source, desk.sources)} (or add it to sources.yaml)")
    if confidence and confidence not in list(Confidence):
        desk.note(_place(node, "confidence"), id, f"unknown confidence {confidence!r}", nearest(confidence, list(Confidence)))
    if retrieved:
        try:
            if date.fromisoformat(retrieved) > desk.today:
                desk.note(
                    _place(node, "retrieved"), id, f"retrieved {retrieved} lies in the future", f"write a day up to today, {desk.today}"
                )
        except ValueError:
            desk.note(_place(node, "retrieved"), id, f"retrieved {retrieved!r} is not a day", "write year-month-day, as 2026-01-31")


def _dollar_year(node: Keys, id: str, kept: In, desk: Desk) -> int | None:
    text, latest = _text(node, "dollar_year"), desk.today.year + 1
    if not text:
        if parse(kept.unit).is_money:
            desk.note(node.place, id, "money without dollar_year", "add dollar_year: the year whose prices the figure is in")
        return None
    if not text.isascii() or not text.isdigit() or not _EARLIEST_DOLLAR <= int(text[:9]) <= latest:
        desk.note(
            _place(node, "dollar_year"), id, f"dollar_year {text!r} is not a year", f"write a year from {_EARLIEST_DOLLAR} to {latest}"
        )
        return None
    return int(text)


def _unit(node: Keys, id: str, kept: In, desk: Desk) -> tuple[str, Scale | None]:
    written = _text(node, "unit")
    if not written:
        return "", None
    try:
        return written, scale(written, kept.unit)
    except UnknownUnit:
        desk.note(_place(node, "unit"), id, f"unknown unit {written!r}", f"write {kept.unit} or another unit of that dimension")
    except WrongDimension:
        desk.note(
            _place(node, "unit"), id, f"unit {written!r} has the wrong dimension", f"write {kept.unit} or another unit of that dimension"
        )
    return written, None


def _bounds(node: Keys, id: str, desk: Desk) -> tuple[float, float] | None:
    child = node.nodes.get("bounds")
    if child is None:
        return None
    numbers = [read_number(item, id, "bounds", desk) for item in child.nodes] if isinstance(child, Items) else []
    if len(numbers) != 2:
        desk.note(child.place, id, "bounds are not two numbers", "write bounds: [lowest, highest]")
        return None
    low, high = numbers
    if low is None or high is None:
        return None
    if not low < high:
        desk.note(child.place, id, f"bounds [{low:g}, {high:g}] are not in rising order", "write bounds: [lowest, highest]")
        return None
    return low, high


def _years(node: Keys, id: str, numbers: Values, turn: Scale, desk: Desk) -> None:
    """A count of years cannot be turned into another unit."""
    if numbers.distribution and numbers.distribution.kind == "first_event" and turn.multiply != turn.divide:
        what = f"a first_event counts years, the unit is {_text(node, 'unit')!r}"
        desk.note(_place(node, "distribution"), id, what, "write unit: year")


def _within(node: Keys, id: str, kept: In, numbers: Values, bounds: tuple[float, float] | None, turn: Scale, desk: Desk) -> None:
    """Every number inside the bounds of the file and inside what the figure can be."""
    unit = _text(node, "unit")
    for name, number, place in numbers.spread:
        if bounds and not bounds[0] <= number <= bounds[1]:
            remedy = "mend the number or the bounds; a distribution without end can be cut with kind: truncated"
            desk.note(place, id, f"{name} {_amount(number, unit)}, outside the bounds {bounds[0]:g} to {bounds[1]:g}", remedy)
            continue
        for limit in limits(id.rpartition(".")[2], kept.unit):
            if wrong := outside(turn(number), limit):
                what, end = wrong
                desk.note(place, id, f"{name} {_amount(number, unit)} {what} {_amount(end, kept.unit)}", limit.remedy)
                break


def _whole(node: Keys, id: str, kept: In, numbers: Values, turn: Scale, desk: Desk) -> None:
    """A figure that can only be a whole number is one in every value it can take."""
    shape = numbers.distribution
    if not kept.whole:
        return
    if shape is not None and not isinstance(shape, Discrete | Fixed):
        what = f"a {shape.kind} distribution draws parts of a {kept.unit}"
        desk.note(_place(node, "distribution"), id, what, "take kind: discrete, with whole values and their probabilities")
        return
    values = [numbers.value, *(shape.values if isinstance(shape, Discrete) else [shape.value] if shape else [])]
    for number in (one for one in values if not turn(one).is_integer()):
        desk.note(node.place, id, f"{_amount(number, _text(node, 'unit'))} is not whole", f"write whole numbers of {kept.unit}")
        return


def _amount(number: float, unit: str) -> str:
    return f"{number:g}{unit[1:]}" if unit.startswith("1") else f"{number:g} {unit}"
