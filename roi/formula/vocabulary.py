"""The words a row may use beside arithmetic. Each works on symbols (and builds a node) and on plain numbers (and computes)."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np

from roi import finance
from roi.formula.cell import Cell
from roi.formula.nodes import Formula, Operand, aligned, constant, show
from roi.formula.refusal import refuse
from roi.units import FLAG, NUMBER, YEAR


def _symbolic(*values: object) -> bool:
    return any(isinstance(value, Formula) for value in values)


def _plain(value: Any) -> Any:
    """Value of a row as a number; a Python number as NumPy's, which divides by 0 without an error as the tape does."""
    number = +value if hasattr(type(value), "last_year") else value
    return np.float64(number) if type(number) in (int, float) else number


def _condition(value: object) -> Formula:
    node = constant(value)
    if node.unit != FLAG:
        refuse(f"{show(node)} is in {node.unit}, not a condition", "compare it with something: x > 0")
    return node


def where(condition: Operand, then: Operand, otherwise: Operand) -> Formula:
    """`then` where the condition holds, else `otherwise`. Both are computed; units must agree."""
    if not _symbolic(condition, then, otherwise):
        return cast(Formula, _plain(then) if condition else _plain(otherwise))
    a, b, unit = aligned("where", then, otherwise)
    return Formula("where", (_condition(condition), a, b), unit)


def maximum(left: Operand, right: Operand) -> Formula:
    """The larger of two quantities in the same unit."""
    if not _symbolic(left, right):
        return cast(Formula, np.maximum(_plain(left), _plain(right)))
    return _larger_or_smaller("maximum", left, right)


def minimum(left: Operand, right: Operand) -> Formula:
    """The smaller of two quantities in the same unit."""
    if not _symbolic(left, right):
        return cast(Formula, np.minimum(_plain(left), _plain(right)))
    return _larger_or_smaller("minimum", left, right)


def _larger_or_smaller(word: str, left: Operand, right: Operand) -> Formula:
    a, b, unit = aligned(word, left, right)
    if unit == FLAG:
        refuse(f"{word} of conditions", "combine them with & and |")
    return Formula(word, (a, b), unit)


def between(value: Operand, low: Operand, high: Operand) -> Formula:
    """Condition: low <= value <= high, both ends included."""
    one: Any = value
    return cast(Formula, (one >= low) & (one <= high))


def divide(left: Operand, right: Operand, otherwise: Operand = 0) -> Formula:
    """Quotient, and `otherwise` where the divisor is 0."""
    if not _symbolic(left, right, otherwise):
        return cast(Formula, _plain(otherwise) if _plain(right) == 0 else _plain(left) / _plain(right))
    quotient = constant(left) / constant(right)
    _, other, unit = aligned("divide", quotient, otherwise)
    return Formula("divide", (*quotient.args, other), unit)


def sqrt(value: Operand) -> Formula:
    """Square root of a number without a unit; no value below 0."""
    if not _symbolic(value):
        with np.errstate(invalid="ignore"):
            return cast(Formula, np.sqrt(_plain(value)))
    node = constant(value)
    if node.unit != NUMBER:
        refuse(f"sqrt: {show(node)} is in {node.unit}", "a root is taken of a number without a unit: divide by a quantity in the same unit")
    return Formula("sqrt", (node,), NUMBER)


def lookup(table: Any, age: Operand) -> Formula:
    """Value of a table at a whole age (0 is its first value); 0 before the first and after the last."""
    if not _symbolic(table, age):
        at, values = float(_plain(age)), cast("Sequence[float]", table)
        return cast(Formula, np.float64(values[int(at)] if 0 <= at < len(values) else 0.0))
    if not isinstance(table, Formula) or table.op != "input" or table.payload.shape != "table":
        refuse(f"{show(constant(table))} is not a table", "lookup(table, age): the first argument is an assumption with a list of values")
    position = constant(age)
    if position.unit not in (YEAR, NUMBER):
        refuse(f"the age is in {position.unit}", "a table is looked up by whole years or whole numbers")
    return Formula("lookup", (table, position), table.unit)


def sum_of(items: Iterable[Operand]) -> Formula:
    """Sum of quantities in the same unit, from the first to the last: a group of inputs, or a list of rows."""
    terms = list(items)
    if not terms:
        refuse("sum_of() of nothing", "give at least one row or input")
    return cast(Formula, functools.reduce(operator.add, terms))


def row_of(formula: Formula) -> Cell:
    """The cell a leaf refers to; refuses anything but a row."""
    if not isinstance(formula, Formula) or formula.op != "row":
        refuse(f"{show(constant(formula))} is not a row", "give the expression a row of its own and name that row here")
    cell: Cell = formula.payload
    return cell


def prior(row: Any, start: Operand = 0) -> Formula:
    """Last year's value of a row; `start` (a number or a scalar input) before the first year."""
    if hasattr(type(row), "last_year"):
        return cast(Formula, row.last_year(start))
    cell = row_of(row)
    opening = constant(start)
    if opening.op not in ("const", "input") or (opening.op == "input" and opening.payload.shape != "scalar"):
        refuse("the opening value of prior() is a formula", "use a number or a scalar assumption")
    if row.unit == FLAG and opening.op == "const" and opening.payload == 0:
        # before the first year no condition held, unless the row says otherwise
        return Formula("prior", (row, opening), FLAG, cell)
    _, opening, unit = aligned("prior", row, opening)
    return Formula("prior", (row, opening), unit, cell)


def total(row: Any) -> Formula:
    """Metric: sum of a row over all years. A flow in a year becomes an amount (times one year)."""
    if hasattr(type(row), "all_years"):
        return cast(Formula, _summed(row.all_years()))
    row_of(row)
    return Formula("total", (row,), (NUMBER if row.unit == FLAG else row.unit) * YEAR)


def present_value(row: Any, discount: Any) -> Formula:
    """Metric: sum over the years of a flow times the discount factor, an amount in money of year 0."""
    if hasattr(type(row), "all_years"):
        return cast(Formula, _summed([flow * factor for flow, factor in zip(row.all_years(), discount.all_years(), strict=True)]))
    row_of(row)
    row_of(discount)
    if FLAG in (row.unit, discount.unit):
        refuse("conditions are not discounted", "count the years: total(row)")
    return Formula("present_value", (row, discount), row.unit * discount.unit * YEAR)


def _summed(values: Sequence[Any]) -> np.float64:
    result = np.float64(values[0])
    for value in values[1:]:
        result = result + value
    return result


def irr(row: Any) -> Formula:
    """Metric: internal rate of return a year, n/a unless exactly one real rate in (-0.99, 10) makes the present value 0."""
    if hasattr(type(row), "all_years"):
        return cast(Formula, finance.irr(np.array(row.all_years(), dtype=float)[:, None])[0][0])
    row_of(row)
    return Formula("irr", (row,), NUMBER / YEAR)


def irr_roots(row: Any) -> Formula:
    """Metric: how many real rates in (-0.99, 10) make the present value of the row 0."""
    if hasattr(type(row), "all_years"):
        return cast(Formula, np.float64(finance.irr(np.array(row.all_years(), dtype=float)[:, None])[1][0]))
    row_of(row)
    return Formula("irr_roots", (row,), NUMBER)


def irr_mid_year(row: Any) -> Formula:
    """Metric: as `irr`, where the first year is a point of time and every later flow falls in the middle of its year."""
    if hasattr(type(row), "all_years"):
        return cast(Formula, finance.irr_mid_year(np.array(row.all_years(), dtype=float)[:, None])[0][0])
    row_of(row)
    return Formula("irr_mid_year", (row,), NUMBER / YEAR)


def irr_mid_year_roots(row: Any) -> Formula:
    """Metric: how many real rates `irr_mid_year` has to choose from."""
    if hasattr(type(row), "all_years"):
        return cast(Formula, np.float64(finance.irr_mid_year(np.array(row.all_years(), dtype=float)[:, None])[1][0]))
    row_of(row)
    return Formula("irr_mid_year_roots", (row,), NUMBER)


def mirr(row: Any, rate: Operand) -> Formula:
    """Metric: modified rate of return with `rate` for finance and reinvestment; n/a without both signs."""
    if hasattr(type(row), "all_years"):
        flows = np.array(row.all_years(), dtype=float)[:, None]
        return cast(Formula, finance.mirr(flows, np.array([_plain(rate)]), np.array([_plain(rate)]))[0])
    row_of(row)
    _, at, unit = aligned("mirr", Formula("const", (), NUMBER / YEAR, 0.0), rate)
    return Formula("mirr", (row, at), unit)


def available(condition: Operand, value: Operand) -> Formula:
    """Metric: `value` where the condition holds, else n/a."""
    if not _symbolic(condition, value):
        return cast(Formula, _plain(value) if condition else np.float64(np.nan))
    node = constant(value)
    return Formula("available", (_condition(condition), node), node.unit)


AGGREGATES = ("total", "present_value", "irr", "irr_roots", "irr_mid_year", "irr_mid_year_roots", "mirr", "available")
"""What only a metric may use: it looks at all years at once, or may be n/a."""
