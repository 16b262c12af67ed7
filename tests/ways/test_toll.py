"""Contract manufacture, worked out by hand: fee, minimum, reservation, transfer, assists; and what no change of a term may do."""

from __future__ import annotations

import pytest
from ways.sourcing import OWN, TOLL, abroad, maker, rows, the_book, works

from roi.statement.model import build
from roi.statement.sales import is_domestic


@pytest.fixture
def at_home(tmp_path):
    """Rows of an option that has the drug substance made at home, on other terms."""

    def found(**terms):
        made = len(list(tmp_path.iterdir()))
        return rows(tmp_path / f"toll{made}", {"toll": TOLL}, {"contract_manufacturers/maker": maker(**terms)})["toll"]

    return found


def test_the_terms_of_a_manufacturer_at_home_are_those_worked_out_by_hand(at_home) -> None:
    """By hand: 600 USD over two years; then 800 kg a year at 3 x 1.1^t; 800/0.5 = 1,600 kg made, 1,600/0.8 = 2,000 kg used at 2 USD."""
    found = at_home()
    assert found["volume_sold"] == [0, 0, 800, 800, 800]
    assert found["technology_transfer_cost"] == [300, 300, 0, 0, 0]
    assert found["tolling_fee"] == [0, 0, 2904, 3194.4, 3513.84]
    assert found["reservation_cost"] == [0, 0, 121, 133.1, 146.41]
    assert found["oversight_cost"] == [0, 0, 50, 50, 50]
    assert found["volume_produced"] == [0, 0, 1600, 1600, 1600]
    assert found["key_shipped_volume"] == [0, 0, 2000, 2000, 2000]
    assert found["key_goods_value"] == [0, 0, 4000, 4000, 4000]
    assert found["operating_cost"] == [300, 300, 7075, 7377.5, 7710.25]


def test_the_transfer_is_deducted_when_it_is_paid_and_there_is_no_capital(at_home) -> None:
    """The tax of the example is 25.7 % and forgets losses: 925 USD of profit in 2029 pay 237.725."""
    found = at_home()
    assert found["profit_before_tax"][:3] == [-300, -300, 925]
    assert found["income_tax"][:3] == [0, 0, 237.725]
    assert found["net_cash_flow"][:3] == [-300, -300, 687.275]
    assert not {"capital_spending", "tax_depreciation", "facility_fee", "goods_value", "minimum_charge"} & set(found)


def test_a_minimum_above_what_is_sold_is_billed_and_one_below_is_not(at_home) -> None:
    """1,100 kg are billed, 1,000 sold: 100 kg at 3 x 1.21 in 2029, and nothing while the process is carried over."""
    assert at_home(capacity=1200, minimum_volume=1100)["minimum_charge"][:3] == [0, 0, 363]
    assert at_home(capacity=1200, minimum_volume=1000)["minimum_charge"] == [0, 0, 0, 0, 0]


def test_a_minimum_or_a_reservation_of_nothing_changes_nothing(at_home) -> None:
    assert at_home(minimum_volume=0)["net_cash_flow"] == at_home()["net_cash_flow"]
    assert at_home(reservation_fee=0)["net_cash_flow"] == at_home(reservation_fee=None)["net_cash_flow"]


@pytest.mark.parametrize("term", ["fee", "minimum_volume", "reservation_fee", "technology_transfer", "oversight", "fee_growth"])
def test_more_of_what_the_manufacturer_asks_never_helps(at_home, term) -> None:
    least = {"fee": 1, "minimum_volume": 500, "reservation_fee": 10, "technology_transfer": 100, "oversight": 5, "fee_growth": 0.0}[term]
    values = [
        at_home(**{"fee_growth": 0.01, "capacity": 2000, term: least * times + (term == "fee_growth") * 0.1 * times})["npv"][0]
        for times in (1, 2, 4)
    ]
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]


@pytest.mark.parametrize("term", ["process_yield", "released_share", "capacity"])
def test_more_of_what_the_manufacturer_gives_never_hurts_where_a_kg_pays(at_home, term) -> None:
    values = [at_home(fee=1, **{term: value})["npv"][0] for value in {"capacity": (100, 500, 900)}.get(term, (0.5, 0.7, 0.9))]
    assert values == sorted(values)
    assert values[0] < values[-1]


@pytest.fixture
def from_abroad(tmp_path):
    """Rows of an option that has the drug substance made abroad, for a fee that follows costs there, and shipped home."""

    def found(claims=(), **terms):
        made = len(list(tmp_path.iterdir()))
        option = {**TOLL, "route": "out", "key_route": "in", "claims": list(claims)}
        files = {**abroad(inflation=0.1), "contract_manufacturers/maker": maker(country="xx", fee_growth=None, **terms)}
        return rows(tmp_path / f"abroad{made}", {"toll": option}, files)["toll"]

    return found


def test_abroad_the_fee_follows_costs_there_and_duty_falls_on_fee_and_assists(from_abroad) -> None:
    """By hand for 2029: fee 800 x 3 x 1.21 = 2,904; material 2,000 kg x 2 = 4,000 and its freight 200: customs value 7,104, duty 6.5 %."""
    found = from_abroad()
    assert found["fee_index"] == [1, 1.1, 1.21, 1.331, 1.4641]
    assert (found["tolling_fee"][2], found["key_goods_value"][2], found["key_freight"][2]) == (2904, 4000, 200)
    assert found["customs_value"][2] == 7104
    assert found["customs_duty"][2] == pytest.approx(461.76)
    assert found["processing_fee"][2] == pytest.approx(71.04)
    assert found["freight"][2] == 400
    assert found["operating_cost"][2] == pytest.approx(2904 + 121 + 50 + 4000 + 200 + 400 + 461.76 + 71.04)


def test_the_claim_of_an_agreement_frees_what_is_tolled_from_duty_and_processing_fee(from_abroad) -> None:
    found = from_abroad(claims=["pact"])
    assert not any(found["customs_duty"])
    assert "processing_fee" not in found
    assert found["npv"][0] > from_abroad()["npv"][0]


def test_what_the_manufacturer_buys_itself_is_in_the_fee(tmp_path) -> None:
    option = {key: value for key, value in TOLL.items() if key != "key_supplier"}
    found = rows(tmp_path, {"toll": option}, {"contract_manufacturers/maker": maker()})["toll"]
    assert not [name for name in found if name.startswith("key_")]
    assert found["operating_cost"][2] == 2904 + 121 + 50


def test_an_outage_of_manufacturers_hits_them_and_lowers_their_minimum(tmp_path) -> None:
    numbers = {"yearly_rate": ("1/year", 0.3), "duration": ("year", 0.5), "lost_share": ("1", 1)}
    outage = {
        key: {
            "label": key,
            "unit": unit,
            "value": value,
            "source": "oracle",
            "locator": "test",
            "retrieved": "2026-11-21",
            "confidence": "industry",
        }
        for key, (unit, value) in numbers.items()
    }
    files = {"contract_manufacturers/maker": maker(minimum_volume=700), "plants/works": works()}
    for hit, by_country in (("toll", "manufacturers_in"), ("plant", "plants_in")):
        risk = {"kind": "disruption", "label": "Outages", by_country: ["us"], **outage}
        book = the_book(tmp_path / hit, {"toll": TOLL, "plant": OWN}, {**files, "risks/outage": risk})
        cells = {name: set(one.cells) for name, one in build(book.cases["ways"], book).options.items()}
        assert [name for name in cells if "supplied_share" in cells[name]] == [hit]


def test_a_manufacturer_at_home_makes_a_domestic_drug_substance(tmp_path) -> None:
    files = {**abroad(), "contract_manufacturers/maker": maker(), "contract_manufacturers/other": maker(country="xx")}
    options = {"home": TOLL, "away": {**TOLL, "manufacturer": "other", "route": "out", "key_route": "in"}}
    book = the_book(tmp_path, options, files)
    model = build(book.cases["ways"], book)
    assert [is_domestic(model.case, option, book) for option in model.case.options.values()] == [True, False]
