"""The nouns a case is made of. Each class is one folder of `assumptions/`; each figure states the unit it is kept in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from roi.domain.assumption import Assumption, Entity, In, Noun, figures_of
from roi.domain.tariffs import CountryCode as CountryCode
from roi.domain.tariffs import Hts as Hts


class Country(Entity):
    """What differs between places: prices of labour and power, inflation, currency."""

    inflation: Annotated[Assumption, In("1/year")]
    currency_drift: Annotated[Assumption, In("1/year")]
    operator_wage: Annotated[Assumption, In("USD/h")]
    electricity_price: Annotated[Assumption, In("USD/kWh")]


class DrugSubstance(Entity):
    """The active ingredient in bulk."""

    hts: Hts
    key_starting_material: str
    dose_mass: Annotated[Assumption, In("kg/dose")]
    stoichiometric_ratio: Annotated[Assumption, In("1")]


class Plant(Entity):
    """A plant for one drug substance: capital, capacity, consumption, people."""

    country: CountryCode
    technology: Literal["continuous", "batch"]
    capacity: Annotated[Assumption, In("kg/year")]
    on_stream_factor: Annotated[Assumption, In("1")]
    ramp_up_shortfall: Annotated[Assumption, In("1", "table")]
    fixed_capital: Annotated[Assumption, In("USD")]
    spending_profile: Annotated[Assumption, In("1", "table")]
    working_capital_share: Annotated[Assumption, In("1")]
    process_yield: Annotated[Assumption, In("1")]
    released_share: Annotated[Assumption, In("1")]
    other_materials: Annotated[Assumption, In("USD/kg")]
    electricity: Annotated[Assumption, In("kWh/kg")]
    other_utilities: Annotated[Assumption, In("USD/kg")]
    waste_cost: Annotated[Assumption, In("USD/kg")]
    labour_hours: Annotated[Assumption, In("h/year")]
    quality_share: Annotated[Assumption, In("1")]
    overhead_share: Annotated[Assumption, In("1")]
    maintenance_share: Annotated[Assumption, In("1/year")]
    insurance_and_property_tax_share: Annotated[Assumption, In("1/year")]


class Supplier(Entity):
    """Somebody who sells a key starting material."""

    country: CountryCode
    product: str
    hts: Hts
    fob_price: Annotated[Assumption, In("USD/kg")]
    price_growth: Annotated[Assumption, In("1/year")]


class Merchant(Entity):
    """Somebody who sells the drug substance of a case. Its price follows the market price, of which it is a share."""

    country: CountryCode
    product: str
    hts: Hts
    share_of_market_price: Annotated[Assumption, In("1")]
    lead_time: Annotated[Assumption, In("year")]


class Route(Entity):
    """A way for goods from one country to another."""

    origin: CountryCode
    destination: CountryCode
    mode: Literal["ocean", "air", "road"]
    freight: Annotated[Assumption, In("USD/kg")]
    insurance_share: Annotated[Assumption, In("1")]
    transit_time: Annotated[Assumption, In("year")]
    safety_stock_time: Annotated[Assumption, In("year")]
    shipment_mass: Annotated[Assumption, In("kg/entry")]
    brokerage: Annotated[Assumption, In("USD/entry")]


class Segment(Noun):
    """Buyers that buy alike.

    contract : stem of the contract they buy under, ``spot`` for none; not given, that of the case. share : of the volume of the market in
    year 0; the segments of a market share it fully. growth : beyond that of the market. price_ratio : their price without a contract over
    the market price.
    """

    label: str
    contract: str | None = None
    share: Annotated[Assumption | None, In("1")] = None
    growth: Annotated[Assumption | None, In("1/year")] = None
    price_ratio: Annotated[Assumption | None, In("1")] = None


class Market(Entity):
    """Who buys, how much and at what price when no contract is in force. Without segments all buyers are one."""

    country: CountryCode
    segments: dict[str, Segment] = Field(default_factory=lambda: {"buyers": Segment(label="All buyers")})
    volume: Annotated[Assumption, In("kg/year")]
    volume_growth: Annotated[Assumption, In("1/year")]
    price: Annotated[Assumption, In("USD/kg")]
    price_growth: Annotated[Assumption, In("1/year")]
    receivable_time: Annotated[Assumption, In("year")]

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """The figures of the market, then those of each segment as ``segments.<name>.<key>``."""
        yield from super().figures()
        for name, segment in self.segments.items():
            yield from ((f"segments.{name}.{key}", figure) for key, figure in figures_of(segment))


class Finance(Entity):
    """Cost of capital, and the growth of prices that brings older dollars to the year of decision."""

    discount_rate: Annotated[Assumption, In("1/year")]
    price_level_growth: Annotated[Assumption, In("1/year")]


class Taxation(Entity):
    """Tax of the place where the profit arises."""

    country: CountryCode
    tax_rate: Annotated[Assumption, In("1")]
    depreciation: str
    bonus_share: Annotated[Assumption, In("1")]
    loss_rule: Literal["carryforward", "carryforward_80", "refund", "lost"]
    loss_limit: Annotated[Assumption, In("1")]


class Depreciation(Entity):
    """A schedule: the share of the capital that is deducted in the 1st, 2nd, ... year of operation."""

    method: Literal["macrs_half_year", "straight_line"]
    rates: Annotated[Assumption, In("1", "table")]


class CustomsFees(Entity):
    """Merchandise processing fee by entry, with its floor and ceiling, and harbor maintenance fee."""

    country: CountryCode
    processing_rate: Annotated[Assumption, In("1")]
    processing_minimum: Annotated[Assumption, In("USD/entry", "dated")]
    processing_maximum: Annotated[Assumption, In("USD/entry", "dated")]
    harbor_rate: Annotated[Assumption, In("1")]


class FacilityFees(Entity):
    """Yearly fee of the regulator for a facility that makes a drug substance for generics."""

    country: CountryCode
    domestic: Annotated[Assumption, In("USD/year", "dated")]
    foreign: Annotated[Assumption, In("USD/year", "dated")]
