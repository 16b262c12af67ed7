"""Whose money leads: the answer, the chances and the drivers are then those of that party."""

from __future__ import annotations

import numpy as np
import pytest

import roi
from roi.errors import RoiError
from roi.reporting.words import answer, npv_finding

CASE = "amoxicillin_us_continuous"
LED = ("investor", "purchaser", "public")


@pytest.fixture(scope="module")
def led():
    """The case seen by each party, the same trials."""
    found = {party: roi.compare(roi.load_case(CASE, perspective=party), trials=200).comparison for party in LED}
    return found | {"producer": roi.compare(CASE, trials=200).comparison}


def test_every_perspective_knows_the_same_of_every_party(led) -> None:
    for comparison in led.values():
        for party, standings in comparison.perspectives.items():
            for option, standing in standings.items():
                assert standing == led["producer"].perspectives[party][option]


def test_the_leading_measure_is_what_the_option_is_worth_to_the_party_that_leads(led) -> None:
    for party, comparison in led.items():
        for option, found in comparison.trials.measures.items():
            np.testing.assert_array_equal(found["npv"], found[f"{party}_npv"])
            assert comparison.measures[option]["npv"].base == comparison.perspectives[party][option].base


def test_the_chance_to_beat_the_reference_is_that_of_the_party_that_leads(led) -> None:
    for party, comparison in led.items():
        for option, against in comparison.against.items():
            gap = comparison.perspectives[party][option].against
            assert (against.p_wins, against.incremental_npv.base) == (gap.p_better, gap.base)


def test_the_answer_says_whose_money_it_is_about_unless_it_is_the_producers(led) -> None:
    for party, comparison in led.items():
        for words in (answer(comparison)[0], npv_finding(comparison)):
            assert (f" to the {party}" in words) is (party != "producer")


def test_drivers_are_those_of_the_party_that_leads(led) -> None:
    public = led["public"].drivers
    assert public.base == led["public"].against[public.option].incremental_npv.base


def test_a_case_names_the_perspective_and_the_command_line_overrides_it() -> None:
    own = roi.load_case(CASE, settings=[f"cases.{CASE}.perspective=purchaser"])
    assert own.case.perspective == "purchaser"
    other = roi.load_case(CASE, settings=[f"cases.{CASE}.perspective=purchaser"], perspective="public")
    assert other.case.perspective == "public"
    assert other.arguments[-2:] == ("--perspective", "public")


def test_an_unknown_perspective_is_refused_with_the_nearest() -> None:
    with pytest.raises(RoiError, match="there is no perspective 'pubic' -> did you mean public"):
        roi.load_case(CASE, perspective="pubic")


def test_an_unknown_perspective_of_a_case_is_refused_with_the_nearest() -> None:
    with pytest.raises(RoiError, match="unknown perspective 'buyer'"):
        roi.load_case(CASE, settings=[f"cases.{CASE}.perspective=buyer"])
