"""The charts of a report as Vega-Lite specifications. Colours are CSS variables, so one drawing serves both schemes and print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from roi.analysis.comparison import Comparison
from roi.analysis.trials import FAN
from roi.reporting.components import Component
from roi.reporting.look import looks
from roi.reporting.numbers import Scale, percent, price_in_table, table_scale
from roi.reporting.words import leads

if TYPE_CHECKING:
    import altair as alt

PERCENTILES = np.arange(1, 100)
LABEL_SHARE = 0.045
"""A part of a bar is labelled when it is at least this share of the longest bar."""

Spec = dict[str, Any]


ZERO = [{"zero": 0}]


def chance_curves(comparison: Comparison) -> tuple[Spec, Scale]:
    """Share of the trials in which the NPV of each option is above a value, from its 1st to its 99th percentile."""
    import altair as alt

    npv = {name: np.percentile(found["npv"], PERCENTILES) for name, found in comparison.trials.measures.items()}
    chosen = table_scale(value for values in npv.values() for value in values)
    data = [
        {"option": name, "label": _label(comparison, name), "npv": _short(value / chosen.divisor), "share": round(1 - part / 100, 2)}
        for name, values in npv.items()
        for value, part in zip(values, PERCENTILES, strict=True)
    ]
    crossing = [
        {"option": name, "label": _label(comparison, name), "npv": 0, "share": share, "text": percent(share)}
        for name, (share, _) in comparison.p_npv_positive.items()
        if 0.01 <= share <= 0.99
    ]
    base = alt.Chart(alt.NamedData("data")).encode(
        x=alt.X(
            "npv:Q", title=f"Net present value{leads(comparison)}, {chosen.unit}", axis=alt.Axis(format=",~f", tickCount=6, labelFlush=True)
        ),
        y=alt.Y(
            "share:Q",
            title=None,
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
        ),
    )
    hints = [
        alt.Tooltip("label:N", title="Option"),
        alt.Tooltip("share:Q", title="Share of trials", format=".0%"),
        alt.Tooltip("npv:Q", title=f"NPV above, {chosen.unit}", format=",.1f"),
    ]
    zero = alt.Chart(alt.NamedData("zero")).mark_rule(color="var(--ink)", strokeWidth=1.2).encode(x=alt.X("zero:Q"))
    lines = base.mark_line(strokeWidth=2.6, strokeCap="butt").encode(color=option_colour(comparison), strokeDash=_dash(comparison))
    targets = base.mark_point(size=160, opacity=0, filled=True).encode(tooltip=hints)
    dots = (
        alt.Chart(alt.NamedData("crossing"))
        .mark_point(size=70, filled=True, opacity=1, stroke="var(--surface)", strokeWidth=1.5)
        .encode(
            x=alt.X("npv:Q"),
            y=alt.Y("share:Q"),
            color=option_colour(comparison),
            tooltip=[alt.Tooltip("label:N", title="Option"), alt.Tooltip("text:N", title="Above zero")],
        )
    )
    return finished([zero, lines, dots, targets], {"data": data, "zero": ZERO, "crossing": crossing}, 340), chosen


def cash_scale(comparison: Comparison) -> Scale:
    """Scale of the cumulative cash flows of all options together."""
    return table_scale(value for option in comparison.model.options for values in _cash(comparison, option).values() for value in values)


def cash_bands(comparison: Comparison, chosen: Scale) -> dict[str, Spec]:
    """Cumulative cash flow of each option: base case, median, P25–P75 and P5–P95 by year, on the axes that all options share."""
    import altair as alt

    series = {name: _cash(comparison, name) for name in comparison.model.options}
    low, high = (bound(value for one in series.values() for values in one.values() for value in values) for bound in (min, max))
    years = comparison.model.calendar.years
    base = alt.Chart(alt.NamedData("data")).encode(
        x=alt.X(
            "year:Q",
            title=None,
            scale=alt.Scale(domain=[years[0], years[-1]], nice=False),
            axis=alt.Axis(format="d", tickCount=4, grid=False),
        ),
    )
    domain = alt.Scale(domain=[min(low, 0) / chosen.divisor, max(high, 0) / chosen.divisor], nice=True)
    hints = [
        alt.Tooltip("year:Q", title="Year", format="d"),
        *(alt.Tooltip(f"{name}:Q", title=f"{title}, {chosen.unit}", format=",.1f") for name, title in CURVES.items()),
    ]
    zero = alt.Chart(alt.NamedData("zero")).mark_rule(color="var(--ink)", strokeWidth=1.2).encode(y=alt.Y("zero:Q"))
    y = alt.Y("p05:Q", title=None, scale=domain, axis=alt.Axis(format=",~f", tickCount=5))
    band = base.mark_area(opacity=0.2).encode(y=y, y2=alt.Y2("p95"), color=option_colour(comparison))
    half = base.mark_area(opacity=0.25).encode(y=alt.Y("p25:Q"), y2=alt.Y2("p75"), color=option_colour(comparison))
    middle = base.mark_line(strokeWidth=2.6).encode(y=alt.Y("p50:Q"), color=option_colour(comparison), strokeDash=_dash(comparison))
    line = base.mark_line(color="var(--ink)", strokeWidth=1.2, strokeDash=[2, 3]).encode(y=alt.Y("base:Q"))
    targets = base.mark_point(size=160, opacity=0, filled=True).encode(y=alt.Y("p50:Q"), tooltip=hints)
    # one drawing, the data of each option put in: building it anew for each would take most of the time of the page
    drawing = finished([band, half, zero, line, middle, targets], {"zero": ZERO}, 230)
    return {name: drawing | {"datasets": {"zero": ZERO, "data": _by_year(name, years, found, chosen)}} for name, found in series.items()}


def _by_year(option: str, years: Sequence[int], series: Mapping[str, list[float]], chosen: Scale) -> list[dict[str, Any]]:
    return [
        {"option": option, "year": year, **{name: _short(values[place] / chosen.divisor) for name, values in series.items()}}
        for place, year in enumerate(years)
    ]


CURVES = {"p95": "P95", "p75": "P75", "p50": "Median", "base": "Base case", "p25": "P25", "p05": "P5"}


def cost_bars(comparison: Comparison, parts: Sequence[Component]) -> Spec:
    """Levelised cost of each option in the base case, stacked by component, with a mark at its levelised price."""
    import altair as alt

    options = [name for name in comparison.model.options if np.isfinite(comparison.measures[name]["levelised_cost"].base)]
    longest = max((comparison.measures[name]["levelised_cost"].base for name in options), default=0.0)
    texts = {name: _bar_texts(parts, name, comparison.measures[name]["levelised_price"].base, longest) for name in options}
    data = [
        {
            "option": name,
            "place": place,
            "component": part.label,
            "cost": _short(part.cost[name]),
            "text": texts[name].get(part.label, ""),
        }
        for name in options
        for place, part in enumerate(parts)
        if part.cost[name] != 0
    ]
    totals = [
        {"option": name, "label": _label(comparison, name), "text": _bar_note(comparison, name), "from": 0} | _price(comparison, name)
        for name in options
    ]
    rows = alt.Y("option:N", title=None, sort=options, axis=None, scale=alt.Scale(paddingInner=0.66, paddingOuter=0.5))
    bars = alt.Chart(alt.NamedData("data")).encode(
        x=alt.X("cost:Q", title="USD per kg sold, base case", stack="zero", axis=alt.Axis(format=",~f", tickCount=6)),
        y=rows,
        order=alt.Order("place:Q"),
    )
    hints = [alt.Tooltip("component:N", title="Component"), alt.Tooltip("cost:Q", title="USD per kg", format=",.2f")]
    fills = alt.Color("component:N", legend=None, scale=alt.Scale(domain=[one.label for one in parts], range=[one.colour for one in parts]))
    prices = alt.Chart(alt.NamedData("totals"))
    tick = prices.mark_tick(color="var(--ink)", thickness=3, bandSize=44, opacity=1).encode(
        x=alt.X("price:Q"), y=rows, tooltip=[alt.Tooltip("price:Q", title="Levelised price, USD per kg", format=",.2f")]
    )
    layers = [
        bars.mark_bar(stroke="var(--surface)", strokeWidth=1).encode(color=fills, tooltip=hints),
        # on a narrow screen the amounts would run into each other; they stand in the table below
        bars.mark_text(color="var(--on-part)", fontSize=11, opacity=alt.expr("width < 480 ? 0 : 1")).encode(
            x=alt.X("cost:Q", stack="zero", bandPosition=0.5), text=alt.Text("text:N")
        ),
        tick,
        _bar_title(prices, rows, "label", -50, "var(--ink)"),
        _bar_title(prices, rows, "text", -33, "var(--muted)"),
    ]
    return finished(layers, {"data": data, "totals": totals}, 112 * max(len(options), 1))


def _bar_title(prices: alt.Chart, rows: alt.Y, field: str, dy: int, colour: str) -> alt.Chart:
    import altair as alt

    mark = prices.mark_text(align="left", dy=dy, fontSize=13, color=colour, limit=alt.expr("width"))
    title: alt.Chart = mark.encode(x=alt.X("from:Q"), y=rows, text=alt.Text(f"{field}:N"))
    return title


def _bar_texts(parts: Sequence[Component], option: str, price: float, longest: float) -> dict[str, str]:
    """Amounts written inside a bar: of parts wide enough, unless the mark of the price would strike them through."""
    texts, end = {}, 0.0
    for part in parts:
        cost = part.cost[option]
        end += max(cost, 0.0)
        if cost >= LABEL_SHARE * longest and not abs(end - cost / 2 - price) < LABEL_SHARE / 2 * longest:
            texts[part.label] = price_in_table(cost)
    return texts


def _bar_note(comparison: Comparison, option: str) -> str:
    cost, price = (price_in_table(comparison.measures[option][one].base) for one in ("levelised_cost", "levelised_price"))
    return f"cost {cost}, price {price}"


def _price(comparison: Comparison, option: str) -> dict[str, float]:
    price = comparison.measures[option]["levelised_price"].base
    return {"price": _short(price)} if np.isfinite(price) else {}


def _cash(comparison: Comparison, option: str) -> dict[str, list[float]]:
    fan = {f"p{percentile:02}": values.tolist() for percentile, values in zip(FAN, comparison.trials.cumulative[option], strict=True)}
    return fan | {"base": comparison.row(option, "cumulative_cash_flow").tolist()}


def _label(comparison: Comparison, option: str) -> str:
    return comparison.model.case.options[option].label


def option_colour(comparison: Comparison) -> alt.Color:
    """The colour of each option."""
    import altair as alt

    found = looks(tuple(comparison.model.options))
    return alt.Color("option:N", legend=None, scale=alt.Scale(domain=list(found), range=[look.colour for look in found.values()]))


def _dash(comparison: Comparison) -> alt.StrokeDash:
    import altair as alt

    found = looks(tuple(comparison.model.options))
    return alt.StrokeDash("option:N", legend=None, scale=alt.Scale(domain=list(found), range=[list(look.dash) for look in found.values()]))


def _short(value: float) -> float:
    """Four decimals: enough for the eye, and short in the file."""
    return round(float(value), 4)


def finished(layers: Sequence[alt.Chart], datasets: Mapping[str, list[Any]], height: int) -> Spec:
    """Specification that fills the width of its box. Not validated here, which costs more than drawing it: a test does that."""
    import altair as alt

    spec: Spec = alt.layer(*layers).to_dict(validate=False)
    del spec["config"]
    fit = {"type": "fit-x", "contains": "padding"}
    return spec | {"datasets": dict(datasets), "width": "container", "height": height, "autosize": fit}
