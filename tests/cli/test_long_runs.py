"""Long runs: stopped by a key or killed, resumed, and the same bytes as a run that nothing stopped."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time

import numpy as np
import pytest
from conftest import CASES

from roi.analysis import precision, trials
from roi.analysis.kept import Kept
from roi.analysis.measures import MEASURES
from roi.analysis.trials import Running
from roi.cli import main

CASE, TRIALS = CASES[2], "40000"
RUN = ["compare", CASE, "--trials", TRIALS, "--quiet", "--format", "json", "--format", "csv", "--format", "xlsx"]
IN_A_PROCESS = "import sys; from roi.analysis import trials; trials.CHUNK = 4096; from roi.cli import main; main(sys.argv[1:])"
WRITER = """
import sys
from pathlib import Path
from roi.files import put
print(flush=True)
while True:
    for letter in b"ab":
        put({Path(name): bytes([letter]) * 3_000_000 for name in ("one", "two")})
"""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(trials, "CHUNK", 4096)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, bytes]:
    """The files of a run that nothing stopped."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.raises(SystemExit, match="0"):
        main([*RUN, "-o", str(folder)])
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def stop_at(monkeypatch, trial: int):
    """A key pressed while the block with this trial is drawn; undone by the call of what is returned."""
    draws = trials.draws

    def pressed(model, plan, start, stop):
        if start <= trial < stop:
            raise KeyboardInterrupt
        return draws(model, plan, start, stop)

    monkeypatch.setattr(trials, "draws", pressed)
    return lambda: monkeypatch.setattr(trials, "draws", draws)


def same_but_for_folder(terminal, whole) -> None:
    assert {name.removeprefix("out/"): content for name, content in terminal.files().items()} == whole


def test_a_stopped_run_is_resumed_by_the_command_it_prints_and_gives_the_same_bytes(terminal, monkeypatch, whole) -> None:
    again = stop_at(monkeypatch, 39_000)
    stopped = terminal(*RUN, "-o", "out", "--threads", "3")
    assert stopped.code == 130
    (line,) = stopped.err.splitlines()
    kept = int(line.split()[1].replace(",", ""))
    assert trials.CURVE_TRIALS <= kept < 40_000
    assert set(terminal.files()) > {"out/trials/run.json"}
    again()
    run, drawn = trials.draws, []
    monkeypatch.setattr(trials, "draws", lambda model, plan, start, stop: drawn.append(start) or run(model, plan, start, stop))
    program, *command = shlex.split(line.partition("To go on: ")[2])
    assert program == "roi"
    assert terminal(*command).code == 0
    same_but_for_folder(terminal, whole)
    assert all(start < trials.CURVE_TRIALS or start >= kept for start in drawn)


def test_a_run_killed_at_any_moment_leaves_whole_files_and_is_resumed(terminal, whole) -> None:
    """Killed a while after its first file, resumed and killed again, and again; then left to end."""
    for wait in (0.05, 0.4, 0.9):
        more = ["--resume"] if terminal.files() else []
        command = [sys.executable, "-c", IN_A_PROCESS, *RUN, "-o", "out", *more]
        process = subprocess.Popen(command, cwd=terminal.folder, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
        while process.poll() is None and not list(terminal.folder.glob("out/trials/0*.npy")):
            time.sleep(0.01)
        time.sleep(wait)
        process.kill()
        process.wait()
        for path in terminal.folder.glob("out/trials/0*.npy"):
            assert np.load(path).ndim == 2
        for path in terminal.folder.glob("out/*.json"):
            json.loads(path.read_bytes())
    more = ["--resume"] if list(terminal.folder.glob("out/trials/run.json")) else []
    assert terminal(*RUN, "-o", "out", *more).code == 0
    same_but_for_folder(terminal, whole)


@pytest.mark.parametrize("wait", [0.0, 0.013, 0.05, 0.11, 0.2])
def test_a_file_is_the_old_or_the_new_one_whenever_its_writer_is_killed(tmp_path, wait) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_bytes(b"b" * 3_000_000)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, "-c", WRITER], cwd=tmp_path, env=environment, stdout=subprocess.PIPE)
    process.stdout.readline()
    time.sleep(wait)
    process.kill()
    process.communicate()
    for name in ("one", "two"):
        assert (tmp_path / name).read_bytes() in (b"a" * 3_000_000, b"b" * 3_000_000)


def test_another_run_is_not_resumed_and_each_difference_is_named(terminal, monkeypatch) -> None:
    again = stop_at(monkeypatch, 39_000)
    assert terminal(*RUN, "-o", "out").code == 130
    again()
    before = terminal.files()
    other = [*RUN, "-o", "out", "--resume", "--seed", "2", "--sampler", "lhs", "--scenario", "tariff_generics_25"]
    other[other.index(TRIALS)] = "30000"
    found = terminal(*other)
    assert found.code == 1
    lines = found.err.splitlines()
    for line, words in zip(lines, ("trials 40000, this one 30000 -> give --trials 40000", "seed 1, this one 2 -> give --seed 1",
                                   "sampler sobol, this one lhs -> give --sampler sobol", "inputs hash"), strict=False):  # fmt: skip
        assert line.startswith(os.path.join("out", "trials", "run.json") + ": the stopped run has " + words)
        assert line.endswith("leave --resume out to start anew")
    assert lines[-1] == "4 problems"
    assert terminal.files() == before


def test_nothing_to_resume_is_said(terminal) -> None:
    run = terminal(*RUN, "-o", "out", "--resume")
    assert run.code == 1
    assert "no trials of a stopped run are kept here -> give its folder with -o, or leave --resume out" in run.err
    assert terminal.files() == {}


def test_kept_trials_that_this_machine_does_not_find_are_refused(terminal, monkeypatch) -> None:
    assert terminal(*RUN, "-o", "out", "--keep-trials").code == 0
    path = terminal.folder / "out/trials/000000000000.npy"
    values = np.load(path)
    values[0, 7] += 1
    np.save(path, values)
    run = terminal(*RUN, "-o", "out", "--resume")
    assert run.code == 1
    assert "are not what this version of the files and programs finds -> leave --resume out" in run.err


def test_a_broken_file_is_run_again(terminal, whole) -> None:
    assert terminal(*RUN, "-o", "out", "--keep-trials").code == 0
    paths = sorted(terminal.folder.glob("out/trials/0*.npy"))
    assert sum(np.load(path).shape[1] for path in paths) == int(TRIALS)
    paths[1].write_bytes(paths[1].read_bytes()[:-5])
    assert terminal(*RUN, "-o", "out", "--resume").code == 0
    same_but_for_folder(terminal, whole)


def test_a_short_run_stopped_says_how_many_trials_are_kept_and_a_new_run_leaves_nothing_of_it(terminal, monkeypatch, whole) -> None:
    again = stop_at(monkeypatch, 0)
    run = terminal(*RUN, "-o", "out", "--threads", "1")
    assert (run.code, run.err, run.out) == (130, "Stopped; no trial is kept\n", "")
    again()
    assert terminal(*RUN, "-o", "out").code == 0
    same_but_for_folder(terminal, whole)


def test_no_bar_is_shown_where_there_is_no_terminal(terminal) -> None:
    assert terminal("compare", CASE, "--trials", "50", "--format", "csv", "-o", "out").err == ""


def test_the_bar_tells_trials_rate_and_time_left(monkeypatch, capsys) -> None:
    from roi.cli.progress import progress_bar

    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_bar(quiet=False) as progress:
        progress(0, 1_000_000)
        progress(250_000, 1_000_000)
        time.sleep(0.2)
        progress(500_000, 1_000_000)
    shown = capsys.readouterr().err
    assert "500,000 of 1,000,000 trials" in shown
    assert "trials/s" in shown
    with progress_bar(quiet=True) as progress:
        assert progress is None


def test_auto_goes_on_from_the_trials_that_are_done(studies, monkeypatch) -> None:
    """Each trial is drawn once, and the numbers are those of a run of as many trials."""
    model, drawn, draws = studies[CASE].comparison.model, [], trials.draws
    monkeypatch.setattr(trials, "draws", lambda model, plan, start, stop: drawn.extend((start, stop)) or draws(model, plan, start, stop))
    monkeypatch.setattr(precision, "MOST", 32_768)
    run, found = precision.enough_trials(model, 1e-9, Running(model, 1, threads=1))
    assert not found.met
    assert drawn[0] == 0
    assert drawn[1:-1:2] == drawn[2::2]
    assert drawn[-1] == run.trials == 32_768
    at_once = trials.run_trials(model, 32_768, 1)
    for option, measures in at_once.measures.items():
        for name, values in measures.items():
            assert run.measures[option][name].tobytes() == values.tobytes()
        assert run.cumulative[option].tobytes() == at_once.cumulative[option].tobytes()


def test_the_progress_rises_to_all_trials_and_a_resumed_run_begins_where_the_other_stopped(studies, tmp_path, monkeypatch) -> None:
    model, told = studies[CASE].comparison.model, []
    again = stop_at(monkeypatch, 39_000)
    with pytest.raises(KeyboardInterrupt):
        Running(model, 1, kept=begun(tmp_path, resume=False, model=model)).upto(40_000)
    again()
    kept = begun(tmp_path, resume=True, model=model)
    first = kept.trials
    Running(model, 1, kept=kept, progress=lambda done, of: told.append((done, of))).upto(40_000)
    assert told[0] == (first, 40_000)
    assert told[-1] == (40_000, 40_000)
    assert told == sorted(told)


def begun(folder, resume, model) -> Kept:
    kept = Kept(folder / "trials", resume)
    kept.begin(lambda: {"measures": [f"{option}.{name}" for option in model.options for name in MEASURES]})
    return kept
