"""The figure: one number (or table, or dated series) with its unit, source, date and confidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema
from pydantic_core.core_schema import is_instance_schema, nullable_schema

from roi.domain.distribution import Distribution

Shape = Literal["scalar", "table", "dated"]


class Confidence(StrEnum):
    """How good a source is. `judgement` means that nobody could source the figure."""

    OFFICIAL = "official"
    AUDITED = "audited"
    PEER_REVIEWED = "peer_reviewed"
    INDUSTRY = "industry"
    JUDGEMENT = "judgement"


@dataclass(frozen=True)
class In:
    """Annotation of a noun's figure: the unit it is kept in and its shape; `whole` when it can only be a whole number of that unit."""

    unit: str
    shape: Shape = "scalar"
    whole: bool = False

    def __get_pydantic_core_schema__(self, kind: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The reader builds the figure; its noun only sees that it is one."""
        figure = is_instance_schema(Assumption)
        return figure if kind is Assumption else nullable_schema(figure)


class Noun(BaseModel):
    """Anything read from a file. Frozen; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, arbitrary_types_allowed=True, defer_build=True)


class Source(Noun):
    """Where a figure comes from."""

    id: str
    title: str
    publisher: str
    published: str
    url: str = ""
    licence: str = ""


class Assumption(Noun):
    """A figure, in the unit its noun keeps it in.

    value : base-case value of a scalar; of a dated series the value last in force at the end of the series; of a table its first value.
    distribution : shape of the uncertainty in the same unit, or None.
    table : values by whole age (0, 1, ...), for ``shape == "table"``.
    dated : (first day in force, value) in rising order, for ``shape == "dated"``; a value holds until the next.
    written_unit : the unit as the file writes it, when it was converted at the door.
    """

    id: str
    label: str
    unit: str
    shape: Shape
    value: float
    distribution: Distribution | None = None
    table: tuple[float, ...] = ()
    dated: tuple[tuple[date, float], ...] = ()
    source: str
    locator: str
    retrieved: date
    confidence: Confidence
    bounds: tuple[float, float] | None = None
    note: str = ""
    dollar_year: int | None = None
    written_unit: str = ""
    where: str = ""


class Entity(Noun):
    """A noun that stands in one file of `assumptions/`: its id is folder.file, its figures are ids below it."""

    id: str
    label: str
    where: str = ""

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """Every figure of the entity with its key below the entity's id, in the order of the noun."""
        return figures_of(self)


def figures_of(noun: Noun) -> Iterator[tuple[str, Assumption]]:
    """The figures a noun holds itself, by key; an optional one that is not given is left out."""
    for name in type(noun).model_fields:
        value = getattr(noun, name)
        if isinstance(value, Assumption):
            yield name, value
