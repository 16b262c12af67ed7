"""From the unit a file is written in to the unit its noun keeps: at the door, once."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from roi.units import Unit, conversion, parse


class Scale(NamedTuple):
    """``written * multiply / divide`` is the number kept. Two numbers, so that 7 percent is exactly 0.07."""

    multiply: float
    divide: float

    def __call__(self, written: float) -> float:
        """The number in the unit kept."""
        return written * self.multiply / self.divide


class UnknownUnit(ValueError):
    """The text is no unit."""


class WrongDimension(ValueError):
    """A unit, but of another dimension."""


# Loading pint takes more than half a second, so the everyday units are known without it; a test compares each with pint.
EVERYDAY: dict[str, tuple[float, float, str]] = {
    "percent": (1, 100, "1"),
    "kUSD": (1e3, 1, "USD"),
    "MUSD": (1e6, 1, "USD"),
    "t": (1e3, 1, "kg"),
    "g": (1, 1e3, "kg"),
    "mg": (1, 1e6, "kg"),
    "lb": (0.45359237, 1, "kg"),
    "day": (1, 365.25, "year"),
    "week": (7, 365.25, "year"),
    "month": (1, 12, "year"),
    "hour": (1, 1, "h"),
    "minute": (1, 60, "h"),
    "MWh": (1e3, 1, "kWh"),
    "GJ": (1e3, 3.6, "kWh"),
}


_FACTOR = re.compile(r"\s*([A-Za-z_%]+|1)(?:\^(\d))?\s*")


@cache
def scale(written: str, kept: str) -> Scale:
    """How to turn a number in the unit `written` (``MUSD``, ``percent/year``) into one in `kept`.

    Raises UnknownUnit or WrongDimension.
    """
    target = parse(kept)
    factors = _factors(written)
    everyday = _everyday(factors)
    if everyday is not None:
        found, unit = everyday
        if unit != target:
            raise WrongDimension(f"{written!r} is not a unit of the dimension {target}")
        return found
    try:
        return Scale(conversion(written, target), 1.0)
    except ValueError as error:
        import pint

        mismatch = isinstance(error.__cause__, pint.DimensionalityError)
        raise (WrongDimension if mismatch else UnknownUnit)(str(error)) from error


def _factors(written: str) -> list[tuple[str, int]]:
    """(unit, power) of a product of powers, as ``kg*m^2/year``; raises UnknownUnit for any other text, which pint might compute."""
    factors = []
    for index, part in enumerate(written.split("/")):
        for factor in part.split("*"):
            match = _FACTOR.fullmatch(factor)
            if not match:
                raise UnknownUnit(f"{written!r} is not a product of units")
            factors.append((match[1], int(match[2] or 1) * (1 if index == 0 else -1)))
    return factors


def _everyday(factors: list[tuple[str, int]]) -> tuple[Scale, Unit] | None:
    """Scale and unit of a product of powers of base and everyday units; None when another unit occurs in it."""
    multiply, divide, unit = 1.0, 1.0, Unit()
    for name, power in factors:
        up, down, base = EVERYDAY.get(name, (1.0, 1.0, name))
        try:
            one = parse(base)
        except ValueError:
            return None
        for _ in range(abs(power)):
            unit = unit * one if power > 0 else unit / one
            multiply, divide = (multiply * up, divide * down) if power > 0 else (multiply * down, divide * up)
    return Scale(multiply, divide), unit
