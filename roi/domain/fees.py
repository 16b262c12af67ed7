"""Fees of customs and of the regulator."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from roi.domain.assumption import Assumption, Entity, In, Noun
from roi.domain.tariffs import CountryCode


class FeeExemption(Noun):
    """Goods that pay no processing fee: those of `origins` for which the importer makes one of `claims`."""

    claims: tuple[str, ...]
    origins: tuple[CountryCode, ...]
    citation: str


class CustomsFees(Entity):
    """Merchandise processing fee by entry, with its floor, ceiling and exemptions, and harbor maintenance fee."""

    country: CountryCode
    processing_rate: Annotated[Assumption, In("1")]
    processing_minimum: Annotated[Assumption, In("USD/entry", "dated")]
    processing_maximum: Annotated[Assumption, In("USD/entry", "dated")]
    harbor_rate: Annotated[Assumption, In("1")]
    exemptions: dict[str, FeeExemption] = Field(default_factory=dict)


class FacilityFees(Entity):
    """Yearly fee of the regulator for a facility that makes a drug substance for generics."""

    country: CountryCode
    domestic: Annotated[Assumption, In("USD/year", "dated")]
    foreign: Annotated[Assumption, In("USD/year", "dated")]
