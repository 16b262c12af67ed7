"""roi sensitivity and roi breakeven, as somebody types them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from conftest import CASES, SEED, TRIALS

import roi

CASE = CASES[0]
PRICE, TENOR = "markets.acetaminophen_us.price", "contracts.acetaminophen_offtake.tenor"
SMALL = ("--trials", str(TRIALS), "--seed", str(SEED))


def test_sensitivity_prints_the_drivers_of_the_report(terminal, studies) -> None:
    run, found = terminal("sensitivity", CASE, *SMALL), studies[CASE].comparison.drivers
    assert (run.code, run.err) == (0, "")
    places = [run.out.index(f"  {one.id}\n") for one in found.ranked[:15]]
    assert places == sorted(places)
    for words in (
        "Difference in net present value of “Continuous plant in the United States”",
        "rank corr.",
        "of the variance",
        f"Trade policy and fees, {sum(one.group == 'Trade policy and fees' for one in found.figures)} figures, 2 paths",
        "Some of these figures are correlated: their shares overlap",
    ):
        assert words in run.out
    assert terminal.files() == {}


def test_sensitivity_gives_all_figures_as_data(terminal, studies) -> None:
    found = studies[CASE].comparison.drivers
    data = json.loads(terminal("sensitivity", CASE, *SMALL, "--format", "json").out)
    assert [one["id"] for one in data["figures"]] == [one.figure.id for one in found.figures]
    assert {one["id"]: one["label"] for one in data["paths"]} == {one.id: one.label for one in found.paths}
    assert {(one["p10"], one["p90"], one["unit"]) for one in data["paths"]} == {(None, None, None)}
    assert data["shares_overlap"]
    assert data["share_judgement"] == found.share_judgement
    lines = list(csv.DictReader(io.StringIO(terminal("sensitivity", CASE, *SMALL, "--format", "csv").out)))
    assert [float(one["at_p90"]) for one in lines] == [one.at_high for one in found.ranked]


def test_sensitivity_of_another_measure_and_option_under_a_scenario(terminal) -> None:
    arguments = ("--of", "levelised_cost", "--option", "india_batch", "--scenario", "bonus_off", "--set", f"{PRICE}=5")
    data = json.loads(terminal("sensitivity", CASE, *SMALL, *arguments, "--format", "json").out)
    assert (data["of"], data["option"], data["unit"], data["reference"]) == ("levelised_cost", "india_batch", "USD/kg", None)
    ids = {one["id"] for one in data["figures"]}
    assert "plants.acetaminophen_batch_in.fixed_capital" in ids
    assert PRICE not in ids


def test_breakeven_prints_the_value_its_interval_and_how_to_check_it(terminal) -> None:
    run = terminal("breakeven", CASE, *SMALL, "--over", PRICE, "--over", TENOR, "--scenario", "bonus_off")
    assert (run.code, run.err) == (0, "")
    for words in (
        "an even chance",
        f"  {PRICE}\n",
        "in 2024 dollars",
        "flips at ",
        "95 % interval ",
        "never: not met anywhere from 1 to 20 years",
    ):
        assert words in run.out
    (check,) = [line for line in run.out.splitlines() if "check:" in line]
    command = check.partition("check: roi ")[2].split()
    assert command[:4] == ["compare", CASE, "--scenario", "bonus_off"]
    assert terminal(*command, *SMALL, "--format", "json", "-o", "out", "--quiet").code == 0
    assert terminal.results()["comparison"]["us_continuous"]["p_wins"] == pytest.approx(0.5, abs=1.01 / TRIALS)


def test_the_answer_may_be_about_the_money_of_another_party(terminal) -> None:
    led = ("--perspective", "public")
    drivers = json.loads(terminal("sensitivity", CASE, *SMALL, *led, "--format", "json").out)
    found = roi.compare(roi.load_case(CASE, perspective="public"), trials=TRIALS, seed=SEED).comparison
    assert drivers["base"] == found.drivers.base != roi.compare(CASE, trials=TRIALS, seed=SEED).comparison.drivers.base
    assert ", to the public\n" in terminal("sensitivity", CASE, *SMALL, *led).out
    shown = terminal("breakeven", CASE, *SMALL, *led, "--over", PRICE).out
    assert "against “Indian merchant supplier”, to the public: what must be true" in shown
    of_cost = terminal("breakeven", CASE, *SMALL, *led, "--over", PRICE, "--until", "levelised_cost=8").out
    assert "to the public" not in of_cost.splitlines()[0]


def test_breakeven_gives_data(terminal) -> None:
    arguments = ("breakeven", CASE, *SMALL, "--over", PRICE, "--until", "npv=0", "--from", "3", "--to", "20")
    (one,) = json.loads(terminal(*arguments, "--format", "json").out)
    assert (one["verdict"], one["searched"], one["until"]) == ("at", [3.0, 20.0], {"measure": "npv", "value": 0.0})
    (line,) = csv.DictReader(io.StringIO(terminal(*arguments, "--format", "csv").out))
    assert (float(line["value"]), line["until"], float(line["low"])) == (one["value"], "npv=0", one["interval"][0])


MISTAKES = {
    "sensitivity of nothing": (["sensitivity", CASE, "--of", "cost"], ["--of", "levelised_cost"]),
    "sensitivity of no option": (["sensitivity", CASE, "--option", "us_cont"], ["--option", "did you mean us_continuous?"]),
    "sensitivity of no case": (["sensitivity", "acetaminophen_us"], ["there is no case", "did you mean"]),
    "breakeven over nothing": (["breakeven", CASE, "--over", "market.price"], ["--over: market.price", "there is no figure with this id"]),
    "breakeven over what is not read": (
        ["breakeven", CASE, "--over", "merchants.amoxicillin_in.lead_time"],
        ["no row behind the measure reads this figure", "did you mean merchants.acetaminophen_in.lead_time?"],
    ),
    "breakeven over open law": (
        ["breakeven", CASE, "--over", "risks.generics_inquiry"],
        ["--over: risks.generics_inquiry", "is open law", "pin it", "--set risks.generics_inquiry.pinned=STATE", "exempt, taxed"],
    ),
    "breakeven until nothing": (["breakeven", CASE, "--over", PRICE, "--until", "p_win=0.5"], ["--until", "did you mean p_wins?"]),
    "breakeven until too much": (["breakeven", CASE, "--over", PRICE, "--until", "p_wins=2"], ["p_wins cannot be 2", "between 0 and 1"]),
    "breakeven from beyond": (["breakeven", CASE, "--over", PRICE, "--from", "-2"], ["--from", "is below 0"]),
}  # fmt: skip


@pytest.mark.parametrize("count", ["0", "-5", "auto"])
@pytest.mark.parametrize("command", [["sensitivity", CASE], ["breakeven", CASE, "--over", PRICE]], ids=["sensitivity", "breakeven"])
def test_a_number_of_trials_that_cannot_be_shows_how_to_call(terminal, command, count) -> None:
    run = terminal(*command, "--trials", count)
    assert run.code == 2
    assert "Invalid value for '--trials'" in run.err


@pytest.mark.parametrize("mistake", MISTAKES)
def test_one_line_says_what_is_wrong_and_what_to_do(terminal, mistake) -> None:
    arguments, words = MISTAKES[mistake]
    run = terminal(*arguments, "--trials", "20")
    assert run.code == 1
    (line,) = run.err.splitlines()
    assert [word for word in (*words, " -> ") if word not in line] == []
    assert run.out == ""
