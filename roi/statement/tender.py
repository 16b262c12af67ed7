"""A public tender against one rival, as rows of the part of its buyers: bids, domestic content, evaluated prices, award, deciding rule.

The order of FAR 25.502 for two offers. What the law makes of an offer in a solicitation of each year are series ``tender.law.…`` that
`roi.rules.procurement.standing` works out; the domestic content of our offer varies by trial and is worked out here.
"""

from __future__ import annotations

from roi.formula import Formula, Symbols, divide, maximum, metric, present_value, prior, row, rows, total, where

SECTION = "Tender"


@row("Price bid for the drug substance", unit="USD/kg", section=SECTION, name="substance_bid")
def bid_without_contract(s: Symbols) -> Formula:
    """Price without a contract."""
    return s.spot_price


@row("Price bid for the drug substance", unit="USD/kg", section=SECTION, name="substance_bid")
def bid_under_contract(s: Symbols) -> Formula:
    """Price of the contract while it is in force, else the price without one."""
    return where(s.contract_active, s.contract_price, s.spot_price)


@row("Our offer", unit="USD/kg", section=SECTION)
def own_offer(s: Symbols) -> Formula:
    """Finished drug for a kg of drug substance: price bid for it plus the cost of finishing, at the general price index."""
    return s.substance_bid + s.tender.finishing_cost * s.general_price_index


@row("Rival's offer with duty", unit="USD/kg", section=SECTION)
def rival_offer(s: Symbols) -> Formula:
    """Price of the finished drug at the market price of the drug substance, times the rival's ratio to it."""
    return (s.market_price + s.tender.finishing_cost * s.general_price_index) * s.tender.rival_price_ratio


@row("Cost of components", unit="USD/kg", section=SECTION)
def component_cost(s: Symbols) -> Formula:
    """The drug substance at the price bid, which holds transport and duty, and the other components. FAR 25.003, cost of components."""
    return s.substance_bid + s.tender.other_components * s.general_price_index


@row("Domestic content", unit="1", section=SECTION)
def domestic_content(s: Symbols) -> Formula:
    """Domestic components' share of the cost of components: the drug substance where it is domestic, and part of the others."""
    others = s.tender.other_components * s.general_price_index * s.tender.other_domestic_share
    return divide(s.tender.law.substance_domestic * s.substance_bid + others, s.component_cost)


@row("Our offer is domestic", unit="flag", section=SECTION)
def own_domestic(s: Symbols) -> Formula:
    """Finished here with more domestic content than required, or off the shelf, and not barred by an agreement. FAR 25.101(a)."""
    enough = s.domestic_content > s.tender.law.content_required
    return s.tender.law.domestic_anyway | (s.tender.law.may_be_domestic & enough)


@row("Our offer can be treated as domestic", unit="flag", section=SECTION)
def own_treatable(s: Symbols) -> Formula:
    """Finished here, not domestic, with more content than the fallback share, while that procedure runs. FAR 25.106(b)(2)."""
    enough = (s.domestic_content > s.tender.law.fallback_content) & ~(s.domestic_content > s.tender.law.content_required)
    return s.tender.law.made_here & s.tender.law.fallback_runs & enough


@row("Our offer stands against a foreign one", unit="flag", section=SECTION)
def own_stands(s: Symbols) -> Formula:
    """Domestic, or treated as domestic because the rival's content is not over the fallback share."""
    return s.own_domestic | (s.own_treatable & ~s.tender.law.rival_treatable)


@row("Rival stands against a foreign offer", unit="flag", section=SECTION)
def rival_stands(s: Symbols) -> Formula:
    """Domestic, or treated as domestic because our content is not over the fallback share."""
    return s.tender.law.rival_domestic | (s.tender.law.rival_treatable & s.tender.law.fallback_runs & ~s.own_treatable)


@row("Factor on the rival's offer", unit="1", section=SECTION)
def rival_raised(s: Symbols) -> Formula:
    """No agreement restricts buying, the rival is low, neither domestic nor eligible, and our offer stands against it. FAR 25.502(c)(4)."""
    unprotected = ~(s.tender.law.rival_domestic | s.tender.law.rival_eligible)
    applies = ~s.tender.law.restricted & (s.rival_preferred < s.own_preferred) & unprotected & s.own_stands
    return applies * s.tender.law.factor_for_own


@row("Factor on our offer", unit="1", section=SECTION)
def own_raised(s: Symbols) -> Formula:
    """No agreement restricts buying, we are low, neither domestic nor eligible, and the rival stands against us. FAR 25.502(c)(4)."""
    unprotected = ~(s.own_domestic | s.tender.law.own_eligible)
    applies = ~s.tender.law.restricted & (s.own_preferred < s.rival_preferred) & unprotected & s.rival_stands
    return applies * s.tender.law.factor_for_rival


@row("Our offer after any preference", unit="USD/kg", section=SECTION)
def own_preferred(s: Symbols) -> Formula:
    """Raised by the preference of the tender where the rival's drug is wholly domestic and ours is not."""
    against = s.tender.law.rival_wholly_domestic & ~(s.tender.law.made_here & s.tender.law.substance_domestic)
    return s.own_offer * (1 + against * s.tender.preference)


@row("Rival's offer after any preference", unit="USD/kg", section=SECTION)
def rival_preferred(s: Symbols) -> Formula:
    """Raised by the preference of the tender where our drug is wholly domestic and the rival's is not."""
    against = s.tender.law.made_here & s.tender.law.substance_domestic & ~s.tender.law.rival_wholly_domestic
    return s.rival_offer * (1 + against * s.tender.preference)


@row("Our evaluated price", unit="USD/kg", section=SECTION)
def own_evaluated(s: Symbols) -> Formula:
    """Our offer after any preference, raised by the factor where it applies."""
    return s.own_preferred * (1 + s.own_raised)


@row("Rival's evaluated price", unit="USD/kg", section=SECTION)
def rival_evaluated(s: Symbols) -> Formula:
    """Rival's offer with duty after any preference, raised by the factor where it applies."""
    return s.rival_preferred * (1 + s.rival_raised)


@row("We are considered", unit="flag", section=SECTION)
def own_considered(s: Symbols) -> Formula:
    """Domestic, nationally made or eligible: what an agreement that restricts buying lets the buyer consider. FAR 25.502(b)(1)."""
    return s.own_domestic | s.tender.law.own_considered


@row("We would win under an agreement", unit="flag", section=SECTION)
def wins_restricted(s: Symbols) -> Formula:
    """We are considered and the rival is not, or both or neither are and our price is not higher. FAR 25.502(b)."""
    alone = s.own_considered & ~s.tender.law.rival_considered
    alike = (s.own_considered & s.tender.law.rival_considered) | ~(s.own_considered | s.tender.law.rival_considered)
    decided = s.own_domestic | ~s.tender.law.own_national | s.tender.law.same_consideration
    return decided & (alone | (alike & (s.own_preferred <= s.rival_preferred)))


@row("We would win without one", unit="flag", section=SECTION)
def wins_open(s: Symbols) -> Formula:
    """Our evaluated price is lower; equal counts for us unless the factor was put on our offer. FAR 25.502(c), (d)."""
    return (s.own_evaluated < s.rival_evaluated) | ((s.own_evaluated <= s.rival_evaluated) & (s.own_raised <= 0))


@row("Tender won in this year", unit="flag", section=SECTION)
def wins(s: Symbols) -> Formula:
    """A solicitation of this year, after the drug substance can be supplied, that we win."""
    decided = where(s.tender.law.restricted, s.wins_restricted, s.wins_open)
    return s.tender.law.solicited & s.operating & decided


@row("Award held", unit="flag", section=SECTION)
def award_held(s: Symbols) -> Formula:
    """Decided in a year of solicitation and held until the next."""
    return where(s.tender.law.solicited, s.wins, prior(s.award_held))


@row("Demand", unit="kg/year", section="Demand", name="demand")
def demand_of_tender(s: Symbols) -> Formula:
    """The volume tendered, in years in which we hold the award."""
    return s.award_held * s.tendered


@row("Rule that decided the last solicitation", unit="1", section=SECTION)
def rule_that_decided(s: Symbols) -> Formula:
    """Number of the rule, 0 before the first solicitation."""
    one = s.own_considered & s.tender.law.rival_considered
    none = ~(s.own_considered | s.tender.law.rival_considered)
    under = where(one, s.tender.decided.restricted_low, where(none, s.tender.decided.restricted_none, s.tender.decided.restricted))
    found = where(s.tender.law.restricted, under, s.open_rule)
    return where(s.tender.law.solicited, found, prior(s.rule_that_decided))


@row("Rule that decides without an agreement", unit="1", section=SECTION)
def open_rule(s: Symbols) -> Formula:
    """Where a factor was put on the low offer: whether the other one became the award, and whether it is domestic or treated so."""
    stood = (s.rival_raised > 0) | (s.own_raised > 0)
    by_content = ((s.rival_raised > 0) & ~s.own_domestic) | ((s.own_raised > 0) & ~s.tender.law.rival_domestic)
    turned = ((s.rival_raised > 0) & s.wins_open) | ((s.own_raised > 0) & ~s.wins_open)
    by_factor = where(by_content, s.tender.decided.fallback_wins, s.tender.decided.domestic_wins)
    without = where(by_content, s.tender.decided.no_domestic, s.tender.decided.low_remains)
    return where(stood, where(turned, by_factor, without), s.rule_without_factor)


@row("Rule that decides without a factor", unit="1", section=SECTION)
def rule_without_factor(s: Symbols) -> Formula:
    """The low offer is domestic or eligible, or no domestic offer stands against it."""
    we_are_low = s.own_preferred <= s.rival_preferred
    ours, theirs = s.own_domestic | s.tender.law.own_eligible, s.tender.law.rival_domestic | s.tender.law.rival_eligible
    return where(where(we_are_low, ours, theirs), s.tender.decided.low_wins, s.tender.decided.no_domestic)


@row("Paid over the low offer", unit="USD/year", section=SECTION)
def paid_over_low_offer(s: Symbols) -> Formula:
    """Volume of the award times what our offer is above the rival's."""
    return s.demand * maximum(0, s.own_offer - s.rival_offer)


@metric("Share of the tendered volume won", unit="1", section="Public tender")
def share_won(s: Symbols) -> Formula:
    """Volume of the awards held over all years, divided by the volume tendered."""
    return total(s.demand) / total(s.tendered)


@metric("Share of the tendered volume won", unit="1", section="Public tender", name="share_won")
def share_won_of_what_is_called(s: Symbols) -> Formula:
    """Volume of the awards held over all years, divided by the volume tendered that is called from the member; 0 where none is."""
    return divide(total(s.demand), total(s.tendered))


@metric("Paid over the low offer, present value", unit="USD", section="Public tender")
def premium_paid(s: Symbols) -> Formula:
    """What the public buyer pays over the rival's offers, discounted."""
    return present_value(s.paid_over_low_offer, s.discount_factor)


OFFERS = rows(own_offer, rival_offer, component_cost, domestic_content)
EVALUATION = rows(
    own_domestic, own_treatable, own_stands, rival_stands, own_preferred, rival_preferred, rival_raised, own_raised, own_evaluated,
    rival_evaluated, own_considered, wins_restricted, wins_open, wins, award_held, demand_of_tender, rule_without_factor, open_rule,
    rule_that_decided, paid_over_low_offer,
)  # fmt: skip
MEASURES = rows(share_won, premium_paid)
MEASURES_OF_SHARE = rows(share_won_of_what_is_called, premium_paid)
"""The same for a member of an option, from which perhaps nothing is called."""
