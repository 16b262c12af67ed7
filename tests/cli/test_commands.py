"""Every command in an empty folder, as a stranger would run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from conftest import CASES

import roi
from roi.analysis import precision
from roi.cli.main import roi as group
from roi.reporting import run_notes
from roi.reporting.words import answer

CASE = CASES[0]
FILES = {"workbook.xlsx", "report.html", "results.json", "statement.csv", "manifest.json"}
SMALL = ("--trials", "30", "--format", "json", "-o", "out")


def test_compare_writes_the_run_folder_and_prints_the_answer(terminal) -> None:
    run = terminal("compare", CASE, "--trials", "200")
    assert (run.code, run.err) == (0, "")
    assert {name.removeprefix(f"reports/{CASE}/") for name in terminal.files()} == FILES
    flat = " ".join(run.out.split())
    study = roi.compare(CASE, trials=200)
    for words in (study.comparison.model.case.question, *answer(study.comparison)):
        assert words in flat
    for option in study.comparison.model.case.options.values():
        assert option.label.split()[0] in flat
    for name in FILES - {"manifest.json"}:
        assert name in run.out


@pytest.mark.parametrize("case", CASES)
def test_compare_runs_a_case_from_a_path_and_quietly(terminal, case) -> None:
    assert terminal("new", "case", "mine", "--from", case).code == 0
    run = terminal("compare", "mine.yaml", *SMALL, "--quiet")
    assert (run.code, run.out, run.err) == (0, "", "")
    assert set(terminal.files()) == {"mine.yaml", "out/results.json", "out/manifest.json"}
    found = terminal.results()
    assert found["case"] == "mine"
    by_name = roi.compare(case, trials=30).comparison
    assert {name: one["npv"]["mean"] for name, one in found["options"].items()} == {
        name: one["npv"].trials.mean for name, one in by_name.measures.items()
    }


def test_scenarios_and_settings_are_laid_over_and_listed(terminal) -> None:
    setting = "contracts.acetaminophen_offtake.tenor=5"
    run = terminal("compare", CASE, *SMALL, "--scenario", "us_grant_30", "--scenario", "bonus_off", "--set", setting)
    assert run.code == 0
    found = terminal.results()
    assert [one["name"] for one in found["overlays"]] == ["us_grant_30", "bonus_off", "--set"]
    assert {one["id"] for one in found["overrides"]} >= {"incentives.us_grant.share", setting.partition("=")[0]}
    used = {one["id"]: one["value_used"] for one in found["assumptions"]}
    assert used["contracts.acetaminophen_offtake.tenor"] == 5
    assert set(used["taxation.us.bonus_share"]) == {0}


@pytest.mark.parametrize("by", ["option", "variable"])
def test_a_folder_of_ones_own_overrides_a_figure_and_says_so(terminal, monkeypatch, by) -> None:
    own = terminal.folder / "own" / "plants"
    own.mkdir(parents=True)
    (own / "acetaminophen_continuous_us.yaml").write_text("fixed_capital: 90\n", encoding="utf-8")
    more = ["--assumptions", "own"] if by == "option" else []
    if by == "variable":
        monkeypatch.setenv("ROI_ASSUMPTIONS", "own")
    assert terminal("compare", CASE, *SMALL, *more).code == 0
    (override,) = terminal.results()["overrides"]
    assert override["id"] == "plants.acetaminophen_continuous_us.fixed_capital"
    assert override["after"] == "90 MUSD"
    assert override["by"] == "own/plants/acetaminophen_continuous_us.yaml"
    assert "own/plants/acetaminophen_continuous_us.yaml" in json.loads(terminal.files()["out/manifest.json"])["assumption_files"]
    assert "override plants.acetaminophen_continuous_us.fixed_capital" in terminal("book", "check", *more).out


def test_cases_lists_questions_options_and_scenarios(terminal, book) -> None:
    run = terminal("cases")
    assert run.code == 0
    for word in (*CASES, *book.scenarios, *(case.question for case in book.cases.values())):
        assert word in run.out
    listed = json.loads(terminal("cases", "--format", "json").out)
    assert listed == [
        {"id": name, "group": case.group, "question": case.question, "options": list(case.options)}
        for name, case in sorted(book.cases.items(), key=lambda one: (one[1].group, one[0]))
    ]


def test_the_book_is_checked_listed_and_shown(terminal, book) -> None:
    figures = {figure.id: figure for figure in book.figures()}
    assert f"{len(figures)} figures" in terminal("book", "check").out
    assert {line.split()[0] for line in terminal("book", "list").out.splitlines()} == set(figures)
    some = terminal("book", "list", "plants.acetaminophen").out.splitlines()
    assert {line.split()[0] for line in some} == {id for id in figures if id.startswith("plants.acetaminophen")}
    figure = figures["plants.acetaminophen_continuous_us.fixed_capital"]
    shown = terminal("book", "show", figure.id).out
    for text in (figure.label, figure.locator, figure.note, book.sources[figure.source].title, figure.where, "MUSD", "PERT"):
        assert text in shown


@pytest.mark.parametrize("shape", ["depreciation.macrs_5.rates", "fees.gdufa.domestic"])
def test_tables_and_dated_figures_are_shown_in_full(terminal, book, shape) -> None:
    shown, figure = terminal("book", "show", shape).out, book.figure(shape)
    for value in (*figure.table, *(one for _, one in figure.dated)):
        assert f"{value:g}" in shown


def test_a_row_is_explained_with_its_figures_and_their_sources(terminal, studies) -> None:
    run = terminal("explain", CASE, "customs_duty", "--option", "indian_merchant", "--year", "2030")
    assert run.code == 0
    comparison = studies[CASE].comparison
    value = comparison.row("indian_merchant", "customs_duty")[comparison.model.calendar.years.index(2030)]
    assert f"in 2030:   {value:,.0f} = " in run.out
    for words in (
        "Customs value × Duty rate in force",
        "Customs duty [USD/year]",
        "Column 1 general duty",
        "markets.acetaminophen_us.price",
    ):
        assert words in run.out


def test_every_row_and_measure_of_a_case_can_be_explained(terminal, studies) -> None:
    model = studies[CASE].comparison.model
    for statement in (model.options["india_batch"], model.common):
        for name in list(statement.cells)[::9]:
            run = terminal("explain", CASE, name, "--option", "india_batch")
            assert (run.code, run.err) == (0, ""), name
            assert statement.cells[name].row.label in run.out


def test_the_value_before_the_first_year_is_the_opening_value(terminal) -> None:
    assert "1 × ((1 + 0.0285) / (1 + 0))" in terminal("explain", CASE, "cost_index", "--option", "us_continuous", "--year", "2027").out


def test_a_new_case_goes_to_ones_own_folder_and_runs_by_name(terminal) -> None:
    (terminal.folder / "own" / "cases").mkdir(parents=True)
    (terminal.folder / "own" / "cases" / f"{CASE}.yaml").write_text("horizon: 15\n", encoding="utf-8")
    run = terminal("new", "case", "mine", "--from", CASE, "--assumptions", "own")
    assert (run.code, list(terminal.files())) == (0, [f"own/cases/{CASE}.yaml", "own/cases/mine.yaml"])
    assert "roi compare mine" in run.out
    assert terminal("compare", "mine", *SMALL, "--assumptions", "own").code == 0


def test_version_and_help(terminal) -> None:
    assert terminal("--version").out == f"roi, version {roi.__version__}\n"
    for arguments in ([], *([name] for name in group.commands), ["book", "show"], ["new", "case"]):
        run = terminal(*arguments, "--help")
        assert run.code == 0
        assert "Usage: roi" in run.out


def test_the_installed_command_runs_and_a_terminal_without_unicode_is_served(tmp_path) -> None:
    """A pipe on Windows knows neither the minus sign nor quotation marks."""
    environment = {key: value for key, value in os.environ.items() if key != "ROI_ASSUMPTIONS"} | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-c", "from roi.cli import main; main()", "compare", CASE, *SMALL]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "?" in done.stdout.replace("supplier?", "")
    assert (tmp_path / "out" / "results.json").is_file()


def test_import_and_help_load_no_heavy_library(tmp_path) -> None:
    code = (
        "import sys, roi\n"
        "from roi.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pandas', 'scipy', 'pydantic', 'altair', 'openpyxl', 'xlsxwriter', 'pint', 'jinja2', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=100, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_auto_takes_as_many_trials_as_the_precision_needs_and_says_so(terminal) -> None:
    run = terminal("compare", CASES[2], "--trials", "auto", "--precision", "0.1%", "--format", "json", "-o", "out")
    assert run.code == 0
    found = terminal.results()
    mean, (low, high) = (
        found["comparison"]["us_continuous"]["incremental_npv"]["mean"],
        found["comparison"]["us_continuous"]["incremental_npv"]["intervals"]["mean"],
    )
    precision = found["sampling"]["precision"]
    assert precision["asked"] == 0.001
    assert precision["met"]
    assert precision["reached"] == pytest.approx((high - low) / 2 / abs(mean))
    assert f"{found['trials']:,} trials: 95 % interval of the leading mean is ± " in " ".join(run.out.split())
    again = roi.compare(CASES[2], trials=found["trials"])
    assert again.comparison.against["us_continuous"].incremental_npv.trials.mean == mean
    assert f"--trials {found['trials']} --seed 1 --sampler sobol" in again.provenance.command


def test_a_precision_out_of_reach_stops_at_the_most_trials_and_says_so(terminal, monkeypatch) -> None:
    monkeypatch.setattr(precision, "MOST", 8192)
    monkeypatch.setattr(run_notes, "MOST", 8192)
    run = terminal("compare", CASES[1], "--trials", "auto", "--precision", "0.000001", "--format", "json", "-o", "out")
    assert run.code == 0
    assert terminal.results()["trials"] == 8192
    assert not terminal.results()["sampling"]["precision"]["met"]
    assert "Stopped at 8,192 trials, the most that are tried" in " ".join(run.out.split())


def test_a_sampler_may_be_chosen_and_stands_in_the_manifest(terminal) -> None:
    assert terminal("compare", CASE, *SMALL, "--sampler", "lhs").code == 0
    manifest = json.loads(terminal.files()["out/manifest.json"])
    assert manifest["sampling"] == {"sampler": "lhs", "replicates": 16}
    assert manifest["command"].endswith("--trials 30 --seed 1 --sampler lhs")


def test_the_check_of_the_book_names_correlated_figures_that_are_certain(terminal) -> None:
    terminal.write("mine/countries/in.yaml", "inflation: 0.05\n")
    run = terminal("book", "check", "--assumptions", "mine")
    assert run.code == 0
    assert "correlations.inflation_and_currency_in: countries.in.inflation has no distribution and is not drawn" in run.out


def test_the_check_of_the_book_refuses_correlations_that_contradict_each_other(terminal) -> None:
    pair = "  label: Mine\n  between: [{}]\n  rank_correlation: {{label: Mine, unit: 1, value: {}, source: judgement, locator: me, "
    pair += "retrieved: 2026-11-22, confidence: judgement}}\n"
    freight = ["routes.cn_us_ocean.freight, routes.in_us_ocean.brokerage", "routes.cn_in_ocean.freight, routes.in_us_ocean.brokerage"]
    text = "".join(f"mine_{place}:\n{pair.format(ids, value)}" for place, (ids, value) in enumerate(zip(freight, (0.9, -0.9), strict=True)))
    terminal.write("mine/correlations.yaml", text)
    run = terminal("book", "check", "--assumptions", "mine")
    assert run.code == 1
    assert "contradict each other" in run.err
    assert "correlations.yaml:" in run.err
    assert run.out == ""
