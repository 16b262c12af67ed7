"""Sheet Drivers: what moves the answer, and what must be true. Values of the run; they do not follow edits of the book."""

from __future__ import annotations

from typing import Any

from roi.analysis.comparison import Comparison
from roi.analysis.drivers import Driver, Drivers
from roi.reporting.drivers import MEASURES, aim, dollars, entity_of, overlap, remark
from roi.reporting.tornado import DRAWN, whose
from roi.reporting.workbook.formats import Formats
from roi.reporting.workbook.statements import cached
from roi.units import parse

COLUMNS = (
    ("Assumption", 76),
    ("Unit", 10),
    ("P10", 15),
    ("P90", 15),
    ("Measure at P10", 16),
    ("Measure at P90", 16),
    ("Change at P10", 16),
    ("Change at P90", 16),
    ("Rank correlation", 12),
    ("Share of variance", 12),
    ("Group", 24),
    ("Confidence", 13),
    ("Stands in", 44),
    ("Id", 60),
)
CHANGE = 6
CHARTED = 12
"""Figures in the chart."""

STALE = '=IF(chk.stale=0,"results match inputs",chk.stale&" inputs changed since the run: run roi again for these values")'


def write_drivers(book: Any, formats: Formats, comparison: Comparison) -> None:
    """Break-evens of the strongest drivers, each group, each uncertain figure and path; and a tornado chart of the first of these."""
    drivers = comparison.drivers
    sheet = book.add_worksheet("Drivers")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "What matters most", formats("title"))
    sheet.write_string(1, 0, f"{MEASURES[drivers.of]} of {whose(comparison, drivers)}, in {drivers.unit}.", formats("subtitle"))
    sheet.write_string(2, 0, "Values of the run, not live: they do not follow edits of this book.", formats("subtitle"))
    sheet.write_formula(2, 4, STALE, formats("good"), "results match inputs")
    for column, (_, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
    row = _breakevens(sheet, formats, comparison, 4)
    row = _groups(sheet, formats, drivers, row + 1)
    row = _figures(sheet, formats, comparison, row + 1)
    _chart(book, sheet, drivers, row - len(drivers.ranked), row + 1)


def _heads(sheet: Any, formats: Formats, row: int, heads: tuple[str, ...], texts: tuple[int, ...]) -> None:
    sheet.set_row(row, 28)
    for column, text in enumerate(heads):
        sheet.write_string(row, column, text, formats("heading" if column in texts else "heading_right"))


def _breakevens(sheet: Any, formats: Formats, comparison: Comparison, row: int) -> int:
    found = comparison.breakevens
    if not found:
        return row
    sheet.write_string(row, 0, f"What must be true for {aim(found[0].target)}, each figure by itself", formats("section"))
    heads = ("Assumption", "Unit", "Base case", "Answer flips at", "95 % from", "95 % to", "Remark")
    _heads(sheet, formats, row + 1, heads, (0, 1, 6))
    row += 2
    for one in found:
        unit = parse(one.figure.unit)
        name = f"{one.figure.label}, {entity_of(comparison.model, one.figure)}"
        sheet.write_string(row, 0, ", ".join(part for part in (name, dollars(one.figure)) if part), formats("text"))
        sheet.write_string(row, 1, str(unit), formats("grey"))
        for column, value in enumerate((one.figure.value, one.value, one.low, one.high), start=2):
            if value is None:
                sheet.write_string(row, column, one.verdict if column == 3 else "–", formats("result", unit))
            else:
                sheet.write_number(row, column, value, formats("result", unit))
        sheet.write_string(row, 6, f"{remark(one)}; {one.trials} trials", formats("name"))
        row += 1
    return row


def _groups(sheet: Any, formats: Formats, drivers: Drivers, row: int) -> int:
    if not drivers.groups:
        return row
    sheet.write_string(row, 0, "Groups of figures and open law, each drawn alone with all else at the base case", formats("section"))
    heads = ("Group", "Figures", "", "", "Measure, P10", "Measure, P90", "", "", "", "Share of variance")
    _heads(sheet, formats, row + 1, heads, (0,))
    row += 2
    for one in drivers.groups:
        sheet.write_string(row, 0, one.name, formats("text"))
        sheet.write_number(row, 1, len(one.members), formats("result"))
        for column, value in ((4, one.low), (5, one.high)):
            _value(sheet, formats, row, column, value, drivers.unit)
        _share(sheet, formats, row, one.share)
        row += 1
    for text, share in (("All figures, one by one", drivers.share_single), ("of these judgement", drivers.share_judgement)):
        sheet.write_string(row, 0, text, formats("section"))
        _share(sheet, formats, row, share)
        row += 1
    if drivers.overlap:
        sheet.write_string(row, 0, overlap(drivers), formats("subtitle"))
        row += 1
    return row


def _figures(sheet: Any, formats: Formats, comparison: Comparison, row: int) -> int:
    drivers = comparison.drivers
    if not drivers.ranked:
        return row
    text = "Every uncertain figure, moved alone, and open law, drawn alone; shares over the trials of the run"
    sheet.write_string(row, 0, text, formats("section"))
    _heads(sheet, formats, row + 1, tuple(text for text, _ in COLUMNS), (0, 1, 10, 11, 12, 13))
    row += 2
    for one in drivers.ranked:
        sheet.write_string(row, 0, one.label, formats("text"))
        if isinstance(one, Driver):
            unit, place = parse(one.figure.unit), entity_of(comparison.model, one.figure)
            sheet.write_string(row, 1, str(unit), formats("grey"))
            sheet.write_number(row, 2, one.low, formats("result", unit))
            sheet.write_number(row, 3, one.high, formats("result", unit))
        else:
            place = f"open law, {DRAWN}"
        values = (one.at_low, one.at_high, one.at_low - drivers.base, one.at_high - drivers.base)
        for column, value in enumerate(values, start=4):
            _value(sheet, formats, row, column, value, drivers.unit)
        _value(sheet, formats, row, 8, one.rank_correlation, "1")
        _share(sheet, formats, row, one.share)
        for column, text in enumerate((one.group, str(one.confidence), place, one.id), start=10):
            sheet.write_string(row, column, text, formats("name"))
        row += 1
    return row


def _value(sheet: Any, formats: Formats, row: int, column: int, value: float, unit: str) -> None:
    shown = cached(value)
    if isinstance(shown, str):
        sheet.write_string(row, column, shown, formats("result", parse(unit)))
    else:
        sheet.write_number(row, column, shown, formats("result", parse(unit)))


def _share(sheet: Any, formats: Formats, row: int, value: float) -> None:
    shown = cached(value)
    if isinstance(shown, str):
        sheet.write_string(row, 9, shown, formats("percent"))
    else:
        sheet.write_number(row, 9, shown, formats("percent"))


def _chart(book: Any, sheet: Any, drivers: Drivers, first: int, row: int) -> None:
    if not drivers.ranked:
        return
    last = min(first + len(drivers.ranked), first + CHARTED) - 1
    chart = book.add_chart({"type": "bar"})
    for column, name, colour in ((CHANGE, "figure at its P10", "#9FB6CC"), (CHANGE + 1, "figure at its P90", "#2F5D8A")):
        chart.add_series(
            {
                "name": name,
                "categories": ["Drivers", first, 0, last, 0],
                "values": ["Drivers", first, column, last, column],
                "fill": {"color": colour},
                "overlap": 100,
                "gap": 50,
            }
        )
    chart.set_title({"name": "Change of the measure when one figure moves alone", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "crossing": "max", "label_position": "low", "num_font": {"size": 9}})
    money = drivers.unit == "USD"
    chart.set_x_axis(
        {
            "name": f"{drivers.unit} against the base case",
            "num_format": '#,##0,,"M";(#,##0,,"M")' if money else "#,##0.00;(#,##0.00)",
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1100, "height": 480})
    sheet.insert_chart(row, 0, chart, {"description": "Tornado: change of the measure at the 10th and 90th percentile of each figure"})
