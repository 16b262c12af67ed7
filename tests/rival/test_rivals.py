"""The same plant in BioSTEAM and OpenPyTEA, run live where a Python that has them is named by ROI_RIVALS; deselected elsewhere.

Their answers are also kept as vectors (tests/worked_examples/plants/expected.yaml, c2), which every run of the tests compares with.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from worked_examples.plant import MILLION, PLANTS

from roi.analysis.trials import base_case
from roi.book import load_book
from roi.statement.model import build

pytestmark = pytest.mark.rival
SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "rivals.py"


@pytest.fixture(scope="module")
def rivals():
    done = subprocess.run([os.environ["ROI_RIVALS"], str(SCRIPT), "2"], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def ours():
    """Rows in M USD, and measures, of the plant P0 by roi."""
    book = load_book([PLANTS / "base", PLANTS / "c2"])
    values = base_case(build(book.cases["plant"], book))
    return {cell.name: one / (1 if cell.name == "irr" else MILLION) for cell, one in values.items()}


def test_biosteam_has_the_same_cash_flow_value_and_rate(rivals, ours) -> None:
    found = rivals["BioSTEAM"]
    assert found["cash_flow"] == pytest.approx(list(ours["net_cash_flow"]), abs=1e-9)
    assert found["npv"] == pytest.approx(ours["npv"][0], abs=1e-9)
    # its solver stops at a step of 1e-6
    assert found["irr"] == pytest.approx(ours["irr"][0], abs=1e-6)


def test_openpytea_differs_by_its_three_conventions_and_nothing_else(rivals, ours) -> None:
    """It pays each year's tax a year later and never the last year's, forgets losses, and discounts the first flow by a year."""
    lines = zip(ours["revenue"], ours["operating_cost"], ours["tax_depreciation"], strict=True)
    profit = [revenue - cost - depreciation for revenue, cost, depreciation in lines]
    tax = [0.0, *(0.257 * max(0.0, one) for one in profit[:-1])]
    flow = [net + paid - later for net, paid, later in zip(ours["net_cash_flow"], ours["income_tax"], tax, strict=True)]
    npv = sum(one / 1.1 ** (year + 1) for year, one in enumerate(flow))
    assert rivals["OpenPyTEA"]["npv"] == pytest.approx(npv, abs=1e-9)
