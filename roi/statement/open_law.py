"""Open law as rows: the state of each regime by year, which measures it puts in force, and the layers that depend on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from types import FunctionType
from typing import TYPE_CHECKING, Any, cast

from roi.book import Book
from roi.domain import Regime, TariffMeasure
from roi.formula import Formula, Input, Row, Symbols, lookup, sum_of, where
from roi.rules.regimes import Choice, OpenLayer, Rates, governed, state_in
from roi.rules.tariffs import Import
from roi.statement.binding import Binding, Calendar, bind, derived
from roi.uncertainty import DecisionPath, LawPath, MarkovPath
from roi.units import FLAG, NUMBER

if TYPE_CHECKING:
    from roi.formula.symbols import Symbol

SECTION = "Open law"
NOTHING, WHOLE = "nothing", "whole"
Pick = tuple[str, Any, Any] | str
"""(name of the flag, what holds where it is set, what else) or the name of an input; `NOTHING` is 0, `WHOLE` is 1."""


def open_law(asked: Iterable[str], book: Book, calendar: Calendar) -> tuple[list[Row], dict[str, Binding]]:
    """Flag rows of the measures `asked` for (their ids) and the inputs behind them: states by year, measures by state."""
    by_measure = governed(book.regimes.values())
    flags: list[Row] = []
    inputs: dict[str, Binding] = {}
    for id in sorted(asked):
        regime, measure, stem = by_measure[id], book.tariffs[_stem(id)], _stem(id)
        role, section = f"regimes.{_stem(regime.id)}", f"{SECTION}: {regime.label}"
        inputs[f"{role}.state"] = _state(regime, section, calendar)
        inputs[f"{role}.in_force.{stem}"] = Binding(
            Input(f"{regime.id}.in_force.{stem}", f"By state, 1 where in force: {measure.label}", NUMBER, "table", section),
            tuple(float(id in state.in_force) for state in regime.states.values()),
            derivation=f"{regime.citation}; states: {_legend(regime)}",
        )
        flags.append(_flag(role, measure, stem))
    return flags, inputs


def _state(regime: Regime, section: str, calendar: Calendar) -> Binding:
    """State of a regime by year; drawn as a path unless it is pinned."""
    certain = regime.pinned is not None
    return Binding(
        Input(state_id(regime), f"State of the law: {_legend(regime)}", NUMBER, "series", section, whole=True),
        tuple(float(regime.numbers[state_in(regime, year)]) for year in calendar.years),
        figures=() if certain else tuple(figure for _, figure in regime.figures()),
        derivation=f"{regime.citation}; {regime.question}",
        path=None if certain else path(regime, calendar.years),
    )


def state_id(regime: Regime) -> str:
    """Id of the series of states of a regime."""
    return f"{regime.id}.state"


def _legend(regime: Regime) -> str:
    return ", ".join(f"{number} {name}" for name, number in regime.numbers.items())


def path(regime: Regime, years: tuple[int, ...]) -> LawPath:
    """How the state of a regime is drawn."""
    names = tuple(regime.states)
    start = regime.numbers[regime.initial]
    if regime.decision is not None:
        chances = {state: figure.value for state, figure in regime.decision.probabilities.items()}
        return DecisionPath(regime.id, years, start, regime.opens, tuple(chances.get(name, 0.0) for name in names))
    rows = []
    for name in names:
        leaving = {state: figure.value for state, figure in (regime.transitions or {}).get(name, {}).items()}
        rest = max(0.0, 1.0 - sum(leaving.values()))
        rows.append(tuple(leaving.get(other, 0.0) + (rest if other == name else 0.0) for other in names))
    return MarkovPath(regime.id, years, start, regime.opens, tuple(rows))


def _flag(role: str, measure: TariffMeasure, stem: str) -> Row:
    """Whether a measure is in force, by year."""

    def in_force(s: Symbols) -> Formula:
        return lookup(_named(s, f"{role}.in_force.{stem}"), _named(s, f"{role}.state")) > 0

    words = "True in a year in which the state of the regime puts the measure in force."
    return Row(f"in_force_{stem}", f"In force: {measure.label}", FLAG, SECTION, words, in_force, _where(in_force))


def bind_layer(found: OpenLayer, role: str, place: str, goods: Import, section: str, calendar: Calendar) -> tuple[Row, dict[str, Binding]]:
    """Row of a layer that open law can change, and its inputs: a series for each combination that differs, and an uncertain rate."""
    measure, line = found.layer.measure, found.line
    assert line is not None
    stem = _stem(measure.id)
    inputs: dict[str, Binding] = {}

    def pick(rates: Choice | Rates, within: tuple[str, ...]) -> Pick:
        if isinstance(rates, Choice):
            flag = f"in_force_{_stem(rates.measure)}"
            return flag, pick(rates.inside, (*within, _stem(rates.measure))), pick(rates.outside, within)
        if set(rates) <= {0.0} or set(rates) == {1.0}:
            return WHOLE if any(rates) else NOTHING
        when = f"with_{'_and_'.join(within)}" if within else "without"
        inputs[f"{role}tariff.open.{stem}.{when}"] = derived(
            f"{place}.{role}tariff.{stem}.{when}",
            f"{measure.label}, {goods.hts} of {goods.origin.upper()}, {_while(within)}",
            rates,
            section=section,
            derivation=f"{measure.citation}; averaged over the days of each calendar year",
            figures=() if measure.proposed else (line.figure,),
        )
        return f"tariff.open.{stem}.{when}"

    chosen = pick(found.rates, ())
    if measure.proposed:
        inputs[f"{role}tariff.possible.{stem}"] = bind(line.figure, f"{SECTION}: {measure.label}", calendar)
    return _layer_row(measure, stem, chosen), inputs


def _while(within: tuple[str, ...]) -> str:
    return f"while {' and '.join(one.replace('_', ' ') for one in within)} is in force" if within else "while no open measure is in force"


def _layer_row(measure: TariffMeasure, stem: str, chosen: Pick) -> Row:
    def rate(s: Symbols) -> Formula:
        return _picked(s, chosen)

    def possible(s: Symbols) -> Formula:
        return _picked(s, chosen) * _named(s, f"tariff.possible.{stem}")

    words = "Rate of the layer by year, as the measures in force in the year make it."
    if measure.proposed:
        words = "Share of the year in which the proposed measure is in force, as the other measures allow, times its possible rate."
    function = possible if measure.proposed else rate
    return Row(layer_name(measure.id), f"Layer: {measure.label}", NUMBER, "Landed cost", words, function, _where(function))


def _picked(s: Symbols, chosen: Pick) -> Formula:
    """The formula of a pick: nested `where` over flags and series."""
    if isinstance(chosen, str):
        return cast(Formula, {NOTHING: 0, WHOLE: 1}[chosen] if chosen in (NOTHING, WHOLE) else _named(s, chosen))
    flag, inside, outside = chosen
    return where(getattr(s, flag), _picked(s, inside), _picked(s, outside))


def _named(s: Symbols, name: str) -> Symbol:
    """Row or input of a name with points."""
    return cast("Symbol", reduce(getattr, name.split("."), s))


def layer_name(id: str) -> str:
    """Name of the row of a measure's layer."""
    return f"layer_{_stem(id)}"


def duty_rate_of(names: tuple[str, ...], name: str = "duty_rate", label: str = "Duty rate in force") -> Row:
    """The duty rate of some layers: `names` of rows and inputs in the order of the measures."""

    def rate(s: Symbols) -> Formula:
        return sum_of([_named(s, one) for one in names])

    words = "Sum of the tariff layers in force, each on the same customs value, weighted by days within the year."
    if name != "duty_rate":
        words = "Sum of the tariff layers whose duty is refunded on export."
    return Row(name, label, NUMBER, "Landed cost", words, rate, _where(rate))


def _stem(id: str) -> str:
    return id.partition(".")[2]


def _where(function: Callable[..., Formula]) -> str:
    return f"{__file__}:{cast(FunctionType, function).__code__.co_firstlineno}"
