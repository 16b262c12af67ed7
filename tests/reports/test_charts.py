"""The charts of the report: valid Vega-Lite, with the numbers of the comparison, drawn by the pinned library."""

from __future__ import annotations

import importlib.util
import json

import numpy as np
import pytest
from reports.samples import TRIALS, Page, a_comparison, provenance

from roi.paths import bundled
from roi.reporting import charts
from roi.reporting.components import shown_components
from roi.reporting.html import report_html


@pytest.fixture(scope="module")
def text():
    return report_html(a_comparison(), provenance())


@pytest.fixture(scope="module")
def specs(text):
    return json.loads(next(body for attrs, body in Page(text).scripts if attrs.get("type") == "application/json"))["specs"]


def test_the_charts_are_valid_and_hold_the_numbers_of_the_comparison(specs):
    import altair as alt

    found = a_comparison()
    for spec in specs.values():
        alt.LayerChart.from_dict(spec).to_dict(validate=True)
    curve = specs["npv"]["datasets"]["data"]
    option = next(iter(found.model.options))
    npv = found.trials.measures[option]["npv"]
    divisor = charts.chance_curves(found)[1].divisor
    for point in [one for one in curve if one["option"] == option]:
        assert np.mean(npv > point["npv"] * divisor) == pytest.approx(point["share"], abs=1.01 / TRIALS + 1e-9)
    divisor = charts.cash_scale(found).divisor
    for place, name in enumerate(found.model.options):
        drawn = [one["base"] * divisor for one in specs[f"cash-{place}"]["datasets"]["data"]]
        assert drawn == pytest.approx(list(found.row(name, "cumulative_cash_flow")), abs=1e-4 * divisor)


def test_the_bars_add_up_to_the_levelised_cost(specs):
    found = a_comparison()
    for name in found.model.options:
        drawn = sum(one["cost"] for one in specs["cost"]["datasets"]["data"] if one["option"] == name)
        assert drawn == pytest.approx(found.measures[name]["levelised_cost"].base, abs=2e-3)
    assert len({part.colour for part in shown_components(found)}) == len(shown_components(found))


def test_every_option_keeps_its_colour_and_dash(specs, text):
    found = list(a_comparison().model.options)
    for spec in (specs["npv"], specs["cash-0"]):
        scales = [layer["encoding"]["color"]["scale"] for layer in spec["layer"] if "color" in layer["encoding"]]
        assert scales
        assert all(scale == {"domain": found, "range": [f"var(--option-{k + 1})" for k in range(len(found))]} for scale in scales)
    assert all(f"stroke:var(--option-{place + 1})" in text for place in range(len(found)))


def test_the_drawing_library_is_the_pinned_one():
    """Expected bytes: what the pinned vl-convert-python gives today."""
    place = bundled("templates") / "vendor" / "make_bundle.py"
    spec = importlib.util.spec_from_file_location("make_bundle", place)
    make_bundle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_bundle)
    folder = place.parent
    assert (folder / "VERSIONS").read_text(encoding="utf-8") == make_bundle.versions()
    assert (folder / "vega.min.js").read_text(encoding="utf-8") == make_bundle.bundle()
    licences = (folder / "LICENSES").read_text(encoding="utf-8")
    for name in ("vega,", "vega-lite", "vega-embed", "d3-scale", "University of Washington Interactive Data Lab"):
        assert name in licences
