"""From the graph of rows to a list of steps: each distinct operation once, in order, with balances grouped year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from roi.formula.cell import Cell
from roi.formula.graph import nodes
from roi.formula.nodes import Formula
from roi.units import FLAG

AGGREGATED = ("total", "present_value", "rates", "mid_year_rates", "outlays", "receipts")
RATES = {
    "irr": ("rates", 0),
    "irr_roots": ("rates", 1),
    "irr_mid_year": ("mid_year_rates", 0),
    "irr_mid_year_roots": ("mid_year_rates", 1),
}
"""Rate and number of roots come from one search: the step of it, with the rate in row 0 and the number in row 1, and their row."""


@dataclass(frozen=True)
class Step:
    """One operation.

    args : indices of earlier steps; for ``prior`` that of the row's step, which may come later, then that of the opening value.
    condition : True when the values are conditions, kept as booleans.
    """

    op: str
    args: tuple[int, ...]
    payload: Any
    condition: bool = False


@dataclass(frozen=True)
class Program:
    """Steps, the step behind each output cell, and the order of work: single steps and groups that run year by year."""

    steps: tuple[Step, ...]
    outputs: dict[Cell, int]
    order: tuple[tuple[int, ...], ...]
    recursive: frozenset[int]

    def part(self, cells: Sequence[Cell]) -> Program:
        """What some of the outputs need, alone."""
        needed, work = set[int](), [self.outputs[cell] for cell in cells]
        while work:
            index = work.pop()
            if index not in needed:
                needed.add(index)
                work += self.steps[index].args
        place = {index: position for position, index in enumerate(sorted(needed))}
        steps = [self.steps[index] for index in place]
        return Program(
            tuple(Step(one.op, tuple(place[arg] for arg in one.args), one.payload, one.condition) for one in steps),
            {cell: place[self.outputs[cell]] for cell in cells},
            tuple(tuple(place[index] for index in group) for group in self.order if group[0] in needed),
            frozenset(place[index] for index in self.recursive & needed),
        )


def lower(cells: Sequence[Cell]) -> Program:
    """Steps for the given rows and measures and all that they need."""
    builder = _Builder()
    builder.prepare(cells)
    outputs = {cell: builder.cell(cell) for cell in cells}
    builder.close()
    order = _components([step.args for step in builder.steps])
    recursive = frozenset(index for group in order for index in group if len(group) > 1 or index in builder.steps[index].args)
    return Program(tuple(builder.steps), outputs, tuple(_sorted(group, builder.steps) for group in order), recursive)


class _Builder:
    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._known: dict[tuple[str, tuple[int, ...], Any, bool], int] = {}
        self._cells: dict[Cell, int] = {}
        self._open: list[tuple[int, Cell, int]] = []

    def prepare(self, cells: Sequence[Cell]) -> None:
        """Build rows before those that need them, so that a long chain of rows does not recurse."""
        work = list(reversed(cells))
        while work:
            cell = work[-1]
            if cell in self._cells:
                work.pop()
                continue
            # a measure reads rows over all years, a row those of the same year: neither has rings, so this ends
            read = nodes(cell.formula, this_year=not cell.row.metric)
            missing = [node.payload for node in read if node.op == "row" and node.payload not in self._cells]
            if missing:
                work += missing
            else:
                self.cell(work.pop())

    def cell(self, cell: Cell) -> int:
        """Step of a row's formula. Recursion follows references of the same year only, which have no rings."""
        if cell not in self._cells:
            self._cells[cell] = self._formula(cell.formula)
        return self._cells[cell]

    def close(self) -> None:
        """Point each prior() at the step of its row, now that no row is half built."""
        while self._open:
            index, cell, start = self._open.pop()
            self.prepare([cell])
            self.steps[index] = Step("prior", (self.cell(cell), start), cell, cell.row.unit == FLAG)

    def _formula(self, formula: Formula) -> int:
        if formula.op == "row":
            return self.cell(formula.payload)
        if formula.op == "prior":
            start = self._formula(formula.args[1])
            fresh = ("prior", (start,), formula.payload, formula.unit == FLAG) not in self._known
            index = self._step("prior", (start,), formula.payload, formula.unit == FLAG)
            if fresh:
                self._open.append((index, formula.payload, start))
            return index
        if formula.op == "one_year":
            return self._step("const", (), 1.0)
        kept = without_one_year(formula)
        if kept is not formula:
            return self._formula(kept)
        args = tuple(self._formula(arg) for arg in formula.args)
        if formula.op in RATES:
            args = (self._step(RATES[formula.op][0], args, None),)
        if formula.op == "mirr":
            args = (self._step("outlays", args, None), self._step("receipts", args, None), args[1])
        return self._step(formula.op, args, formula.payload, formula.unit == FLAG)

    def _step(self, op: str, args: tuple[int, ...], payload: Any, condition: bool = False) -> int:
        key = (op, args, payload, condition)
        if key not in self._known:
            self.steps.append(Step(op, args, payload, condition))
            self._known[key] = len(self.steps) - 1
        return self._known[key]


def without_one_year(formula: Formula) -> Formula:
    """The other factor where a product or quotient has the factor one year: x * 1 and x / 1 are x to the bit.

    A condition keeps the factor: it makes a number of it.
    """
    while formula.op in ("mul", "div"):
        left, right = formula.args
        if _is_one_year(right) and left.unit != FLAG:
            formula = left
        elif formula.op == "mul" and _is_one_year(left) and right.unit != FLAG:
            formula = right
        else:
            break
    return formula


def _is_one_year(formula: Formula) -> bool:
    return formula.op == "one_year" or (formula.op in ("mul", "div") and all(_is_one_year(arg) for arg in formula.args))


def _components(edges: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Strongly connected components, operands before what uses them (Tarjan, without recursion)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[int] = []
    found: list[tuple[int, ...]] = []
    for root in range(len(edges)):
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(edges[other])))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group: list[int] = []
                    while not group or group[-1] != node:
                        group.append(stack.pop())
                        on_stack.discard(group[-1])
                    found.append(tuple(group))
    return found


def _sorted(group: tuple[int, ...], steps: Sequence[Step]) -> tuple[int, ...]:
    """Order inside one year: operands first; what prior() reads belongs to the year before and does not count."""
    if len(group) == 1:
        return group
    members, done = set(group), dict[int, None]()

    def visit(node: int) -> None:
        if node in done:
            return
        if steps[node].op != "prior":
            for arg in steps[node].args:
                if arg in members:
                    visit(arg)
        done[node] = None

    for node in sorted(group):
        visit(node)
    return tuple(done)
