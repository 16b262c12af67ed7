"""Public tenders in the page, in results.json and in the law by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from roi.analysis.comparison import Comparison
from roi.analysis.tenders import Outcome, TenderResult
from roi.reporting.law_lines import LawGroup, LawLine
from roi.reporting.numbers import money, percent
from roi.reporting.trial_data import number
from roi.rules.procurement.standing import standing
from roi.rules.procurement.terms import in_force

RULES = {
    "restricted_low": "an agreement restricts buying; of the offers that may be considered the low one gets the award",
    "restricted": "an agreement restricts buying, and only one of the two offers may be considered",
    "restricted_none": "an agreement restricts buying, but neither offer may be considered; the low one gets the award",
    "low_wins": "the low offer is domestic or eligible and gets the award",
    "domestic_wins": "with the factor on the low foreign offer, the domestic one is lower",
    "low_remains": "the low foreign offer stays lower with the factor on it",
    "fallback_wins": "with the factor on the low foreign offer, the one that is treated as domestic is lower",
    "no_domestic": "the low offer is foreign and no domestic one is reasonable; the low one gets the award",
}
"""Each of `DECISIONS` in words."""

NONE_YET = "no solicitation within the years of the case"


@dataclass(frozen=True)
class TenderLine:
    """An option in a tender, as the page says it."""

    option: str
    name: str
    share: str
    mean_share: str
    premium: str
    mean_premium: str
    rule: str
    paragraph: str
    closed_share: str
    closed_mean_share: str
    closed_rule: str


@dataclass(frozen=True)
class TenderTable:
    """A tender with its options. closed : the rules already say what the last columns would ask."""

    title: str
    buyer: str
    lines: tuple[TenderLine, ...]
    closed: bool


def tender_tables(comparison: Comparison) -> tuple[TenderTable, ...]:
    """A table for each tender of the market."""
    by_segment: dict[str, list[TenderResult]] = {}
    for one in comparison.tenders:
        by_segment.setdefault(one.segment, []).append(one)
    book, market = comparison.model.book, comparison.model.case.market
    return tuple(
        TenderTable(
            found[0].tender.label,
            f"{book.markets[market].segments[segment].label}: {book.procurement[found[0].tender.rules].label}",
            tuple(_line(comparison, one) for one in found),
            found[0].closed is None,
        )
        for segment, found in by_segment.items()
    )


def _line(comparison: Comparison, one: TenderResult) -> TenderLine:
    rule, paragraph = _rule(comparison, one, one.found)
    closed = _rule(comparison, one, one.closed) if one.closed else ("", "")
    return TenderLine(
        _label(comparison, one),
        one.option,
        percent(one.found.share),
        percent(one.found.mean_share),
        money(one.found.premium),
        money(one.found.mean_premium),
        rule,
        paragraph,
        percent(one.closed.share) if one.closed else "",
        percent(one.closed.mean_share) if one.closed else "",
        " ".join(word for word in (closed[0], f"({closed[1]})" if closed[1] else "") if word),
    )


def _label(comparison: Comparison, one: TenderResult) -> str:
    """Label of the option, and of the member that makes the offer."""
    options = comparison.model.case.options
    return f"{options[one.option].label}: {options[one.member].label}" if one.member else options[one.option].label


def _rule(comparison: Comparison, one: TenderResult, outcome: Outcome) -> tuple[str, str]:
    """Words and paragraph of the rule that decided."""
    if outcome.decision is None:
        return NONE_YET, ""
    return RULES[outcome.decision], comparison.model.book.procurement[one.tender.rules].paragraphs[outcome.decision]


def tender_data(comparison: Comparison) -> dict[str, Any]:
    """The same for programs, by segment and option, ``option/member`` where it is made of others: shares as fractions, USD at present."""
    found: dict[str, Any] = {}
    for one in comparison.tenders:
        segment = found.setdefault(one.segment, {"tender": one.tender.id, "rules": f"procurement.{one.tender.rules}", "options": {}})
        segment["options"]["/".join(name for name in (one.option, one.member) if name)] = {
            **_data(comparison, one, one.found),
            "finishing_confers_no_origin": _data(comparison, one, one.closed) if one.closed else None,
        }
    return found


def _data(comparison: Comparison, one: TenderResult, outcome: Outcome) -> dict[str, Any]:
    return {
        "share_won": {"base": number(outcome.share), "mean": number(outcome.mean_share)},
        "premium_paid": {"base": number(outcome.premium), "mean": number(outcome.mean_premium)},
        "decision": outcome.decision,
        "paragraph": _rule(comparison, one, outcome)[1] or None,
    }


def tender_law(comparison: Comparison) -> Iterable[LawGroup]:
    """The law of each tender for a solicitation issued on the first day of the year."""
    years = comparison.model.calendar.years
    for tender in {one.tender.id: one.tender for one in comparison.tenders}.values():
        rules = comparison.model.book.procurement[tender.rules]
        law = standing(rules, tender, rules.country, years)
        origin = tuple(_yes(in_force(rules.finishing_confers_origin, date(year, 1, 1))) for year in years)
        lines = (
            LawLine("Domestic content that must be exceeded", rules.paragraphs["component_test"], law["content_required"]),
            LawLine("Factor on a low foreign offer", rules.paragraphs["factor"], law["factor_for_own"]),
            LawLine("An agreement restricts buying", rules.paragraphs["agreement"], tuple(_yes(one) for one in law["restricted"])),
            LawLine("Finishing makes the drug a product of the country", rules.paragraphs["transformation"], origin),
        )
        yield LawGroup(tender.label, lines, f"solicitations of the first day of the year; {rules.agencies[tender.agency].label.lower()}")


def _yes(flag: float) -> str:
    return "yes" if flag else "no"
