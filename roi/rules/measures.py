"""Which measures of tariff law reach an import on a day, and what each adds. Law is data: nothing here knows a country or an act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from roi.domain import Assumption, HtsList, ScheduledRate, TariffMeasure, TariffRate
from roi.errors import Problem, RoiError
from roi.rules.dated import on_day


@dataclass(frozen=True)
class Import:
    """What is entered: goods, origin, importing country, and the claims of the importer.

    per_value : quantity for each USD of customs value, by unit (``kg``, ``litre``, ``head``), for specific duties.
    """

    hts: str
    origin: str
    importer: str
    claims: tuple[str, ...] = ()
    per_value: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Standing:
    """A measure on a day. rate : what it adds to the duty rate [1]. reason : why it applies, or why it adds nothing."""

    measure: TariffMeasure
    line: TariffRate | None
    rate: float
    applies: bool
    reason: str


def standings(measures: Iterable[TariffMeasure], goods: Import, day: date) -> dict[str, Standing]:
    """Each measure that is law in the importing country on a day, by id.

    Raises RoiError when a specific duty lacks its quantity, or when the base rate of the goods is not known on the day.
    """
    considered = {measure.id: measure for measure in law_for(measures, goods)}
    symbols = frozenset(symbol for measure in considered.values() for symbol in _scheduled(measure, goods.hts).free_for)
    opened = {id: [line for line in open_lines(one, goods, symbols) if in_force(line, day)] for id, one in considered.items()}
    active = {id: one for id, one in considered.items() if opened[id] and not obstacle(one, goods, symbols)}
    if not any(one.kind == "base" for one in active.values()):
        _refuse_unknown_base(considered, goods, day)
    above = {id: [other for other in active.values() if id in other.suppresses] for id in active}

    def stands(id: str, seen: frozenset[str] = frozenset()) -> bool:
        return id not in seen and not any(stands(other.id, seen | {id}) for other in above[id])

    standing = {id: one for id, one in active.items() if stands(id)}
    base = sum(_rate(_chosen(one, opened[id], goods), day, one, goods) for id, one in standing.items() if one.kind == "base")
    special = {id: _rate(_chosen(one, opened[id], goods), day, one, goods) for id, one in standing.items() if one.kind == "in_place"}
    best = min(special, key=lambda id: special[id], default=None)
    if best is not None and special[best] > base:
        best = None
    column_1 = base if best is None else special[best]
    lines = {id: _line(one, opened[id], column_1, day, goods) for id, one in active.items()}
    floors = {id: _rate(lines[id], day, one, goods) for id, one in standing.items() if _kind(lines[id], one) == "floor"}
    highest = max(floors, key=lambda id: floors[id], default=None)

    def result(id: str, measure: TariffMeasure) -> Standing:
        why = obstacle(measure, goods, symbols)
        if why or id not in active:
            return Standing(measure, None, 0.0, False, why or _when(measure, open_lines(measure, goods, symbols), day))
        line = lines[id]
        if id not in standing:
            return Standing(measure, line, 0.0, False, _suppressed(above[id], standing))
        if measure.kind == "base" and best is not None:
            return Standing(measure, line, 0.0, True, f"in its place stands {considered[best].label}")
        if measure.kind == "in_place" and id != best:
            return Standing(measure, line, 0.0, False, "a rate that is not higher applies already")
        if id in floors and id != highest:
            return Standing(measure, line, 0.0, False, "a floor that is not lower applies already")
        return Standing(measure, line, _adds(line, measure, column_1, day, goods), True, in_scope(measure, line, goods))

    return {id: result(id, measure) for id, measure in considered.items()}


def law_for(measures: Iterable[TariffMeasure], goods: Import) -> list[TariffMeasure]:
    """Measures of the importing country; what is only proposed is not law."""
    return [one for one in measures if one.importer == goods.importer and not one.proposed]


def open_lines(measure: TariffMeasure, goods: Import, symbols: Collection[str] = ()) -> list[TariffRate]:
    """The lines of a measure for the goods, the origin and the claims, of any date; of a schedule the line of the goods."""
    fitting = [line for line in measure.rates.values() if _fits(line, goods, symbols) and _claimed(line.claims, goods)]
    known = _scheduled(measure, goods.hts)
    return fitting or ([_from_schedule(measure, known)] if known.hts else [])


def obstacle(measure: TariffMeasure, goods: Import, symbols: Collection[str] = ()) -> str:
    """Why a measure never reaches the goods; empty when it does. A relief needs its claim: without one there is no relief."""
    if (measure.hts or measure.hts_file) and not reaches(measure.hts, measure.hts_file, goods.hts):
        return f"{goods.hts} is not in its scope"
    if reaches(measure.except_hts, measure.except_hts_file, goods.hts):
        return f"{goods.hts} is excepted"
    if goods.origin in measure.except_origins:
        return f"goods of {goods.origin.upper()} are excepted"
    lines = [line for line in measure.rates.values() if _fits(line, goods, symbols)]
    if not lines and not _scheduled(measure, goods.hts).hts:
        return f"no rate for {goods.hts} of {goods.origin.upper()}"
    if not _claimed(measure.claims, goods):
        return f"{'would need the claim' if measure.kind == 'relief' else 'only for goods with the claim'} {' or '.join(measure.claims)}"
    if not open_lines(measure, goods, symbols):
        return f"would need the claim {' or '.join(dict.fromkeys(claim for line in lines for claim in line.claims))}"
    claimed = [claim for claim in measure.relief_claims if claim in goods.claims]
    if claimed and reaches(measure.relief_hts, measure.relief_hts_file, goods.hts):
        return f"lifted by the claim {claimed[0]}"
    return ""


def in_scope(measure: TariffMeasure, line: TariffRate | None, goods: Import) -> str:
    """The sentence for a measure that applies, with what claim would lift it."""
    heading = f" (heading {line.heading})" if line and line.heading else ""
    lifts = measure.relief_claims if reaches(measure.relief_hts, measure.relief_hts_file, goods.hts) else ()
    relief = f"; would be lifted by the claim {' or '.join(lifts)}" if lifts else ""
    return f"{measure.authority}: in scope for {goods.hts} of {goods.origin.upper()}{heading}{relief}"


def in_force(line: TariffRate, day: date) -> bool:
    """True when the line has begun and has not ended."""
    return line.dated[0][0] <= day and (line.ends is None or day < line.ends)


def reaches(prefixes: Collection[str], listed: HtsList | None, hts: str) -> bool:
    """True when the number is covered by the prefixes or by the list."""
    digits = _digits(hts)
    return covers(prefixes, hts) or (listed is not None and any(digits[:end] in listed.digits for end in range(1, len(digits) + 1)))


def covers(prefixes: Collection[str], hts: str) -> bool:
    """True when one of the prefixes begins the number, points aside."""
    return any(_digits(hts).startswith(_digits(prefix)) for prefix in prefixes)


def _fits(line: TariffRate, goods: Import, symbols: Collection[str]) -> bool:
    return (
        (not line.hts or covers(line.hts, goods.hts))
        and (not line.origins or goods.origin in line.origins)
        and goods.origin not in line.except_origins
        and (not line.special or line.special in symbols)
    )


def _claimed(claims: Collection[str], goods: Import) -> bool:
    return not claims or any(claim in goods.claims for claim in claims)


def _chosen(measure: TariffMeasure, lines: list[TariffRate], goods: Import) -> TariffRate:
    """The line with the longest matching prefix; of these one that names the origin, then one that needs a claim."""

    def rank(line: TariffRate) -> tuple[int, bool, bool]:
        return max((len(_digits(one)) for one in line.hts if covers([one], goods.hts)), default=0), bool(line.origins), bool(line.claims)

    return max(lines, key=rank)


def _adds(line: TariffRate, measure: TariffMeasure, column_1: float, day: date, goods: Import) -> float:
    rate = _rate(line, day, measure, goods)
    return max(0.0, rate - column_1) if _kind(line, measure) == "floor" else rate


def _kind(line: TariffRate, measure: TariffMeasure) -> str:
    return line.kind or measure.kind


def _line(measure: TariffMeasure, lines: list[TariffRate], column_1: float, day: date, goods: Import) -> TariffRate:
    """Of the lines in force the one that counts: the lowest where the measure says so, else the one that fits best."""
    if not measure.lowest:
        return _chosen(measure, lines, goods)
    return min(lines, key=lambda line: _adds(line, measure, column_1, day, goods))


def _refuse_unknown_base(considered: Mapping[str, TariffMeasure], goods: Import, day: date) -> None:
    """Raise RoiError when a base measure knows the goods, but on other days only: they would seem to be free."""
    lines = [line for one in considered.values() if one.kind == "base" and not obstacle(one, goods) for line in open_lines(one, goods)]
    if lines:
        coming = [line.dated[0][0] for line in lines if line.dated[0][0] > day]
        remedy = f"it is known from {min(coming)} on: ask for a later day, or add" if coming else "add"
        what = f"no column 1 rate of {goods.hts} is known on {day}"
        raise RoiError(Problem("", what, f"{remedy} the rate of that day to the base measure in tariffs/", goods.hts))


def _rate(line: TariffRate, day: date, measure: TariffMeasure, goods: Import) -> float:
    """Rate of a line on a day; a specific duty as a share of the customs value."""
    rate = on_day(line.dated, day) or 0.0
    known = _scheduled(measure, goods.hts)
    if not known.specific or line.figure.id != _schedule_id(measure, known):
        return rate
    quantity = dict(goods.per_value).get(known.per)
    if quantity is None:
        what = f"{goods.hts} pays {known.specific:g} USD per {known.per}: the quantity is missing"
        raise RoiError(Problem("", what, f"give the quantity, as --quantity 100{known.per}", goods.hts))
    return rate + known.specific * quantity


_NONE = ScheduledRate("", 0.0, 0.0, "", ())


def _scheduled(measure: TariffMeasure, hts: str) -> ScheduledRate:
    """Line of the schedule for the number, the longest that begins it; an empty one when there is none."""
    rates: Mapping[str, ScheduledRate] = measure.schedule_file.rates if measure.schedule_file else {}
    digits = _digits(hts)
    return next((rates[digits[:end]] for end in range(len(digits), 0, -1) if digits[:end] in rates), _NONE)


def _schedule_id(measure: TariffMeasure, known: ScheduledRate) -> str:
    return f"{measure.id}.schedule.{known.hts}"


def _from_schedule(measure: TariffMeasure, known: ScheduledRate) -> TariffRate:
    schedule = measure.schedule_file
    assert schedule is not None
    figure = Assumption(
        id=_schedule_id(measure, known),
        label=f"{measure.label} on {known.hts}",
        unit="1",
        shape="dated",
        value=known.ad_valorem,
        dated=((schedule.first_day, known.ad_valorem),),
        source=schedule.origin.source,
        locator=f"{schedule.origin.locator}, line {known.hts}",
        retrieved=schedule.origin.retrieved,
        confidence=schedule.confidence,
        where=f"tariffs/{schedule.origin.file}",
    )
    return TariffRate(rate=figure)


def _when(measure: TariffMeasure, lines: list[TariffRate], day: date) -> str:
    """Why no line of a measure is in force."""
    coming = [line.dated[0][0] for line in lines if line.dated[0][0] > day]
    if coming:
        return f"not in force before {min(coming)}"
    return f"ended on {max(line.ends for line in lines if line.ends)}"


def _suppressed(above: list[TariffMeasure], standing: Mapping[str, TariffMeasure]) -> str:
    return f"suppressed by {next((one.label for one in above if one.id in standing), above[0].label)}"


def _digits(hts: str) -> str:
    return hts.replace(".", "")
