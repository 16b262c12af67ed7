"""What outages cost and what resilience is worth, in the page, in results.json and on the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from roi.analysis.comparison import Comparison
from roi.analysis.drivers import SAMPLE
from roi.finance import Mean
from roi.reporting import trial_data
from roi.reporting.numbers import Scale, in_table, money, number, percent, price_in_table, table_scale
from roi.reporting.words import focus, label

LABELS = {
    "npv": "Net present value of the company",
    "purchaser_npv": "Net of the purchaser",
    "public_npv": "Net of the public",
    "shortage_cost_value": "Shortages, to purchasers and patients",
    "shortage_cost_per_kg": "The same for each kg it would supply",
}
"""Each measure as a heading."""

DECIMALS = 2
"""Of a mean in the table; the scale is one for the whole table."""

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
    shown = [means for one in found.values() for means in (one.lost, one.against or {})]
    chosen = table_scale(mean.value for means in shown for name, mean in means.items() if name != PER_KG)
    lines = tuple(
        ResilienceLine(
            case.options[name].label,
            name,
            percent(one.volume_lost.value),
            tuple(_text(*pair, chosen) for pair in one.lost.items()),
            tuple(_text(*pair, chosen) for pair in one.against.items()) if one.against else (),
        )
        for name, one in found.items()
    )
    headings = tuple(f"{LABELS[name]}, {'USD/kg' if name == PER_KG else chosen.unit}" for name in found[comparison.reference].lost)
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


def _text(measure: str, one: Mean, scale: Scale) -> tuple[str, str]:
    """Mean and standard error, in the unit of the heading."""
    if measure == PER_KG:
        return price_in_table(one.value), _error(one.error)
    return in_table(one.value / scale.divisor, DECIMALS), _error(one.error / scale.divisor)


def _error(error: float) -> str:
    """As many decimals as the mean, or one significant figure where these would be all 0; empty where there is no error."""
    if not error > 0:
        return ""
    return f"± {in_table(error, DECIMALS) if error >= 0.5 * 0.1**DECIMALS else number(error, 1)}"


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
    return {"mean": trial_data.number(one.value), "se": trial_data.number(one.error)}
