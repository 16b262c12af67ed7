"""Benchmarks, as ratios to a stated rival timed in the same run. Prints tables; writes nothing. `make bench` runs it."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter

import large
import numpy as np
import plant

from roi import finance, study
from roi.analysis.breakeven import leading_breakevens
from roi.analysis.comparison import compare
from roi.analysis.drivers import find_drivers
from roi.analysis.outcomes import Outcomes
from roi.analysis.plan import plan
from roi.analysis.resilience import resilience
from roi.analysis.tenders import tender_results
from roi.analysis.threads import thread_count
from roi.analysis.trials import base_case, base_values, blocks, draws, run_trials
from roi.formula import Tape
from roi.formula.kernel import Kernel
from roi.statement.model import Model, build
from roi.uncertainty import REPLICATES

CASE, TRIALS, SEED, ROUNDS = "acetaminophen_us_continuous", 10_000, 1, 5
PLANT_TRIALS = 1_000_000
RIVAL_TRIALS = 10_000
PROCESSORS = thread_count()


def seconds(call: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = perf_counter()
    call()
    return perf_counter() - start


def turns(calls: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Times of each call, taken in turns: a busy moment on a shared machine hits all of them alike."""
    found: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            found[name].append(seconds(call))
    return found


def process(*code: str, compiled: Path | None = None) -> Callable[[], object]:
    """A new Python process, its output dropped; a failure stops the benchmark.

    compiled : folder for compiled code, emptied before each. Bytecode is kept, as pip does it.
    """
    command = [sys.executable, "-c", *code]
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        if compiled is not None:
            settings["ROI_CACHE"] = str(compiled)
            for path in compiled.iterdir():
                path.unlink()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=settings)

    return run


def table(title: str, heads: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> None:
    print(f"\n### {title}\n\n| {' | '.join(heads)} |\n|{'|'.join('---' for _ in heads)}|")
    for line in lines:
        print(f"| {' | '.join(line)} |")


def spread(times: list[float], scale: float = 1.0, digits: int = 2) -> str:
    """Median, with the fastest and slowest."""
    low, middle, high = (f"{scale * value:.{digits}f}" for value in (min(times), statistics.median(times), max(times)))
    return f"{middle} ({low} to {high})"


def against(ours: list[float], rival: list[float]) -> str:
    return f"{statistics.median(ours) / statistics.median(rival):.2f}"


def processes() -> None:
    """Whole processes, each new: the main job, the same with json only, the help text."""
    roi = "from roi.cli import main; main()"
    lines = []
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as empty:
        compare = [roi, "compare", CASE, "--trials", str(TRIALS), "-o", folder, "--quiet", "--format"]
        json, reports = process(*compare, "json"), process(*compare, "xlsx", "--format", "html")
        rival = "import pandas, scipy.stats, altair"
        jobs = (
            (f"roi compare {CASE} --trials {TRIALS}, xlsx and html", reports, rival, "4"),
            ("the same, json only, nothing compiled yet", process(*compare, "json", compiled=Path(empty)), rival, "1.2"),
            ("the same, json only", json, rival, "0.8"),
            ("roi --help", process(roi, "--help"), "import click", "0.25"),
        )
        for name, ours, rival, target in jobs:
            ours()
            found = turns({"ours": ours, "rival": process(rival)})
            lines.append((name, spread(found["ours"]), f"at most {target}", rival, spread(found["rival"]), against(*found.values())))
    table("Whole process, s", ("job", "median (range)", "target", "rival", "median (range)", "ratio"), lines)


def steps() -> None:
    """The parts of the main job, inside one process in which every library is loaded."""
    loaded = study.load_case(CASE)
    model = build(loaded.case, loaded.book)
    found = study.compare(loaded, TRIALS, SEED)
    npv = next(iter(found.comparison.trials.measures.values()))["npv"]
    npv_only = Tape([option.cells["npv"] for option in model.options.values()], *_inputs(model))
    option = next(name for name in model.options if name != model.case.reference)
    run, drawn = found.comparison.trials, found.comparison.drawn
    outcomes = Outcomes(model, option, "incremental_npv", model.drawn, TRIALS)
    calls: dict[str, Callable[[], object]] = {
        "read and check the book": lambda: study.load_case(CASE),
        "bind and trace the rows": lambda: build(loaded.case, loaded.book),
        "base case": lambda: base_case(model),
        "draw": lambda: _drawn(model),
        "statistics of a measure": lambda: finance.statistics(npv, REPLICATES),
        "draw and run on the tape, NPV only": lambda: [npv_only.run(drawn, stop - start) for drawn, (start, stop) in _drawn(model)],
        "draw and run, all measures, IRR among them": lambda: run_trials(model, TRIALS, SEED),
        "trace, base case, trials, statistics": lambda: compare(loaded.case, loaded.book, TRIALS, SEED),
        "drivers": lambda: find_drivers(outcomes, run, drawn),
        "break-evens": lambda: leading_breakevens(outcomes, found.comparison.drivers, run.plan, drawn),
        "tenders": lambda: tender_results(found.comparison.model, found.comparison.base, drawn, run),
        "outages": lambda: resilience(found.comparison.model, drawn, run),
    }
    with tempfile.TemporaryDirectory() as folder:
        for one in ("xlsx", "html", "json", "csv"):
            calls[f"write {one}"] = partial(found.write, folder, [one])
            calls[f"write {one}"]()
        times = turns(calls)
    lines = [(name, spread(one, 1e3, 0)) for name, one in times.items()]
    table(f"Steps of the run, ms, {TRIALS:,} trials", ("step", "median (range)"), lines)


def _inputs(model: Model) -> tuple[dict[str, plant.Array], int, list[str]]:
    """Fixed inputs, number of years and ids of the drawn inputs, as a `Tape` takes them."""
    ids = [figure.id for figure in model.uncertain]
    return {id: value for id, value in base_values(model).items() if id not in ids}, len(model.calendar.years), ids


def _drawn(model: Model) -> list[tuple[dict[str, plant.Array], tuple[int, int]]]:
    drawing = plan(model, SEED)
    return [(draws(model, drawing, *block), block) for block in blocks(TRIALS)]


def engine() -> None:
    """Rows of roi against plain NumPy on one plant, the same draws given to both; first that they agree, then how fast they are."""
    given = plant.draws(PLANT_TRIALS, SEED)
    lines = []
    for name, measures in (("NPV", ("npv",)), ("NPV and IRR", ("npv", "irr"))):
        kernel, tape = plant.program(measures, Kernel), plant.program(measures, Tape)
        calls: dict[str, Callable[[], plant.Draws]] = {
            "plain NumPy": partial(plant.run_numpy, given, "irr" in measures),
            "tape": partial(plant.run_rows, *tape, given, 1),
            "kernel": partial(plant.run_rows, *kernel, given, 1),
            f"kernel, {PROCESSORS} threads": partial(plant.run_rows, *kernel, given, PROCESSORS),
        }
        theirs = calls["plain NumPy"]()
        for who, call in calls.items():
            for one, values in call().items():
                np.testing.assert_allclose(values, theirs[one], rtol=1e-7, atol=1e-7, err_msg=f"{one}: {who} and NumPy differ")
        times = turns(dict(calls), 3)
        for who, one in times.items():
            lines.append((name, who, spread(one, 1e6 / PLANT_TRIALS, 3), against(times["plain NumPy"], one)))
    heads = ("measures", "by", "median (range)", "times as fast as plain NumPy")
    table(f"Plant P0, µs a trial, {PLANT_TRIALS:,} trials", heads, lines)
    rivals(statistics.median(times["kernel"]) / PLANT_TRIALS, statistics.median(times["tape"]) / PLANT_TRIALS)


def rivals(kernel: float, tape: float) -> None:
    """BioSTEAM and OpenPyTEA on the same plant, NPV and rate of return, in the Python that ROI_RIVALS names. kernel, tape : s a trial."""
    if not os.environ.get("ROI_RIVALS"):
        print("\nBioSTEAM and OpenPyTEA were not run: set ROI_RIVALS to a Python that has them.")
        return
    command = [os.environ["ROI_RIVALS"], str(Path(__file__).parent / "rivals.py"), str(RIVAL_TRIALS)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    lines = []
    for name, one in found.items():
        each = one["seconds"] / RIVAL_TRIALS
        times = [f"{1e6 * each:,.0f}", f"{each / kernel:,.0f}", f"{each / tape:,.0f}"]
        lines.append((f"{name} {one['version']}", *times, f"{one['npv']:.6f}"))
    heads = ("by", "µs a trial", "times the kernel", "times the tape", "NPV it finds, M USD")
    table("Plant P0 in other tools, NPV and rate of return, one core", heads, lines)


def machine() -> str:
    """Day, processor, load and versions, in one line."""
    cpu = platform.processor() or "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [line.partition(":")[2].strip() for line in info.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        cpu = names[0] if names else cpu
    load = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}"
    return f"{date.today()}: {cpu}, {os.cpu_count()} cores{load}; {versions}; {ROUNDS} rounds"


if __name__ == "__main__":
    print(machine())
    processes()
    steps()
    engine()
    for title, heads, lines in (
        large.whole(spread, PROCESSORS),
        large.speed(spread, PROCESSORS),
        large.drawing(turns, spread),
        large.memory(),
    ):
        table(title, heads, lines)
