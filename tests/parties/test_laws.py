"""Laws of the transfers between the parties, in the bundled cases: what one pays another receives, and nobody's money is left out."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import CASES

from roi.analysis.trials import base_case, base_values, one_trial
from roi.statement.model import build
from roi.statement.parties import INVESTOR, OTHERS, PARTIES, PRODUCER, PUBLIC, PURCHASER
from roi.study import load_case

TRIALS = (0, 7)
SCENARIOS = ("term_loan", "us_grant_30", "pills_production_credit", "sapir_on", "tariff_generics_25")
"""Laid over one case together: debt, a grant, a credit, a reserve and duties in the price."""


OF_MANY_KINDS = ("acetaminophen_ways", "amoxicillin_mixes")
"""Contract manufacture, a plant in a third country, two sources, bridges, a joint venture."""


@pytest.fixture(scope="module", params=(*CASES, *OF_MANY_KINDS, "everything"))
def found(request):
    """A case: its model, and its rows by option in the base case and in two trials."""
    everything = request.param == "everything"
    loaded = load_case(CASES[-1] if everything else request.param, SCENARIOS if everything else ())
    model = build(loaded.case, loaded.book)
    runs = [base_case(model, values) for values in (base_values(model), *(one_trial(model, 1, trial) for trial in TRIALS))]
    return model, [
        {name: {cell.name: run[cell] for cell in option.cells.values()} for name, option in model.options.items()} for run in runs
    ]


def close(left, right, scale) -> None:
    np.testing.assert_allclose(left, right, rtol=0, atol=1e-12 * max(1.0, float(np.abs(scale).max())))


def test_what_one_party_pays_another_receives(found) -> None:
    _, runs = found
    for run in runs:
        for rows in run.values():
            everybody = sum(rows[f"{party}_net"] for party in (INVESTOR, PURCHASER, PUBLIC, OTHERS))
            close(everybody, 0, rows["others_net"])


def test_the_net_of_every_party_is_what_its_rows_add_up_to(found) -> None:
    model, runs = found
    for run in runs:
        for name, rows in run.items():
            for party in PARTIES:
                mine = [one for one in model.transfers[name] if party in (one.payer, one.payee) and one.payer != one.payee]
                kept = [one for one in mine if not (party == PRODUCER and one.row == "producer_net")]
                net = sum((rows[one.row] if one.payee == party else -rows[one.row]) for one in kept)
                close(net, rows[f"{party}_net"], rows["others_net"])


def test_the_net_of_the_producer_is_the_net_cash_flow_and_of_the_owners_that_after_debt(found) -> None:
    _, runs = found
    for run in runs:
        for rows in run.values():
            close(rows["producer_net"], rows["net_cash_flow"], rows["others_net"])
            close(rows["investor_net"], rows.get("equity_cash_flow", rows["net_cash_flow"]), rows["others_net"])


def test_buyers_in_the_country_get_what_they_want_from_the_option_or_elsewhere(found) -> None:
    model, runs = found
    segments = model.book.markets[model.case.market].segments
    for name, segment in segments.items():
        for option in model.options.values():
            assert any(one.endswith(f"{name}_bought_elsewhere") for one in option.cells) is not segment.exported
    for run in runs:
        for rows in run.values():
            for name in segments:
                if f"{name}_bought_elsewhere" in rows:
                    assert (rows[f"{name}_bought_elsewhere"] >= 0).all()


def test_what_members_together_do_not_sell_is_bought_elsewhere_once() -> None:
    """Of two sources and of a bridge with its plant: what both deliver to retail and what is bought elsewhere is the demand of retail."""
    loaded = load_case("amoxicillin_mixes")
    model = build(loaded.case, loaded.book)
    for values in (base_values(model), one_trial(model, 1, TRIALS[1])):
        run = base_case(model, values)
        demand = run[model.common.cells["retail_demand"]]
        for name, members in (("two_sources", ("us_plant", "indian_merchant")), ("bridged", ("indian_merchant", "us_plant"))):
            cells = model.options[name].cells
            kinds = ("contract_volume", "spot_volume", "bought_elsewhere")
            served = [run[cells[f"{one}_retail_{kind}"]] for one in members for kind in kinds if f"{one}_retail_{kind}" in cells]
            np.testing.assert_allclose(sum(served), demand, rtol=1e-12)


def test_only_the_public_of_the_market_taxes_a_plant_at_home_and_others_one_abroad(found) -> None:
    model, _ = found
    for name in model.case.options:
        for member, option in model.case.simple_in(name).items():
            rows = {f"{member}_{tax}" if member else tax for tax in ("income_tax", "levered_income_tax")}
            taxes = {one.payee for one in model.transfers[name] if one.row in rows} - {INVESTOR}
            assert taxes == {PUBLIC if model.book.taxation[option.taxation].country == "us" else OTHERS}


def test_a_duty_on_the_key_material_moves_money_from_the_producer_to_the_public_and_nothing_else() -> None:
    with_duty, without = (_nets(CASES[0], scenarios) for scenarios in ((), ("section_301_lifted",)))
    moved = {party: with_duty[party] - without[party] for party in PARTIES}
    assert moved[PRODUCER].sum() < 0 < moved[PUBLIC].sum()
    np.testing.assert_allclose(moved[PRODUCER] + moved[PUBLIC], 0, atol=1e-6)
    for party in (PURCHASER, OTHERS):
        np.testing.assert_array_equal(moved[party], 0)


def test_a_grant_of_the_public_leaves_buyers_and_others_where_they_were() -> None:
    aided, plain = (_nets(CASES[0], scenarios) for scenarios in (("us_grant_30",), ()))
    moved = {party: aided[party] - plain[party] for party in PARTIES}
    assert moved[PRODUCER].sum() > 0 > moved[PUBLIC].sum()
    np.testing.assert_allclose(moved[PRODUCER] + moved[PUBLIC], 0, atol=1e-6)
    for party in (PURCHASER, OTHERS):
        np.testing.assert_array_equal(moved[party], 0)


def _nets(case: str, scenarios: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Net of each party for the plant at home."""
    loaded = load_case(case, scenarios)
    model = build(loaded.case, loaded.book)
    rows, option = base_case(model), model.options["us_continuous"]
    return {party: rows[option.cells[f"{party}_net"]] for party in PARTIES}
