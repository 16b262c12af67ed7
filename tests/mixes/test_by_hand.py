"""Options made of others, counted by hand by the authors of the tests."""

from mixes.ways import found, the_model

HALF = {"kind": "dual", "share": 0.5, "switching_time": 0.25}


def test_two_sources_share_the_demand_once_both_supply(tmp_path) -> None:
    """The merchant supplies all 1,000 kg while the plant is built, 500 afterwards."""
    rows = found(the_model(tmp_path, HALF, ("plant", "merchant")))
    assert rows["merchant_volume_sold"] == [1000, *[500] * 6]
    assert rows["plant_volume_sold"] == [0, *[500] * 6]
    assert rows["volume_sold"] == [1000] * 7


def test_each_of_two_sources_pays_its_own_tax(tmp_path) -> None:
    """The plant: 500 kg at 8 USD less 250 of depreciation, 3,750 taxed. The merchant: 500 kg at 2 USD. Year 0: 1,000 kg at 2 USD."""
    rows = found(the_model(tmp_path, HALF, ("plant", "merchant")))
    assert rows["income_tax"] == [514, *[963.75 + 257] * 6]
    assert rows["net_cash_flow"] == [2000 - 514 - 5000, *[4000 + 1000 - 963.75 - 257] * 6]


def test_what_an_outage_takes_of_the_plant_is_passed_on_after_the_switching_time(tmp_path) -> None:
    """A plant of 500 kg loses 0.6 of 2029 and makes 200; beyond a quarter of the year 0.35 of its half is called from the merchant."""
    model = the_model(tmp_path, HALF, ("plant", "merchant"), risks=True, plant={"capacity": 500})
    rows = found(model, at_home=[0, 0, 0.6, 0, 0, 0, 0])
    assert rows["plant_passed_on"] == [1, 0, 0.35, 0, 0, 0, 0]
    assert rows["plant_volume_sold"][1:4] == [500, 200, 500]
    assert rows["merchant_volume_sold"][1:4] == [500, 675, 500]


def test_a_plant_with_room_makes_up_for_an_outage_itself(tmp_path) -> None:
    """Of 1,000 kg the plant makes 500 in the half of 2029 that is left: nothing is passed on."""
    rows = found(the_model(tmp_path, HALF, ("plant", "merchant"), risks=True), at_home=[0, 0, 0.5, 0, 0, 0, 0])
    assert rows["plant_volume_sold"][1:4] == rows["merchant_volume_sold"][1:4] == [500, 500, 500]


def test_what_an_outage_takes_of_the_merchant_is_passed_on_as_far_as_the_plant_can(tmp_path) -> None:
    """The merchant supplies 0.4 of 2029, 200 kg; 175 are called from the plant, which has 100 to spare."""
    model = the_model(tmp_path, HALF, ("plant", "merchant"), risks=True, plant={"capacity": 600})
    rows = found(model, abroad=[0, 0, 0.6, 0, 0, 0, 0])
    assert rows["merchant_volume_sold"][2] == 200
    assert rows["plant_buyers_spot_called"][2] == 675
    assert rows["plant_volume_sold"][2] == 600


def test_a_cause_that_hits_both_leaves_the_gap(tmp_path) -> None:
    """Neither supplies anything in 2029."""
    model = the_model(tmp_path, HALF, ("plant", "merchant"), risks=True)
    rows = found(model, at_home=[0, 0, 1, 0, 0, 0, 0], abroad=[0, 0, 1, 0, 0, 0, 0])
    assert rows["volume_sold"] == [1000, 1000, 0, 1000, 1000, 1000, 1000]


def test_a_bridge_supplies_what_the_plant_does_not_make_yet_until_it_ends(tmp_path) -> None:
    """The plant makes 600 kg in its first year and 800 in its second, which begins when the bridge has ended."""
    model = the_model(tmp_path, {"kind": "staged", "bridge_time": 2}, ("merchant", "plant"), plant={"ramp_up_shortfall": [0.4, 0.2]})
    rows = found(model)
    assert rows["merchant_volume_sold"] == [1000, 400, 0, 0, 0, 0, 0]
    assert rows["plant_volume_sold"] == [0, 600, 800, 1000, 1000, 1000, 1000]
    assert rows["revenue"] == [10_000, 10_000, 8000, 10_000, 10_000, 10_000, 10_000]


def test_a_partner_pays_its_share_of_the_capital_and_takes_its_share_of_the_cash(tmp_path) -> None:
    """The plant earns 8,000 before tax of (8,000 - 250) at 0.257 a year, of which the partner takes 0.3; of 5,000 USD it pays 0.4."""
    mix = {"kind": "partnership", "partner_capital_share": 0.4, "partner_cash_share": 0.3}
    rows = found(the_model(tmp_path, mix, ("plant",)))
    assert rows["partner_contribution"] == [2000, 0, 0, 0, 0, 0, 0]
    assert rows["partner_distribution"] == [0, *[1802.475] * 6]
    assert rows["net_cash_flow"] == [-3000, *[4205.775] * 6]


def test_a_fixed_volume_is_shared_too(tmp_path) -> None:
    """The buyers take 600 kg whatever they need, half of them from each; the other 400 are called without a contract, half from each."""
    fixed = {"price_terms": "spot", "volume_terms": "fixed", "first_year": 2028, "tenor": 6, "price_ratio": 1, "volume": 600}
    model = the_model(tmp_path, HALF, ("plant", "twin"), contracts={"buyers": fixed}, segments={"buyers": {"contract": "of_buyers"}})
    rows = found(model)
    for one in ("plant", "twin"):
        assert rows[f"{one}_buyers_contract_called"][1:] == [300] * 6
        assert rows[f"{one}_buyers_spot_called"][1:] == [200] * 6


def test_a_minimum_take_and_a_reservation_are_shared_too(tmp_path) -> None:
    """Of 1,200 kg at a minimum of 0.9 each has 540 as its minimum; of 600 kg held ready each holds 300."""
    terms = {"price_terms": "spot", "first_year": 2028, "tenor": 6, "price_ratio": 1}
    paid = {**terms, "volume_terms": "take_or_pay", "volume": 1200, "minimum_share": 0.9}
    held = {**terms, "volume_terms": "reservation", "volume": 600, "availability_price": 1}
    parts = {"buyers": {"contract": "of_buyers"}}
    for number, (contract, minimum, called) in enumerate(((paid, ("minimum_take", 540), 500), (held, ("reservation_called", 300), 300))):
        folder = tmp_path / str(number)
        rows = found(the_model(folder, HALF, ("plant", "twin"), contracts={"buyers": contract}, segments=parts))
        for one in ("plant", "twin"):
            assert rows[f"{one}_buyers_{minimum[0]}"][1:] == [minimum[1]] * 6
            assert rows[f"{one}_buyers_contract_called"][1:] == [called] * 6


def test_a_segment_that_only_one_of_two_serves_is_called_from_it_whole(tmp_path) -> None:
    """200 of the 1,000 kg go to buyers that take domestic goods first; of the other 800 each source has half."""
    parts = {"buyers": {"share": 0.8}, "reserve": {"share": 0.2, "domestic_first": True}}
    rows = found(the_model(tmp_path, HALF, ("plant", "merchant"), segments=parts))
    assert rows["plant_wanted"] == [600] * 7
    assert rows["plant_volume_sold"] == [0, *[600] * 6]
    assert rows["merchant_volume_sold"] == [800, *[400] * 6]
