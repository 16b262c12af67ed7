"""What holds for every tender of one line."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from procurement.tenders import offer, tender

from roi.book import load_book
from roi.rules.procurement import evaluate

RULES = load_book().procurement["us_federal"]
AGREEMENTS = st.sampled_from([(), ("fta_korea",), ("wto_gpa",)])
NAMES = "ABCDE"
# few and round prices, so that ties come up
ONE = st.builds(
    offer,
    price=st.integers(8, 16).map(lambda tens: tens * 10),
    category=st.sampled_from(["domestic", "nationally_made", "eligible", "noneligible"]),
    size=st.sampled_from(["small", "large"]),
    duty=st.sampled_from([0, 10]),
    content=st.sampled_from([None, 0.5, 0.6]),
)
OFFERS = st.lists(ONE, min_size=1, max_size=5).map(lambda many: dict(zip(NAMES, many, strict=False)))


def line(one):
    return one["lines"]["item"]


def cost(one):
    return line(one)["price"] + line(one)["duty"]


def decision(offers, agreements, rules=RULES, **more):
    if not agreements:
        # without an agreement nothing is eligible
        offers = {
            name: changed(one, certified="noneligible") if line(one)["certified"] == "eligible" else one for name, one in offers.items()
        }
    return evaluate(rules, tender(offers, agreements=agreements, **more)).decisions["item"]


def changed(one, **keys):
    return {**one, "lines": {"item": line(one) | keys}}


@settings(max_examples=150, deadline=None)
@given(OFFERS, AGREEMENTS, st.randoms())
def test_the_order_of_the_offers_in_the_file_changes_nothing(offers, agreements, random):
    shuffled = list(offers.items())
    random.shuffle(shuffled)
    assert decision(dict(shuffled), agreements) == decision(offers, agreements)


@settings(max_examples=150, deadline=None)
@given(OFFERS, AGREEMENTS)
def test_a_cheaper_offer_of_the_same_kind_never_loses_to_a_dearer_one(offers, agreements):
    (*won,) = decision(offers, agreements).winners
    for name, one in offers.items():
        for winner in won:
            other = offers[winner]
            alike = one["size"] == other["size"] and all(line(one)[key] == line(other)[key] for key in ("certified", "content_share"))
            assert not (alike and cost(one) < cost(other)), f"{name} is cheaper than {winner}"


@settings(max_examples=150, deadline=None)
@given(OFFERS, AGREEMENTS, st.integers(1, 60))
def test_a_winner_that_offers_less_still_wins(offers, agreements, less):
    for name in decision(offers, agreements).winners:
        lower = offers | {name: changed(offers[name], price=line(offers[name])["price"] - less)}
        assert name in decision(lower, agreements).winners


def test_raising_the_factor_never_helps_the_low_foreign_offer(with_factor):
    factors = (0, 0.06, 0.2, 0.3, 0.5, 1)

    @settings(max_examples=60, deadline=None)
    @given(OFFERS)
    def holds(offers):
        lowest = min(cost(one) for one in offers.values())
        assume(all(line(one)["certified"] != "domestic" for one in offers.values() if cost(one) == lowest))
        kept = [all(cost(offers[name]) == lowest for name in decision(offers, (), with_factor(factor)).winners) for factor in factors]
        assert kept == sorted(kept, reverse=True), "once lost, the low offer stays lost"

    holds()


@settings(max_examples=100, deadline=None)
@given(OFFERS, AGREEMENTS)
def test_somebody_wins_and_the_government_pays_no_more_than_the_factor_over_the_low_offer(offers, agreements):
    found = decision(offers, agreements)
    assert found.winners
    considered = [one for one in offers.values() if "wto_gpa" not in agreements or line(one)["certified"] != "noneligible"] or [
        *offers.values()
    ]
    lowest = min(cost(one) for one in considered)
    for winner in found.winners:
        assert cost(offers[winner]) <= lowest * (1 + (found.factor or 0))


@settings(max_examples=100, deadline=None)
@given(OFFERS)
def test_an_offer_that_is_out_changes_nothing(offers):
    with_it = offers | {"Z": offer(1, "domestic", unacceptable="debarred")}
    assert decision(with_it, ()) == decision(offers, ())
