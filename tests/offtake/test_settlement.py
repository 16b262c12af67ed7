"""Each term of a contract settled by hand. The plant of `offtake.deals`: 1,000 kg a year at 10 USD; expected values counted on paper."""

from __future__ import annotations

import pytest
from offtake.deals import FIXED, ORIGIN, TERM, figure

DOUBLING = {"volume": 50, "volume_growth": 1}
"""Demand of 100, 200, 400, ... kg from 2028 on."""


def test_a_fixed_price_escalates_from_the_year_of_decision(deal) -> None:
    found = deal({**FIXED, "tenor": 3, "price_ratio": 1.2, "escalation": 0.1, "domestic_premium": 0.5})
    assert found["buyers_contract_price"][:3] == [19.8, 21.78, 23.958]
    assert found["revenue"] == [19800, 21780, 23958, 10000, 10000, 10000]


def test_a_spot_contract_follows_the_price_without_one_and_erodes(deal) -> None:
    found = deal({**TERM, "price_terms": "spot", "price_ratio": 0.9, "erosion": 0.1}, market={"price_growth": 0.1})
    assert found["buyers_contract_price"][:3] == pytest.approx([9 * 1.1 * 0.9, 9 * 1.21 * 0.81, 9 * 1.331 * 0.729])


@pytest.mark.parametrize(
    ("growth", "prices"), [(0.1, [10.5, 11.05, 11.2, 11.2]), (-0.1, [9.5, 9.3, 9.3, 9.3])], ids=["rising to the cap", "falling"]
)
def test_half_of_an_index_is_passed_through_between_collar_and_cap(deal, growth, prices) -> None:
    index = {"label": "Chemicals", "growth": figure(growth, "1/year")}
    terms = {"price_terms": "indexed", "index": "indices.chemicals", "price_ratio": 1, "passed_through": 0.5, "cap": 1.12, "collar": 0.93}
    found = deal({**TERM, **terms}, files={"indices/chemicals": index})
    assert found["buyers_contract_price"][:4] == pytest.approx(prices)


def test_an_indexed_price_may_follow_general_prices_or_a_supplier(deal) -> None:
    terms = {**TERM, "price_terms": "indexed", "price_ratio": 1, "passed_through": 1}
    country = {"inflation": figure(0.02, "1/year")}
    supplier = {
        "label": "Maker of the starting material", "country": "us", "product": "start", "hts": "2922.29.61",
        "fob_price": figure(3, "USD/kg"), "price_growth": figure(0.05, "1/year"),
    }  # fmt: skip
    general = deal({**terms, "index": "general"}, files={"countries/us": country})
    start = deal({**terms, "index": "suppliers.maker"}, files={"suppliers/maker": supplier})
    assert general["buyers_contract_price"][:2] == pytest.approx([10.2, 10.404])
    assert start["buyers_contract_price"][:2] == pytest.approx([10.5, 11.025])


def test_cost_plus_pays_the_cost_the_return_on_capital_and_the_margin(deal) -> None:
    """2 USD a kg; 8 % of 5,000 USD on 1,000 kg is 0.40; 10 % on both: 2.64."""
    found = deal({**TERM, "price_terms": "cost_plus", "margin": 0.1, "rate_of_return": 0.08})
    assert found["buyers_contract_price"] == pytest.approx([2.64] * 6)
    assert found["revenue"] == pytest.approx([2640] * 6)


def test_cost_plus_without_a_return_pays_cost_and_margin(deal) -> None:
    assert deal({**TERM, "price_terms": "cost_plus", "margin": 0.25})["buyers_contract_price"] == pytest.approx([2.5] * 6)


@pytest.mark.parametrize(
    ("growth", "prices"), [(0.25, [12, 12, 12]), (-0.25, [9, 9, 9]), (0.05, [10.5, 11.025, 11.57625])], ids=["ceiling", "floor", "between"]
)
def test_floor_and_ceiling_hold_the_price_without_a_contract(deal, growth, prices) -> None:
    terms = {"price_terms": "floor_ceiling", "floor": 0.9, "ceiling": 1.2, "escalation": 0}
    assert deal({**TERM, **terms}, market={"price_growth": growth})["buyers_contract_price"][:3] == pytest.approx(prices)


def parity_files(duty: float = 0.1) -> dict[str, dict]:
    """A merchant at 8 USD free on board: freight 0.50, insurance 0.08, duty 0.80, processing fee 0.04, harbor fee 0.01, broker 0.10."""
    fee = {**ORIGIN, "label": "Fee", "unit": "USD/entry", "dollar_year": 2027}
    known = {"country": "in", "product": "substance", "hts": "2924.29.62"}
    route = {
        "freight": (0.5, "USD/kg"), "insurance_share": (0.01, "1"), "transit_time": (0.1, "year"), "safety_stock_time": (0, "year"),
        "shipment_mass": (1000, "kg/entry"), "brokerage": (100, "USD/entry"),
    }  # fmt: skip
    rate = {"label": "Rate", "unit": "1", "values": {"2000-01-01": duty}, **ORIGIN}
    law = {"importer": "us", "authority": "A statute", "citation": "Chapter 29", "kind": "base"}
    india = {
        "inflation": (0, "1/year"),
        "currency_drift": (0, "1/year"),
        "operator_wage": (1, "USD/h"),
        "electricity_price": (1, "USD/kWh"),
    }
    return {
        "countries/in": {"label": "India", **{key: figure(*pair) for key, pair in india.items()}},
        "merchants/abroad": {
            "label": "Merchant", **known, "share_of_market_price": figure(0.8, "1"), "lead_time": figure(0.5, "year"),
        },
        "routes/ocean": {
            "label": "Sea", "origin": "in", "destination": "us", "mode": "ocean", **{key: figure(*pair) for key, pair in route.items()},
        },
        "tariffs/base": {"label": "Base duty", **law, "rates": {"all": {"rate": rate}}},
        "fees/customs": {
            "processing_rate": figure(0.005, "1"), "processing_minimum": {**fee, "values": {"2000-01-01": 0}},
            "processing_maximum": {**fee, "values": {"2000-01-01": 1000}}, "harbor_rate": figure(0.00125, "1"),
        },
    }  # fmt: skip


DIFFERENCE = {
    **TERM, "price_terms": "difference", "strike": 1.1, "escalation": 0, "parity_merchant": "abroad", "parity_route": "ocean",
}  # fmt: skip


def test_a_contract_for_difference_pays_the_strike_less_import_parity(deal) -> None:
    """8 + 0.50 + 0.08 + 0.80 + 0.04 + 0.01 + 0.10 = 9.53; the strike is 11."""
    found = deal(DIFFERENCE, files=parity_files())
    assert found["parity_of_buyers_import_parity"] == pytest.approx([9.53] * 6)
    assert found["buyers_difference_payment"] == pytest.approx([1470] * 6)
    assert found["revenue"] == pytest.approx([11470] * 6)


def test_the_seller_pays_the_difference_when_imports_are_dearer_than_the_strike(deal) -> None:
    found = deal(DIFFERENCE, files=parity_files(duty=0.4))
    assert found["buyers_difference_payment"] == pytest.approx([-930] * 6)


def test_buyers_bound_for_a_share_of_their_requirements_buy_the_rest_without_a_contract(deal) -> None:
    found = deal({**FIXED, "price_ratio": 2, "requirements_share": 0.5, "tenor": 2})
    assert found["buyers_contract_volume"] == [500, 500, 0, 0, 0, 0]
    assert found["buyers_spot_volume"] == [500, 500, 1000, 1000, 1000, 1000]
    assert found["revenue"] == [15000, 15000, 10000, 10000, 10000, 10000]


def test_a_fixed_volume_is_taken_whatever_the_demand(deal) -> None:
    """Demand of 100, 200, 400, ... against 250 kg: the buyers resell what they do not need."""
    found = deal({**FIXED, "volume_terms": "fixed", "volume": 250}, market=DOUBLING)
    assert found["buyers_contract_volume"][:3] == [250, 250, 250]
    assert found["buyers_spot_volume"][:4] == [0, 0, 150, 550]


TAKE_OR_PAY = {**FIXED, "volume_terms": "take_or_pay", "volume": 200, "minimum_share": 0.8}


def test_take_or_pay_pays_for_what_was_not_taken(deal) -> None:
    """At least 160 kg: of a demand of 100 kg 60 are paid and not taken, of 200 and more nothing."""
    found = deal(TAKE_OR_PAY, market=DOUBLING)
    assert found["buyers_contract_volume"][:3] == [100, 200, 200]
    assert found["buyers_deficiency_payment"][:3] == [600, 0, 0]
    assert found["revenue"][:2] == [1600, 2000]


def test_volume_paid_and_not_taken_is_made_up_above_the_minimum_in_later_years(deal) -> None:
    """60 kg paid at 11 USD in the first year; 40 kg above the minimum in the second, the last 20 in the third, both credited at 11 USD."""
    found = deal({**TAKE_OR_PAY, "escalation": 0.1, "make_up": True}, market=DOUBLING)
    assert found["buyers_deficiency"][:4] == [60, 0, 0, 0]
    assert found["buyers_make_up_taken"][:4] == [0, 40, 20, 0]
    assert found["buyers_make_up_balance"][:4] == [60, 20, 0, 0]
    assert found["buyers_make_up_credit"][:4] == [0, 440, 220, 0]
    assert found["revenue"][1] == pytest.approx(200 * 12.1 - 440)


def test_what_is_not_made_up_lapses_with_the_contract(deal) -> None:
    found = deal({**TAKE_OR_PAY, "tenor": 2, "make_up": True}, market=DOUBLING)
    assert found["buyers_make_up_balance"] == [60, 20, 0, 0, 0, 0]
    assert found["buyers_make_up_credit"] == [0, 400, 0, 0, 0, 0]


def test_nothing_is_due_for_what_the_plant_could_not_supply(deal) -> None:
    """The plant releases 90 kg in its first year, all of it taken of the 160 that were due."""
    found = deal({**TAKE_OR_PAY, "volume": 200}, market=DOUBLING, plant={"ramp_up_shortfall": [0.91, 0]})
    assert found["buyers_contract_volume"][0] == 90
    assert found["buyers_deficiency_payment"][0] == 0


def test_capacity_held_ready_is_paid_whether_called_or_not_and_kept_from_others(deal) -> None:
    """Demand 100, 200, 400 and so on; 300 kg held ready at 1 USD; the plant releases 350 kg."""
    terms = {**FIXED, "volume_terms": "reservation", "volume": 300, "availability_price": 1, "price_ratio": 0.8}
    segments = {"buyers": {"share": 0.5}, "rest": {"share": 0.5}}
    found = deal(terms, segments=segments, market={"volume": 100, "volume_growth": 1}, plant={"capacity": 350})
    assert found["buyers_contract_volume"][:3] == [100, 200, 300]
    assert found["buyers_availability_payment"] == [300] * 6
    assert found["rest_spot_volume"][:3] == [50, 50, 0]
    assert found["buyers_spot_volume"][:3] == [0, 0, 50]


def test_a_step_up_calls_for_more_each_year_and_then_holds(deal) -> None:
    found = deal({**FIXED, "tenor": 5, "volume_terms": "step_up", "step_up": [0.2, 0.5, 0.8]})
    assert found["buyers_contract_volume"] == [200, 500, 800, 800, 800, 0]
    assert found["buyers_spot_volume"] == [800, 500, 200, 200, 200, 1000]


def test_a_shortfall_costs_a_share_of_the_price_up_to_the_cap(deal) -> None:
    """600 kg short in the first year, 100 in the second: half of the price, at most a fifth of 10,000 USD called for."""
    found = deal({**FIXED, "penalty_share": 0.5, "penalty_cap_share": 0.2}, plant={"ramp_up_shortfall": [0.6, 0.1]})
    assert found["buyers_penalty"] == [2000, 500, 0, 0, 0, 0]
    assert found["revenue"] == [2000, 8500, 10000, 10000, 10000, 10000]


def test_failure_to_supply_costs_what_the_buyer_pays_more_elsewhere(deal) -> None:
    """Contract at 8 USD, elsewhere 10: 2 USD for each of 600 kg; with half of the price as damages 6 USD."""
    short = {"ramp_up_shortfall": [0.6, 0]}
    assert deal({**FIXED, "price_ratio": 0.8, "cover_share": 1}, plant=short)["buyers_penalty"][:2] == [1200, 0]
    both = {**FIXED, "price_ratio": 0.8, "cover_share": 1, "penalty_share": 0.5}
    assert deal(both, plant=short)["buyers_penalty"][:2] == [3600, 0]


def test_rebates_are_given_by_tier_on_the_volume_within_it(deal) -> None:
    """1,000 kg at 10 USD: 5 % on the kg from 400 to 700, 10 % on those from 700 on: 150 + 300."""
    tiers = {"first": {"from_volume": 400, "share": 0.05}, "second": {"from_volume": 700, "share": 0.1}}
    assert deal({**FIXED, "rebates": tiers})["buyers_rebate"] == [450] * 6


def test_a_distributor_keeps_its_margin(deal) -> None:
    found = deal({**FIXED, "distributor_margin": 0.06})
    assert found["buyers_distributor_keeps"] == [600] * 6
    assert found["revenue"] == [9400] * 6


def test_a_prepayment_is_credited_in_equal_parts_and_stands_against_working_capital(deal) -> None:
    found = deal({**FIXED, "tenor": 4, "prepayment": 2000})
    assert list(found.all_years("buyers_prepayment_balance")) == [2000, 1500, 1000, 500, 0, 0, 0]
    assert list(found.all_years("working_capital_change")) == [-2000, 500, 500, 500, 500, 0, 0]
    assert found["revenue"] == [10000] * 6


def test_what_is_left_of_a_prepayment_is_returned_when_the_contract_ends_early(deal) -> None:
    """Default after one of four years: 500 of 2,000 credited, 1,500 returned."""
    found = deal({**FIXED, "tenor": 4, "prepayment": 2000, "years_to_default": 1})
    assert list(found.all_years("buyers_prepayment_balance")) == [2000, 1500, 0, 0, 0, 0, 0]
    assert found["buyers_prepayment_returned"] == [0, 1500, 0, 0, 0, 0]
