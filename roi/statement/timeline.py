"""The time axis as rows. Year 0 is the investment decision; flows fall at the end of each year, or in its middle; money is nominal."""

from __future__ import annotations

from roi.formula import Formula, Symbols, prior, row, rows, sqrt, where


def compounded(s: Symbols, index: Formula, growth: Formula) -> Formula:
    """Index that is 1 in year 0 and grows by a yearly rate afterwards."""
    return where(s.year <= 0, 1, prior(index, 1) * (1 + growth * s.one_year))


def discounted(s: Symbols, factor: Formula, rate: Formula) -> Formula:
    """Discount factor of flows at the ends of the years, those of year 0 not discounted."""
    return where(s.year <= 0, 1, prior(factor, 1) / (1 + rate * s.one_year))


def discounted_in_mid_year(s: Symbols, factor: Formula, rate: Formula) -> Formula:
    """Discount factor of flows in the middle of the years, those of year 0 not discounted."""
    growth = 1 + rate * s.one_year
    later = where(s.year <= s.one_year, 1 / sqrt(growth), prior(factor, 1) / growth)
    return where(s.year <= 0, 1, later)


def _nominal(s: Symbols) -> Formula:
    one_year = (1 + s.finance.real_discount_rate * s.one_year) * (1 + s.home.inflation * s.one_year)
    return (one_year - 1) / s.one_year


def _weighted(s: Symbols) -> Formula:
    after_tax = s.finance.debt_rate * (1 - s.finance.debt_tax_rate)
    return s.built_up_cost_of_equity * (1 - s.finance.debt_share) + after_tax * s.finance.debt_share


@row("Discount rate", unit="1/year", section="Timeline", name="discount_rate")
def discount_rate_given(s: Symbols) -> Formula:
    """Nominal cost of capital, as given."""
    return s.finance.discount_rate


@row("Discount rate", unit="1/year", section="Timeline", name="discount_rate")
def discount_rate_of_real_one(s: Symbols) -> Formula:
    """Nominal cost of capital: one plus the real rate, times one plus inflation in the market's country, less one. Fisher's equation."""
    return _nominal(s)


@row("Cost of equity", unit="1/year", section="Timeline")
def built_up_cost_of_equity(s: Symbols) -> Formula:
    """Risk-free rate, plus beta times the equity risk premium, plus the country risk premium. Capital asset pricing model."""
    return s.finance.risk_free_rate + s.finance.equity_beta * s.finance.equity_risk_premium + s.finance.country_risk_premium


@row("Discount rate", unit="1/year", section="Timeline", name="discount_rate")
def weighted_cost_of_capital(s: Symbols) -> Formula:
    """Cost of equity times the share of equity, plus interest after tax times the share of debt."""
    return _weighted(s)


@row("Discount rate with the premium of the country", unit="1/year", section="Timeline", name="discount_rate")
def discount_rate_given_with_premium(s: Symbols) -> Formula:
    """Nominal cost of capital, as given, plus the risk premium of the country where the plant stands."""
    return s.finance.discount_rate + s.country.country_risk_premium


@row("Discount rate with the premium of the country", unit="1/year", section="Timeline", name="discount_rate")
def discount_rate_of_real_one_with_premium(s: Symbols) -> Formula:
    """Nominal rate that follows from the real one and inflation, plus the risk premium of the country where the plant stands."""
    return _nominal(s) + s.country.country_risk_premium


@row("Discount rate with the premium of the country", unit="1/year", section="Timeline", name="discount_rate")
def weighted_cost_of_capital_with_premium(s: Symbols) -> Formula:
    """Cost of equity and interest after tax by their shares, plus the risk premium of the country where the plant stands."""
    return _weighted(s) + s.country.country_risk_premium


@row("Discount factor", unit="1", section="Timeline")
def discount_factor(s: Symbols) -> Formula:
    """1 in year 0; last year's factor divided by one plus the discount rate."""
    return discounted(s, s.discount_factor, s.discount_rate)


@row("Discount factor", unit="1", section="Timeline", name="discount_factor")
def discount_factor_of_mid_year(s: Symbols) -> Formula:
    """1 in year 0; that of half a year in year 1; then last year's factor divided by one plus the discount rate."""
    return discounted_in_mid_year(s, s.discount_factor, s.discount_rate)


@row("Discount factor of the public", unit="1", section="Timeline")
def public_discount_factor(s: Symbols) -> Formula:
    """1 in year 0; last year's factor divided by one plus the discount rate of the public."""
    return discounted(s, s.public_discount_factor, s.finance.public_discount_rate)


@row("Discount factor of the public", unit="1", section="Timeline", name="public_discount_factor")
def public_discount_factor_of_mid_year(s: Symbols) -> Formula:
    """1 in year 0; that of half a year in year 1; then last year's factor divided by one plus the discount rate of the public."""
    return discounted_in_mid_year(s, s.public_discount_factor, s.finance.public_discount_rate)


@row("General price index", unit="1", section="Timeline")
def general_price_index(s: Symbols) -> Formula:
    """1 in year 0, growing with inflation in the market's country; carries freight and brokerage."""
    return compounded(s, s.general_price_index, s.home.inflation)


@row("First operating year", unit="year", section="Timeline", name="first_operating_year")
def first_operating_year_of_plant(s: Symbols) -> Formula:
    """Project year after the last year of construction, counted from year 0."""
    return s.plant.construction_time


@row("First operating year", unit="year", section="Timeline", name="first_operating_year")
def first_operating_year_of_late_plant(s: Symbols) -> Formula:
    """Project year after the last year of construction, counted from year 0, plus the whole years of delay."""
    return s.plant.construction_time + s.plant.delay


@row("Start of supply", unit="year", section="Timeline", name="first_operating_year")
def first_year_of_supply(s: Symbols) -> Formula:
    """Years until the merchant, once qualified, first delivers; sales begin with the first whole year after it."""
    return s.merchant.lead_time


@row("Operating", unit="flag", section="Timeline")
def operating(s: Symbols) -> Formula:
    """Years from the first operating year on."""
    return s.year >= s.first_operating_year


@row("Year of operation", unit="year", section="Timeline")
def age(s: Symbols) -> Formula:
    """Years since the first operating year; 0 in that year, negative before."""
    return s.year - s.first_operating_year


@row("Local cost index in dollars", unit="1", section="Timeline")
def cost_index(s: Symbols) -> Formula:
    """1 in year 0; grows with local inflation and falls with the drift of the currency against the dollar."""
    growth = (1 + s.country.inflation * s.one_year) / (1 + s.country.currency_drift * s.one_year)
    return where(s.year <= 0, 1, prior(s.cost_index, 1) * growth)


@row("Local price index", unit="1", section="Timeline")
def local_price_index(s: Symbols) -> Formula:
    """1 in year 0, growing with local inflation."""
    return compounded(s, s.local_price_index, s.country.inflation)


@row("Currency, trend", unit="1", section="Timeline")
def currency_trend(s: Symbols) -> Formula:
    """Local money for a dollar, 1 in year 0; the drift and whatever the inflation difference is above the expected one, compounded."""
    difference = (1 + s.country.inflation * s.one_year) / (1 + s.home.inflation * s.one_year)
    growth = (1 + s.country.currency_drift * s.one_year) * difference / s.currency.expected_difference
    return where(s.year <= 0, 1, prior(s.currency_trend, 1) * growth)


@row("Local cost index in dollars", unit="1", section="Timeline", name="cost_index")
def cost_index_of_moving_currency(s: Symbols) -> Formula:
    """Local price index in dollars, at the trend of the currency times the path of the currency around it."""
    return s.local_price_index / (s.currency_trend * s.currency.path)


DISCOUNT_FACTOR = {"year_end": discount_factor, "mid_year": discount_factor_of_mid_year}
"""When in their year flows fall, as the finance says."""
PUBLIC_DISCOUNT_FACTOR = {"year_end": public_discount_factor, "mid_year": public_discount_factor_of_mid_year}
COMMON_TIMELINE = rows(general_price_index)
DISCOUNT_RATE = {
    "given": rows(discount_rate_given),
    "real": rows(discount_rate_of_real_one),
    "built_up": rows(built_up_cost_of_equity, weighted_cost_of_capital),
}
RATE_WITH_PREMIUM = {
    "given": discount_rate_given_with_premium,
    "real": discount_rate_of_real_one_with_premium,
    "built_up": weighted_cost_of_capital_with_premium,
}
"""How the finance states the rate: its rows; and that of an option with a premium for the country of its plant."""
PLANT_START = rows(operating, age)
LOCAL_COST = {False: rows(cost_index), True: rows(local_price_index, currency_trend, cost_index_of_moving_currency)}
"""Whether a risk moves the currency: the rows of the local cost index."""
PLANT_TIMELINE = rows(PLANT_START, LOCAL_COST[False])
PLANT_TIMELINE_OF_MOVING_CURRENCY = rows(PLANT_START, LOCAL_COST[True])
SUPPLY_TIMELINE = rows(first_year_of_supply, operating)
