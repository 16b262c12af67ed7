"""A small plant: sampled delay, losses carried forward, discount factor. The tests of the back ends run it."""

from __future__ import annotations

import numpy as np
from formula.lines import line, measure, named, scalar, series, statement, table

from roi.formula import Row, Statement, available, irr, irr_roots, lookup, maximum, minimum, mirr, present_value, prior, total, where

YEARS = 12
INPUTS = named(
    series("year", "year", whole=True),
    scalar("last_year", "year", whole=True, section="Timeline"),
    scalar("plant.delay", "year", whole=True, section="Plant"),
    scalar("plant.price", "USD/kg", section="Market"),
    scalar("plant.volume", "kg/year", section="Plant"),
    scalar("plant.capital", "USD", section="Plant"),
    scalar("plant.rate", "1/year", section="Finance"),
    scalar("plant.tax", section="Tax"),
    table("plant.schedule"),
)
ROWS: tuple[Row, ...] = (
    line(lambda s: s.plant.delay, "year", "first"),
    line(lambda s: (s.year >= s.first) & (s.year <= s.last_year), "flag", "operating"),
    line(lambda s: s.year - s.first, "year", "age"),
    line(lambda s: s.operating * s.plant.price * s.plant.volume, "USD/year", "revenue"),
    line(lambda s: s.plant.capital * lookup(s.plant.schedule, s.age) / s.one_year, "USD/year", "depreciation"),
    line(lambda s: s.revenue - s.depreciation, "USD/year", "taxable"),
    line(lambda s: maximum(0, -s.taxable), "USD/year", "losses_added"),
    line(lambda s: minimum(prior(s.losses) / s.one_year, maximum(0, s.taxable)), "USD/year", "losses_used"),
    line(lambda s: prior(s.losses) + (s.losses_added - s.losses_used) * s.one_year, "USD", "losses"),
    line(lambda s: where(s.year <= 0, 1, prior(s.factor, 1) / (1 + s.plant.rate * s.one_year)), "1", "factor"),
    line(lambda s: (s.taxable + s.losses_added - s.losses_used) * s.plant.tax, "USD/year", "tax"),
    line(lambda s: s.revenue - s.tax - where(s.year <= 0, s.plant.capital, 0) / s.one_year, "USD/year", "net"),
)
MEASURES: tuple[Row, ...] = (
    measure(lambda s: present_value(s.net, s.factor), "USD", "value"),
    measure(lambda s: total(s.revenue), "USD", "sold"),
    measure(lambda s: total(s.operating), "year", "years_operating"),
    measure(lambda s: irr(s.net), "1/year", "rate_of_return"),
    measure(lambda s: irr_roots(s.net), "1", "roots"),
    measure(lambda s: mirr(s.net, s.plant.rate), "1/year", "modified"),
    measure(lambda s: available(s.value > 0, s.sold / s.value), "1", "cover"),
)
FIXED = {
    "year": np.arange(YEARS),
    "last_year": YEARS - 1,
    "plant.price": 5.0,
    "plant.schedule": [0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576],
    "plant.rate": 0.08,
    "plant.tax": 0.25,
}


def plant() -> Statement:
    """The plant, traced."""
    return statement(ROWS, INPUTS, MEASURES)


def draws(trials: int) -> dict[str, np.ndarray]:
    """Sampled inputs of the plant, ``(trials,)`` each."""
    generator = np.random.default_rng(20261121)
    return {
        "plant.delay": generator.integers(0, 4, trials).astype(float),
        "plant.volume": generator.normal(10, 2, trials),
        "plant.capital": generator.normal(100, 20, trials),
    }
