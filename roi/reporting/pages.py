"""What the page shows, ready for the template: the table of options, the tables under the charts, the assumptions by group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

import numpy as np

from roi.analysis.comparison import Comparison, Measure
from roi.analysis.trials import FAN
from roi.domain import Assumption, Confidence, Source
from roi.reporting.charts import CURVES
from roi.reporting.components import all_components
from roi.reporting.figures import CONFIDENCE, distribution_in_words, entity_labels, value_in_words
from roi.reporting.numbers import MISSING, Scale, chance, exact, in_table, number, percent, percent_in_table, price_in_table, table_scale
from roi.reporting.ways import way
from roi.reporting.words import leads

TABLE_PERCENTILES = (95, 90, 75, 50, 25, 10, 5)


@dataclass(frozen=True)
class Cell:
    """A value of the table of options, with its range or the reason why there is none below it."""

    value: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a table: what, its unit, and one cell for each column."""

    label: str
    unit: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Shown:
    """An assumption as printed. adjusted : the value in money of the decision year, empty when it is the same."""

    figure: Assumption
    value: str
    adjusted: str
    distribution: str
    dollars: str
    source: Source | None
    link: str
    confidence: str
    judged: bool


@dataclass(frozen=True)
class Group:
    """Assumptions of one section of the case and one file."""

    section: str
    label: str
    id: str
    shown: tuple[Shown, ...]


def option_lines(comparison: Comparison) -> tuple[Line, ...]:
    """Measures by option: base case above, P5–P95 of the trials or the reason for n/a below."""
    model, names = comparison.model, tuple(comparison.model.options)
    found = comparison.measures
    gaps = [one.incremental_npv.trials for one in comparison.against.values()]
    spreads = [found[name]["npv"].trials for name in names]
    chosen, to = table_scale(value for one in (*spreads, *gaps) for value in (one.p05, one.p95)), leads(comparison)
    return (
        Line(f"Net present value{to}", chosen.unit, tuple(_amount(found[name]["npv"], chosen) for name in names)),
        Line("Chance that it is above zero", "share of trials", tuple(Cell(chance(*comparison.p_npv_positive[name])) for name in names)),
        Line("Net present value less that of the reference", chosen.unit, tuple(_against(comparison, name, chosen) for name in names)),
        Line("Chance to beat the reference", "share of trials", tuple(_wins(comparison, name) for name in names)),
        Line("Chance to be the best option", "share of trials", tuple(Cell(percent(comparison.p_best[name])) for name in names)),
        Line("Internal rate of return", "a year", tuple(_rate(found[name]["irr"], _no_rate(comparison, name)) for name in names)),
        Line("Modified rate of return", "a year", tuple(_rate(found[name]["mirr"], "it needs an outflow and an inflow") for name in names)),
        Line("Payback time, not discounted", "years", tuple(_payback(comparison, name) for name in names)),
        Line("Levelised cost before income tax", "USD per kg", tuple(_price(found[name]["levelised_cost"]) for name in names)),
        Line("Levelised cost in a dose", "USD per dose", tuple(_price(found[name]["levelised_cost_per_dose"]) for name in names)),
        Line("Levelised price", "USD per kg", tuple(_price(found[name]["levelised_price"]) for name in names)),
        *_with_debt(comparison, chosen),
        Line("Way to source", "", tuple(Cell(way(model.book, model.case.options[name])) for name in names)),
    )


def _with_debt(comparison: Comparison, chosen: Scale) -> tuple[Line, ...]:
    """What a loan leaves for the owners, where an option has one."""
    found = comparison.measures
    if not any("equity_npv" in one for one in found.values()):
        return ()

    def line(name: str, label: str, unit: str, shown: Callable[[Measure], Cell]) -> Line:
        return Line(label, unit, tuple(shown(one[name]) if name in one else Cell("no loan") for one in found.values()))

    return (
        line("equity_npv", "Net present value of equity", chosen.unit, lambda one: _amount(one, chosen)),
        line("equity_irr", "Rate of return on equity", "a year", lambda one: _rate(one, "no single rate makes the value of equity zero")),
        line("least_cover", "Lowest debt service cover", "cash over debt service", _cover),
    )


def _cover(measure: Measure) -> Cell:
    range_ = f"{in_table(measure.trials.p05)} to {in_table(measure.trials.p95)}"
    return Cell(in_table(measure.base), _missing(measure, range_, "no debt is served"))


def _amount(measure: Measure, chosen: Scale) -> Cell:
    low, high = (in_table(value / chosen.divisor) for value in (measure.trials.p05, measure.trials.p95))
    return Cell(in_table(measure.base / chosen.divisor), f"{low} to {high}")


def _against(comparison: Comparison, name: str, chosen: Scale) -> Cell:
    return Cell("reference") if name == comparison.reference else _amount(comparison.against[name].incremental_npv, chosen)


def _wins(comparison: Comparison, name: str) -> Cell:
    if name == comparison.reference:
        return Cell("reference")
    found = comparison.against[name]
    return Cell(chance(found.p_wins, found.p_wins_se))


def _no_rate(comparison: Comparison, name: str) -> str:
    roots = round(comparison.measures[name]["irr_roots"].base)
    return f"{roots or 'no'} {'rate makes' if roots == 1 else 'rates make'} the net present value zero"


def _missing(measure: Measure, range_: str, reason: str) -> str:
    """Range of the trials that have a value, their share when not all do, and the reason when the base case has none."""
    share = 1 - measure.trials.missing
    parts = [] if isfinite(measure.base) else [reason]
    if share == 0:
        parts.append("no trial has a value")
    else:
        parts.append(range_ + (f" in the {percent(share)} of trials that have a value" if share < 1 else ""))
    return "; ".join(parts)


def _rate(measure: Measure, reason: str) -> Cell:
    range_ = f"{percent_in_table(measure.trials.p05)} to {percent_in_table(measure.trials.p95)}"
    return Cell(percent_in_table(measure.base), _missing(measure, range_, reason))


def _payback(comparison: Comparison, name: str) -> Cell:
    measure = comparison.measures[name]["payback"]
    range_ = f"{in_table(measure.trials.p05)} to {in_table(measure.trials.p95)}"
    return Cell(in_table(measure.base), _missing(measure, range_, f"not paid back within {comparison.model.case.horizon} years"))


def _price(measure: Measure) -> Cell:
    range_ = f"{price_in_table(measure.trials.p05)} to {price_in_table(measure.trials.p95)}"
    return Cell(price_in_table(measure.base), _missing(measure, range_, "nothing is sold"))


def chance_table(comparison: Comparison, chosen: Scale) -> tuple[Line, ...]:
    """Net present values that are exceeded in a share of the trials, by option."""
    lines = []
    for percentile in TABLE_PERCENTILES:
        values = (np.percentile(found["npv"], percentile) / chosen.divisor for found in comparison.trials.measures.values())
        lines.append(Line(f"P{percentile}", f"exceeded in {100 - percentile} %", tuple(Cell(in_table(float(value))) for value in values)))
    return tuple(lines)


def cash_table(comparison: Comparison, chosen: Scale) -> tuple[Line, ...]:
    """Cumulative cash flow by year: base case and percentiles of each option."""
    lines = []
    for place, year in enumerate(comparison.model.calendar.years):
        cells: list[Cell] = []
        for option in comparison.model.options:
            fan = zip(FAN, comparison.trials.cumulative[option][:, place], strict=True)
            values = {"base": comparison.row(option, "cumulative_cash_flow")[place], **{f"p{one:02}": value for one, value in fan}}
            cells += [Cell(in_table(float(values[name]) / chosen.divisor)) for name in reversed(CURVES)]
        lines.append(Line(str(year), "", tuple(cells)))
    return tuple(lines)


def cost_table(comparison: Comparison) -> tuple[Line, ...]:
    """Every component of the levelised cost by option, their sum, and the levelised price."""
    parts = sorted(all_components(comparison).values(), key=lambda one: -one.largest)
    lines = [Line(one.label, "", tuple(Cell(price_in_table(value)) for value in one.cost.values())) for one in parts]
    for title, measure in (("Levelised cost before income tax", "levelised_cost"), ("Levelised price", "levelised_price")):
        values = (found[measure].base for found in comparison.measures.values())
        lines.append(Line(title, "total", tuple(Cell(price_in_table(value)) for value in values)))
    return tuple(lines)


def assumption_groups(comparison: Comparison, used: dict[str, Assumption]) -> tuple[Group, ...]:
    """Every assumption used, once, by section of the case and file, in the order of the model."""
    model = comparison.model
    labels, groups = entity_labels(model) | {"correlations": "Figures that move together"}, dict[tuple[str, str], list[Shown]]()
    sections, factors = dict[str, str](), dict[str, float]()
    for binding in model.bindings.values():
        for figure in binding.figures:
            sections.setdefault(figure.id, binding.input.section.partition(":")[0])
            factors.setdefault(figure.id, binding.factor)
    for figure in used.values():
        entity = ".".join(figure.id.split(".")[:2])
        section = sections.get(figure.id, "Finance")
        if entity.startswith("correlations."):
            entity, section = "correlations", "Dependence"
        groups.setdefault((section, entity), []).append(shown(comparison, figure, factors.get(figure.id, 1.0)))
    return tuple(Group(section, labels.get(entity, entity), entity, tuple(found)) for (section, entity), found in groups.items())


def shown(comparison: Comparison, figure: Assumption, factor: float) -> Shown:
    """An assumption as printed. factor : brings its money to the year of decision."""
    year = comparison.model.case.decision_year
    source = comparison.model.book.sources.get(figure.source)
    return Shown(
        figure,
        value_in_words(figure),
        f"{number(figure.value * factor, 4)} in {year} money" if factor != 1 else "",
        distribution_in_words(figure.distribution, figure.unit),
        f"{figure.dollar_year} dollars" if figure.dollar_year is not None else "",
        source,
        source.url if source and source.url.startswith("https://") else "",
        CONFIDENCE[figure.confidence],
        figure.confidence is Confidence.JUDGEMENT,
    )


def setting(value: object) -> str:
    """Value of a setting of an overlay in words."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return exact(float(value)) if isfinite(float(value)) else MISSING
    if isinstance(value, dict):
        return ", ".join(f"{key}: {setting(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(setting(one) for one in value) or "none"
    return str(value)
