"""Offtake contracts: terms of price and of volume, each with the figures it needs, and the indices a price may follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from roi.domain.assumption import Assumption, Entity, In, Noun, figures_of

PriceTerms = Literal["spot", "fixed", "indexed", "cost_plus", "floor_ceiling", "difference"]
VolumeTerms = Literal["requirements", "fixed", "take_or_pay", "reservation", "step_up"]


class PriceIndex(Entity):
    """A published index that contract prices may follow."""

    growth: Annotated[Assumption, In("1/year")]


class RebateTier(Noun):
    """From a yearly volume on, up to that of the next tier, a share of the price of each kg is given back."""

    from_volume: Annotated[Assumption, In("kg/year")]
    share: Annotated[Assumption, In("1")]


class Contract(Entity):
    """An offtake contract. Which figures its terms need and may have is checked when the book is read.

    priority : contracts of a lower number are served first; of equals that of the segment that comes first.
    waits_for_plant : a delay of the plant moves its years; without it they are calendar years.
    runs_on : it is meant to run beyond the horizon of a case; what comes then is not counted.
    index : what an indexed price follows: ``general``, ``suppliers.<stem>`` (that supplier's price) or ``indices.<stem>``.
    parity_merchant, parity_route, parity_claims : whose landed cost is the import parity of a contract for difference.
    make_up : volume paid for but not taken may be taken later. exclusive : others without a contract are not served while it is in force.
    most_favoured : segments; the price is never above the lowest that one of them pays.
    """

    price_terms: PriceTerms = "fixed"
    volume_terms: VolumeTerms = "requirements"
    priority: int = 1
    waits_for_plant: bool = False
    runs_on: bool = False
    index: str | None = None
    parity_merchant: str | None = None
    parity_route: str | None = None
    parity_claims: tuple[str, ...] = ()
    make_up: bool = False
    exclusive: bool = False
    most_favoured: tuple[str, ...] = ()
    first_year: Annotated[Assumption, In("year")]
    tenor: Annotated[Assumption, In("year")]
    price_ratio: Annotated[Assumption | None, In("1")] = None
    escalation: Annotated[Assumption | None, In("1/year")] = None
    domestic_premium: Annotated[Assumption | None, In("1")] = None
    erosion: Annotated[Assumption | None, In("1/year")] = None
    passed_through: Annotated[Assumption | None, In("1")] = None
    cap: Annotated[Assumption | None, In("1")] = None
    collar: Annotated[Assumption | None, In("1")] = None
    margin: Annotated[Assumption | None, In("1")] = None
    rate_of_return: Annotated[Assumption | None, In("1/year")] = None
    floor: Annotated[Assumption | None, In("1")] = None
    ceiling: Annotated[Assumption | None, In("1")] = None
    strike: Annotated[Assumption | None, In("1")] = None
    requirements_share: Annotated[Assumption | None, In("1")] = None
    volume: Annotated[Assumption | None, In("kg/year")] = None
    minimum_share: Annotated[Assumption | None, In("1")] = None
    availability_price: Annotated[Assumption | None, In("USD/kg")] = None
    step_up: Annotated[Assumption | None, In("1", "table")] = None
    renewed: Annotated[Assumption | None, In("1")] = None
    renewal_tenor: Annotated[Assumption | None, In("year")] = None
    renewal_price_ratio: Annotated[Assumption | None, In("1")] = None
    years_to_default: Annotated[Assumption | None, In("year")] = None
    unpaid_share: Annotated[Assumption | None, In("1")] = None
    termination_trigger: Annotated[Assumption | None, In("1")] = None
    notice: Annotated[Assumption | None, In("year")] = None
    penalty_share: Annotated[Assumption | None, In("1")] = None
    cover_share: Annotated[Assumption | None, In("1")] = None
    penalty_cap_share: Annotated[Assumption | None, In("1")] = None
    distributor_margin: Annotated[Assumption | None, In("1")] = None
    prepayment: Annotated[Assumption | None, In("USD")] = None
    rebates: dict[str, RebateTier] = Field(default_factory=dict)

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """The figures of the contract, then those of each rebate tier as ``rebates.<tier>.<key>``."""
        yield from super().figures()
        for name, tier in self.rebates.items():
            yield from ((f"rebates.{name}.{key}", figure) for key, figure in figures_of(tier))
