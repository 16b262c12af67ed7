"""The table of an empirical distribution: observations, or quantiles by the share of the observations below them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from roi.book.desk import Desk
from roi.book.table import Lines, find_table, read_origin
from roi.book.tree import Keys, Leaf

OBSERVATIONS, QUANTILES = ("value",), ("share", "value")


def read_observations(node: Keys, id: str, desk: Desk) -> dict[str, Any]:
    """File, values and shares of the empirical distribution `node` of the figure `id`; nothing when a problem was noted on the desk.

    The file stands in the folder of the figure.
    """
    name = node.nodes.get("file")
    if not isinstance(name, Leaf) or not name.text.endswith(".csv"):
        remedy = "write it as {kind: empirical, file: prices.csv}, the file beside this one"
        desk.note((name or node).place, id, "the empirical distribution names no file", remedy)
        return {}
    lines = find_table(id.partition(".")[0], name.text, name.place, id, desk)
    if lines is None:
        return {}
    count = len(desk.problems)
    read_origin(name.text, lines, id, desk)
    columns = tuple(lines.rows[0][1]) if lines.rows else ()
    if columns not in (OBSERVATIONS, QUANTILES):
        place = lines.at(lines.rows[0][0] if lines.rows else 1)
        desk.note(
            place, id, "the heading of the table is missing", "head the column value (observations) or the columns share,value (quantiles)"
        )
        return {}
    found = [(line, numbers) for line, row in lines.rows[1:] if (numbers := _numbers(row, columns, lines.at(line), id, desk))]
    if len(desk.problems) > count:
        return {}
    if len(found) < 2:
        desk.note(lines.at(1), id, f"{len(found)} row in the table, at least 2 are needed", "add what was observed, or write kind: fixed")
    elif columns == OBSERVATIONS:
        values = sorted(value for _, (value,) in found)
        if values[0] == values[-1]:
            desk.note(lines.at(1), id, f"every observation is {values[0]:g}", "write kind: fixed for a value that is certain")
        return {"file": name.text, "values": tuple(values)}
    else:
        _check_quantiles(found, lines, id, desk)
        return {"file": name.text, "shares": tuple(share for _, (share, _) in found), "values": tuple(value for _, (_, value) in found)}
    return {}


def _numbers(row: list[str], columns: tuple[str, ...], place: str, id: str, desk: Desk) -> list[float]:
    """The numbers of a row; none, and a problem on the desk, when it is not one number a column."""
    if len(row) != len(columns):
        desk.note(place, id, f"{len(row)} columns where {len(columns)} are needed", f"write {','.join(columns)}, with decimal points")
        return []
    try:
        numbers = [float(cell) for cell in row]
    except ValueError:
        numbers = [math.nan]
    if not all(math.isfinite(number) for number in numbers):
        desk.note(place, id, f"{','.join(row)!r} is not a number", "write a number with a decimal point, without unit and words")
        return []
    return numbers


def _check_quantiles(found: list[tuple[int, list[float]]], lines: Lines, id: str, desk: Desk) -> None:
    for (_, (share, value)), (line, (next_share, next_value)) in pairwise(found):
        if not share < next_share:
            desk.note(
                lines.at(line), id, f"share {next_share:g} after {share:g}: the shares do not rise", "sort the rows by share, each once"
            )
        elif next_value < value:
            desk.note(
                lines.at(line), id, f"value {next_value:g} after {value:g}: the quantiles fall", "a greater share has no smaller value"
            )
    (first, (lowest, _)), (last, (highest, _)) = found[0], found[-1]
    if lowest != 0:
        desk.note(lines.at(first), id, f"the lowest share is {lowest:g}", "begin with the lowest value possible, as 0,1.5")
    if highest != 1:
        desk.note(
            lines.at(last), id, f"the highest share is {highest:g}", "end with the highest value possible, as 1,9.5; shares are fractions"
        )
