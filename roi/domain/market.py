"""Who buys: a market and its segments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from roi.domain.assumption import Assumption, Entity, In, Noun, figures_of
from roi.domain.nouns import CountryCode


class Segment(Noun):
    """Buyers that buy alike.

    contract : stem of the contract they buy under, ``spot`` for none; not given, that of the case. share : of the volume of the market in
    year 0; the segments of a market share it fully. growth : beyond that of the market. price_ratio : their price without a contract over
    the market price. tender : stem of the public tender in which their volume is won or lost. exported : what they buy leaves the country.
    domestic_first : they buy from abroad only in a case without a domestic option. public : they pay with public money.

    Buyers of a stock come on top of the market: in `fill_year` they buy its volume for `stock_time`, then what spoils after `shelf_life`;
    `switched_on` is 1 or 0.
    """

    label: str
    contract: str | None = None
    tender: str | None = None
    exported: bool = False
    domestic_first: bool = False
    public: bool = False
    share: Annotated[Assumption | None, In("1")] = None
    growth: Annotated[Assumption | None, In("1/year")] = None
    price_ratio: Annotated[Assumption | None, In("1")] = None
    switched_on: Annotated[Assumption | None, In("1")] = None
    fill_year: Annotated[Assumption | None, In("year")] = None
    stock_time: Annotated[Assumption | None, In("year")] = None
    shelf_life: Annotated[Assumption | None, In("year")] = None


class Shortage(Entity):
    """What it costs when supply fails: who supplies, to keep it going, and purchasers, for what they find elsewhere.

    expedited_share : of what is drawn from stock [1], replaced by air. expediting_freight : of air over the usual way.
    found_elsewhere_share : of the volume lost [1]. replacement_price_rise : of what is found, share of the market price [1].
    """

    expedited_share: Annotated[Assumption, In("1")]
    expediting_freight: Annotated[Assumption, In("USD/kg")]
    found_elsewhere_share: Annotated[Assumption, In("1")]
    replacement_price_rise: Annotated[Assumption, In("1")]


class Market(Entity):
    """Who buys, how much and at what price when no contract is in force. Without segments all buyers are one.

    duty_pass_through : share of a change of the duty on imports by which the market price rises; the import is that of `parity_merchant` by
    `parity_route` with `parity_claims`. Left out, the price does not answer to duties. shortage : stem of the file of what it costs when
    supply fails; left out, nothing is said of that.
    """

    country: CountryCode
    segments: dict[str, Segment] = Field(default_factory=lambda: {"buyers": Segment(label="All buyers")})
    volume: Annotated[Assumption, In("kg/year")]
    volume_growth: Annotated[Assumption, In("1/year")]
    price: Annotated[Assumption, In("USD/kg")]
    price_growth: Annotated[Assumption, In("1/year")]
    receivable_time: Annotated[Assumption, In("year")]
    duty_pass_through: Annotated[Assumption | None, In("1")] = None
    parity_merchant: str | None = None
    parity_route: str | None = None
    parity_claims: tuple[str, ...] = ()
    shortage: str | None = None

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """The figures of the market, then those of each segment as ``segments.<name>.<key>``."""
        yield from super().figures()
        for name, segment in self.segments.items():
            yield from ((f"segments.{name}.{key}", figure) for key, figure in figures_of(segment))
