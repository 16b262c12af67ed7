"""Layers of tariff law: which reach the goods, and that they add on one customs value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from rules.law import ALWAYS, BASE, GOODS, YEARS, by_name, measure, rate, total

from roi.errors import RoiError
from roi.rules.tariffs import Import, covers, layers

STACKS = YAML(typ="safe").load(Path(__file__).parent / "data" / "rate_stacks.yaml")
JULY_24 = date(2026, 7, 24)
EXTRA = measure("extra", "additive", rate(0.1))


def names(cases: list[dict]) -> list[str]:
    return [case["id"] for case in cases]


@pytest.mark.parametrize("stack", STACKS["stacks"], ids=names(STACKS["stacks"]))
def test_published_stacks_of_rates(stack) -> None:
    found = [measure("base", "base", rate(stack["base"] / 100))]
    found += [measure(f"extra_{i}", "additive", rate(one / 100)) for i, one in enumerate(stack.get("additive", ()))]
    found += [measure("floor", "floor", rate(stack["floor"] / 100))] if "floor" in stack else []
    for order in permutations(found):
        assert total(order) == pytest.approx([stack["total"] / 100] * len(YEARS), abs=1e-12)
    if "wrong_if_compounded" in stack:
        assert abs(total(found)[0] - stack["wrong_if_compounded"] / 100) > 0.01


@pytest.mark.parametrize("case", STACKS["drug_substances"], ids=names(STACKS["drug_substances"]))
def test_what_the_bundled_measures_add_for_drug_substances(book, case) -> None:
    goods = Import(case["hts"], case["origin"], "us", tuple(case["claims"]))
    found = {layer.measure.id.partition(".")[2]: layer.rates[0] for layer in layers(book.tariffs.values(), goods, [2027])}
    for name in ("section_301_china_list_3", "section_301_forced_labor"):
        assert found[name] == case[name] / 100
    assert found["mfn"] == 0.065
    assert sum(found.values()) == pytest.approx(0.065 + (case["section_301_china_list_3"] + case["section_301_forced_labor"]) / 100)


def test_penicillins_are_exempt_from_every_country_without_a_claim(book) -> None:
    for origin in ("in", "cn"):
        found = layers(book.tariffs.values(), Import("2941.10.50", origin, "us"), [2027])
        assert sum(layer.rates[0] for layer in found) == 0
    (forced,) = (layer for layer in found if layer.measure.id == "tariffs.section_301_forced_labor")
    assert (forced.applies, forced.reason) == (False, "2941.10.50 is excepted")


def test_the_forced_labor_layer_counts_161_days_of_its_first_year(book) -> None:
    found = layers(book.tariffs.values(), Import("2924.29.62", "in", "us"), [2025, 2026, 2027])
    rates = {layer.measure.id: layer.rates for layer in found}["tariffs.section_301_forced_labor"]
    assert rates == pytest.approx([0, 0.1 * 161 / 365, 0.1], abs=1e-15)


def test_a_floor_lifts_the_base_to_itself_and_no_further() -> None:
    assert total([measure("base", "base", rate(0.025)), measure("floor", "floor", rate(0.125))]) == pytest.approx([0.125] * 4)
    assert total([measure("base", "base", rate(0.2)), measure("floor", "floor", rate(0.125))]) == pytest.approx([0.2] * 4)


def test_a_floor_looks_at_the_base_alone() -> None:
    found = by_name([BASE, measure("floor", "floor", rate(0.1)), EXTRA])
    assert found["floor"].rates == pytest.approx([0.035] * 4)
    assert found["extra"].rates == pytest.approx([0.1] * 4)


def test_a_floor_is_taken_day_by_day_when_the_base_changes() -> None:
    base = measure("base", "base", rate({ALWAYS: 0.2, JULY_24: 0.0}))
    found = by_name([base, measure("floor", "floor", rate(0.1))])
    assert found["floor"].rates == pytest.approx([0, 0.1 * 161 / 365, 0.1, 0.1])


def test_goods_outside_the_scope_or_excepted_pay_no_layer() -> None:
    other = measure("other", "additive", rate(0.5), hts=["2941"])
    excepted = measure("excepted", "additive", rate(0.5), hts=["2924"], except_hts=["2924.29.62"])
    found = by_name([BASE, other, excepted])
    assert [found[name].applies for name in ("base", "other", "excepted")] == [True, False, False]
    assert found["other"].reason == "2924.29.62 is not in its scope"
    assert found["excepted"].reason == "2924.29.62 is excepted"
    assert total([BASE, other, excepted]) == pytest.approx([0.065] * 4)


def test_goods_of_another_origin_or_importer_pay_no_layer() -> None:
    of_china = measure("china", "additive", rate(0.25, origins=["cn"]))
    by_india = measure("india", "additive", rate(0.25), importer="in")
    found = by_name([BASE, of_china, by_india])
    assert set(found) == {"base", "china"}
    assert found["china"].reason == "no rate for 2924.29.62 of IN"
    assert total([BASE, of_china], replace(GOODS, origin="cn")) == pytest.approx([0.315] * 4)


def test_relief_needs_its_claim_and_its_goods() -> None:
    relieved = measure("relieved", "additive", rate(0.1), relief_claims=["pharma_use", "research"], relief_hts=["2924.29"])
    claims = {(): 0.165, ("another",): 0.165, ("pharma_use",): 0.065, ("another", "research"): 0.065}
    for claimed, expected in claims.items():
        assert total([BASE, relieved], replace(GOODS, claims=claimed)) == pytest.approx([expected] * 4)
    assert total([BASE, relieved], Import("2941.10.50", "in", "us", ("pharma_use",))) == pytest.approx([0.165] * 4)
    assert by_name([BASE, relieved], replace(GOODS, claims=("research",)))["relieved"].reason == "lifted by the claim research"


def test_a_measure_suppresses_another_from_its_first_day_on() -> None:
    patented = measure("patented", "additive", rate({JULY_24: 0.15}), suppresses=["tariffs.extra"])
    found = by_name([BASE, EXTRA, patented])
    assert found["extra"].rates == pytest.approx([0.1, 0.1 * 204 / 365, 0, 0])
    assert found["patented"].rates == pytest.approx([0, 0.15 * 161 / 365, 0.15, 0.15])


def test_a_measure_that_does_not_reach_the_goods_suppresses_nothing() -> None:
    patented = measure("patented", "additive", rate(0.15), hts=["3004"], suppresses=["tariffs.extra"])
    assert total([BASE, EXTRA, patented]) == pytest.approx([0.165] * 4)


def test_a_measure_with_a_rate_of_0_suppresses_too() -> None:
    """Goods of the United Kingdom: heading 9903.04.63 adds nothing and keeps the other duty away."""
    agreed = measure("agreed", "additive", rate(0.0), suppresses=["tariffs.extra"])
    assert total([BASE, EXTRA, agreed]) == pytest.approx([0.065] * 4)


def test_the_longest_prefix_gives_the_rate() -> None:
    lines = rate(0.01, ["2924"]), rate(0.03, ["2924.29.62"]), rate(0.02, ["2924.29"]), rate(0.5, ["2925"])
    for order in permutations(lines):
        assert total([measure("base", "base", *order)]) == pytest.approx([0.03] * 4)


def test_a_line_that_names_the_origin_goes_before_one_for_all() -> None:
    lines = rate(0.1), rate(0.125, origins=["in"])
    for order in permutations(lines):
        assert total([BASE, measure("extra", "additive", *order)]) == pytest.approx([0.19] * 4)
        assert total([BASE, measure("extra", "additive", *order)], replace(GOODS, origin="de")) == pytest.approx([0.165] * 4)


def test_goods_no_base_measure_knows_are_refused() -> None:
    known = measure("base", "base", rate(0.065, ["2924.29.62"]))
    with pytest.raises(RoiError, match=r"9999\.99\.99: no column 1 rate is known for 9999\.99\.99 entering us -> add a line"):
        layers([known, EXTRA], Import("9999.99.99", "in", "us"), YEARS)
    with pytest.raises(RoiError, match="no column 1 rate"):
        layers([EXTRA], GOODS, YEARS)


def test_the_order_of_the_files_does_not_matter(book) -> None:
    goods = Import("2922.29.61", "cn", "us")
    measures = list(book.tariffs.values())
    assert total(measures, goods) == pytest.approx(total(measures[::-1], goods), abs=1e-15)


def test_prefixes_compare_digits() -> None:
    assert covers(["2924.29"], "2924.29.62")
    assert covers(["29242962"], "2924.29.62")
    assert not covers(["2924.29.62"], "2924.29")
    assert not covers([], "2924.29.62")
