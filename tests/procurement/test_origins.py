"""Four origins, and the component test, each worked out by hand from FAR 25.003 and 25.101."""

from datetime import date

import pytest
from procurement.tenders import made, offer, tender, winners

from roi.domain.procurement import Component, CriticalItem
from roi.errors import RoiError
from roi.rules.procurement import component_cost, evaluate

DAY = date(2026, 9, 15)
ABOVE = {"issued": DAY, "agreements": ["wto_gpa"]}


def origins(rules, offered, **more):
    found = evaluate(rules, tender({"A": offered}, **({"issued": DAY} | more)))
    return found.origins["A", "item"]


def bought(origin, price, transport=0, duty=0, **more):
    return {"origin": origin, "kind": "bought", "price": price, "transport": transport, "duty": duty, **more}


def by_offeror(origin, manufacture, transport=0, overhead=0):
    return {"origin": origin, "kind": "made", "manufacture": manufacture, "transport": transport, "overhead": overhead}


def test_cost_of_a_component_bought_is_price_transport_and_duty():
    assert component_cost(Component.model_validate(bought("in", 1000, 80, 65))) == 1145


def test_cost_of_a_component_made_is_manufacture_transport_and_overhead():
    assert component_cost(Component.model_validate(by_offeror("us", 700, 20, 130))) == 850


@pytest.mark.parametrize(("duty", "domestic"), [(0, True), (100, False)])
def test_duty_on_a_foreign_component_raises_the_foreign_share(rules, duty, domestic):
    # 660 / (660 + 340) = 66.0 %; with 100 of duty 660 / 1,100 = 60.0 %; 65 % must be exceeded for delivery in 2026
    components = {"substance": by_offeror("us", 600, 10, 50), "excipients": bought("in", 300, 40, duty)}
    one = origins(rules, made(1500, "us", "us", components=components))
    assert one.content == pytest.approx(0.6 if duty else 0.66, abs=0)
    assert one.domestic is domestic
    assert one.category == ("domestic" if domestic else "nationally_made")


@pytest.mark.parametrize(
    ("issued", "delivery", "share"),
    [
        (date(2020, 6, 1), date(2020, 7, 1), 0.50),
        (date(2021, 6, 1), date(2023, 7, 1), 0.55),  # asked for before the steps by delivery: the share of the contract holds
        (date(2022, 11, 1), date(2023, 12, 31), 0.60),
        (date(2022, 11, 1), date(2024, 1, 1), 0.65),
        (date(2026, 9, 15), date(2028, 12, 31), 0.65),
        (date(2026, 9, 15), date(2029, 1, 1), 0.75),
    ],
)
def test_the_component_share_is_that_of_the_day_of_delivery_and_must_be_exceeded(rules, issued, delivery, share):
    for given, domestic in ((share, False), (share + 0.001, True)):
        offered = made(100, "us", "us", component_shares={"us": given, "in": 1 - given})
        assert origins(rules, offered, issued=issued, delivery=delivery).domestic is domestic


def test_deliveries_over_a_step_meet_the_higher_share(rules):
    offered = made(100, "us", "us", component_shares={"us": 0.7, "in": 0.3})
    assert origins(rules, offered, delivery=date(2028, 6, 1), last_delivery=date(2028, 12, 31)).domestic
    assert not origins(rules, offered, delivery=date(2028, 6, 1), last_delivery=date(2029, 6, 30)).domestic


def test_a_tablet_of_foreign_substance_is_nationally_made_but_not_domestic(rules):
    """Acetris: made in the U.S. under trade agreements, yet foreign under Buy American, and at customs of the substance's origin."""
    one = origins(rules, made(100, "us", "in", component_shares={"us": 0.2, "in": 0.8}))
    assert (one.customs, one.agreement, one.nationally_made, one.domestic) == ("in", "us", True, False)


def test_with_acetris_closed_the_origin_of_the_substance_decides(closed):
    one = origins(closed, made(100, "us", "in", component_shares={"us": 0.2, "in": 0.8}))
    assert (one.customs, one.agreement, one.nationally_made, one.domestic) == ("in", "in", False, False)


def test_before_the_judgment_the_origin_of_the_substance_decided(rules):
    offered = made(100, "us", "in", component_shares={"us": 0.2, "in": 0.8})
    assert origins(rules, offered, issued=date(2020, 2, 9)).agreement == "in"
    assert origins(rules, offered, issued=date(2020, 2, 10)).agreement == "us"


def test_a_tablet_finished_abroad_keeps_the_origin_of_its_substance(rules, closed):
    for one in (origins(each, made(100, "ie", "in"), **ABOVE) for each in (rules, closed)):
        assert (one.agreement, one.nationally_made, one.category) == ("in", False, "noneligible")


def test_with_a_ruling_that_finishing_transforms_the_country_of_finishing_counts(rules):
    one = origins(rules, made(100, "ie", "in", finishing_transforms=True), **ABOVE)
    assert (one.customs, one.agreement, one.category) == ("ie", "ie", "eligible")


def test_a_substance_made_here_and_finished_abroad_is_no_domestic_product(rules):
    one = origins(rules, made(100, "in", "us", component_shares={"us": 0.9, "in": 0.1}))
    assert (one.agreement, one.nationally_made, one.domestic, one.treatable) == ("us", True, False, False)


def test_off_the_shelf_waives_the_component_test_and_not_manufacture_here(rules):
    assert origins(rules, made(100, "us", "in"), cots=True).domestic
    assert not origins(rules, made(100, "in", "us"), cots=True).domestic


def test_closing_acetris_keeps_a_tablet_of_foreign_substance_out_of_a_large_tender_even_off_the_shelf(rules, closed):
    offers = {"A": made(100, "us", "in"), "B": offer(150, "eligible")}
    assert winners(evaluate(rules, tender(offers, cots=True, **ABOVE))) == {"item": ("A",)}
    found = evaluate(closed, tender(offers, cots=True, **ABOVE))
    assert winners(found) == {"item": ("B",)}
    assert found.origins["A", "item"].domestic


def test_a_large_tender_takes_the_tablet_a_small_one_puts_a_factor_on(rules):
    """The same two offers, U.S. tablets of Indian substance at 100 and domestic ones at 110: where they part."""
    offers = {"A": made(100, "us", "in", component_shares={"us": 0.2, "in": 0.8}), "B": made(110, "us", "us", component_shares={"us": 1})}
    assert winners(evaluate(rules, tender(offers, **ABOVE))) == {"item": ("A",)}
    assert winners(evaluate(rules, tender(offers, issued=DAY))) == {"item": ("B",)}


def test_a_component_not_available_counts_as_domestic_and_an_unknown_one_as_foreign(rules):
    foreign = {"a": by_offeror("us", 40), "b": bought("in", 60)}
    assert origins(rules, made(100, "us", "in", components=foreign)).content == 0.4
    for key in ({"nonavailable": True}, {"article": "opium_crude"}):
        assert origins(rules, made(100, "us", "in", components=foreign | {"b": bought("in", 60, **key)})).content == 1
    assert origins(rules, made(100, "us", "us", components={"a": by_offeror("us", 40), "b": bought("unknown", 60)})).content == 0.4


def test_without_any_component_cost_a_product_is_not_domestic(rules):
    one = origins(rules, made(100, "us", "us"))
    assert (one.content, one.domestic, one.category) == (None, False, "nationally_made")


def test_components_of_qualifying_countries_count_for_one_agency_only(rules):
    offered = made(100, "us", "de", component_shares={"us": 0.2, "de": 0.6, "in": 0.2})
    assert origins(rules, offered, agency="dod").domestic
    assert not origins(rules, offered).domestic


@pytest.mark.parametrize(
    ("value", "agency", "set_aside", "covering"),
    [
        (49_999, "civilian", False, set()),
        (50_000, "civilian", False, {"israel"}),
        (50_000, "dod", False, set()),
        (102_279, "civilian", False, {"israel", "fta_korea"}),
        (102_280, "civilian", False, {"israel", "fta_korea", "fta_lower"}),
        (174_000, "civilian", False, {"israel", "fta_korea", "fta_lower", "fta_upper", "wto_gpa"}),
        (174_000, "civilian", True, set()),
    ],
)
def test_agreements_cover_an_acquisition_from_their_thresholds_on(rules, value, agency, set_aside, covering):
    asked = tender({"A": offer(1, "domestic")}, date(2024, 6, 1), agency, agreements=None, value=value, set_aside=set_aside)
    found = evaluate(rules, asked).terms
    assert {one.name for one in found.coverage if one.covers} == covering
    assert found.restricts is ("wto_gpa" in covering)
    assert not found.caveats


def test_a_threshold_that_was_not_found_is_held_and_said(rules):
    asked = tender({"A": offer(1, "domestic")}, DAY, agreements=None, value=174_000)
    found = evaluate(rules, asked).terms
    assert found.restricts
    assert any("not found for: WTO" in caveat for caveat in found.caveats)


def test_india_and_china_are_designated_by_nothing_and_ireland_is(rules):
    listed = {code for agreement in rules.agreements.values() for name in agreement.lists for code in rules.country_lists[name].members}
    assert listed.isdisjoint({"in", "cn", "us"})
    assert {"ie", "it", "de", "ch", "jp", "kr", "sg", "tw", "il", "ca", "mx", "gb", "bd"} <= listed


def test_a_critical_item_adds_its_preference_to_the_factor(rules):
    figure = rules.agencies["civilian"].factor_large.model_copy(update={"dated": ((date(2018, 1, 1), 0.1),), "value": 0.1})
    listed = rules.model_copy(update={"critical_items": {"antibiotic": CriticalItem(label="Antibiotic", preference=figure)}})
    lines = {"item": {"label": "Item", "cots": False, "critical_item": "antibiotic"}}
    offers = {"A": offer(129, "domestic"), "B": offer(100, "noneligible")}
    found = evaluate(listed, tender(offers, lines=lines))
    assert winners(found) == {"item": ("A",)}  # 100 + 20 % + 10 % = 130
    assert found.decisions["item"].evaluated["B"] == 130
    with pytest.raises(RoiError, match="the list is empty"):
        evaluate(rules, tender(offers, lines=lines))
