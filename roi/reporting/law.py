"""The law that applies to a case, by year: groups of lines, one table, and the same as data.

A further part of the law is one more function in `GROUPS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from roi.analysis.comparison import Comparison
from roi.domain import Regime
from roi.reporting.duties import flow_title
from roi.reporting.figures import CONFIDENCE
from roi.reporting.law_lines import LawGroup, LawLine
from roi.reporting.numbers import percent
from roi.reporting.tenders import tender_law
from roi.reporting.words import listed
from roi.rules.regimes import state_in
from roi.rules.tariffs import Layer
from roi.statement.draft import KEY
from roi.statement.open_law import layer_name, path, state_id
from roi.uncertainty import chances

DRAWBACK = {"eligible": "eligible", "not_eligible": "not eligible", "unverified": "unverified, so none"}


@dataclass(frozen=True)
class LawTable:
    """heads : spans of years in which nothing changes. starts : place of the first year of each.

    groups : with the values of each line in each span, in words.
    """

    heads: tuple[str, ...]
    starts: tuple[int, ...]
    groups: tuple[tuple[LawGroup, tuple[tuple[LawLine, tuple[str, ...]], ...]], ...]


def law_groups(comparison: Comparison) -> tuple[LawGroup, ...]:
    """Every group of rules of the case, in the base case."""
    return tuple(group for groups in GROUPS for group in groups(comparison))


def law_table(groups: Sequence[LawGroup], years: Sequence[int]) -> LawTable:
    """One table of all groups; neighbouring years in which no line changes share a column."""
    lines = [line for group in groups for line in group.lines]
    starts = [0, *(place for place in range(1, len(years)) if any(line.values[place] != line.values[place - 1] for line in lines))]
    ends = [*(start - 1 for start in starts[1:]), len(years) - 1]
    heads = tuple(str(years[one]) if one == end else f"{years[one]}–{years[end]}" for one, end in zip(starts, ends, strict=True))
    return LawTable(
        heads,
        tuple(starts),
        tuple((group, tuple((line, tuple(in_words(line.values[one]) for one in starts)) for line in group.lines)) for group in groups),
    )


def in_words(value: float | str) -> str:
    """A rate as a percentage; words as they are."""
    return value if isinstance(value, str) else percent(value)


def law_data(comparison: Comparison) -> dict[str, Any]:
    """The same for programs: rates as fractions by year, and the regimes with their chances."""
    return {
        "groups": [
            {
                "title": group.title,
                "remark": group.remark,
                "lines": [
                    {
                        "label": line.label,
                        "citation": line.citation,
                        "values": list(line.values),
                        "drawback": line.drawback or None,
                        "note": line.note,
                    }
                    for line in group.lines
                ],
            }
            for group in law_groups(comparison)
        ],
        "regimes": {regime.id.partition(".")[2]: _regime_data(comparison, regime) for regime in regimes_of(comparison)},
    }


def regimes_of(comparison: Comparison) -> list[Regime]:
    """Regimes that reach a flow of the case."""
    model = comparison.model
    return [regime for regime in model.book.regimes.values() if state_id(regime) in model.bindings]


def _regime_data(comparison: Comparison, regime: Regime) -> dict[str, Any]:
    years = comparison.model.calendar.years
    found = None if regime.pinned else chances(path(regime, years))
    return {
        "label": regime.label,
        "citation": regime.citation,
        "question": regime.question,
        "states": {name: {"label": state.label, "in_force": list(state.in_force)} for name, state in regime.states.items()},
        "initial": regime.initial,
        "pinned": regime.pinned,
        "decision": regime.decision.date.isoformat() if regime.decision else None,
        "first_year": regime.opens,
        "base_case": [state_in(regime, year) for year in years],
        "chance_by_year": None if found is None else {name: found[:, place].tolist() for place, name in enumerate(regime.states)},
    }


def _goods(comparison: Comparison) -> Iterable[LawGroup]:
    """Duty of each flow of goods; options that enter the same goods under the same law share a group."""
    found: dict[tuple[str, tuple[LawLine, ...]], list[str]] = {}
    for option, flows in comparison.model.layers.items():
        for flow, layers in flows.items():
            lines = [_line(layer) for layer in layers if layer.applies or _open(comparison, option, flow, layer)]
            sums = tuple(sum(layer.rates[place] for layer in layers) for place in range(len(comparison.model.calendar.years)))
            total = LawLine("Duty rate", "", sums, note="of the customs value", total=True)
            found.setdefault((flow_title(comparison, option, flow), (*lines, total)), []).append(option)
    for (title, shown), options in found.items():
        names = [comparison.model.case.options[one].label for one in options]
        held = comparison.model.case.law_as_of
        yield LawGroup(title, shown, f"for {listed(names)}" + (f"; the law known on {held} is held" if held else ""))


def _open(comparison: Comparison, option: str, flow: str, layer: Layer) -> bool:
    name = layer_name(layer.measure.id)
    return (f"key_{name}" if flow == KEY else name) in comparison.model.options[option].cells


def _line(layer: Layer) -> LawLine:
    measure = layer.measure
    note = layer.reason if layer.applies else ""
    if measure.proposed:
        note = f"{'proposed, taken as enacted' if any(layer.rates) else 'proposed, not law'}; see the open questions below"
    return LawLine(measure.label, measure.citation, layer.rates, DRAWBACK[measure.drawback], note)


def _open_law(comparison: Comparison) -> Iterable[LawGroup]:
    """Each regime with its state in the base case, and what the trials draw."""
    years = comparison.model.calendar.years
    lines = tuple(
        LawLine(
            regime.label,
            regime.citation,
            tuple(regime.states[state_in(regime, year)].label for year in years),
            note=f"{regime.question} {outlook(regime, years)}",
        )
        for regime in regimes_of(comparison)
    )
    if lines:
        yield LawGroup("Open questions of law", lines, "state of the base case; the trials draw the others")


def outlook(regime: Regime, years: tuple[int, ...]) -> str:
    """Decision or yearly chances of a regime, and the chances in the last year, in words."""
    if regime.pinned is not None:
        return f"Taken as decided from {regime.opens} on: {regime.states[regime.pinned].label}."
    if regime.decision is not None:
        shares = [f"{regime.states[name].label} {percent(one.value)}" for name, one in regime.decision.probabilities.items()]
        return f"Decision by {regime.decision.date}, counted from {regime.opens}: {', '.join(shares)} ({_grades(regime)})."
    rows = [
        f"from “{regime.states[start].label}” to " + " or ".join(f"“{regime.states[to].label}” {percent(p.value)}" for to, p in row.items())
        for start, row in (regime.transitions or {}).items()
    ]
    last = chances(path(regime, years))[-1]
    shares = [f"{state.label} {percent(float(share))}" for state, share in zip(regime.states.values(), last, strict=True)]
    return f"Each year from {regime.opens}, chances ({_grades(regime)}): {'; '.join(rows)}. In {years[-1]}: {', '.join(shares)}."


def _grades(regime: Regime) -> str:
    return ", ".join(dict.fromkeys(CONFIDENCE[figure.confidence] for _, figure in regime.figures()))


GROUPS: tuple[Callable[[Comparison], Iterable[LawGroup]], ...] = (_goods, tender_law, _open_law)
"""Parts of the law in the order of the table."""
