"""What outages cost and what resilience is worth, in the page, in results.json and on the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from roi.analysis.comparison import Comparison
from roi.analysis.drivers import SAMPLE
from roi.finance import Mean
from roi.reporting.numbers import money, percent
from roi.reporting.trial_data import number
from roi.reporting.words import focus, label

LABELS = {
    "npv": "Net present value of the company",
    "purchaser_npv": "Net of the purchaser",
    "public_npv": "Net of the public",
    "shortage_cost_value": "Shortages, to purchasers and patients",
    "shortage_cost_per_kg": "The same for each kg it would supply",
}
"""Each measure as a heading."""

COST, PER_KG = "shortage_cost_value", "shortage_cost_per_kg"


@dataclass(frozen=True)
class ResilienceLine:
    """An option. volume : share lost. lost : what outages cost by each measure, with standard error. against : less than the reference."""

    option: str
    name: str
    volume: str
    lost: tuple[tuple[str, str], ...]
    against: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ResilienceTable:
    """headings : of the measures. finding : the sentence above the table. reference : label of the option compared with."""

    finding: str
    headings: tuple[str, ...]
    lines: tuple[ResilienceLine, ...]
    reference: str
    trials: int


def resilience_table(comparison: Comparison) -> ResilienceTable | None:
    """The table of the page; None where no outage reaches the case."""
    found, case = comparison.resilience, comparison.model.case
    if not found:
        return None
    lines = tuple(
        ResilienceLine(
            case.options[name].label,
            name,
            percent(one.volume_lost.value),
            tuple(_text(*pair) for pair in one.lost.items()),
            tuple(_text(*pair) for pair in one.against.items()) if one.against else (),
        )
        for name, one in found.items()
    )
    headings = tuple(LABELS[name] for name in found[comparison.reference].lost)
    reference = case.options[comparison.reference].label
    return ResilienceTable(resilience_finding(comparison), headings, lines, reference, sample(comparison))


def resilience_finding(comparison: Comparison) -> str:
    """What outages cost the option the answer is about and the reference, in a sentence; empty where no outage reaches the case."""
    found, option = comparison.resilience, focus(comparison)
    if not found:
        return ""
    words = [_cost(comparison, name) for name in ([option] if option else []) + [comparison.reference]]
    return f"Outages {'; they '.join(words)}."


def _cost(comparison: Comparison, name: str) -> str:
    one = comparison.resilience[name]
    value = one.lost["npv"].value
    what = f"{'raise' if value < 0 else 'lower'} the mean net present value of {label(comparison, name)} by {money(abs(value))}"
    return f"{what} and cost purchasers and patients {money(one.lost[COST].value)}" if COST in one.lost else what


def _text(measure: str, one: Mean) -> tuple[str, str]:
    per = "kg" if measure == PER_KG else ""
    return money(one.value, per), f"± {money(one.error, per)}" if one.error > 0 else ""


def sample(comparison: Comparison) -> int:
    """Trials from which resilience is worked out."""
    return min(SAMPLE, comparison.trials.trials)


def resilience_data(comparison: Comparison) -> dict[str, Any]:
    """The same for programs, by option: USD and USD/kg of year 0, shares as fractions, each with its standard error."""
    return {
        "trials": sample(comparison),
        "reference": comparison.reference,
        "options": {
            name: {
                "volume_lost_share": _mean(one.volume_lost),
                "lost_to_outages": {measure: _mean(value) for measure, value in one.lost.items()},
                "less_than_reference": {measure: _mean(value) for measure, value in one.against.items()} if one.against else None,
            }
            for name, one in comparison.resilience.items()
        },
    }


def _mean(one: Mean) -> dict[str, float | None]:
    return {"mean": number(one.value), "se": number(one.error)}
