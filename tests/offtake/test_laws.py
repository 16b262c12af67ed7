"""What holds for any figures of a contract."""

from __future__ import annotations

import numpy as np
import pytest
from offtake.deals import FIXED, TERM

from roi.analysis.trials import run_trials

SEEDS = range(12)


def a_deal(seed: int) -> dict:
    """Market and plant drawn at random: demand that grows or shrinks, and a plant that starts slowly."""
    random = np.random.default_rng(seed)
    market = {"volume": float(random.uniform(200, 2000)), "volume_growth": float(random.uniform(-0.4, 0.9))}
    return {"market": market, "plant": {"ramp_up_shortfall": [float(random.uniform(0, 1)), 0]}}


def take_or_pay(seed: int, **more) -> dict:
    random = np.random.default_rng(seed + 1000)
    terms = {"volume": float(random.uniform(100, 1500)), "minimum_share": float(random.uniform(0, 1))}
    return {**FIXED, "tenor": int(random.integers(2, 7)), "volume_terms": "take_or_pay", **terms, **more}


@pytest.mark.parametrize("seed", SEEDS)
def test_take_or_pay_never_pays_less_than_spot_at_the_same_price_and_volume(deal, seed) -> None:
    paid, spot = deal(take_or_pay(seed), **a_deal(seed)), deal(**a_deal(seed))
    assert paid["volume_sold"] == pytest.approx(spot["volume_sold"])
    assert (paid.all_years("revenue") >= spot.all_years("revenue") - 1e-6).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_with_make_up_take_or_pay_has_at_no_time_been_paid_less_than_spot(deal, seed) -> None:
    paid, spot = deal(take_or_pay(seed, make_up=True), **a_deal(seed)), deal(**a_deal(seed))
    assert (np.cumsum(paid.all_years("revenue")) >= np.cumsum(spot.all_years("revenue")) - 1e-6).all()
    assert (paid.all_years("buyers_make_up_balance") >= -1e-9).all()


NEUTRAL = {
    "index not passed through": {**TERM, "price_terms": "indexed", "index": "general", "price_ratio": 1, "passed_through": 0},
    "price of spot": {**TERM, "price_terms": "spot", "price_ratio": 1, "erosion": 0},
    "limits never met": {**TERM, "price_terms": "floor_ceiling", "floor": 0, "ceiling": 9, "escalation": 0},
    "all requirements": {**FIXED, "requirements_share": 1},
    "one step of everything": {**FIXED, "volume_terms": "step_up", "step_up": [1]},
    "nothing must be taken": {**FIXED, "volume_terms": "take_or_pay", "volume": 1e9, "minimum_share": 0, "make_up": True},
    "held ready for nothing": {**FIXED, "volume_terms": "reservation", "volume": 1e9, "availability_price": 0},
    "no penalty": {**FIXED, "penalty_share": 0, "cover_share": 1, "penalty_cap_share": 1},
    "no rebate": {**FIXED, "rebates": {"all": {"from_volume": 0, "share": 0}}},
    "no margin": {**FIXED, "distributor_margin": 0},
    "no prepayment": {**FIXED, "prepayment": 0},
    "no default": {**FIXED, "years_to_default": 99, "unpaid_share": 1},
    "no notice": {**FIXED, "termination_trigger": 0, "notice": 0},
    "not renewed": {**FIXED, "tenor": 3, "renewed": 0, "renewal_tenor": 2, "renewal_price_ratio": 0.5},
    "nobody else": {**FIXED, "exclusive": True, "most_favoured": ["buyers"]},
}
"""Terms that ask for nothing."""


@pytest.mark.parametrize("name", NEUTRAL)
@pytest.mark.parametrize("seed", [0, 1])
def test_terms_that_ask_for_nothing_change_nothing(deal, name, seed) -> None:
    found, spot = deal(NEUTRAL[name], **a_deal(seed)), deal(**a_deal(seed))
    for row in ("volume_sold", "revenue", "net_cash_flow"):
        np.testing.assert_allclose(found.all_years(row), spot.all_years(row), rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize(("probabilities", "renewed"), [([1, 0], 0), ([0, 1], 1)])
def test_a_renewal_that_is_impossible_or_certain_ends_or_renews_the_contract_in_every_trial(deal, probabilities, renewed) -> None:
    terms = {**FIXED, "tenor": 2, "price_ratio": 1.5, "renewal_tenor": 3, "renewal_price_ratio": 0.8}
    shape = {"kind": "discrete", "values": [0, 1], "probabilities": probabilities}
    drawn = deal({**terms, "renewed": shape})
    sure = deal({**terms, "renewed": renewed})
    npv = run_trials(drawn.model, 50, 1).measures["plant"]["npv"]
    assert (npv == sure.all_years("npv")[0]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_sales_to_all_buyers_and_their_payments_add_up(deal, seed) -> None:
    random = np.random.default_rng(seed)
    share = float(random.uniform(0.1, 0.9))
    segments = {"hospital": {"share": share}, "retail": {"share": 1 - share}}
    contracts = {
        "hospital": take_or_pay(seed, make_up=True, penalty_share=0.3, penalty_cap_share=0.2, priority=int(random.integers(1, 4))),
        "retail": {
            **FIXED,
            "volume_terms": "reservation",
            "volume": 400,
            "availability_price": 1,
            "distributor_margin": 0.05,
        },
    }
    found = deal(contracts=contracts, segments=segments, **a_deal(seed))
    volumes = sum(found.all_years(f"{one}_{kind}_volume") for one in segments for kind in ("contract", "spot"))
    plus = ("hospital_deficiency_payment", "retail_availability_payment")
    less = ("hospital_make_up_credit", "hospital_penalty", "retail_distributor_keeps")
    revenue = sum(found.all_years(f"{one}_{kind}_revenue") for one in segments for kind in ("contract", "spot"))
    revenue = revenue + sum(map(found.all_years, plus)) - sum(map(found.all_years, less))
    np.testing.assert_allclose(found.all_years("volume_sold"), volumes, rtol=1e-12)
    np.testing.assert_allclose(found.all_years("revenue"), revenue, rtol=1e-12)
    assert (found.all_years("volume_sold") <= found.all_years("saleable_capacity") + 1e-9).all()
    assert (found.all_years("hospital_penalty") <= 0.2 * found.all_years("hospital_contract_called") * 10 + 1e-9).all()


def test_a_prepayment_is_worth_what_its_time_is_worth(deal) -> None:
    """2,000 USD in 2027 for 500 USD less in each of four years: at the 10 % of the owner worth 2,000 less an annuity of 500."""
    with_it, without = deal({**FIXED, "tenor": 4, "prepayment": 2000}), deal({**FIXED, "tenor": 4})
    annuity = sum(500 / 1.1**year for year in range(1, 5))
    assert with_it.all_years("npv")[0] - without.all_years("npv")[0] == pytest.approx(2000 - annuity)
