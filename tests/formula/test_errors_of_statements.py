"""What only the whole statement can tell: names, rings, years, measures; and every problem at once."""

from __future__ import annotations

import time

import pytest
from formula.lines import SALES, Function, line, measure, named, place, problems, scalar, statement

from roi.formula import available, irr, irr_mid_year, irr_mid_year_roots, irr_roots, maximum, mirr, present_value, prior, total, where


def test_an_unknown_name_suggests_the_nearest() -> None:
    (problem,) = problems(SALES, line(lambda s: s.sale, "USD/year"))
    assert (problem.what, problem.remedy) == ("unknown name s.sale in option", "did you mean sales?")


def test_an_unknown_name_in_a_group_suggests_the_nearest() -> None:
    (problem,) = problems(line(lambda s: s.plant.prise, "USD/kg"))
    assert (problem.what, problem.remedy) == ("unknown name s.plant.prise in option", "did you mean plant.price?")


def test_an_unknown_group_suggests_the_nearest_group() -> None:
    (problem,) = problems(line(lambda s: s.plnt.price, "USD/kg"))
    assert (problem.what, problem.remedy) == ("unknown name s.plnt in option", "did you mean plant?")


def test_a_child_is_told_the_names_of_its_parent() -> None:
    (problem,) = problems(line(lambda s: s.sale, "USD/year"), inputs={}, parent=statement([SALES]))
    assert (problem.what, problem.remedy) == ("unknown name s.sale in child", "did you mean sales?")


A = line(lambda s: s.b, name="a")
B = line(lambda s: s.c * s.share, name="b")
C = line(lambda s: maximum(s.a, 0), name="c")


def test_rows_that_need_each_other_in_the_same_year_are_named() -> None:
    (problem,) = problems(A, B, C)
    assert (problem.what, problem.remedy) == ("rows need each other in the same year: a -> b -> c -> a", "let one of them read prior(row)")
    assert problem.where == A.where


def test_a_row_may_not_need_itself() -> None:
    (problem,) = problems(line(lambda s: s.x + 1))
    assert "x -> x" in problem.what


def test_reading_a_row_for_last_year_does_not_hide_that_it_is_read_for_this_year_too() -> None:
    def change(s):
        pool = s.pool
        return pool - prior(pool)

    (problem,) = problems(line(change, name="change"), line(lambda s: s.change + s.share, name="pool"))
    assert "change -> pool -> change" in problem.what


def test_a_ring_through_last_year_is_no_ring() -> None:
    assert statement([A, B, line(lambda s: maximum(prior(s.a, 1), 0), name="c")]).cells["c"].yearly


def test_last_years_value_before_the_first_year_is_one_number() -> None:
    """The workbook has one column before the first year."""
    one = line(lambda s: s.growth, name="pool")
    (problem,) = problems(one, line(lambda s: prior(s.pool), name="a"), line(lambda s: prior(s.pool, 1), name="b"))
    assert "pool" in problem.what
    assert problem.id == "option.b"
    (problem,) = problems(line(lambda s: prior(s.pool, 1), name="b"), parent=statement([one, line(lambda s: prior(s.pool), name="a")]))
    assert problem.id == "child.b"


@pytest.mark.parametrize(
    ("unit", "function", "word"),
    [
        ("USD", lambda s: total(s.sales), "total"),
        ("USD", lambda s: present_value(s.sales, s.factor), "present_value"),
        ("1/year", lambda s: irr(s.sales), "irr"),
        ("1", lambda s: irr_roots(s.sales), "irr_roots"),
        ("1/year", lambda s: irr_mid_year(s.sales), "irr_mid_year"),
        ("1", lambda s: irr_mid_year_roots(s.sales), "irr_mid_year_roots"),
        ("1/year", lambda s: mirr(s.sales, s.rate), "mirr"),
        ("1", lambda s: available(s.open, s.share), "available"),
    ],
)
def test_what_looks_at_all_years_is_refused_inside_a_row(unit: str, function: Function, word: str) -> None:
    (problem,) = problems(line(function, unit), SALES, line(lambda s: s.growth, name="factor"))
    assert (problem.where, problem.what) == (place(function), f"{word}() inside a row")
    assert "make it a @metric" in problem.remedy


def test_a_row_may_not_read_a_measure() -> None:
    """It would be a total inside a row by another name, and a ring if the measure looks at that row."""
    reads = line(lambda s: s.m * s.growth, "USD")
    (problem,) = problems(SALES, reads, metrics=[measure(lambda s: total(s.sales), "USD")])
    assert (problem.where, problem.id) == (reads.where, "option.x")
    assert "m" in problem.what


YEARLY = line(lambda s: s.growth * s.plant.price * s.plant.volume, "USD/year", "flow")
FACTOR = line(lambda s: s.growth, name="factor")


def _both(s):
    flow = s.flow
    return total(flow) / s.one_year + flow


@pytest.mark.parametrize(
    ("unit", "function", "named_in_it"),
    [
        ("USD/year", lambda s: s.flow, "flow"),
        ("USD", lambda s: total(s.flow) + s.flow * s.one_year, "flow"),
        ("USD/year", _both, "flow"),
        ("1/year", lambda s: mirr(s.flow, s.yearly_rate), "yearly_rate"),
        ("1", lambda s: s.growth * s.share, "growth"),
        ("1", lambda s: available(s.open, s.share), "open"),
        ("USD/year", lambda s: prior(s.flow), "flow"),
        ("1", lambda s: prior(s.once), "once"),
    ],
)
def test_a_measure_has_no_year_and_may_not_read_a_yearly_value(unit: str, function: Function, named_in_it: str) -> None:
    items = (YEARLY, line(lambda s: s.growth * s.rate, "1/year", "yearly_rate"), line(lambda s: s.share, name="once"))
    found = problems(*items, metrics=[measure(function, unit)])
    assert {one.where for one in found} == {place(function)}
    assert named_in_it in found[0].what


@pytest.mark.parametrize(
    "function",
    [
        lambda s: total(s.flow * 2),
        lambda s: total(s.share),
        lambda s: irr(-s.flow),
        lambda s: irr_roots(s.flow + s.flow),
        lambda s: mirr(s.flow / 2, s.rate),
        lambda s: present_value(s.flow * 2, s.factor),
        lambda s: present_value(s.flow, s.factor * 2),
        lambda s: present_value(s.flow, s.growth),
        lambda s: total(total(s.flow)),
        lambda s: total(7),
    ],
)
def test_measures_look_at_rows_not_at_expressions(function: Function) -> None:
    (problem,) = problems(YEARLY, FACTOR, metrics=[measure(function, "USD")])
    assert problem.where == place(function)
    assert problem.what.endswith(" is not a row")
    assert "give the expression a row of its own" in problem.remedy


def _added_up_and_read(s):
    m = s.m
    return total(m) / s.one_year + m


@pytest.mark.parametrize(
    "function", [lambda s: total(s.m) / s.one_year, _added_up_and_read, lambda s: present_value(s.m, s.factor) / s.one_year]
)
def test_a_measure_may_not_be_summed_over_years_it_does_not_have(function: Function) -> None:
    found = problems(YEARLY, FACTOR, metrics=[measure(lambda s: total(s.flow), "USD"), measure(function, "USD", "n")])
    assert {one.id for one in found} == {"option.n"}


def test_conditions_are_not_discounted() -> None:
    flag = line(lambda s: s.open, "flag", "on")
    assert problems(flag, FACTOR, metrics=[measure(lambda s: present_value(s.on, s.factor), "flag*year")])


def test_equality_is_for_whole_numbers() -> None:
    (problem,) = problems(line(lambda s: s.share == s.growth, "flag"))
    assert problem.what == "== on computed numbers: (share == growth)"
    assert "between(x, low, high)" in problem.remedy


def test_equality_looks_at_each_row_once() -> None:
    """Each row reads the one before twice: a million ways lead to the first."""
    chain = [line(lambda s: s.year, "year", "r0")]
    for i in range(20):
        chain.append(line(lambda s, before=f"r{i}": getattr(s, before) + getattr(s, before), "year", f"r{i + 1}"))
    start = time.process_time()
    assert statement([*chain, line(lambda s: s.r20 == s.first, "flag")]).cells["x"].yearly
    assert time.process_time() - start < 0.5


def test_a_whole_number_is_whole_whoever_asks_first() -> None:
    """a reads last year's b, and b reads a: that b is whole must not depend on which of them is looked at first."""
    a = line(lambda s: where(prior(s.b) > s.one_year, s.year, s.first), "year", "a")
    b = line(lambda s: s.a + s.one_year, "year", "b")
    for function in (lambda s: s.a + s.b == s.first, lambda s: s.b + s.a == s.first):
        assert statement([a, b, line(function, "flag")]).cells["x"].yearly


def test_every_problem_of_a_statement_comes_in_one_error() -> None:
    wrong = [
        line(lambda s: s.capital + s.share, "USD", "unit"),
        line(lambda s: s.capitol, "USD", "name"),
        line(lambda s: s.capital, "USD/year", "declared"),
        line(lambda s: None, "USD", "nothing"),
    ]
    assert [one.id for one in problems(*wrong)] == ["option.unit", "option.name", "option.declared", "option.nothing"]


def test_what_only_the_whole_statement_can_tell_comes_in_one_error_too() -> None:
    wrong = [line(lambda s: s.share == s.growth, "flag", "equal"), line(lambda s: total(s.sales), "USD", "sum")]
    assert [one.id for one in problems(*wrong, SALES)] == ["option.equal", "option.sum"]
    ring = line(lambda s: s.ring * 1, name="ring")
    assert {one.id for one in problems(*wrong, SALES, ring)} == {"option.equal", "option.sum", "option.ring"}


def test_an_input_may_not_have_the_name_of_a_row() -> None:
    """The row would hide the input, and a row that reads the input would be told that it needs itself."""
    (problem,) = problems(line(lambda s: s.share * 2, name="share"), inputs=named(scalar("share")))
    assert "input" in problem.what
    assert "share" in problem.what
