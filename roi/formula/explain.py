"""A row in words: its formula with labels, with the values of a year, and every assumption it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roi.formula.cell import Cell
from roi.formula.excel import number
from roi.formula.graph import nodes
from roi.formula.lower import without_one_year
from roi.formula.nodes import Formula, Input

_SIGN = {
    "eq": " = ",
    "lt": " < ",
    "le": " ≤ ",
    "gt": " > ",
    "ge": " ≥ ",
    "add": " + ",
    "sub": " − ",
    "mul": " × ",
    "div": " / ",
    "and": " and ",
    "or": " or ",
}
_LEVEL = {"or": 0, "and": 1, "eq": 2, "lt": 2, "le": 2, "gt": 2, "ge": 2, "add": 3, "sub": 3, "mul": 4, "div": 4, "neg": 6}
_WORDS = {
    "maximum": "larger of",
    "minimum": "smaller of",
    "sqrt": "square root of",
    "total": "sum over all years of",
    "present_value": "present value of",
    "irr": "internal rate of return of",
    "irr_roots": "number of rates of return of",
    "irr_mid_year": "internal rate of return, flows in mid-year, of",
    "irr_mid_year_roots": "number of rates of return, flows in mid-year, of",
    "mirr": "modified rate of return of",
}


@dataclass(frozen=True)
class Explanation:
    """words : formula with labels. values : the same with the values of a year. direct : inputs the formula names itself.
    others : section -> inputs behind the rows it names."""

    words: str
    values: str
    direct: tuple[Input, ...]
    others: dict[str, tuple[Input, ...]]


def explain(cell: Cell, value: Callable[[Cell | Input, int], str]) -> Explanation:
    """Explanation of a row. `value` gives the printed value of a row or input this year (offset 0) or last year (-1)."""
    direct = inputs_of(cell)
    others: dict[str, list[Input]] = {}
    for other in behind(cell):
        for leaf in inputs_of(other):
            if leaf not in direct and not any(leaf in known for known in others.values()):
                others.setdefault(leaf.section, []).append(leaf)
    return Explanation(
        in_words(cell),
        _words(cell.formula, value)[0],
        tuple(direct),
        {section: tuple(leaves) for section, leaves in others.items()},
    )


def in_words(cell: Cell) -> str:
    """Formula of a row with the labels of the rows and inputs it names."""
    return _words(cell.formula, lambda leaf, offset: _label(leaf) + (" of last year" if offset else ""))[0]


def inputs_of(cell: Cell) -> list[Input]:
    """Inputs named in the formula of the row itself, in its order."""
    return list(dict.fromkeys(node.payload for node in nodes(cell.formula) if node.op == "input"))


def behind(cell: Cell) -> list[Cell]:
    """Every row the value of the row depends on, this year's or earlier, nearest first, without the row itself."""
    found: dict[Cell, None] = {}
    queue = [cell]
    while queue:
        for node in nodes(queue.pop(0).formula):
            other = node.payload if node.op == "row" else None
            if other is not None and other not in found and other is not cell:
                found[other] = None
                queue.append(other)
    return list(found)


def _label(leaf: Cell | Input) -> str:
    return leaf.row.label if isinstance(leaf, Cell) else leaf.label


def _words(formula: Formula, say: Callable[[Cell | Input, int], str]) -> tuple[str, int]:
    formula = without_one_year(formula)
    op, args = formula.op, formula.args
    if op == "one_year":
        return "1", 9
    if op == "const":
        return number(formula.payload), 9
    if op in ("input", "row"):
        return say(formula.payload, 0), 9
    if op == "prior":
        return say(formula.payload, -1), 9
    texts = [_words(arg, say) for arg in args]
    plain = [text for text, _ in texts]
    if op == "neg":
        return f"−{plain[0]}" if texts[0][1] == 9 else f"−({plain[0]})", _LEVEL["neg"]
    if op in _SIGN:
        level = _LEVEL[op]
        left = f"({plain[0]})" if texts[0][1] < level else plain[0]
        right = f"({plain[1]})" if texts[1][1] <= level else plain[1]
        return f"{left}{_SIGN[op]}{right}", level
    if op == "not":
        return f"not ({plain[0]})", 9
    if op == "where":
        return f"[{plain[1]} if {plain[0]}, else {plain[2]}]", 9
    if op == "available":
        return f"[{plain[1]} if {plain[0]}, else n/a]", 9
    if op == "divide":
        return f"[{_ratio(texts)}, or {plain[2]} where the divisor is 0]", 9
    if op == "lookup":
        return f"[{plain[0]} at {plain[1]}]", 9
    if op == "present_value":
        return f"[present value of {plain[0]} at {plain[1]}]", 9
    joined = " and ".join(plain)
    return f"[{_WORDS[op]} {joined}]", 9


def _ratio(texts: list[tuple[str, int]]) -> str:
    left = f"({texts[0][0]})" if texts[0][1] < _LEVEL["div"] else texts[0][0]
    right = f"({texts[1][0]})" if texts[1][1] <= _LEVEL["div"] else texts[1][0]
    return f"{left} / {right}"
