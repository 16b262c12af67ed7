"""`s` in a row function: names of rows and inputs, looked up in the option, then in what options share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from roi.errors import Problem, RoiError, nearest
from roi.formula.cell import Cell, Scope
from roi.formula.nodes import Formula, Input
from roi.formula.refusal import place
from roi.units import YEAR

if TYPE_CHECKING:

    class Symbol(Formula):
        """What mypy sees behind a name: a formula, or a group with names of its own."""

        def __getattr__(self, name: str) -> Symbol:  # type: ignore[override]
            ...

        def __iter__(self) -> Iterator[Symbol]: ...


Leaf = Callable[["Cell | Input"], Any]

ONE_YEAR = Input("one_year", "one year", YEAR, whole=True)
"""``s.one_year``: turns a yearly flow into an amount. Every back end drops the factor."""


class Symbols:
    """Resolves ``s.row``, ``s.group.input`` and groups of inputs.

    Parameters: the statement, the prefix of the row's part, and `leaf`, which turns a cell or an input into what the row computes with:
    a node when tracing, a number when running directly.
    """

    def __init__(self, statement: Scope, leaf: Leaf, part: str = "", path: str = "") -> None:
        self._statement, self._leaf, self._part, self._path = statement, leaf, part, path

    def __getattr__(self, name: str) -> Symbol:
        path = f"{self._path}.{name}" if self._path else name
        if path == "one_year":
            return self._leaf(ONE_YEAR)  # type: ignore[no-any-return]
        found = find(self._statement, path, self._part)
        if found is not None:
            return self._leaf(found)  # type: ignore[no-any-return]
        if _below(self._statement, path, self._part):
            return Symbols(self._statement, self._leaf, self._part, path)  # type: ignore[return-value]
        if name.startswith("__"):
            raise AttributeError(name)
        known = [known.removeprefix(f"{self._part}.").removeprefix(f"{self._part}_") for known in names(self._statement)]
        raise RoiError(
            Problem(place(), f"unknown name s.{path} in {self._statement.name}", nearest(path, [*known, *names(self._statement)]))
        )

    def __iter__(self) -> Iterator[Any]:
        """Each input of the group, in the order in which the inputs were given."""
        return (self._leaf(one) for one in _below(self._statement, self._path, self._part))


def find(statement: Scope, name: str, part: str) -> Cell | Input | None:
    """Row or input behind a name: of the part, of the statement, of its parent; None when there is none."""
    level: Scope | None = statement
    while level is not None:
        for cell_name, input_name in ((f"{part}_{name}", f"{part}.{name}"), (name, name)) if part else ((name, name),):
            found = level.cells.get(cell_name) or level.inputs.get(input_name)
            if found is not None:
                return found
        level = level.parent
    return None


def _below(statement: Scope, path: str, part: str) -> list[Input]:
    level: Scope | None = statement
    while level is not None:
        for prefix in (f"{part}.{path}.", f"{path}.") if part else (f"{path}.",):
            found = [one for name, one in level.inputs.items() if name.startswith(prefix)]
            if found:
                return found
        level = level.parent
    return []


def names(statement: Scope) -> list[str]:
    """Every name a row of the statement may use."""
    groups = {name.rpartition(".")[0] for name in statement.inputs} - {""}
    own = [*statement.cells, *statement.inputs, *sorted(groups)]
    return own + (names(statement.parent) if statement.parent else [])
