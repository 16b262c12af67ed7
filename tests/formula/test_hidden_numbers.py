"""A row may not read a number from anywhere but its symbols: nobody could find its source."""

from __future__ import annotations

import pytest
from formula.lines import Function, line, statement

from roi.errors import RoiError

TAX_RATE = 0.21
TAX_RATES = (0.21, 0.35)
BY_COUNTRY = {"IE": 0.15}
capital = 0.5


def refused(function: Function) -> str:
    with pytest.raises(RoiError, match="the row reads a number from outside") as caught:
        statement([line(function)])
    (problem,) = caught.value.problems
    assert problem.where == f"{__file__}:{function.__code__.co_firstlineno}"
    assert problem.remedy == "make it an assumption and read it as s.name"
    return problem.what


def test_not_from_a_global() -> None:
    assert "TAX_RATE" in refused(lambda s: s.share * TAX_RATE)


def test_not_from_a_closure() -> None:
    rate = 0.21
    assert "rate" in refused(lambda s: s.share * rate)


def test_not_from_a_default_argument() -> None:
    assert "default argument 1" in refused(lambda s, rate=0.21: s.share * rate)


def test_not_from_a_keyword_argument() -> None:
    assert "rate" in refused(lambda s, *, rate=0.21: s.share * rate)


def test_not_inside_a_loop_over_a_group() -> None:
    assert "TAX_RATE" in refused(lambda s: sum(fee * TAX_RATE for fee in s.fees) * s.one_year)


def test_not_from_a_list_of_numbers() -> None:
    assert "TAX_RATES" in refused(lambda s: s.share * TAX_RATES[0])


def test_not_from_a_dictionary_of_numbers() -> None:
    assert "BY_COUNTRY" in refused(lambda s: s.share * BY_COUNTRY["IE"])


def test_not_from_a_global_that_is_set_after_the_row_was_written() -> None:
    names: dict[str, object] = {}
    function = eval("lambda s: s.share * LATER", names)
    item = line(function)
    names["LATER"] = 0.21
    with pytest.raises(RoiError, match="the row reads a number from outside"):
        statement([item])


def test_not_from_a_closure_that_is_set_after_the_row_was_written() -> None:
    item = line(lambda s: s.share * later)
    later = 0.21
    with pytest.raises(RoiError, match="the row reads a number from outside"):
        statement([item])


def test_a_symbol_may_have_the_name_of_a_global_number() -> None:
    assert capital
    assert repr(statement([line(lambda s: s.capital * 1, "USD")]).cells["x"].formula) == "(capital * 1)"
