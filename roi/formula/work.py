"""Values of the steps of a program as they are worked out, in buffers that are used again, and the calls that work them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi.formula.lower import Step

Array = NDArray[Any]


@dataclass
class Work:
    """Some trials at work.

    given : id -> value of the inputs. years, trials : how many. values : step -> its values, while they are read.
    calls : everything done so far. Made again after the inputs were written over, they work out other trials, as many, in the same buffers.
    """

    given: Mapping[str, Any]
    years: int
    trials: int
    values: dict[int, Array]
    calls: list[Callable[[], Any]] = field(default_factory=list)
    free: list[Array] = field(default_factory=list)

    def do(self, function: Callable[..., Any], *operands: Array, out: Array) -> None:
        """Call a function of the operands that writes to `out`."""
        call = partial(function, *operands, out=out)
        call()
        self.calls.append(call)

    def keep(self, index: int, function: Callable[..., Array], *operands: Any) -> None:
        """Values of a step by a function that returns them."""
        buffer = self.values[index] = function(*operands)
        self.calls.append(lambda: np.copyto(buffer, function(*operands)))

    def buffer(self, step: Step, shape: tuple[int, ...]) -> Array:
        """Room for the values of a step."""
        dtype = bool if step.condition else float
        # the last one freed is the nearest to the processor
        for position in range(len(self.free) - 1, -1, -1):
            if self.free[position].shape == shape and self.free[position].dtype == dtype:
                return self.free.pop(position)
        return np.empty(shape, dtype)

    def release(self, spent: Iterable[int]) -> None:
        """Nobody reads these steps any more."""
        self.free += [self.values.pop(index) for index in spent if index in self.values]


def given_value(step: Step, given: Mapping[str, Any], years: int, trials: int) -> Array:
    """Value of an input as ``(n,)`` (table), ``(years, 1 or trials)`` (series) or ``(1, 1 or trials)``; refuses any other shape."""
    leaf = step.payload
    array = np.asarray(given[leaf.id], dtype=float)
    if leaf.shape == "table":
        if array.ndim != 1:
            raise ValueError(f"{leaf.id}: a table has the shape (n,), not {array.shape}")
        return array
    if leaf.shape == "series":
        shaped, rows = (array[:, None] if array.ndim == 1 else array), years
    else:
        shaped, rows = (array[None, :] if array.ndim == 1 else array.reshape(1, 1) if array.size == 1 else array), 1
    if shaped.ndim != 2 or shaped.shape[0] != rows or shaped.shape[1] not in (1, trials):
        raise ValueError(f"{leaf.id}: a {leaf.shape} over {years} years and {trials} trials cannot have the shape {array.shape}")
    return shaped != 0 if step.condition else shaped
