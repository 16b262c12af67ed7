"""Ties, sets aside, restricted buying: the corners of FAR 25.502 and 25.503 that the examples leave out."""

from datetime import date

import pytest
from procurement.tenders import made, offer, tender, winners

from roi.domain.procurement import CriticalItem
from roi.errors import RoiError
from roi.rules.procurement import evaluate

AGREEMENT = {"agreements": ["fta_korea"]}
RESTRICTED = {"agreements": ["wto_gpa"]}


def won(rules, offers, **more):
    return winners(evaluate(rules, tender(offers, **more))).get("item")


def test_a_tie_that_the_factor_makes_goes_to_the_domestic_offer(rules):
    found = evaluate(rules, tender({"A": offer(120, "domestic"), "B": offer(100, "noneligible")}))
    assert winners(found) == {"item": ("A",)}
    assert found.steps[-1].paragraph == "FAR 25.502(d)(1)"


def test_a_tie_is_met_exactly_where_binary_numbers_would_miss_it(rules):
    # 1.10 x 1.2 = 1.32; in binary 1.1 * 1.2 is above 1.32, and 0.7 * 1.2 below 0.84
    assert won(rules, {"A": offer(1.32, "domestic"), "B": offer(1.1, "noneligible")}) == ("A",)
    assert won(rules, {"A": offer(0.84, "domestic"), "B": offer(0.7, "noneligible")}) == ("A",)


def test_a_tie_without_preference_between_domestic_and_eligible_is_drawn_by_lots(rules):
    found = evaluate(rules, tender({"A": offer(100, "domestic"), "B": offer(100, "eligible")}, **AGREEMENT))
    assert winners(found) == {"item": ("A", "B")}
    assert found.steps[-1].paragraph == "FAR 25.502(d)(2)"


def test_a_tie_between_foreign_offers_goes_to_the_small_business(rules):
    offers = {"A": offer(100, "noneligible"), "B": offer(100, "noneligible", "small"), "C": offer(100, "eligible")}
    assert won(rules, offers, **AGREEMENT) == ("B",)


def test_a_noneligible_offer_does_not_win_a_tie_with_a_domestic_one(rules):
    assert won(rules, {"A": offer(100, "domestic"), "B": offer(100, "noneligible")}) == ("A",)


def test_the_factor_is_added_to_the_price_with_duty(rules):
    # 100 + 10 of duty = 110, + 20 % = 132
    assert won(rules, {"A": offer(132, "domestic"), "B": offer(100, "noneligible", duty=10)}) == ("A",)
    found = evaluate(rules, tender({"A": offer(133, "domestic"), "B": offer(100, "noneligible", duty=10)}))
    (award,) = found.awards
    assert (award.offers, award.amount, award.cost) == (("B",), 100, 110)


def test_in_a_set_aside_a_small_low_offeror_calls_for_the_higher_factor(rules):
    offers = {"A": offer(129, "domestic", "large"), "B": offer(100, "noneligible", "small")}
    assert won(rules, offers, set_aside=True) == ("A",)
    assert won(rules, offers) == ("B",)


def test_an_unacceptable_offer_is_out_first(rules):
    found = evaluate(rules, tender({"A": offer(120, "domestic"), "B": offer(50, "noneligible", unacceptable="debarred")}))
    assert winners(found) == {"item": ("A",)}
    assert any(step.paragraph == "FAR 25.502(a)(1)" and "debarred" in step.text for step in found.steps)


def test_restricted_buying_takes_noneligible_products_only_when_nothing_else_came(rules):
    assert won(rules, {"A": offer(300, "domestic"), "B": offer(100, "noneligible")}, **RESTRICTED) == ("A",)
    assert won(rules, {"A": offer(300, "noneligible"), "B": offer(100, "noneligible")}, **RESTRICTED) == ("B",)


def test_without_same_consideration_a_low_nationally_made_offer_is_left_to_the_agency(rules):
    offers = {"A": offer(100, "nationally_made"), "B": offer(110, "eligible")}
    assert won(rules, offers, **RESTRICTED) == ("A",)
    found = evaluate(rules, tender(offers, same_consideration=False, **RESTRICTED))
    assert (found.awards, found.undecided) == ((), ("item",))


def test_the_fallback_also_runs_when_no_domestic_offer_came_but_never_beside_an_agreement(rules):
    offers = {"A": offer(115, "nationally_made", content=0.6), "B": offer(100, "noneligible")}
    assert won(rules, offers) == ("A",)
    assert won(rules, offers, **AGREEMENT) == ("B",)
    assert won(rules, offers, cots=True) == ("B",)


def test_a_price_equal_to_the_evaluated_low_offer_is_reasonable_in_the_fallback_too(rules):
    offers = {"A": offer(120, "nationally_made", content=0.6), "B": offer(100, "noneligible")}
    assert won(rules, offers) == ("A",)
    assert won(rules, offers | {"A": offer(120.01, "nationally_made", content=0.6)}) == ("B",)


def test_the_fallback_does_not_run_for_a_low_offer_over_55_percent_itself(rules):
    decision = evaluate(rules, tender({"A": offer(100, "nationally_made", content=0.6), "B": offer(110, "noneligible")})).decisions["item"]
    assert (decision.winners, decision.fallback, decision.factor) == (("A",), "", None)


def test_of_low_offers_that_tie_the_one_over_55_percent_stands_as_domestic(rules):
    offers = {"A": offer(100, "noneligible", "small"), "B": offer(100, "nationally_made", content=0.6)}
    decision = evaluate(rules, tender(offers)).decisions["item"]
    assert (decision.winners, decision.fallback) == (("B",), "B")
    assert decision.evaluated == {"A": 120, "B": 100}


def test_an_eligible_offer_below_the_one_treated_as_domestic_leaves_the_award_to_the_low_offer(rules):
    # a qualifying country makes an eligible offer without any agreement
    offers = {"A": offer(120, "nationally_made", content=0.6), "B": offer(100, "noneligible"), "E": made(110, "de", "de")}
    assert won(rules, offers, agency="dod") == ("B",)
    assert won(rules, offers | {"E": made(120, "de", "de")}, agency="dod") == ("A",)


def test_an_eligible_offer_must_be_lower_than_the_domestic_one_to_bar_the_factor(rules):
    offers = {"A": offer(120, "domestic"), "B": offer(105, "noneligible"), "E": offer(120, "eligible")}
    assert won(rules, offers, **AGREEMENT) == ("A",)
    assert won(rules, offers | {"E": offer(119, "eligible")}, **AGREEMENT) == ("B",)


def test_what_is_certified_eligible_is_not_where_no_agreement_covers_the_tender(rules):
    offers = {"A": offer(110, "domestic"), "B": offer(100, "eligible")}
    assert won(rules, offers, **AGREEMENT) == ("B",)
    found = evaluate(rules, tender(offers))
    assert winners(found) == {"item": ("A",)}
    assert any("no agreement covers the acquisition: noneligible" in step.text for step in found.steps)


def test_content_of_exactly_55_percent_does_not_exceed_it(rules):
    offers = {"A": offer(115, "nationally_made", content=0.55), "B": offer(100, "noneligible")}
    assert won(rules, offers) == ("B",)


def lines(*names):
    return {name: {"label": name, "cots": False} for name in names}


def of(size="large", all_or_none=False, **prices):
    priced = {line: {"price": price, "certified": category} for line, (price, category) in prices.items()}
    return {"size": size, "all_or_none": all_or_none, "lines": priced}


def test_a_line_that_only_all_or_none_offers_have_is_refused(rules):
    offers = {"A": of(a=(10, "domestic")), "B": of(all_or_none=True, a=(9, "domestic"), b=(9, "domestic"))}
    with pytest.raises(RoiError, match="line b has all-or-none offers only"):
        evaluate(rules, tender(offers, lines=lines("a", "b")))


def test_under_restricted_buying_an_all_or_none_offer_with_a_noneligible_part_is_out(rules):
    offers = {"A": of(a=(10, "domestic"), b=(10, "domestic")), "B": of(all_or_none=True, a=(1, "domestic"), b=(1, "noneligible"))}
    found = evaluate(rules, tender(offers, lines=lines("a", "b"), **RESTRICTED))
    assert winners(found) == {"a": ("A",), "b": ("A",)}


def test_an_offer_that_leaves_out_a_line_does_not_offer_the_group(rules):
    offers = {"A": of(a=(10, "domestic"), b=(10, "domestic")), "B": of(a=(1, "domestic"))}
    found = evaluate(rules, tender(offers, lines=lines("a", "b"), award="group"))
    assert winners(found) == {"a": ("A",), "b": ("A",)}


def test_a_group_of_exactly_half_domestic_price_is_not_domestic(rules):
    offers = {"A": of(a=(10, "domestic"), b=(10, "noneligible")), "B": of(a=(9, "noneligible"), b=(9.5, "noneligible"))}
    found = evaluate(rules, tender(offers, lines=lines("a", "b"), award="group"))
    assert {row.offer: row.category for row in found.evaluated} == {"A": "noneligible", "B": "noneligible"}


def test_a_line_nobody_offers_stays_without_award(rules):
    found = evaluate(rules, tender({"A": of(a=(10, "domestic"))}, lines=lines("a", "b")))
    assert (winners(found), found.undecided) == ({"a": ("A",)}, ("b",))


def test_under_restricted_buying_a_group_with_a_noneligible_part_is_out_and_a_nationally_made_one_is_not(rules):
    offers = {"A": of(a=(10, "nationally_made"), b=(10, "nationally_made")), "B": of(a=(10, "domestic"), b=(1, "noneligible"))}
    found = evaluate(rules, tender(offers, lines=lines("a", "b"), award="group", **RESTRICTED))
    assert {row.offer: row.category for row in found.evaluated} == {"A": "nationally_made", "B": "noneligible"}
    assert winners(found) == {"a": ("A",), "b": ("A",)}


def test_a_group_of_exactly_half_eligible_price_is_not_eligible(rules):
    offers = {"A": of(a=(10, "eligible"), b=(10, "noneligible")), "B": of(a=(10.01, "eligible"), b=(10, "noneligible"))}
    found = evaluate(rules, tender(offers, lines=lines("a", "b"), award="group", **AGREEMENT))
    assert {row.offer: row.category for row in found.evaluated} == {"A": "noneligible", "B": "eligible"}


def test_a_group_of_exactly_half_treatable_price_is_not_treated_as_domestic(rules):
    def half(price):
        treatable = {"price": price, "certified": "nationally_made", "content_share": 0.6}
        return {"size": "large", "lines": {"a": treatable, "b": {"price": 10, "certified": "noneligible"}}}

    low = of(a=(9, "noneligible"), b=(9, "noneligible"))
    for price, winner in ((10, "B"), (10.01, "A")):
        found = evaluate(rules, tender({"A": half(price), "B": low}, lines=lines("a", "b"), award="group"))
        assert winners(found)["a"] == (winner,)


def test_of_two_all_or_none_offers_for_the_same_line_the_one_that_saves_most_takes_it(rules):
    free = of(a=(10, "domestic"), b=(10, "domestic"), c=(10, "domestic"))
    first, second = of(all_or_none=True, a=(9, "domestic"), b=(9, "domestic")), of(all_or_none=True, b=(8, "domestic"), c=(8, "domestic"))
    found = evaluate(rules, tender({"F": free, "A": first, "B": second}, lines=lines("a", "b", "c")))
    assert winners(found) == {"a": ("F",), "b": ("B",), "c": ("B",)}
    assert {one.offer: one.wins for one in found.comparisons} == {"A": False, "B": True}


def test_all_or_none_means_nothing_where_there_is_one_line(rules):
    assert won(rules, {"A": offer(10, "domestic", all_or_none=True), "B": offer(10, "domestic")}) == ("A", "B")


def test_under_restricted_buying_no_factor_stands_between_an_all_or_none_offer_and_the_pattern(rules):
    offers = {
        "A": of(a=(10, "domestic"), b=(10, "domestic")),
        "B": of(all_or_none=True, a=(9, "nationally_made"), b=(9, "nationally_made")),
    }
    found = evaluate(rules, tender(offers, lines=lines("a", "b"), **RESTRICTED))
    assert winners(found) == {"a": ("B",), "b": ("B",)}


def test_the_preference_of_a_critical_item_reaches_a_group_only_when_every_line_has_it(rules):
    figure = rules.agencies["civilian"].factor_large.model_copy(update={"dated": ((date(2018, 1, 1), 0.1),), "value": 0.1})
    listed = rules.model_copy(update={"critical_items": {"antibiotic": CriticalItem(label="Antibiotic", preference=figure)}})
    items = lines("a", "b")
    offers = {"A": of(a=(64, "domestic"), b=(65, "domestic")), "B": of(a=(50, "noneligible"), b=(50, "noneligible"))}
    for name, winner in (("a", "B"), ("b", "A")):  # 129 against 100 + 20 % with one line listed, 100 + 30 % with both
        items[name]["critical_item"] = "antibiotic"
        assert winners(evaluate(listed, tender(offers, lines=items, award="group")))["a"] == (winner,)
