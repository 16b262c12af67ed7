"""Plant P0: 100 M USD over three years, 20 years of operation, MACRS over 7 years, tax 25.7 %, losses carried forward, 10 %.

Its net present value, 28.5934125 M USD, is agreed by three tools (tests/worked_examples/plants/expected.yaml, c2). Here it is run by the
rows of roi, on the tape and on the compiled kernel, and as an analyst who knows NumPy would write it by hand for this one plant.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from roi.analysis.trials import base_values
from roi.book import load_book
from roi.formula import Cell, Evaluator, Tape
from roi.formula.kernel import Kernel
from roi.statement.model import build

Array = NDArray[np.float64]
Draws = dict[str, Array]

BLOCK = 8_192
BUILD, OPERATION, TAX, DISCOUNT, MILLION = 3, 20, 0.257, 0.1, 1e6
MACRS_7 = (0.1429, 0.2449, 0.1749, 0.1249, 0.0893, 0.0892, 0.0893, 0.0446)
NPV = 28.5934125
PLANTS = Path(__file__).parent.parent / "tests" / "worked_examples" / "plants"


def draws(trials: int, seed: int) -> Draws:
    """Capital, revenue and operating cost in M USD, (trials,)."""
    generator = np.random.default_rng(seed)
    return {
        "capital": generator.triangular(85, 100, 130, trials),
        "revenue": generator.normal(40, 4, trials),
        "cost": generator.normal(20, 2, trials),
    }


def program(measures: tuple[str, ...], back_end: type[Tape] | type[Kernel]) -> tuple[Evaluator, dict[str, str], dict[str, Cell]]:
    """The plant through roi's rows: program, id of each drawn input, cell of each measure. Checks the base case first."""
    book = load_book([PLANTS / "base", PLANTS / "c2"])
    model = build(book.cases["plant"], book)
    option = next(iter(model.options.values()))
    ids = {name: option.inputs[path].id for name, path in (("capital", "plant.fixed_capital"), ("cost", "plant.other_materials"))}
    ids["revenue"] = model.common.inputs["market.price"].id
    cells = {name: option.cells[name] for name in measures}
    values, years = base_values(model), len(model.calendar.years)
    base = Tape([option.cells["npv"]], values, years).run({}, 1)[option.cells["npv"]][0, 0] / MILLION
    if abs(base - NPV) > 1e-6:
        raise SystemExit(f"the base case gives {base}, not {NPV}: the benchmark would time another plant")
    fixed = {id: value for id, value in values.items() if id not in ids.values()}
    return back_end(list(cells.values()), fixed, years, ids.values()), ids, cells


def run_rows(program: Evaluator, ids: dict[str, str], cells: dict[str, Cell], given: Draws, threads: int) -> Draws:
    """Measures by roi, NPV in M USD. A million kg are sold, so that revenue and cost in M USD are prices in USD/kg."""

    def block(part: Draws) -> Draws:
        values = {ids["capital"]: part["capital"] * MILLION, ids["revenue"]: part["revenue"], ids["cost"]: part["cost"]}
        found = program.run(values, len(part["capital"]))
        return {name: found[cell][0] / (MILLION if name == "npv" else 1.0) for name, cell in cells.items()}

    return _in_blocks(block, given, program.block, threads)


def run_numpy(given: Draws, with_irr: bool) -> Draws:
    """The same plant written out by hand: one array a flow, a loop over years only where losses need it."""

    def block(part: Draws) -> Draws:
        flows = _flows(part["capital"], part["revenue"] - part["cost"])
        factors = (1 + DISCOUNT) ** -np.arange(BUILD + OPERATION)
        found = {"npv": factors @ flows}
        return found | ({"irr": _irr(flows)} if with_irr else {})

    return _in_blocks(block, given, BLOCK)


def _flows(capital: Array, margin: Array) -> Array:
    """Cash flow, (years, trials)."""
    flows = np.empty((BUILD + OPERATION, capital.size))
    flows[:BUILD] = -capital / BUILD
    pool = np.zeros(capital.size)
    for age in range(OPERATION):
        profit = margin - capital * MACRS_7[age] if age < len(MACRS_7) else margin
        taxable = np.maximum(profit - pool, 0.0)
        pool = np.maximum(pool - profit, 0.0)
        flows[BUILD + age] = margin - TAX * taxable
    return flows


def _irr(flows: Array) -> Array:
    """Internal rate of return where the flow changes sign once, else nan; the few trials that Newton loses start again further out."""
    signs = np.sign(flows)
    once = np.count_nonzero(signs[1:] * signs[:-1] < 0, axis=0) == 1
    kept = flows[:, once]
    x = _newton(kept, 1 / 1.1)
    lost = ~((x > 1 / 11) & (x < 100))
    x[lost] = _newton(kept[:, lost], 2.0)
    rate = np.full(flows.shape[1], np.nan)
    rate[once] = 1 / x - 1
    return rate


def _newton(flows: Array, start: float) -> Array:
    """Discount factor of one year that makes the present value 0, by Newton's steps; trials that have converged drop out."""
    found = np.full(flows.shape[1], start)
    active, x = np.arange(found.size), found.copy()
    for _ in range(60):
        value, slope = flows[-1].copy(), np.zeros_like(x)
        for flow in flows[-2::-1]:
            slope = slope * x + value
            value = value * x + flow
        last, x = x, x - value / slope
        found[active] = x
        going = (np.abs(x - last) >= 1e-13) & (np.abs(x) <= 100)
        if not going.any():
            break
        active, x, flows = active[going], x[going], flows[:, going]
    return found


def _in_blocks(block: Callable[[Draws], Draws], given: Draws, size: int, threads: int = 1) -> Draws:
    trials = given["capital"].size
    pieces = [{name: one[start : start + size] for name, one in given.items()} for start in range(0, trials, size)]
    if threads == 1:
        parts = [block(piece) for piece in pieces]
    else:
        with ThreadPoolExecutor(threads) as pool:
            parts = list(pool.map(block, pieces))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
