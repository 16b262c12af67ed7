"""A figure may have any kind of distribution: it is drawn, and page and workbook say the same words of it, written out here by hand."""

from __future__ import annotations

import html
from pathlib import Path

import openpyxl
import pytest
from conftest import CASES

import roi
from roi.book.shape import KINDS

CASE = CASES[0]
TABLE = "# source: acetris_2020\n# locator: what if\n# retrieved: 2026-01-31\n"

# Figure: distribution in the unit of its file, and its words.
LAID: dict[str, tuple[str, str]] = {
    "plants.acetaminophen_continuous_us.fixed_capital": (
        "{kind: triangular, low: 110, mode: 138, high: 280, confidence: 0.9}",
        "triangular, 90.0 % between 110,000,000 and 280,000,000, most likely 138,000,000 USD",
    ),
    "plants.acetaminophen_continuous_us.process_yield": (
        "{kind: beta, low: 0.8, high: 1, mean: 0.92, sd: 0.03}",
        "beta, 0.8 to 1, mean 0.92, standard deviation 0.03",
    ),
    "plants.acetaminophen_continuous_us.released_share": (
        "{kind: beta, low: 0.9, high: 1, alpha: 5, beta: 2}",
        "beta, 0.9 to 1, alpha 5, beta 2",
    ),
    "plants.acetaminophen_continuous_us.other_materials": ("{kind: log_uniform, low: 0.3, high: 3}", "log-uniform, 0.3 to 3 USD/kg"),
    "plants.acetaminophen_continuous_us.waste_cost": ("{kind: fixed, value: 0.1}", "fixed"),
    "plants.acetaminophen_continuous_us.electricity": (
        "{kind: truncated, of: {kind: normal, mean: 1, sd: 0.5}, low: 0.2}",
        "normal, mean 1, standard deviation 0.5, cut to at least 0.2 kWh/kg",
    ),
    "plants.acetaminophen_continuous_us.labour_hours": (
        "{kind: lognormal, p10: 54000, p90: 130000}",
        "lognormal, P10 54,000, P90 130,000 h/year",
    ),
    "plants.acetaminophen_continuous_us.quality_share": ("{kind: uniform, low: 0.2, high: 1.5}", "uniform, 0.2 to 1.5"),
    "plants.acetaminophen_continuous_us.maintenance_share": (
        "{kind: pert, low: 0.02, mode: 0.04, high: 0.08, confidence: 0.9}",
        "PERT, 90.0 % between 2 and 8, most likely 4 % a year",
    ),
    "plants.acetaminophen_continuous_us.on_stream_factor": (
        "{kind: discrete, values: [0.7, 0.9], probabilities: [0.25, 0.75]}",
        "one of 0.7 (25.0 %); 0.9 (75.0 %)",
    ),
    "markets.acetaminophen_us.price": ("{kind: percentiles, p10: 3.2, p50: 4, p90: 6.5}", "P10 3.2, P50 4, P90 6.5 USD/kg"),
    "markets.acetaminophen_us.price_growth": ("{kind: normal, mean: 0.01, sd: 0.02}", "normal, mean 1, standard deviation 2 % a year"),
    "suppliers.p_aminophenol_cn.fob_price": (
        "{kind: mixture, of: [{kind: uniform, low: 2, high: 3}, {kind: pert, low: 1.9, mode: 2.6, high: 5.5}], weights: [0.25, 0.75]}",
        "mixture: 25.0 % uniform, 2 to 3; 75.0 % PERT, 1.9 to 5.5, most likely 2.6 USD/kg",
    ),
    "suppliers.p_aminophenol_cn.price_growth": ("{kind: empirical, file: growth.csv}", "3 observations in growth.csv, −1 to 4 % a year"),
    "countries.us.electricity_price": ("{kind: empirical, file: power.csv}", "3 quantiles in power.csv, 0.05 to 0.2 USD/kWh"),
    "contracts.acetaminophen_offtake.domestic_premium": (
        "{kind: bernoulli, probability: 0.4, value: 0.1}",
        "40.0 % chance of 0.1, else 0",
    ),
    "merchants.acetaminophen_in.lead_time": (
        "{kind: first_event, probability: 0.5, never: 3}",
        "time to an event of 50.0 % a year, at most 3 years",
    ),
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mine")
    for name, text in (
        ("suppliers/growth.csv", "value\n0.04\n-0.01\n0.02\n"),
        ("countries/power.csv", "share,value\n0,0.05\n0.5,0.09\n1,0.2\n"),
    ):
        (folder / name).parent.mkdir()
        (folder / name).write_text(TABLE + text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def study(own: Path) -> roi.Study:
    settings = [f"{id}={{distribution: {shape}}}" for id, (shape, _) in LAID.items()]
    return roi.compare(roi.load_case(CASE, settings=settings, assumptions=own), trials=200, seed=3)


def test_every_kind_is_laid_over_the_case() -> None:
    assert {shape.removeprefix("{kind: ").partition(",")[0] for shape, _ in LAID.values()} == set(KINDS)


def test_every_kind_is_drawn_within_its_ends(study: roi.Study) -> None:
    draws = study.draws()
    for id, (shape, _) in LAID.items():
        figure = study.comparison.model.book.figure(id)
        assert figure.distribution is not None
        low, high = figure.distribution.ends
        column = draws[id] / study.comparison.model.bindings[id].factor  # older dollars are brought to the year of decision
        assert (column.nunique() == 1) == ("fixed" in shape)
        rounding = 1e-12 * column.abs().max()
        assert low - rounding <= column.min()
        assert column.max() <= high + rounding


def test_the_page_and_the_workbook_say_the_same_words_of_every_kind(study: roi.Study, tmp_path: Path) -> None:
    study.write(tmp_path)
    page = html.unescape((tmp_path / "report.html").read_text(encoding="utf-8"))
    rows = openpyxl.load_workbook(tmp_path / "workbook.xlsx", read_only=True)["Inputs"].iter_rows(min_row=5, values_only=True)
    cells = {row[13]: row[6] for row in rows if len(row) > 13}
    for id, (_, words) in LAID.items():
        assert cells[id] == words
        assert words in page
