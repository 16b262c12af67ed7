"""Where goods come from is where they are made, not where the seller of the price sits."""

from __future__ import annotations

from conftest import CASES

import roi
from roi.statement.model import build

OPTION = f"cases.{CASES[0]}.options.india_batch"
MOVED = [
    "plants.acetaminophen_batch_in.country=cn",
    f"{OPTION}.route=cn_us_ocean",
    f"{OPTION}.key_route=null",
    f"{OPTION}.claims=[]",
]


def forced_labor_rate(*settings: str) -> float:
    loaded = roi.load_case(CASES[0], settings=settings)
    found = build(loaded.case, loaded.book).layers["india_batch"]["Product"]
    (rate,) = {layer.rates[-1] for layer in found if layer.measure.id == "tariffs.section_301_forced_labor"}
    return rate


def test_a_plant_in_china_that_takes_the_price_of_an_indian_merchant_pays_the_duty_on_goods_of_china() -> None:
    assert forced_labor_rate(*MOVED) == 0.125
    assert forced_labor_rate(f"{OPTION}.claims=[]") == 0.1
