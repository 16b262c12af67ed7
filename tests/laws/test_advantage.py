"""The advantage of a plant abroad: shares that add up, whatever the order, and mixtures that are what a user would set."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from conftest import CASES

from roi.analysis.advantage import GROUPS, PLACE, SUPPORT, foreign_advantages, group_of, shapley
from roi.analysis.trials import base_case
from roi.book import load_book, parse_set
from roi.paths import bundled
from roi.statement.model import build

LABOUR = {"labour_hours": "h/year", "quality_share": '"1"', "overhead_share": '"1"'}


def with_tax(model, option: str) -> float:
    """Levelised cost with income tax, from the rows of the option."""
    found = base_case(model)
    cells, factor = model.options[option].cells, found[model.common.cells["discount_factor"]]
    cost = found[cells["cost_before_tax"]] + found[cells["income_tax"]]
    return float((cost * factor).sum() / (found[cells["volume_sold"]] * factor).sum())


def coalitions(players: int):
    return product((False, True), repeat=players)


def test_the_glove_game_is_shared_as_in_the_textbook() -> None:
    """One has a left glove, two a right one; a pair is worth 1. Shapley (1953): 2/3 and 1/6 each."""
    worth = {flags: float(flags[0] and (flags[1] or flags[2])) for flags in coalitions(3)}
    assert shapley(3, worth) == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_the_shares_are_the_mean_over_all_orders_and_do_not_depend_on_the_numbering() -> None:
    worth = {flags: (1 + flags[0]) * (2 + 3 * flags[1]) * (1 + 0.5 * flags[2]) - flags[0] * flags[3] * 0.7 for flags in coalitions(4)}
    gains = [0.0] * 4
    for order in permutations(range(4)):
        flags = [False] * 4
        for player in order:
            before = worth[tuple(flags)]
            flags[player] = True
            gains[player] += (worth[tuple(flags)] - before) / 24
    assert shapley(4, worth) == pytest.approx(gains)
    turned = {tuple(reversed(flags)): value for flags, value in worth.items()}
    assert shapley(4, turned) == pytest.approx(list(reversed(gains)))


def test_a_case_without_a_plant_abroad_has_none(studies) -> None:
    assert foreign_advantages(studies["amoxicillin_anchor_customer"].comparison.model) == ()


@pytest.mark.parametrize("case", ["acetaminophen_us_continuous", "amoxicillin_us_continuous"])
def test_the_shares_add_up_to_the_difference_of_the_costs_of_the_two_plants(case, studies) -> None:
    model = studies[case].comparison.model
    (found,) = foreign_advantages(model)
    assert (found.domestic, found.foreign) == ("us_continuous", "india_batch")
    assert found.costs == pytest.approx((with_tax(model, "us_continuous"), with_tax(model, "india_batch")), rel=1e-12)
    assert sum(found.shares.values()) == pytest.approx(found.costs[0] - found.costs[1], abs=1e-12 * found.costs[0])
    assert set(found.shares) == {*GROUPS, PLACE, SUPPORT}


def test_a_group_in_which_the_two_do_not_differ_has_no_share(book) -> None:
    case = CASES[0]
    ours, theirs = (book.plants[f"acetaminophen_{one}"] for one in ("continuous_us", "batch_in"))
    texts = [f"{getattr(ours, key).id}={getattr(theirs, key).value!r}" for key in LABOUR]
    texts.append(f"countries.us.operator_wage={{value: {book.countries['in'].operator_wage.value!r}, dollar_year: 2024}}")
    same = load_book([bundled("assumptions")], [parse_set(texts)])
    (found,) = foreign_advantages(build(same.cases[case], same))
    assert found.shares["labour"] == pytest.approx(0, abs=1e-12)
    (before,) = foreign_advantages(build(book.cases[case], book))
    assert before.shares["labour"] > 0.1
    # what labour costs at home is then what the mixture of the two plants was
    assert found.costs[0] < before.costs[0]
    assert found.costs[1] == pytest.approx(before.costs[1], rel=1e-12)


def test_dearer_labour_at_home_adds_to_the_share_of_labour_and_to_no_other_cost_abroad(book) -> None:
    case = CASES[0]
    wage = book.countries["us"].operator_wage.value
    dearer = load_book([bundled("assumptions")], [parse_set([f"countries.us.operator_wage={2 * wage!r}"])])
    (before,), (after,) = (foreign_advantages(build(one.cases[case], one)) for one in (book, dearer))
    assert after.shares["labour"] > before.shares["labour"]
    assert after.costs[1] == before.costs[1]


def test_every_input_of_a_plant_has_a_group_and_the_rest_goes_with_the_place() -> None:
    assert group_of("plant.labour_hours") == "labour"
    assert group_of("plant.delay") == "capital and capacity"
    assert group_of("country.natural_gas_price") == group_of("plant.other_utilities") == "energy"
    assert group_of("process.steps.one.step_yield") == group_of("key.supplier.fob_price") == "materials"
    assert group_of("key.tariff.layers.mfn") == group_of("route.freight") == group_of("country.inflation") == PLACE
    assert group_of("support.grant.share") == SUPPORT


@pytest.mark.parametrize(
    ("settings", "sign"),
    [
        ((), 1),  # the Indian plant has its export rebate
        (("incentives.us_grant.share=0.3", "incentives.us_production_credit.rate=0.1"), -1),
    ],
)
def test_public_support_is_what_it_changes_in_the_two_plants_and_the_other_shares_do_without(settings, sign) -> None:
    """Oracle: the same case without any support, by setting every incentive to 0."""
    none = ["incentives.in_rodtep.rate=0"]
    bare, aided = (_advantage_with(texts) for texts in (none, settings))
    changed = [with_aid - without for with_aid, without in zip(aided.costs, bare.costs, strict=True)]
    assert aided.shares[SUPPORT] == pytest.approx(changed[0] - changed[1], rel=1e-9)
    assert aided.shares[SUPPORT] * sign > 0
    assert bare.shares[SUPPORT] == 0
    for group in (*GROUPS, PLACE):
        assert aided.shares[group] == pytest.approx(bare.shares[group], rel=1e-9), group
    assert sum(aided.shares.values()) == pytest.approx(aided.costs[0] - aided.costs[1], abs=1e-12 * aided.costs[0])


def _advantage_with(texts):
    book = load_book([bundled("assumptions")], [parse_set(texts)])
    (found,) = foreign_advantages(build(book.cases[CASES[0]], book))
    return found
