"""Sheets Cover, Summary, Sources: what a reader sees first and last."""

from __future__ import annotations

from typing import Any

from roi.analysis.comparison import Comparison
from roi.analysis.measures import WITH_DEBT
from roi.formula import Statement
from roi.reporting.provenance import Provenance
from roi.reporting.run_notes import run_notes
from roi.reporting.workbook.blocks import resilience_block, tender_block
from roi.reporting.workbook.formats import Formats
from roi.reporting.workbook.layout import Layout, constant_place, span
from roi.reporting.workbook.parties import write_parties
from roi.reporting.workbook.statements import cached
from roi.units import Unit

TIMING = ("Flows fall at the end of each year", "Flows fall in the middle of each year, those of year 0 at the decision")
MEASURES = ("npv", "irr", "mirr", "payback", "levelised_cost", "levelised_cost_per_dose", "levelised_price")
PERCENTILES = (("P5", "p05"), ("P50", "p50"), ("P95", "p95"))
SPREAD = (("Mean", "mean"), ("Standard deviation", "sd"), *PERCENTILES, ("Mean of the worst 5 % of trials", "cvar05"))
LIMITS = (
    "The market price follows a change of one import's duty by the share passed through; fixed contract prices do not.",
    "Only the figures of correlations.yaml and prices that share the market price move together; all others are drawn independently.",
    "The base case has no outage and no shock of prices or currencies; those of the trials stand on the sheet Series, to be typed in.",
    "What is compared has no debt; a loan only adds rows for its owners. No exit, salvage or closure but where a file gives a figure.",
    "Contracts keep their calendar years, also when a plant is late. A public tender has one rival, whose price is judgement.",
    "The base case takes the law as it stands; open questions on the sheet Law are drawn in the trials, with chances that are judgement.",
    "Monte Carlo results are those of the run; they do not follow edits of this book.",
)


def write_cover(
    book: Any, formats: Formats, layout: Layout, comparison: Comparison, provenance: Provenance, answer: tuple[str, str]
) -> None:
    """Question, answer, contents, key, limits, provenance."""
    case = comparison.model.case
    sheet = book.add_worksheet("Cover")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, case.label, formats("title"))
    sheet.merge_range(1, 0, 1, 1, "", formats("answer"))
    sheet.write_string(1, 0, case.question, formats("answer"))
    sheet.merge_range(2, 0, 2, 1, "", formats("answer"))
    sheet.write_string(2, 0, " ".join(answer), formats("answer"))
    sheet.set_row(1, 36)
    sheet.set_row(2, 84)
    sheet.write_string(4, 0, "Checks", formats("heading"))
    sheet.write_formula(4, 1, '=IF(chk.master=0,"all checks pass","CHECK: see sheet Checks")', formats("good"), "all checks pass")
    stale = '=IF(chk.stale=0,"results match inputs",chk.stale&" inputs changed since the run: run roi again for the Monte Carlo results")'
    sheet.write_formula(5, 1, stale, formats("good"), "results match inputs")
    row = _contents(sheet, formats, layout, 7)
    sheet.write_string(row, 0, "Key", formats("heading"))
    for kind, text in (
        ("input", "blue on yellow: an input, may be changed"),
        ("formula", "black: a formula"),
        ("link", "green: taken over from another sheet"),
        ("result", "grey ground: a result of the Monte Carlo run, not live"),
    ):
        sheet.write_string(row, 1, text, formats(kind))
        row += 1
    words = f"Inflow +, outflow −; costs are positive in their own rows. {TIMING[layout.mid_year]}; money is nominal."
    sheet.write_string(row, 1, words, formats("text"))
    row = _list(sheet, formats, row + 2, "Limits", LIMITS)
    overlays = [f"{one.title} ({one.reference})" if one.reference else one.title for one in provenance.overlays]
    overrides = [f"{one.id}: {one.before} -> {one.after} ({one.by})" for one in provenance.overrides]
    facts = (
        f"roi {provenance.version}",
        f"{comparison.trials.trials:,} trials, seed {comparison.trials.seed}, sampler {comparison.trials.plan.sampler.kind}",
        *run_notes(comparison),
        f"inputs {provenance.inputs_hash}",
        f"reproduce: {provenance.command}",
        "Licence Apache-2.0. Not investment, tax or legal advice.",
    )
    _list(sheet, formats, row, "Provenance", (*facts, *overlays, *overrides))


def _contents(sheet: Any, formats: Formats, layout: Layout, row: int) -> int:
    pages = [
        ("Summary", "options side by side"),
        ("Drivers", "what matters most, and what must be true"),
        ("Inputs", "every figure with source, date and confidence"),
        ("Series", "timeline, law and paths of risks by year"),
    ]
    pages += [("Tables", "values by age"), *((layout.sheet(one), one.label) for one in layout.statements())]
    pages += [
        ("Returns", "how many rates of return each option has"),
        ("Law", "the law that applies, by year, and what is open"),
        ("Sources", "where the figures come from"),
        ("Checks", "what must hold"),
    ]
    sheet.write_string(row, 0, "Contents", formats("heading"))
    for name, text in pages:
        sheet.write_url(row, 1, f"internal:'{name}'!A1", formats("url"), f"{name}: {text}")
        row += 1
    return row + 1


def _list(sheet: Any, formats: Formats, row: int, title: str, lines: tuple[str, ...]) -> int:
    sheet.write_string(row, 0, title, formats("heading"))
    for line in lines:
        sheet.write_string(row, 1, line, formats("text"))
        row += 1
    return row + 1


def write_summary(book: Any, formats: Formats, layout: Layout, comparison: Comparison) -> None:
    """Measures live in the base case, spread and chances from the run, and the cumulative cash flow as a chart."""
    sheet = book.add_worksheet("Summary")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "Summary", formats("title"))
    sheet.write_string(1, 0, "Base case live; P5, P50, P95 and chances are results of the Monte Carlo run.", formats("subtitle"))
    sheet.set_column(0, 0, 56)
    sheet.set_column(1, 1, 12)
    options = list(layout.model.options.values())
    sheet.set_column(2, 1 + len(options), 22)
    for column, text in enumerate(("Measure", "Unit", *(one.label for one in options))):
        sheet.write_string(3, column, text, formats("heading_right" if column > 1 else "heading"))
    sheet.set_row(3, 30)
    row = 4
    for name in (*MEASURES, *(one for one in WITH_DEBT if any(one in option.cells for option in options))):
        row = _measure(sheet, formats, layout, comparison, options, name, row)
    chances = [
        ("Chance that the NPV is above 0", {one.name: comparison.p_npv_positive[one.name][0] for one in options}),
        (
            f"Chance to beat {layout.model.options[comparison.reference].label}",
            {name: one.p_wins for name, one in comparison.against.items()},
        ),
        ("Standard error of that chance", {name: one.p_wins_se for name, one in comparison.against.items()}),
        ("Chance to be the best option", comparison.p_best),
    ]
    for label, values in chances:
        sheet.write_string(row, 0, label, formats("text"))
        for position, option in enumerate(options):
            if option.name in values:
                sheet.write_number(row, 2 + position, values[option.name], formats("percent"))
            else:
                sheet.write_string(row, 2 + position, "reference", formats("grey_right"))
        row += 1
    row = tender_block(sheet, formats, layout, comparison, options, row)
    row = resilience_block(sheet, formats, comparison, options, row)
    row = write_parties(sheet, formats, layout, comparison, options, row + 1)
    _chart(book, sheet, layout, options, row + 1)
    sheet.freeze_panes(4, 2)


def _measure(sheet: Any, formats: Formats, layout: Layout, comparison: Comparison, options: list[Statement], name: str, row: int) -> int:
    holders = {position: option for position, option in enumerate(options) if name in option.cells}
    first = next(iter(holders.values())).cells[name].row
    unit = first.unit
    shown = SPREAD if name == "npv" else PERCENTILES
    lines = [(first.label, None), *((f"   {label}", key) for label, key in shown)]
    for label, key in lines:
        sheet.write_string(row, 0, label, formats("text" if key else "section"))
        sheet.write_string(row, 1, str(unit), formats("grey"))
        for position, option in holders.items():
            measure = comparison.measures[option.name][name]
            if key is None:
                place = f"={constant_place(layout, option.cells[name])}"
                sheet.write_formula(row, 2 + position, place, formats("link", unit), cached(measure.base))
            else:
                _static(sheet, formats, row, 2 + position, getattr(measure.trials, key), unit)
        row += 1
    missing = {position: comparison.measures[option.name][name].trials.missing for position, option in holders.items()}
    if any(missing.values()):
        sheet.write_string(row, 0, "   Share of trials without a value", formats("text"))
        for position, share in missing.items():
            sheet.write_number(row, 2 + position, share, formats("percent"))
        row += 1
    return row


def _static(sheet: Any, formats: Formats, row: int, column: int, value: float, unit: Unit) -> None:
    shown = cached(value)
    if isinstance(shown, str):
        sheet.write_string(row, column, shown, formats("result", unit))
    else:
        sheet.write_number(row, column, shown, formats("result", unit))


def _chart(book: Any, sheet: Any, layout: Layout, options: list[Statement], row: int) -> None:
    chart = book.add_chart({"type": "line"})
    years = (
        span(layout, layout.model.common.cells["discount_factor"])
        .split("!")[1]
        .replace(str(layout.rows[layout.model.common.cells["discount_factor"]] + 1), "4")
    )
    looks = zip(("#0072B2", "#B87400", "#007F5F", "#A8568A", "#C44E00") * 9, ("solid", "dash", "square_dot") * 15, strict=True)
    for position, (option, (colour, dash)) in enumerate(zip(options, looks, strict=False)):
        chart.add_series(
            {
                # the heading above the measures: a label that begins with = would be taken for a formula
                "name": ["Summary", 3, 2 + position],
                "categories": f"='{layout.sheet(option)}'!{years}",
                "values": f"={span(layout, option.cells['cumulative_cash_flow'])}",
                "line": {"color": colour, "width": 2.25, "dash_type": dash},
            }
        )
    chart.set_title({"name": "Cumulative cash flow in the base case", "name_font": {"size": 12}})
    chart.set_x_axis({"name": "Calendar year", "label_position": "low", "interval_unit": 2})
    chart.set_y_axis(
        {
            "name": "USD, not discounted",
            "num_format": '#,##0,,"M";(#,##0,,"M")',
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 920, "height": 380})
    sheet.insert_chart(row, 0, chart, {"description": "Cumulative cash flow of each option by calendar year, base case, in US dollars"})


def write_sources(book: Any, formats: Formats, comparison: Comparison) -> None:
    """Every source a figure of the case names. Only https addresses become links; all text is written as text."""
    used = {figure.source for binding in comparison.model.bindings.values() for figure in binding.figures}
    sheet = book.add_worksheet("Sources")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "Sources", formats("title"))
    for column, (text, width) in enumerate(
        (("Id", 30), ("Title", 70), ("Publisher", 34), ("Published", 14), ("Address", 80), ("Licence", 20))
    ):
        sheet.write_string(2, column, text, formats("heading"))
        sheet.set_column(column, column, width)
    for row, id in enumerate((id for id in comparison.model.book.sources if id in used), start=3):
        source = comparison.model.book.sources[id]
        for column, text in enumerate((source.id, source.title, source.publisher, source.published)):
            sheet.write_string(row, column, text, formats("text"))
        if source.url.startswith("https://") and len(source.url) < 2000:
            sheet.write_url(row, 4, source.url, formats("url"), source.url[:255])
        else:
            sheet.write_string(row, 4, source.url, formats("text"))
        sheet.write_string(row, 5, source.licence, formats("text"))
    sheet.freeze_panes(3, 1)
