"""A book is kept from run to run, and nobody can tell but by the time it takes."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from roi import kept_files
from roi.book import Book, kept, load_book, open_book, parse_set, scenario_overlay
from roi.errors import RoiError

Load = Callable[..., Book]
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    monkeypatch.setenv("ROI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on a file that is parsed fails the test."""

    def forbid() -> None:
        monkeypatch.setattr("roi.book.folders.pages_of", lambda files: pytest.fail("the files were read"))

    return forbid


def problems(load: Callable[[], Book]) -> tuple[str, ...]:
    with pytest.raises(RoiError) as caught:
        load()
    return tuple(str(one) for one in caught.value.problems)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_same_files_are_read_once(folder: Path, load: Load, nothing_is_read: Callable[[], None]) -> None:
    first = load([folder], keep=True)
    nothing_is_read()
    assert load([folder], keep=True) == first


def test_the_bundled_book_is_kept_as_it_was_read(nothing_is_read: Callable[[], None]) -> None:
    read = load_book(try_scenarios=False)
    assert open_book() == read
    nothing_is_read()
    assert open_book() == read
    assert [figure.model_dump() for figure in open_book().figures()] == [figure.model_dump() for figure in read.figures()]


def test_a_changed_file_is_seen(folder: Path, load: Load) -> None:
    before = load([folder], keep=True).countries["us"].label
    change(folder / "countries" / "us.yaml", before, "Another name")
    assert load([folder], keep=True).countries["us"].label == "Another name"


def test_a_mistake_is_reported_as_without_the_cache(folder: Path, load: Load) -> None:
    load([folder], keep=True)
    change(folder / "sources.yaml", "title:", "titel:")
    (folder / "plants" / "stray.txt").write_text("", encoding="utf-8")
    found = problems(lambda: load([folder], keep=True))
    assert found == problems(lambda: load([folder]))
    assert any("sources.yaml:" in one for one in found)
    assert any("stray file" in one for one in found)


def test_a_book_with_problems_is_not_kept(folder: Path, load: Load, cache: Path) -> None:
    change(folder / "sources.yaml", "title:", "titel:")
    problems(lambda: load([folder], keep=True))
    assert not list(cache.glob("*"))


@pytest.mark.parametrize("damage", [b"", b"not a book", b"half", b"foreign"])
def test_a_damaged_file_is_read_anew(folder: Path, load: Load, cache: Path, damage: bytes) -> None:
    first = load([folder], keep=True)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    if damage == b"foreign":
        kept_files.keep(file.stem, file.suffix, pickle.dumps(os.getcwd), 1)
    else:
        file.write_bytes(whole[: len(whole) // 2] if damage == b"half" else damage)
    assert load([folder], keep=True) == first
    assert file.read_bytes() == whole


def test_what_is_kept_cannot_name_code() -> None:
    for callable in (os.system, subprocess.run, pickle.loads):
        with pytest.raises(pickle.UnpicklingError, match="no part of a book"):
            kept._unpacked(pickle.dumps(callable))
    with pytest.raises(pickle.UnpicklingError, match="no part of a book"):
        kept._unpacked(b"\x80\x04\x8c\x0eroi.book.files\x8c\x02os\x93.")


def test_a_folder_that_cannot_be_written_is_no_error(folder: Path, load: Load, cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert load([folder], keep=True) == load([folder])


@pytest.mark.parametrize("what", ["_code", "_libraries"])
def test_other_code_reads_anew(folder: Path, load: Load, cache: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    load([folder], keep=True)
    monkeypatch.setattr(kept, what, lambda: "another")
    load([folder], keep=True)
    assert len(list(cache.iterdir())) == 2


def test_the_key_covers_all_code_that_reads() -> None:
    told = """import sys, roi.book.reading, roi.book.folders
print(*[one.__file__ for name, one in sys.modules.items() if name.startswith("roi")], sep="\\n")"""
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    covered = {(kept._ROI / folder).resolve() for folder in kept._CODE}
    assert {Path(one).parent.resolve() for one in done.stdout.splitlines()} <= covered


def test_a_day_that_has_passed_is_no_hindrance_but_an_earlier_one_is(folder: Path, load: Load, nothing_is_read: Callable[[], None]) -> None:
    early = TODAY - timedelta(days=3650)
    load([folder], keep=True)
    found = problems(lambda: load_book([folder], today=early, keep=True))
    assert found == problems(lambda: load_book([folder], today=early))
    nothing_is_read()
    load_book([folder], today=TODAY + timedelta(days=1), keep=True)


def test_scenarios_are_tried_where_they_were_not(folder: Path, load: Load) -> None:
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "odd.yaml").write_text(
        "title: Odd\nreference: none\nset:\n  plants.nowhere.fixed_capital: 1\n", encoding="utf-8"
    )
    load([folder], keep=True, try_scenarios=False)
    assert any("plants.nowhere" in one for one in problems(lambda: load([folder], keep=True)))


def test_overlays_over_a_kept_book_are_those_over_the_files() -> None:
    settings = [
        "plants.acetaminophen_continuous_us.fixed_capital=160",
        "markets.acetaminophen_us.price={distribution: {kind: fixed, value: 4}}",
    ]
    scenarios = ["tariff_generics_25", "us_grant_30"]
    plain = load_book(try_scenarios=False)
    for names, texts in ((scenarios, settings), (scenarios[:1], []), ([], settings)):
        overlays = [scenario_overlay(plain, name) for name in names] + ([parse_set(texts)] if texts else [])
        expected = load_book(overlays=overlays)
        assert open_book(scenarios=names, settings=texts) == expected
        assert open_book(scenarios=names, settings=texts) == expected


def test_a_wrong_overlay_is_refused_over_a_kept_book_too(folder: Path, load: Load) -> None:
    wrong = [parse_set(["countries.us.nothing=1", "countries.us.label={a: 1}"])]
    load([folder], keep=True)
    assert problems(lambda: load([folder], wrong, keep=True)) == problems(lambda: load([folder], wrong))


def test_what_was_used_last_stays(cache: Path) -> None:
    keys = [f"{number:064x}" for number in range(5)]
    for age, key in enumerate(keys[:4]):
        kept_files.keep(key, ".book", key.encode(), 10)
        os.utime(cache / f"{key}.book", (age, age))
    (cache / "mine.book").write_text("not ours", encoding="utf-8")
    kept_files.keep(keys[0], ".o", b"code", 10)
    left = cache / f"{keys[0]}.abc.part"
    left.write_bytes(b"of a process that was stopped")
    os.utime(left, (0, 0))
    (cache / f"{keys[1]}.abc.part").write_bytes(b"of a process that is writing")
    assert kept_files.read_kept(keys[0], ".book") == keys[0].encode()
    kept_files.keep(keys[4], ".book", b"new", 3)
    found = {path.name for path in cache.iterdir()}
    assert found == {*(f"{keys[one]}.book" for one in (0, 3, 4)), "mine.book", f"{keys[0]}.o", f"{keys[1]}.abc.part"}
