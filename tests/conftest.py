"""Shared by all tests: the bundled cases, run once, and the rule that nothing is skipped where everything is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from roi.book import Book
    from roi.statement.model import Model
    from roi.study import Study

CASES = ("acetaminophen_us_continuous", "amoxicillin_anchor_customer", "amoxicillin_us_continuous")
PAIRS_DRAWN = {"acetaminophen_us_continuous": 8, "amoxicillin_anchor_customer": 3, "amoxicillin_us_continuous": 8}
"""Pairs of `correlations.yaml` of which a case draws both figures; without a plant abroad there are fewer."""
TESTED_ELSEWHERE = {"amoxicillin_mixes": "tests/mixes"}
"""Bundled cases that the tests of all cases leave out, and where they are run."""
TRIALS, SEED = 400, 1
NOTHING_SKIPPED = "ROI_NOTHING_SKIPPED"


def pytest_configure() -> None:
    """A folder of figures that a developer has set would change every result, and a number of threads some messages."""
    for name in ("ROI_ASSUMPTIONS", "ROI_THREADS"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session", autouse=True)
def folder_for_compiled_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's own cache is left alone."""
    folder = tmp_path_factory.mktemp("compiled")
    os.environ["ROI_CACHE"] = str(folder)
    return folder


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("libreoffice") and not shutil.which("soffice"):
        pytest.skip("no LibreOffice on this machine: install LibreOffice Calc (soffice) to run this test")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    return _skip_is_failure((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    return _skip_is_failure((yield))


def _skip_is_failure(report):
    """With ROI_NOTHING_SKIPPED set a skip fails, so that a machine that lacks a tool cannot pass for one that has it."""
    if report.skipped and os.environ.get(NOTHING_SKIPPED):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome, report.longrepr = "failed", f"{NOTHING_SKIPPED} is set, but: {reason}"
    return report


@pytest.fixture(scope="session")
def book() -> Book:
    """The bundled book."""
    from roi.book import load_book

    return load_book()


@pytest.fixture(scope="session")
def studies() -> dict[str, Study]:
    """The bundled cases, few trials."""
    import roi

    return {name: roi.compare(name, trials=TRIALS, seed=SEED) for name in CASES}


@pytest.fixture(params=CASES)
def study(request: pytest.FixtureRequest, studies: dict[str, Study]) -> Study:
    """One bundled case after the other."""
    return studies[request.param]


@pytest.fixture
def model(study: Study) -> Model:
    return study.comparison.model


@pytest.fixture(scope="session")
def workbooks(studies: dict[str, Study]) -> dict[str, bytes]:
    """The workbook of each bundled case."""
    from roi.reporting.words import answer
    from roi.reporting.workbook import workbook

    return {name: workbook(one.comparison, one.provenance, answer(one.comparison)) for name, one in studies.items()}
