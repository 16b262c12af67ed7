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
import full_draws
import numpy as np

from roi import finance
from roi.analysis.plan import plan
from roi.analysis.trials import draws
from roi.formula import Evaluator, Tape
from roi.formula.kernel import Kernel
from roi.statement.model import build
from roi.study import load_case
from roi.uncertainty import BLOCK, REPLICATES

Turns = Callable[..., dict[str, list[float]]]
Spread = Callable[..., str]
Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]

CASE = "acetaminophen_us_continuous"
DRAWN = 32_768
GROWTH = (10_000, 100_000, 1_000_000, 10_000_000)
_RSS = """
import re, sys
from pathlib import Path
from roi.analysis.comparison import compare
from roi.study import load_case
loaded = load_case(sys.argv[1])
compare(loaded.case, loaded.book, int(sys.argv[2]), 1)
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


def whole(spread: Spread, processors: int) -> Table:
    """The whole of a run of the full case: draws, rows, statistics of every measure with their intervals."""
    measures, rows, fixed, drawn = full_case.case()
    drawing = full_draws.Drawing()
    programs: dict[str, Evaluator] = {one.__name__.lower(): one(measures, fixed, full_case.YEARS, drawn) for one in (Tape, Kernel)}

    def run(program: Evaluator, trials: int) -> None:
        kept: dict[Any, np.ndarray] = {cell: np.empty(trials) for cell in measures}
        share = -(-trials // processors // BLOCK) * BLOCK
        size = min(program.block, share)

        def block(start: int) -> None:
            stop = min(start + size, trials)
            for cell, values in program.run(drawing(start, stop), stop - start).items():
                kept[cell][start:stop] = values[0]

        with ThreadPoolExecutor(processors) as pool:
            list(pool.map(block, range(0, trials, size)))
            list(pool.map(lambda one: finance.statistics(one, REPLICATES), kept.values()))

    calls = {
        (who, trials): partial(run, programs[who], trials)
        for who, trials in (("kernel", 100_000), ("kernel", 1_000_000), ("tape", 100_000))
    }
    slow = {("tape", 1_000_000): partial(run, programs["tape"], 1_000_000)}
    lines = []
    for (who, trials), times in (_timed(calls, 3) | _timed(slow, 1)).items():
        wall, cpu = zip(*times, strict=True)
        lines.append((who, f"{trials:,}", spread(list(wall)), spread(list(cpu)), spread([1e6 * one / trials for one in cpu])))
    title = f"Full case, whole run: draws, {len(rows)} rows, 4 IRRs, statistics; {processors} threads"
    return title, ("back end", "trials", "s, median (range)", "s of processor time", "µs of it a trial"), lines


def drawing(turns: Turns, spread: Spread) -> Table:
    """What drawing costs: the bundled case, the full case, and beside them normals by NumPy's own generator."""
    loaded = load_case(CASE)
    model = build(loaded.case, loaded.book)
    count, drawn = len(model.uncertain), plan(model, 1)
    own = full_draws.Drawing()
    cases = {
        f"{CASE}, {count} figures and {len(model.paths)} paths": lambda: draws(model, drawn, 0, DRAWN),
        "full case, 35 figures and 4 paths": lambda: own(0, DRAWN),
        "full case, all normal, NumPy's own generator": lambda: full_case.draws(DRAWN),
    }
    lines = [(name, spread(one, 1e6 / DRAWN)) for name, one in turns(cases, 5).items()]
    return "Drawing, one thread", ("case", "µs a trial"), lines


def memory() -> Table:
    """Largest memory of a process that runs the trials of the bundled case, with their statistics; told by Linux only."""
    lines: list[tuple[str, ...]] = []
    for trials in GROWTH if sys.platform == "linux" else ():
        done = subprocess.run([sys.executable, "-c", _RSS, CASE, str(trials)], check=True, capture_output=True, text=True)
        lines.append((f"{trials:,}", done.stdout.strip()))
    return f"Memory of the trials of {CASE}, MB", ("trials", "largest resident"), lines
