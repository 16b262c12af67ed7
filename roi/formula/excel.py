"""Excel text of a formula: only functions known before Excel 2010, brackets only where precedence or rounding needs them."""

from __future__ import annotations

from typing import Protocol

from roi.formula.cell import Cell
from roi.formula.lower import RATES, without_one_year
from roi.formula.nodes import Formula, Input
from roi.units import FLAG

_LEVEL = {"eq": 1, "lt": 1, "le": 1, "gt": 1, "ge": 1, "add": 3, "sub": 3, "mul": 4, "div": 4, "neg": 6}
_SIGN = {"eq": "=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "add": "+", "sub": "-", "mul": "*", "div": "/"}
_JOINED = {"and": "AND", "or": "OR", "maximum": "MAX", "minimum": "MIN"}
_ATOM = 9
NOT_AVAILABLE = "n/a"


class Places(Protocol):
    """Where the values stand in a workbook, as seen from the column in which the formula is written."""

    def cell(self, cell: Cell) -> str:
        """Value of a row in the same year (or of a row or measure without years)."""

    def prior(self, cell: Cell) -> str:
        """Value of a row one column to the left; before the first year the column holds the opening value."""

    def input(self, leaf: Input) -> str:
        """Value of a scalar input, of a series in the same year, or the range of a table."""

    def span(self, cell: Cell) -> str:
        """Range of a row over all years."""

    def unique(self, cell: Cell) -> str:
        """Cell that holds how many internal rates of return the row has."""

    def half_years(self, cell: Cell) -> str:
        """Range of the flows of a row in steps of half a year: the first year, then each later one with an empty step before the next."""

    def guess(self, cell: Cell) -> str:
        """Cell that holds a rate near the only internal rate of return of the row."""


def excel_text(cell: Cell, places: Places) -> str:
    """Formula of a row or measure, with its leading ``=``. Conditions give 1 or 0."""
    text, _ = _text(cell.formula, places)
    if cell.row.unit == FLAG and cell.formula.op not in ("row", "prior"):
        text = f"IF({text},1,0)"
    return f"={text}"


def _text(formula: Formula, places: Places) -> tuple[str, int]:
    """Text and how tightly it binds."""
    formula = without_one_year(formula)
    op, args = formula.op, formula.args
    if op == "one_year":
        return "1", _ATOM
    if op == "const":
        return number(formula.payload), _ATOM if formula.payload >= 0 else _LEVEL["neg"]
    if op == "input":
        return places.input(formula.payload), _ATOM
    if op == "row":
        return places.cell(formula.payload), _ATOM
    if op == "prior":
        return places.prior(formula.payload), _ATOM
    if op == "neg":
        text, level = _text(args[0], places)
        return f"-{text if level == _ATOM else f'({text})'}", _LEVEL["neg"]
    if op in _SIGN:
        return _infix(op, args, places), _LEVEL[op]
    return _call(formula, places), _ATOM


def _infix(op: str, args: tuple[Formula, ...], places: Places) -> str:
    """Left operand may bind as tightly, the right one must bind more tightly: a-(b-c), a+(b+c) keep their brackets."""
    (left, left_level), (right, right_level) = (_text(arg, places) for arg in args)
    level = _LEVEL[op]
    if left_level < level or (level == 1 and left_level == 1):
        left = f"({left})"
    if right_level <= level or right_level == _LEVEL["neg"]:
        right = f"({right})"
    return f"{left}{_SIGN[op]}{right}"


def _call(formula: Formula, places: Places) -> str:
    op, args = formula.op, formula.args
    if op in ("total", "present_value", *RATES, "mirr"):
        return _aggregate(formula, places)
    if op in _JOINED:
        return f"{_JOINED[op]}({','.join(_text(arg, places)[0] for arg in _flat(op, formula))})"
    texts = [_text(arg, places) for arg in args]
    plain = [text for text, _ in texts]
    if op == "sqrt":
        return f"SQRT({plain[0]})"
    if op == "not":
        return f"NOT({plain[0]})"
    if op == "where":
        return f"IF({plain[0]},{plain[1]},{plain[2]})"
    if op == "available":
        return f'IF({plain[0]},{plain[1]},"{NOT_AVAILABLE}")'
    if op == "divide":
        left, right = (
            f"({text})" if level <= _LEVEL["div"] and (i or level < _LEVEL["div"]) else text for i, (text, level) in enumerate(texts[:2])
        )
        if texts[1][1] == _LEVEL["neg"]:
            right = f"({plain[1]})"
        return f"IF({plain[1]}=0,{plain[2]},{left}/{right})"
    table, age = plain
    shown = age if texts[1][1] > 1 else f"({age})"
    return f"IF(AND({shown}>=0,{shown}<COLUMNS({table})),INDEX({table},1,INT({age})+1),0)"


def _aggregate(formula: Formula, places: Places) -> str:
    cell = formula.args[0].payload
    if formula.op == "total":
        return f"SUM({places.span(cell)})"
    if formula.op == "present_value":
        return f"SUMPRODUCT({places.span(cell)},{places.span(formula.args[1].payload)})"
    if formula.op in ("irr_roots", "irr_mid_year_roots"):
        return places.unique(cell)
    if formula.op == "irr":
        return f'IF({places.unique(cell)}=1,IRR({places.span(cell)},{places.guess(cell)}),"{NOT_AVAILABLE}")'
    if formula.op == "irr_mid_year":
        half = f"IRR({places.half_years(cell)},SQRT(1+{places.guess(cell)})-1)"
        return f'IF({places.unique(cell)}=1,(1+{half})^2-1,"{NOT_AVAILABLE}")'
    rate, _ = _text(formula.args[1], places)
    return f'IFERROR(MIRR({places.span(cell)},{rate},{rate}),"{NOT_AVAILABLE}")'


def _flat(op: str, formula: Formula) -> list[Formula]:
    """Operands of nested MAX, MIN, AND, OR in one list: these give the same value in any grouping."""
    return [one for arg in formula.args for one in (_flat(op, arg) if arg.op == op else [arg])]


def number(value: float) -> str:
    """Shortest text that reads back as the same number."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value)).upper()
