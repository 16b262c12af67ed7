"""A rate over time as a step chart: one Vega-Lite specification for SVG, PNG and a page that needs no network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from html import escape
from typing import Any

from roi.errors import Problem, RoiError
from roi.paths import bundled
from roi.reporting.look import config
from roi.rules.history import Period

COLOURS = {"ink": "#1a1a1a", "muted": "#555555", "grid": "#dddddd", "surface": "#ffffff"}
LINE = "#1f5fa8"
FEW_DAYS = 1000
"""A longer span is marked by years, a shorter one by months."""
SCALE = 2
"""Pixels of a PNG for each point of the drawing."""


def step_spec(periods: Sequence[Period], title: str) -> dict[str, Any]:
    """The specification: total rate by day, flat within a period."""
    import altair as alt

    end = periods[-1].last + timedelta(days=1)
    rows = [{"day": one.first.isoformat(), "rate": one.total, "until": one.last.isoformat()} for one in periods]
    rows.append({"day": end.isoformat(), "rate": periods[-1].total, "until": periods[-1].last.isoformat()})
    years = (end - periods[0].first).days > FEW_DAYS
    axis = alt.Axis(format="%Y" if years else "%b %Y", tickCount="year" if years else "month", grid=False, labelOverlap="greedy")
    base = alt.Chart(alt.NamedData("periods")).encode(
        x=alt.X("day:T", title=None, scale=alt.Scale(type="utc"), axis=axis),
        y=alt.Y("rate:Q", title="Duty rate", axis=alt.Axis(format=".1%"), scale=alt.Scale(zero=True)),
    )
    hints = [alt.Tooltip("day:T", title="From"), alt.Tooltip("until:T", title="To"), alt.Tooltip("rate:Q", title="Rate", format=".2%")]
    line = base.mark_line(interpolate="step-after", strokeWidth=2.4, color=LINE)
    dots = base.mark_point(size=50, filled=True, color=LINE).encode(tooltip=hints)
    chart = alt.layer(line, dots).properties(width=720, height=300, title=title)
    spec: dict[str, Any] = chart.to_dict()
    spec["datasets"] = {"periods": rows}
    spec["config"] = {**config(COLOURS), "background": COLOURS["surface"]}
    return spec


def step_svg(spec: dict[str, Any]) -> bytes:
    """The chart as SVG. Raises RoiError when vl-convert is not installed."""
    return str(_converter("svg").vegalite_to_svg(vl_spec=spec)).encode()


def step_png(spec: dict[str, Any]) -> bytes:
    """The chart as PNG. Raises RoiError when vl-convert is not installed."""
    return bytes(_converter("png").vegalite_to_png(vl_spec=spec, scale=SCALE))


def step_html(spec: dict[str, Any], title: str, table: str) -> bytes:
    """A page of its own with the chart and the table as text; scripts stand in the page."""
    script = (bundled("templates") / "vendor" / "vega.min.js").read_text(encoding="utf-8")
    drawing = json.dumps(spec).replace("<", "\\u003c")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
        '<body style="font-family: system-ui, sans-serif; margin: 2rem; background: #fff; color: #1a1a1a">\n'
        f'<h1 style="font-size: 1.3rem">{escape(title)}</h1>\n<div id="chart"></div>\n<pre>{escape(table)}</pre>\n'
        f"<script>{script}</script>\n<script>\n"
        f"const spec = {drawing};\n"
        'vegaEmbed("#chart", spec, {ast: true, actions: false, renderer: "svg"});\n'
        "</script>\n</body></html>\n"
    ).encode()


def _converter(shape: str) -> Any:
    try:
        import vl_convert
    except ImportError:
        what = f"{shape} needs vl-convert, which is not installed"
        raise RoiError(Problem("--format", what, "pip install vl-convert-python, or take --format html")) from None
    return vl_convert
