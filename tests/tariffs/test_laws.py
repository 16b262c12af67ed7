"""What holds for every import: suppressed layers do not matter, claims never raise, drawback never exceeds, layers never compound."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roi.errors import RoiError
from roi.rules.customs import Entry, cents, customs_value, drawback, quote
from roi.rules.measures import Import, standings

HTS = (
    "2924.29.62",
    "2922.29.61",
    "2941.10.50.00",
    "2916.39.15",
    "3004.90.92.18",
    "3006.91.00",
    "2933.59.36",
    "2925.29.90",
    "3005.90.50.10",
)
ORIGINS = ("in", "cn", "de", "jp", "gb", "ca", "br", "kr", "mu", "ni")
RELIEFS = ("pharma_use", "usmca", "spi_K", "spi_KR", "spi_S", "onshoring_plan", "mfn_pricing", "specialty", "china_exclusion")
FACTS = ("patented", "annex_iii_company")
days = st.integers(0, 4500).map(lambda count: date(2018, 1, 1) + timedelta(days=count))
imports = st.builds(
    lambda hts, origin, facts, reliefs: Import(hts, origin, "us", tuple(sorted({*facts, *reliefs}))),
    st.sampled_from(HTS), st.sampled_from(ORIGINS), st.sets(st.sampled_from(FACTS)), st.sets(st.sampled_from(RELIEFS), max_size=3),
)  # fmt: skip
often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def total(measures, goods: Import, day: date) -> float:
    return sum(one.rate for one in standings(measures, goods, day).values())


@often
@given(imports, days)
def test_removing_a_suppressed_layer_changes_nothing(measures, goods, day) -> None:
    found = standings(measures, goods, day)
    for id, one in found.items():
        if one.reason.startswith("suppressed"):
            assert total([other for other in measures if other.id != id], goods, day) == pytest.approx(
                total(measures, goods, day), abs=1e-15
            )


@often
@given(imports, days, st.sampled_from(RELIEFS))
def test_a_claim_of_relief_never_raises_the_duty(measures, goods, day, claim) -> None:
    more = Import(goods.hts, goods.origin, "us", (*goods.claims, claim))
    assert total(measures, more, day) <= total(measures, goods, day) + 1e-12


@pytest.mark.parametrize("claim", ["generic", "us_origin_api", "research"])
def test_a_heading_outside_section_232_lifts_it_but_not_the_other_duties(measures, claim) -> None:
    """The forced labor duty, kept away by Section 232, comes back with the heading: here it is lifted by its own claim."""
    day, goods = date(2026, 10, 1), Import("2933.59.36.00", "in", "us", ("patented",))
    assert total(measures, goods, day) == pytest.approx(1.0)
    assert total(measures, Import(goods.hts, "in", "us", ("patented", claim)), day) == pytest.approx(0.1)
    assert total(measures, Import(goods.hts, "in", "us", ("patented", claim, "pharma_use")), day) == 0


@often
@given(imports, days, st.floats(0.01, 1e8, allow_nan=False))
def test_every_layer_is_its_rate_on_the_one_customs_value(book, measures, goods, day, value) -> None:
    found = quote(measures, book.customs_fees["customs_us"], goods, Entry(value, day, "air"))
    for one in found.layers:
        assert one.amount == cents(value * one.standing.rate)
    assert found.duty == sum((one.amount for one in found.layers), Decimal(0))
    assert found.total == found.duty + found.processing + found.harbor


@often
@given(imports, days, st.floats(1, 1e8, allow_nan=False), st.floats(0, 1))
def test_drawback_never_exceeds_the_duty_paid(book, measures, goods, day, value, share) -> None:
    found = quote(measures, book.customs_fees["customs_us"], goods, Entry(value, day, "air"))
    refund = drawback(found.layers, book.drawback["drawback_us"], share)
    assert 0 <= refund <= found.duty
    eligible = sum((one.amount for one in found.layers if one.standing.measure.drawback == "eligible"), Decimal(0))
    assert refund <= eligible
    assert drawback(found.layers, book.drawback["drawback_us"], 0.0) == 0


def test_drawback_of_a_duty_of_1000_is_990(book, measures) -> None:
    goods = Import("3004.90.92.18", "in", "us")
    found = quote(measures, book.customs_fees["customs_us"], goods, Entry(1000.0, date(2026, 10, 1), "air"))
    assert drawback(found.layers, book.drawback["drawback_us"], 1.0) == 0
    ibuprofen = quote(
        measures, book.customs_fees["customs_us"], Import("2916.39.15", "mu", "us"), Entry(1000 / 0.065, date(2019, 1, 1), "air")
    )
    assert ibuprofen.duty == Decimal("1000.00")
    assert drawback(ibuprofen.layers, book.drawback["drawback_us"], 1.0) == Decimal("990.00")
    with pytest.raises(RoiError, match="share exported is 2"):
        drawback(ibuprofen.layers, book.drawback["drawback_us"], 2.0)


def test_the_customs_value_is_free_on_board_whatever_the_term() -> None:
    day = date(2026, 10, 1)
    terms = {
        "EXW": Entry(950, day, "ocean", "EXW", inland=50),
        "FOB": Entry(1000, day, "ocean", "FOB", freight=80, insurance=5),
        "CFR": Entry(1080, day, "ocean", "CFR", freight=80),
        "CIF": Entry(1085, day, "ocean", "CIF", freight=80, insurance=5),
        "DDP": Entry(1150, day, "ocean", "DDP", freight=80, insurance=5, duty=65),
    }
    assert {term: customs_value(entry) for term, entry in terms.items()} == dict.fromkeys(terms, 1000)


@pytest.mark.parametrize(("amount", "expected"), [(3.125, "3.13"), (0.005, "0.01"), (1.004999, "1.00"), (2.675, "2.68")])
def test_cents_are_rounded_half_up(amount, expected) -> None:
    assert cents(amount) == Decimal(expected)
