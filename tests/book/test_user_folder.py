"""The user's own folder adds files and overrides figures by id; every override is listed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from roi.book import Book, Override, user_folder
from roi.errors import RoiError

CAPITAL = "plants.continuous_us.fixed_capital"
Write = Callable[[Path, str], None]
Load = Callable[..., Book]


def test_a_value_replaces_the_number_and_is_no_longer_the_sources(folder: Path, mine: Path, load: Load, write: Write) -> None:
    write(mine / "plants/continuous_us.yaml", "fixed_capital:\n  value: 70\n")
    book = load([folder, mine])
    figure = book.figure(CAPITAL)
    assert (figure.value, figure.distribution, figure.source, figure.label) == (70e6, None, "own_value", "Fixed capital investment")
    assert figure.confidence == "judgement"
    assert "handbook" in figure.note
    assert figure.where == "mine/plants/continuous_us.yaml:1"
    expected = Override(CAPITAL, "61 pert (low 40, mode 61, high 120) MUSD", "70 MUSD", "mine/plants/continuous_us.yaml")
    assert book.overrides == (expected,)
    assert "mine/plants/continuous_us.yaml" in book.hashes


def test_a_bare_number_is_enough(folder: Path, mine: Path, load: Load, write: Write) -> None:
    write(mine / "plants/continuous_us.yaml", "fixed_capital: 70\n")
    assert load([folder, mine]).figure(CAPITAL).value == 70e6


def test_a_number_in_another_unit_leaves_the_old_bounds_behind(folder: Path, mine: Path, load: Load, write: Write) -> None:
    write(mine / "plants/continuous_us.yaml", "fixed_capital: {value: 70000, unit: kUSD}\n")
    figure = load([folder, mine]).figure(CAPITAL)
    assert (figure.value, figure.bounds) == (70e6, None)


def test_another_unit_without_a_number_is_refused(folder: Path, mine: Path, load: Load, write: Write) -> None:
    write(mine / "plants/continuous_us.yaml", "fixed_capital: {unit: kUSD}\n")
    with pytest.raises(RoiError, match="the figure has no number"):
        load([folder, mine])


def test_keys_that_are_no_figures_are_overridden_one_by_one(folder: Path, mine: Path, load: Load, write: Write) -> None:
    write(mine / "cases/testamol.yaml", "horizon: 15\noptions:\n  us_continuous:\n    label: Ours\n")
    book = load([folder, mine])
    assert (book.cases["testamol"].horizon, book.cases["testamol"].options["us_continuous"].label) == (15, "Ours")
    assert [(change.id, change.before, change.after) for change in book.overrides] == [
        ("cases.testamol.horizon", "20", "15"),
        ("cases.testamol.options.us_continuous.label", "Continuous plant in the United States", "Ours"),
    ]


def test_a_new_file_adds_and_changes_no_other_figure(folder: Path, mine: Path, load: Load, write: Write) -> None:
    before = {figure.id: figure for figure in load([folder]).figures()}
    text = (folder / "merchants/merchant_in.yaml").read_text(encoding="utf-8").replace("source: handbook", "source: quotation")
    write(mine / "merchants/another_in.yaml", text)
    write(mine / "sources.yaml", "quotation:\n  title: Our quotation\n  publisher: A supplier\n  published: 2026-05\n")
    book = load([folder, mine])
    after = {figure.id: figure for figure in book.figures()}
    assert {id: after[id] for id in before} == before
    assert {id.rpartition(".")[0] for id in after.keys() - before.keys()} == {"merchants.another_in"}
    assert book.overrides == ()


def test_an_empty_folder_changes_nothing(folder: Path, mine: Path, load: Load) -> None:
    assert load([folder, mine]) == load([folder])


def test_the_option_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch, folder: Path, mine: Path) -> None:
    monkeypatch.delenv("ROI_ASSUMPTIONS", raising=False)
    assert user_folder(None) is None
    monkeypatch.setenv("ROI_ASSUMPTIONS", str(mine))
    assert user_folder(None) == mine
    assert user_folder(str(folder)) == folder


def test_a_file_is_no_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    with pytest.raises(RoiError, match=r"--assumptions: .* is not a folder"):
        user_folder(str(folder / "sources.yaml"))
    monkeypatch.setenv("ROI_ASSUMPTIONS", str(folder / "nowhere"))
    with pytest.raises(RoiError, match=r"ROI_ASSUMPTIONS: .* is not a folder"):
        user_folder(None)


def test_a_table_of_the_user_is_named_with_its_folder(folder: Path, mine: Path, load: Load, write: Write) -> None:
    write(mine / "markets/testamol_us.yaml", "price:\n  distribution: {kind: empirical, file: quotes.csv}\n")
    origin = "# source: handbook\n# locator: Table 1\n# retrieved: 2026-01-31\n"
    write(mine / "markets/quotes.csv", f"{origin}value\n5.1\ncheap\n")
    with pytest.raises(RoiError, match=r"mine/markets/quotes.csv:6: markets.testamol_us.price: 'cheap' is not a number"):
        load([folder, mine])
    write(mine / "markets/quotes.csv", f"{origin}value\n5.1\n4.7\n5.5\n")
    assert load([folder, mine]).figure("markets.testamol_us.price").value == 5.1
