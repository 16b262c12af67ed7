"""The evaluation of all offers of a solicitation, step by step, to its awards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from roi.domain.procurement import LineItem, ProcurementRules, Solicitation
from roi.errors import Problem, RoiError, nearest
from roi.rules.procurement.groups import Comparison, all_or_none, grouped
from roi.rules.procurement.order import Bid, Decision, decide, money
from roi.rules.procurement.origins import Origins, origins
from roi.rules.procurement.terms import Step, Terms, exact, in_force, terms

GROUP = "group"


@dataclass(frozen=True)
class Evaluated:
    """An offer as it was compared [USD]. line : line item, or `group`. factor : the one added to it, 0 for none."""

    line: str
    offer: str
    category: str
    price: float
    duty: float
    factor: float
    evaluated: float


@dataclass(frozen=True)
class Award:
    """offers : the one that wins, or those between which lots decide. amount : offered price, cost : with the duty it leaves out [USD]."""

    lines: tuple[str, ...]
    offers: tuple[str, ...]
    amount: float
    cost: float


@dataclass(frozen=True)
class Evaluation:
    """What came out, and why. origins : by offer and line. undecided : lines without an award, for the reason the steps give."""

    terms: Terms
    origins: Mapping[tuple[str, str], Origins]
    evaluated: tuple[Evaluated, ...]
    decisions: Mapping[str, Decision]
    comparisons: tuple[Comparison, ...]
    awards: tuple[Award, ...]
    undecided: tuple[str, ...]
    steps: tuple[Step, ...]


def evaluate(rules: ProcurementRules, asked: Solicitation) -> Evaluation:
    """Evaluate the offers of a solicitation under the rules.

    Raises RoiError for days before the data of the rules, names they do not know, and a line that has only all-or-none offers.
    """
    found = terms(rules, asked)
    steps = [
        found.step(
            "set_aside" if asked.set_aside and asked.agreements is None else "agreement",
            f"{one.label}: {_covers(one.covers)}, {one.reason}",
        )
        for one in found.coverage
    ]
    facts: dict[tuple[str, str], Origins] = {}
    offers: dict[str, dict[str, Bid]] = {}
    for name, offer in sorted(asked.offers.items()):
        if offer.unacceptable:
            steps.append(found.step("reject", f"{name} is out: {offer.unacceptable}"))
            continue
        for line in asked.lines:
            if line in offer.lines:
                given = offer.lines[line]
                one = facts[name, line] = origins(given, asked.lines[line], found, name)
                steps += [replace(step, line=line) for step in one.steps]
                price, cost = exact(given.price), exact(given.price) + exact(given.duty)
                offers.setdefault(name, {})[line] = Bid(name, one.category, offer.size == "small", price, cost, one.treatable)
    preferences = {line: _preference(rules, asked, line, item) for line, item in asked.lines.items()}
    if asked.award == "group":
        return _group(asked, found, facts, offers, preferences, steps)
    return _by_line(asked, found, facts, offers, preferences, steps)


def _group(
    asked: Solicitation,
    found: Terms,
    facts: Mapping[tuple[str, str], Origins],
    offers: Mapping[str, Mapping[str, Bid]],
    preferences: Mapping[str, Fraction],
    steps: list[Step],
) -> Evaluation:
    bids, group_steps = grouped(offers, list(asked.lines), found)
    # an added preference reaches a group only when every line of it has it
    decision = decide(bids, found, min(preferences.values()), GROUP)
    by_name = {bid.offer: bid for bid in bids}
    awards = (_award(tuple(asked.lines), decision.winners, by_name[decision.winners[0]]),) if decision.winners else ()
    return Evaluation(
        terms=found,
        origins=facts,
        evaluated=_evaluated(GROUP, bids, decision),
        decisions={GROUP: decision},
        comparisons=(),
        awards=awards,
        undecided=() if awards else tuple(asked.lines),
        steps=(*steps, *group_steps, *decision.steps),
    )


def _by_line(
    asked: Solicitation,
    found: Terms,
    facts: Mapping[tuple[str, str], Origins],
    offers: Mapping[str, Mapping[str, Bid]],
    preferences: Mapping[str, Fraction],
    steps: list[Step],
) -> Evaluation:
    bound = {name: lines for name, lines in offers.items() if asked.offers[name].all_or_none and len(asked.lines) > 1}
    if found.restricts:
        barred = [name for name, lines in bound.items() if any(bid.category == "noneligible" for bid in lines.values())]
        steps += [found.step("group_reject", f"{name} is out: all or none, and part of it is restricted") for name in barred]
        bound = {name: lines for name, lines in bound.items() if name not in barred}
        offers = {name: lines for name, lines in offers.items() if name not in barred}
    free = {name: lines for name, lines in offers.items() if name not in bound}
    _pattern_is_whole(asked, bound, free)
    decisions, rows = dict[str, Decision](), list[Evaluated]()
    for line in asked.lines:
        bids = [lines[line] for lines in free.values() if line in lines]
        decisions[line] = decide(bids, found, preferences[line], line)
        steps += decisions[line].steps
        rows += _evaluated(line, bids, decisions[line])
    if bound:
        pattern = ", ".join(f"{line} {' or '.join(one.winners) or 'none'}" for line, one in decisions.items())
        steps.append(found.step("pattern", f"tentative pattern: {pattern}"))
    comparisons, compared = all_or_none(bound, decisions, free, found, preferences)
    winners = {line: decision.winners for line, decision in decisions.items()}
    for one in comparisons:
        if one.wins:
            winners.update(dict.fromkeys(one.restricted, (one.offer,)))
    awards = [_award((line,), names, offers[names[0]][line]) for line, names in winners.items() if names]
    return Evaluation(
        terms=found,
        origins=facts,
        evaluated=tuple(rows),
        decisions=decisions,
        comparisons=tuple(comparisons),
        awards=_merged(awards),
        undecided=tuple(line for line, names in winners.items() if not names),
        steps=(*steps, *compared),
    )


def _pattern_is_whole(asked: Solicitation, bound: Mapping[str, Mapping[str, Bid]], free: Mapping[str, Mapping[str, Bid]]) -> None:
    """An all-or-none offer can only be compared where another offer stands for each of its lines."""
    alone = [
        line for line in asked.lines if any(line in lines for lines in bound.values()) and not any(line in lines for lines in free.values())
    ]
    if alone:
        what = f"line {', '.join(alone)} has all-or-none offers only: there is no pattern to compare them with"
        remedy = "write award: group, or all_or_none: false where an offer may be split"
        raise RoiError(Problem(asked.where, what, remedy, f"{asked.id}.award"))


def _preference(rules: ProcurementRules, asked: Solicitation, line: str, item: LineItem) -> Fraction:
    """Additional preference of the critical item that the line names; 0 when it names none."""
    if item.critical_item is None:
        return Fraction(0)
    if item.critical_item not in rules.critical_items:
        what = f"{item.critical_item!r} is no critical item of {rules.id}"
        remedy = nearest(item.critical_item, rules.critical_items) if rules.critical_items else "leave critical_item out: the list is empty"
        raise RoiError(Problem(asked.where, what, remedy, f"{asked.id}.lines.{line}.critical_item"))
    return exact(in_force(rules.critical_items[item.critical_item].preference, asked.issued))


def _evaluated(line: str, bids: list[Bid], decision: Decision) -> tuple[Evaluated, ...]:
    rows = []
    for bid in sorted(bids, key=lambda bid: bid.offer):
        price = decision.evaluated[bid.offer]
        factor = float(decision.factor or 0) if price != bid.cost else 0.0
        rows.append(Evaluated(line, bid.offer, bid.category, float(bid.price), float(bid.cost - bid.price), factor, float(price)))
    return tuple(rows)


def _award(lines: tuple[str, ...], winners: tuple[str, ...], bid: Bid) -> Award:
    return Award(lines, winners, float(bid.price), float(bid.cost))


def _merged(awards: list[Award]) -> tuple[Award, ...]:
    """One award for each winner, with all of its lines."""
    merged: dict[tuple[str, ...], Award] = {}
    for award in awards:
        before = merged.get(award.offers, Award((), award.offers, 0.0, 0.0))
        merged[award.offers] = Award((*before.lines, *award.lines), award.offers, before.amount + award.amount, before.cost + award.cost)
    return tuple(merged[names] for names in sorted(merged))


def _covers(covers: bool) -> str:
    return "covers the acquisition" if covers else "does not cover it"


__all__ = ["Award", "Evaluated", "Evaluation", "evaluate", "money"]
