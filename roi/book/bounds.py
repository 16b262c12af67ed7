"""Between which limits a figure can be, by what it is: nobody needs to write that a price is not negative."""

from __future__ import annotations

import math
from fnmatch import fnmatchcase
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
_SIGN = "costs, prices and amounts are written as positive numbers"
_FRACTION = Limits(0.0, 1.0, remedy=_PERCENT)
_SOME = Limits(0.0, math.inf, above=True, remedy="it divides other figures and cannot be 0")

BY_UNIT: dict[str, Limits] = {
    **dict.fromkeys(("kg/year", "kg/entry", "kg/dose", "year", "h/year", "kWh/kg"), Limits(0.0, remedy=_SIGN)),
    **dict.fromkeys(("USD", "USD/kg", "USD/h", "USD/kWh", "USD/entry", "USD/year"), Limits(0.0, remedy=_SIGN)),
    "1/year": Limits(-0.5, 1.0, remedy=_PERCENT_A_YEAR),
}

# The first pattern that fits counts; it is added to what the unit says. Names are the keys of roi.domain.nouns.
BY_NAME: dict[str, Limits] = {
    "capacity": _SOME,
    "shipment_mass": _SOME,
    "dose_mass": _SOME,
    "stoichiometric_ratio": _SOME,
    "overhead_share": Limits(0.0, 20.0, remedy=_PERCENT),
    "quality_share": Limits(0.0, 20.0, remedy=_PERCENT),
    "process_yield": Limits(0.0, 1.0, above=True, remedy=_PERCENT),
    "released_share": Limits(0.0, 1.0, above=True, remedy=_PERCENT),
    "*_share": _FRACTION,
    "on_stream_factor": _FRACTION,
    "tax_rate": _FRACTION,
    "loss_limit": _FRACTION,
    "ramp_up_shortfall": _FRACTION,
    "spending_profile": _FRACTION,
    "rates": _FRACTION,
    "processing_rate": _FRACTION,
    "harbor_rate": _FRACTION,
    "volatility": Limits(0.0, remedy="it is the standard deviation of yearly changes as a fraction, 0 for none"),
    "half_life": Limits(0.0, above=True, remedy="write the years after which half of a deviation is gone, as 1.5"),
    "level": Limits(0.0, above=True, remedy="write the long-run price over its trend, 1 for the trend itself"),
    "loading": Limits(-1.0, 1.0, remedy="it is a correlation, between -1 and 1"),
    "yearly_rate": Limits(0.0, remedy="write how many outages begin a year, 0 for none"),
    "domestic_premium": Limits(-1.0, 5.0, remedy=_PERCENT),
    "price_ratio": Limits(0.0, 5.0, remedy=_PERCENT),
    "share_of_market_price": Limits(0.0, 5.0, remedy=_PERCENT),
    "rate": Limits(0.0, 5.0, remedy=_PERCENT),
    "possible_rate": Limits(0.0, 5.0, remedy=_PERCENT),
}


@cache
def limits(name: str, unit: str) -> tuple[Limits, ...]:
    """The limits that hold for the figure `name` kept in `unit`."""
    by_unit = [BY_UNIT[unit]] if unit in BY_UNIT else []
    by_name = [found for pattern, found in BY_NAME.items() if fnmatchcase(name, pattern)][:1]
    return (*by_name, *by_unit)


def outside(number: float, limit: Limits) -> tuple[str, float] | None:
    """What is wrong with `number` and the limit it breaks; None when nothing is."""
    if number < limit.low or (limit.above and number == limit.low):
        return ("must be above" if limit.above else "is below"), limit.low
    return ("is above", limit.high) if number > limit.high else None
