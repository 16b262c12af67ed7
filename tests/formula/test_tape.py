"""The NumPy tape, against figures worked out by hand and against the rows run directly on numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from formula.lines import INPUTS, line, measure, statement
from numpy.testing import assert_array_equal

from roi.errors import RoiError
from roi.formula import Row, Tape, available, irr, irr_roots, lookup, maximum, minimum, mirr, present_value, prior, tape, total, where

Function = Callable[..., Any]


def run(
    function: Function, unit: str = "1", fixed: dict | None = None, draws: dict | None = None, years: int = 3, others: tuple = ()
) -> Any:
    """Values of one row (a measure for a unit like ``=USD``) over three years."""
    item: Row = measure(function, unit[1:], "x") if unit.startswith("=") else line(function, unit)
    traced = statement(others, INPUTS, [item]) if item.metric else statement([*others, item])
    cell = traced.cells["x"]
    given = {"year": range(years), **(fixed or {})}
    trials = max((np.shape(one)[-1] for one in (draws or {}).values()), default=1)
    ready = Tape([cell], given, years, draws or {})
    values = ready.run(draws or {}, trials)[cell]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tape, "PART", 1)
        assert_array_equal(ready.run(draws or {}, trials)[cell], values)
    return values[:, 0].tolist() if values.shape[1] == 1 else values.T.tolist()


def test_a_balance_opens_adds_uses_and_closes() -> None:
    """Losses of 3, then profits of 1 and 5: 3 are carried forward, then 2, then none."""
    used = line(lambda s: minimum(prior(s.x), maximum(0, s.growth)), name="used")
    assert run(lambda s: prior(s.x) + maximum(0, -s.growth) - s.used, fixed={"growth": [-3, 1, 5]}, others=(used,)) == [3, 2, 0]


def test_a_balance_opens_with_its_start() -> None:
    assert run(lambda s: prior(s.x, s.share) * 2, fixed={"share": 1.5}) == [3, 6, 12]
    assert run(lambda s: prior(s.x, s.share) * 2, draws={"share": np.array([1.5, -1])}) == [[3, 6, 12], [-2, -4, -8]]


def test_last_year_of_a_row_that_is_no_balance() -> None:
    index = line(lambda s: s.growth, name="index")
    assert run(lambda s: s.index - prior(s.index, 1), fixed={"growth": [1.5, 4, 2]}, others=(index,)) == [0.5, 2.5, -2]


def test_last_year_of_a_row_that_never_changes() -> None:
    flat = line(lambda s: s.share, name="flat")
    assert run(lambda s: prior(s.flat), fixed={"share": 7}, others=(flat,)) == [0, 7, 7]
    assert run(lambda s: prior(s.flat), draws={"share": np.array([7, 8])}, others=(flat,)) == [[0, 7, 7], [0, 8, 8]]


def test_last_years_value_with_a_sampled_start_of_a_fixed_row() -> None:
    index = line(lambda s: s.growth, name="index")
    values = run(lambda s: prior(s.index, s.share), fixed={"growth": [1, 2, 3]}, draws={"share": np.array([8.0, 9.0])}, others=(index,))
    assert values == [[8, 1, 2], [9, 1, 2]]


def test_last_years_condition() -> None:
    on = line(lambda s: s.growth > 0, "flag", "on")
    assert run(lambda s: s.on & ~prior(s.on, s.licensed), "flag", {"growth": [1, 1, -1], "licensed": 0}, others=(on,)) == [1, 0, 0]
    assert run(lambda s: prior(s.on, s.licensed) * 2, "1", {"growth": [-1, 1, -1], "licensed": 1}, others=(on,)) == [2, 0, 2]


def test_a_condition_that_stays_once_it_holds() -> None:
    assert run(lambda s: (s.growth > 0) | prior(s.x, s.licensed), "flag", {"growth": [0, 1, 0], "licensed": 0}) == [0, 1, 1]


def test_a_table_is_zero_before_its_first_and_after_its_last_age() -> None:
    given = {"schedule": [0.5, 0.3, 0.2], "first": 2}
    assert run(lambda s: lookup(s.schedule, s.year - s.first), fixed=given, years=7) == [0, 0, 0.5, 0.3, 0.2, 0, 0]
    assert run(lambda s: lookup(s.schedule, s.growth), fixed={"schedule": [5, 7], "growth": [-0.5, 1.9, 2]}) == [0, 7, 0]
    assert run(lambda s: lookup(s.schedule, s.growth), fixed={"schedule": [5, 7], "growth": [np.nan, np.inf, -np.inf]}) == [0, 0, 0]


def test_a_table_may_be_looked_up_inside_a_balance() -> None:
    assert run(lambda s: lookup(s.schedule, prior(s.x)) + 1, fixed={"schedule": [1, 3]}) == [2, 1, 4]


def test_a_sampled_delay_shifts_what_follows() -> None:
    values = run(
        lambda s: lookup(s.schedule, s.year - s.first), fixed={"schedule": [5, 4, 3]}, draws={"first": np.array([0.0, 1.0, 2.0, 3.0])}
    )
    assert values == [[5, 4, 3], [0, 5, 4], [0, 0, 5], [0, 0, 0]]


@pytest.mark.parametrize(
    ("function", "unit"),
    [
        (lambda s: where(s.growth > 0, s.growth < 5, s.open), "flag"),
        (lambda s: where(s.growth > 0, s.open, s.growth < 5), "flag"),
        (lambda s: s.open & (s.growth > 0) | ~s.open & ~s.licensed, "flag"),
        (lambda s: s.open * s.one_year + (s.growth > 0) * s.one_year, "year"),
        (lambda s: s.open * s.one_year - (s.growth > 0) * s.one_year, "year"),
        (lambda s: (s.growth > 5) * s.one_year - (s.growth > 0) * s.one_year, "year"),
        (lambda s: -((s.growth > 0) * s.one_year), "year"),
        (lambda s: where(s.open, (s.growth > 0) * s.one_year, s.year), "year"),
    ],
)
def test_conditions_are_one_or_zero_wherever_they_are_used(function: Function, unit: str) -> None:
    """Eight years with every combination of two conditions; the expected values are Python's own."""
    given = {"growth": [-1, 1, 9, -1, 1, 9, 0, 2], "open": [0, 0, 0, 1, 1, 1, 1, 0], "licensed": 0, "year": range(8)}

    class Named:
        one_year, licensed = 1, _Truth(0)

        def __init__(self, year: int) -> None:
            self.growth, self.open, self.year = given["growth"][year], _Truth(given["open"][year]), year

    expected = [float(function(Named(year))) for year in range(8)]
    assert run(function, unit, given, years=8) == expected


class _Truth(int):
    """A condition that knows ``~``."""

    def __invert__(self) -> _Truth:
        return _Truth(1 - self)


def test_a_condition_that_never_holds_is_a_condition() -> None:
    never = line(lambda s: 0, "flag", "never")
    given = {"open": [0, 1, 1], "growth": [-1, -1, 1]}
    assert run(lambda s: where(s.open, s.growth > 0, s.never), "flag", given, others=(never,)) == [0, 0, 1]
    assert run(lambda s: ~s.never & s.open, "flag", given, others=(never,)) == [0, 1, 1]


def test_conditions_of_last_year_may_go_round() -> None:
    a = line(lambda s: where(s.open, s.growth < 1, prior(s.b, s.licensed)), "flag", "a")
    b = line(lambda s: where(s.open, prior(s.c, s.licensed), s.growth < 2), "flag", "b")
    c = line(lambda s: where(s.open, prior(s.x, s.licensed), prior(s.a, s.licensed)), "flag", "c")
    given = {"open": [0, 1, 0, 1], "growth": [5, 5, 0, 5], "licensed": 1}
    assert run(lambda s: where(s.open, prior(s.c, s.licensed), s.a), "flag", given, years=4, others=(a, b, c)) == [1, 1, 1, 0]


def test_measures_worked_out_by_hand() -> None:
    flow, factor = line(lambda s: s.growth, name="flow"), line(lambda s: where(s.year <= 0, 1, prior(s.factor, 1) / 2), name="factor")
    given = {"growth": [-100, 60, 60], "rate": 0.1, "share": 3, "open": [0, 1, 1]}

    def value(function: Function, unit: str) -> Any:
        return run(function, "=" + unit, given, others=(flow, factor, line(lambda s: s.open, "flag", "on")))

    assert value(lambda s: total(s.flow), "year") == [20]
    assert value(lambda s: total(s.on), "year") == [2]
    assert value(lambda s: present_value(s.flow, s.factor), "year") == [-100 + 30 + 15]
    assert value(lambda s: irr(s.flow), "1/year") == pytest.approx([0.3 + np.sqrt(0.69) - 1], abs=1e-12)  # 100x² = 60x + 60
    assert value(lambda s: irr_roots(s.flow), "1") == [1]
    assert value(lambda s: mirr(s.flow, s.rate), "1/year") == pytest.approx([np.sqrt((60 * 1.1 + 60) / 100) - 1], abs=1e-15)
    assert value(lambda s: available(s.share > 2, s.share), "1") == [3]
    assert value(lambda s: available(s.share > 3, s.share), "1") == pytest.approx([np.nan], nan_ok=True)


def test_measures_of_a_row_that_never_changes_count_every_year() -> None:
    flat, half = line(lambda s: s.share, name="flat"), line(lambda s: s.share / 2, name="half")
    assert run(lambda s: total(s.flat), "=year", {"share": 4}, others=(flat, half)) == [12]
    assert run(lambda s: present_value(s.flat, s.half), "=year", draws={"share": np.array([4.0, 2.0])}, others=(flat, half)) == [[24], [6]]


def test_a_fixed_flow_may_meet_a_sampled_rate() -> None:
    flow = line(lambda s: s.growth, name="flow")
    values = run(lambda s: mirr(s.flow, s.rate), "=1/year", {"growth": [-100, 60, 60]}, {"rate": np.array([0.1, 0.0])}, others=(flow,))
    assert np.ravel(values) == pytest.approx([np.sqrt(1.26) - 1, np.sqrt(1.2) - 1], abs=1e-15)


def test_one_year_is_enough() -> None:
    index = line(lambda s: s.growth, name="index")
    assert run(lambda s: prior(s.index, s.share) + s.index, fixed={"growth": [4], "share": 2}, years=1, others=(index,)) == [6]
    assert run(lambda s: prior(s.x, s.share) + s.growth, fixed={"growth": [4], "share": 2}, years=1) == [6]


def test_what_no_draw_reaches_runs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [line(lambda s: s.share * s.growth, name="fixed"), line(lambda s: s.fixed - s.capital / s.capital, name="x")]
    cells, calls = statement(items).rows, Counter()

    def counted(op: str, operation: Callable[..., Any]) -> Callable[..., None]:
        return lambda *operands, out: (calls.update([op]), operation(*operands, out=out))[0]

    monkeypatch.setattr(tape, "OPERATIONS", {op: counted(op, operation) for op, operation in tape.OPERATIONS.items()})
    ready = Tape(cells, {"share": 2, "growth": [1, 2, 3]}, 3, {"capital"})
    assert calls == {"mul": 1}
    for _ in range(3):
        found = ready.run({"capital": np.array([5.0, 6.0])}, 2)
    assert calls == {"mul": 1, "div": 3, "sub": 3}
    assert_array_equal(found[cells[0]], [[2], [4], [6]])
    assert_array_equal(found[cells[1]], [[1, 1], [3, 3], [5, 5]])


@pytest.mark.parametrize(
    "given", [{"growth": [1, 2, 3, 4, 5, 6]}, {"growth": [1, 2]}, {"growth": 1}, {"growth": [[1, 2], [1, 2], [1, 2]]}, {"share": [1, 2]}]
)
def test_a_fixed_value_of_another_length_is_not_taken_for_trials(given: dict) -> None:
    with pytest.raises((ValueError, RoiError)):
        run(lambda s: s.growth + s.share, fixed={"growth": [1, 2, 3], "share": 1} | given)


def test_a_path_with_years_and_trials_exchanged_is_refused() -> None:
    with pytest.raises((ValueError, RoiError)):
        run(lambda s: s.growth * 1, draws={"growth": np.arange(6.0).reshape(2, 3)})


@pytest.mark.parametrize("asked", ["r0", "r300", "x"])
def test_a_long_chain_of_rows_is_run(asked: str) -> None:
    """Three hundred rows, each reading the one before, the first reading last year's last: deeper than Python's own stack allows."""
    chain = [line(lambda s: s.growth + prior(s.x), name="r0")]
    for i in range(300):
        chain.append(line(lambda s, before=f"r{i}": getattr(s, before) * 1 + 0 * s.share, name=f"r{i + 1}"))
    cell = statement([*chain, line(lambda s: s.r300 * 1)]).cells[asked]
    assert Tape([cell], {"growth": [1, 2, 3], "share": 0}, 3).run({}, 1)[cell].tolist() == [[1], [3], [6]]
