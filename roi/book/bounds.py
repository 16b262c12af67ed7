"""Between which limits a figure can be, by what it is: nobody needs to write that a price is not negative."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple


class Limits(NamedTuple):
    """Lowest and highest value in the unit kept. `above`: the lowest value itself is refused. `remedy`: the usual mistake."""

    low: float = -math.inf
    high: float = math.inf
    above: bool = False
    remedy: str = ""


_PERCENT = "percentages are fractions: 12 % is 0.12, or give unit: percent"
_PERCENT_A_YEAR = "percentages are fractions: 12 % a year is 0.12, or give unit: percent/year"
_YIELD = "a yield is a share of what the key starting material could give: 85 percent is 0.85"
_SIGN = "costs, prices and amounts are written as positive numbers"
_FRACTION = Limits(0.0, 1.0, remedy=_PERCENT)
_RATIO = "it is a ratio to the market price of the decision year: 1.1 is a tenth above it"
_INDEX = "it is the index over that of year 0: 1.1 is a tenth above it"
_SOME = Limits(0.0, math.inf, above=True, remedy="it divides other figures and cannot be 0")

BY_UNIT: dict[str, Limits] = {
    **dict.fromkeys(
        ("kg/year", "kg/entry", "kg/dose", "year", "h/year", "kWh/kg", "h/campaign", "campaign/year"), Limits(0.0, remedy=_SIGN)
    ),
    **dict.fromkeys(
        ("USD", "USD/kg", "USD/h", "USD/kWh", "USD/entry", "USD/year", "USD/dose", "USD/course", "USD/campaign"), Limits(0.0, remedy=_SIGN)
    ),
    "1/year": Limits(-0.5, 1.0, remedy=_PERCENT_A_YEAR),
}

# The first pattern that fits counts; it is added to what the unit says. Names are the keys of roi.domain.nouns; * stands only at the front.
BY_NAME: dict[str, Limits] = {
    "capacity": _SOME,
    "shipment_mass": _SOME,
    "batch_size": _SOME,
    "cycle_time": _SOME,
    "transfer_time": Limits(1.0, 20.0, remedy="write the whole years from the decision until the manufacturer supplies, at least 1"),
    "failed_batch_share": Limits(0.0, 0.9, remedy=_PERCENT),
    "yield_shortfall": Limits(0.0, 0.9, remedy=_PERCENT),
    "labour_excess": Limits(0.0, 10.0, remedy="it is what the hours are above those of a steady year: half as many again is 0.5"),
    "fee_growth": Limits(-0.5, 1.0, remedy=_PERCENT_A_YEAR),
    "dose_mass": _SOME,
    "stoichiometric_ratio": _SOME,
    "scaling_exponent": Limits(0.3, 1.2, remedy="it says how cost grows with capacity: 1 is in proportion, as a rule 0.6 to 0.7"),
    "lang_factor": Limits(1.0, 20.0, remedy="cost of the plant over cost of its equipment, as a rule 3 to 6"),
    "installed_factor": Limits(1.0, 20.0, remedy="cost in place over cost as purchased"),
    "location_factor": Limits(0.1, 10.0, remedy="cost here over cost there: 0.7 is 30 % cheaper"),
    "reference_capacity": _SOME,
    "index": _SOME,
    "doses_per_course": _SOME,
    "finishing_markup": Limits(0.0, 10.0, remedy=_PERCENT),
    "mass_ratio": _SOME,
    **dict.fromkeys(("steam", "water", "nitrogen", "operators_per_shift", "shift_teams", "validation_batches"), Limits(0.0, remedy=_SIGN)),
    "step_yield": Limits(0.0, 1.0, above=True, remedy=_YIELD),
    "amount": Limits(0.0, remedy=_SIGN),
    "cost_overrun": Limits(-0.9, 10.0, remedy="an overrun is a fraction of the fixed capital: 20 % above it is 0.2"),
    "delay": Limits(0.0, 20.0, remedy="a delay is a few whole years, 0 when the plant is on time"),
    "overhead_share": Limits(0.0, 20.0, remedy=_PERCENT),
    "quality_share": Limits(0.0, 20.0, remedy=_PERCENT),
    "process_yield": Limits(0.0, 1.0, above=True, remedy=_YIELD),
    "released_share": Limits(0.0, 1.0, above=True, remedy=_PERCENT),
    "*_share": _FRACTION,
    "on_stream_factor": _FRACTION,
    "share": _FRACTION,
    "shares": _FRACTION,
    "*tax_rate": _FRACTION,
    "credit_limit": _FRACTION,
    "interest_limit": _FRACTION,
    "target_cover": _SOME,
    "equity_beta": Limits(0.0, 10.0),
    "exit_multiple": Limits(0.0, 100.0),
    "tenor": _SOME,
    "basis_reduction": _FRACTION,
    "transfer_price": _FRACTION,
    "hours_per_job": _SOME,
    "jobs_multiplier": Limits(1.0, 20.0, remedy="jobs in all over those in the plant: 3.2 is 2.2 elsewhere for each of them"),
    "loss_limit": _FRACTION,
    "ramp_up_shortfall": _FRACTION,
    "spending_profile": _FRACTION,
    "rates": _FRACTION,
    "vat_rate": _FRACTION,
    "rebate_rate": _FRACTION,
    "processing_rate": _FRACTION,
    "harbor_rate": _FRACTION,
    "volatility": Limits(0.0, remedy="it is the standard deviation of yearly changes as a fraction, 0 for none"),
    "half_life": Limits(0.0, above=True, remedy="write the years after which half of a deviation is gone, as 1.5"),
    "level": Limits(0.0, above=True, remedy="write the long-run price over its trend, 1 for the trend itself"),
    "loading": Limits(-1.0, 1.0, remedy="it is a correlation, between -1 and 1"),
    "yearly_rate": Limits(0.0, remedy="write how many outages begin a year, 0 for none"),
    "restart_loss": Limits(0.0, 5.0, remedy="it is a share of the supply lost: 0.2 is a fifth of the outage again"),
    "price_rise": Limits(0.0, 20.0, remedy="it is the share by which the price rises: 0.5 is half as dear again"),
    "replacement_price_rise": Limits(0.0, 20.0, remedy="it is the share by which the price rises: 0.5 is half as dear again"),
    "domestic_premium": Limits(-1.0, 5.0, remedy=_PERCENT),
    "price_ratio": Limits(0.0, 5.0, remedy=_PERCENT),
    "share_of_market_price": Limits(0.0, 5.0, remedy=_PERCENT),
    "rate": Limits(0.0, 5.0, remedy=_PERCENT),
    "possible_rate": Limits(0.0, 5.0, remedy=_PERCENT),
    "rank_correlation": Limits(-1.0, 1.0, remedy="a correlation lies between -1 and 1"),
    "degrees_of_freedom": Limits(1.0, remedy="the more, the nearer to Gaussian; 3 to 10 are usual"),
    "renewed": _FRACTION,
    "renewal_price_ratio": Limits(0.0, 5.0, remedy=_PERCENT),
    "passed_through": _FRACTION,
    "duty_pass_through": _FRACTION,
    "cap": Limits(0.0, 10.0, remedy=_INDEX),
    "collar": Limits(0.0, 10.0, remedy=_INDEX),
    "margin": Limits(0.0, 5.0, remedy=_PERCENT),
    "floor": Limits(0.0, 5.0, remedy=_RATIO),
    "ceiling": Limits(0.0, 20.0, remedy=_RATIO),
    "strike": Limits(0.0, 5.0, remedy=_RATIO),
    "termination_trigger": Limits(0.0, 5.0, remedy=_PERCENT),
    "step_up": _FRACTION,
    "distributor_margin": _FRACTION,
}


@cache
def limits(name: str, unit: str) -> tuple[Limits, ...]:
    """The limits that hold for the figure `name` kept in `unit`."""
    by_unit = [BY_UNIT[unit]] if unit in BY_UNIT else []
    by_name = next(([found] for pattern, found in BY_NAME.items() if _fits(name, pattern)), [])
    return (*by_name, *by_unit)


def _fits(name: str, pattern: str) -> bool:
    """True for the name itself; a pattern that begins with * fits every name that ends as it does."""
    return name.endswith(pattern[1:]) if pattern.startswith("*") else name == pattern


def outside(number: float, limit: Limits) -> tuple[str, float] | None:
    """What is wrong with `number` and the limit it breaks; None when nothing is."""
    if number < limit.low or (limit.above and number == limit.low):
        return ("must be above" if limit.above else "is below"), limit.low
    return ("is above", limit.high) if number > limit.high else None
