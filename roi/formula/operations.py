"""One step of a program on arrays: what each word of the rows does by NumPy, and sums over the years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi import finance
from roi.formula.lower import Step

Array = NDArray[Any]

ELEMENTWISE: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "neg": np.negative,
    "sqrt": np.sqrt,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
    "maximum": np.maximum,
    "minimum": np.minimum,
}
"""Operations whose result may be written over an operand."""


def in_year(array: Array, year: int) -> Array:
    """Values of a year, (trials or 1,); those of what has no years are the same in all."""
    one: Array = array[year] if array.shape[0] > 1 else array[0]
    return one


def _where(condition: Array, then: Array, otherwise: Array, out: Array) -> None:
    np.copyto(out, otherwise)
    np.copyto(out, then, where=np.asarray(condition, dtype=bool))


def _divide(left: Array, right: Array, otherwise: Array, out: Array) -> None:
    np.copyto(out, otherwise)
    np.divide(left, right, out=out, where=np.asarray(right != 0))


def _lookup(table: Array, age: Array, out: Array) -> None:
    # a place of 0 on either side of the table stands for all ages outside; NaN comes to be one that is clipped to the first
    np.maximum(age, -1.0, out=out)
    np.minimum(out, len(table), out=out)
    np.floor(out, out=out)
    out += 1.0
    np.take(np.concatenate([[0.0], table, [0.0]]), out.astype(np.intp), out=out, mode="clip")


def _prior(row: Array, start: Array, out: Array) -> None:
    out[0] = start[0]
    out[1:] = row[:-1] if row.shape[0] > 1 else row


def _available(condition: Array, value: Array, out: Array) -> None:
    np.copyto(out, np.nan)
    np.copyto(out, value, where=np.asarray(condition, dtype=bool))


OPERATIONS: dict[str, Callable[..., Any]] = {
    **ELEMENTWISE,
    "where": _where,
    "divide": _divide,
    "lookup": _lookup,
    "prior": _prior,
    "available": _available,
}
"""Operation -> a function of its operands, which broadcast against it, and of the array to write to."""


def aggregate(step: Step, operands: Sequence[Array], years: int) -> Array:
    """A step over all years, (1, trials); of a rate also the number of rates, (2, trials)."""
    flows = np.broadcast_to(operands[0], (years, operands[0].shape[1]))
    if step.op == "total":
        return _summed(flows[year].astype(float) for year in range(years))
    if step.op == "present_value":
        return _summed(flows[year] * in_year(operands[1], year) for year in range(years))
    if step.op in ("outlays", "receipts"):
        return (finance.outlays if step.op == "outlays" else finance.receipts)(flows, operands[1][0])[None, :]
    search = finance.irr if step.op == "rates" else finance.irr_mid_year
    return np.array(search(np.ascontiguousarray(flows, dtype=float)), dtype=float)


def _summed(terms: Iterable[Array]) -> Array:
    result: Array | None = None
    for term in terms:
        result = term if result is None else result + term
    assert result is not None
    return result[None, :]
