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

    Parameters: the statement, `leaf`, which turns a cell or an input into what the row computes with (a node when tracing, a number when
    running directly), the prefix of the row's part and that of the member it belongs to.
    """

    def __init__(self, statement: Scope, leaf: Leaf, part: str = "", member: str = "", path: str = "") -> None:
        self._statement, self._leaf, self._part, self._member, self._path = statement, leaf, part, member, path

    def __getattr__(self, name: str) -> Symbol:
        path = f"{self._path}.{name}" if self._path else name
        if path == "one_year":
            return self._leaf(ONE_YEAR)  # type: ignore[no-any-return]
        found = find(self._statement, path, self._part, self._member)
        if found is not None:
            return self._leaf(found)  # type: ignore[no-any-return]
        if any(".".join((*steps, path)) in level.groups for level, steps in _places(self._statement, self._part, self._member)):
            return Symbols(self._statement, self._leaf, self._part, self._member, path)  # type: ignore[return-value]
        if name.startswith("__"):
            raise AttributeError(name)
        known = names(self._statement)
        for step in (self._member, self._part):
            known = [one.removeprefix(f"{step}.").removeprefix(f"{step}_") for one in known]
        raise RoiError(
            Problem(place(), f"unknown name s.{path} in {self._statement.name}", nearest(path, [*known, *names(self._statement)]))
        )

    def __iter__(self) -> Iterator[Any]:
        """Each input of the group, in the order in which the inputs were given."""
        return (self._leaf(one) for one in _below(self._statement, self._path, self._part, self._member))


def find(statement: Scope, name: str, part: str, member: str = "") -> Cell | Input | None:
    """Row or input behind a name: of the part, of the statement, of its parent; None when there is none.

    A row of a member sees the rows and inputs of that member as if they were the whole statement.
    """
    for level, steps in _places(statement, part, member):
        found = level.cells.get("_".join((*steps, name))) or level.inputs.get(".".join((*steps, name)))
        if found is not None:
            return found
    return None


def _below(statement: Scope, path: str, part: str, member: str) -> list[Input]:
    for level, steps in _places(statement, part, member):
        prefix = ".".join((*steps, path, ""))
        found = [one for name, one in level.inputs.items() if name.startswith(prefix)]
        if found:
            return found
    return []


def _places(statement: Scope, part: str, member: str) -> Iterator[tuple[Scope, tuple[str, ...]]]:
    """Where a name is looked up, in this order: the statement and the prefix under which it has the name. Parents know no members."""
    level: Scope | None = statement
    while level is not None:
        outer = (member,) if member and level is statement else ()
        if part:
            yield level, (*outer, part)
        yield level, outer
        level = level.parent


def names(statement: Scope) -> list[str]:
    """Every name a row of the statement may use."""
    own = [*statement.cells, *statement.inputs, *sorted(statement.groups)]
    return own + (names(statement.parent) if statement.parent else [])
