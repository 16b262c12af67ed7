"""The numbers of a figure, a scalar with its distribution, a table or a dated series, in the unit they are written in."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from roi.book.desk import Desk
from roi.book.number import read_number
from roi.book.shape import hard_ends, reach, read_distribution
from roi.book.tree import Items, Keys, Leaf
from roi.domain import Distribution, In, Pert, Triangular


class Values(NamedTuple):
    """The numbers of a figure in the written unit. `spread`: what it is, number and place, of each that has to lie inside the bounds."""

    value: float
    spread: tuple[tuple[str, float, str], ...]
    table: tuple[float, ...] = ()
    dated: tuple[tuple[date, float], ...] = ()
    distribution: Distribution | None = None


def read_values(node: Keys, id: str, kept: In, desk: Desk) -> Values | None:
    """The numbers of the figure `node`; None when a problem was noted on the desk."""
    values, given = node.nodes.get("values"), [key for key in ("value", "values", "distribution") if key in node.nodes]
    found = "a table" if isinstance(values, Items) else "a dated series" if values is not None else "a single number"
    needed = {"scalar": "a single number", "table": "a table", "dated": "a dated series"}[kept.shape]
    how = {"scalar": "write value: 1.0", "table": "write values: [1.0, 0.5], year 0 first", "dated": "write values: {2026-01-01: 1.0}"}[
        kept.shape
    ]
    if not given:
        desk.note(node.place, id, "the figure has no number", how)
    elif "values" in given and len(given) > 1:
        desk.note(_place(node, given[0]), id, f"both {' and '.join(given)} are given", how)
    elif found != needed:
        desk.note(_place(node, given[0]), id, f"{found} is given where {needed} is needed", how)
    elif isinstance(values, Items):
        return _table(values, id, desk)
    elif isinstance(values, Keys):
        return _dated(values, id, desk)
    elif values is not None:
        desk.note(values.place, id, "values is a single value", how)
    else:
        return _scalar(node, id, desk)
    return None


def _scalar(node: Keys, id: str, desk: Desk) -> Values | None:
    spread: list[tuple[str, float, str]] = []
    distribution, value = None, None
    if "distribution" in node.nodes:
        distribution = read_distribution(node.nodes["distribution"], id, desk)
        if distribution is None:
            return None
        low, high = reach(distribution)
        if low > high:
            desk.note(
                _place(node, "distribution"), id, "the cut leaves nothing of the distribution", "move low and high to where its values lie"
            )
            return None
        place = _place(node, "distribution")
        what = "the distribution reaches"
        if isinstance(distribution, Triangular | Pert) and distribution.confidence is not None:
            what = f"with {distribution.confidence:g} of it from {distribution.low:g} to {distribution.high:g} {what}"
        spread += [(what, low, place), (what, high, place)]
        value = distribution.central
    if "value" in node.nodes:
        value = read_number(node.nodes["value"], id, "value", desk)
        if value is None:
            return None
        spread.append(("value", value, _place(node, "value")))
        if distribution is not None:
            low, high = hard_ends(distribution)
            if not low <= value <= high:
                what = f"value {value:g} lies outside its own distribution, {low:g} to {high:g}"
                desk.note(_place(node, "value"), id, what, "leave value out to take the central value of the distribution")
    return None if value is None else Values(value, tuple(spread), distribution=distribution)


def _table(values: Items, id: str, desk: Desk) -> Values | None:
    numbers = [(read_number(item, id, f"values[{age}]", desk), item.place) for age, item in enumerate(values.nodes)]
    table = tuple(number for number, _ in numbers if number is not None)
    if not numbers:
        desk.note(values.place, id, "the table is empty", "write at least the value of year 0")
    if not numbers or len(table) < len(numbers):
        return None
    spread = tuple((f"values[{age}]", number, place) for age, (number, (_, place)) in enumerate(zip(table, numbers, strict=True)))
    return Values(table[0], spread, table=table)


def _dated(values: Keys, id: str, desk: Desk) -> Values | None:
    series: list[tuple[date, float]] = []
    spread = []
    for key, child in values.nodes.items():
        try:
            day = date.fromisoformat(key)
        except ValueError:
            swapped = isinstance(child, Leaf) and isinstance(child.value, date)
            what = f"date and value are swapped in {key}: {child.text}" if swapped and isinstance(child, Leaf) else f"{key!r} is not a day"
            desk.note(child.place, id, what, "write first day in force: value, as 2026-01-31: 0.25")
            continue
        number = read_number(child, id, f"the value from {key}", desk)
        if series and day <= series[-1][0]:
            desk.note(
                child.place,
                id,
                f"{key} comes after {series[-1][0]} but is not later: dates out of order",
                "write the dates in rising order",
            )
        elif number is not None:
            series.append((day, number))
            spread.append((f"the value from {key}", number, child.place))
    if not values.nodes:
        desk.note(values.place, id, "the dated series is empty", "write at least one first day in force: value")
    if not series or len(series) < len(values.nodes):
        return None
    return Values(series[-1][1], tuple(spread), dated=tuple(series))


def _place(node: Keys, key: str) -> str:
    return node.nodes[key].place if key in node.nodes else node.place
