"""Laws that hold for every option of the bundled cases, in the base case and in trials, whatever the figures are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy_financial as npf
import pytest

from roi.analysis.trials import base_case, base_values, one_trial
from roi.formula import Direct, Tape
from roi.statement.cash_flow import LEVELISED_SECTION

TRIALS = (0, 1, 399)
NOT_COSTS = {
    "revenue", "operating_cost", "customs_value", "key_customs_value", "bonus_depreciation", "scheduled_depreciation",
    "building_bonus_depreciation", "building_scheduled_depreciation", "tax_depreciation",
    "profit_before_tax", "loss_added", "loss_used", "loss_lapsed", "taxable_income",
    "tax_before_credits", "income_tax", "cost_before_tax", "net_cash_flow", "lowest_step",
}  # fmt: skip
"""Yearly amounts that are values, sums, deductions or tax, not costs of their own."""
PAID_BY_OTHERS = ("_paid_over_low_offer", "replacement_cost", "unmet_dose_cost", "shortage_cost", "not_bought_cost")
"""What public buyers pay over the low offer: it is in their revenue already. What purchasers and patients bear in a shortage."""
SUPPORT = ("grant", "export_rebate", "property_tax_relief")


OF_BUYERS = (
    "_contract_revenue", "_spot_revenue", "_deficiency_payment", "_availability_payment", "_difference_payment", "_make_up_credit",
    "_damages", "_penalty", "_rebate", "_distributor_keeps", "_unpaid_invoices",
)  # fmt: skip
"""What a segment of buyers pays, or is paid, under its contract or without one."""


class Flows:
    """Rows and measures of one option for one set of inputs."""

    def __init__(self, model, option: str, values: Mapping[str, object] | None = None) -> None:
        self._statement, self._common = model.options[option], model.common
        self._found = base_case(model, values)

    def __getitem__(self, name: str):
        cells = self._statement.cells if name in self._statement.cells else self._common.cells
        found = self._found[cells[name]]
        return float(found[0]) if cells[name].row.metric else found

    def total(self, *names: str):
        return sum((self[name] for name in names), np.zeros(len(self["net_cash_flow"])))


def cost_rows(statement) -> list[str]:
    names = [cell.name.removeprefix("levelised_") for cell in statement.metrics if cell.row.section == LEVELISED_SECTION]
    return [name for name in names if name not in ("capital_spending", "working_capital_change", *SUPPORT)]


def inputs(model):
    """The base case and some trials."""
    return [base_values(model), *(one_trial(model, 1, trial) for trial in TRIALS)]


def profitable(model):
    """Inputs at which plants earn money after years of losses: twice the market price, and no deduction of all capital at once."""
    prices = {id: value * 2 for id, value in base_values(model).items() if id.startswith("markets.") and id.endswith(".price")}
    shares = {id: value / 2 for id, value in base_values(model).items() if id.endswith(".share_of_market_price")}
    return base_values(model) | prices | shares


def close(left, right, scale=None) -> None:
    size = np.abs(right if scale is None else scale).max()
    np.testing.assert_allclose(left, right, rtol=0, atol=1e-12 * max(1.0, float(size)))


def test_rows_run_on_plain_numbers_equal_the_tape_to_the_bit(model) -> None:
    for values in inputs(model):
        direct, tape = Direct(values, len(model.calendar.years)), base_case(model, values)
        for cell in model.cells:
            found = [direct.value(cell)] if cell.row.metric else direct.series(cell)
            assert np.array_equal(np.array(found, dtype=float), tape[cell], equal_nan=True), cell.id


def test_costs_taxes_and_capital_add_up_to_the_net_cash_flow(model) -> None:
    for values in inputs(model):
        for name, option in model.options.items():
            flows = Flows(model, name, values)
            spending = ["capital_spending"] if "capital_spending" in option.cells else []
            outflows = flows.total("operating_cost", "income_tax", *spending, "working_capital_change")
            support = flows.total(*(set(SUPPORT) & set(option.cells)))
            close(flows["net_cash_flow"], flows["revenue"] + support - outflows, scale=flows["revenue"])
            close(flows["operating_cost"], flows.total(*cost_rows(option)), scale=flows["operating_cost"])


def of_a_party(cell) -> bool:
    section = cell.row.section.partition(":")[0]
    return section in ("Purchaser", "Public", "Nets by party") or cell.name.endswith(("bought_elsewhere_cost", "price_premium"))


def test_no_yearly_amount_is_left_out_of_the_costs(model) -> None:
    for name, option in model.options.items():
        amounts = {cell.name for cell in option.rows if str(cell.row.unit) == "USD/year" and not of_a_party(cell)}
        sales = {name for name in amounts if name.endswith((*OF_BUYERS, *PAID_BY_OTHERS))}
        left_out = amounts - NOT_COSTS - sales - set(cost_rows(option)) - {"capital_spending", "working_capital_change", *SUPPORT}
        own_goods = model.case.options[name].kind == "own_plant" and "goods_value" in option.cells
        assert left_out == ({"goods_value"} if own_goods else set())


def test_net_present_value_is_that_of_numpy_financial(model) -> None:
    for values in inputs(model):
        rate = float(next(value for id, value in values.items() if id.startswith("finance.") and id.endswith("discount_rate")))
        for name in model.options:
            flows = Flows(model, name, values)
            assert flows["npv"] == pytest.approx(npf.npv(rate, flows["net_cash_flow"]), rel=1e-10)


def test_value_before_tax_is_price_less_cost_of_what_is_sold(model) -> None:
    for values in inputs(model):
        for name in model.options:
            flows = Flows(model, name, values)
            before_tax = flows["npv"] + flows["income_tax"] @ flows["discount_factor"]
            sold = flows["volume_sold"] @ flows["discount_factor"]
            margin = (flows["levelised_price"] - flows["levelised_cost"]) * sold
            assert margin == pytest.approx(before_tax, abs=1e-9 * flows["levelised_price"] * sold)


def test_a_rate_of_return_put_back_gives_a_net_present_value_of_0(model) -> None:
    solved = 0
    for values in [*inputs(model), profitable(model)]:
        for name in model.options:
            flows = Flows(model, name, values)
            if flows["irr_roots"] == 1:
                solved += 1
                size = npf.npv(flows["irr"], np.abs(flows["net_cash_flow"]))
                assert abs(npf.npv(flows["irr"], flows["net_cash_flow"])) < 1e-9 * size
            else:
                assert np.isnan(flows["irr"])
    assert solved > 2


def test_the_value_of_the_difference_is_the_difference_of_the_values(study) -> None:
    comparison, model = study.comparison, study.comparison.model
    reference = comparison.reference
    for trial in TRIALS:
        values = one_trial(model, 1, trial)
        base = Flows(model, reference, values)
        for name in comparison.against:
            option = Flows(model, name, values)
            of_difference = (option["net_cash_flow"] - base["net_cash_flow"]) @ option["discount_factor"]
            by_trial = comparison.trials.measures[name]["npv"][trial] - comparison.trials.measures[reference]["npv"][trial]
            assert of_difference == pytest.approx(by_trial, rel=1e-9)


def test_a_higher_duty_never_helps_the_importer(model) -> None:
    """400 pairs of rates by layer and year, from 0 to 200 percent, the second nowhere lower; prices stay."""
    years, pairs = len(model.calendar.years), 400
    generator = np.random.default_rng(20261121)
    layers = [id for id in model.bindings if ".tariff." in id and ".options." in id]
    assert layers
    low = {id: generator.uniform(0, 2, (years, pairs)) for id in layers}
    high = {id: rates + generator.uniform(0, 1, (years, pairs)) * generator.integers(0, 2, (years, pairs)) for id, rates in low.items()}
    fixed = {id: value for id, value in base_values(model).items() if id not in layers}
    npvs = {name: option.cells["npv"] for name, option in model.options.items()}
    tape = Tape(list(npvs.values()), fixed, years, layers)
    before, after = tape.run(low, pairs), tape.run(high, pairs)
    for name, cell in npvs.items():
        assert (after[cell] <= before[cell]).all(), name
        touched = any(f".options.{name}." in id for id in layers)
        assert (after[cell] < before[cell]).mean() > 0.99 or not touched


def test_without_a_tariff_layer_no_duty_is_paid(model) -> None:
    values = {id: value * 0 if ".tariff." in id else value for id, value in base_values(model).items()}
    for name, option in model.options.items():
        for row in {"customs_duty", "key_customs_duty"} & set(option.cells):
            assert not Flows(model, name, values)[row].any()


def test_the_duty_is_the_customs_value_at_the_sum_of_the_layers(model) -> None:
    for name, option in model.options.items():
        for prefix in ("", "key_"):
            if f"{prefix}customs_duty" in option.cells:
                flows, role = Flows(model, name), "key." if prefix else ""
                layers = [one.value for id, one in model.bindings.items() if f".options.{name}.{role}tariff." in id]
                close(
                    flows[f"{prefix}customs_duty"], flows[f"{prefix}customs_value"] * np.sum(layers, axis=0), flows[f"{prefix}goods_value"]
                )


def test_who_buys_nothing_pays_nothing(model) -> None:
    nothing = {id: 0.0 for id in model.bindings if id.startswith(("markets.", "contracts.")) and id.endswith(".volume")}
    values = base_values(model) | nothing
    for name, option in model.options.items():
        flows = Flows(model, name, values)
        by_volume = [row for row in cost_rows(option) if "goods" in row or "freight" in row or "duty" in row or "fee" in row]
        by_volume = [row for row in by_volume if row != "facility_fee"] + [row for row in cost_rows(option) if "brokerage" in row]
        assert by_volume
        for row in ["volume_sold", "revenue", *by_volume]:
            assert not flows[row].any(), row
        if model.case.options[name].kind == "merchant_import":
            assert flows["npv"] == 0
            assert not flows["net_cash_flow"].any()
            assert np.isnan(flows["levelised_cost"])


def test_depreciation_deducts_the_capital_and_never_more(model) -> None:
    """All of it where first-year shares are whole; of a declining balance the rest is left.

    A building that a delay brings into service too late for the first-year share (26 U.S.C. 168(n)) is written off by its table.
    """
    whole = {id: value * 0 + 1 for id, value in base_values(model).items() if id.endswith(("bonus_share", "service_share"))}
    table = model.book.depreciation["macrs_39_month_1"].rates.table
    for values in [*inputs(model), *(one | whole for one in inputs(model))]:
        for name in (name for name, option in model.options.items() if "capital_spending" in option.cells):
            flows = Flows(model, name, values)
            spent = flows["capital_spending"].sum()
            left = sum(flows[row][-1] for row in model.options[name].cells if row.endswith("written_down_value"))
            if "building_bonus_depreciation" in model.options[name].cells and not flows["building_bonus_depreciation"].any():
                years = int((flows["age"] >= 0).sum())
                left += flows["building_tax_basis"][-1] * (1 - sum(table[:years]))
            assert flows["tax_depreciation"].sum() + left == pytest.approx(spent, rel=1e-12)
            assert not flows["tax_depreciation"][flows["age"] < 0].any()


def test_without_a_first_year_share_each_line_follows_its_table(model) -> None:
    without = {id: value * 0 for id, value in base_values(model).items() if id.endswith("bonus_share")}
    at_home = [name for name, option in model.case.options.items() if option.plant and option.taxation == "us"]
    assert at_home
    for name in at_home:
        flows = Flows(model, name, base_values(model) | without)
        years = int((flows["age"] >= 0).sum())
        plant = model.book.plants[model.case.options[name].plant]
        spent, building = flows["capital_spending"].sum(), plant.building_share.value
        table = model.book.depreciation["macrs_39_month_1"].rates.table
        assert flows["scheduled_depreciation"].sum() == pytest.approx(spent * (1 - building), rel=1e-12)
        assert flows["building_scheduled_depreciation"].sum() == pytest.approx(spent * building * sum(table[:years]), rel=1e-12)


def test_losses_carried_forward_balance_and_are_used_within_the_limit(model) -> None:
    used = 0.0
    for values in [*inputs(model), profitable(model)]:
        for name in model.options:
            taxation = model.book.taxation[model.case.options[name].taxation]
            assert taxation.loss_rule.startswith("carryforward")
            flows = Flows(model, name, values)
            opening, profit = np.concatenate([[0.0], flows["loss_pool"][:-1]]), flows["profit_before_tax"]
            share = (
                float(values[f"taxation.{model.case.options[name].taxation}.loss_limit"]) if taxation.loss_rule != "carryforward" else 1.0
            )
            size = np.abs(profit).max()
            lapsed = flows["loss_lapsed"] if "loss_lapsed" in model.options[name].cells else 0.0
            close(flows["loss_pool"], opening + flows["loss_added"] - flows["loss_used"] - lapsed, size)
            close(flows["loss_added"], np.maximum(0, -profit), size)
            close(flows["loss_used"], np.minimum(opening, share * np.maximum(0, profit)), size)
            close(flows["taxable_income"], np.maximum(0, profit) - flows["loss_used"], size)
            assert (flows["loss_pool"] >= -1e-6).all()
            assert (flows["income_tax"] >= 0).all()
            used += flows["loss_used"].sum()
    assert used > 0


def test_working_capital_returns_in_the_last_year(model) -> None:
    for values in inputs(model):
        for name in model.options:
            flows = Flows(model, name, values)
            assert flows["working_capital"][-1] == 0
            assert flows["working_capital"].max() > 0
            assert abs(flows["working_capital_change"].sum()) < 1e-9 * flows["working_capital"].max()


def test_nobody_sells_more_than_is_called_for_or_the_plant_can_release(model) -> None:
    for values in inputs(model):
        for name, option in model.options.items():
            flows = Flows(model, name, values)
            called = [flows[name] for name in option.cells if name.endswith(("_contract_called", "_spot_called"))]
            assert (flows["volume_sold"] <= sum(called) * (1 + 1e-12)).all()
            if "saleable_capacity" in option.cells:
                assert (flows["volume_sold"] <= flows["saleable_capacity"] * (1 + 1e-12)).all()
            assert not flows["volume_sold"][flows["operating"] == 0].any()


def test_sales_and_payments_of_all_segments_add_up_to_those_of_the_option(model) -> None:
    less = ("_make_up_credit", "_penalty", "_rebate", "_distributor_keeps", "_unpaid_invoices")
    for values in inputs(model):
        for name, option in model.options.items():
            flows = Flows(model, name, values)
            sold = [row for row in option.cells if row.endswith(("_contract_volume", "_spot_volume"))]
            lost = [row for row in option.cells if row.endswith(less) and row.removeprefix("levelised_") not in SUPPORT]
            paid = [row for row in option.cells if row.endswith(OF_BUYERS) and not row.endswith((*less, "_damages"))]
            close(flows["volume_sold"], flows.total(*sold))
            close(flows["revenue"], flows.total(*paid) - flows.total(*lost), scale=flows["revenue"])
