"""Which share of the demand is called from each member of an option made of others.

The rows stand in the part of the member: ``s.wanted`` of the part ``plant`` is ``plant_wanted``. The shares called add up to 1 in every
year, so that no segment is served twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roi.formula import Formula, Row, Symbols, divide, maximum, minimum, row, sum_of, where
from roi.statement.made import made

SECTION = "Sharing"
LABEL = "Volume wanted by plan"


@row("Share agreed", unit="1", section=SECTION, name="agreed_share")
def agreed_share_of_first(s: Symbols) -> Formula:
    """Share of the demand that the first member is called for while both supply."""
    return s.mix.share


@row("Share agreed", unit="1", section=SECTION, name="agreed_share")
def agreed_share_of_second(s: Symbols) -> Formula:
    """What the first member is not called for."""
    return 1 - s.mix.share


def wanted(member: str, label: str, shared: Sequence[str], alone: Sequence[str]) -> Row:
    """The row `wanted` of a member that both serve by shares. shared, alone : rows of demand that both serve, and that it serves alone.

    It stands in no part: there the demand would be what is called from the member, which this row decides.
    """

    def volume(s: Symbols) -> Formula:
        agreed = getattr(s, f"{member}_agreed_share")
        return sum_of([*(agreed * getattr(s, one) for one in shared), *(getattr(s, one) for one in alone)])

    words = f"Sum of {', '.join([*(f'the share agreed of {one}' for one in shared), *alone])}."
    return made(f"{member}_wanted", LABEL, "kg/year", f"{label}: {SECTION.lower()}", words.replace("_", " "), volume)


def all_wanted(member: str, label: str, demands: Sequence[str]) -> Row:
    """The row `wanted` of a member that is to serve everything."""

    def volume(s: Symbols) -> Formula:
        return sum_of([getattr(s, one) for one in demands])

    words = f"Sum of {', '.join(demands)}."
    return made(f"{member}_wanted", LABEL, "kg/year", f"{label}: {SECTION.lower()}", words.replace("_", " "), volume)


@row("Share of it supplied by plan", unit="1", section=SECTION, name="planned_share")
def planned_share_of_plant(s: Symbols) -> Formula:
    """Capacity before outages divided by the volume wanted, at most 1; 1 where nothing is wanted."""
    return minimum(1, divide(s.capacity_by_plan, s.wanted, 1))


@row("Share of it supplied by plan", unit="1", section=SECTION, name="planned_share")
def planned_share_of_merchant(s: Symbols) -> Formula:
    """1 once the merchant delivers."""
    return where(s.operating, 1, 0)


@row("Share of it lost to outages", unit="1", section=SECTION, name="lost_share")
def lost_share_of_plant(s: Symbols) -> Formula:
    """Share supplied by plan, less what outages leave of it."""
    return s.planned_share - minimum(1, divide(s.saleable_capacity, s.wanted, 1))


@row("Share of it lost to outages", unit="1", section=SECTION, name="lost_share")
def lost_share_of_merchant(s: Symbols) -> Formula:
    """Share supplied by plan, for the part of the year that is not supplied."""
    return s.planned_share * (1 - s.supplied_share)


@row("Share of it passed on", unit="1", section=SECTION, name="passed_on")
def passed_on_by_plan(s: Symbols) -> Formula:
    """What is not supplied by plan."""
    return 1 - s.planned_share


@row("Share of it passed on", unit="1", section=SECTION, name="passed_on")
def passed_on_with_outages(s: Symbols) -> Formula:
    """What is not supplied by plan, and what outages of the year take beyond the time to switch."""
    return 1 - s.planned_share + maximum(0, s.lost_share - s.mix.switching_time / s.one_year)


def called_beside(other: str) -> Row:
    """The row `called_share` of a member beside the member `other`."""

    def share(s: Symbols) -> Formula:
        taken_over: Formula = getattr(s, f"{other}_agreed_share") * getattr(s, f"{other}_passed_on")
        return s.agreed_share * (1 - s.passed_on) + taken_over

    words = "Share agreed, less what is passed on of it, plus what the other member passes on of its own."
    return made("called_share", "Share of the demand called", "1", SECTION, words, share)


def called_from_bridge(plant: str) -> Row:
    """The row `called_share` of the bridge until the member `plant` supplies."""

    def share(s: Symbols) -> Formula:
        return where(s.year < s.mix.bridge_time, 1 - getattr(s, f"{plant}_planned_share"), 0)

    words = "What the plant does not supply by plan, in the years before the bridge ends."
    return made("called_share", "Share of the demand called", "1", SECTION, words, share)


def called_after_bridge(bridge: str) -> Row:
    """The row `called_share` of the plant after the member `bridge`."""

    def share(s: Symbols) -> Formula:
        called: Formula = 1 - getattr(s, f"{bridge}_called_share")
        return called

    return made("called_share", "Share of the demand called", "1", SECTION, "What is not called from the bridge.", share)


def operating_until_end(bridge: str, label: str) -> Row:
    """The row `operating` of a bridge, in the place of its own: it supplies, and its terms run, until the bridge ends."""

    def supplying(s: Symbols) -> Formula:
        supplies: Formula = (s.year >= getattr(s, f"{bridge}_first_operating_year")) & (s.year < s.mix.bridge_time)
        return supplies

    words = "Years from the start of supply until the bridge ends."
    return made(f"{bridge}_operating", "Operating", "flag", f"{label}: timeline", words, supplying)


def demand_called(demand: str, segment: str, member: str, section: str) -> Row:
    """The demand, or the volume tendered, of a segment as a member sees it.

    It stands in the part of the segment, where it finds the segment's own row, and has the name under which the member finds it.
    """

    def volume(s: Symbols) -> Formula:
        called: Formula = getattr(s, demand) * getattr(s, f"{member}_called_share")
        return called

    what = demand.removeprefix(f"{segment}_")
    words = f"{what.capitalize()} of the segment, times the share called from the member."
    return replace(made(f"{member}_{demand}", f"{what.capitalize()} for this member", "kg/year", section, words, volume), part=segment)


@row("Capital paid by the partner", unit="USD/year", section="Partnership")
def partner_contribution(s: Symbols) -> Formula:
    """The partner's share of the capital spending."""
    return s.mix.partner_capital_share * s.capital_spending


@row("Cash taken by the partner", unit="USD/year", section="Partnership")
def partner_distribution(s: Symbols) -> Formula:
    """The partner's share of the cash flow before capital spending; negative where the partner puts money in."""
    return s.mix.partner_cash_share * (s.venture_cash_flow + s.capital_spending)
