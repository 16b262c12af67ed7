"""When a contract is in force, and what other segments have to do with it. Counted by hand on the plant of `offtake.deals`."""

from __future__ import annotations

import pytest
from offtake.deals import FIXED, TERM

TWO = {"hospital": {"share": 0.4}, "retail": {"share": 0.6}}


def test_a_contract_is_in_force_for_its_tenor(deal) -> None:
    assert deal({**FIXED, "first_year": 2029, "tenor": 3})["buyers_contract_active"] == [0, 1, 1, 1, 0, 0]


@pytest.mark.parametrize(("waits", "active", "revenue"), [(True, [0, 0, 1, 1, 1, 0], 12_000), (False, [1, 1, 1, 0, 0, 0], 10_000)])
def test_a_contract_that_waits_for_the_plant_moves_with_its_delay(deal, waits, active, revenue) -> None:
    """Two years late: the plant sells from 2030, 1,000 kg at 12 USD while a contract of three years is in force, at 10 USD without one."""
    found = deal({**FIXED, "tenor": 3, "price_ratio": 1.2, "waits_for_plant": waits}, plant={"delay": 2})
    assert found["buyers_contract_active"] == active
    assert found["revenue"] == [0, 0, 12_000, revenue, revenue, 10_000]


@pytest.mark.parametrize(("renewed", "active"), [(1, [1, 1, 1, 1, 0, 0]), (0, [1, 1, 0, 0, 0, 0])])
def test_a_renewal_adds_its_tenor_or_the_contract_ends(deal, renewed, active) -> None:
    found = deal({**FIXED, "tenor": 2, "renewed": renewed, "renewal_tenor": 2, "renewal_price_ratio": 0.7})
    assert found["buyers_contract_active"] == active
    assert found["revenue"] == [10000, 10000, *([7000, 7000] if renewed else [10000, 10000]), 10000, 10000]


def test_a_buyer_in_default_leaves_last_years_invoices_unpaid_and_buys_no_more_under_the_contract(deal) -> None:
    """Three years served, then default: of 12,000 USD of 2030 a quarter is never paid."""
    found = deal({**FIXED, "price_ratio": 1.2, "years_to_default": 3, "unpaid_share": 0.25})
    assert found["buyers_contract_active"] == [1, 1, 1, 0, 0, 0]
    assert found["buyers_unpaid_invoices"] == [0, 0, 0, 3000, 0, 0]
    assert found["revenue"] == [12000, 12000, 12000, 7000, 10000, 10000]


@pytest.mark.parametrize(("notice", "active"), [(0, [1, 1, 0, 0, 0, 0]), (1, [1, 1, 1, 0, 0, 0]), (2, [1, 1, 1, 1, 0, 0])])
def test_the_buyer_gives_notice_when_the_price_elsewhere_falls_below_the_trigger(deal, notice, active) -> None:
    """Prices elsewhere fall by a tenth: 9, 8.1, 7.29; below 85 % of 10 USD in the second year."""
    terms = {**FIXED, "termination_trigger": 0.85, "notice": notice}
    assert deal(terms, market={"price_growth": -0.1})["buyers_contract_active"] == active


def test_notice_once_given_stands_though_prices_recover_and_none_is_given_at_dear_prices(deal) -> None:
    assert deal({**FIXED, "termination_trigger": 0.85, "notice": 1}, market={"price_growth": 0.1})["buyers_contract_active"] == [1] * 6


def test_the_contract_of_the_lower_priority_number_is_served_first(deal) -> None:
    """700 kg for calls of 400 and 600: the later one gets what is left."""
    first, second = {**FIXED, "priority": 1}, {**FIXED, "priority": 2}
    found = deal(contracts={"hospital": second, "retail": first}, segments=TWO, plant={"capacity": 700})
    assert found["retail_contract_volume"] == [600] * 6
    assert found["hospital_contract_volume"] == [100] * 6
    other = deal(contracts={"hospital": first, "retail": second}, segments=TWO, plant={"capacity": 700})
    assert other["hospital_contract_volume"] == [400] * 6


def test_an_exclusive_contract_keeps_others_without_a_contract_out_while_it_is_in_force(deal) -> None:
    found = deal(contracts={"retail": {**FIXED, "tenor": 2, "exclusive": True}}, segments=TWO)
    assert found["hospital_spot_volume"] == [0, 0, 400, 400, 400, 400]
    assert found["retail_contract_volume"] == [600, 600, 0, 0, 0, 0]


def test_the_most_favoured_customer_pays_no_more_than_those_it_is_compared_with(deal) -> None:
    """12 USD by its terms; hospitals pay 11 under theirs for two years, then 10 without one."""
    favoured = {**FIXED, "price_ratio": 1.2, "most_favoured": ["hospital"]}
    found = deal(contracts={"retail": favoured, "hospital": {**FIXED, "price_ratio": 1.1, "tenor": 2}}, segments=TWO)
    assert found["retail_price_by_terms"] == pytest.approx([12] * 6)
    assert found["retail_contract_price"] == pytest.approx([11, 11, 10, 10, 10, 10])


def test_two_most_favoured_customers_both_pay_the_lowest_price_by_terms(deal) -> None:
    dear = {**FIXED, "price_ratio": 1.2, "most_favoured": ["hospital"]}
    cheap = {**FIXED, "price_ratio": 1.1, "most_favoured": ["retail"]}
    found = deal(contracts={"retail": dear, "hospital": cheap}, segments=TWO)
    assert found["retail_contract_price"] == pytest.approx([11] * 6)
    assert found["hospital_contract_price"] == pytest.approx([11] * 6)


def test_the_clause_of_the_most_favoured_customer_holds_after_renewal_too(deal) -> None:
    terms = {**FIXED, "tenor": 2, "most_favoured": ["hospital"], "renewed": 1, "renewal_tenor": 4, "renewal_price_ratio": 0.9}
    found = deal(contracts={"retail": terms}, segments=TWO)
    assert found["retail_contract_price"] == pytest.approx([10, 10, 9, 9, 9, 9])


def test_segments_with_growth_and_price_of_their_own_share_the_plant(deal) -> None:
    """Hospitals grow by a tenth and pay half; the plant of 1,000 kg serves them first."""
    found = deal(segments={"hospital": {"share": 0.4, "growth": 0.1, "price_ratio": 0.5}, "retail": {"share": 0.6}})
    assert found["hospital_spot_volume"][:2] == pytest.approx([440, 484])
    assert found["retail_spot_volume"][:2] == pytest.approx([560, 516])
    assert found["revenue"][:2] == pytest.approx([440 * 5 + 560 * 10, 484 * 5 + 516 * 10])


def test_a_contract_at_cost_plus_is_paid_the_average_cost_of_all_sales(deal) -> None:
    found = deal(contracts={"hospital": {**TERM, "price_terms": "cost_plus", "margin": 0.5}}, segments=TWO)
    assert found["revenue"] == pytest.approx([400 * 3 + 600 * 10] * 6)
