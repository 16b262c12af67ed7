"""A statement: rows of one option, traced once into a graph of formulas that share what the options have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from roi.errors import Problem, RoiError
from roi.formula.nodes import Formula, Input, show
from roi.formula.row import Row, rows
from roi.formula.symbols import ONE_YEAR, Symbols
from roi.formula.vocabulary import AGGREGATES
from roi.units import NUMBER, YEAR


class Cell:
    """A row in a statement. `formula` is set once, by tracing."""

    __slots__ = ("formula", "row", "statement", "yearly")
    formula: Formula

    def __init__(self, statement: Statement, row: Row) -> None:
        self.statement, self.row, self.yearly = statement, row, False

    @property
    def name(self) -> str:
        """Name of the row, unique in its statement."""
        return self.row.name

    @property
    def id(self) -> str:
        """``statement.row``, unique among statements."""
        return f"{self.statement.name}.{self.row.name}"


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
        self.cells = {one.name: Cell(self, one) for one in rows(items, metrics)}
        self._trace()
        _refuse_rings(self)
        _mark_yearly(self)
        problems = [problem for cell in self.cells.values() for problem in _misused(cell)]
        if problems:
            raise RoiError(problems)

    @property
    def rows(self) -> tuple[Cell, ...]:
        """Line items in printed order."""
        return tuple(cell for cell in self.cells.values() if not cell.row.metric)

    @property
    def metrics(self) -> tuple[Cell, ...]:
        """Measures over all years, in printed order."""
        return tuple(cell for cell in self.cells.values() if cell.row.metric)

    def _trace(self) -> None:
        problems: list[Problem] = []
        for cell in self.cells.values():
            try:
                cell.formula = self._traced(cell)
            except RoiError as error:
                problems += [Problem(one.where, one.what, one.remedy, cell.id) for one in error.problems]
            except Exception as error:
                what = f"the row function failed: {type(error).__name__}: {error}"
                problems.append(Problem(cell.row.where, what, "use only symbols, arithmetic and the vocabulary of roi.formula", cell.id))
        if problems:
            raise RoiError(problems)

    def _traced(self, cell: Cell) -> Formula:
        row = cell.row
        result = row(Symbols(self, symbol, row.part))
        if isinstance(result, (int, float)) and not isinstance(result, bool):
            result = Formula("const", (), row.unit if result == 0 else NUMBER, float(result))
        if not isinstance(result, Formula):
            found = "nothing" if result is None else f"a {type(result).__name__}"
            raise RoiError(Problem(row.where, f"the row returns {found}", "return a formula of s.names"))
        if result.unit != row.unit:
            remedy = "change the declared unit or the formula"
            if YEAR * result.unit == row.unit or YEAR * row.unit == result.unit:
                remedy = "use s.one_year: a yearly flow times s.one_year is an amount"
            raise RoiError(Problem(row.where, f"declared in {row.unit}, but the formula gives {result.unit}", remedy))
        return result


def symbol(leaf: Cell | Input) -> Formula:
    """Node that stands for a row or an input."""
    if isinstance(leaf, Cell):
        return Formula("row", (), leaf.row.unit, leaf)
    return Formula("one_year" if leaf is ONE_YEAR else "input", (), leaf.unit, leaf)


def nodes(formula: Formula) -> Iterator[Formula]:
    """Each node of a formula once, operands before what uses them; rows it refers to are leaves."""
    seen: set[int] = set()
    stack = [(formula, False)]
    while stack:
        node, expanded = stack.pop()
        if expanded:
            yield node
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((arg, False) for arg in reversed(node.args))


def referred(cell: Cell) -> list[Cell]:
    """Rows whose value of the same year the formula of `cell` needs, in the order of the formula."""
    last_years = {id(node.args[0]) for node in nodes(cell.formula) if node.op == "prior"}
    return list(dict.fromkeys(node.payload for node in nodes(cell.formula) if node.op == "row" and id(node) not in last_years))


def _refuse_rings(statement: Statement) -> None:
    done: set[Cell] = set()

    def visit(cell: Cell, path: list[Cell]) -> None:
        if any(cell is one for one in path):
            ring = " -> ".join([one.name for one in path[next(i for i, one in enumerate(path) if one is cell) :]] + [cell.name])
            raise RoiError(
                Problem(cell.row.where, f"rows need each other in the same year: {ring}", "let one of them read prior(row)", cell.id)
            )
        if cell not in done and cell.statement is statement:
            for other in referred(cell):
                visit(other, [*path, cell])
            done.add(cell)

    for cell in statement.cells.values():
        visit(cell, [])


def _mark_yearly(statement: Statement) -> None:
    """A row is yearly when a series, another yearly row or last year's value reaches it; measures never are."""
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


def whole(formula: Formula, known: dict[int, bool] | None = None) -> bool:
    """True when every value of the formula is a whole number. Each row is looked at once."""
    found = {} if known is None else known
    for node in nodes(formula):
        if node.op == "row":
            cell = node.payload
            if id(cell) not in found:
                found[id(cell)] = whole(cell.formula, found)
            found[id(node)] = found[id(cell)]
        elif node.op == "const":
            found[id(node)] = float(node.payload).is_integer()
        elif node.op in ("input", "one_year"):
            found[id(node)] = bool(node.payload.whole)
        else:
            operands = node.args[1:] if node.op == "where" else node.args
            kept = node.op in ("add", "sub", "mul", "neg", "where", "maximum", "minimum")
            found[id(node)] = kept and all(found[id(one)] for one in operands)
    return found[id(formula)]


def _misused(cell: Cell) -> Iterator[Problem]:
    """What only the whole statement can tell: totals inside rows, yearly rows inside measures, == on computed numbers."""
    inside: set[int] = set()
    for node in reversed(list(nodes(cell.formula))):
        if node.op in ("total", "present_value", "irr", "irr_roots", "mirr"):
            inside |= {id(arg) for arg in node.args}
        if node.op in AGGREGATES and not cell.row.metric:
            what, remedy = f"{node.op}() inside a row", "make it a @metric; a row knows its own year and, by prior(), the year before"
        elif cell.row.metric and node.op == "row" and node.payload.yearly and id(node) not in inside:
            what, remedy = (
                f"the measure uses {node.payload.name}, which has a value for each year",
                "write total(row) or present_value(row, discount)",
            )
        elif node.op == "eq" and not all(whole(arg) for arg in node.args):
            what, remedy = f"== on computed numbers: {show(node)}", "compare with <= and >=, or between(x, low, high)"
        else:
            continue
        yield Problem(cell.row.where, what, remedy, cell.id)
