"""Plants whose cash flows at least two independent tools agree on, through the same rows and the same book format as any case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from roi.analysis.trials import base_case
from roi.book import load_book
from roi.statement.model import build

HERE = Path(__file__).parent / "plants"
EXPECTED: dict[str, Any] = YAML(typ="safe").load(HERE / "expected.yaml")
MILLION = 1e6


def rows_of(plant: str) -> dict[str, Any]:
    book = load_book([HERE / "base", HERE / plant])
    model = build(book.cases["plant"], book)
    return {cell.name: values for cell, values in base_case(model).items()}


@pytest.mark.parametrize("plant", EXPECTED)
def test_the_cash_flow_of_every_year_is_that_of_the_tools(plant: str) -> None:
    found, expected = rows_of(plant), EXPECTED[plant]
    np.testing.assert_allclose(found["net_cash_flow"] / MILLION, expected["cash_flow"], rtol=0, atol=1e-6)


@pytest.mark.parametrize("plant", EXPECTED)
def test_depreciation_and_tax_of_every_year_are_those_of_the_tools(plant: str) -> None:
    found, expected = rows_of(plant), EXPECTED[plant]
    np.testing.assert_allclose(found["scheduled_depreciation"] / MILLION, expected["depreciation"], rtol=0, atol=1e-6)
    np.testing.assert_allclose(found["income_tax"] / MILLION, expected["tax"], rtol=0, atol=1e-6)


@pytest.mark.parametrize("plant", EXPECTED)
def test_value_and_rate_of_return_are_those_of_the_tools(plant: str) -> None:
    found, expected = rows_of(plant), EXPECTED[plant]
    assert found["npv"][0] / MILLION == pytest.approx(expected["npv"], abs=1e-6)
    assert found["irr"][0] == pytest.approx(expected["irr"], abs=1e-8)
    assert found["irr_roots"][0] == 1
