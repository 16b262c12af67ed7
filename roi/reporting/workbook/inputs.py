"""Sheets of what comes from outside the rows: Inputs (scalars), Series (by year), Tables (by age). Editing a blue cell recalculates all."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from roi.book import Book
from roi.reporting.figures import distribution_in_words
from roi.reporting.workbook.formats import Formats
from roi.reporting.workbook.layout import (
    FIRST_YEAR,
    INPUT_FACTOR,
    INPUT_USED,
    INPUT_VALUE,
    LABEL,
    NAME,
    SECTION,
    UNIT,
    Layout,
)
from roi.reporting.workbook.statements import write_header
from roi.statement.binding import Binding

COLUMNS = (
    ("", 3),
    ("Input", 46),
    ("Unit", 10),
    ("Value", 15),
    ("Price level", 10),
    ("Value used", 15),
    ("Distribution", 38),
    ("Source", 34),
    ("Place in the source", 34),
    ("Retrieved", 11),
    ("Confidence", 13),
    ("Dollars of", 10),
    ("Note", 60),
    ("Id", 46),
    ("At last run", 15),
)
DOLLAR_YEAR, LAST_RUN = 11, 14


def write_inputs(book: Any, formats: Formats, layout: Layout) -> None:
    """Scalars: the value as its source states it, the price level that brings older dollars to the year of decision, the value used."""
    sheet = book.add_worksheet("Inputs")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "Inputs", formats("title"))
    sheet.write_string(1, 0, "Blue on yellow may be changed; everything recalculates but the Monte Carlo results.", formats("subtitle"))
    for column, (title, width) in enumerate(COLUMNS):
        right = column in (INPUT_VALUE, INPUT_FACTOR, INPUT_USED, LAST_RUN)
        sheet.write_string(3, column, title, formats("heading_right" if right else "heading"))
        sheet.set_column(column, column, width)
    sheet.freeze_panes(4, INPUT_VALUE)
    growth = layout.inputs[layout.model.calendar.price_level_growth.id] + 1
    section = None
    for binding in layout.bindings("scalar"):
        row = layout.inputs[binding.input.id]
        section = _section(sheet, formats, binding, row, section)
        unit, figure = binding.input.unit, binding.figure
        written = figure.value if figure else binding.value
        sheet.write_number(row, INPUT_VALUE, written, formats("input", unit))
        book.define_name(f"in.{binding.input.id}", f"=Inputs!$D${row + 1}")
        if binding.factor != 1 and figure is not None and figure.dollar_year is not None:
            sheet.write_number(row, DOLLAR_YEAR, figure.dollar_year, formats("text"))
            text = f"=(1+$F${growth})^(Series!$H$4-$L${row + 1})"
            sheet.write_formula(row, INPUT_FACTOR, text, formats("formula"), binding.factor)
            sheet.write_formula(row, INPUT_USED, f"=D{row + 1}*E{row + 1}", formats("formula", unit), binding.value)
        else:
            sheet.write_formula(row, INPUT_USED, f"=D{row + 1}", formats("formula", unit), binding.value)
        _write_origin(sheet, formats, layout.model.book, binding, row, 6)
        sheet.write_number(row, LAST_RUN, written, formats("result", unit))
    sheet.autofilter(3, 0, max(layout.inputs[one.input.id] for one in layout.bindings("scalar")), LAST_RUN)


def write_series(book: Any, formats: Formats, layout: Layout) -> None:
    """Values by year: the timeline, tariff layers and fees, each weighted by the days of the calendar year."""
    sheet = book.add_worksheet("Series")
    subtitle = "The timeline, the law by year (states of open law by their numbers), paths of risks. Blue on yellow may be changed."
    write_header(sheet, formats, layout, "Series", subtitle)
    first = layout.last_column + 2
    section = None
    for binding in layout.bindings("series"):
        row = layout.inputs[binding.input.id]
        section = _section(sheet, formats, binding, row, section)
        sheet.write_string(row, NAME, binding.input.id, formats("name"))
        assert isinstance(binding.value, tuple)
        for index, value in enumerate(binding.value):
            if binding.input.id == "timeline.calendar_year":
                continue
            sheet.write_number(row, FIRST_YEAR + index, value, formats("input", binding.input.unit))
        _write_origin(sheet, formats, layout.model.book, binding, row, first)
    _write_calendar(sheet, formats, layout)
    _write_titles(sheet, formats, first)


def _write_calendar(sheet: Any, formats: Formats, layout: Layout) -> None:
    """Calendar years follow from the year of decision: change the first and the rest follow."""
    row = layout.inputs["timeline.calendar_year"]
    for index, year in enumerate(layout.model.calendar.years):
        if index == 0:
            sheet.write_number(row, FIRST_YEAR, year, formats("input"))
        else:
            sheet.write_formula(row, FIRST_YEAR + index, f"={xl_col_to_name(FIRST_YEAR + index - 1)}{row + 1}+1", formats("formula"), year)


def write_tables(book: Any, formats: Formats, layout: Layout) -> None:
    """Values by age: 0 is the first year of construction or operation; of open law by state. Beyond the last value a table gives 0."""
    sheet = book.add_worksheet("Tables")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "Tables", formats("title"))
    subtitle = "Values by age from 0, or by state of open law from 0. Blue on yellow may be changed; the length may not."
    sheet.write_string(1, 0, subtitle, formats("subtitle"))
    longest = max((len(one.value) for one in layout.bindings("table") if isinstance(one.value, tuple)), default=0)
    for column, text in ((LABEL, "Table"), (UNIT, "Unit"), (NAME, "Id")):
        sheet.write_string(3, column, text, formats("heading"))
    for age in range(longest):
        sheet.write_number(3, FIRST_YEAR + age, age, formats("year"))
    for column, width in ((SECTION, 3), (LABEL, 46), (UNIT, 10), (NAME, 46)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(4, FIRST_YEAR)
    section = None
    for binding in layout.bindings("table"):
        row = layout.inputs[binding.input.id]
        section = _section(sheet, formats, binding, row, section)
        sheet.write_string(row, NAME, binding.input.id, formats("name"))
        assert isinstance(binding.value, tuple)
        for age, value in enumerate(binding.value):
            sheet.write_number(row, FIRST_YEAR + age, value, formats("input", binding.input.unit))
        _write_origin(sheet, formats, layout.model.book, binding, row, FIRST_YEAR + longest + 1)
    _write_titles(sheet, formats, FIRST_YEAR + longest + 1)


def _write_titles(sheet: Any, formats: Formats, first: int) -> None:
    for offset, (title, width) in enumerate(COLUMNS[6:13]):
        sheet.write_string(3, first + offset, title, formats("heading"))
        sheet.set_column(first + offset, first + offset, width)


def _section(sheet: Any, formats: Formats, binding: Binding, row: int, section: str | None) -> str:
    """Write the heading of a new section, then label and unit. Returns the section."""
    if binding.input.section != section:
        sheet.write_string(row - 1, SECTION, binding.input.section, formats("section"))
    sheet.write_string(row, LABEL, binding.input.label, formats("text"))
    sheet.write_string(row, UNIT, str(binding.input.unit), formats("grey"))
    return binding.input.section


def _write_origin(sheet: Any, formats: Formats, book: Book, binding: Binding, row: int, first: int) -> None:
    """Distribution, source, locator, date, confidence, note and id of the figure; for a derived input how it follows."""
    figure = binding.figures[0] if binding.figures else None
    texts = [
        distribution_in_words(figure.distribution, figure.unit) if figure and figure.distribution and not binding.derivation else "",
        book.sources[figure.source].title if figure else "",
        figure.locator if figure else "",
        figure.retrieved.isoformat() if figure else "",
        str(figure.confidence) if figure else "",
        None,
        ". ".join(text for text in (binding.derivation, figure.note if figure else "") if text),
        binding.input.id,
    ]
    for offset, text in enumerate(texts):
        if text:
            sheet.write_string(row, first + offset, text, formats("name"))
