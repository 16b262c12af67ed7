"""Cells of a workbook: what stands in them, what an independent program computes, and where the two differ."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import formualizer
import openpyxl

Place = tuple[str, int, int]
"""Sheet, row and column, both from 1."""

RELATIVE, ABSOLUTE = 1e-9, 1e-7


@dataclass(frozen=True)
class Read:
    """formulas : text of every formula. stored : the value stored beside it. texts : every cell that is not a formula."""

    formulas: Mapping[Place, str]
    stored: Mapping[Place, Any]
    texts: Mapping[Place, Any]


@cache
def read(content: bytes) -> Read:
    """All cells of a workbook, by openpyxl."""
    written, values = (openpyxl.load_workbook(io.BytesIO(content), data_only=only) for only in (False, True))
    formulas, texts = {}, {}
    for sheet in written:
        for cell in (one for line in sheet.iter_rows() for one in line if one.value is not None):
            (formulas if cell.data_type == "f" else texts)[(sheet.title, cell.row, cell.column)] = cell.value
    return Read(formulas, {place: values[place[0]].cell(*place[1:]).value for place in formulas}, texts)


class Recalculated:
    """A workbook in formualizer, which shares no code with the engine, with XlsxWriter or with openpyxl."""

    def __init__(self, content: bytes) -> None:
        self._book = formualizer.Workbook.from_bytes(content)
        self._book.evaluate_all()

    def set(self, values: Mapping[Place, float]) -> None:
        """Type numbers into cells, and recalculate. Cells side by side go in at once: one by one takes four times as long."""
        for (sheet, row, column), line in _lines(values):
            self._book.set_values_batch(sheet, row, column, [line])
        self._book.evaluate_all()

    def __getitem__(self, place: Place) -> Any:
        found = self._book.get_value(*place)
        return f"#{found['kind']}" if isinstance(found, dict) else found


def _lines(values: Mapping[Place, float]) -> list[tuple[Place, list[float]]]:
    """First place and values of each run of cells side by side."""
    found: list[tuple[Place, list[float]]] = []
    for (sheet, row, column), value in sorted(values.items()):
        if found and found[-1][0][:2] == (sheet, row) and found[-1][0][2] + len(found[-1][1]) == column:
            found[-1][1].append(float(value))
        else:
            found.append(((sheet, row, column), [float(value)]))
    return found


def same(left: Any, right: Any) -> bool:
    """Equal text, or numbers that differ by rounding only."""
    if isinstance(left, str) or isinstance(right, str) or left is None or right is None:
        return type(left) is type(right) and left == right
    return abs(left - right) <= max(ABSOLUTE, RELATIVE * max(abs(left), abs(right)))


def differences(left: Any, right: Any, places: Iterable[Place]) -> list[tuple[Place, Any, Any]]:
    """Places whose values differ."""
    return [(place, left[place], right[place]) for place in places if not same(left[place], right[place])]


def with_wrong_value(content: bytes, place: Place, value: float = 999.5) -> bytes:
    """The workbook with a wrong value stored beside one formula."""
    sheet, row, column = place
    number = openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames.index(sheet) + 1
    part, address = f"xl/worksheets/sheet{number}.xml", f"{openpyxl.utils.get_column_letter(column)}{row}"
    pattern = re.compile(rf'(<c r="{address}"[^>]*><f>[^<]*</f><v>)[^<]*(</v></c>)'.encode())
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as target:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                text, count = pattern.subn(rb"\g<1>" + str(value).encode() + rb"\g<2>", text)
                assert count == 1, f"no formula in {sheet}!{address}"
            target.writestr(name, text)
    return new.getvalue()
