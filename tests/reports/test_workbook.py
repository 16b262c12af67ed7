"""How the workbook is built: the rules of modelling standards, names at the border, and text that stays text."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict

import openpyxl
import pytest
from conftest import CASES
from openpyxl.formula import Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from reports.cells import Recalculated, differences, read

import roi
from roi.reporting.words import answer
from roi.reporting.workbook import workbook
from roi.reporting.workbook.layout import FIRST_YEAR, LABEL, OPENING, UNIT, lay_out

KNOWN = {
    "ABS", "AND", "COLUMNS", "IF", "IFERROR", "INDEX", "INT", "IRR", "ISERROR", "ISNUMBER", "MATCH", "MAX", "MIN", "MIRR", "NOT", "NPV",
    "OR", "SIGN", "SUM", "SUMPRODUCT",
}  # fmt: skip
"""All known before Excel 2010, none volatile (OFFSET, INDIRECT, NOW, TODAY, RAND, CELL, INFO)."""

FRAME = ["Cover", "Summary", "Drivers", "Inputs", "Series", "Tables", "Market"]
END = ["Returns", "Law", "Sources", "Checks"]


def made(study) -> bytes:
    return workbook(study.comparison, study.provenance, answer(study.comparison))


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def functions(formula: str) -> set[str]:
    return {one.value.rstrip("(") for one in Tokenizer(formula).items if one.type == "FUNC" and one.subtype == "OPEN"}


def numbers(formula: str) -> set[str]:
    return {one.value for one in Tokenizer(formula).items if one.type == "OPERAND" and one.subtype == "NUMBER"}


@pytest.mark.parametrize("case", CASES)
def test_sheets_stand_in_order_and_nothing_is_hidden(case, workbooks, studies) -> None:
    book = opened(workbooks[case])
    assert book.sheetnames == [*FRAME, *studies[case].comparison.model.options, *END]
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not [key for key, one in [*sheet.row_dimensions.items(), *sheet.column_dimensions.items()] if one.hidden]


@pytest.mark.parametrize("case", CASES)
def test_every_row_has_a_label_and_a_unit_in_the_same_columns(case, workbooks, studies) -> None:
    found, layout = read(workbooks[case]), lay_out(studies[case].comparison.model)
    lines = {(layout.sheet(cell.statement), row): (cell.row.label, str(cell.row.unit)) for cell, row in layout.rows.items()}
    names = {"scalar": "Inputs", "series": "Series", "table": "Tables"}
    for shape, sheet in names.items():
        lines |= {(sheet, layout.inputs[one.input.id]): (one.input.label, str(one.input.unit)) for one in layout.bindings(shape)}
    assert len(lines) == len(layout.rows) + len(layout.inputs)
    for (sheet, row), (label, unit) in lines.items():
        assert (found.texts.get((sheet, row + 1, LABEL + 1)), found.texts.get((sheet, row + 1, UNIT + 1))) == (label, unit)
        assert label.strip()
        assert unit


@pytest.mark.parametrize("case", CASES)
def test_functions_are_known_since_before_excel_2010_and_none_is_volatile(case, workbooks) -> None:
    used = set().union(*map(functions, read(workbooks[case]).formulas.values()))
    assert used <= KNOWN
    assert {"IF", "SUM", "IRR"} <= used


@pytest.mark.parametrize("case", CASES)
def test_no_number_but_0_and_1_stands_in_a_formula_of_an_option(case, workbooks, studies) -> None:
    sheets = {"Market", *studies[case].comparison.model.options}
    found = [numbers(text) for place, text in read(workbooks[case]).formulas.items() if place[0] in sheets]
    assert set().union(*found) <= {"0", "1"}


@pytest.mark.parametrize("case", CASES)
def test_one_formula_stands_along_a_row(case, workbooks, studies) -> None:
    rows, layout = defaultdict(dict), lay_out(studies[case].comparison.model)
    for (sheet, row, column), text in read(workbooks[case]).formulas.items():
        if sheet in ("Market", *studies[case].comparison.model.options) and column > FIRST_YEAR:
            rows[sheet, row][column] = text
    yearly = [cell for cell in layout.rows if cell.yearly]
    assert len(rows) > len(yearly) > 100
    for (_, row), cells in rows.items():
        if row == 2:  # the master check in the header
            continue
        assert len(cells) == layout.years
        first = get_column_letter(min(cells))
        for column, text in cells.items():
            assert Translator(cells[min(cells)], f"{first}{row}").translate_formula(f"{get_column_letter(column)}{row}") == text


@pytest.mark.parametrize("case", CASES)
def test_balances_have_an_opening_value_before_the_first_year(case, workbooks, studies) -> None:
    found, layout = read(workbooks[case]), lay_out(studies[case].comparison.model)
    balances = [cell for cell in layout.rows if cell.opening is not None]
    assert balances
    for cell in balances:
        place = (layout.sheet(cell.statement), layout.rows[cell] + 1, OPENING + 1)
        assert place in found.texts or place in found.formulas


@pytest.mark.parametrize("case", CASES)
def test_formulas_are_short_enough_to_read(case, workbooks, studies) -> None:
    sheets = {"Market", *studies[case].comparison.model.options}
    longest = max((text for place, text in read(workbooks[case]).formulas.items() if place[0] in sheets), key=len)
    assert len(longest) < 400, longest


@pytest.mark.parametrize("case", CASES)
def test_names_stand_at_the_border_only(case, workbooks, studies) -> None:
    names, model = opened(workbooks[case]).defined_names, studies[case].comparison.model
    wanted = {f"in.{binding.input.id}" for binding in model.bindings.values() if binding.input.shape == "scalar"}
    wanted |= {
        f"out.{name}.{cell.name}" for name, option in model.options.items() for cell in option.metrics if cell.row.section == "Measures"
    }
    assert set(names) == wanted | {"chk.master", "chk.stale"}
    found = read(workbooks[case])
    layout = lay_out(model)
    for binding in layout.bindings("scalar"):
        (place,) = names[f"in.{binding.input.id}"].destinations
        assert place == ("Inputs", f"$D${layout.inputs[binding.input.id] + 1}")
    used = {name for text in found.formulas.values() for name in re.findall(r"\b(?:in|out|chk)\.[\w.]+", text)}
    assert used == {"chk.master", "chk.stale"}


@pytest.mark.parametrize("case", CASES)
def test_inputs_show_source_date_and_confidence_of_every_figure(case, workbooks, studies) -> None:
    model, found = studies[case].comparison.model, read(workbooks[case])
    lines = defaultdict(set)
    for (sheet, row, _), value in found.texts.items():
        if sheet in ("Inputs", "Series", "Tables"):
            lines[sheet, row].add(value)
    layout = lay_out(model)
    sheets = {"scalar": "Inputs", "series": "Series", "table": "Tables"}
    for binding in (one for one in model.bindings.values() if one.figures):
        line, figure = lines[sheets[binding.input.shape], layout.inputs[binding.input.id] + 1], binding.figures[0]
        assert {binding.input.id, model.book.sources[figure.source].title, figure.locator, str(figure.confidence)} <= line
        assert figure.retrieved.isoformat() in line


def test_text_of_a_file_stays_text(tmp_path) -> None:
    (tmp_path / "plants").mkdir()
    label, note = "=1+1", '=HYPERLINK(""http://example.org"")'
    (tmp_path / "plants/acetaminophen_continuous_us.yaml").write_text(
        f"fixed_capital: {{label: '{label}', note: '{note}', locator: 'http://x.org'}}\n"
    )
    (tmp_path / "sources.yaml").write_text("seqens_2025: {title: '@SUM(A1)', publisher: '+1', url: 'http://x.org'}\n")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases/acetaminophen_us_continuous.yaml").write_text(
        "label: '=cmd|x'\nquestion: 'http://example.org/'\noptions: {us_continuous: {label: '=1+1'}}\n"
    )
    study = roi.compare(roi.load_case(CASES[0], assumptions=tmp_path), trials=20)
    content = made(study)
    book, found = opened(content), read(content)
    for text in (label, note, "http://x.org", "@SUM(A1)", "+1", "=cmd|x", "http://example.org/"):
        assert text in found.texts.values(), text
        assert text not in found.formulas.values()
    links = [cell.hyperlink.target for sheet in book for line in sheet.iter_rows() for cell in line if cell.hyperlink]
    links = [link for link in links if link]
    assert links
    assert all(link.startswith("https://") for link in links)
    names = re.findall(r"<c:tx><c:strRef><c:f>([^<]*)</c:f>", zipfile.ZipFile(io.BytesIO(content)).read("xl/charts/chart1.xml").decode())
    assert names == ["Summary!$C$4", "Summary!$D$4", "Summary!$E$4"]
    assert differences(found.stored, Recalculated(content), found.formulas) == []


def case_with_options_called(tmp_path, *names):
    """The first bundled case, its options renamed."""
    from roi.paths import bundled

    text = (bundled("assumptions") / f"cases/{CASES[0]}.yaml").read_text(encoding="utf-8")
    for old, new in zip(("us_continuous", "india_batch", "indian_merchant"), names, strict=True):
        text = re.sub(rf"^  {old}:", f"  {new}:", text, flags=re.M).replace(f"reference: {old}", f"reference: {new}")
    path = tmp_path / "renamed.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_option_may_be_called_like_a_sheet_and_longer_than_excel_allows(tmp_path) -> None:
    names = ("market", "a_name_of_more_than_thirty_one_characters_1", "a_name_of_more_than_thirty_one_characters_2")
    content = made(roi.compare(case_with_options_called(tmp_path, *names), trials=20))
    sheets = opened(content).sheetnames
    assert len({name.lower() for name in sheets}) == len(sheets) == 14
    assert all(len(name) <= 31 for name in sheets)
    found = read(content)
    assert differences(found.stored, Recalculated(content), found.formulas) == []


@pytest.mark.parametrize("name", ['"a/b"', "Upper", '"two words"', "reference"])
def test_an_option_may_not_be_called_what_excel_or_results_cannot_hold(tmp_path, name) -> None:
    with pytest.raises(roi.errors.RoiError, match="an option cannot be called"):
        roi.compare(case_with_options_called(tmp_path, name, "b", "c"), trials=20)
