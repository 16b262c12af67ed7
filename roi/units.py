"""Units: a strict algebra of powers of base units. Nothing is converted inside; `convert` works at the door only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

BASE_UNITS = ("USD", "kg", "year", "h", "kWh", "dose", "course", "entry", "batch", "campaign", "flag")
"""The closed list: money, mass, time, hour of work or running, electricity, dose, course of treatment, customs entry, batch, campaign,
condition."""


@dataclass(frozen=True)
class Unit:
    """A product of powers of base units. ``powers`` holds (base, power) pairs in the order of `BASE_UNITS`."""

    powers: tuple[tuple[str, int], ...] = ()

    def __mul__(self, other: Unit) -> Unit:
        return _collect((*self.powers, *other.powers))

    def __truediv__(self, other: Unit) -> Unit:
        return _collect((*self.powers, *((base, -power) for base, power in other.powers)))

    @property
    def is_money(self) -> bool:
        """True when the unit contains money, so that a figure in it needs a dollar year."""
        return any(base == "USD" for base, _ in self.powers)

    def __str__(self) -> str:
        over = [base if power == 1 else f"{base}^{power}" for base, power in self.powers if power > 0]
        under = [base if power == -1 else f"{base}^{-power}" for base, power in self.powers if power < 0]
        return "/".join(["*".join(over) or "1", *under])


NUMBER = Unit()
FLAG = Unit((("flag", 1),))
YEAR = Unit((("year", 1),))


def _collect(powers: tuple[tuple[str, int], ...]) -> Unit:
    total = dict.fromkeys(BASE_UNITS, 0)
    for base, power in powers:
        total[base] += power
    return Unit(tuple((base, power) for base, power in total.items() if power))


@cache
def parse(text: str) -> Unit:
    """Unit written as ``USD/kg/year``, ``kWh/kg``, ``1``; raises ValueError for a base that is not in `BASE_UNITS`."""
    unit = Unit()
    for index, part in enumerate(text.split("/")):
        for factor in part.split("*"):
            name, _, power = factor.strip().partition("^")
            if name == "1":
                continue
            if name not in BASE_UNITS or not re.fullmatch(r"\d*", power):
                raise ValueError(f"unknown unit {factor.strip()!r} in {text!r}")
            one = Unit(((name, int(power or 1)),))
            unit = unit * one if index == 0 else unit / one
    return unit


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(cache_folder=None)
    registry.define("USD = [money]")
    for name in ("dose", "course", "entry", "batch", "campaign", "flag"):
        registry.define(f"{name} = [{name}]")
    return registry


def conversion(text: str, target: Unit) -> float:
    """Factor that turns a number in the unit `text` (``USD/lb``, ``t/year``, ``percent``) into one in `target`.

    Raises ValueError when `text` is no unit or has another dimension.
    """
    try:
        if parse(text) == target:
            return 1.0
    except ValueError:
        pass
    import pint

    try:
        return float(_registry().Quantity(1.0, text).to(str(target).replace("1/", "1 / ") if str(target) != "1" else "").magnitude)
    except (pint.errors.PintError, AttributeError, TypeError, ValueError, SyntaxError) as error:
        raise ValueError(f"{text!r} is not a unit of the dimension {target}") from error
