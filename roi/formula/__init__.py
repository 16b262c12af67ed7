"""The engine: symbols, tracing, units, evaluation, Excel text, explanation. Knows nothing of drugs or law."""

from roi.formula.cell import Cell
from roi.formula.direct import Direct
from roi.formula.evaluate import Evaluator, evaluator
from roi.formula.excel import excel_text
from roi.formula.explain import Explanation, explain, in_words, inputs_of
from roi.formula.nodes import Formula, Input
from roi.formula.row import Row, member, metric, part, row, rows
from roi.formula.statement import Statement
from roi.formula.symbols import Symbols
from roi.formula.tape import Tape
from roi.formula.vocabulary import (
    available,
    between,
    divide,
    irr,
    irr_mid_year,
    irr_mid_year_roots,
    irr_roots,
    lookup,
    maximum,
    minimum,
    mirr,
    present_value,
    prior,
    sqrt,
    sum_of,
    total,
    where,
)

__all__ = [
    "Cell",
    "Direct",
    "Evaluator",
    "Explanation",
    "Formula",
    "Input",
    "Row",
    "Statement",
    "Symbols",
    "Tape",
    "available",
    "between",
    "divide",
    "evaluator",
    "excel_text",
    "explain",
    "in_words",
    "inputs_of",
    "irr",
    "irr_mid_year",
    "irr_mid_year_roots",
    "irr_roots",
    "lookup",
    "maximum",
    "member",
    "metric",
    "minimum",
    "mirr",
    "part",
    "present_value",
    "prior",
    "row",
    "rows",
    "sqrt",
    "sum_of",
    "total",
    "where",
]
