"""What a regime must hold beyond its keys: its states, its measures, and chances that add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roi.book.references import YEARS, Shelf
from roi.domain import Assumption, Regime, TariffMeasure
from roi.errors import nearest

_CLOSE = 1e-6


def check_regimes(shelf: Shelf) -> None:
    """Note on the desk of the shelf what is wrong in regimes, and proposed measures that no regime mentions."""
    governed: dict[str, str] = {}
    for id in sorted(shelf.nouns):
        regime = shelf.nouns[id]
        if isinstance(regime, Regime):
            _measures(shelf, regime, governed)
            _time(shelf, regime)
            if _states(shelf, regime):
                _chances(shelf, regime)
    for id, measure in shelf.nouns.items():
        if isinstance(measure, TariffMeasure) and measure.proposed and id not in governed and not _unbuilt(shelf):
            remedy = f"add a regime to risks/ with measures: [{id}], or take the measure out"
            shelf.note(id, ("proposed",), "no regime mentions this proposed measure: it would never be in force", remedy)


def _unbuilt(shelf: Shelf) -> bool:
    """True when a file of risks/ could not be read: it may be the one that mentions a measure."""
    return any(id.startswith("risks.") and id not in shelf.nouns for id in shelf.known)


def _measures(shelf: Shelf, regime: Regime, governed: dict[str, str]) -> None:
    known = [f"tariffs.{stem}" for stem in shelf.stems("tariffs")]
    for measure in regime.measures:
        if measure not in known:
            remedy = f"write tariffs.{measure}" if f"tariffs.{measure}" in known else nearest(measure, known)
            shelf.note(regime.id, ("measures",), f"governs {measure!r}, which is no measure", remedy)
        elif measure in governed:
            what = f"{measure} is governed by {governed[measure]} too"
            shelf.note(regime.id, ("measures",), what, "let one regime decide over a measure: put the questions into one, or take it out")
        elif isinstance(found := shelf.nouns.get(measure), TariffMeasure) and found.kind == "base":
            shelf.note(regime.id, ("measures",), f"governs {measure}, a base measure", "goods always have a base rate: govern another")
        governed.setdefault(measure, regime.id)


def _states(shelf: Shelf, regime: Regime) -> bool:
    """True when there is a state, whatever is wrong with it."""
    if not regime.states:
        shelf.note(regime.id, ("states",), "the regime has no state", "add at least the state of today")
        return False
    for name, state in regime.states.items():
        for measure in state.in_force:
            if measure not in regime.measures:
                what = f"puts {measure!r} in force, which the regime does not govern"
                shelf.note(regime.id, ("states", name, "in_force"), what, nearest(measure, regime.measures))
    for key, state_named in (("initial", regime.initial), ("pinned", regime.pinned)):
        if state_named is not None:
            _known(shelf, regime, (key,), state_named)
    return True


def _known(shelf: Shelf, regime: Regime, path: tuple[str, ...], state: str) -> None:
    if state not in regime.states:
        shelf.note(regime.id, path, f"unknown state {state!r}", nearest(state, regime.states))


def _chances(shelf: Shelf, regime: Regime) -> None:
    if regime.decision is not None:
        path = ("decision", "probabilities")
        if _sound(shelf, regime, path, regime.decision.probabilities):
            total = _total(regime.decision.probabilities.values())
            if abs(total - 1) > _CLOSE:
                shelf.note(regime.id, path, f"the probabilities sum to {total:g}", "the states of a decision must sum to 1")
    for start, row in (regime.transitions or {}).items():
        _known(shelf, regime, ("transitions", start), start)
        if _sound(shelf, regime, ("transitions", start), row) and (total := _total(row.values())) > 1 + _CLOSE:
            shelf.note(regime.id, ("transitions", start), f"the chances to leave sum to {total:g}", "at most 1 in a year; the rest stays")


def _sound(shelf: Shelf, regime: Regime, path: tuple[str, ...], chances: Mapping[str, Assumption]) -> bool:
    """True when every chance is one: of a known state, between 0 and 1, itself certain."""
    before = len(shelf.desk.problems)
    for state, figure in chances.items():
        _known(shelf, regime, (*path, state), state)
        if not 0 <= figure.value <= 1:
            remedy = "percentages are fractions: 12 % is 0.12, or give unit: percent"
            shelf.note(regime.id, (*path, state), f"probability {figure.value:g} lies outside 0 to 1", remedy)
        if figure.distribution is not None:
            what = "a probability with a distribution"
            shelf.note(regime.id, (*path, state), what, "give value alone: the chance is itself the uncertainty")
    return len(shelf.desk.problems) == before


def _total(figures: Iterable[Assumption]) -> float:
    return sum(one.value for one in figures)


def _time(shelf: Shelf, regime: Regime) -> None:
    """One of decision and transitions, at a time for which there can be data."""
    if (regime.decision is None) == (regime.transitions is None):
        what = "neither decision nor transitions are given" if regime.decision is None else "both decision and transitions are given"
        shelf.note(regime.id, ("transitions",), what, "give decision: {date, probabilities}, or transitions with first_year")
        return
    if regime.decision is None and regime.first_year is None:
        shelf.note(regime.id, ("transitions",), "transitions without first_year", "add first_year: the first in which the state may change")
        return
    if regime.decision is not None and regime.first_year is not None:
        shelf.note(regime.id, ("first_year",), "first_year beside a decision", "take it out: a decision has a date")
    low, high = YEARS["decision_year"]
    path = ("first_year",) if regime.decision is None else ("decision", "date")
    found = regime.first_year if regime.decision is None else regime.decision.date
    if not low <= (found if isinstance(found, int) else found.year if found else 0) <= high:
        shelf.note(regime.id, path, f"{found} lies outside the years of the data, {low} to {high}", f"write a day from {low} to {high}")
