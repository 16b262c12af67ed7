"""The base case and the trials of a model: inputs to values, block by block, so that memory does not grow with the number of trials."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from roi.analysis.gaps import refuse_gaps
from roi.analysis.kept import ANEW, CHUNK, Kept
from roi.analysis.measures import MAY_BE_MISSING, measured
from roi.analysis.plan import SAMPLER, Plan, batch, plan
from roi.analysis.room import let_go, room
from roi.analysis.run import Beside, Trials
from roi.analysis.threads import thread_count
from roi.errors import Problem, RoiError
from roi.formula import Cell, Evaluator, Tape, evaluator
from roi.statement.model import Model
from roi.uncertainty import BLOCK, draw_paths, values

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

FAN = (5, 25, 50, 75, 95)
"""Percentiles of the cumulative cash flow."""

CURVE_TRIALS = 4 * BLOCK
"""The fan of the cumulative cash flow is taken from the first trials only, so that memory does not grow."""


def base_values(model: Model) -> dict[str, Array]:
    """Value of every input in the base case, by id."""
    return {id: np.asarray(binding.value, dtype=float) for id, binding in model.bindings.items()}


def base_case(model: Model, values: Mapping[str, Array] | None = None) -> dict[Cell, Array]:
    """Value of every row, ``(years,)``, and every measure, ``(1,)``, for one set of inputs (default: the base case).

    Raises RoiError that names the first row and year without a finite value.
    """
    years = len(model.calendar.years)
    found = Tape(model.program, values or base_values(model), years).run({}, 1)
    result = {cell: np.broadcast_to(found[cell][:, 0], (1 if cell.row.metric else years,)).copy() for cell in model.cells}
    refuse_gaps(model, result, "base case")
    return result


def draws(model: Model, drawing: Plan, start: int, stop: int) -> dict[str, Array]:
    """Drawn inputs of trials `start` to `stop`: id -> (trials,), or (years, trials) for a series, in money of the year of decision."""
    found = draw_paths(model.paths, drawing.sampler.uniform, start, stop)
    return found | _scalars(model, drawing, {figure.id for figure in model.uncertain}, start, stop)


def _scalars(model: Model, drawing: Plan, ids: Set[str], start: int, stop: int) -> dict[str, Array]:
    """Draws of the figures `ids`."""
    uniform = drawing.dependence.uniform(drawing.sampler.uniform, start, stop)
    free = [figure.id for figure in model.uncertain if figure.id in ids and figure.id not in uniform]
    uniform |= zip(free, drawing.sampler.uniform(free, start, stop), strict=True)
    found = {}
    for figure in model.uncertain:
        if figure.id in ids:
            assert figure.distribution is not None
            found[figure.id] = values(figure.distribution, figure.id, uniform[figure.id])
            found[figure.id] *= model.bindings[figure.id].factor
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


class Running:
    """A run of trials, blocks of them on threads, that can be asked for more: what is done is not done again. Options share the draws.

    beside : what the first trials are looked at for. threads : see `thread_count`. kept : where finished trials are kept, and taken from.
    progress : told after each block how many trials are done, of how many. Results depend on none of them. Raises RoiError for a number
    of threads below 1.
    """

    def __init__(
        self,
        model: Model,
        seed: int,
        kind: str = SAMPLER,
        threads: int | None = None,
        kept: Kept | None = None,
        progress: Progress | None = None,
        beside: Beside | None = None,
    ) -> None:
        self._model, self._seed, self._kept, self._progress = model, seed, kept, progress or (lambda done, of: None)
        self._workers = thread_count(threads)
        self._plan = plan(model, seed, kind)
        self._cells = [option.cells[name] for option in model.options.values() for name in measured(option)]
        self._beside = beside or Beside()
        base = base_values(model)
        self._held = {id: base[id] for id in self._beside.inputs}
        self._curves = {name: option.cells["cumulative_cash_flow"] for name, option in model.options.items()}
        self._found: dict[Cell, Array] = {}
        self._first: Evaluator
        self._done = 0

    def upto(self, trials: int) -> Trials:
        """The first `trials` trials, no fewer than before. Raises RoiError for fewer than 1, or a row without a finite value.

        Whatever stops it, a key pressed too: the trials finished until then are kept.
        """
        if trials < 1:
            raise RoiError(Problem("--trials", f"{trials} trials", "give a whole number of at least 1, or auto"))
        early = min(trials, CURVE_TRIALS)
        self._make_room(trials, early)
        looked_at = [*self._cells, *self._beside.cells, *self._curves.values()]
        try:
            # the first trials are run in any case: the cumulative cash flow is not kept, and they show whether what is kept is of this run
            if self._done < early:
                self._first = self._run(looked_at, early, trials, self._beside.inputs)
            self._take_kept(trials)
            if self._done < trials:
                self._run(self._cells, trials, trials)
        except KeyboardInterrupt:
            self._keep(1)
            raise
        if self._kept and (self._kept.whole or trials > CHUNK):
            self._keep(1)
        measures = {name: {one: self._found[option.cells[one]] for one in measured(option)} for name, option in self._model.options.items()}
        fans = {name: np.percentile(self._found[cell], FAN, axis=1) for name, cell in self._curves.items()}
        beside = {cell: self._found[cell] for cell in self._beside.cells}
        return Trials(trials, self._seed, measures, fans, self._plan, beside, self._first, self._held)

    def _make_room(self, trials: int, early: int) -> None:
        years = len(self._model.calendar.years)
        rooms: dict[Cell, Array] = {cell: np.empty((years, early)) for cell in self._curves.values()}
        rooms |= {cell: np.empty(early if cell.row.metric else (years, early)) for cell in self._beside.cells}
        rooms |= {cell: room(trials) for cell in self._cells}
        for cell, before in self._found.items():
            rooms[cell][..., : before.shape[-1]] = before
        self._found = rooms

    def _run(self, cells: list[Cell], last: int, trials: int, beside: Set[str] = frozenset()) -> Evaluator:
        """Run what is missing of the first `last` trials. Returns the program."""
        first, begun = self._done, min(self._done + BLOCK, last)
        self._tell(trials)
        with ThreadPoolExecutor(self._workers) as pool:
            # the tables that draws need are made once, while the program is compiled, not by every thread
            drawn = pool.submit(draws, self._model, self._plan, first, begun)
            program = _evaluator(self._model, cells, trials, beside)
            share = (last - begun) // self._workers
            size = min(batch(self._model, program.block), max(share // BLOCK, 1) * BLOCK)
            work = {begun: pool.submit(self._block, program, first, begun, drawn.result())}
            work |= {stop: pool.submit(self._draw_block, program, start, stop) for start, stop in blocks(last, size, begun)}
            try:
                for stop, one in work.items():
                    one.result()
                    self._done = stop
                    self._keep(CHUNK)
                    self._tell(trials)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                finished = takewhile(lambda stop: not work[stop].cancelled() and not work[stop].exception(), work)
                self._done = max([self._done, *finished])
                raise
        return program

    def _draw_block(self, program: Evaluator, start: int, stop: int) -> None:
        self._block(program, start, stop, draws(self._model, self._plan, start, stop))

    def _block(self, program: Evaluator, start: int, stop: int, inputs: dict[str, Array]) -> None:
        for cell, found in program.run({**self._held, **inputs}, stop - start).items():
            self._found[cell][..., start:stop] = found
        _refuse_gaps_in_block(self._model, {cell: self._found[cell][start:stop] for cell in self._cells}, inputs, start)
        for cell in self._cells:
            let_go(self._found[cell])

    def _tell(self, trials: int) -> None:
        """Not while trials are run that are kept already: a jump to these would belie the rate."""
        if self._kept is None or self._done >= self._kept.trials:
            self._progress(self._done, trials)

    def _keep(self, least: int) -> None:
        """Keep the finished trials when at least so many are not kept yet."""
        if self._kept and self._done - self._kept.trials >= least:
            self._kept.save(np.stack([self._found[cell][self._kept.trials : self._done] for cell in self._cells]))

    def _take_kept(self, trials: int) -> None:
        """Take the kept trials that follow those done. Raises RoiError when the first are not those this machine has just found."""
        if self._kept is None:
            return
        for start, piece in self._kept.pieces(trials):
            stop = min(start + piece.shape[1], trials)
            both = min(self._done, stop)
            for cell, kept in zip(self._cells, piece, strict=True):
                found = self._found[cell]
                if not np.array_equal(found[start:both], kept[: both - start], equal_nan=True):
                    what = "the kept trials are not what this version of the files and programs finds"
                    raise RoiError(Problem(str(self._kept.folder), what, ANEW))
                found[start:stop] = kept[: stop - start]
            self._done = max(self._done, stop)


def run_trials(model: Model, trials: int, seed: int, kind: str = SAMPLER, threads: int | None = None) -> Trials:
    """Draw and run all trials, see `Running`."""
    return Running(model, seed, kind, threads).upto(trials)


def _evaluator(model: Model, cells: list[Cell], trials: int, beside: Set[str] = frozenset()) -> Evaluator:
    base, drawn = base_values(model), {*model.drawn, *beside}
    fixed = {id: value for id, value in base.items() if id not in drawn}
    return evaluator(model.steps(cells), fixed, len(model.calendar.years), drawn, trials)


def one_trial(model: Model, seed: int, trial: int, kind: str = SAMPLER) -> dict[str, Array]:
    """Value of every input in one trial, by id."""
    return base_values(model) | {id: value[..., 0] for id, value in draws(model, plan(model, seed, kind), trial, trial + 1).items()}


def _refuse_gaps_in_block(model: Model, measures: Mapping[Cell, Array], values: Mapping[str, Array], start: int) -> None:
    for cell, array in measures.items():
        if cell.name not in MAY_BE_MISSING and not np.isfinite(array).all():
            trial = int(np.flatnonzero(~np.isfinite(array))[0])
            inputs = base_values(model) | {id: value[..., trial] for id, value in values.items()}
            found = Tape(model.program, inputs, len(model.calendar.years)).run({}, 1)
            refuse_gaps(model, {one: found[one][:, 0] for one in found}, f"trial {start + trial}")
