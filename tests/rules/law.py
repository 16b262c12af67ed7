"""Small measures of tariff law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from roi.domain import Assumption, TariffMeasure, TariffRate
from roi.rules.tariffs import Import, Layer, layers

YEARS = (2025, 2026, 2027, 2028)
GOODS = Import("2924.29.62", "in", "us")
ALWAYS = date(2000, 1, 1)


def rate(values: float | Mapping[date, float], hts: Sequence[str] = (), origins: Sequence[str] = ()) -> TariffRate:
    """A line: one rate since long ago, or rates by date."""
    dated = tuple(sorted((values if isinstance(values, Mapping) else {ALWAYS: values}).items()))
    figure = Assumption(
        id="tariffs.x.rates.y.rate", label="Rate", unit="1", shape="dated", value=dated[-1][1], dated=dated, source="law", locator="",
        retrieved=date(2026, 1, 1), confidence="official",
    )  # fmt: skip
    return TariffRate(hts=tuple(hts), origins=tuple(origins), rate=figure)


def measure(name: str, kind: str, *lines: TariffRate, importer: str = "us", **more: Sequence[str]) -> TariffMeasure:
    """A measure called ``tariffs.<name>``."""
    rates = {f"line_{number}": line for number, line in enumerate(lines)}
    return TariffMeasure(
        id=f"tariffs.{name}", label=name, importer=importer, authority="An act", citation="An act", kind=kind, rates=rates,
        **{key: tuple(value) for key, value in more.items()},
    )  # fmt: skip


def by_name(measures: Sequence[TariffMeasure], goods: Import = GOODS, years: Sequence[int] = YEARS) -> dict[str, Layer]:
    """Layers by the name of their measure."""
    return {layer.measure.label: layer for layer in layers(measures, goods, years)}


def total(measures: Sequence[TariffMeasure], goods: Import = GOODS, years: Sequence[int] = YEARS) -> list[float]:
    """Sum of the layers in each year."""
    return [sum(rates) for rates in zip(*(layer.rates for layer in layers(measures, goods, years)), strict=True)]


BASE = measure("base", "base", rate(0.065))
