"""Rows, figures and commands: each says what it is, and each is used."""

from __future__ import annotations

import re
from collections import Counter
from fnmatch import fnmatchcase
from math import isfinite
from pathlib import Path

import click
import pytest
from conftest import CASES, SEED

import roi
from roi.cli.main import roi as group
from roi.formula import inputs_of
from roi.reporting.figures import figures_used
from roi.statement.model import build
from roi.units import parse

ROOT = Path(__file__).resolve().parents[2]
FEW = 200
SPARE = Path(__file__).parent / "spare_figures.txt"


@pytest.fixture(scope="module")
def models(book):
    return {name: build(case, book) for name, case in book.cases.items()}


def test_every_bundled_case_runs(book) -> None:
    """The cases of `CASES` are looked at closely everywhere; of the others, that they run and every option has an answer."""
    assert set(CASES) <= set(book.cases)
    for name in book.cases.keys() - set(CASES):
        found = roi.compare(name, trials=FEW, seed=SEED).comparison.measures
        for option in book.cases[name].options:
            npv = found[option]["npv"]
            assert isfinite(npv.base), f"{name}: {option}"
            assert isfinite(npv.trials.mean), f"{name}: {option}"
            assert npv.trials.sd > 0, f"{name}: {option}"


def test_every_row_says_what_it_is(models) -> None:
    for model in models.values():
        for statement in (model.common, *model.options.values()):
            labels = Counter((cell.row.section, cell.row.label) for cell in statement.cells.values())
            assert max(labels.values()) == 1
            for cell in statement.cells.values():
                row = cell.row
                assert row.name.isidentifier(), cell.id
                assert row.label[:1].isupper(), cell.id
                assert row.section, cell.id
                assert row.doc.endswith("."), cell.id
                assert row.unit == parse(str(row.unit)), cell.id
                assert re.fullmatch(r".+\.py:\d+", row.where), cell.id


def test_no_row_is_a_dead_end(models) -> None:
    """A row that no other row and no measure needs would be printed for nothing; a few are there for the reader alone."""
    for model in models.values():
        needed = set()
        for statement in (model.common, *model.options.values()):
            for cell in statement.cells.values():
                needed |= {node.payload for node in _leaves(cell.formula) if node.op == "row"}
        for statement in (model.common, *model.options.values()):
            assert [cell.id for cell in statement.rows if cell not in needed] == []


def _leaves(formula):
    stack = [formula]
    while stack:
        node = stack.pop()
        stack += node.args
        if not node.args:
            yield node


def test_every_input_of_the_model_reaches_a_row(models) -> None:
    """An input that no row reads would be shown and drawn for nothing. The growth of prices reaches the rows through the price levels.

    The calendar years head every sheet, also in a case without a contract that reads them.
    """
    for model in models.values():
        statements = (model.common, *model.options.values())
        read = {leaf.id for statement in statements for cell in statement.cells.values() for leaf in inputs_of(cell)}
        assert {id.split(".")[-1] for id in set(model.bindings) - read} - {"calendar_year"} == {"price_level_growth"}


def test_every_figure_is_used_by_a_case_or_listed_as_spare(book, models) -> None:
    used = {id for model in models.values() for id in figures_used(model)}
    lines = [line for line in SPARE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    reasons = dict(line.split(": ", 1) for line in lines)
    assert all(reasons.values())
    assert len(reasons) == len(lines)
    spare = {figure.id for figure in book.figures()} - used
    listed = {pattern: {id for id in spare if fnmatchcase(id, pattern)} for pattern in reasons}
    assert [pattern for pattern, ids in listed.items() if not ids] == []
    assert spare - set().union(*listed.values()) == set()


def test_every_source_is_used_and_every_figure_can_be_traced(book) -> None:
    assert {figure.source for figure in book.figures()} == set(book.sources)
    for figure in book.figures():
        assert figure.label.strip(), figure.id
        assert not figure.label.removeprefix("p-")[:1].islower(), figure.id
        assert figure.locator.strip(), figure.id
        if figure.confidence == "judgement":
            assert figure.note.strip(), f"{figure.id}: a judgement needs its reason"
        if figure.shape == "scalar" and figure.confidence == "judgement" and figure.distribution is None:
            known = figure.id.split(".")[-1] in CERTAIN or figure.id.startswith("risks.")
            assert known, f"{figure.id}: a judgement has a wide distribution"
    for source in book.sources.values():
        assert source.title
        assert source.publisher
        assert source.published
        assert not source.url or source.url.startswith(("https://", "http://")), source.id


CERTAIN = (
    "first_year", "tenor", "renewal_tenor", "notice", "share", "capacity", "safety_stock_time", "shipment_mass", "loss_limit",
    "rank_correlation", "credit_limit", "grace", "value", "rival_content_share", "preference", "switched_on", "fill_year",
    "stock_time", "batch_size", "campaigns", "bridge_time", "partner_capital_share", "partner_cash_share",
)  # fmt: skip
"""What the question or the importer decides, shares that must sum to 1 in every trial, what decides which law applies, a limit that the
law does not set, correlations. A chance of open law is the uncertainty."""


def test_labels_of_figures_differ_within_an_entity(book) -> None:
    found = Counter((".".join(figure.id.split(".")[:2]), figure.label) for figure in book.figures())
    assert [label for label, count in found.items() if count > 1] == []


def commands(node: click.Command, words: tuple[str, ...] = ("roi",)):
    """Every command with the words that call it."""
    if isinstance(node, click.Group):
        for name, one in node.commands.items():
            yield from commands(one, (*words, name))
    yield " ".join(words), node


@pytest.mark.parametrize(("call", "command"), list(commands(group)), ids=[call for call, _ in commands(group)])
def test_every_command_has_help_and_stands_in_the_readme(call, command) -> None:
    assert command.help
    assert command.help.strip()[-1] in ".?"
    for option in (one for one in command.params if isinstance(one, click.Option)):
        assert option.help, f"{call} {option.opts[0]}"
    assert call in (ROOT / "README.md").read_text(encoding="utf-8")
