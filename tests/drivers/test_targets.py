"""Targets: how they are read, and that a score is above 0 exactly where the target is met."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roi.analysis.target import Target, parse_target
from roi.errors import RoiError


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40), st.floats(0.01, 0.99))
def test_the_score_of_a_chance_is_above_zero_where_enough_trials_are(values, share) -> None:
    measured = np.array(values, dtype=float)
    assert (Target("p_wins", share).score(measured) > 0) == (np.mean(measured > 0) >= share)


@pytest.mark.parametrize(("text", "measured", "met"), [("npv=5", 6.0, True), ("levelised_cost=5", 6.0, False), ("irr=0.1", 0.2, True)])
def test_less_is_better_of_a_cost_and_more_of_all_else(text, measured, met) -> None:
    assert (parse_target(text).score(np.array([measured, np.nan])) > 0) == met


def test_an_amount_is_the_median_of_the_trials_that_have_one() -> None:
    target, values = parse_target("irr=0.1"), np.array([0.05, np.nan, 0.2, 0.35, np.nan])
    assert target.reached(values) == 0.2
    assert target.score(values) == pytest.approx(0.1)
    assert np.isnan(target.reached(np.array([np.nan])))
    assert target.score(np.array([np.nan])) == -np.inf


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pwins=0.5", ["there is no measure 'pwins' to aim at", "did you mean p_wins?"]),
        ("npv", ["'npv' gives no number to aim at", "write npv=NUMBER, as npv=0"]),
        ("p_wins=half", ["gives no number", "as p_wins=0.5"]),
        ("npv=inf", ["gives no number"]),
        ("p_wins=50", ["p_wins cannot be 50", "between 0 and 1", "as fractions"]),
        ("p_wins=1", ["p_wins cannot be 1"]),
        ("irr=12", ["irr cannot be 12", "between -0.99 and 10"]),
        ("levelised_cost=-1", ["levelised_cost cannot be -1", "above 0"]),
    ],
)
def test_a_target_that_cannot_be_is_refused_with_the_remedy(text, words) -> None:
    with pytest.raises(RoiError) as caught:
        parse_target(text)
    (problem,) = caught.value.problems
    assert problem.where == "--until"
    assert [word for word in words if word not in str(problem)] == []
