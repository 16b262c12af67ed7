"""Cost of capital, loans, taxes and how capital is written off."""

from __future__ import annotations

from typing import Annotated, Literal

from roi.domain.assumption import Assumption, Entity, In
from roi.domain.tariffs import CountryCode


class Finance(Entity):
    """Cost of capital, exit, and the growth of prices that brings older dollars to the year of decision.

    timing : flows fall at the end of each year (`year_end`), or in its middle (`mid_year`), those of year 0 at the decision.
    country_premium : a plant outside the country of the market is valued at a rate with the risk premium of its country on top.
    discount_rate : nominal, given; or from real_discount_rate and inflation; or built up from risk_free_rate, equity_beta,
    equity_risk_premium, country_risk_premium, debt_share, debt_rate and debt_tax_rate. cost_of_equity : discounts what a loan leaves for
    the owners; without it the discount rate does. public_discount_rate : discounts what the public pays and receives; likewise.
    salvage_share, exit_multiple, perpetuity_growth : one of them gives the value in the last year; none: it is 0.
    """

    country_premium: bool = False
    timing: Literal["year_end", "mid_year"] = "year_end"
    discount_rate: Annotated[Assumption | None, In("1/year")] = None
    real_discount_rate: Annotated[Assumption | None, In("1/year")] = None
    risk_free_rate: Annotated[Assumption | None, In("1/year")] = None
    equity_beta: Annotated[Assumption | None, In("1")] = None
    equity_risk_premium: Annotated[Assumption | None, In("1/year")] = None
    country_risk_premium: Annotated[Assumption | None, In("1/year")] = None
    debt_share: Annotated[Assumption | None, In("1")] = None
    debt_rate: Annotated[Assumption | None, In("1/year")] = None
    debt_tax_rate: Annotated[Assumption | None, In("1")] = None
    cost_of_equity: Annotated[Assumption | None, In("1/year")] = None
    public_discount_rate: Annotated[Assumption | None, In("1/year")] = None
    salvage_share: Annotated[Assumption | None, In("1")] = None
    exit_multiple: Annotated[Assumption | None, In("1")] = None
    perpetuity_growth: Annotated[Assumption | None, In("1/year")] = None
    price_level_growth: Annotated[Assumption, In("1/year")]

    @property
    def rate_stated(self) -> Literal["given", "real", "built_up"]:
        """How the discount rate is stated."""
        if self.discount_rate is not None:
            return "given"
        return "real" if self.real_discount_rate is not None else "built_up"


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
    research_amortisation : schedule of what development costs, from the year it is paid; left out: deducted when paid.
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
    research_amortisation: str | None = None
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
