"""What drives the answer, in words and as data: names, amounts, the headline, and the entries of results.json."""

from __future__ import annotations

from math import isfinite

from roi.analysis.breakeven import BreakEven
from roi.analysis.comparison import Comparison
from roi.analysis.drivers import Driver, Drivers, PathDriver
from roi.analysis.target import EVEN, Target
from roi.domain import Assumption
from roi.reporting.figures import entity_labels, way
from roi.reporting.numbers import exact, money, money_range, number, percent
from roi.reporting.words import listed
from roi.statement.model import Model

NAMED = 3
"""Drivers that the headline names."""

MEASURES = {
    "incremental_npv": "Difference in net present value",
    "npv": "Net present value",
    "levelised_cost": "Levelised cost before income tax",
    "irr": "Internal rate of return",
}

WHOLE = 1000
"""Below it a whole number is written without decimals; from it on three significant figures have none."""

UNITS = {"incremental_npv": "USD", "npv": "USD", "levelised_cost": "USD/kg", "irr": "1/year"}


def dollars(figure: Assumption) -> str:
    """Whose prices the amounts of a figure are in; empty for what is no money."""
    return f"in {figure.dollar_year} dollars" if figure.dollar_year is not None else ""


def entity_of(model: Model, figure: Assumption) -> str:
    """Label of the file a figure stands in."""
    id = ".".join(figure.id.split(".")[:2])
    return entity_labels(model).get(id, id)


def amount(figure: Assumption, value: float) -> str:
    """A value of a figure in text, three significant figures: ``8.11 USD/kg``, ``USD 138 million``, ``1.50 % a year``, ``2030``."""
    if figure.unit == "USD":
        return money(value)
    say = way(figure.unit, value)
    calendar = figure.unit == "year" and not say.suffix
    return f"{value:.0f}" if calendar else f"{_plain(value * say.factor)}{say.suffix}"


def span(figure: Assumption, low: float, high: float) -> str:
    """Two values of a figure: ``2.22 to 3.85 USD/kg``."""
    if figure.unit == "USD":
        return money_range(low, high)
    say = way(figure.unit, high)
    if figure.unit == "year" and not say.suffix:
        return f"{low:.0f} to {high:.0f}"
    return f"{_plain(low * say.factor)} to {_plain(high * say.factor)}{say.suffix}"


def _plain(value: float) -> str:
    """Three significant figures, and no decimals of a whole number."""
    return exact(value) if value.is_integer() and abs(value) < WHOLE else number(value)


def measured(unit: str, value: float) -> str:
    """A value of the measure in text."""
    if unit == "USD":
        return money(value)
    return percent(value) if unit == "1/year" else money(value, "kg") if unit == "USD/kg" else f"{number(value)} {unit}"


def quoted(model: Model, figure: Assumption) -> str:
    """Label of a figure and of the file it stands in: labels alone may be shared."""
    return f"“{figure.label}” of “{entity_of(model, figure)}”"


def named_in(model: Model, one: Driver | PathDriver) -> str:
    """A driver in a sentence: a figure with the file it stands in, a path by the label of its risk."""
    return quoted(model, one.figure) if isinstance(one, Driver) else f"“{one.label}”"


def headline(comparison: Comparison) -> str:
    """The assumptions that matter most and what must be true of them; empty when nothing is uncertain."""
    drivers = comparison.drivers
    top = [one for one in drivers.ranked[:NAMED] if one.swing > 0]
    if not top:
        return ""
    between = [" between its 10th and 90th percentile", *[""] * NAMED]
    named = [
        f"{named_in(comparison.model, one)} ({measured(drivers.unit, one.swing)}{words})" for one, words in zip(top, between, strict=False)
    ]
    return " ".join(part for part in (f"The {in_a_sentence(drivers.of)} depends most on {listed(named)}.", must_be(comparison)) if part)


def in_a_sentence(of: str) -> str:
    """Name of a measure for the middle of a sentence."""
    return MEASURES[of][0].lower() + MEASURES[of][1:]


def judged(drivers: Drivers) -> str:
    """The share of the variance that rests on judgement; empty when the measure does not vary."""
    if not isfinite(drivers.share_judgement):
        return ""
    share = min(max(drivers.share_judgement, 0.0), 1.0)
    return f"Figures that are judgement account, each by itself, for {percent(share)} of the variance."


def overlap(drivers: Drivers) -> str:
    """That shares are not apart when figures are correlated; empty when none are."""
    return (
        "Some of these figures are correlated: their shares overlap, what one does shows in that of the other too."
        if drivers.overlap
        else ""
    )


def must_be(comparison: Comparison) -> str:
    """What each of the strongest drivers would have to be, by itself, for an even chance."""
    found = comparison.breakevens
    if not found:
        return ""
    names = {one.figure.id: f"“{one.figure.label}”" for one in found}
    if len(set(names.values())) < len(names):
        names = {one.figure.id: quoted(comparison.model, one.figure) for one in found}
    at = [f"{names[one.figure.id]} would have to be {flip(one)} ({base(one)} in the base case)" for one in found if one.verdict == "at"]
    never, always = ([names[one.figure.id] for one in found if one.verdict == verdict] for verdict in ("never", "always"))
    parts = [" or ".join(at)] if at else []
    parts += [f"no value of {' or '.join(never)} alone is enough"] if never else []
    parts += [f"any value of {' or '.join(always)} will do"] if always else []
    return f"For {aim(found[0].target)}, {'; '.join(parts)}."


def aim(target: Target) -> str:
    """What a target asks for, for the middle of a sentence."""
    if target.chance:
        chance = "an even chance" if target.value == EVEN else f"a chance of {percent(target.value)}"
        return f"{chance} of {'the higher net present value' if target.name == 'p_wins' else 'a net present value above zero'}"
    less = " or less" if target.name == "levelised_cost" else ""
    return f"a median {in_a_sentence(target.name)} of {measured(UNITS[target.name], target.value)}{less}"


def base(one: BreakEven) -> str:
    """Base-case value of the figure."""
    return amount(one.figure, one.figure.value)


def flip(one: BreakEven) -> str:
    """The break-even in text, or that there is none."""
    if one.value is None:
        return one.verdict
    return amount(one.figure, one.value)


def interval(one: BreakEven) -> str:
    """The 95 % interval in text; empty where there is none."""
    return "" if one.low is None or one.high is None else span(one.figure, one.low, one.high)


def reached(one: BreakEven) -> str:
    """What the trials reach at the value looked at."""
    if one.target.chance:
        return f"{percent(one.reached)} of the trials"
    return f"a median of {measured(UNITS[one.target.name], one.reached)}"


def remark(one: BreakEven) -> str:
    """What there is to say of a break-even beside its value."""
    looked = f"from {span(one.figure, *one.searched)}"
    if one.changes_nothing:
        return f"moving it {looked} changes nothing"
    if one.verdict == "never":
        return f"not met anywhere {looked}; best {reached(one)}, at {amount(one.figure, one.at)}"
    if one.verdict == "always":
        return f"met everywhere {looked}; least {reached(one)}, at {amount(one.figure, one.at)}"
    several = f"; the answer flips {one.flips} times in the range, this is the flip nearest to the base case" if one.flips > 1 else ""
    return f"{reached(one)} there{several}"
