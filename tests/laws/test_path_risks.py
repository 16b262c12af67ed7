"""Prices, currencies and outages in a case: off they leave nothing, the base case has no shock, the trials follow closed forms."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
from conftest import CASES, SEED

import roi
from roi.analysis.measures import MEASURES
from roi.analysis.plan import plan
from roi.analysis.trials import base_case, base_values, one_trial, run_trials
from roi.analysis.trials import draws as drawn_by
from roi.statement.model import build
from roi.uncertainty import Sampler, draw_path, draw_paths

TRIALS = 300
MANY = 8000
ERROR = 4 / np.sqrt(MANY)  # four standard errors of a mean of values with standard deviation 1
PATHS = (
    "risks.acetaminophen_price.path", "risks.p_aminophenol_price.path", "risks.rupee.path",
    "risks.export_ban_in.lost", "risks.key_material_cut_cn.lost", "risks.port_strikes.lost",
    "risks.quality_shutdowns_us.plants.acetaminophen_continuous_us.lost",
    *(f"risks.quality_shutdowns_in.{site}.lost" for site in ("plants.acetaminophen_batch_in", "merchants.acetaminophen_in")),
    *(
        f"risks.{risk}.{site}.lost"
        for risk in ("natural_disasters", "cyber_incidents", "other_failures")
        for site in (
            "plants.acetaminophen_continuous_us", "plants.acetaminophen_batch_in",
            "merchants.acetaminophen_in", "suppliers.p_aminophenol_cn",
        )
    ),
)  # fmt: skip
PLACE = 6
"""A project year in which every option of the bundled cases operates."""


def draws(model, seed: int, start: int, stop: int) -> dict[str, np.ndarray]:
    """Independent draws: the errors of the tests are those of independent trials."""
    return drawn_by(model, plan(model, seed, "random"), start, stop)


def loaded(case: str, *settings: str, scenarios: tuple[str, ...] = ()):
    found = roi.load_case(case, scenarios=list(scenarios), settings=list(settings))
    return found.case, found.book


def modelled(*settings: str, case: str = CASES[0]):
    return build(*loaded(case, *settings))


def alone(*names: str) -> list[str]:
    """Settings that switch all other outages off."""
    return [f"risks.{name}.pinned=off" for name in loaded(CASES[0])[1].disruptions if name not in names]


def without_files(book):
    return replace(book, price_risks={}, currency_risks={}, disruptions={})


def bits(model) -> dict[str, bytes]:
    found = run_trials(model, TRIALS, SEED).measures
    return {f"{option}.{one}": values[one].tobytes() for option, values in found.items() for one in MEASURES}


def rows(model, values=None) -> dict[str, np.ndarray]:
    return {cell.id: found for cell, found in base_case(model, values).items()}


@pytest.mark.parametrize("case", CASES)
def test_risks_that_are_off_are_as_if_there_were_no_files(case) -> None:
    chosen, book = loaded(case, scenarios=("no_shocks",))
    off, never = build(chosen, book), build(chosen, without_files(book))
    assert bits(off) == bits(never)
    assert {id: found.tobytes() for id, found in rows(off).items()} == {id: found.tobytes() for id, found in rows(never).items()}


@pytest.mark.parametrize("case", CASES)
def test_in_the_base_case_nothing_happens(case) -> None:
    chosen, book = loaded(case)
    found, calm = rows(build(chosen, book)), rows(build(chosen, without_files(book)))
    assert set(calm) < set(found)
    for id, values in calm.items():
        np.testing.assert_allclose(found[id], values, rtol=1e-12, atol=1e-6, err_msg=id)


def test_a_path_moves_no_other_draw() -> None:
    chosen, book = loaded(CASES[0])
    found, calm = (draws(build(chosen, one), SEED, 0, TRIALS) for one in (book, without_files(book)))
    assert {id for id in set(found) - set(calm) if not id.startswith("shortages.") and not id.endswith(".unmet_cost")} == set(PATHS)
    assert all(found[id].tobytes() == values.tobytes() for id, values in calm.items())


def test_a_path_that_is_switched_off_leaves_the_others_as_they_are() -> None:
    every, some = (draws(modelled(*settings), SEED, 0, TRIALS) for settings in ((), ["risks.p_aminophenol_price.pinned=off"]))
    assert set(every) - set(some) == {"risks.p_aminophenol_price.path"}
    assert all(every[id].tobytes() == values.tobytes() for id, values in some.items())


def test_a_trial_alone_draws_its_path() -> None:
    model = modelled()
    company = draws(model, SEED, 0, 5000)
    for trial in (0, 7, 4095, 4096, 4999):
        alone = one_trial(model, SEED, trial, "random")
        assert all(alone[id].tobytes() == np.ascontiguousarray(company[id][:, trial]).tobytes() for id in model.paths)


def test_another_year_of_decision_leaves_the_shocks_of_the_years_as_they_are() -> None:
    """Steps of the rupee by calendar year, in logarithms."""
    early, late = (modelled(f"cases.{CASES[0]}.decision_year={year}") for year in (2027, 2030))
    steps = [np.diff(np.log(draws(model, SEED, 0, 50)["risks.rupee.path"]), axis=0) for model in (early, late)]
    np.testing.assert_allclose(steps[0][3:], steps[1][:-3], atol=1e-12)


@pytest.mark.parametrize("level", [None, 1.4])
def test_the_median_path_is_the_path_of_the_base_case(level) -> None:
    settings = [] if level is None else [f"risks.acetaminophen_price.level={LEVEL % level}"]
    model = modelled(*settings)
    found, base = draws(model, SEED, 0, MANY), base_values(model)
    for id in ("risks.acetaminophen_price.path", "risks.p_aminophenol_price.path", "risks.rupee.path"):
        assert (found[id][0] == 1).all()
        below = (found[id][1:] < base[id][1:, np.newaxis]).mean(axis=1)
        assert (np.abs(below - 0.5) <= ERROR * 0.5).all()
    # half of the way from 1 to the level, in logarithms, is gone after the half-life of 1.5 years
    assert base["risks.acetaminophen_price.path"][3] == pytest.approx((level or 1.0) ** (1 - 1 / 4), rel=1e-12)


LEVEL = (
    '{label: Long-run price, unit: "1", value: %s, source: judgement, locator: authors, retrieved: 2026-11-22, '
    "confidence: judgement, note: A test.}"
)


def test_prices_of_a_chain_move_together_and_chains_apart() -> None:
    """Loadings of 0.8 on one shock: a correlation of 0.64."""
    found = {id: np.log(values[1]) for id, values in draws(modelled(), SEED, 0, MANY).items() if id.endswith(".path")}
    drug, key, rupee = (found[f"risks.{name}.path"] for name in ("acetaminophen_price", "p_aminophenol_price", "rupee"))
    assert np.corrcoef(drug, key)[0, 1] == pytest.approx(0.64, abs=ERROR)
    assert np.corrcoef(drug, rupee)[0, 1] == pytest.approx(0, abs=ERROR)


def test_a_price_spreads_in_the_long_run_as_its_half_life_lets_it() -> None:
    """Ornstein and Uhlenbeck: standard deviation of the logarithm volatility / √(2 ln 2 / half-life)."""
    late = np.log(draws(modelled(), SEED, 0, MANY)["risks.acetaminophen_price.path"][-1])
    assert late.std() == pytest.approx(0.25 / np.sqrt(2 * log(2) / 1.5), rel=ERROR)


def test_a_price_whose_shocks_last_spreads_with_the_root_of_time() -> None:
    chosen, book = loaded(CASES[0])
    lasting = {"process": "geometric_brownian", "half_life": None, "shared": None}
    risk = book.price_risks["acetaminophen_price"].model_copy(update=lasting)
    model = build(chosen, replace(book, price_risks={**book.price_risks, "acetaminophen_price": risk}))
    logs = np.log(draws(model, SEED, 0, MANY)["risks.acetaminophen_price.path"])
    for year in (1, 9, 20):
        assert logs[year].std() == pytest.approx(0.25 * np.sqrt(year), rel=ERROR)


def test_a_typed_path_moves_the_price_it_names_and_what_follows_it() -> None:
    model = modelled()
    before = rows(model)
    years = len(model.calendar.years)
    for risk, moved in (
        ("acetaminophen_price", ("market.market_price", "indian_merchant.goods_value")),
        ("p_aminophenol_price", ("us_continuous.key_goods_value", "india_batch.key_goods_value")),
    ):
        after = rows(model, base_values(model) | {f"risks.{risk}.path": np.linspace(1, 2, years)})
        for id in moved:
            np.testing.assert_allclose(after[id], before[id] * np.linspace(1, 2, years), rtol=1e-12)
        still = {"us_continuous.retail_contract_price", "us_continuous.cost_index", *({"market.market_price"} - set(moved))}
        assert all(after[id].tobytes() == before[id].tobytes() for id in still)


def test_where_the_drift_is_the_inflation_difference_costs_abroad_rise_as_prices_at_home() -> None:
    """Purchasing power parity in every trial, whatever the inflations drawn are, when nothing shocks the rupee."""
    drift = 1.0499 / 1.0285 - 1
    model = modelled(f"countries.in.currency_drift={drift!r}", "risks.rupee.volatility=0")
    for trial in range(20):
        values = one_trial(model, SEED, trial, "random")
        found = rows(model, values)
        assert values["countries.in.inflation"] != base_values(model)["countries.in.inflation"]
        np.testing.assert_allclose(found["india_batch.cost_index"], found["market.general_price_index"], rtol=1e-12)


def test_the_median_cost_abroad_is_that_of_the_drift_and_a_shock_lasts() -> None:
    """Inflation 4.99 and 2.85, drift 3.45 percent, all certain: the median in dollars is (1.0499 / 1.0345)^t, spread 4.86 percent × √t."""
    certain = ["countries.in.inflation=0.0499", "countries.us.inflation=0.0285", "countries.in.currency_drift=0.0345"]
    model = modelled(*certain)
    found, t = draws(model, SEED, 0, MANY)["risks.rupee.path"], np.arange(len(model.calendar.years))
    np.testing.assert_allclose(rows(model)["india_batch.cost_index"], (1.0499 / 1.0345) ** t, rtol=1e-12)
    trial = rows(model, one_trial(model, SEED, 3, "random"))["india_batch.cost_index"]
    np.testing.assert_allclose(trial, (1.0499 / 1.0345) ** t / found[:, 3], rtol=1e-12)
    logs = np.log(found)
    assert (np.abs(logs.mean(axis=1)) <= ERROR * 0.0486 * np.sqrt(t)).all()
    assert (np.abs(logs.std(axis=1) - 0.0486 * np.sqrt(t)) <= ERROR * 0.0486 * np.sqrt(t)).all()


LASTS = (
    "{label: How long an outage lasts, unit: month, distribution: {kind: lognormal, p10: 1, p90: 6}, source: judgement, locator: authors, "
    "retrieved: 2026-11-22, confidence: judgement, note: A test.}"
)


def test_outages_begin_and_last_as_their_figures_say() -> None:
    """None until the end of year t: e^(−rate t). Later rate D / (1 + rate D) is lost; D is the mean of the lognormal."""
    often = modelled("risks.export_ban_in.yearly_rate=0.27", f"risks.export_ban_in.duration={LASTS}")
    lost = draws(often, SEED, 0, MANY)["risks.export_ban_in.lost"]
    assert (lost[0] == 0).all()
    for year in (1, 5, 20):
        calm = np.exp(-0.27 * year)
        assert (lost[: year + 1].sum(axis=0) == 0).mean() == pytest.approx(calm, abs=ERROR * np.sqrt(calm * (1 - calm)))
    sigma = log(6 / 1) / 2 / 1.2815515655446004
    mean = np.sqrt(1 * 6) * np.exp(sigma**2 / 2) / 12
    late = lost[10:].mean(axis=0)
    assert late.mean() == pytest.approx(0.27 * mean / (1 + 0.27 * mean), abs=ERROR * late.std())


def test_an_outage_takes_the_share_of_supply_that_its_figure_says() -> None:
    failures = "risks.other_failures"
    site = f"{failures}.plants.acetaminophen_continuous_us.lost"
    long = f"{failures}.duration=36"  # months
    whole, half = (draws(modelled(long, *one), SEED, 0, TRIALS)[site] for one in ((), [f"{failures}.lost_share=0.5"]))
    assert whole.max() == 1
    assert np.array_equal(half, whole / 2)


LOST = np.zeros(21)
LOST[PLACE : PLACE + 5] = (0.5, 1.0, 0.25, 0.0, 0.1)
STOCK = "routes.in_us_ocean.safety_stock_time=73.05"  # days: a fifth of a year
SUPPLIED = {PLACE - 1: 1.0, PLACE: 0.7, PLACE + 1: 0.0, PLACE + 2: 0.75, PLACE + 3: 1.0, PLACE + 4: 1.0, PLACE + 5: 1.0}
"""By hand: the stock of 0.2 helps in the first year of an outage, is full again after a year without one, and covers 0.1."""


def test_an_outage_of_the_merchant_is_sold_from_stock_first_then_not_at_all() -> None:
    model = modelled(STOCK)
    calm, found = rows(model), rows(model, base_values(model) | {"risks.export_ban_in.lost": LOST})
    for place, share in SUPPLIED.items():
        assert found["indian_merchant.supplied_share"][place] == pytest.approx(share, abs=1e-12)
        sold = calm["indian_merchant.volume_sold"][place]
        assert found["indian_merchant.volume_sold"][place] == pytest.approx(share * sold, abs=1e-6)
        assert found["india_batch.saleable_capacity"][place] == pytest.approx(share * calm["india_batch.saleable_capacity"][place])
    assert found["us_continuous.volume_sold"].tobytes() == calm["us_continuous.volume_sold"].tobytes()


def test_an_outage_of_the_key_starting_material_stops_every_plant_that_needs_it() -> None:
    """Half a year lost, a stock of 0.2 on the way to each plant: 0.7 of the capacity; the plant in India has product in stock besides."""
    stocks = ["routes.cn_us_ocean.safety_stock_time=73.05", "routes.cn_in_ocean.safety_stock_time=73.05", STOCK]
    model = modelled(*stocks, *alone("key_material_cut_cn"), "risks.key_material_cut_cn.merchants_in=[cn]")
    calm, found = rows(model), rows(model, base_values(model) | {"risks.key_material_cut_cn.lost": LOST})
    for option, share in (("us_continuous", 0.7), ("india_batch", 0.9)):
        assert found[f"{option}.key_supplied_share"][PLACE] == pytest.approx(0.7)
        capacity = f"{option}.saleable_capacity"
        assert found[capacity][PLACE] == pytest.approx(share * calm[capacity][PLACE])
    assert found["indian_merchant.volume_sold"].tobytes() == calm["indian_merchant.volume_sold"].tobytes()


def test_one_event_that_hits_plant_and_supplier_counts_once_two_events_multiply() -> None:
    half = np.where(np.arange(21) == PLACE, 0.5, 0.0)
    both = "risks.key_material_cut_cn.suppliers_in=[in]"
    one = modelled("risks.export_ban_in.suppliers_in=[cn]", both, *alone("export_ban_in", "key_material_cut_cn"))
    found = rows(one, base_values(one) | {"risks.export_ban_in.lost": half})
    assert "india_batch.key_supplied_share" not in found
    assert found["india_batch.running_share"][PLACE] == 0.5
    assert found["us_continuous.key_running_share"][PLACE] == 0.5
    two = modelled("routes.cn_in_ocean.safety_stock_time=0", "risks.key_material_cut_cn.merchants_in=[cn]")
    found = rows(two, base_values(two) | {"risks.export_ban_in.lost": half, "risks.key_material_cut_cn.lost": half})
    assert found["india_batch.running_share"][PLACE] == 0.25


def test_a_closed_route_stops_what_travels_on_it() -> None:
    model = modelled("risks.export_ban_in.merchants_in=[]", "risks.export_ban_in.plants_in=[]", "risks.export_ban_in.routes=[in_us_ocean]")
    found = rows(model, base_values(model) | {"risks.export_ban_in.lost": LOST})
    for option in ("india_batch", "indian_merchant"):
        assert found[f"{option}.running_share"][PLACE + 1] == 0
    assert "risks.export_ban_in.lost" not in {leaf.id for leaf in model.options["us_continuous"].inputs.values()}


def test_more_outages_never_bring_more_sales() -> None:
    model = modelled()
    generator = np.random.default_rng(20261122)
    for _ in range(20):
        low = generator.uniform(0, 0.5, 21) * generator.integers(0, 2, 21)
        high = low + generator.uniform(0, 0.5, 21) * generator.integers(0, 2, 21)
        less, more = (rows(model, base_values(model) | {"risks.export_ban_in.lost": one}) for one in (low, high))
        for option in ("india_batch", "indian_merchant"):
            assert (more[f"{option}.volume_sold"] <= less[f"{option}.volume_sold"] + 1e-6).all()


def test_paths_drawn_together_are_those_drawn_alone() -> None:
    """Two of them have a shock in common, which is drawn once."""
    loaded = roi.load_case(CASES[0])
    paths, uniform = build(loaded.case, loaded.book).paths, Sampler("sobol", SEED).uniform
    together = draw_paths(paths, uniform, 5, MANY)
    assert [one.tobytes() for one in together.values()] == [draw_path(one, uniform, 5, MANY).tobytes() for one in paths.values()]
