"""Published examples to the cent, and the reason each gives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from rules.law import measure, rate, total

from roi.rules.customs import cents, harbor_fee, processing_fee

VECTORS = YAML(typ="safe").load((Path(__file__).parent / "data" / "duty_examples.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 10, 9)
MODES = {"sea": "ocean", "any": "air", "air": "air", "road": "road"}
UNITS = {"KG": "kg", False: "head", "false": "head", "NO": "head"}

CLAIMS = {
    "ch30-placebo-jp-claim": ("spi_JP", "pharma_use"),
    "ch01-asses-ca-usmca": ("spi_S",),
    "ch01-horse-ca-usmca": ("spi_S",),
}
"""Claims behind the program indicator of an example.

The publisher presumes pharmaceutical use in chapter 30; U.S. note 52(e) wants it claimed.
"""

REASONS = {
    "ch30-generic-in": {
        "section_232_pharmaceuticals": "only for goods with the claim patented",
        "section_232_generics": "9903.04.67",
        "section_301_forced_labor": "is excepted",
    },
    "ch30-patented-in": {"section_232_pharmaceuticals": "9903.04.60", "section_301_forced_labor": "is excepted"},
    "ch30-patented-de": {"section_232_pharmaceuticals": "9903.04.62"},
    "ch30-patented-gb": {"section_232_pharmaceuticals": "9903.04.63"},
    "ch30-placebo-jp-claim": {"section_301_forced_labor": "lifted by the claim pharma_use", "mfn": "in its place stands"},
    "ch30-ostomy-de": {"section_301_forced_labor": "9903.05.39"},
    "ch30-gauze-br": {"section_301_brazil": "9903.05.01", "section_301_forced_labor": "in scope"},
    "ch01-goats-nz": {"section_301_forced_labor": "in scope"},
    "ch01-steers-de": {"section_301_forced_labor": "9903.05.39"},
    "ch01-asses-ca-usmca": {"section_301_forced_labor": "suppressed by USMCA"},
    "ch01-horse-ca-no-claim": {"section_301_forced_labor_usmca": "would need the claim usmca", "section_301_forced_labor": "in scope"},
    "ch01-horse-ca-usmca": {"section_301_forced_labor": "suppressed by USMCA"},
}


def ids(cases: list[dict]) -> list[str]:
    return [case["id"] for case in cases]


def test_every_example_is_checked_for_its_reason() -> None:
    assert set(REASONS) == set(ids(VECTORS["duty_vectors"]))


@pytest.mark.parametrize("case", VECTORS["duty_vectors"], ids=ids(VECTORS["duty_vectors"]))
def test_duty_to_the_cent_and_its_reason(case, ask) -> None:
    hts = str(case["hts10"]).zfill(10)
    claims = CLAIMS.get(case["id"], ((case["product_type"],) if "product_type" in case else ()))
    amounts = tuple((UNITS[unit], float(amount)) for unit, amount in case.get("qty", {}).items())
    found = ask(hts, case["country"], float(case["value"]), DAY, claims, amounts)
    assert found.duty == Decimal(str(case["duty"])).quantize(Decimal("0.01"))
    reasons = {one.standing.measure.id.partition(".")[2]: one.standing.reason for one in found.layers}
    for name, text in REASONS[case["id"]].items():
        assert text in reasons[name], name
    if "base_pct" in case:
        general = sum(one.standing.rate for one in found.layers if one.standing.measure.kind == "base")
        assert general == pytest.approx(0 if claims and claims[0].startswith("spi") else case["base_pct"] / 100, abs=1e-12)


def test_the_japanese_placebo_pays_the_floor_without_the_claim_of_use(ask) -> None:
    """Where the published example and the law part: note 52(e) lists 3006.93.80 for pharmaceutical use only."""
    assert ask("3006938000", "JP", 100000.0, DAY, ("spi_JP",)).duty == Decimal("12500.00")


@pytest.mark.parametrize("case", VECTORS["mpf_hmf_vectors"], ids=ids(VECTORS["mpf_hmf_vectors"]))
def test_fees_to_the_cent(case, book) -> None:
    fees, value = book.customs_fees["customs_us"], float(case["value"])
    day = date.fromisoformat(case["entry_date"])
    processing, harbor = processing_fee(fees, value, day), harbor_fee(fees, value, MODES[case["mode"]])
    if "mpf" in case:
        assert processing == Decimal(str(case["mpf"])).quantize(Decimal("0.01"))
    if "hmf" in case:
        assert harbor == Decimal(str(case["hmf"])).quantize(Decimal("0.01"))
    if "fees" in case:
        assert processing + harbor == Decimal(str(case["fees"]))
        assert cents(case["base_duty"]) + processing + harbor == Decimal(str(case["total"]))


@pytest.mark.parametrize("bound", VECTORS["parameters"]["mpf_bounds"], ids=lambda bound: str(bound["fy"]))
def test_floor_and_ceiling_of_every_fiscal_year(bound, book) -> None:
    fees = book.customs_fees["customs_us"]
    for day in (date.fromisoformat(bound["valid_from"]), date.fromisoformat(bound["valid_to"])):
        assert processing_fee(fees, 1.0, day) == Decimal(str(bound["min"])).quantize(Decimal("0.01"))
        assert processing_fee(fees, 1e9, day) == Decimal(str(bound["max"])).quantize(Decimal("0.01"))


@pytest.mark.parametrize("stack", VECTORS["rate_stack_vectors"], ids=ids(VECTORS["rate_stack_vectors"]))
def test_stacks_of_rates(stack) -> None:
    rates = {key: stack[key] / 100 for key in stack if key.startswith("s") and key not in ("source", "s301fl_floor")}
    found = [measure("base", "base", rate(stack["base"] / 100)), *(measure(name, "additive", rate(one)) for name, one in rates.items())]
    if "s301fl_floor" in stack:
        found.append(measure("floor", "floor", rate(stack["s301fl_floor"] / 100)))
    assert total(found) == pytest.approx([stack["total_pct"] / 100] * 4, abs=1e-12)


def test_mexican_plastic_without_a_claim(ask) -> None:
    (case,) = (one for one in VECTORS["rate_stack_vectors"] if one["id"] == "mx_plastic_no_claim")
    found = ask(case["hts"], case["country"], case["value"], date.fromisoformat(case["entry_date"]))
    assert sum(one.standing.rate for one in found.layers) == pytest.approx(case["total_pct"] / 100, abs=1e-12)
    assert found.duty == Decimal("6208.44")  # 2,445.75 at 6.5 percent and 3,762.69 at 10 percent, each half up


DERIVED = {
    "cn_api_list3_pharma_use": ("2925.29.90", ("pharma_use", "generic", "spi_K")),
    "in_api_pharma_use": ("2933.59.36", ("pharma_use", "generic")),
    "in_api_no_use_claim": ("2933.59.36", ("generic",)),
    "cn_api_2026_may": ("2933.59.80", ("spi_K",)),
}
"""A line of the kind that the example describes, and its claims."""


@pytest.mark.parametrize("case", VECTORS["derived_api_cases"], ids=ids(VECTORS["derived_api_cases"]))
def test_derived_cases_of_drug_substances(case, ask) -> None:
    hts, claims = DERIVED[case["id"]]
    found = ask(hts, case["country"], 100000.0, date.fromisoformat(case["entry_date"]), claims)
    rates = {one.standing.measure.id.partition(".")[2]: one.standing.rate for one in found.layers}
    names = {"s301_list3": "section_301_china_list_3", "s301fl": "section_301_forced_labor", "s232": "section_232_pharmaceuticals"}
    names |= {"fentanyl": "ieepa_fentanyl_china", "s122": "section_122"}
    for layer, percent in case["layers"].items():
        assert rates[names[layer]] == pytest.approx(percent / 100), layer
    assert sum(rates.values()) == pytest.approx(case["total_pct"] / 100)


MORE = {
    "ch01-steers-ca-no-claim": ("0102294062", "CA", 100000.0, (), (("kg", 21000.0), ("head", 60.0)), "10210.00"),
    "ch01-steers-ca-usmca": ("0102294062", "CA", 100000.0, ("spi_S",), (("kg", 21000.0),), "0.00"),
    "ch01-steers-mu-no-claim": ("0102294062", "MU", 100000.0, (), (("kg", 21000.0),), "210.00"),
    "ch01-goats-au-fta": ("0104200000", "AU", 100000.0, ("spi_AU",), (("head", 500.0),), "12500.00"),
    "ch30-ostomy-br": ("3006910000", "BR", 100000.0, (), (), "41700.00"),
    "ch30-ostomy-sg-fta": ("3006910000", "SG", 100000.0, ("spi_SG",), (), "12500.00"),
    "ch30-patented-ch": ("3004909218", "CH", 100000.0, ("patented",), (), "15000.00"),
    "ch30-placebo-liquid-cn": ("3006936000", "CN", 10000.0, (), (("litre", 1000.0),), "2502.00"),
}
"""Further examples of the same publisher: number, origin, value, claims, amounts, duty."""


@pytest.mark.parametrize("name", MORE)
def test_further_examples_of_the_same_publisher(name, ask) -> None:
    hts, origin, value, claims, amounts, duty = MORE[name]
    assert ask(hts, origin, value, DAY, claims, amounts).duty == Decimal(duty)


def test_a_compound_rate_is_the_sum_of_its_parts(ask) -> None:
    """3006.93.20 pays 40 cents a kilogram and 10.4 percent; goods of Mauritius pay nothing else: 200 + 1,040 on 500 kg worth 10,000."""
    assert ask("3006.93.20", "MU", 10000.0, DAY, (), (("kg", 500.0),)).duty == Decimal("1240.00")
