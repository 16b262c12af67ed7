"""Working capital by time, by hand: a plant that buys materials for 20 MUSD a year and sells for 40, and an importer given time to pay."""

from __future__ import annotations

import numpy as np
import pytest
from plant_files import figure, rows_with

from roi.analysis.trials import base_case
from roi.book import Overlay, load_book
from roi.statement.model import build

MILLION = 1e6
TIMES = {"finished_goods_time": figure(0.1, "year"), "raw_materials_time": figure(0.2, "year"), "payable_time": figure(0.05, "year")}
LABOUR = {"labour_hours": figure(100_000, "h/year")}
FILES = {
    "plants/plant.yaml": TIMES | LABOUR,
    "countries/us.yaml": {"operator_wage": figure(20, "USD/h")},
    "markets/buyers.yaml": {"receivable_time": figure(0.25, "year")},
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return rows_with(tmp_path_factory.mktemp("times"), FILES, without=("working_capital_share",))


def test_each_stock_is_what_it_costs_for_the_time_it_is_held(found) -> None:
    """Materials 20, labour 2 a year. Finished goods a tenth of 22, raw materials a fifth of 20, payables a twentieth of 20."""
    for row, value in (("finished_goods_stock", 2.2), ("raw_materials_stock", 4.0), ("payables", 1.0), ("receivables", 10.0)):
        assert (found[row][:3] / MILLION).tolist() == pytest.approx([0, value, value]), row


def test_what_is_tied_is_stocks_and_receivables_less_payables_and_returns_in_the_last_year(found) -> None:
    assert (found["working_capital"][[0, 1, 19, 20]] / MILLION).tolist() == pytest.approx([0, 15.2, 15.2, 0])
    assert (found["working_capital_change"][[0, 1, 2, 20]] / MILLION).tolist() == pytest.approx([0, 15.2, 0, -15.2])


def test_no_time_at_all_is_no_share_at_all(tmp_path) -> None:
    none = {key: figure(0, "year") for key in TIMES}
    by_time = rows_with(tmp_path / "time", {"plants/plant.yaml": none}, without=("working_capital_share",))
    by_share = rows_with(tmp_path / "share", {})
    np.testing.assert_array_equal(by_time["net_cash_flow"], by_share["net_cash_flow"])


def test_an_importer_given_time_to_pay_ties_less_money_and_nobody_else_does() -> None:
    case, time = "acetaminophen_us_continuous", 60 / 365.25
    given = {"merchants.acetaminophen_in.payable_time": figure(60, "day", label="Time until the importer pays", source="judgement")}
    flows = []
    for changes in ({}, given):
        book = load_book(overlays=[Overlay("example", "", "", changes)])
        model = build(book.cases[case], book)
        values = base_case(model)
        flows.append({name: {cell.name: values[cell] for cell in option.rows} for name, option in model.options.items()})
    plain, lent = flows
    owed = plain["indian_merchant"]["goods_value"] * time * plain["indian_merchant"]["working_capital_tied"]
    np.testing.assert_allclose(lent["indian_merchant"]["working_capital"], plain["indian_merchant"]["working_capital"] - owed)
    for other in ("us_continuous", "india_batch"):
        np.testing.assert_array_equal(lent[other]["net_cash_flow"], plain[other]["net_cash_flow"])
