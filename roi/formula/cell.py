"""A row where it stands: in one statement, with its formula."""

from __future__ import annotations

from typing import Protocol

from roi.formula.nodes import Formula, Input
from roi.formula.row import Row


class Scope(Protocol):
    """What a row may refer to: the rows and inputs of its statement, then those of the parent. groups : what inputs' names begin with."""

    name: str
    label: str
    cells: dict[str, Cell]
    inputs: dict[str, Input]
    groups: frozenset[str]

    @property
    def parent(self) -> Scope | None:
        """What options share; None for that itself."""


class Cell:
    """A row in a statement. `formula` is set once, by tracing; `opening` is what prior() gives before the first year, if asked for."""

    __slots__ = ("formula", "opening", "row", "statement", "yearly")
    formula: Formula

    def __init__(self, statement: Scope, row: Row) -> None:
        self.statement, self.row, self.yearly = statement, row, False
        self.opening: Formula | None = None

    @property
    def name(self) -> str:
        """Name of the row, unique in its statement."""
        return self.row.name

    @property
    def id(self) -> str:
        """``statement.row``, unique among statements."""
        return f"{self.statement.name}.{self.row.name}"
