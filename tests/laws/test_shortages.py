"""Outages by cause in a case: who is hit together, a year worked by hand, what the other rows must leave as it is."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from conftest import CASES, SEED
from laws.calm import calm_book

import roi
from roi.analysis.plan import plan
from roi.analysis.trials import base_case, base_values, draws, one_trial
from roi.statement.model import build

PLACE = 6
"""A project year in which every option of the bundled cases operates."""

BAN = "risks.export_ban_in.lost"
SITES = ("plants.acetaminophen_continuous_us", "plants.acetaminophen_batch_in", "merchants.acetaminophen_in", "suppliers.p_aminophenol_cn")
PLAIN = ["countries.us.inflation=0", "finance.us_manufacturer.price_level_growth=0"]
"""General prices stay as they are, so that money of any year is that of the file."""

FIGURES = [
    "shortages.us_generics.expedited_share=0.5", "shortages.us_generics.expediting_freight=3", "drugs.acetaminophen.unmet_cost=0.1",
    "shortages.us_generics.found_elsewhere_share=0.8", "shortages.us_generics.replacement_price_rise=0.1",
]  # fmt: skip


@pytest.fixture(scope="module")
def named() -> list[str]:
    """Names of all bundled outages."""
    return list(roi.load_case(CASES[0]).book.disruptions)


def modelled(*settings: str, case: str = CASES[0]):
    loaded = roi.load_case(case, settings=list(settings))
    return build(loaded.case, loaded.book)


def rows(model, values=None) -> dict[str, np.ndarray]:
    return {cell.id: found for cell, found in base_case(model, values).items()}


def lost(share: float) -> np.ndarray:
    return np.where(np.arange(21) == PLACE, share, 0.0)


def alone(named, *kept: str) -> list[str]:
    return [f"risks.{name}.pinned=off" for name in named if name not in kept]


def test_one_act_of_state_hits_plant_and_merchant_of_a_country_in_the_same_year_of_the_same_trial() -> None:
    model = modelled()
    own = {name: {leaf.id for leaf in option.inputs.values()} for name, option in model.options.items()}
    assert BAN in own["india_batch"] & own["indian_merchant"]
    assert BAN not in own["us_continuous"]
    values = one_trial(model, SEED, 0, "random") | {BAN: lost(0.5)}
    found = rows(model, values)
    assert found["india_batch.running_share"][PLACE] <= 0.5
    assert found["indian_merchant.running_share"][PLACE] <= 0.5


def test_a_cut_off_of_materials_hits_every_plant_that_needs_them_and_the_merchants() -> None:
    model, id = modelled(), "risks.key_material_cut_cn.lost"
    assert all(id in {leaf.id for leaf in option.inputs.values()} for option in model.options.values())


def test_sites_fail_each_by_itself_as_often_as_the_rate_says() -> None:
    """None until the end of year 20: e^(−20 rate). Long-run share: rate D / (1 + rate D) with the mean D of the lognormal."""
    model, many = modelled(), 8000
    found = draws(model, plan(model, SEED, "random"), 0, many)
    late = {site: found[f"risks.other_failures.{site}.lost"] for site in SITES}
    calm = np.exp(-0.14 * 20)
    for values in late.values():
        assert (values.sum(axis=0) == 0).mean() == pytest.approx(calm, abs=4 * np.sqrt(calm * (1 - calm) / many))
    sigma = log(6 / 1) / 2 / 1.2815515655446004
    mean = np.sqrt(6) * np.exp(sigma**2 / 2) / 12
    shares = np.array([values[10:].mean(axis=0) for values in late.values()])
    for one in shares:
        assert one.mean() == pytest.approx(0.14 * mean / (1 + 0.14 * mean), abs=4 * one.std() / np.sqrt(many))
    apart = np.corrcoef(shares)[np.triu_indices(len(SITES), 1)]
    assert (np.abs(apart) < 4 / np.sqrt(many)).all()


def test_options_with_the_same_plant_fail_together() -> None:
    model = modelled(case="amoxicillin_anchor_customer")
    paths = [
        {leaf.id for leaf in option.inputs.values() if leaf.id.startswith("risks.other_failures.plants")}
        for option in model.options.values()
    ]
    assert paths[0] == paths[1] == paths[2] == {"risks.other_failures.plants.amoxicillin_continuous_us.lost"}


def test_three_months_without_supply_and_sixty_days_of_stock_by_hand(named) -> None:
    """The merchant is out for 0.25 of the year and has 60 / 365.25 = 0.164271 years in stock: 0.085729 is lost.

    Per kg lost: 0.8 found at a tenth more, 0.2 missing at 0.1 USD for 0.0005 kg: 0.08 × price + 40 USD. The price rises by 0.25 × 0.5.
    """
    model = modelled(*PLAIN, *FIGURES, *alone(named, "export_ban_in"), "routes.in_us_ocean.safety_stock_time=60")
    calm, found = rows(model), rows(model, base_values(model) | {BAN: lost(0.25)})

    def of(row: str) -> float:
        return found[f"indian_merchant.{row}"][PLACE]

    called = calm["indian_merchant.volume_sold"][PLACE]
    assert called > 0
    assert of("volume_possible") == pytest.approx(called)
    assert of("volume_lost") == pytest.approx((0.25 - 60 / 365.25) * called)
    assert of("volume_sold") == pytest.approx(called - of("volume_lost"))
    assert of("stock_drawn") == pytest.approx(60 / 365.25 * called)
    assert of("expediting_cost") == pytest.approx(0.5 * 60 / 365.25 * called * 3)
    price = found["market.market_price"][PLACE]
    assert price == pytest.approx(calm["market.market_price"][PLACE] * 1.125)
    assert of("shortage_cost") == pytest.approx(of("volume_lost") * (0.08 * price + 40))
    years = np.arange(21) != PLACE
    for row in ("volume_lost", "stock_drawn", "expediting_cost", "shortage_cost"):
        assert (found[f"indian_merchant.{row}"][years] == 0).all()
    discount = found["market.discount_factor"][PLACE]
    assert found["indian_merchant.shortage_cost_value"][0] == pytest.approx(of("shortage_cost") * discount)
    assert found["indian_merchant.volume_lost_share"][0] == pytest.approx(
        of("volume_lost") / calm["indian_merchant.volume_sold"].sum(), rel=1e-12
    )


def test_the_cost_to_purchasers_and_patients_is_no_cash_flow_of_the_option(named) -> None:
    free = "drugs.acetaminophen.unmet_cost=0"
    cheap, dear = (modelled(*alone(named, "export_ban_in"), *one) for one in ([free], []))
    found = [rows(model, base_values(model) | {BAN: lost(0.5)}) for model in (cheap, dear)]
    assert found[0]["indian_merchant.shortage_cost"][PLACE] < found[1]["indian_merchant.shortage_cost"][PLACE]
    assert found[0]["indian_merchant.net_cash_flow"].tobytes() == found[1]["indian_merchant.net_cash_flow"].tobytes()


def test_a_long_outage_costs_a_restart_and_a_short_one_none(named) -> None:
    """Threshold of two months, 0.15 of the time again: 0.25 years are followed by 0.0375, 0.1 years (1.2 months) by nothing."""
    model = modelled(*alone(named, "other_failures"))
    id = "risks.other_failures.plants.acetaminophen_continuous_us.lost"
    for share, left in ((0.25, 0.7125), (0.1, 0.9), (1.0, 0.0)):
        found = rows(model, base_values(model) | {id: lost(share)})
        assert found["us_continuous.running_share"][PLACE] == pytest.approx(left, abs=1e-12)
        assert found["us_continuous.saleable_capacity"][PLACE] == pytest.approx(left * found["us_continuous.undisturbed_capacity"][PLACE])


def test_what_a_closed_port_does_not_stop_goes_by_air(named) -> None:
    """Closed for a tenth of the year: 0.07 lost at a lost share of 0.7, 0.03 by air; half of the 0.07 from stock is replaced by air."""
    model = modelled(*PLAIN, *FIGURES, *alone(named, "port_strikes"))
    calm, found = rows(model), rows(model, base_values(model) | {"risks.port_strikes.lost": lost(0.07)})
    called = calm["indian_merchant.volume_sold"][PLACE]
    assert found["indian_merchant.volume_lost"][PLACE] == 0
    assert found["indian_merchant.diverted_volume"][PLACE] == pytest.approx(0.03 * called)
    assert found["indian_merchant.expediting_cost"][PLACE] == pytest.approx((0.03 + 0.5 * 0.07) * called * 3)
    used = calm["us_continuous.key_shipped_volume"][PLACE]
    assert found["us_continuous.key_expediting_cost"][PLACE] == pytest.approx((0.03 + 0.5 * 0.07) * used * 3)


def test_more_safety_stock_never_sells_less() -> None:
    generator = np.random.default_rng(20261122)
    few, more = (modelled(f"routes.in_us_ocean.safety_stock_time={days}") for days in (20, 90))
    for _ in range(8):
        taken = {BAN: generator.uniform(0, 1, 21) * generator.integers(0, 2, 21)}
        less, found = (rows(model, base_values(model) | taken) for model in (few, more))
        for option in ("india_batch", "indian_merchant"):
            assert (found[f"{option}.volume_sold"] >= less[f"{option}.volume_sold"] - 1e-6).all()
            assert (found[f"{option}.volume_lost"] <= less[f"{option}.volume_lost"] + 1e-6).all()


@pytest.mark.parametrize("case", CASES[:2])
def test_what_would_be_supplied_is_what_is_sold_when_supply_never_fails(case) -> None:
    """The same trials without outages, contracts and reservations included; prices do not rise, since tenders follow them."""
    level = [f"risks.{name}.price_rise=0" for name in ("export_ban_in", "key_material_cut_cn")]
    model = modelled(*level, case=case)
    calm = build(model.case, calm_book(model.book))
    for trial in range(3):
        values = one_trial(model, SEED, trial)
        found, undisturbed = rows(model, values), rows(calm, {id: values[id] for id in calm.bindings})
        for option in model.options:
            sold, possible = undisturbed[f"{option}.volume_sold"], found[f"{option}.volume_possible"]
            np.testing.assert_allclose(possible, sold, rtol=1e-9, atol=1e-6)
            np.testing.assert_allclose(found[f"{option}.volume_lost"], sold - found[f"{option}.volume_sold"], rtol=1e-9, atol=1e-3)


@pytest.mark.parametrize("case", CASES[:2])
def test_in_the_base_case_nothing_is_lost(case) -> None:
    found = rows(modelled(case=case))
    ends = ("volume_lost", "stock_drawn", "expediting_cost", "shortage_cost", "shortage_cost_value", "volume_lost_share", "restart_lost")
    lines = {id: values for id, values in found.items() if id.endswith(ends)}
    assert len(lines) > len(ends)
    assert all((values == 0).all() for values in lines.values())


def test_a_book_without_these_files_has_the_plain_rows(named) -> None:
    plain = rows(modelled(*alone(named)))
    silent = ("volume_lost", "volume_possible", "called_volume", "stock_drawn", "expediting_cost", "shortage_cost", "shortage_rise")
    assert not [id for id in plain if id.endswith(silent)]
