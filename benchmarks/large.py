"""The full case: how fast the back ends run it, and what drawing takes beside it; how memory grows with the trials of a bundled case."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import perf_counter, process_time
from typing import Any

import full_case
import numpy as np

from roi.analysis.plan import plan
from roi.analysis.trials import draws
from roi.formula import Evaluator, Tape
from roi.formula.kernel import Kernel
from roi.statement.model import build
from roi.study import load_case

Turns = Callable[..., dict[str, list[float]]]
Spread = Callable[..., str]
Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]

CASE = "acetaminophen_us_continuous"
DRAWN = 32_768
GROWTH = (10_000, 100_000, 1_000_000)
_RSS = """
import re, sys
from pathlib import Path
from roi.analysis.trials import run_trials
from roi.statement.model import build
from roi.study import load_case
loaded = load_case(sys.argv[1])
run_trials(build(loaded.case, loaded.book), int(sys.argv[2]), 1)
# not ru_maxrss: a new process begins with that of the one that started it
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def speed(spread: Spread, processors: int) -> Table:
    """Tape and kernel, measures kept for every trial. Drawing is left out: the same drawn block is given again and again."""
    measures, rows, fixed, drawn = full_case.case()
    given = full_case.draws(DRAWN)
    programs: dict[str, Evaluator] = {one.__name__.lower(): one(measures, fixed, full_case.YEARS, drawn) for one in (Tape, Kernel)}
    without_irr = Kernel([cell for cell in measures if cell.name != "irr"], fixed, full_case.YEARS, drawn)
    blocks = {block: {id: np.ascontiguousarray(values[..., :block]) for id, values in given.items()} for block in (8192, DRAWN)}

    def run(program: Evaluator, trials: int, threads: int) -> None:
        kept: dict[Any, np.ndarray] = {cell: np.empty(trials) for cell in measures}

        def block(start: int) -> None:
            stop = min(start + program.block, trials)
            part = blocks[program.block]
            if stop - start < program.block:
                part = {id: np.ascontiguousarray(values[..., : stop - start]) for id, values in part.items()}
            for cell, values in program.run(part, stop - start).items():
                kept[cell][start:stop] = values[0]

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(block, range(0, trials, program.block)))

    calls = {
        ("kernel", 100_000, 1): partial(run, programs["kernel"], 100_000, 1),
        ("kernel", 100_000, processors): partial(run, programs["kernel"], 100_000, processors),
        ("kernel", 1_000_000, processors): partial(run, programs["kernel"], 1_000_000, processors),
        ("kernel without IRR", 1_000_000, 1): partial(run, without_irr, 1_000_000, 1),
        ("tape", 100_000, 1): partial(run, programs["tape"], 100_000, 1),
    }
    slow = {("tape", 1_000_000, processors): partial(run, programs["tape"], 1_000_000, processors)}
    row_years = len(rows) * full_case.YEARS
    lines = []
    for (who, trials, threads), times in (_timed(calls, 3) | _timed(slow, 1)).items():
        wall, cpu = zip(*times, strict=True)
        nanoseconds = spread([1e9 * one / trials / row_years for one in cpu], 1.0, 3)
        lines.append((who, f"{trials:,}", str(threads), spread(list(wall)), spread(list(cpu)), nanoseconds))
    return (
        f"Full case, {len(rows)} rows of {len(full_case.OPTIONS)} options, {full_case.YEARS} years, 4 IRRs, draws given",
        ("back end", "trials", "threads", "s, median (range)", "s of processor time", "ns of it a trial and row-year"),
        lines,
    )


def _timed(calls: dict[Any, Callable[[], None]], rounds: int) -> dict[Any, list[tuple[float, float]]]:
    """Wall and processor time of each call, taken in turns."""
    found: dict[Any, list[tuple[float, float]]] = {key: [] for key in calls}
    for _ in range(rounds):
        for key, call in calls.items():
            wall, cpu = perf_counter(), process_time()
            call()
            found[key].append((perf_counter() - wall, process_time() - cpu))
    return found


def drawing(turns: Turns, spread: Spread) -> Table:
    """What drawing costs beside it: the bundled case as it is, and the full case by NumPy's own generator."""
    loaded = load_case(CASE)
    model = build(loaded.case, loaded.book)
    count, drawn = len(model.uncertain), plan(model, 1)
    times = turns({"bundled": lambda: draws(model, drawn, 0, DRAWN), "full": lambda: full_case.draws(DRAWN)}, 5)
    lines = [
        (f"{CASE}, {count} inputs, a stream each", spread(times["bundled"], 1e6 / DRAWN), spread(times["bundled"], 1e9 / DRAWN / count, 0)),
        ("full case, 35 inputs and 4 paths, NumPy", spread(times["full"], 1e6 / DRAWN), spread(times["full"], 1e9 / DRAWN / 139, 0)),
    ]
    return "Drawing, one thread", ("case", "µs a trial", "ns a draw"), lines


def memory() -> Table:
    """Largest memory of a process that runs the trials of the bundled case; told by Linux only."""
    lines: list[tuple[str, ...]] = []
    for trials in GROWTH if sys.platform == "linux" else ():
        done = subprocess.run([sys.executable, "-c", _RSS, CASE, str(trials)], check=True, capture_output=True, text=True)
        lines.append((f"{trials:,}", done.stdout.strip()))
    return f"Memory of the trials of {CASE}, MB", ("trials", "largest resident"), lines
