"""The nouns a case is made of. Each class is one folder of `assumptions/`; each figure states the unit it is kept in."""

from __future__ import annotations

from typing import Annotated, Literal

from roi.domain.assumption import Assumption, Entity, In
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
    """A plant for one drug substance: capital, capacity, consumption, people.

    building_share, land_improvements_share, land_share : lines of the fixed capital; what they leave is equipment.
    qualified_use_time : years of operation after which the building serves another purpose; left out: never.
    """

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
    building_share: Annotated[Assumption | None, In("1")] = None
    land_improvements_share: Annotated[Assumption | None, In("1")] = None
    land_share: Annotated[Assumption | None, In("1")] = None
    qualified_use_time: Annotated[Assumption | None, In("year")] = None


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


class Market(Entity):
    """Who buys, how much and at what price when no contract is in force."""

    country: CountryCode
    volume: Annotated[Assumption, In("kg/year")]
    volume_growth: Annotated[Assumption, In("1/year")]
    price: Annotated[Assumption, In("USD/kg")]
    price_growth: Annotated[Assumption, In("1/year")]
    receivable_time: Annotated[Assumption, In("year")]


class Contract(Entity):
    """An offtake contract: for its tenor a price that starts as a ratio to the market price of the decision year."""

    first_year: Annotated[Assumption, In("year")]
    tenor: Annotated[Assumption, In("year")]
    price_ratio: Annotated[Assumption, In("1")]
    escalation: Annotated[Assumption, In("1/year")]
    domestic_premium: Annotated[Assumption, In("1")]


class Finance(Entity):
    """Cost of capital, exit, and the growth of prices that brings older dollars to the year of decision.

    discount_rate : given; or built up from risk_free_rate, equity_beta, equity_risk_premium, country_risk_premium, debt_share, debt_rate
    and debt_tax_rate. cost_of_equity : discounts what a loan leaves for the owners; without it the discount rate does.
    salvage_share, exit_multiple, perpetuity_growth : one of them gives the value in the last year; none: it is 0.
    """

    discount_rate: Annotated[Assumption | None, In("1/year")] = None
    risk_free_rate: Annotated[Assumption | None, In("1/year")] = None
    equity_beta: Annotated[Assumption | None, In("1")] = None
    equity_risk_premium: Annotated[Assumption | None, In("1/year")] = None
    country_risk_premium: Annotated[Assumption | None, In("1/year")] = None
    debt_share: Annotated[Assumption | None, In("1")] = None
    debt_rate: Annotated[Assumption | None, In("1/year")] = None
    debt_tax_rate: Annotated[Assumption | None, In("1")] = None
    cost_of_equity: Annotated[Assumption | None, In("1/year")] = None
    salvage_share: Annotated[Assumption | None, In("1")] = None
    exit_multiple: Annotated[Assumption | None, In("1")] = None
    perpetuity_growth: Annotated[Assumption | None, In("1/year")] = None
    price_level_growth: Annotated[Assumption, In("1/year")]


class Loan(Entity):
    """A term loan for the capital of a plant. share : of the capital spending that grants leave.

    repayment : `level` (interest and repayment together the same every year, at the rate of the base case), `equal`, or `sculpted`: as much
    as the cash for debt allows at `target_cover`, the rest in the last year. grace : years of operation with interest alone.
    tenor : yearly repayments after it. construction_interest : of the years before operation, `paid` by the owners or `capitalised`.
    reserve_time : debt service held in reserve.
    """

    repayment: Literal["level", "equal", "sculpted"]
    construction_interest: Literal["paid", "capitalised"]
    share: Annotated[Assumption, In("1")]
    rate: Annotated[Assumption, In("1/year")]
    grace: Annotated[Assumption, In("year")]
    tenor: Annotated[Assumption, In("year")]
    target_cover: Annotated[Assumption | None, In("1")] = None
    reserve_time: Annotated[Assumption | None, In("year")] = None


class Taxation(Entity):
    """Tax of the place where the profit arises, and how it writes off each line of the capital.

    depreciation, bonus_share : of equipment, and of all capital without a line of its own. land is never written off.
    *_bonus_share : share deducted in the first operating year, by the day on which construction begins or the plant is bought (year 0).
    local_tax_rate : of a state or province, deductible from the profit that `tax_rate` is on.
    owner_tax_rate : what the owner's country takes of the profit on top. credit_limit : share of the tax that carried credits may offset.
    loss_limit : share of a year's profit that earlier losses may offset. loss_years : after which a loss lapses (`carryforward_years`).
    interest_limit : share of the earnings before depreciation that deducted interest may reach; left out: no limit.
    building_service_share : the share of it that is left, by the day on which the building is placed in service.
    building_recapture_period : years of operation in which another use of the building gives the deduction back.
    """

    country: CountryCode
    tax_rate: Annotated[Assumption, In("1")]
    local_tax_rate: Annotated[Assumption | None, In("1")] = None
    owner_tax_rate: Annotated[Assumption | None, In("1")] = None
    credit_limit: Annotated[Assumption | None, In("1")] = None
    interest_limit: Annotated[Assumption | None, In("1")] = None
    depreciation: str
    bonus_share: Annotated[Assumption, In("1", "dated")]
    building_depreciation: str | None = None
    building_bonus_share: Annotated[Assumption | None, In("1", "dated")] = None
    building_service_share: Annotated[Assumption | None, In("1", "dated")] = None
    building_recapture_period: Annotated[Assumption | None, In("year")] = None
    land_improvements_depreciation: str | None = None
    land_improvements_bonus_share: Annotated[Assumption | None, In("1", "dated")] = None
    loss_rule: Literal["carryforward", "carryforward_80", "carryforward_years", "refund", "lost"]
    loss_limit: Annotated[Assumption, In("1")]
    loss_years: Annotated[Assumption | None, In("year")] = None


class Depreciation(Entity):
    """A schedule, counted from the first operating year.

    rates : the share of the capital deducted in the 1st, 2nd, ... year. rate : of `declining_balance`, on what is not yet deducted.
    """

    method: Literal["macrs_half_year", "macrs_mid_quarter", "mid_month", "straight_line", "declining_balance"]
    rates: Annotated[Assumption | None, In("1", "table")] = None
    rate: Annotated[Assumption | None, In("1/year")] = None


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
