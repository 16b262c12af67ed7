"""Open law: which measures are in force in which state, and each layer as it depends on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from roi.domain import Regime, TariffMeasure, TariffRate
from roi.rules.measures import Import, obstacle
from roi.rules.tariffs import Layer, changes, every_symbol, layers, on_date

Rates = tuple[float, ...]


@dataclass(frozen=True)
class Choice:
    """Rates by year that depend on whether `measure` (its id) is in force in the year: `inside` where it is, else `outside`."""

    measure: str
    inside: Choice | Rates
    outside: Choice | Rates


@dataclass(frozen=True)
class OpenLayer:
    """A layer under open law.

    layer : as in the base case. line : that gives the rate where the measure applies; None where it never does.
    rates : by year, exact for every combination of open measures; of a proposed measure the share of the year in which it is in force,
    to be multiplied by its rate.
    """

    layer: Layer
    line: TariffRate | None
    rates: Choice | Rates


def state_in(regime: Regime, year: int) -> str:
    """State of the base case in a calendar year: the initial one, or from the first open year on the pinned one."""
    return regime.pinned if regime.pinned is not None and year >= regime.opens else regime.initial


def governed(regimes: Iterable[Regime]) -> dict[str, Regime]:
    """Id of each governed measure -> its regime."""
    return {measure: regime for regime in regimes for measure in regime.measures}


def in_force(measures: Iterable[TariffMeasure], regimes: Iterable[Regime], states: Mapping[str, str]) -> list[TariffMeasure]:
    """Measures that are law: those no regime governs and that are not proposed, and those a state puts in force.

    states : id of a regime -> name of a state; the initial one for a regime left out.
    """
    by_measure = governed(regimes)
    result = []
    for one in measures:
        regime = by_measure.get(one.id)
        if regime is None or one.id in regime.states[states.get(regime.id, regime.initial)].in_force:
            result.append(_enacted(one) if regime else one)
    return result


def _enacted(measure: TariffMeasure) -> TariffMeasure:
    return measure.model_copy(update={"proposed": False}) if measure.proposed else measure


def open_layers(measures: Iterable[TariffMeasure], regimes: Sequence[Regime], goods: Import, years: Sequence[int]) -> tuple[OpenLayer, ...]:
    """Each measure that is, or may become, law with its addition to the duty rate in each calendar year, in the order of `measures`.

    Raises RoiError as `layers` does.
    """
    known = list(measures)
    by_measure = governed(regimes)
    near = _reaching(known, goods)
    open_ids = [one.id for one in near if one.id in by_measure]
    found = {}
    for chosen in _subsets(open_ids):
        law = [_as_share(one) for one in near if one.id in chosen or one.id not in by_measure]
        found[chosen] = {one.measure.id: one for one in layers(law, goods, years)}
    states = {regime.id: [state_in(regime, year) for year in years] for regime in regimes}
    by_year = []
    for place in range(len(years)):
        law_of_year = in_force(near, regimes, {id: by_place[place] for id, by_place in states.items()})
        by_year.append(found[frozenset(one.id for one in law_of_year if one.id in open_ids)])
    today = {one.measure.id: one for one in layers(in_force(known, regimes, {}), goods, years)}
    result = []
    for measure in known:
        rates = _tree(measure.id, open_ids, frozenset(), found, len(years))
        if isinstance(rates, Choice) or measure.id in today:
            lines = [_line(measure, one[measure.id]) for one in found.values() if measure.id in one]
            line = next((one for one in reversed(lines) if one is not None), None)
            result.append(OpenLayer(_in_base_case(measure, today.get(measure.id), by_year), line, rates))
    return tuple(result)


def _reaching(measures: Iterable[TariffMeasure], goods: Import) -> list[TariffMeasure]:
    """Measures that may reach the goods at some time: the others neither add nor keep away."""
    considered = [one for one in measures if one.importer == goods.importer]
    symbols = every_symbol(considered)
    return [one for one in considered if not obstacle(one, goods, symbols)]


def _subsets(ids: Sequence[str]) -> list[frozenset[str]]:
    return [frozenset(id for id, taken in zip(ids, chosen, strict=True) if taken) for chosen in product((False, True), repeat=len(ids))]


def _as_share(measure: TariffMeasure) -> TariffMeasure:
    """A proposed measure with rates of 1, so that its layer is the share of the year in which it adds."""
    if not measure.proposed:
        return measure
    ones = {name: line.figure.model_copy(update={"value": 1.0}) for name, line in measure.rates.items()}
    lines = {name: line.model_copy(update={"possible_rate": ones[name]}) for name, line in measure.rates.items()}
    return measure.model_copy(update={"rates": lines, "proposed": False})


def _line(measure: TariffMeasure, layer: Layer) -> TariffRate | None:
    """The line of the measure itself where the layer was worked out with rates of 1."""
    names = [name for name, line in layer.measure.rates.items() if line is layer.line]
    return measure.rates[names[0]] if names else layer.line


def _tree(
    id: str, rest: Sequence[str], chosen: frozenset[str], found: Mapping[frozenset[str], Mapping[str, Layer]], years: int
) -> Choice | Rates:
    """Rates of a layer, asking for each open measure in turn; a measure that makes no difference is not asked for."""
    if not rest:
        return found[chosen][id].rates if id in found[chosen] else (0.0,) * years
    inside, outside = (_tree(id, rest[1:], taken, found, years) for taken in (chosen | {rest[0]}, chosen))
    return inside if inside == outside else Choice(rest[0], inside, outside)


def _in_base_case(measure: TariffMeasure, today: Layer | None, by_year: Sequence[Mapping[str, Layer]]) -> Layer:
    """The layer year by year as the states of the base case have it."""
    seen = [found.get(measure.id) for found in by_year]
    applying = [one for one in seen if one is not None and one.applies]
    if not applying:
        return today or Layer(measure, None, (0.0,) * len(seen), False, "open law, not in force in the base case")
    last = applying[-1]
    line = _line(measure, last)
    size = line.figure.value if measure.proposed and line else 1
    rates = tuple(one.rates[place] * size if one else 0.0 for place, one in enumerate(seen))
    return replace(last, measure=measure, line=line, rates=rates)


def measures_asked(rates: Choice | Rates) -> set[str]:
    """Ids of the open measures on which a layer depends."""
    if not isinstance(rates, Choice):
        return set()
    return {rates.measure} | measures_asked(rates.inside) | measures_asked(rates.outside)


def may_change(measures: Iterable[TariffMeasure], regimes: Sequence[Regime], goods: Import, day: date) -> list[str]:
    """A sentence for each regime of which another state would change the duty rate of the goods, on the day or once it is open."""
    known, found = list(measures), []
    for regime in regimes:
        first = max(day, date(regime.opens, 1, 1))
        laws = [in_force(known, regimes, {regime.id: state}) for state in regime.states]
        days = sorted({first, *(one for law in laws for one in changes(law, goods) if one > first)})
        totals = [[sum(one.rate for one in on_date(law, goods, when)) for when in days] for law in laws]
        if any(one != totals[0] for one in totals):
            by = f"decision by {regime.decision.date}, counted " if regime.decision else ""
            time = f"{by}from {regime.opens}{'' if by else ' on'}"
            found.append(f"{regime.label} may change the rate ({time}): {regime.question}")
    return found
