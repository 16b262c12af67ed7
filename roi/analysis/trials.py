"""The base case and the trials of a model: inputs to values, block by block, so that memory does not grow with the number of trials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roi.analysis.plan import SAMPLER, Plan, plan
from roi.analysis.threads import thread_count
from roi.errors import Problem, RoiError
from roi.formula import Cell, Evaluator, Tape, evaluator
from roi.statement.model import Model
from roi.uncertainty import BLOCK, draw_path, values

Array = NDArray[np.float64]
MEASURES = ("npv", "irr", "irr_roots", "mirr", "payback", "levelised_cost", "levelised_cost_per_dose", "levelised_price", "lowest_cash")
"""Measures computed for every trial; the components of the levelised cost are computed in the base case only."""

MAY_BE_MISSING = ("irr", "mirr", "payback", "levelised_cost", "levelised_cost_per_dose", "levelised_price")
"""Measures that may be n/a."""

FAN = (5, 25, 50, 75, 95)
"""Percentiles of the cumulative cash flow."""

CURVE_TRIALS = 4 * BLOCK
"""The fan of the cumulative cash flow is taken from the first trials only, so that memory does not grow."""


@dataclass(frozen=True)
class Trials:
    """Measures of many trials.

    measures : option -> measure -> (trials,), NaN where n/a.
    cumulative : option -> percentiles `FAN` of the cumulative cash flow, (5, years), in USD, of the first `CURVE_TRIALS` trials.
    plan : how the trials were drawn.
    """

    trials: int
    seed: int
    measures: dict[str, dict[str, Array]]
    cumulative: dict[str, Array]
    plan: Plan


def base_values(model: Model) -> dict[str, Array]:
    """Value of every input in the base case, by id."""
    return {id: np.asarray(binding.value, dtype=float) for id, binding in model.bindings.items()}


def all_cells(model: Model) -> list[Cell]:
    """Every row and measure of the model."""
    return [cell for statement in (model.common, *model.options.values()) for cell in statement.cells.values()]


def base_case(model: Model, values: Mapping[str, Array] | None = None) -> dict[Cell, Array]:
    """Value of every row, ``(years,)``, and every measure, ``(1,)``, for one set of inputs (default: the base case).

    Raises RoiError that names the first row and year without a finite value.
    """
    cells = all_cells(model)
    years = len(model.calendar.years)
    found = Tape(cells, values or base_values(model), years).run({}, 1)
    result = {cell: np.broadcast_to(found[cell][:, 0], (1 if cell.row.metric else years,)).copy() for cell in cells}
    _refuse_gaps(model, result, "base case")
    return result


def draws(model: Model, drawing: Plan, start: int, stop: int) -> dict[str, Array]:
    """Drawn inputs of trials `start` to `stop`: id -> (trials,), or (years, trials) for a series, in money of the year of decision."""
    found = {id: draw_path(path, drawing.sampler.uniform, start, stop) for id, path in model.paths.items()}
    return found | _scalars(model, drawing, {figure.id for figure in model.uncertain}, start, stop)


def _scalars(model: Model, drawing: Plan, ids: Set[str], start: int, stop: int) -> dict[str, Array]:
    """Draws of the figures `ids`."""
    tied = drawing.dependence.uniform(drawing.sampler.uniform, start, stop)
    found = {}
    for figure in model.uncertain:
        if figure.id in ids:
            assert figure.distribution is not None
            u = tied[figure.id] if figure.id in tied else drawing.sampler.uniform(figure.id, start, stop)
            found[figure.id] = values(figure.distribution, figure.id, u) * model.bindings[figure.id].factor
    return found


def draws_with_held(model: Model, drawing: Plan, drawn: Mapping[str, Array], held: str) -> dict[str, Array]:
    """The draws `drawn`, of the first trials of a plan, as they are when the figure `held` is certain: what was tied to it moves freely."""
    anew = plan(model, drawing.sampler.seed, drawing.sampler.kind, held)
    before, after = drawing.sampler.dimensions, anew.sampler.dimensions
    tied = {*drawing.dependence.members} if drawing.dependence != anew.dependence else set()
    changed = {figure.id for figure in model.uncertain if figure.id in tied or before.get(figure.id) != after.get(figure.id)} - {held}
    found = {id: one for id, one in drawn.items() if id != held}
    count = min((one.shape[-1] for one in drawn.values()), default=0)
    return found | _scalars(model, anew, changed, 0, count) if changed else found


def blocks(trials: int, size: int = 2 * BLOCK, first: int = 0) -> Iterator[tuple[int, int]]:
    """First trial and end of each block from trial `first` on; results do not depend on `size`."""
    return ((start, min(start + size, trials)) for start in range(first, trials, size))


def run_trials(model: Model, trials: int, seed: int, kind: str = SAMPLER, threads: int | None = None) -> Trials:
    """Draw and run all trials, blocks of them on `threads` threads (see `thread_count`). Options share the draws.

    Results do not depend on the number of threads. Raises RoiError for a number of trials or threads below 1 or a row without a
    finite value.
    """
    if trials < 1:
        raise RoiError(Problem("--trials", f"{trials} trials", "give a whole number of at least 1, or auto"))
    workers = thread_count(threads)
    drawing = plan(model, seed, kind)
    options = model.options.items()
    cells = [option.cells[name] for _, option in options for name in MEASURES]
    curves = {name: option.cells["cumulative_cash_flow"] for name, option in options}
    measures = {cell: np.empty(trials) for cell in cells}
    early = min(trials, CURVE_TRIALS)
    cumulative = {cell: np.empty((len(model.calendar.years), early)) for cell in curves.values()}

    def run(program: Evaluator, start: int, stop: int) -> None:
        inputs = draws(model, drawing, start, stop)
        for cell, found in program.run(inputs, stop - start).items():
            (measures if cell in measures else cumulative)[cell][..., start:stop] = found
        _refuse_gaps_in_block(model, {cell: measures[cell][start:stop] for cell in cells}, inputs, start)

    with ThreadPoolExecutor(workers) as pool:
        try:
            for wanted, first, last in (([*cells, *cumulative], 0, early), (cells, early, trials)):
                if first < last:
                    program = _evaluator(model, wanted, trials)
                    share = -(-(last - first) // workers)
                    size = min(program.block, -(-share // BLOCK) * BLOCK)
                    work = [pool.submit(run, program, *block) for block in blocks(last, size, first)]
                    for one in work:
                        one.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return Trials(
        trials,
        seed,
        {name: {measure: measures[option.cells[measure]] for measure in MEASURES} for name, option in options},
        {name: np.percentile(cumulative[cell], FAN, axis=1) for name, cell in curves.items()},
        drawing,
    )


def _evaluator(model: Model, cells: list[Cell], trials: int) -> Evaluator:
    base, drawn = base_values(model), set(model.drawn)
    return evaluator(cells, {id: value for id, value in base.items() if id not in drawn}, len(model.calendar.years), drawn, trials)


def one_trial(model: Model, seed: int, trial: int, kind: str = SAMPLER) -> dict[str, Array]:
    """Value of every input in one trial, by id."""
    return base_values(model) | {id: value[..., 0] for id, value in draws(model, plan(model, seed, kind), trial, trial + 1).items()}


def _refuse_gaps_in_block(model: Model, measures: Mapping[Cell, Array], values: Mapping[str, Array], start: int) -> None:
    for cell, array in measures.items():
        if cell.name not in MAY_BE_MISSING and not np.isfinite(array).all():
            trial = int(np.flatnonzero(~np.isfinite(array))[0])
            inputs = base_values(model) | {id: value[..., trial] for id, value in values.items()}
            found = Tape(all_cells(model), inputs, len(model.calendar.years)).run({}, 1)
            _refuse_gaps(model, {one: found[one][:, 0] for one in found}, f"trial {start + trial}")


def _refuse_gaps(model: Model, found: Mapping[Cell, Array], when: str) -> None:
    """Name the first row, in printed order and by year, that is not finite."""
    for statement in (model.common, *model.options.values()):
        for cell in statement.rows:
            if not np.isfinite(found[cell]).all():
                index = int(np.flatnonzero(~np.isfinite(found[cell]))[0])
                what = f"{cell.row.label} is not finite in {model.calendar.years[index]} ({when})"
                raise RoiError(
                    Problem(cell.row.where, what, "look for a division by 0: use divide(a, b), or a bound on the input", cell.id)
                )
