"""The answer in two sentences, and the sentences that title the charts. Every number comes from the comparison."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from roi.analysis.comparison import Comparison
from roi.analysis.focus import domestic as domestic
from roi.analysis.focus import focus as focus
from roi.analysis.trials import FAN
from roi.domain import Confidence
from roi.finance import share_interval
from roi.formula import Cell
from roi.reporting.figures import by_confidence, figures_used
from roi.reporting.numbers import money, money_range, number, percent, points
from roi.statement.cash_flow import COST_GROUPS, LEVELISED_SECTION, cost_group

LEVELS = ((0.9, "very likely"), (0.66, "likely"), (0.5, "more likely than not"))
"""A word may be used only when the whole 95 % interval of the share of trials is above the bound."""

NAMED_DIFFERENCES = 3


@dataclass(frozen=True)
class Difference:
    """A group of costs in the levelised cost: what the option pays less what the reference pays, USD/kg in the base case."""

    label: str
    amount: float


def likelihood(least: float) -> str:
    """Word for a chance that is `least` or more; empty when not even more than one half can be said."""
    return next((word for bound, word in LEVELS if least > bound), "")


def surely(comparison: Comparison, share: float, error: float) -> tuple[float, float]:
    """95 % interval of the chance behind a share of all trials with its standard error: a few trials that agree prove little."""
    return share_interval(share, error, comparison.trials.trials, comparison.trials.plan.replicates)


def verdict(least: float, most: float, to: str = "") -> str:
    """How likely an option is worth more, to somebody, than another that it beats with a chance from `least` to `most`."""
    if likelihood(least):
        return f"{likelihood(least)} to be worth more{to} than"
    if likelihood(1 - most):
        return f"{likelihood(1 - most)} to be worth less{to} than"
    return f"about as likely to be worth more{to} as to be worth less than"


def label(comparison: Comparison, option: str) -> str:
    """Label of an option in quotation marks, for use inside a sentence."""
    return f"“{comparison.model.case.options[option].label}”"


def best(comparison: Comparison) -> str:
    """Option with the highest net present value in the base case."""
    return max(comparison.measures, key=lambda name: comparison.measures[name]["npv"].base)


def components(comparison: Comparison, option: str) -> dict[str, Cell]:
    """Components of the levelised cost of an option by name, in the order of its statement."""
    cells = comparison.model.options[option].metrics
    return {cell.name: cell for cell in cells if cell.row.section == LEVELISED_SECTION}


def differences(comparison: Comparison, option: str) -> list[Difference]:
    """Levelised cost of an option less that of the reference, by groups of costs that both share, the largest first."""
    mine, theirs = (_by_group(comparison, name) for name in (option, comparison.reference))
    gaps = {group: mine.get(group, 0.0) - theirs.get(group, 0.0) for group in COST_GROUPS}
    found = [Difference(group, gap) for group, gap in gaps.items() if isfinite(gap) and gap]
    return sorted(found, key=lambda one: -abs(one.amount))


def _by_group(comparison: Comparison, option: str) -> dict[str, float]:
    """Levelised cost of an option by group of costs, USD/kg in the base case."""
    cells, sums = comparison.model.options[option].cells, dict[str, float]()
    for name, cell in components(comparison, option).items():
        cost = cells[name.removeprefix("levelised_")]
        group = cost_group(cost.name, cost.row.prefix)
        sums[group] = sums.get(group, 0.0) + float(comparison.base[cell][0])
    return sums


def leads(comparison: Comparison) -> str:
    """To whom the worth is that the answer is about: empty for the producer, who leads where nothing else is asked for."""
    perspective = comparison.model.case.perspective
    return "" if perspective == "producer" else f" to the {perspective}"


def answer(comparison: Comparison) -> tuple[str, str]:
    """The answer in two sentences: which option and how surely; and why, and on how much judgement it rests."""
    return _which(comparison), _why(comparison)


def _which(comparison: Comparison) -> str:
    first, option = best(comparison), focus(comparison)
    npv = comparison.measures[first]["npv"]
    to = leads(comparison)
    top = f"highest net present value{to} of all options in the base case is {money(npv.base)}, of {label(comparison, first)}"
    top += f" (P5–P95 {money_range(npv.trials.p05, npv.trials.p95)})"
    if npv.base < 0 and not to:
        top += ": none earns its cost of capital"
    if option is None:
        return f"The {top}."
    found = comparison.against[option]
    gap, chance = found.incremental_npv, surely(comparison, found.p_wins, found.p_wins_se)
    return (
        f"{_short(*chance)}: {label(comparison, option)} is {verdict(*chance, to)} "
        f"{label(comparison, comparison.reference)}, its net present value{to} being "
        f"{money(abs(gap.base))} {'higher' if gap.base > 0 else 'lower'} in the base case "
        f"(difference P5–P95 {money_range(gap.trials.p05, gap.trials.p95)}), and comes out ahead in "
        f"{in_trials(found.p_wins, found.p_wins_se, comparison.trials.trials)}; the {top}."
    )


def _short(least: float, most: float) -> str:
    """The answer in a word: only what is likely is said plainly."""
    bound = {word: level for level, word in LEVELS}["likely"]
    if least > bound:
        return "Yes"
    return "No" if 1 - most > bound else "It is open"


def in_trials(share: float, error: float, trials: int) -> str:
    """Share of trials in a sentence, with its standard error where the trials do not all agree."""
    if share in (0.0, 1.0):
        return f"{'all' if share else 'none'} of {trials:,} trial{'s' if trials > 1 else ''}"
    return f"{percent(share)} of {trials:,} trials (standard error {points(error)} percentage points)"


def _why(comparison: Comparison) -> str:
    return f"{_cost(comparison)}{judgement(comparison)}."


def _cost(comparison: Comparison) -> str:
    """Levelised costs side by side and the largest differences; empty without a second option or without sales."""
    option = focus(comparison)
    if option is None:
        return ""
    mine, theirs = (comparison.measures[name]["levelised_cost"].base for name in (option, comparison.reference))
    if not (isfinite(mine) and isfinite(theirs)):
        return ""
    named = [f"{signed(one.amount)} for {one.label}" for one in differences(comparison, option)[:NAMED_DIFFERENCES]]
    ranges = [comparison.measures[name]["levelised_cost"].trials for name in (option, comparison.reference)]
    spans = " and ".join(f"{number(one.p05)} to {number(one.p95)}" for one in ranges)
    gaps = f", with the largest differences (USD per kg) {listed(named)}" if named else ""
    return (
        f"A kilogram from {label(comparison, option)} costs {money(mine)} before income tax, against {money(theirs)} from "
        f"{label(comparison, comparison.reference)} (P5–P95 {spans}){gaps}; "
    )


def listed(items: list[str]) -> str:
    """Items of a sentence: ``a, b, and c``, because the items may hold commas and colons themselves."""
    if len(items) < 3:
        return " and ".join(items)
    return ", ".join([*items[:-1], f"and {items[-1]}"])


def signed(amount: float) -> str:
    """Difference with its sign: ``+1.41``."""
    return ("+" if amount > 0 else "") + number(amount)


def judgement(comparison: Comparison) -> str:
    """How many of the figures used are judgement."""
    used = figures_used(comparison.model)
    judged = by_confidence(used).get(Confidence.JUDGEMENT, 0)
    return f"{judged} of the {len(used)} assumptions used ({percent(judged / len(used))}) are judgement, not sourced figures"


def npv_finding(comparison: Comparison) -> str:
    """Title of the chart of net present values."""
    if leads(comparison):
        first = max(comparison.p_best, key=lambda name: comparison.p_best[name])
        return f"{label(comparison, first)} is worth most{leads(comparison)} in {percent(comparison.p_best[first])} of the trials"
    chances = comparison.p_npv_positive
    top = max(chances, key=lambda name: chances[name][0])
    name, share, word = label(comparison, top), percent(chances[top][0]), likelihood(surely(comparison, *chances[top])[0])
    if word:
        return f"{name} is {word} to earn its cost of capital: it does so in {share} of the trials"
    if chances[top][0] == 0:
        return "No option earns its cost of capital in any trial"
    return f"No option can be called more likely than not to earn its cost of capital; {name} does in {share} of the trials"


def cash_finding(comparison: Comparison) -> str:
    """Title of the chart of cumulative cash flow: who ends above zero in the middle of the trials."""
    medians = {name: float(curves[FAN.index(50)][-1]) for name, curves in comparison.trials.cumulative.items()}
    above = [name for name, value in medians.items() if value >= 0]
    years = comparison.model.case.horizon
    if not above:
        return f"In the median trial no option gets its money back within {years} years"
    if len(above) == len(medians):
        return f"In the median trial every option gets its money back within {years} years"
    names = " and ".join(label(comparison, name) for name in above)
    verb = "gets" if len(above) == 1 else "get"
    return f"In the median trial only {names} {verb} the money back within {years} years"


def cost_finding(comparison: Comparison) -> str:
    """Title of the chart of levelised cost: the gap to the reference, and the price it has to meet."""
    option, reference = focus(comparison), comparison.reference
    shown = option or reference
    costs = {name: found["levelised_cost"].base for name, found in comparison.measures.items()}
    price = comparison.measures[shown]["levelised_price"].base
    if not all(isfinite(value) for value in (costs[shown], costs[reference], price)):
        return "Levelised cost by component"
    gap = costs[shown] - costs[reference]
    text = f"{label(comparison, shown)} costs {money(costs[shown])} per kg"
    if option is not None:
        text += f", {number(abs(gap))} {'more' if gap > 0 else 'less'} than {label(comparison, reference)}"
    return f"{text}, and sells at {number(price)}"
