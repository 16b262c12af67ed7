"""The nouns a case is made of. Each class is one folder of `assumptions/`; each figure states the unit it is kept in."""

from __future__ import annotations

from typing import Annotated, Literal

from roi.domain.assumption import Assumption, Entity, In
from roi.domain.tariffs import CountryCode as CountryCode
from roi.domain.tariffs import Hts as Hts


class Country(Entity):
    """What differs between places: prices of labour and power, inflation, currency.

    country_risk_premium : on the discount rate of a plant there, where the finance of a case asks for it.
    hours_per_job : paid hours of a full-time job. jobs_multiplier : jobs in all for each job in a plant, its own included.
    """

    inflation: Annotated[Assumption, In("1/year")]
    currency_drift: Annotated[Assumption, In("1/year")]
    country_risk_premium: Annotated[Assumption | None, In("1/year")] = None
    operator_wage: Annotated[Assumption, In("USD/h")]
    electricity_price: Annotated[Assumption, In("USD/kWh")]
    natural_gas_price: Annotated[Assumption | None, In("USD/kWh")] = None
    steam_price: Annotated[Assumption | None, In("USD/kg")] = None
    water_price: Annotated[Assumption | None, In("USD/kg")] = None
    nitrogen_price: Annotated[Assumption | None, In("USD/kg")] = None
    hours_per_job: Annotated[Assumption | None, In("h/year")] = None
    jobs_multiplier: Annotated[Assumption | None, In("1")] = None


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
    labour_hours. finished_goods_time and raw_materials_time (how long they are held) and payable_time (until suppliers are paid) stand
    instead of working_capital_share. work_in_process_time : for which materials lie in the process, beside either.
    development_cost : of the process, paid in the years of construction. other_utilities : those that are
    not stated one by one. recalls : expected cost, for each kg sold.
    building_share, land_improvements_share, land_share : lines of the fixed capital; what they leave is equipment.
    qualified_use_time : years of operation after which the building serves another purpose; left out: never.
    site : what stands there already; a retrofit takes over an idle line with its building. purchase_price : of what stands there, paid in
    year 0. lease : of it, paid from year 0 on.
    batch_size, cycle_time, available_time, campaigns, changeover_time and failed_batch_share stand together instead of capacity and
    on_stream_factor. cycle_time : between the starts of two batches. changeover_cost : of cleaning and checks.
    labour_excess, yield_shortfall : by year of operation, what is still to be learned; left out: nothing.
    """

    country: CountryCode
    technology: Literal["continuous", "batch"]
    site: Literal["greenfield", "brownfield", "retrofit"] | None = None
    capacity: Annotated[Assumption | None, In("kg/year")] = None
    on_stream_factor: Annotated[Assumption | None, In("1")] = None
    batch_size: Annotated[Assumption | None, In("kg/batch")] = None
    cycle_time: Annotated[Assumption | None, In("h/batch")] = None
    available_time: Annotated[Assumption | None, In("h/year")] = None
    campaigns: Annotated[Assumption | None, In("campaign/year")] = None
    changeover_time: Annotated[Assumption | None, In("h/campaign")] = None
    changeover_cost: Annotated[Assumption | None, In("USD/campaign")] = None
    failed_batch_share: Annotated[Assumption | None, In("1")] = None
    ramp_up_shortfall: Annotated[Assumption, In("1", "table")]
    fixed_capital: Annotated[Assumption | None, In("USD")] = None
    capital_estimate: str | None = None
    spending_profile: Annotated[Assumption, In("1", "table")]
    purchase_price: Annotated[Assumption | None, In("USD")] = None
    lease: Annotated[Assumption | None, In("USD/year")] = None
    cost_overrun: Annotated[Assumption | None, In("1")] = None
    delay: Annotated[Assumption | None, In("year", whole=True)] = None
    sustaining_capital_share: Annotated[Assumption | None, In("1/year")] = None
    decommissioning_share: Annotated[Assumption | None, In("1")] = None
    salvage_share: Annotated[Assumption | None, In("1")] = None
    working_capital_share: Annotated[Assumption | None, In("1")] = None
    finished_goods_time: Annotated[Assumption | None, In("year")] = None
    raw_materials_time: Annotated[Assumption | None, In("year")] = None
    work_in_process_time: Annotated[Assumption | None, In("year")] = None
    payable_time: Annotated[Assumption | None, In("year")] = None
    development_cost: Annotated[Assumption | None, In("USD")] = None
    process: str | None = None
    process_yield: Annotated[Assumption | None, In("1")] = None
    yield_shortfall: Annotated[Assumption | None, In("1", "table")] = None
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
    labour_excess: Annotated[Assumption | None, In("1", "table")] = None
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
    """Somebody who sells the drug substance of a case. Its price follows the market price, of which it is a share.

    payable_time : until an importer who resells it pays.
    """

    country: CountryCode
    product: str
    hts: Hts
    share_of_market_price: Annotated[Assumption, In("1")]
    lead_time: Annotated[Assumption, In("year")]
    payable_time: Annotated[Assumption | None, In("year")] = None


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
