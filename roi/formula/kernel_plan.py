"""Which steps of a program are compiled, and when they run: once a trial, every year, or after the years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from roi.formula.lower import RATES, Program, Step

ONCE, YEARLY, AFTER = "once", "yearly", "after"
SUMS = ("total", "present_value", "outlays", "receipts")
NOT_COMPILED = ("rates", "mid_year_rates", *RATES, "mirr")
"""They look at all years at once, or raise to a power, whose last bit only NumPy gives as NumPy does."""


@dataclass(frozen=True)
class Plan:
    """A program cut for compiling. All numbers are indices of steps.

    stages : when each compiled step runs, in the order of work.
    inputs : drawn scalars, series and tables that compiled steps read. numbers, paths, tables : what no draw reaches, the same way.
    results : compiled steps that somebody else reads: outputs, and operands of what is not compiled. flows : those that only the search
    for rates reads.
    """

    steps: tuple[Step, ...]
    stages: dict[int, str]
    inputs: tuple[int, ...]
    numbers: tuple[int, ...]
    paths: tuple[int, ...]
    tables: tuple[int, ...]
    results: tuple[int, ...]
    flows: tuple[int, ...]

    def yearly(self, index: int) -> bool:
        """True for a step with a value for each year, be it compiled or not."""
        return self.stages.get(index) == YEARLY or index in self.paths or (index in self.inputs and _is_path(self.steps[index]))

    def condition(self, index: int) -> bool:
        """True for a step whose values are conditions."""
        step = self.steps[index]
        return step.condition or step.op in ("lt", "le", "gt", "ge", "eq", "and", "or", "not")


def plan(program: Program, varies: frozenset[int], fixed: Mapping[int, NDArray[Any]]) -> Plan:
    """Cut a program. varies : steps that a draw reaches. fixed : values of the others, as the tape has them."""
    steps, stages = program.steps, dict[int, str]()
    paths = {index for index, value in fixed.items() if value.ndim > 1 and value.shape[0] > 1}
    paths |= {index for index in varies if steps[index].op == "input" and _is_path(steps[index])}
    left_out: set[int] = set()
    for index in (one for group in program.order for one in group):
        if index in varies and steps[index].op != "input":
            stage = _stage(steps[index], index in program.recursive, stages, paths, left_out)
            if stage:
                stages[index] = stage
            else:
                left_out.add(index)
    read = dict.fromkeys(arg for index in sorted(stages) for arg in steps[index].args if arg not in stages)
    wanted = {*program.outputs.values(), *(arg for index in left_out if steps[index].op != "rates" for arg in steps[index].args)}
    flows = {steps[index].args[0] for index in left_out if steps[index].op == "rates"} - wanted
    return Plan(
        steps,
        stages,
        tuple(one for one in read if one in varies and not _is_table(steps[one])),
        tuple(one for one in read if one in fixed and one not in paths and not _is_table(steps[one])),
        tuple(one for one in read if one in fixed and one in paths),
        tuple(one for one in read if _is_table(steps[one])),
        tuple(one for one in stages if one in wanted),
        tuple(one for one in stages if one in flows),
    )


def _stage(step: Step, recursive: bool, stages: Mapping[int, str], paths: set[int], left_out: set[int]) -> str:
    """When a step runs; empty for one that is not compiled."""
    if step.op in NOT_COMPILED or not left_out.isdisjoint(step.args):
        return ""
    if step.op in SUMS:
        # a rate that is itself a measure would need the years a second time
        return AFTER if step.op in ("total", "present_value") or stages.get(step.args[1], ONCE) == ONCE else ""
    found = {stages.get(arg, YEARLY if arg in paths else ONCE) for arg in step.args}
    yearly = recursive or step.op == "prior" or YEARLY in found
    if AFTER in found:
        return "" if yearly else AFTER
    return YEARLY if yearly else ONCE


def _is_table(step: Step) -> bool:
    return step.op == "input" and step.payload.shape == "table"


def _is_path(step: Step) -> bool:
    return bool(step.payload.shape == "series")
