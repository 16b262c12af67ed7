"""Every misuse of the vocabulary is refused at its line, with what to write instead."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from formula.lines import SALES, Function, line, place, problems

from roi.formula import between, divide, lookup, maximum, prior, sqrt, where

VOCABULARY_ONLY = "use only symbols, arithmetic and the vocabulary of roi.formula"


UNITS: list[tuple[str, Callable[..., Any], str, str]] = [
    ("USD", lambda s: s.capital + s.plant.volume, "+: units differ, capital is in USD and plant.volume is in kg/year", "factor is missing"),
    ("USD", lambda s: s.capital - s.sales, "-: units differ, capital is in USD and sales is in USD/year", "multiply sales by s.one_year"),
    ("USD", lambda s: s.sales * 2 + s.capital, "(sales * 2) is in USD/year and capital is in USD", "multiply (sales * 2) by s.one_year"),
    ("USD", lambda s: maximum(s.sales, s.capital), "maximum: units differ, sales is in USD/year", "multiply sales by s.one_year"),
    ("USD", lambda s: where(s.open, s.capital, s.share), "where: units differ, capital is in USD and share is in 1", "factor is missing"),
    ("USD", lambda s: s.capital + 5, "+: units differ, capital is in USD and 5 is in 1", "say the unit of the number by an assumption"),
    ("flag", lambda s: s.capital > 5, ">: units differ, capital is in USD and 5 is in 1", "say the unit of the number by an assumption"),
    ("flag", lambda s: between(s.capital, 0, s.share), "<=: units differ, capital is in USD and share is in 1", "factor is missing"),
    ("1", lambda s: divide(s.capital, s.capital, s.capital), "(capital / capital) is in 1 and capital is in USD", "factor is missing"),
    ("USD", lambda s: prior(s.x, s.plant.price), "prior: units differ, x is in USD and plant.price is in USD/kg", "factor is missing"),
    ("USD", lambda s: prior(s.x, 1), "prior: units differ, x is in USD and 1 is in 1", "say the unit of the number by an assumption"),
    ("1", lambda s: s.open + s.share, "+: a condition and a number, open [flag] and share [1]", "where(condition, a, b)"),
    ("1", lambda s: s.open + s.open, "conditions cannot be added", "combine them with & and |, or write where(condition, 1, 0)"),
    ("1", lambda s: -s.open, "a condition has no sign", "where(condition, a, b)"),
    ("1", lambda s: s.share / s.open, "division by a condition", "where(condition, a, b)"),
    ("1", lambda s: divide(s.share, s.open), "division by a condition", "where(condition, a, b)"),
    ("flag", lambda s: s.open * s.open, "a condition times a condition", "write (a) & (b)"),
    ("flag", lambda s: s.open == s.licensed, "conditions cannot be compared", "combine them with &, | and ~"),
    ("flag", lambda s: s.open & s.share, "& joins conditions, found flag and 1", "put comparisons in brackets"),
    ("flag", lambda s: s.share | s.share, "| joins conditions, found 1 and 1", "put comparisons in brackets"),
    ("flag", lambda s: ~s.capital, "~ needs a condition, found USD", "compare first: ~(a < b)"),
    ("1", lambda s: where(s.share, 1, 0), "share is in 1, not a condition", "compare it with something: x > 0"),
    ("flag", lambda s: maximum(s.open, s.licensed), "maximum of conditions", "&"),
    ("1", lambda s: sqrt(s.capital), "sqrt: capital is in USD", "divide by a quantity in the same unit"),
    ("1", lambda s: sqrt(s.open), "sqrt: open is in flag", "without a unit"),
    ("1", lambda s: lookup(s.schedule, s.capital), "the age is in USD", "whole years or whole numbers"),
]
MISUSE: list[tuple[str, Callable[..., Any], str, str]] = [
    ("flag", lambda s: s.share != 1, "`!=` is not part of the vocabulary", "~(a == b)"),
    ("1", lambda s: s.share**2, "powers are not part of the vocabulary", "prior(s.index, 1)"),
    ("1", lambda s: 2**s.share, "powers are not part of the vocabulary", "prior(s.index, 1)"),
    ("1", lambda s: abs(s.share), "abs() is not part of the vocabulary", "write maximum(a, -a) instead of abs(a)"),
    ("1", lambda s: s.share % 2, "remainders and whole division are not part of the vocabulary", "lookup(table, age)"),
    ("1", lambda s: round(s.share), "the row function failed: TypeError", VOCABULARY_ONLY),
    ("1", lambda s: s.schedule[0], "a formula cannot be indexed", "lookup(table, age)"),
    ("1", lambda s: sum(s.sales), "cannot be looped over", "use total(row) in a metric"),
    ("1", lambda s: math.sqrt(s.share), "a formula is not a plain number", "instead of math or numpy functions"),
    ("1", lambda s: float(s.share), "a formula is not a plain number", "instead of math or numpy functions"),
    ("1", lambda s: np.maximum(s.share, 0), "does not support ufuncs", VOCABULARY_ONLY),
    ("1", lambda s: np.sin(s.share), "the row function failed: TypeError", VOCABULARY_ONLY),
    ("1", lambda s: np.array([1.0, 2.0]) * s.share, "ndarray cannot be part of a formula", "rows, inputs and plain numbers only"),
    ("1", lambda s: s.share * np.array(1.0), "ndarray cannot be part of a formula", "rows, inputs and plain numbers only"),
    ("1", lambda s: s.share * [1.0, 2.0], "list cannot be part of a formula", "rows, inputs and plain numbers only"),
    ("1", lambda s: s.share + "-0", "str cannot be part of a formula", "rows, inputs and plain numbers only"),
    ("1", lambda s: s.share * True, "bool cannot be part of a formula", "rows, inputs and plain numbers only"),
    ("1", lambda s: s.share * s.fees, "Symbols cannot be part of a formula", "rows, inputs and plain numbers only"),
    ("1", lambda s: s.share * float("nan"), "nan cannot be part of a formula", "where(condition, a, b) to leave a value out"),
    ("1", lambda s: where(s.open, s.share, float("inf")), "inf cannot be part of a formula", "where(condition, a, b)"),
    ("1", lambda s: float("nan"), "nan cannot be part of a formula", "where(condition, a, b)"),
    ("1", lambda s: None, "the row returns nothing", "return a formula of s.names"),
    ("1", lambda s: "text", "the row returns a str", "return a formula of s.names"),
    ("1", lambda s: s.fees, "the row returns a Symbols", "return a formula of s.names"),
    ("USD", lambda s: s.capital.whatever, "capital has no part called 'whatever'", "groups of inputs"),
    ("USD/year", lambda s: prior(s.sales * 2), "(sales * 2) is not a row", "give the expression a row of its own"),
    ("1", lambda s: prior(s.share), "share is not a row", "give the expression a row of its own"),
    ("1", lambda s: prior(3), "3 is not a row", "give the expression a row of its own"),
    ("1", lambda s: prior(s.x, s.growth), "the opening value of prior() is a formula", "a number or a scalar assumption"),
    ("1", lambda s: prior(s.x, 1 - s.share), "the opening value of prior() is a formula", "a number or a scalar assumption"),
    ("1", lambda s: prior(s.x, s.schedule), "schedule is a table", "lookup(table, age)"),
    ("1", lambda s: lookup(s.share, s.year), "share is not a table", "an assumption with a list of values"),
    ("1", lambda s: lookup(s.sales, s.year), "sales is not a table", "an assumption with a list of values"),
    ("1", lambda s: s.schedule * s.share, "schedule is a table", "lookup(table, age)"),
    ("1", lambda s: s.schedule, "schedule is a table", "lookup(table, age)"),
    ("1", lambda s: maximum(s.share, s.schedule), "schedule is a table", "lookup(table, age)"),
    ("1", lambda s: lookup(s.schedule, s.schedule), "schedule is a table", "lookup(table, age)"),
]


@pytest.mark.parametrize(("unit", "function", "what", "remedy"), UNITS + MISUSE)
def test_a_row_is_refused_at_its_line(unit: str, function: Function, what: str, remedy: str) -> None:
    (problem,) = problems(line(function, unit), SALES)
    assert problem.where == place(function)
    assert problem.id == "option.x"
    assert what in problem.what
    assert remedy in problem.remedy


DECLARED: list[tuple[str, Callable[..., Any], str, str]] = [
    ("USD", lambda s: s.plant.price, "declared in USD, but the formula gives USD/kg", "change the declared unit or the formula"),
    ("USD", lambda s: s.plant.price * s.plant.volume, "declared in USD, but the formula gives USD/year", "use s.one_year"),
    ("USD/year", lambda s: s.capital, "declared in USD/year, but the formula gives USD", "use s.one_year"),
    ("flag", lambda s: s.share, "declared in flag, but the formula gives 1", "change the declared unit or the formula"),
    ("1", lambda s: s.open, "declared in 1, but the formula gives flag", "change the declared unit or the formula"),
    ("USD", lambda s: 5, "declared in USD, but the formula gives 1", "change the declared unit or the formula"),
]


@pytest.mark.parametrize(("unit", "function", "what", "remedy"), DECLARED)
def test_the_declared_unit_is_compared_with_the_formula(unit: str, function: Function, what: str, remedy: str) -> None:
    (problem,) = problems(line(function, unit))
    assert (problem.where, problem.what) == (place(function), what)
    assert remedy in problem.remedy


def _if(s):
    return s.share if s.share > 0 else 0


def _if_statement(s):
    if s.open:
        return s.share
    return 0


def _and(s):
    return s.open and s.licensed


def _and_comparisons(s):
    return s.share < 1 and s.growth < 2


def _or(s):
    return s.open or s.share > 1


def _not(s):
    return not s.open


def _max(s):
    return max(s.share, s.growth)


def _min(s):
    return min(s.share, 0)


def _chained(s):
    return 0 <= s.share <= 1


def _is_in(s):
    return s.share in (1, 2)


@pytest.mark.parametrize(
    ("function", "remedy"),
    [
        (_if, "write where(condition, a, b) instead of if"),
        (_if_statement, "write where(condition, a, b) instead of if"),
        (_and, "write (a) & (b) instead of a and b"),
        (_and_comparisons, "write (a) & (b) instead of a and b"),
        (_or, "write (a) | (b) instead of a or b"),
        (_not, "write ~(a) instead of not a"),
        (_max, "write maximum(a, b) instead of max(a, b)"),
        (_min, "write minimum(a, b) instead of min(a, b)"),
        (_chained, "write between(x, low, high) instead of low <= x <= high"),
        (_is_in, "write where(condition, a, b) instead of if"),
    ],
)
def test_pythons_own_yes_or_no_is_refused_with_the_word_to_write_instead(function: Function, remedy: str) -> None:
    (problem,) = problems(line(function, "1"))
    assert problem.where == place(function, 1)
    assert problem.what.startswith("a formula has no truth value until it is run: ")
    assert problem.remedy == remedy
