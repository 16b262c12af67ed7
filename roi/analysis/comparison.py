"""Many statements to answers: each option's measures, and each option against the reference, paired trial by trial."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roi.analysis.breakeven import BreakEven, leading_breakevens
from roi.analysis.drivers import SAMPLE, Drivers, find_drivers
from roi.analysis.focus import focus
from roi.analysis.kept import Kept
from roi.analysis.measures import measured
from roi.analysis.outcomes import Outcomes
from roi.analysis.perspectives import CENT, Standing, standings
from roi.analysis.plan import SAMPLER
from roi.analysis.precision import Precision, enough_trials
from roi.analysis.resilience import Resilience, resilience, shortage_cells
from roi.analysis.risk import Achieved, Cash, Joint, achieved, cash, joint
from roi.analysis.room import chance, found_in, pieces
from roi.analysis.run import Beside, Trials
from roi.analysis.tenders import TenderResult, tender_cells, tender_results
from roi.analysis.threads import thread_count
from roi.analysis.trials import Progress, Running, base_case, draws
from roi.book import Book
from roi.domain import Case, Perspective
from roi.errors import Problem, RoiError
from roi.finance import Statistics
from roi.formula import Cell
from roi.statement.model import Model, build

TOGETHER = 2**21
"""Trials up to which the statistics of several measures are worked out at a time: beyond, memory counts for more."""


@dataclass(frozen=True)
class Measure:
    """A measure of an option: base case and trials."""

    base: float
    trials: Statistics


@dataclass(frozen=True)
class Against:
    """An option against the reference in the same trials.

    incremental_npv : NPV less that of the reference. p_wins : share of trials with a higher NPV; p_wins_se : its standard error.
    """

    incremental_npv: Measure
    p_wins: float
    p_wins_se: float


@dataclass(frozen=True)
class Comparison:
    """Everything a report says about a case.

    base : every row, ``(years,)``, and measure, ``(1,)``, in the base case.
    p_best : option -> share of trials in which its NPV is the highest. joint : outcomes of several options together. cash : by option.
    cash_limit : USD the owner can lay out, None when not asked for. achieved : rank correlations of the draws.
    precision : asked for and reached, None when the number of trials was given. threads : that work out what is asked for later.
    """

    model: Model
    base: dict[Cell, NDArray[np.float64]]
    trials: Trials
    measures: dict[str, dict[str, Measure]]
    p_npv_positive: dict[str, tuple[float, float]]
    against: dict[str, Against]
    p_best: dict[str, float]
    joint: Joint
    cash: dict[str, Cash]
    cash_limit: float | None
    achieved: tuple[Achieved, ...]
    precision: Precision | None
    threads: int

    def prepare(self) -> None:
        """Work out on threads what a report will ask for; each would else be worked out when it is asked for."""
        with ThreadPoolExecutor(self.threads) as pool:
            # the first two are what the others ask for; drivers are worked out for the break-evens
            for together in (("drawn", "_answer"), ("breakevens", "resilience", "tenders")):
                for one in [pool.submit(getattr, self, name) for name in together]:
                    one.result()

    @cached_property
    def drawn(self) -> dict[str, NDArray[np.float64]]:
        """Draws of the first trials, from which drivers and break-evens are worked out."""
        return draws(self.model, self.trials.plan, 0, min(self.trials.trials, SAMPLE))

    @cached_property
    def _answer(self) -> Outcomes:
        """What the answer is about: an option against the reference, or the NPV of the only option."""
        option = focus(self)
        of = "incremental_npv" if option else "npv"
        return Outcomes(self.model, option or self.reference, of, self.model.drawn, self.trials.trials)

    @cached_property
    def drivers(self) -> Drivers:
        """What drives the spread of the option the answer is about, against the reference; of the only option its NPV."""
        return find_drivers(self._answer, self.trials, self.drawn)

    @cached_property
    def breakevens(self) -> tuple[BreakEven, ...]:
        """What each of the strongest drivers would have to be for an even chance, in the first trials of the run."""
        return leading_breakevens(self._answer, self.drivers, self.trials.plan, self.drawn)

    @cached_property
    def tenders(self) -> tuple[TenderResult, ...]:
        """What public tenders bring each option, in the base case and in the first trials."""
        return tender_results(self.model, self.base, self.drawn, self.trials)

    @cached_property
    def perspectives(self) -> dict[Perspective, dict[str, Standing]]:
        """What each option is worth to each party, in the base case and in the trials."""
        return standings(self)

    @cached_property
    def resilience(self) -> dict[str, Resilience]:
        """What outages cost each option, and how much less than the reference, in the first trials."""
        return resilience(self.model, self.drawn, self.trials)

    @property
    def reference(self) -> str:
        """Name of the option the others are compared with."""
        return self.model.case.reference

    def row(self, option: str, name: str) -> NDArray[np.float64]:
        """Base-case values of a row of an option by year."""
        return self.base[self.model.options[option].cells[name]]


def compare(
    case: Case,
    book: Book,
    trials: int | None,
    seed: int,
    kind: str = SAMPLER,
    precision: float | None = None,
    cash_limit: float | None = None,
    threads: int | None = None,
    kept: Callable[[Model], Kept] | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run a case: its base case once and `trials` trials (None: as many as `precision` needs), the draws shared by all options.

    kept : where the trials of a model are kept. threads, progress : see `Running`.
    """
    if cash_limit is not None and not 0.0 < cash_limit < np.inf:
        raise RoiError(Problem("--cash-limit", f"{cash_limit:g} is no limit", "give the USD the owner can lay out, a number above 0"))
    model = build(case, book)
    base = base_case(model)
    reached = None
    beside = Beside((*shortage_cells(model), *tender_cells(model)), frozenset(model.otherwise))
    running = Running(model, seed, kind, threads, kept and kept(model), progress, beside)
    if trials is not None:
        run = running.upto(trials)
    else:
        assert precision is not None
        run, reached = enough_trials(model, precision, running)
    replicates = run.plan.replicates
    workers = thread_count(threads)
    measures = _measures(model, base, run, workers)
    npv = {name: found["npv"] for name, found in run.measures.items()}
    return Comparison(
        model,
        base,
        run,
        measures,
        {name: chance(lambda one: one > 0, values, replicates=replicates) for name, values in npv.items()},
        {name: _against(npv, measures, name, case.reference, replicates) for name in model.options if name != case.reference},
        _best(npv),
        joint(npv, case.reference, replicates),
        {name: cash(run, name, measures[name]["lowest_cash"].trials, cash_limit) for name in model.options},
        cash_limit,
        achieved(model, run),
        reached,
        workers,
    )


def _measures(model: Model, base: dict[Cell, NDArray[np.float64]], run: Trials, workers: int) -> dict[str, dict[str, Measure]]:
    """Statistics of every measure, several at a time unless each is large."""

    def one(option: str, name: str) -> Measure:
        values = run.measures[option][name]
        return Measure(float(base[model.options[option].cells[name]][0]), found_in(values, run.plan.replicates))

    with ThreadPoolExecutor(workers if run.trials <= TOGETHER else 1) as pool:
        work = {
            option: {name: pool.submit(one, option, name) for name in measured(statement)} for option, statement in model.options.items()
        }
        return {option: {name: job.result() for name, job in jobs.items()} for option, jobs in work.items()}


def _against(
    npv: dict[str, NDArray[np.float64]], measures: dict[str, dict[str, Measure]], name: str, reference: str, replicates: int
) -> Against:
    both = npv[name], npv[reference]
    base = measures[name]["npv"].base - measures[reference]["npv"].base
    wins = chance(lambda mine, other: mine - other > CENT, *both, replicates=replicates)
    return Against(Measure(base, found_in(npv[name], replicates, less=npv[reference])), *wins)


def _best(npv: dict[str, NDArray[np.float64]]) -> dict[str, float]:
    """Of equals the first is the best."""
    winners = np.zeros(len(npv), dtype=np.intp)
    for part in pieces(*npv.values()):
        winners += np.bincount(np.argmax(part, axis=0), minlength=len(npv))
    return {name: float(wins / winners.sum()) for name, wins in zip(npv, winners, strict=True)}
