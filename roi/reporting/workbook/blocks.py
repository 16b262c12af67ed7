"""Blocks of the sheet Summary that only some cases have: public tenders, outages."""

from __future__ import annotations

from typing import Any

from roi.analysis.comparison import Comparison
from roi.formula import Statement
from roi.reporting.resilience import LABELS
from roi.reporting.workbook.formats import Formats
from roi.reporting.workbook.layout import Layout, constant_place
from roi.reporting.workbook.statements import cached


def tender_block(sheet: Any, formats: Formats, layout: Layout, comparison: Comparison, options: list[Statement], row: int) -> int:
    """Measures of public tenders, live; an option that does not offer in one has an empty cell."""
    names = {f"{one.segment}_{key}" for one in comparison.tenders for key in ("share_won", "premium_paid")}
    for name, measure in {cell.name: cell.row for one in options for cell in one.metrics if cell.name in names}.items():
        sheet.write_string(
            row, 0, f"{measure.section.partition(':')[0]}: {measure.label[0].lower()}{measure.label[1:]}", formats("section")
        )
        sheet.write_string(row, 1, str(measure.unit), formats("grey"))
        for position, option in enumerate(options):
            if cell := option.cells.get(name):
                value = cached(float(comparison.base[cell][0]))
                sheet.write_formula(row, 2 + position, f"={constant_place(layout, cell)}", formats("link", measure.unit), value)
        row += 1
    return row


def resilience_block(sheet: Any, formats: Formats, comparison: Comparison, options: list[Statement], row: int) -> int:
    """What outages cost each option in the mean of the trials, and how much less than the reference: results of the run."""
    found = comparison.resilience
    if not found:
        return row
    units = {cell.name: cell.row.unit for one in options for cell in one.metrics}
    lines: list[tuple[str, str, str]] = [("Lost to outages, mean of the first trials", "", "")]
    lines += [(f"   {LABELS[name]}", name, "lost") for name in found[comparison.reference].lost]
    lines += [(f"   {LABELS[name]}: less than the reference", name, "against") for name in found[comparison.reference].lost]
    for label, name, kind in lines:
        sheet.write_string(row, 0, label, formats("text" if name else "section"))
        for position, option in enumerate(options):
            means = getattr(found[option.name], kind) if name else None
            if means:
                sheet.write_string(row, 1, str(units[name]), formats("grey"))
                sheet.write_number(row, 2 + position, means[name].value, formats("result", units[name]))
            elif name:
                sheet.write_string(row, 2 + position, "reference", formats("grey_right"))
        row += 1
    sheet.write_string(row, 0, "   Share of the volume lost", formats("text"))
    for position, option in enumerate(options):
        sheet.write_number(row, 2 + position, found[option.name].volume_lost.value, formats("percent"))
    return row + 1
