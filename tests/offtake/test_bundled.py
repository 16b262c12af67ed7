"""Every term of a contract is used by a bundled case."""

from __future__ import annotations

from roi.book.contracts import PRICE, VOLUME
from roi.statement import contract_prices, volumes
from roi.statement.sales import buyers


def test_every_kind_of_price_and_volume_runs_in_a_bundled_case(book) -> None:
    found = [one.contract for case in book.cases.values() for option in case.options.values() for one in buyers(case, option, book)]
    assert {one.price_terms for one in found if one} == set(PRICE)
    assert {one.volume_terms for one in found if one} == set(VOLUME)


def test_every_kind_of_price_and_volume_has_its_rows(book) -> None:
    assert set(contract_prices.KINDS) == set(PRICE)
    assert set(volumes.KINDS) == set(VOLUME)


def test_hospital_groups_buy_half_of_their_needs_at_a_set_price_for_two_or_three_years(book) -> None:
    """Civica's terms as Modern Healthcare reports them."""
    terms = book.contracts["hospital_cooperative"]
    assert terms.requirements_share.value == 0.5
    assert terms.escalation.value == 0
    assert set(terms.tenor.distribution.values) == {2, 3}
