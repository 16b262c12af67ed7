"""Laws of options made of others: what they come to where one member does everything, and that nobody is served twice."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from mixes.ways import found, the_model

import roi
from roi.analysis.measures import MEASURES
from roi.analysis.plan import plan
from roi.analysis.trials import base_values, draws, one_trial
from roi.errors import RoiError
from roi.formula import Direct, Tape
from roi.formula.kernel import Kernel
from roi.statement.model import build

CASE = "amoxicillin_mixes"
TRIALS = 200
MONEY = ("volume_sold", "revenue", "operating_cost", "income_tax", "working_capital_change", "cost_before_tax", "net_cash_flow", "npv")
"""Rows and measures in which two statements with different names can be compared."""


@pytest.fixture(scope="module")
def model(book):
    return build(book.cases[CASE], book)


def in_trials(model, cells, back_end=Tape):
    """Values of cells in some trials, by cell."""
    drawn = draws(model, plan(model, 1), 0, TRIALS)
    rest = {id: value for id, value in base_values(model).items() if id not in drawn}
    return back_end(cells, rest, len(model.calendar.years), drawn).run(drawn, TRIALS)


def rows_of(model, *names: str, option: str):
    """Rows of an option by name, (years, trials)."""
    cells = {name: model.options[option].cells[name] for name in names}
    values = in_trials(model, list(cells.values()))
    return {name: np.broadcast_to(values[cell], (values[cell].shape[0], TRIALS)) for name, cell in cells.items()}


def npvs(model, option: str):
    return rows_of(model, "npv", option=option)["npv"]


@pytest.mark.parametrize("members", [("plant", "merchant"), ("merchant", "plant")])
def test_a_source_with_the_whole_share_is_as_by_itself_once_it_supplies(tmp_path, members) -> None:
    """What the other supplies before is its own affair: the rows of the member are compared."""
    model = the_model(tmp_path, {"kind": "dual", "share": 1, "switching_time": 9}, members, plant={"ramp_up_shortfall": [0.4, 0.2]})
    both, alone = found(model), found(model, members[0])
    assert {name: both[f"{members[0]}_{name}"] for name in MONEY if name != "npv"} == {name: alone[name] for name in MONEY if name != "npv"}
    assert not any(both[f"{members[1]}_volume_sold"][3:])


@pytest.mark.parametrize("share", [0.25, 0.5])
@pytest.mark.parametrize("members", [("merchant", "other"), ("plant", "twin")])
def test_two_equal_sources_sell_as_one_whatever_the_shares(tmp_path, members, share) -> None:
    """Two equal plants cost twice the capital, so of plants only sales are compared."""
    model = the_model(tmp_path, {"kind": "dual", "share": share, "switching_time": 0.5}, members)
    both, alone = found(model), found(model, members[0])
    for name in MONEY if "merchant" in members else MONEY[:2]:
        assert both[name] == pytest.approx(alone[name], abs=1e-6)


def test_a_delay_laid_over_the_files_opens_a_gap_only_in_the_case_that_has_the_bridge() -> None:
    """The same plant stands in another case, which runs as before."""
    late = ["plants.acetaminophen_continuous_us.delay={value: 9, distribution: {kind: fixed, value: 9}}"]
    loaded = roi.load_case("acetaminophen_us_continuous", settings=late)
    assert "us_continuous" in build(loaded.case, loaded.book).options
    loaded = roi.load_case("acetaminophen_ways", settings=late)
    with pytest.raises(RoiError, match=r"the bridge ends before project year 7, .* begins in 12: nobody supplies in between"):
        build(loaded.case, loaded.book)


def test_a_bridge_that_never_runs_leaves_the_plant_alone(tmp_path) -> None:
    mix = {"kind": "staged", "bridge_time": 0, "gap_allowed": True}
    model = the_model(tmp_path, mix, ("merchant", "plant"), plant={"ramp_up_shortfall": [0.4, 0.2]})
    both, alone = found(model), found(model, "plant")
    assert {name: both[name] for name in MONEY} == {name: alone[name] for name in MONEY}
    # every row of the plant, but those of results over the years, which a member does not have
    mine = {name.removeprefix("plant_"): values for name, values in both.items() if name.startswith("plant_")}
    assert {name: values for name, values in mine.items() if name in alone} == {name: alone[name] for name in mine if name in alone}


def test_a_partner_without_shares_leaves_the_plant_alone(tmp_path) -> None:
    mix = {"kind": "partnership", "partner_capital_share": 0, "partner_cash_share": 0}
    model = the_model(tmp_path, mix, ("plant",))
    both, alone = found(model), found(model, "plant")
    assert {name: both[name] for name in both if name in alone} == {name: alone[name] for name in both if name in alone}
    assert {*MONEY, "levelised_cost", "payback", "cumulative_cash_flow"} <= {*both} & {*alone}


def test_a_partner_in_proportion_leaves_us_the_rest_in_every_trial(model) -> None:
    """Equal shares of the capital and of the cash scale the whole flow: 0.6 of it is ours, in the base case and in all trials."""
    np.testing.assert_allclose(npvs(model, "joint_venture"), 0.6 * npvs(model, "us_anchor"), rtol=1e-9)


@pytest.mark.parametrize(
    ("option", "members"), [("two_sources", ("us_plant", "indian_merchant")), ("bridged", ("indian_merchant", "us_plant"))]
)
def test_no_segment_is_served_beyond_its_demand_in_any_trial(model, option, members) -> None:
    """Of the tendered volume each member has at most the share called from it."""
    for segment, demand in (("federal", "tendered"), ("hospital", "demand"), ("retail", "demand"), ("export", "demand")):
        kinds = [kind for kind in ("contract_volume", "spot_volume") if f"{members[0]}_{segment}_{kind}" in model.options[option].cells]
        sold = rows_of(model, *[f"{member}_{segment}_{kind}" for member in members for kind in kinds], option=option)
        cell = model.common.cells[f"{segment}_{demand}"]
        wanted = in_trials(model, [cell])[cell]
        assert (sum(sold.values()) <= wanted * (1 + 1e-12)).all()


def test_shares_called_add_up_to_one_in_every_trial(model) -> None:
    for option in ("two_sources", "bridged"):
        shares = rows_of(model, "us_plant_called_share", "indian_merchant_called_share", option=option)
        np.testing.assert_allclose(sum(shares.values()), 1, rtol=1e-12)
        assert all((one >= 0).all() for one in shares.values())


def test_switching_sooner_never_sells_less(book) -> None:
    """In every year of every trial."""
    sold = []
    for time in (0.0, 0.1, 0.4, 2.0):
        mix = book.mixes["amoxicillin_half_each"]
        slow = mix.model_copy(update={"switching_time": mix.switching_time.model_copy(update={"value": time, "distribution": None})})
        laid = replace(book, mixes={**book.mixes, "amoxicillin_half_each": slow})
        sold.append(rows_of(build(laid.cases[CASE], laid), "volume_sold", option="two_sources")["volume_sold"])
    for sooner, later in pairwise(sold):
        assert (sooner >= later * (1 - 1e-12)).all()
    assert sold[0].sum() > sold[-1].sum()


def test_rows_run_directly_on_numbers_give_what_the_tape_gives(model) -> None:
    values, years = one_trial(model, 1, 3), len(model.calendar.years)
    for option in ("two_sources", "bridged", "joint_venture"):
        cells = [model.options[option].cells[name] for name in ("volume_sold", "net_cash_flow", "npv", "levelised_cost")]
        tape, direct = Tape(cells, values, years).run({}, 1), Direct(values, years)
        for cell in cells:
            expected = [direct.value(cell)] if cell.row.metric else direct.series(cell)
            np.testing.assert_allclose(np.broadcast_to(tape[cell][:, 0], len(expected)), expected, rtol=1e-12, atol=1e-6)


def test_the_kernel_gives_the_same_bits_as_the_tape(model) -> None:
    cells = [option.cells[name] for option in model.options.values() if model.case.options[option.name].members for name in MEASURES]
    compiled, plain = (in_trials(model, cells, back_end) for back_end in (Kernel, Tape))
    for cell in cells:
        assert compiled[cell].tobytes() == np.ascontiguousarray(np.broadcast_to(plain[cell], compiled[cell].shape)).tobytes()
