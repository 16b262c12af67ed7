"""The workbook: live formulas, each cell with the engine's value; the same input gives the same bytes."""

from __future__ import annotations

import io
from datetime import datetime

from roi.analysis.comparison import Comparison
from roi.reporting.provenance import Provenance
from roi.reporting.workbook.checks import write_checks
from roi.reporting.workbook.drivers import write_drivers
from roi.reporting.workbook.formats import Formats
from roi.reporting.workbook.inputs import write_inputs, write_series, write_tables
from roi.reporting.workbook.law import write_law
from roi.reporting.workbook.layout import lay_out
from roi.reporting.workbook.returns import write_returns
from roi.reporting.workbook.statements import write_statement
from roi.reporting.workbook.summary import write_cover, write_sources, write_summary


def workbook(comparison: Comparison, provenance: Provenance, answer: tuple[str, str]) -> bytes:
    """Workbook as bytes: Cover, Summary, Drivers, Inputs, Series, Tables, one for each statement, Returns, Law, Sources, Checks."""
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):  # type: ignore[misc]
        """Formulas go in as they are: XlsxWriter looks each through for functions newer than 2010, which `excel.py` never writes."""

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            return formula.removeprefix("=")

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.worksheet_class = Sheet
    # a fixed date: the same seed must give the same bytes
    book.set_properties({"title": comparison.model.case.label, "comments": f"roi {provenance.version}", "created": datetime(2000, 1, 1)})
    formats, layout = Formats(book), lay_out(comparison.model)
    write_cover(book, formats, layout, comparison, provenance, answer)
    write_summary(book, formats, layout, comparison)
    write_drivers(book, formats, comparison)
    write_inputs(book, formats, layout)
    write_series(book, formats, layout)
    write_tables(book, formats, layout)
    for statement in layout.statements():
        write_statement(book, formats, layout, statement, comparison)
    write_returns(book, formats, layout, comparison)
    write_law(book, formats, comparison)
    write_sources(book, formats, comparison)
    write_checks(book, formats, layout)
    for sheet in book.worksheets():
        # the summary is long and narrow
        (sheet.set_portrait if sheet.name == "Summary" else sheet.set_landscape)()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 1 if sheet.name == "Summary" else 0)
        sheet.set_footer(f"&L{comparison.model.case.label.replace('&', '&&')}&R&A, page &P of &N")
    book.close()
    return buffer.getvalue()
