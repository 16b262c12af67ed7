"""A full case made up for timing: four plants of 63 rows each and 7 shared rows, 26 years, 35 drawn inputs and 4 drawn paths, 5 measures.

The figures mean nothing; the shape is that of a large case: materials, tariff layers, taxes with losses carried forward, working capital.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi.formula import (
    Cell,
    Input,
    Row,
    Statement,
    available,
    divide,
    irr,
    lookup,
    maximum,
    metric,
    minimum,
    present_value,
    prior,
    row,
    sum_of,
    total,
    where,
)
from roi.units import parse

Array = NDArray[np.float64]

YEARS, OPTIONS = 26, ("one", "two", "three", "four")
MATERIALS, LAYERS = tuple("abcdefgh"), tuple("uvwxyz")
SHARED_DRAWN = {"inflation": (0.02, 0.005), "discount": (0.09, 0.01), "spot_share": (0.9, 0.05)}
OWN_DRAWN = {
    "capital": (100.0, 12.0),
    "capacity": (10.0, 1.0),
    "labour": (4.0, 0.5),
    "energy": (2.0, 0.3),
    "yield_": (0.9, 0.02),
    "contract_discount": (0.05, 0.01),
    "maintenance": (0.03, 0.005),
    "delay": (1.0, 0.0),
}
PATHS = ("price_path", "energy_path", "freight_path", "wage_path")
OWN_FIXED = {
    "overhead": 0.2,
    "insurance": 0.01,
    "tax_rate": 0.25,
    "freight_rate": 0.3,
    "loss_limit": 0.8,
    "days": 0.12,
    **{f"price_{key}": 0.05 * (k + 1) for k, key in enumerate(MATERIALS)},
    **{f"use_{key}": 1.0 + 0.1 * k for k, key in enumerate(MATERIALS)},
}
TABLES = {"ramp": (0.4, 0.7, 0.9), "schedule": (0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576), "spending": (0.3, 0.5, 0.2)}
Function = Callable[[Any], Any]


def line(name: str, function: Function, unit: str = "1", make: Callable[..., Any] = row) -> Row:
    """A row or measure from a lambda."""
    function.__name__, function.__doc__ = name, "Made up."
    place = {"section": "Made up"} if make is row else {}
    found: Row = make(name.replace("_", " ").capitalize(), unit=unit, **place)(function)
    return found


def shared_rows() -> list[Row]:
    return [
        line("price_index", lambda s: prior(s.price_index, 1) * (1 + s.inflation)),
        line("discount_factor", lambda s: where(s.year <= 0, 1, prior(s.discount_factor, 1) / (1 + s.discount))),
        line("market_price", lambda s: s.price_path * s.price_index),
        line("energy_index", lambda s: s.energy_path * s.price_index),
        line("freight_index", lambda s: s.freight_path * s.price_index),
        line("wage_index", lambda s: maximum(s.wage_path * s.price_index, prior(s.wage_index, 1))),
        line("contract_open", lambda s: s.year <= 15, "flag"),
    ]


def own_rows() -> list[Row]:
    return [*_sales(), *_materials(), *_costs(), *_flow()]


def _sales() -> list[Row]:
    return [
        line("first", lambda s: 2 + s.delay),
        line("operating", lambda s: s.year >= s.first, "flag"),
        line("age", lambda s: s.year - s.first),
        line("utilisation", lambda s: where(s.age > 2, 1, lookup(s.ramp, s.age))),
        line("volume", lambda s: s.operating * s.capacity * s.utilisation),
        line("contract_active", lambda s: s.contract_open & s.operating, "flag"),
        line("contract_volume", lambda s: s.contract_active * minimum(s.volume, s.capacity * s.spot_share)),
        line("charge", lambda s: s.volume / s.yield_),
        line("spot_volume", lambda s: s.volume - s.contract_volume),
        line("contract_price", lambda s: s.market_price * (1 - s.contract_discount)),
        line("contract_revenue", lambda s: s.contract_volume * s.contract_price),
        line("spot_revenue", lambda s: s.spot_volume * s.market_price),
        line("revenue", lambda s: s.contract_revenue + s.spot_revenue),
    ]


def _materials() -> list[Row]:
    return [
        one for key in MATERIALS for one in _material(f"price_{key}", f"use_{key}", f"price_of_{key}", f"mass_of_{key}", f"cost_of_{key}")
    ]


def _material(price: str, use: str, price_now: str, mass: str, cost: str) -> list[Row]:
    return [
        line(price_now, lambda s: getattr(s, price) * s.price_index),
        line(mass, lambda s: s.charge * getattr(s, use)),
        line(cost, lambda s: getattr(s, price_now) * getattr(s, mass)),
    ]


def _sum(name: str, names: list[str]) -> Row:
    return line(name, lambda s: sum_of(getattr(s, one) for one in names))


def _duty(name: str, layer: str) -> Row:
    return line(name, lambda s: s.customs_value * getattr(s, layer))


def _costs() -> list[Row]:
    return [
        line("labour_cost", lambda s: s.operating * s.labour * s.wage_index),
        line("energy_cost", lambda s: s.energy * s.energy_index * s.utilisation * s.operating),
        line("maintenance_cost", lambda s: s.operating * s.maintenance * s.capital * s.price_index),
        line("overhead_cost", lambda s: s.overhead * s.labour_cost + s.insurance * s.capital),
        line("freight", lambda s: s.volume * s.freight_rate * s.freight_index),
        _sum("customs_value", [f"cost_of_{key}" for key in MATERIALS]),
        *(_duty(f"duty_{key}", f"layer_{key}") for key in LAYERS),
        _sum("duty", [f"duty_{key}" for key in LAYERS]),
        line(
            "operating_cost",
            lambda s: s.customs_value + s.duty + s.freight + s.labour_cost + s.energy_cost + s.maintenance_cost + s.overhead_cost,
        ),
    ]


def _flow() -> list[Row]:
    return [
        line("construction", lambda s: s.capital * lookup(s.spending, s.year)),
        line("depreciation", lambda s: s.capital * lookup(s.schedule, s.age)),
        line("profit", lambda s: s.revenue - s.operating_cost - s.depreciation),
        line("losses_added", lambda s: maximum(0, -s.profit)),
        line("losses_used", lambda s: minimum(prior(s.losses), s.loss_limit * maximum(0, s.profit))),
        line("losses", lambda s: prior(s.losses) + s.losses_added - s.losses_used),
        line("tax", lambda s: s.tax_rate * (maximum(0, s.profit) - s.losses_used)),
        line("working_capital", lambda s: where(s.year >= 25, 0, s.days * s.revenue)),
        line("working_capital_added", lambda s: s.working_capital - prior(s.working_capital)),
        line("net_cash_flow", lambda s: s.revenue - s.operating_cost - s.tax - s.construction - s.working_capital_added),
        line("cumulative_cash_flow", lambda s: prior(s.cumulative_cash_flow) + s.net_cash_flow),
        line("unrecovered", lambda s: s.cumulative_cash_flow < 0, "flag"),
    ]


def measures() -> list[Row]:
    made = partial(line, make=metric)
    return [
        made("npv", lambda s: present_value(s.net_cash_flow, s.discount_factor), "year"),
        made("irr", lambda s: irr(s.net_cash_flow), "1/year"),
        made("levelised", lambda s: divide(present_value(s.operating_cost, s.discount_factor), present_value(s.volume, s.discount_factor))),
        made("payback", lambda s: available(total(s.net_cash_flow) >= 0, total(s.unrecovered)), "year"),
        made("tax_paid", lambda s: present_value(s.tax, s.discount_factor), "year"),
    ]


def _inputs(prefix: str, names: dict[str, str]) -> dict[str, Input]:
    return {name: Input(prefix + name, name, parse("1"), shape) for name, shape in names.items()}  # type: ignore[arg-type]


def case() -> tuple[list[Cell], list[Cell], dict[str, Any], list[str]]:
    """Measures, all rows, fixed values by id, and ids of what is drawn."""
    shared = _inputs("shared.", {"year": "series", **dict.fromkeys(SHARED_DRAWN, "scalar"), **dict.fromkeys(PATHS, "series")})
    common = Statement("shared", "Shared", shared_rows(), shared)
    fixed: dict[str, Any] = {"shared.year": np.arange(YEARS)}
    drawn = [f"shared.{name}" for name in (*SHARED_DRAWN, *PATHS)]
    shapes = {**dict.fromkeys([*OWN_DRAWN, *OWN_FIXED], "scalar"), **dict.fromkeys(TABLES, "table")}
    shapes |= {f"layer_{key}": "series" for key in LAYERS}
    found, rows = [], list(common.rows)
    for number, option in enumerate(OPTIONS):
        statement = Statement(option, option, own_rows(), _inputs(f"{option}.", shapes), measures(), common)
        found += statement.metrics
        rows += statement.rows
        fixed |= {f"{option}.{name}": value for name, value in (OWN_FIXED | TABLES).items()}
        fixed |= {f"{option}.layer_{key}": 0.02 * (number + k) * (np.arange(YEARS) > k) for k, key in enumerate(LAYERS)}
        drawn += [f"{option}.{name}" for name in OWN_DRAWN]
    return found, rows, fixed, drawn


def draws(trials: int, seed: int = 1) -> dict[str, Array]:
    """Drawn inputs (trials,) and paths (26, trials)."""
    generator = np.random.default_rng(seed)
    found = {f"shared.{name}": generator.normal(*shape, trials) for name, shape in SHARED_DRAWN.items()}
    for name in PATHS:
        steps = 0.05 * generator.standard_normal((YEARS, trials))
        found[f"shared.{name}"] = (5.0 if name == "price_path" else 1.0) * np.exp(np.cumsum(steps, axis=0))
    for option in OPTIONS:
        found |= {f"{option}.{name}": generator.normal(*shape, trials) for name, shape in OWN_DRAWN.items() if name != "delay"}
        found[f"{option}.delay"] = generator.integers(0, 3, trials).astype(float)
    return found
