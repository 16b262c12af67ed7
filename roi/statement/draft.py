"""What an option's statement is made of while it is put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from roi.book import Book
from roi.domain import Case, Option
from roi.formula import Row
from roi.rules.tariffs import Layer
from roi.statement.binding import Binding, Calendar, bind_entity
from roi.statement.parties import Transfer

KEY = "Key starting material"


@dataclass
class Draft:
    """What an option's statement is made of while it is put together. asked : ids of open measures that change one of its layers.

    held, stocks, owed : rows of working capital; names of those that tie money, and of those that others lend.
    exports : some of its buyers take the product out of the country.
    components : row -> label of a part of the levelised cost, and True
    for money that lowers it. money : rows that make up its revenue. transfers : whose money each row is. left_to_others :
    segments that another member of the same option serves alone.
    """

    case: Case
    option: Option
    name: str
    book: Book
    calendar: Calendar
    rows: list[Row] = field(default_factory=list)
    inputs: dict[str, Binding] = field(default_factory=dict)
    capital: list[Row] = field(default_factory=list)
    costs: list[str] = field(default_factory=list)
    held: list[Row] = field(default_factory=list)
    stocks: list[str] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)
    prepayments: list[str] = field(default_factory=list)
    layers: dict[str, tuple[Layer, ...]] = field(default_factory=dict)
    measures: list[Row] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    exports: bool = False
    components: dict[str, tuple[str, bool]] = field(default_factory=dict)
    money: list[str] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    left_to_others: frozenset[str] = frozenset()

    def use(self, role: str, entity: Any, section: str) -> None:
        """Make the figures of an entity known as ``role.key``."""
        self.inputs |= bind_entity(role, entity, f"{section}: {entity.label}", self.calendar)

    def cost(self, *items: Row) -> None:
        """Add rows that are costs of the year."""
        self.rows += items
        self.costs += [one.name for one in items]

    @property
    def path(self) -> str:
        """Id of the option, for inputs that belong to it alone."""
        return f"{self.case.id}.options.{self.name}"
