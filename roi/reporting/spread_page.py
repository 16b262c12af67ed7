"""What the page says of the spread of the trials: statistics with their intervals, joint outcomes, figures that move together."""

from __future__ import annotations

from dataclasses import dataclass

from roi.analysis.comparison import Comparison
from roi.analysis.risk import Share
from roi.finance import Interval
from roi.reporting import words
from roi.reporting.figures import CONFIDENCE, entity_labels
from roi.reporting.numbers import MISSING, Scale, in_table, money, number, percent, table_scale
from roi.reporting.pages import Cell, Line
from roi.reporting.trial_data import sampling

SAMPLERS = {
    "sobol": "scrambled Sobol sequence",
    "lhs": "Latin hypercube",
    "antithetic": "antithetic pairs",
    "random": "independent trials",
}


@dataclass(frozen=True)
class Tie:
    """Two figures that move together, as printed. grade : confidence of the correlation, empty where none was given."""

    first: str
    second: str
    asked: str
    used: str
    achieved: str
    grade: str


def spread_lines(comparison: Comparison) -> tuple[Line, ...]:
    """Statistics of the net present value by option, with 95 % intervals; and how deep the cash goes."""
    npv = {name: found["npv"].trials for name, found in comparison.measures.items()}
    lowest = {name: one.lowest for name, one in comparison.cash.items()}
    chosen = table_scale(value for one in (*npv.values(), *lowest.values()) for value in (one.p05, one.p95))

    def amounts(label: str, key: str) -> Line:
        cells = (_amount(getattr(one, key), one.intervals.get(key), chosen) for one in npv.values())
        return Line(label, chosen.unit, tuple(cells))

    lines = [
        amounts(f"Mean of the net present value{words.leads(comparison)}", "mean"),
        amounts("Standard deviation", "sd"),
        Line("Skewness", "", tuple(Cell(in_table(one.skew, 2)) for one in npv.values())),
        amounts("P5", "p05"),
        amounts("Median", "p50"),
        amounts("P95", "p95"),
        amounts("Mean of the worst 5 % of trials (CVaR)", "cvar05"),
        Line(
            "Lowest cumulative cash flow of any year, median",
            chosen.unit,
            tuple(Cell(in_table(one.p50 / chosen.divisor), f"P5 {in_table(one.p05 / chosen.divisor)}") for one in lowest.values()),
        ),
    ]
    if comparison.cash_limit is not None:
        ruin = [one.ruin for one in comparison.cash.values()]
        label = f"Chance that it lies below {money(-comparison.cash_limit)}"
        lines.append(Line(label, "share of trials", tuple(_chance(one) if one else Cell(MISSING) for one in ruin)))
    return tuple(lines)


def _amount(value: float, interval: Interval | None, chosen: Scale) -> Cell:
    ends = [in_table(end / chosen.divisor, 2) for end in interval] if interval else []
    return Cell(in_table(value / chosen.divisor), " to ".join(ends))


def _chance(found: Share) -> Cell:
    return Cell(percent(found.value), " to ".join(percent(end) for end in found.interval))


def joint_sentences(comparison: Comparison) -> tuple[str, ...]:
    """Outcomes of several options in the same trial; empty for an option alone."""
    found, reference = comparison.joint, words.label(comparison, comparison.reference)
    if not found.both_negative:
        return ()
    return (
        f"No option has a net present value{words.leads(comparison)} above zero: {_between(found.none_positive)}.",
        f"Every option has one above zero: {_between(found.all_positive)}.",
        f"No option is worth more than {reference}: {_between(found.reference_best)}.",
        *(
            f"{words.label(comparison, name)} and {reference} are both worth less than nothing: {_between(one)}."
            for name, one in found.both_negative.items()
        ),
    )


def _between(found: Share) -> str:
    low, high = (percent(end) for end in found.interval)
    return f"{percent(found.value)} of trials (95 % interval {low} to {high})"


def ties(comparison: Comparison) -> tuple[Tie, ...]:
    """Rank correlations: as in the book, as used, and as the draws of this run have them."""
    entities = entity_labels(comparison.model)
    labels = {one.id: f"{entities['.'.join(one.id.split('.')[:2])]}: {one.label}" for one in comparison.model.uncertain}
    grades = {one.id: CONFIDENCE[one.rank_correlation.confidence] for one in comparison.model.correlations}
    return tuple(
        Tie(
            labels[one.pair.first],
            labels[one.pair.second],
            number(one.pair.asked, 2),
            number(one.pair.used, 2),
            number(one.achieved, 2),
            grades.get(one.pair.by, ""),
        )
        for one in comparison.achieved
    )


def drawing(comparison: Comparison) -> str:
    """How the trials were drawn."""
    found = sampling(comparison)
    kind, replicates = SAMPLERS[found["sampler"]], found["replicates"]
    return f"{kind} in {replicates} independent replicates" if replicates > 1 else kind
