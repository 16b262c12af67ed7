"""Whose money: what each option is worth to each party, for the page, the terminal and programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from roi.analysis.comparison import Comparison, Measure
from roi.analysis.perspectives import PERSPECTIVES, Standing, party_base
from roi.domain import Perspective
from roi.reporting.charts import Spec, finished, option_colour
from roi.reporting.numbers import MISSING, Scale, chance, in_table, money, number, table_scale
from roi.reporting.trial_data import chance as interval_of
from roi.reporting.trial_data import measure
from roi.reporting.trial_data import number as finite
from roi.reporting.words import focus, label
from roi.statement.parties import HEADINGS, OTHERS, PUBLIC, PURCHASER

NAMES = {
    "producer": "Producer, before debt",
    "investor": "Investor, after debt",
    "purchaser": "Purchaser",
    "public": "Public",
    OTHERS: "All others",
}
JOBS = ("jobs_in_plant", "jobs_beside")


@dataclass(frozen=True)
class PartyCell:
    """An amount, its range in the trials, what it is less that of the reference, and how often it is better."""

    value: str
    range: str = ""
    gap: str = ""
    better: str = ""


@dataclass(frozen=True)
class PartyLine:
    """A party, or a part of its net, with one cell for each option. lead : the answer is about this party."""

    name: str
    cells: tuple[PartyCell, ...]
    lead: bool = False


@dataclass(frozen=True)
class PartyPage:
    """Section of the page. lines : by party. parts : heading of a party -> lines of what its net is made of. jobs : empty without one."""

    finding: str
    unit: str
    lines: tuple[PartyLine, ...]
    parts: dict[str, tuple[PartyLine, ...]]
    jobs: tuple[PartyLine, ...]
    with_debt: bool
    own_rates: bool


def party_page(comparison: Comparison) -> PartyPage:
    """What the page shows of the parties."""
    chosen = _scale(comparison)
    parts = {
        NAMES[party]: tuple(
            PartyLine(label, tuple(PartyCell(in_table(amount / chosen.divisor)) for amount in amounts.values()))
            for label, amounts in made_of(comparison, party).items()
        )
        for party in (PURCHASER, PUBLIC)
    }
    if paid := premium(comparison):
        cells = tuple(PartyCell(in_table(paid.get(name, 0.0) / chosen.divisor)) for name in comparison.model.options)
        parts[NAMES[PUBLIC]] += (PartyLine("Of what is bought from the producer, paid beyond the price elsewhere", cells),)
    lead = comparison.model.case.perspective
    lines = [
        PartyLine(NAMES[party], tuple(_cell(one, chosen) for one in comparison.perspectives[party].values()), party == lead)
        for party in parties_told(comparison)
    ]
    others = [PartyCell(in_table(party_base(comparison, name, OTHERS) / chosen.divisor)) for name in comparison.model.options]
    jobs = tuple(
        PartyLine(row.label, tuple(PartyCell(number(value) if value is not None else MISSING) for value in values))
        for row, values in _jobs(comparison)
    )
    return PartyPage(
        finding(comparison),
        chosen.unit,
        (*lines, PartyLine(f"{NAMES[OTHERS]}, base case", tuple(others))),
        parts,
        jobs,
        "investor" in shown_parties(comparison),
        _own_rates(comparison),
    )


def _own_rates(comparison: Comparison) -> bool:
    """Whether the public, or the owners of an option with a loan, discount at a rate of their own."""
    finance = comparison.model.book.finance[comparison.model.case.finance]
    owners = finance.cost_of_equity is not None and "investor" in shown_parties(comparison)
    return owners or finance.public_discount_rate is not None


def _scale(comparison: Comparison) -> Scale:
    found = [one for options in comparison.perspectives.values() for one in options.values()]
    return table_scale(value for one in found for value in (one.base, one.trials.p05, one.trials.p95))


def _cell(one: Standing, chosen: Scale) -> PartyCell:
    range_ = f"{in_table(one.trials.p05 / chosen.divisor)} to {in_table(one.trials.p95 / chosen.divisor)}"
    if one.against is None:
        return PartyCell(in_table(one.base / chosen.divisor), range_, "reference")
    gap = f"{in_table(one.against.base / chosen.divisor)} against the reference"
    return PartyCell(in_table(one.base / chosen.divisor), range_, gap, f"better in {chance(one.against.p_better, one.against.p_better_se)}")


def made_of(comparison: Comparison, party: str) -> dict[str, dict[str, float]]:
    """Present value of each heading of a party by option, USD, base case: label -> option -> amount, 0 where the option has no such row."""
    model = comparison.model
    own = party == PUBLIC and "public_discount_factor" in model.common.cells
    factor = comparison.base[model.common.cells["public_discount_factor" if own else "discount_factor"]]
    found = {}
    for heading, title in HEADINGS.items():
        cells = {name: option.cells.get(f"{party}_{heading}") for name, option in model.options.items()}
        if any(cells.values()):
            found[title] = {name: float(np.sum(comparison.base[cell] * factor)) if cell else 0.0 for name, cell in cells.items()}
    return found


def premium(comparison: Comparison) -> dict[str, float]:
    """Present value of what public buyers pay beyond the price elsewhere, by option, USD, base case; part of what they buy already."""
    cells = {name: option.cells.get("public_premium") for name, option in comparison.model.options.items()}
    return {name: float(comparison.base[cell][0]) for name, cell in cells.items() if cell}


def _jobs(comparison: Comparison) -> list[tuple[Any, list[float | None]]]:
    """Row and its value by option; None for an option without a plant in the country."""
    found = []
    for name in JOBS:
        cells = [option.cells.get(name) for option in comparison.model.options.values()]
        if row := next((cell.row for cell in cells if cell), None):
            found.append((row, [float(comparison.base[cell][0]) if cell else None for cell in cells]))
    return found


def shown_parties(comparison: Comparison) -> list[str]:
    """Parties of the chart: the owners after debt stand for the producer when some option has a loan; together they add up to 0."""
    with_debt = any(option.loan for option in comparison.model.case.options.values())
    return ["investor" if with_debt else "producer", PURCHASER, PUBLIC, OTHERS]


def parties_told(comparison: Comparison) -> list[Perspective]:
    """Parties of the tables: the investor only where debt makes a difference, or where the investor leads."""
    told = ("investor" in shown_parties(comparison)) or comparison.model.case.perspective == "investor"
    return [party for party in PERSPECTIVES if told or party != "investor"]


def gaps(comparison: Comparison, option: str) -> dict[str, float]:
    """What an option is worth to each party of the chart, less the reference, USD in the base case."""
    return {
        party: party_base(comparison, option, party) - party_base(comparison, comparison.reference, party)
        for party in shown_parties(comparison)
    }


def finding(comparison: Comparison) -> str:
    """Title of the section: who pays for the option the answer is about, and who gains."""
    option = focus(comparison)
    if option is None:
        return "Whose money: what the option is worth to each party"
    found = {party: gap for party, gap in gaps(comparison, option).items() if party != OTHERS and abs(gap) >= 1.0}
    lost = [f"the {party} {money(-gap)}" for party, gap in found.items() if gap < 0]
    won = [f"the {party} {money(gap)}" for party, gap in found.items() if gap > 0]
    against = f"{label(comparison, option)} instead of {label(comparison, comparison.reference)}"
    parts = [f"costs {' and '.join(lost)}" if lost else "", f"brings {' and '.join(won)}" if won else ""]
    return f"{against} {' and '.join(part for part in parts if part) or 'changes nothing for anybody'}"


def party_bars(comparison: Comparison) -> Spec:
    """Bars of what each option is worth to each party, less the reference, base case; of a case with one option its worth itself."""
    import altair as alt

    parties = shown_parties(comparison)
    others = [name for name in comparison.model.options if name != comparison.reference]
    amounts = {name: gaps(comparison, name) for name in others} or {
        comparison.reference: {party: party_base(comparison, comparison.reference, party) for party in parties}
    }
    chosen = table_scale(value for found in amounts.values() for value in found.values())
    options = comparison.model.case.options
    data = [
        {
            "party": NAMES[party],
            "option": name,
            "label": options[name].label,
            "amount": round(amount / chosen.divisor, 4),
            "text": number(amount / chosen.divisor),
        }
        for name, found in amounts.items()
        for party, amount in found.items()
    ]
    base = alt.Chart(alt.NamedData("data")).encode(
        y=alt.Y("party:N", title=None, sort=[NAMES[one] for one in parties], axis=alt.Axis(labelFontSize=13, labelLimit=150)),
        yOffset=alt.YOffset("option:N", sort=list(amounts)),
        x=alt.X("amount:Q", title=chosen.unit, axis=alt.Axis(format=",~f", tickCount=6)),
        color=option_colour(comparison),
        tooltip=[
            alt.Tooltip("party:N", title="Party"),
            alt.Tooltip("label:N", title="Option"),
            alt.Tooltip("amount:Q", title=chosen.unit, format=",.1f"),
        ],
    )
    zero = alt.Chart(alt.NamedData("zero")).mark_rule(color="var(--ink)", strokeWidth=1.2).encode(x=alt.X("zero:Q"))
    return finished([base.mark_bar(), zero], {"data": data, "zero": [{"zero": 0}]}, 46 + 34 * len(parties) * len(amounts))


def party_rows(comparison: Comparison) -> dict[str, list[str]]:
    """Lines of the table of the terminal: what each option is worth to each party in the base case; the investor only with debt."""
    chosen = _scale(comparison)
    return {
        f"NPV to the {party}, {chosen.unit}": [in_table(one.base / chosen.divisor) for one in comparison.perspectives[party].values()]
        for party in parties_told(comparison)
        if party != comparison.model.case.perspective
    }


def perspective_data(comparison: Comparison) -> dict[str, Any]:
    """The same for programs: amounts in USD, shares as fractions; `made_of` and `all_others` are of the base case."""
    options = comparison.model.options
    return {
        "leading": comparison.model.case.perspective,
        **{party: {name: _data(comparison, one) for name, one in found.items()} for party, found in comparison.perspectives.items()},
        "all_others": {name: finite(party_base(comparison, name, OTHERS)) for name in options},
        "made_of": {party: made_of(comparison, party) for party in (PURCHASER, PUBLIC)},
        "public_premium": premium(comparison),
        "jobs": {row.name: dict(zip(options, values, strict=True)) for row, values in _jobs(comparison)},
    }


def _data(comparison: Comparison, one: Standing) -> dict[str, Any]:
    found: dict[str, Any] = {"npv": measure(Measure(one.base, one.trials)), "against_reference": None}
    if gap := one.against:
        found["against_reference"] = {
            "incremental_npv": measure(Measure(gap.base, gap.trials)),
            "p_better": gap.p_better,
            "p_better_se": gap.p_better_se,
            "p_better_interval": interval_of(comparison, gap.p_better, gap.p_better_se),
        }
    return found
