"""Which layers of tariff law fall on an import, and at what rate by year. Layers add on one customs value; they do not compound."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from roi.domain import TariffMeasure, TariffRate
from roi.errors import Problem, RoiError
from roi.rules.dated import day_weighted, on_day


@dataclass(frozen=True)
class Import:
    """What is entered: goods, origin, importing country, and the claims of the importer."""

    hts: str
    origin: str
    importer: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """A measure that was considered for an import.

    rates : addition to the duty rate by calendar year, 0 where the measure does not reach the goods. reason : why it applies or not.
    """

    measure: TariffMeasure
    line: TariffRate | None
    rates: tuple[float, ...]
    applies: bool
    reason: str


def layers(measures: Iterable[TariffMeasure], goods: Import, years: Sequence[int]) -> tuple[Layer, ...]:
    """Each measure of the importing country with its addition to the duty rate in each calendar year.

    Rates of a year are weighted by the days on which they are in force. Raises RoiError when no `base` measure knows the goods.
    """
    considered = [measure for measure in measures if measure.importer == goods.importer]
    found = {measure.id: _line(measure, goods) for measure in considered}
    if not any(measure.kind == "base" and found[measure.id] for measure in considered):
        what = f"no column 1 rate is known for {goods.hts} entering {goods.importer}"
        raise RoiError(Problem("", what, "add a line with its rate to the base measure in tariffs/", goods.hts))
    reasons = {measure.id: _obstacle(measure, found[measure.id], goods) for measure in considered}
    applying = [measure for measure in considered if not reasons[measure.id]]
    changes = {day for measure in applying for day, _ in _rate(found[measure.id])}

    def addition(measure: TariffMeasure, day: date) -> float:
        if any(measure.id in other.suppresses and on_day(_rate(found[other.id]), day) is not None for other in applying):
            return 0.0
        rate = on_day(_rate(found[measure.id]), day) or 0.0
        if measure.kind == "floor":
            base = sum(on_day(_rate(found[one.id]), day) or 0.0 for one in applying if one.kind == "base")
            return max(0.0, rate - base)
        return rate

    return tuple(
        Layer(
            measure,
            found[measure.id],
            (0.0,) * len(years) if reasons[measure.id] else day_weighted(lambda day, one=measure: addition(one, day), changes, years),  # type: ignore[misc]
            not reasons[measure.id],
            reasons[measure.id] or f"{measure.authority}: in scope for {goods.hts} of {goods.origin.upper()}",
        )
        for measure in considered
    )


def _rate(line: TariffRate | None) -> Sequence[tuple[date, float]]:
    return line.rate.dated if line else ()


def _line(measure: TariffMeasure, goods: Import) -> TariffRate | None:
    """The line for the goods and origin with the longest matching prefix; of these one that names the origin."""
    fitting = [
        ((max((len(_digits(prefix)) for prefix in line.hts if covers([prefix], goods.hts)), default=0), bool(line.origins)), line)
        for line in measure.rates.values()
        if (not line.hts or covers(line.hts, goods.hts)) and (not line.origins or goods.origin in line.origins)
    ]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None


def _obstacle(measure: TariffMeasure, line: TariffRate | None, goods: Import) -> str:
    """Why a measure does not reach the goods; empty when it does. A relief needs its claim: without one there is no relief."""
    if measure.hts and not covers(measure.hts, goods.hts):
        return f"{goods.hts} is not in its scope"
    if covers(measure.except_hts, goods.hts):
        return f"{goods.hts} is excepted"
    if line is None:
        return f"no rate for {goods.hts} of {goods.origin.upper()}"
    claimed = [claim for claim in measure.relief_claims if claim in goods.claims]
    if claimed and covers(measure.relief_hts, goods.hts):
        return f"lifted by the claim {claimed[0]}"
    return ""


def covers(prefixes: Collection[str], hts: str) -> bool:
    """True when one of the prefixes begins the number, points aside."""
    return any(_digits(hts).startswith(_digits(prefix)) for prefix in prefixes)


def _digits(hts: str) -> str:
    return hts.replace(".", "")
