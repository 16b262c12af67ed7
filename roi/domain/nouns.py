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
    natural_gas_price: Annotated[Assumption | None, In("USD/kWh")] = None
    steam_price: Annotated[Assumption | None, In("USD/kg")] = None
    water_price: Annotated[Assumption | None, In("USD/kg")] = None
    nitrogen_price: Annotated[Assumption | None, In("USD/kg")] = None


class DrugSubstance(Entity):
    """The active ingredient in bulk. What finishing it into doses costs may be left out.

    finishing_cost : excipients and making of a dose, or the toll for it. packaging_cost : of a course, with its shipping.
    finishing_markup : of the finisher on all of it, share of the cost. doses_per_course : of one course of treatment.
    unmet_cost : to purchasers and patients, of a dose that is not to be had in a shortage.
    """

    hts: Hts
    key_starting_material: str
    dose_mass: Annotated[Assumption, In("kg/dose")]
    stoichiometric_ratio: Annotated[Assumption, In("1")]
    doses_per_course: Annotated[Assumption | None, In("dose/course")] = None
    finishing_cost: Annotated[Assumption | None, In("USD/dose")] = None
    packaging_cost: Annotated[Assumption | None, In("USD/course")] = None
    finishing_markup: Annotated[Assumption | None, In("1")] = None
    unmet_cost: Annotated[Assumption | None, In("USD/dose")] = None


class Plant(Entity):
    """A plant for one drug substance: capital, capacity, consumption, people.

    A figure that may be left out brings its row only when it is given. cost_overrun : share of the fixed capital that construction costs
    beyond it. delay : whole years by which operation begins later than planned. salvage_share and decommissioning_share go together.
    capital_estimate : file the fixed capital is worked out from, instead of fixed_capital. process : file the consumption of materials is
    worked out from, instead of process_yield and other_materials. operators_per_shift, shift_teams and hours_per_operator stand instead of
    labour_hours. other_utilities : those that are not stated one by one. recalls : expected cost of them, for each kg sold.
    building_share, land_improvements_share, land_share : lines of the fixed capital; what they leave is equipment.
    qualified_use_time : years of operation after which the building serves another purpose; left out: never.
    """

    country: CountryCode
    technology: Literal["continuous", "batch"]
    capacity: Annotated[Assumption, In("kg/year")]
    on_stream_factor: Annotated[Assumption, In("1")]
    ramp_up_shortfall: Annotated[Assumption, In("1", "table")]
    fixed_capital: Annotated[Assumption | None, In("USD")] = None
    capital_estimate: str | None = None
    spending_profile: Annotated[Assumption, In("1", "table")]
    cost_overrun: Annotated[Assumption | None, In("1")] = None
    delay: Annotated[Assumption | None, In("year", whole=True)] = None
    sustaining_capital_share: Annotated[Assumption | None, In("1/year")] = None
    decommissioning_share: Annotated[Assumption | None, In("1")] = None
    salvage_share: Annotated[Assumption | None, In("1")] = None
    working_capital_share: Annotated[Assumption, In("1")]
    process: str | None = None
    process_yield: Annotated[Assumption | None, In("1")] = None
    released_share: Annotated[Assumption, In("1")]
    other_materials: Annotated[Assumption | None, In("USD/kg")] = None
    electricity: Annotated[Assumption, In("kWh/kg")]
    other_utilities: Annotated[Assumption, In("USD/kg")]
    waste_cost: Annotated[Assumption, In("USD/kg")]
    natural_gas: Annotated[Assumption | None, In("kWh/kg")] = None
    steam: Annotated[Assumption | None, In("1")] = None
    water: Annotated[Assumption | None, In("1")] = None
    nitrogen: Annotated[Assumption | None, In("1")] = None
    labour_hours: Annotated[Assumption | None, In("h/year")] = None
    operators_per_shift: Annotated[Assumption | None, In("1")] = None
    shift_teams: Annotated[Assumption | None, In("1")] = None
    hours_per_operator: Annotated[Assumption | None, In("h/year")] = None
    quality_share: Annotated[Assumption, In("1")]
    overhead_share: Annotated[Assumption, In("1")]
    maintenance_share: Annotated[Assumption, In("1/year")]
    insurance_and_property_tax_share: Annotated[Assumption, In("1/year")]
    environmental_compliance: Annotated[Assumption | None, In("USD/year")] = None
    supplier_audits: Annotated[Assumption | None, In("USD/year")] = None
    serialisation: Annotated[Assumption | None, In("USD/year")] = None
    cyber_security: Annotated[Assumption | None, In("USD/year")] = None
    recalls: Annotated[Assumption | None, In("USD/kg")] = None
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
