"""A statement: rows of one option, traced once into a graph of formulas that share what the options have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from roi.errors import Problem, RoiError
from roi.formula.cell import Cell
from roi.formula.graph import misused, nodes, referred, rings, spread, unsound
from roi.formula.nodes import Formula, Input, constant
from roi.formula.row import Row, rows
from roi.formula.symbols import ONE_YEAR, Symbols
from roi.units import YEAR


class Statement:
    """Rows, inputs and metrics of one option (or, as `parent`, what the options share). Tracing happens here.

    inputs : name as rows write it (``plant.capacity``) -> `Input`. Raises RoiError with every problem of every row.
    """

    def __init__(
        self,
        name: str,
        label: str,
        items: Iterable[Row],
        inputs: Mapping[str, Input],
        metrics: Iterable[Row] = (),
        parent: Statement | None = None,
    ) -> None:
        self.name, self.label, self.parent = name, label, parent
        self.inputs = dict(inputs)
        self.groups = frozenset(group for name in inputs for group in _groups(name))
        self.cells = {one.name: Cell(self, one) for one in rows(items, metrics)}
        self._refuse(problem for cell in self.cells.values() for problem in unsound(cell))
        self._refuse(self._trace())
        _mark_yearly(self)
        openings: dict[Cell, Formula] = {}
        self._refuse([*rings(self), *(problem for cell in self.cells.values() for problem in misused(cell, openings))])
        for cell, start in openings.items():
            cell.opening = start

    @property
    def rows(self) -> tuple[Cell, ...]:
        """Line items in printed order."""
        return tuple(cell for cell in self.cells.values() if not cell.row.metric)

    @property
    def metrics(self) -> tuple[Cell, ...]:
        """Measures over all years, in printed order."""
        return tuple(cell for cell in self.cells.values() if cell.row.metric)

    def _refuse(self, problems: Iterable[Problem]) -> None:
        found = list(problems)
        if found:
            raise RoiError(found)

    def _trace(self) -> Iterator[Problem]:
        for cell in self.cells.values():
            try:
                cell.formula = self._traced(cell)
            except RoiError as error:
                yield from (Problem(one.where, one.what, one.remedy, cell.id) for one in error.problems)
            except Exception as error:
                what = f"the row function failed: {type(error).__name__}: {error}"
                yield Problem(cell.row.where, what, "use only symbols, arithmetic and the vocabulary of roi.formula", cell.id)

    def _traced(self, cell: Cell) -> Formula:
        row = cell.row
        given = row(Symbols(self, symbol, row.part, row.member))
        if not isinstance(given, (Formula, int, float)) or isinstance(given, bool):
            found = "nothing" if given is None else f"a {type(given).__name__}"
            raise RoiError(Problem(row.where, f"the row returns {found}", "return a formula of s.names"))
        try:
            result = constant(given)
        except RoiError as error:
            raise RoiError(Problem(row.where, one.what, one.remedy) for one in error.problems) from error
        if result.op == "const" and result.payload == 0:
            result = Formula("const", (), row.unit, 0.0)
        if result.unit != row.unit:
            remedy = "change the declared unit or the formula"
            if YEAR * result.unit == row.unit or YEAR * row.unit == result.unit:
                remedy = "use s.one_year: a yearly flow times s.one_year is an amount"
            raise RoiError(Problem(row.where, f"declared in {row.unit}, but the formula gives {result.unit}", remedy))
        return result


def _groups(name: str) -> Iterator[str]:
    """``a`` and ``a.b`` of ``a.b.c``."""
    while name := name.rpartition(".")[0]:
        yield name


def symbol(leaf: Cell | Input) -> Formula:
    """Node that stands for a row or an input."""
    if isinstance(leaf, Cell):
        return Formula("row", (), leaf.row.unit, leaf)
    return Formula("one_year" if leaf is ONE_YEAR else "input", (), leaf.unit, leaf)


def _mark_yearly(statement: Statement) -> None:
    """A row is yearly when a series, another yearly row or last year's value reaches it, or when its single years are looked at.

    Measures never are.
    """
    done: set[Cell] = set()

    def visit(cell: Cell) -> bool:
        if cell.statement is statement and cell not in done:
            done.add(cell)
            leaves = [node.op == "prior" or (node.op == "input" and node.payload.shape == "series") for node in nodes(cell.formula)]
            others = [visit(other) for other in referred(cell)]
            cell.yearly = not cell.row.metric and (any(leaves) or any(others))
        return cell.yearly

    for cell in statement.cells.values():
        visit(cell)
    for cell in statement.cells.values():
        for other in spread(cell.formula):
            other.yearly = not other.row.metric
