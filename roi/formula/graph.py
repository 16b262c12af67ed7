"""Walking formulas: nodes, references, and what only the whole statement can tell."""

from __future__ import annotations

from collections.abc import Iterator

from roi.errors import Problem
from roi.formula.cell import Cell, Scope
from roi.formula.nodes import Formula, show
from roi.formula.row import hidden_numbers
from roi.formula.vocabulary import AGGREGATES

_OVER_YEARS = ("total", "present_value", "irr", "irr_roots", "irr_mid_year", "irr_mid_year_roots")
_ELSEWHERE = frozenset((*_OVER_YEARS, "prior", "mirr"))
"""Operations that read a row for last year or over all years."""


def nodes(formula: Formula, this_year: bool = False) -> tuple[Formula, ...]:
    """Each node of a formula once, operands before what uses them; rows it refers to are leaves.

    this_year : leave out rows that are read for last year or over all years only.
    """
    if formula.walks is None:
        every = tuple(_nodes(formula, this_year=False))
        of_year = tuple(_nodes(formula, this_year=True)) if any(node.op in _ELSEWHERE for node in every) else every
        formula.walks = (every, of_year)
    return formula.walks[this_year]


def _nodes(formula: Formula, this_year: bool) -> Iterator[Formula]:
    seen: set[int] = set()
    stack = [(formula, False)]
    while stack:
        node, expanded = stack.pop()
        if expanded:
            yield node
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((arg, False) for arg in reversed(_operands(node) if this_year else node.args))


def _added_up(node: Formula) -> tuple[Formula, ...]:
    """Rows that a measure looks at over all years."""
    return node.args[:1] if node.op == "mirr" else node.args if node.op in _OVER_YEARS else ()


def _operands(node: Formula) -> tuple[Formula, ...]:
    if node.op in ("prior", "mirr"):
        return node.args[1:]
    return () if node.op in _OVER_YEARS else node.args


def referred(cell: Cell) -> list[Cell]:
    """Rows whose value of the same year the formula of `cell` needs, in the order of the formula."""
    return list(dict.fromkeys(node.payload for node in nodes(cell.formula, this_year=True) if node.op == "row"))


def rings(statement: Scope) -> Iterator[Problem]:
    """Rows that need each other in the same year."""
    done: set[Cell] = set()
    for start in statement.cells.values():
        path: list[Cell] = []
        work = [(start, iter(referred(start)))] if start not in done else []
        while work:
            cell, rest = work[-1]
            if len(path) < len(work):
                path.append(cell)
            other = next(rest, None)
            if other is None:
                done.add(path.pop())
                work.pop()
            elif other in path:
                ring = [*path[path.index(other) :], other]
                names = " -> ".join(one.name for one in ring)
                yield Problem(
                    other.row.where, f"rows need each other in the same year: {names}", "let one of them read prior(row)", other.id
                )
                done.update(path)
                break
            elif other not in done and other.statement is statement:
                work.append((other, iter(referred(other))))


def whole(formula: Formula, known: dict[int, bool] | None = None) -> bool:
    """True when every value of the formula is a whole number. Each row and node is looked at once; a ring is not whole."""
    found = {} if known is None else known
    if formula.op == "row":
        cell = formula.payload
        if id(cell) not in found:
            found[id(cell)] = False
            found[id(cell)] = whole(cell.formula, found)
        return found[id(cell)]
    if formula.op == "const":
        return float(formula.payload).is_integer()
    if formula.op in ("input", "one_year"):
        return bool(formula.payload.whole)
    if formula.op not in ("add", "sub", "mul", "neg", "where", "maximum", "minimum"):
        return False
    if id(formula) not in found:
        found[id(formula)] = all(whole(arg, found) for arg in (formula.args[1:] if formula.op == "where" else formula.args))
    return found[id(formula)]


def unsound(cell: Cell) -> Iterator[Problem]:
    """What can be told before tracing: numbers from outside the symbols, a row named like an input."""
    row = cell.row
    for name in hidden_numbers(row.function):
        yield Problem(row.where, f"the row reads a number from outside ({name})", "make it an assumption and read it as s.name", cell.id)
    if row.name in cell.statement.inputs:
        yield Problem(row.where, f"{row.name} is the name of a row and of an input", "rename one", cell.id)


def misused(cell: Cell, openings: dict[Cell, Formula]) -> Iterator[Problem]:
    """What a traced formula may not say: totals inside rows, measures in rows, yearly values in measures, == on computed numbers.

    openings : opening value of each row read by prior() so far; those of this row are added.
    """
    metric = cell.row.metric
    direct = {id(node) for node in nodes(cell.formula, this_year=True)}
    for node in reversed(nodes(cell.formula)):
        reads_row = node.op in ("row", "prior")
        if node.op in AGGREGATES and not metric:
            what, remedy = f"{node.op}() inside a row", "make it a @metric; a row knows its own year and, by prior(), the year before"
        elif reads_row and node.payload.row.metric and not metric:
            what, remedy = f"the row reads the measure {node.payload.name}", "a measure looks at all years: read it in another measure"
        elif metric and node.op == "prior":
            what, remedy = f"the measure reads {node.payload.name} of last year", "a measure has no year: write total(row)"
        elif measured := [arg.payload.name for arg in _added_up(node) if arg.payload.row.metric]:
            what, remedy = f"the measure {measured[0]} has no years to add up", "read it as it is, without total()"
        elif metric and id(node) in direct and _has_years(node):
            name = node.payload.name if node.op == "row" else node.payload.id
            what, remedy = f"the measure uses {name}, which has a value for each year", "write total(row) or present_value(row, discount)"
        elif node.op == "eq" and not all(whole(arg) for arg in node.args):
            what, remedy = f"== on computed numbers: {show(node)}", "compare with <= and >=, or between(x, low, high)"
        elif node.op == "prior" and not _same_opening(node, openings):
            what = f"prior({node.payload.name}) has two opening values, {show(openings[node.payload])} and {show(node.args[1])}"
            remedy = "use one: the workbook has one column before the first year"
        else:
            continue
        yield Problem(cell.row.where, what, remedy, cell.id)


def _has_years(node: Formula) -> bool:
    return bool(node.op == "row" and node.payload.yearly) or (node.op == "input" and node.payload.shape == "series")


def _same_opening(node: Formula, openings: dict[Cell, Formula]) -> bool:
    """True when the row has no other opening value; the first one asked for counts."""
    start = node.args[1]
    known = node.payload.opening
    first = openings.setdefault(node.payload, start if known is None else known)
    return bool(first.op == start.op and first.payload == start.payload)


def spread(formula: Formula) -> Iterator[Cell]:
    """Rows whose single years the formula looks at: last year's, or all of them."""
    for node in nodes(formula):
        if node.op == "prior":
            yield node.payload
        yield from (arg.payload for arg in _added_up(node))
