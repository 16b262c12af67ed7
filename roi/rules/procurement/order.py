"""One award among bids for the same thing, in the order of the law: eligibility, ranking, factor, ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from roi.domain.procurement import Category
from roi.rules.procurement.terms import Step, Terms


@dataclass(frozen=True)
class Bid:
    """An offer for one line item or one group. price : as offered [USD]; cost : price with the duty it does not include [USD]."""

    offer: str
    category: Category
    small: bool
    price: Fraction
    cost: Fraction
    treatable: bool = False


@dataclass(frozen=True)
class Decision:
    """What came out.

    winners : the offer that wins; several when lots decide between them; none when the agency's own procedures decide. factor : the one
    applied, None when none was. evaluated : evaluated price of every offer [USD]. fallback : the offer treated as domestic, empty if none.
    """

    winners: tuple[str, ...]
    factor: Fraction | None
    evaluated: Mapping[str, Fraction]
    steps: tuple[Step, ...]
    fallback: str = ""


def decide(bids: Sequence[Bid], terms: Terms, preference: Fraction = Fraction(0), line: str = "") -> Decision:
    """Decide between bids for one thing.

    preference : addition to the factor for a critical item. line : name for the steps.
    """
    ranked = sorted(bids, key=lambda bid: (bid.cost, not bid.small, bid.offer))
    shown = ", ".join(f"{bid.offer} {money(bid.cost)} ({bid.category.replace('_', ' ')})" for bid in ranked)
    start = (terms.step("rank", f"by price: {shown}" if ranked else "no offer", line),)
    if not ranked:
        return Decision((), None, {}, start)
    lows = [bid for bid in ranked if bid.cost == ranked[0].cost]
    if terms.restricts:
        return _restricted(ranked, terms, start, line)
    if any(bid.category in ("domestic", "eligible") for bid in lows):
        domestic_low = any(bid.category == "domestic" for bid in lows)
        unburdened = [bid for bid in lows if bid.category in ("domestic", "eligible") or not domestic_low]
        reason = terms.step("low_wins", f"the low offer is {unburdened[0].category}: no factor", line)
        return _award(unburdened, ranked, None, (*start, reason), terms, line)
    return _against_domestic(ranked, lows, terms, preference, start, line)


def _restricted(ranked: Sequence[Bid], terms: Terms, steps: tuple[Step, ...], line: str) -> Decision:
    """An agreement restricts buying to nationally made and eligible products; price decides between them."""
    considered = [bid for bid in ranked if bid.category != "noneligible"]
    if not considered:
        none = terms.step(
            "restricted_none", "no nationally made or eligible product was offered: not available, award on the low offer", line
        )
        return _award([bid for bid in ranked if bid.cost == ranked[0].cost], ranked, None, (*steps, none), terms, line)
    out = ", ".join(bid.offer for bid in ranked if bid.category == "noneligible")
    steps = (*steps, terms.step("restricted", f"only nationally made and eligible products are considered; out: {out or 'none'}", line))
    lows = [bid for bid in considered if bid.cost == considered[0].cost]
    if not terms.same_consideration and any(bid.category == "nationally_made" for bid in lows):
        text = f"the low offer {lows[0].offer} is nationally made, not domestic, and the agency gives it no same consideration"
        agency = terms.step("restricted_low", f"{text}: the agency's own procedures decide, which are not encoded", line)
        return Decision((), None, {bid.offer: bid.cost for bid in ranked}, (*steps, agency))
    return _award(lows, ranked, None, (*steps, terms.step("restricted_low", "award on the low offer considered", line)), terms, line)


def _against_domestic(
    ranked: Sequence[Bid], lows: Sequence[Bid], terms: Terms, preference: Fraction, steps: tuple[Step, ...], line: str
) -> Decision:
    """The low offer is foreign and under no agreement: does the lowest domestic offer, or one treated as such, stand against it?"""
    domestic = [bid for bid in ranked if bid.category == "domestic"]
    eligible = [bid.cost for bid in ranked if bid.category == "eligible"]
    factor = None
    if domestic:
        best = domestic[0]
        if eligible and min(eligible) < best.cost:
            text = f"an eligible offer at {money(min(eligible))} is below {best.offer}, the lowest domestic one: no factor"
            return _award(lows, ranked, None, (*steps, terms.step("eligible_below", text, line)), terms, line)
        factor, steps = _applied(lows, best, terms, preference, steps, line)
        if best.cost <= _raised(lows, factor):
            tie = best.cost == _raised(lows, factor)
            text = f"{best.offer} at {money(best.cost)} is reasonable: " + ("equal to" if tie else "below") + " the evaluated low offer"
            winning = [bid for bid in domestic if bid.cost == best.cost]
            key = "tie_factor" if tie else "domestic_wins"
            return _award(winning, ranked, factor, (*steps, terms.step(key, text, line)), terms, line)
        steps = (*steps, terms.step("low_remains", f"{best.offer} at {money(best.cost)} is unreasonable", line))
    treated = next((bid for bid in ranked if bid.treatable), None)
    # of low offers that tie, one that can be treated as domestic stands to the others as a domestic one would
    runs = terms.fallback_share is not None and not all(bid.treatable for bid in lows)
    if treated and runs and not (eligible and min(eligible) < treated.cost):
        text = f"{treated.offer} is treated as domestic: content over {float(terms.fallback_share or 0):.0%}, low offer not over it"
        factor, steps = _applied(lows, treated, terms, preference, (*steps, terms.step("fallback", text, line)), line)
        if treated.cost <= _raised(lows, factor):
            reason = terms.step("fallback_wins", f"{treated.offer} at {money(treated.cost)} is reasonable", line)
            winning = [bid for bid in ranked if bid.treatable and bid.cost == treated.cost]
            return _award(winning, ranked, factor, (*steps, reason), terms, line, treated.offer)
        steps = (*steps, terms.step("fallback_wins", f"{treated.offer} at {money(treated.cost)} is unreasonable", line))
    key = "low_remains" if domestic else "no_domestic"
    text = "award on the low offer" if domestic else "no domestic offer: not available, award on the low offer"
    return _award(lows, ranked, factor, (*steps, terms.step(key, text, line)), terms, line)


def _applied(
    lows: Sequence[Bid], against: Bid, terms: Terms, preference: Fraction, steps: tuple[Step, ...], line: str
) -> tuple[Fraction, tuple[Step, ...]]:
    """The factor against the low offer, and the step that says so."""
    factor = terms.factor(against.small, any(bid.small for bid in lows)) + preference
    size = "small" if against.small else "large"
    low = next((bid for bid in lows if not bid.treatable), lows[0])
    text = f"{low.offer} {money(low.cost)} with duty + {float(factor):.0%} ({against.offer} is {size}) = {money(_raised(lows, factor))}"
    return factor, (*steps, terms.step("critical" if preference else "factor", text, line))


def _raised(lows: Sequence[Bid], factor: Fraction) -> Fraction:
    return lows[0].cost * (1 + factor)


def _award(
    tied: Sequence[Bid],
    ranked: Sequence[Bid],
    factor: Fraction | None,
    steps: tuple[Step, ...],
    terms: Terms,
    line: str,
    fallback: str = "",
) -> Decision:
    """Award to the one bid, or resolve the tie: lots between domestic and foreign, else small business first and then lots."""
    left = list(tied)
    mixed = len({bid.category == "domestic" for bid in left}) > 1
    if len(left) > 1 and not mixed:
        left = [bid for bid in left if bid.small] or left
    if len(tied) > 1:
        names = " and ".join(sorted(bid.offer for bid in tied))
        how = "lots decide" if len(left) > 1 else f"{left[0].offer} as the small business"
        steps = (*steps, terms.step("tie_lots" if mixed else "tie_foreign", f"{names} tie: {how}", line))
    low = ranked[0].cost
    raised = {bid.offer for bid in ranked if factor is not None and bid.cost == low and not (fallback and bid.treatable)}
    evaluated = {bid.offer: bid.cost * (1 + (factor or 0)) if bid.offer in raised else bid.cost for bid in ranked}
    return Decision(tuple(sorted(bid.offer for bid in left)), factor, evaluated, steps, fallback)


def money(amount: Fraction) -> str:
    """USD with cents where there are some."""
    shown = f"{float(amount):,.2f}"
    return shown.removesuffix(".00")
