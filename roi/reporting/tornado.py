"""The part of the page on what drives the answer: the tornado chart and the tables beside it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from roi.analysis.comparison import Comparison
from roi.analysis.drivers import Driver, DriverGroup, Drivers, PathDriver
from roi.domain import Confidence
from roi.reporting.charts import Spec, finished
from roi.reporting.drivers import (
    MEASURES,
    aim,
    base,
    dollars,
    entity_of,
    flip,
    in_a_sentence,
    interval,
    judged,
    measured,
    named_in,
    overlap,
    remark,
    span,
)
from roi.reporting.numbers import MISSING, Scale, in_table, money_range, percent, price_in_table, table_scale
from roi.reporting.words import label, leads

SHOWN = 10
"""Figures in the chart; the table below it has all."""

ALL = 0.98
"""From this share on the figures explain all of the variance: the estimate is no finer."""

DRAWN = "its path alone drawn"
"""Instead of a range: a path has none, so its bar runs from P10 to P90 of the measure."""

BAR, SPACE = 16, 44
"""Height of a bar, and of a bar with its words, in pixels."""


@dataclass(frozen=True)
class Line:
    """A row of a table of this part. id : of a figure, empty for a group. note : words below the name. cells : texts, left to right."""

    name: str
    id: str
    note: str
    cells: tuple[str, ...]
    judged: bool = False


def driver_part(comparison: Comparison) -> dict[str, Any]:
    """What the template of this part needs; `shown` is empty when nothing is uncertain."""
    drivers = comparison.drivers
    chosen = scale_of(drivers)
    shown = [one for one in drivers.ranked[:SHOWN] if one.swing > 0]
    return {
        "shown": shown,
        "title": title(comparison),
        "measure": in_a_sentence(drivers.of),
        "whose": whose(comparison, drivers),
        "unit": unit_of(drivers, chosen),
        "trials": drivers.trials,
        "judged": judged(drivers),
        "explained": explained(drivers),
        "overlap": overlap(drivers),
        "groups": group_lines(drivers, chosen),
        "figures": figure_lines(drivers, chosen),
        "aim": aim(comparison.breakevens[0].target) if comparison.breakevens else "",
        "breakevens": breakeven_lines(comparison),
        "sample": comparison.breakevens[0].trials if comparison.breakevens else 0,
    }


def title(comparison: Comparison) -> str:
    """Title of the chart: what moves the measure most, and how far."""
    drivers = comparison.drivers
    if not drivers.ranked or not drivers.ranked[0].swing:
        return "No uncertain figure moves the answer"
    first = drivers.ranked[0]
    low, high = sorted((first.at_low, first.at_high))
    amounts = money_range(low, high) if drivers.unit == "USD" else f"{measured(drivers.unit, low)} to {measured(drivers.unit, high)}"
    return f"{named_in(comparison.model, first)} alone moves the {in_a_sentence(drivers.of)} over {amounts}"


def explained(drivers: Drivers) -> str:
    """How much of the variance the figures explain one by one; empty when nothing varies."""
    if not isfinite(drivers.share_single):
        return ""
    if drivers.share_single >= ALL:
        return "Taken one by one, the figures explain all of it, within the error of the estimate."
    rest = "the rest is what they do only together, and error of the estimate"
    return f"Taken one by one, the figures explain {percent(max(drivers.share_single, 0.0))} of it; {rest}."


def whose(comparison: Comparison, drivers: Drivers) -> str:
    """Of which option, against which."""
    other = f" against {label(comparison, comparison.reference)}" if drivers.of == "incremental_npv" else ""
    to = leads(comparison) if drivers.of in ("incremental_npv", "npv") else ""
    return f"{label(comparison, drivers.option)}{other}{to and ','}{to}"


def scale_of(drivers: Drivers) -> Scale:
    """Scale of the amounts of a measure that stand together."""
    ends = [end for one in drivers.ranked for end in (one.at_low, one.at_high)]
    return table_scale([drivers.base, *ends]) if drivers.unit == "USD" else Scale(1.0, "")


def unit_of(drivers: Drivers, chosen: Scale) -> str:
    """Unit of the amounts as they are printed."""
    return chosen.unit if drivers.unit == "USD" else "USD per kg"


def _cell(drivers: Drivers, value: float, chosen: Scale) -> str:
    return in_table(value / chosen.divisor) if drivers.unit == "USD" else price_in_table(value)


def share(value: float) -> str:
    """A share of the variance; what is below 0 by chance is a dash."""
    return MISSING if not isfinite(value) else "–" if value < 0.0005 else percent(value)


def _rank(value: float) -> str:
    if not isfinite(value):
        return MISSING
    return f"{round(value, 2):+.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"


def figure_lines(drivers: Drivers, chosen: Scale) -> tuple[Line, ...]:
    """Every uncertain figure and path: its range, the measure at both ends, rank correlation, share of the variance."""
    return tuple(
        Line(
            one.label,
            one.id,
            "",
            (
                _range(one),
                _cell(drivers, one.at_low, chosen),
                _cell(drivers, one.at_high, chosen),
                _rank(one.rank_correlation),
                share(one.share),
            ),
            one.confidence is Confidence.JUDGEMENT,
        )
        for one in drivers.ranked
    )


def _range(one: Driver | PathDriver) -> str:
    return span(one.figure, one.low, one.high) if isinstance(one, Driver) else DRAWN


def group_lines(drivers: Drivers, chosen: Scale) -> tuple[Line, ...]:
    """Each group: the range of the measure when it alone moves, its share of the variance."""
    return tuple(
        Line(
            one.name,
            "",
            _counted(one, {path.id for path in drivers.paths}),
            (_cell(drivers, one.low, chosen), _cell(drivers, one.high, chosen), share(one.share)),
        )
        for one in drivers.groups
    )


def _counted(one: DriverGroup, paths: set[str]) -> str:
    """How many figures and paths a group has."""
    drawn = len(paths & set(one.members))
    counts = ((len(one.members) - drawn, "figure", "figures"), (drawn, "path", "paths"))
    return ", ".join(f"{count} {single if count == 1 else several}" for count, single, several in counts if count)


def breakeven_lines(comparison: Comparison) -> tuple[Line, ...]:
    """What must be true: base value, break-even, its interval, and what else there is to say."""
    return tuple(
        Line(
            one.figure.label,
            one.figure.id,
            "; ".join(part for part in (entity_of(comparison.model, one.figure), dollars(one.figure)) if part),
            (base(one), flip(one), interval(one) or "–", remark(one)),
        )
        for one in comparison.breakevens
    )


def tornado(comparison: Comparison) -> Spec:
    """Bars from the base case to the measure at the 10th and at the 90th percentile of each figure, the longest on top."""
    import altair as alt

    drivers = comparison.drivers
    chosen = scale_of(drivers)
    shown = [one for one in drivers.ranked[:SHOWN] if one.swing > 0]
    middle = _short(drivers.base / chosen.divisor)
    data = [
        {"id": one.id, "label": one.label, "end": name, "from": middle, "to": _short(value / chosen.divisor)}
        for one in shown
        for name, value in (("P10", one.at_low), ("P90", one.at_high))
    ]
    names = [{"id": one.id, "text": _text(comparison, one)} for one in shown]
    rows = alt.Y("id:N", title=None, sort=[one.id for one in shown], axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    ends = alt.Color("end:N", legend=None, scale=alt.Scale(domain=["P10", "P90"], range=["var(--low)", "var(--high)"]))
    hints = [
        alt.Tooltip("label:N", title="Assumption"),
        alt.Tooltip("end:N", title="At its"),
        alt.Tooltip("to:Q", title=unit_of(drivers, chosen), format=",.2f"),
    ]
    amounts = alt.X(
        "from:Q",
        title=f"{MEASURES[drivers.of]}, {unit_of(drivers, chosen)}",
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(format=",~f", tickCount=6),
    )
    bars = (
        alt.Chart(alt.NamedData("data"))
        .mark_bar(size=BAR, yOffset=SPACE / 2 - BAR / 2 - 3)
        .encode(x=amounts, x2=alt.X2("to"), y=rows, color=ends, tooltip=hints)
    )
    text = alt.Chart(alt.NamedData("names")).mark_text(
        align="left", baseline="middle", dy=-9, fontSize=12.5, color="var(--ink)", limit=alt.expr("width")
    )
    words = text.encode(x=alt.value(0), y=rows, text=alt.Text("text:N"))
    # a rim in the colour of the page, so that no line of the chart strikes the words through
    rim = text.encode(x=alt.value(0), y=rows, text=alt.Text("text:N"), stroke=alt.value("var(--surface)"), strokeWidth=alt.value(5))
    line = alt.Chart(alt.NamedData("base")).mark_rule(color="var(--ink)", strokeWidth=1.2).encode(x=alt.X("from:Q"))
    return finished([bars, line, rim, words], {"data": data, "names": names, "base": [{"from": middle}]}, SPACE * max(len(shown), 1))


def _short(value: float) -> float:
    return round(float(value), 4)


def _text(comparison: Comparison, one: Driver | PathDriver) -> str:
    return f"{one.label}: {_range(one)} · {entity_of(comparison.model, one.figure) if isinstance(one, Driver) else 'open law'}"
