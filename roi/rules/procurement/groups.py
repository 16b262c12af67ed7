"""Awards for several line items at once: a group that the solicitation makes, and offers that take all of their lines or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from roi.domain.procurement import Category
from roi.rules.procurement.order import Bid, Decision, money
from roi.rules.procurement.terms import Step, Terms

Lines = Mapping[str, Bid]
"""The bids of one offer by line item."""


@dataclass(frozen=True)
class Comparison:
    """An all-or-none offer against the tentative pattern: evaluated prices by line [USD], totals, and whether it wins."""

    offer: str
    pattern: Mapping[str, tuple[str, Fraction]]
    restricted: Mapping[str, Fraction]
    pattern_total: Fraction
    restricted_total: Fraction
    wins: bool


def grouped(offers: Mapping[str, Lines], lines: Sequence[str], terms: Terms) -> tuple[list[Bid], list[Step]]:
    """One bid for the whole group from each offer that covers it; its category follows the shares of its price."""
    bids, steps = [], list[Step]()
    for name, offered in sorted(offers.items()):
        if missing := [line for line in lines if line not in offered]:
            steps.append(terms.step("reject", f"{name} leaves out {', '.join(missing)}: it does not offer the group"))
            continue
        total = sum((bid.price for bid in offered.values()), Fraction(0))

        def share(*names: str, bids: Lines = offered, total: Fraction = total) -> Fraction:
            return sum((bid.price for bid in bids.values() if bid.category in names), Fraction(0)) / total

        domestic, covered = share("domestic"), share("domestic", "eligible")
        treated = domestic + sum((bid.price for bid in offered.values() if bid.treatable), Fraction(0)) / total
        category: Category = "noneligible"
        if terms.restricts and share("noneligible"):
            steps.append(terms.step("group_reject", f"{name} is out: part of it is neither nationally made nor eligible"))
        elif domestic > terms.group_share:
            category = "domestic"
        elif covered > terms.group_share:
            category = "eligible"
        elif terms.restricts:
            category = "nationally_made"
        key = "group_eligible" if category == "eligible" else "group_domestic"
        amount = f"{money(domestic * total)} of {money(total)}"
        shown = f"domestic {amount} = {float(domestic):.1%}, with eligible {float(covered):.1%}"
        steps.append(terms.step(key, f"{name}: {shown}: {category.replace('_', ' ')}"))
        treatable = category != "domestic" and treated > terms.group_share
        if treatable:
            steps.append(terms.step("group_treated", f"{name}: {float(treated):.1%} is domestic or can be treated as domestic"))
        cost = sum((bid.cost for bid in offered.values()), Fraction(0))
        bids.append(Bid(name, category, next(iter(offered.values())).small, total, cost, treatable))
    return bids, steps


def all_or_none(
    offers: Mapping[str, Lines],
    decisions: Mapping[str, Decision],
    unrestricted: Mapping[str, Lines],
    terms: Terms,
    preferences: Mapping[str, Fraction],
) -> tuple[list[Comparison], list[Step]]:
    """Each all-or-none offer against the pattern that the other offers make, line by line.

    decisions : of the unrestricted offers, by line. A factor is added to a noneligible offer where the other one for the line is domestic.
    Where several would win, the one that saves most takes its lines first, a smaller one and a name earlier in the alphabet before others.
    """
    compared = []
    for name, offered in offers.items():
        if any(not decisions[line].winners for line in offered):
            continue
        pattern, restricted = {}, {}
        for line, bid in offered.items():
            holder = unrestricted[decisions[line].winners[0]][line]
            pattern[line] = (holder.offer, _against(holder, bid, terms, preferences[line]))
            restricted[line] = _against(bid, holder, terms, preferences[line])
        totals = sum((price for _, price in pattern.values()), Fraction(0)), sum(restricted.values(), Fraction(0))
        compared.append((Comparison(name, pattern, restricted, *totals, wins=totals[1] < totals[0]), next(iter(offered.values())).small))
    found, steps, taken = [], list[Step](), set[str]()
    for one, _ in sorted(compared, key=lambda pair: (pair[0].restricted_total - pair[0].pattern_total, not pair[1], pair[0].offer)):
        wins = one.wins and not taken.intersection(one.restricted)
        taken.update(one.restricted if wins else ())
        by_line = "; ".join(
            f"{line} {money(price)} against {one.pattern[line][0]} {money(one.pattern[line][1])}" for line, price in one.restricted.items()
        )
        text = f"{one.offer}, all or none: {by_line}; total {money(one.restricted_total)} against {money(one.pattern_total)}"
        steps.append(terms.step("all_or_none", text))
        result = (
            f"{one.offer} is less: it wins its lines" if wins else f"{one.offer} is not less, or its lines are taken: the pattern stands"
        )
        steps.append(terms.step("pattern_wins", result))
        found.append(Comparison(one.offer, one.pattern, one.restricted, one.pattern_total, one.restricted_total, wins))
    return found, steps


def _against(bid: Bid, other: Bid, terms: Terms, preference: Fraction) -> Fraction:
    """Evaluated price of a bid beside the one other bid for the line."""
    burdened = not terms.restricts and bid.category not in ("domestic", "eligible") and other.category == "domestic"
    return bid.cost * (1 + terms.factor(other.small, bid.small) + preference) if burdened else bid.cost
