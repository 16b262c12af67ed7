"""Sheet Checks: 0 passes; an error counts as a failure. The master check shows on every sheet."""

from __future__ import annotations

from typing import Any

from roi.formula import Statement
from roi.reporting.workbook.formats import Formats
from roi.reporting.workbook.inputs import LAST_RUN
from roi.reporting.workbook.layout import FIRST_YEAR, INPUT_VALUE, Layout, constant_place, span
from roi.statement.cash_flow import LEVELISED_SECTION
from roi.statement.parties import PARTIES, PRODUCER

TOLERANCE = "0.000001"
FIRST = 5


def write_checks(book: Any, formats: Formats, layout: Layout) -> None:
    """One line a check: what is checked, the difference found, 0 or 1. Names ``chk.master`` and ``chk.stale``."""
    sheet = book.add_worksheet("Checks")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "Checks", formats("title"))
    sheet.write_string(1, 0, "0 = pass, 1 = fail; differences are relative to the size of the flows.", formats("subtitle"))
    for column, (text, width) in enumerate((("Check", 70), ("Difference", 16), ("Result", 10))):
        sheet.write_string(3, column, text, formats("heading_right" if column else "heading"))
        sheet.set_column(column, column, width)
    checks = [one for statement in layout.model.options.values() for one in _of_option(layout, statement)]
    row = FIRST
    for label, text in checks:
        sheet.write_string(row, 0, label, formats("text"))
        sheet.write_formula(row, 1, f"={text}", formats("formula"), 0)
        sheet.write_formula(row, 2, f"=IF(ISERROR(B{row + 1}),1,IF(ABS(B{row + 1})>{TOLERANCE},1,0))", formats("formula"), 0)
        row += 1
    sheet.write_string(row + 1, 0, "All checks", formats("section"))
    sheet.write_formula(row + 1, 2, f"=SUM(C{FIRST + 1}:C{row})", formats("sum"), 0)
    book.define_name("chk.master", f"=Checks!$C${row + 2}")
    rows = [layout.inputs[one.input.id] + 1 for one in layout.bindings("scalar")]
    now, then = (
        f"Inputs!${letter}${min(rows)}:${letter}${max(rows)}" for letter in ("ABCDEFGHIJKLMNO"[INPUT_VALUE], "ABCDEFGHIJKLMNO"[LAST_RUN])
    )
    sheet.write_string(row + 2, 0, "Inputs changed since the Monte Carlo run", formats("text"))
    sheet.write_formula(row + 2, 2, f"=SUMPRODUCT(--({now}<>{then}))", formats("formula"), 0)
    book.define_name("chk.stale", f"=Checks!$C${row + 3}")
    sheet.write_string(row + 4, 0, "Series and tables are not compared with the last run.", formats("subtitle"))


def _of_option(layout: Layout, statement: Statement) -> list[tuple[str, str]]:
    """Identities that must hold in every option."""
    cells, name = statement.cells, statement.label
    flow, factor = span(layout, cells["net_cash_flow"]), span(layout, layout.model.own(statement, "discount_factor"))
    scale = f"MAX(1,MAX({flow})-MIN({flow}))"
    npv = constant_place(layout, cells["producer_npv"])
    rate = constant_place(layout, layout.model.own(statement, "discount_rate"))
    later = flow.replace(f"${_letter(FIRST_YEAR)}$", f"${_letter(FIRST_YEAR + 1)}$", 1)
    first = flow.split(":")[0]
    half_a_year = f"*SQRT(1+{rate})" if layout.mid_year else ""
    ends = span(layout, cells["cumulative_cash_flow"]).split("!")
    last = f"{ends[0]}!{ends[1].split(':')[1]}"
    parts = [constant_place(layout, cell) for cell in statement.metrics if cell.row.section == LEVELISED_SECTION]
    cost = constant_place(layout, cells["levelised_cost"])
    producer = span(layout, cells["producer_net"])
    all_nets = "+".join(span(layout, cells[f"{party}_net"]) for party in PARTIES if party != PRODUCER)
    checks = [
        (f"{name}: no error on the sheet", f"SUMPRODUCT(--ISERROR({_block(layout, statement)}))"),
        (f"{name}: cumulative cash flow ends at the sum of the flows", f"({last}-SUM({flow}))/{scale}"),
        (
            f"{name}: NPV equals Excel's NPV function",
            f"({npv}-({first}+NPV({rate},{later}){half_a_year}))/{scale}",
        ),
        (
            f"{name}: discount factor times flow gives the NPV",
            f"({npv}-SUMPRODUCT({flow},{factor}))/{scale}",
        ),
        (f"{name}: the producer's net is the net cash flow", f"{_size(f'{producer}-{flow}')}/{scale}"),
        (f"{name}: what one party pays another receives", f"{_size(all_nets)}/{scale}"),
        (f"{name}: components add up to the levelised cost", f"IF(ISNUMBER({cost}),{cost}-({'+'.join(parts)}),0)"),
        (f"{name}: working capital returns", f"SUM({span(layout, cells['working_capital_change'])})/{scale}"),
        (
            f"{name}: sells no more than is called for",
            f"SUMPRODUCT(--({span(layout, cells['volume_sold'])}>({_called(layout, statement)})*(1+{TOLERANCE})))",
        ),
    ]
    for found in (cell for cell in statement.rows if cell.name.endswith("saleable_capacity")):
        prefix = found.name.removesuffix("saleable_capacity")
        sold, capacity = span(layout, cells[f"{prefix}volume_sold"]), span(layout, found)
        checks.append((f"{name}: sells no more than the plant can release", f"SUMPRODUCT(--({sold}>{capacity}*(1+{TOLERANCE})))"))
        if f"{prefix}tax_depreciation" not in cells:
            continue
        written_off = f"SUM({span(layout, cells[f'{prefix}tax_depreciation'])})"
        spent = f"SUM({span(layout, cells[f'{prefix}capital_spending'])})"
        checks.append((f"{name}: deducts no more than the capital spent", f"MAX(0,{written_off}-{spent})/MAX(1,{spent})"))
    return checks


def _size(amounts: str) -> str:
    """Root of the sum of the squares of yearly amounts: 0 only when all of them are."""
    return f"SUMPRODUCT(({amounts})*({amounts}))^0.5"


def _called(layout: Layout, statement: Statement) -> str:
    """What all buyers call for, under contracts and without."""
    return "+".join(span(layout, cell) for name, cell in statement.cells.items() if name.endswith(("_contract_called", "_spot_called")))


def _block(layout: Layout, statement: Statement) -> str:
    rows = [layout.rows[cell] for cell in statement.rows]
    sheet = layout.sheet(statement)
    return f"'{sheet}'!${_letter(FIRST_YEAR)}${min(rows) + 1}:${_letter(layout.last_column)}${max(rows) + 1}"


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
