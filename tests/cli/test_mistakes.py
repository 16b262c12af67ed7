"""What a new user gets wrong: one red line for each problem, exit code 1, no traceback, nothing written."""

from __future__ import annotations

import click
import pytest
from conftest import CASES

from roi.errors import RoiError

CASE = CASES[0]
CAPACITY = "plants.acetaminophen_continuous_us.capacity"
MISTAKES = {
    "unknown case": (["compare", "acetaminophen_us_continous"], ["there is no case", "did you mean acetaminophen_us_continuous?"]),
    "path of nothing": (["compare", "cases/mine.yaml"], ["mine.yaml: there is no such file", "roi cases"]),
    "unknown scenario": (["compare", CASE, "--scenario", "us_grant"], ["there is no scenario 'us_grant'", "did you mean us_grant_30?"]),
    "no trials": (["compare", CASE, "--trials", "0"], ["--trials: 0 trials", "at least 1"]),
    "fewer than no trials": (["compare", CASE, "--trials", "-5"], ["--trials: -5 trials"]),
    "a precision of nothing": (["compare", CASE, "--trials", "auto", "--precision", "0"], ["--precision: 0 is no precision", "0.5%"]),
    "a precision above all": (["compare", CASE, "--trials", "auto", "--precision", "150%"], ["--precision: 1.5 is no precision"]),
    "a precision that is no number": (["compare", CASE, "--trials", "auto", "--precision", "nan"], ["--precision: nan is no precision"]),
    "a precision beside a number of trials": (["compare", CASE, "--precision", "1%"], ["--precision", "write --trials auto"]),
    "a cash limit below 0": (["compare", CASE, "--cash-limit", "-5e6"], ["--cash-limit: -5e+06 is no limit", "a number above 0"]),
    "a cash limit without end": (["compare", CASE, "--cash-limit", "inf"], ["--cash-limit: inf is no limit"]),
    "a Student copula without its figure": (
        ["compare", CASE, "--set", "correlations.copula.kind=student_t"],
        ["a Student copula needs degrees_of_freedom", "add degrees_of_freedom"],
    ),
    "no threads": (["compare", CASE, "--threads", "0"], ["--threads: '0' is no number of threads", "at least 1"]),
    "fewer than no threads": (["compare", CASE, "--threads", "-2"], ["--threads: '-2' is no number of threads"]),
    "folder of nothing": (["compare", CASE, "--assumptions", "mine"], ["--assumptions: 'mine' is not a folder"]),
    "set an unknown id": (["compare", CASE, "--set", f"{CAPACITY}y=1"], ["--set", "there is no figure", f"did you mean {CAPACITY}?"]),
    "set without a value": (["compare", CASE, "--set", CAPACITY], ["is not of the form ID=VALUE", "write ID=VALUE"]),
    "set a word": (["compare", CASE, "--set", f"{CAPACITY}=lots"], ["value is text, 'lots', where a number is needed"]),
    "set a negative capacity": (["compare", CASE, "--set", f"{CAPACITY}=-5"], ["value -5 t/year must be above 0"]),
    "set twice": (["compare", CASE, "--set", f"{CAPACITY}=5", "--set", f"{CAPACITY}=6"], ["is set twice"]),
    "set broken text": (["compare", CASE, "--set", f"{CAPACITY}={{value: 1"], ["--set", CAPACITY]),
    "explain an unknown row": (["explain", CASE, "custom_duty"], ["there is no row 'custom_duty'", "did you mean customs_duty?"]),
    "explain an unknown option": (["explain", CASE, "npv", "--option", "us_cont"], ["--option", "did you mean us_continuous?"]),
    "explain a row of another option": (["explain", CASE, "age", "--option", "indian_merchant"], ["there is no row 'age'"]),
    "explain a year outside": (["explain", CASE, "npv", "--year", "1999"], ["--year: 1999 is not a year of the case", "2027 to 2047"]),
    "show an unknown figure": (["book", "show", "plants.x.y"], ["plants.x.y: there is no figure with this id"]),
    "list nothing": (["book", "list", "plnts"], ["no figure's id begins with 'plnts'", "did you mean plants?"]),
    "new from nothing": (["new", "case", "mine", "--from", "acetaminophen"], ["--from: there is no case", "did you mean"]),
    "new with a bad name": (["new", "case", "My-Case", "--from", CASE], ["'My-Case' cannot be an id"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_one_line_says_what_is_wrong_and_what_to_do(terminal, mistake) -> None:
    arguments, words = MISTAKES[mistake]
    run = terminal(*arguments)
    assert run.code == 1
    (line,) = run.err.splitlines()
    for word in (*words, " -> "):
        assert word in line
    assert run.out == ""
    assert terminal.files() == {}


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5", " "])
def test_a_bad_number_of_threads_in_the_environment_is_named(terminal, monkeypatch, value) -> None:
    monkeypatch.setenv("ROI_THREADS", value)
    run = terminal("compare", CASE, "--trials", "10")
    assert run.code == 1
    assert run.err == f"ROI_THREADS: {value!r} is no number of threads -> give a whole number of at least 1, or leave it out\n"
    assert terminal.files() == {}


def test_all_problems_come_at_once(terminal) -> None:
    run = terminal("compare", CASE, "--set", "no_id", "--set", "a.b", "--set", "c.d=")
    assert run.code == 1
    assert len(run.err.splitlines()) == 4
    assert run.err.splitlines()[-1] == "3 problems"


def test_problems_are_red(terminal, monkeypatch) -> None:
    shown = []
    monkeypatch.setattr(click, "secho", lambda text, **style: shown.append((text, style)))
    terminal("compare", "nope")
    ((text, style),) = shown
    assert "there is no case 'nope'" in text
    assert style == {"fg": "red", "err": True}


def test_an_output_that_is_a_file_is_left_alone(terminal) -> None:
    (terminal.folder / "out").write_bytes(b"mine")
    run = terminal("compare", CASE, "--trials", "20", "--format", "csv", "-o", "out")
    assert (run.code, len(run.err.splitlines())) == (1, 1)
    assert "out: cannot write" in run.err
    assert "-o" in run.err
    assert terminal.files() == {"out": b"mine"}


def test_a_new_case_never_replaces_a_file(terminal) -> None:
    (terminal.folder / "mine.yaml").write_bytes(b"label: mine\n")
    run = terminal("new", "case", "mine", "--from", CASE)
    assert (run.code, run.err) == (1, "mine.yaml: the file exists -> take another name, or move the file away\n")
    assert terminal.files() == {"mine.yaml": b"label: mine\n"}


def test_a_wrong_file_of_ones_own_is_named_with_its_line(terminal) -> None:
    (terminal.folder / "own" / "plants").mkdir(parents=True)
    file = terminal.folder / "own" / "plants" / "acetaminophen_continuous_us.yaml"
    file.write_text("capacity: lots\nprocess_yeild: 0.9\n", encoding="utf-8")
    before = terminal.files()
    run = terminal("compare", CASE, "--assumptions", "own")
    assert run.code == 1
    assert [line.split(": ")[0] for line in run.err.splitlines()[:2]] == [f"own/plants/{file.name}:1", f"own/plants/{file.name}:2"]
    assert "did you mean process_yield?" in run.err
    assert terminal.files() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare"],
        ["compare", CASE, "--trials", "many"],
        ["compare", CASE, "--precision", "fine"],
        ["compare", CASE, "--sampler", "halton"],
        ["compare", CASE, "--format", "pdf"],
        ["comparee"],
    ],
)
def test_a_wrong_call_shows_how_to_call(terminal, arguments) -> None:
    run = terminal(*arguments)
    assert run.code == 2
    assert "Usage: roi" in run.err
    assert "Traceback" not in run.err
    assert terminal.files() == {}


def test_debug_shows_where_the_error_arose() -> None:
    from roi.cli import main

    with pytest.raises(RoiError, match="there is no case 'nope'"):
        main(["compare", "nope", "--debug"])
