"""The tables beside a tariff measure: lists of tariff numbers, and a schedule of base rates, as CSV with its source in the first lines."""

from __future__ import annotations

import re

from roi.book.desk import Desk
from roi.book.table import Lines, find_table, read_day, read_origin
from roi.domain import Confidence, HtsList, Schedule, ScheduledRate
from roi.errors import nearest

FOLDER = "tariffs"
LIST_KEYS = ("hts_file", "except_hts_file", "relief_hts_file")
SCHEDULE_KEY = "schedule_file"
UNITS = ("kg", "litre", "head")
"""Units of a specific duty. A bare number of pieces is written in heads."""

_COLUMNS = ("hts", "ad_valorem", "specific", "per", "special")
_HTS = re.compile(r"\d{4}(\.\d{2}){0,3}")


def read_list(name: str, place: str, id: str, desk: Desk) -> HtsList | None:
    """The list in the file `name` of tariffs/, named at `place`; None when a problem was noted on the desk."""
    lines = find_table(FOLDER, name, place, id, desk)
    if lines is None:
        return None
    count = len(desk.problems)
    origin = read_origin(name, lines, id, desk)
    digits = [_digits(row[0], lines.at(line), id, desk) for line, row in lines.rows[1:]]
    _header(lines, ("hts",), id, desk)
    _twice(lines, id, desk)
    return HtsList(origin, frozenset(one for one in digits if one)) if origin and len(desk.problems) == count else None


def read_schedule(name: str, place: str, id: str, desk: Desk) -> Schedule | None:
    """The schedule in the file `name` of tariffs/, named at `place`; None when a problem was noted on the desk."""
    lines = find_table(FOLDER, name, place, id, desk)
    if lines is None:
        return None
    count = len(desk.problems)
    origin = read_origin(name, lines, id, desk)
    first = read_day(lines, "first_day", id, desk)
    confidence = lines.about.get("confidence", "")
    if confidence not in list(Confidence):
        desk.note(lines.at(1), id, f"unknown confidence {confidence!r}", nearest(confidence, list(Confidence)))
    _header(lines, _COLUMNS, id, desk)
    _twice(lines, id, desk)
    found = [_scheduled(row, lines.at(line), id, desk) for line, row in lines.rows[1:]] if len(desk.problems) == count else []
    if origin is None or first is None or len(desk.problems) > count:
        return None
    return Schedule(origin, first, Confidence(confidence), {one.hts: one for one in found if one})


def _header(lines: Lines, columns: tuple[str, ...], id: str, desk: Desk) -> None:
    if not lines.rows or tuple(lines.rows[0][1]) != columns:
        place = lines.at(lines.rows[0][0] if lines.rows else 1)
        desk.note(place, id, "the heading of the table is missing", f"head the columns {','.join(columns)}")


def _twice(lines: Lines, id: str, desk: Desk) -> None:
    seen: dict[str, int] = {}
    for line, row in lines.rows[1:]:
        if row[0] in seen:
            desk.note(lines.at(line), id, f"{row[0]} stands here and on line {seen[row[0]]}", "keep one of the two")
        seen.setdefault(row[0], line)


def _digits(text: str, place: str, id: str, desk: Desk) -> str:
    if _HTS.fullmatch(text):
        return text.replace(".", "")
    desk.note(place, id, f"{text!r} is not an HTS number", "write 4, 6, 8 or 10 digits with points, as 2924.29.62")
    return ""


def _scheduled(row: list[str], place: str, id: str, desk: Desk) -> ScheduledRate | None:
    """One line of the schedule: number, fraction of the value, USD a unit, the unit, symbols parted by blanks."""
    digits = _digits(row[0], place, id, desk)
    if len(row) != len(_COLUMNS):
        desk.note(place, id, f"{len(row)} columns where {len(_COLUMNS)} are needed", f"write {','.join(_COLUMNS)}")
        return None
    try:
        ad_valorem, specific = float(row[1] or 0), float(row[2] or 0)
    except ValueError:
        desk.note(place, id, f"{row[1]!r} or {row[2]!r} is no number", "write a fraction of the value, and USD a unit")
        return None
    if not 0 <= ad_valorem <= 1 or specific < 0:
        desk.note(place, id, "a rate outside what a duty can be", "percentages are fractions: 6.5 % is 0.065")
    elif (row[3] in UNITS) != (specific > 0):
        desk.note(place, id, f"{row[3]!r} is no unit of a specific duty", f"write one of {', '.join(UNITS)}, or neither rate nor unit")
    elif digits:
        return ScheduledRate(digits, ad_valorem, specific, row[3], tuple(row[4].split()))
    return None
