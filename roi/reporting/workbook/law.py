"""Sheet Law: the rules that apply to the case by year, as the base case of the run has them."""

from __future__ import annotations

from typing import Any

from roi.analysis.comparison import Comparison
from roi.reporting.law import law_groups, law_table
from roi.reporting.workbook.formats import Formats

COLUMNS = (("Rule", 46), ("Citation", 40), ("Drawback", 16), ("Why, or what is open", 60))


def write_law(book: Any, formats: Formats, comparison: Comparison) -> None:
    """One line a rule, one column a span of years. Not live: the rates themselves stand on Series and in the rows of each option."""
    sheet = book.add_worksheet("Law")
    groups = law_groups(comparison)
    table = law_table(groups, comparison.model.calendar.years)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "The law that applies to this case, by year", formats("title"))
    note = "Base case of the run, not live: change rates and states of open law on the sheets Series, Inputs and Tables."
    sheet.write_string(1, 0, note, formats("subtitle"))
    for column, (text, width) in enumerate(COLUMNS):
        sheet.write_string(3, column, text, formats("heading"))
        sheet.set_column(column, column, width)
    for offset, head in enumerate(table.heads, start=len(COLUMNS)):
        sheet.write_string(3, offset, head, formats("heading_right"))
    sheet.set_column(len(COLUMNS), len(COLUMNS) + len(table.heads) - 1, 24)
    sheet.freeze_panes(4, 1)
    row = 4
    for group in groups:
        row += 1
        sheet.write_string(row, 0, f"{group.title} ({group.remark})" if group.remark else group.title, formats("section"))
        row += 1
        for line in group.lines:
            for column, text in enumerate((line.label, line.citation, line.drawback, line.note)):
                sheet.write_string(row, column, text, formats("section" if line.total and not column else "wrap"))
            for offset, start in enumerate(table.starts, start=len(COLUMNS)):
                value = line.values[start]
                if isinstance(value, str):
                    sheet.write_string(row, offset, value, formats("wrap"))
                else:
                    sheet.write_number(row, offset, value, formats("percent"))
            row += 1
