"""Whose money, by hand: a plant that makes 600 of the 1,000 kg its buyers want at 10 USD, taxed at 25.7 %, written off in 20 years."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from offtake.deals import PLANTS, TERM, Deal
from worked_examples.plant import figure as given
from worked_examples.plant import rows_with

from roi.statement.jobs import jobs_by_shift
from roi.statement.parties import transfer

SEGMENTS = {
    "hospital": {"share": 0.5},
    "federal": {"share": 0.3, "public": True},
    "abroad": {"share": 0.2, "exported": True},
}
TAX = 0.257 * (6000 - 1200 - 250)
"""Sales of 600 kg, less 2 USD a kg, less a twentieth of the capital of 5,000 USD."""


@pytest.fixture
def deal(tmp_path):
    def make(contracts=None, aid=(), **more) -> Deal:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        for name, changes in dict(aid).items():
            (folder / "incentives").mkdir(parents=True, exist_ok=True)
            text = (PLANTS / "aid" / "incentives" / f"{name}.yaml").read_text(encoding="utf-8")
            for old, new in changes.items():
                assert old in text
                text = text.replace(old, new)
            (folder / "incentives" / f"{name}.yaml").write_text(text, encoding="utf-8")
        folder.mkdir(exist_ok=True)
        return Deal(folder, contracts or {}, **{"segments": SEGMENTS, "plant": {"capacity": 600}, **more})

    return make


def test_each_buyer_pays_for_what_it_gets_and_buys_the_rest_elsewhere(deal) -> None:
    found = deal()
    # the plant serves hospitals first (500 kg), then the federal buyers (100 of 300 kg); in 2027 it is built and everybody buys elsewhere
    assert list(found.all_years("purchaser_net")) == pytest.approx([-5000] + [-5000] * 6)
    assert list(found.all_years("public_sales")) == [0] + [-1000] * 6
    assert list(found.all_years("public_elsewhere")) == [-3000] + [-2000] * 6
    assert list(found.all_years("public_taxes")) == pytest.approx([0] + [TAX] * 6)
    assert list(found.all_years("public_net")) == pytest.approx([-3000] + [TAX - 3000] * 6)
    assert list(found.all_years("producer_net")) == pytest.approx([-5000] + [6000 - 1200 - TAX] * 6)
    # builders get 5,000 and other sellers 8,000 in 2027; then materials of 1,200 and other sellers 2,000
    assert list(found.all_years("others_net")) == pytest.approx([13000] + [3200] * 6)


def test_buyers_abroad_are_neither_the_purchaser_nor_the_public(deal) -> None:
    found = deal(plant={"capacity": 1000})
    assert found["abroad_spot_revenue"] == [2000] * 6
    assert found["purchaser_net"] == [-5000] * 6
    assert found["public_sales"] == [-3000] * 6


def test_a_buyer_that_pays_late_keeps_the_money_so_long(deal) -> None:
    found = deal(market={"receivable_time": 0.25})
    # hospitals owe a quarter of 5,000 USD from the end of the first year of operation to the year before the last; 2027 has no sales
    assert list(found.all_years("purchaser_credit")) == [0, 1250, 0, 0, 0, 0, -1250]
    assert list(found.all_years("public_credit")) == [0, 250, 0, 0, 0, 0, -250]


def test_a_prepayment_is_lent_to_the_producer_and_credited(deal) -> None:
    terms = {"price_terms": "fixed", "volume_terms": "requirements", **TERM, "price_ratio": 1, "escalation": 0}
    found = deal({"hospital": {**terms, "domestic_premium": 0, "tenor": 4, "prepayment": 2000}})
    assert list(found.all_years("purchaser_credit")) == [-2000, 500, 500, 500, 500, 0, 0]


def test_what_a_public_buyer_pays_beyond_the_price_elsewhere_is_told_but_not_counted_twice(deal) -> None:
    terms = {"price_terms": "fixed", "volume_terms": "requirements", **TERM, "price_ratio": 1.5, "escalation": 0, "domestic_premium": 0}
    found = deal({"federal": terms})
    # contracts come first: 300 kg at 15 instead of 10 USD
    assert found["public_price_premium"] == [1500] * 6
    assert found["public_sales"] == [-4500] * 6
    assert found["public_net"] == pytest.approx([-4500 + 0.257 * (4500 + 3000 - 1200 - 250)] * 6)
    assert found.all_years("public_premium")[0] == pytest.approx(sum(1500 / 1.1**year for year in range(1, 7)))


def test_a_grant_is_paid_by_the_public_which_gets_part_of_it_back_as_tax(deal) -> None:
    plain, aided = deal(), deal(aid={"grant": {"value: 0": "value: 0.2"}})
    # 1,000 USD in 2027; it lowers the basis, so that a twentieth of it is taxed every year
    back = 0.257 * 1000 / 20
    for party, sign in (("public", -1), ("producer", 1)):
        gained = aided.all_years(f"{party}_net") - plain.all_years(f"{party}_net")
        assert list(gained) == pytest.approx([sign * 1000] + [-sign * back] * 6)
    for party in ("purchaser", "others"):
        np.testing.assert_array_equal(aided.all_years(f"{party}_net"), plain.all_years(f"{party}_net"))


def test_a_credit_that_is_sold_costs_the_public_all_of_it_and_its_buyer_keeps_the_discount(deal) -> None:
    plain = deal()
    credit = {
        "use: refundable": "use: transferable",
        "rate_per_kg": "transfer_price: TRANSFER\nrate_per_kg",
        "2027-01-01: 0": "2027-01-01: 1",
    }
    price = "{label: Price, unit: '1', value: 0.9, source: oracle, locator: x, retrieved: 2026-11-21, confidence: official}"
    credit["rate_per_kg"] = credit["rate_per_kg"].replace("TRANSFER", price)
    sold = deal(aid={"per_kg": credit})
    gained = {party: sold.all_years(f"{party}_net") - plain.all_years(f"{party}_net") for party in ("producer", "public", "others")}
    # a dollar for each of 600 kg, sold at 90 cents
    assert list(gained["producer"]) == pytest.approx([0] + [540] * 6)
    assert list(gained["public"]) == pytest.approx([0] + [-600] * 6)
    assert list(gained["others"]) == pytest.approx([0] + [60] * 6)


def test_half_of_insurance_and_property_tax_is_tax_where_the_country_says_so(deal) -> None:
    found = deal(aid={"property_tax": {}}, plant={"capacity": 600, "insurance_and_property_tax_share": 0.1})
    assert found["insurance_and_property_tax_cost"] == [500] * 6
    assert found["property_tax"] == [250] * 6
    assert found["public_taxes"] == pytest.approx([TAX - 0.257 * 500 + 250] * 6)


def test_a_doubled_price_moves_money_from_buyers_to_the_producer_and_the_treasury(deal) -> None:
    buyers = {"hospital": {"share": 0.6}, "federal": {"share": 0.4, "public": True}}
    once, twice = (deal(segments=buyers, plant={"capacity": 1000}, market={"price": price}) for price in (10, 20))
    up = {party: np.array(twice[f"{party}_net"]) - np.array(once[f"{party}_net"]) for party in ("producer", "purchaser", "public")}
    assert list(up["purchaser"]) == pytest.approx([-6000] * 6)
    assert list(up["producer"] + up["public"]) == pytest.approx([6000] * 6)
    assert list(up["public"]) == pytest.approx([0.257 * 10000 - 4000] * 6)


def test_the_owners_get_what_debt_leaves_and_the_treasury_the_tax_that_is_paid() -> None:
    plain, found = rows_with({}, "debt"), rows_with({"cases.plant.options.plant.loan": "level"}, "debt")
    np.testing.assert_allclose(found["investor_net"], found["equity_cash_flow"], rtol=0, atol=1e-6)
    np.testing.assert_array_equal(found["public_taxes"], found["levered_income_tax"])
    assert found["investor_npv"][0] == pytest.approx(found["equity_npv"][0], rel=1e-12)
    np.testing.assert_array_equal(found["producer_net"], plain["producer_net"])
    everybody = sum(found[f"{party}_net"] for party in ("investor", "purchaser", "public", "others"))
    np.testing.assert_allclose(everybody, 0, atol=1e-6)


def test_jobs_are_hours_over_hours_of_a_job_with_the_quality_unit_and_the_rest_by_the_multiplier() -> None:
    jobs = {"countries.us.hours_per_job": given(2000, "h/year"), "countries.us.jobs_multiplier": given(3)}
    found = rows_with({**jobs, "plants.plant.labour_hours": 40000, "plants.plant.quality_share": 0.5})
    # 20 operators and half as many in the quality unit; two jobs elsewhere for each
    assert (found["jobs_in_plant"][0], found["jobs_beside"][0]) == (30, 60)


def test_jobs_of_a_plant_by_shifts_are_its_operators() -> None:
    plant = SimpleNamespace(operators_per_shift=4, shift_teams=5, quality_share=0.25)
    assert jobs_by_shift(SimpleNamespace(operating=1, plant=plant)) == 25


def test_the_public_discounts_at_its_own_rate_where_the_finance_gives_one() -> None:
    found = rows_with({"finance.owner.public_discount_rate": given(0, "1/year")})
    assert found["public_npv"][0] == pytest.approx(found["public_net"].sum())
    assert rows_with({})["public_npv"][0] == pytest.approx(sum(flow / 1.1**year for year, flow in enumerate(found["public_net"])))


def test_a_cost_that_nobody_said_who_receives_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"row key_new_cost: say in roi/statement/parties\.py who pays it and who receives it"):
        transfer("key_new_cost", "key", {})
