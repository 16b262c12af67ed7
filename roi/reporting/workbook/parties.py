"""Block of the sheet Summary: whose money. Live in the base case; what the trials say of it is a result of the run."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from roi.analysis.comparison import Comparison
from roi.formula import Statement
from roi.reporting.perspectives import JOBS, NAMES, parties_told
from roi.reporting.workbook.formats import Formats
from roi.reporting.workbook.layout import Layout, constant_place, span
from roi.reporting.workbook.statements import cached
from roi.statement.parties import HEADINGS, OTHERS, PUBLIC, PURCHASER
from roi.units import NUMBER, parse

USD = parse("USD")


def write_parties(sheet: Any, formats: Formats, layout: Layout, comparison: Comparison, options: list[Statement], row: int) -> int:
    """Net present value of each party by option and less the reference, what the nets are made of, jobs. Returns the next free row."""
    sheet.write_string(row, 0, "Whose money: net present value by party", formats("heading"))
    sheet.write_string(row, 1, "", formats("heading"))
    for position in range(len(options)):
        sheet.write_string(row, 2 + position, "", formats("heading"))
    row += 1
    letters = {option.name: xl_col_to_name(2 + position) for position, option in enumerate(options)}
    for party in (*parties_told(comparison), OTHERS):
        row = _line(sheet, formats, layout, comparison, options, NAMES[party], f"{party}_npv", row)
        sheet.write_string(row, 0, "   less that of the reference", formats("text"))
        sheet.write_string(row, 1, str(USD), formats("grey"))
        base = {one.name: float(comparison.base[one.cells[f"{party}_npv"]][0]) for one in options}
        for position, option in enumerate(options):
            if option.name == comparison.reference:
                sheet.write_string(row, 2 + position, "reference", formats("grey_right"))
            else:
                text = f"={letters[option.name]}{row}-${letters[comparison.reference]}{row}"
                sheet.write_formula(row, 2 + position, text, formats("formula", USD), base[option.name] - base[comparison.reference])
        row += 1
        row = _better(sheet, formats, comparison, party, options, row)
    row = _parts(sheet, formats, layout, comparison, options, row)
    for name in JOBS:
        if any(name in one.cells for one in options):
            label = next(one.cells[name].row.label for one in options if name in one.cells)
            row = _line(sheet, formats, layout, comparison, options, label, name, row)
    return row


def _line(
    sheet: Any, formats: Formats, layout: Layout, comparison: Comparison, options: list[Statement], label: str, name: str, row: int
) -> int:
    """A measure of every option, taken over from its sheet."""
    unit = next(one.cells[name].row.unit for one in options if name in one.cells)
    sheet.write_string(row, 0, label, formats("section"))
    sheet.write_string(row, 1, str(unit), formats("grey"))
    for position, option in enumerate(options):
        if cell := option.cells.get(name):
            kind = formats("link", unit if unit != NUMBER else USD)
            sheet.write_formula(row, 2 + position, f"={constant_place(layout, cell)}", kind, cached(float(comparison.base[cell][0])))
        else:
            sheet.write_string(row, 2 + position, "none", formats("grey_right"))
    return row + 1


def _better(sheet: Any, formats: Formats, comparison: Comparison, party: str, options: list[Statement], row: int) -> int:
    """Share of the trials in which a party is better off; all others are not followed through the trials."""
    found = next((standings for name, standings in comparison.perspectives.items() if name == party), None)
    if found is None:
        return row
    sheet.write_string(row, 0, "   chance to be better than the reference", formats("text"))
    for position, option in enumerate(options):
        gap = found[option.name].against
        if gap is None:
            sheet.write_string(row, 2 + position, "reference", formats("grey_right"))
        else:
            sheet.write_number(row, 2 + position, gap.p_better, formats("percent"))
    return row + 1


def _parts(sheet: Any, formats: Formats, layout: Layout, comparison: Comparison, options: list[Statement], row: int) -> int:
    """Present value of each heading of purchaser and public: its years times the discount factor."""
    cells = layout.model.common.cells
    for party in (PURCHASER, PUBLIC):
        factor = cells["public_discount_factor" if party == PUBLIC and "public_discount_factor" in cells else "discount_factor"]
        for heading, label in HEADINGS.items():
            found = [one.cells.get(f"{party}_{heading}") for one in options]
            if not any(found):
                continue
            sheet.write_string(row, 0, f"   {NAMES[party]}: {label[0].lower()}{label[1:]}", formats("text"))
            sheet.write_string(row, 1, str(USD), formats("grey"))
            for position, cell in enumerate(found):
                if cell:
                    value = float((comparison.base[cell] * comparison.base[factor]).sum())
                    text = f"=SUMPRODUCT({span(layout, cell)},{span(layout, factor)})"
                    sheet.write_formula(row, 2 + position, text, formats("formula", USD), value)
            row += 1
    return row
