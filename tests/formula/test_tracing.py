"""A row function is run once on symbols: what names mean, which units come out, which rows have years."""

from __future__ import annotations

from itertools import pairwise

import pytest
from formula.lines import INPUTS, line, measure, named, scalar, series, statement

from roi.errors import RoiError
from roi.formula import divide, lookup, maximum, minimum, part, prior, rows, sqrt, total, where
from roi.formula.statement import referred


def text(items: tuple, name: str = "x", **more: object) -> str:
    """Formula of a row, as a developer would write it."""
    return repr(statement(items, **more).cells[name].formula)


def test_a_row_reads_another_row_wherever_that_one_stands() -> None:
    profit = line(lambda s: s.sales - s.cost, "USD/year", "profit")
    sales = line(lambda s: s.plant.price * s.plant.volume, "USD/year", "sales")
    cost = line(lambda s: s.fees.harbour * s.share, "USD/year", "cost")
    for order in ((profit, sales, cost), (sales, cost, profit)):
        assert text(order, "profit") == "(sales - cost)"
        assert text(order, "sales") == "(plant.price * plant.volume)"


def test_a_name_of_the_option_comes_before_the_same_name_of_what_options_share() -> None:
    shared = statement([line(lambda s: s.growth, name="index"), line(lambda s: s.share * 1, name="half")])
    own = statement([line(lambda s: s.index + s.half + s.share, name="x"), line(lambda s: s.share, name="half")], {}, (), shared)
    read = {cell.name: cell.statement for cell in referred(own.cells["x"])}
    assert read == {"index": shared, "half": own}


def test_inputs_of_the_parent_are_found_through_the_child() -> None:
    shared = statement([])
    assert text((line(lambda s: s.capital * s.share, "USD"),), inputs=named(scalar("share")), parent=shared) == "(capital * share)"


def test_groups_of_inputs_are_looped_over_in_the_order_given() -> None:
    assert text((line(lambda s: sum(s.fees), "USD/year"),)) == "((0 + fees.harbour) + fees.merchandise)"


def test_a_group_of_the_option_replaces_the_group_of_the_parent() -> None:
    own = named(scalar("fees.storage", "USD/year"))
    assert text((line(lambda s: sum(s.fees), "USD/year"),), inputs=own, parent=statement([])) == "(0 + fees.storage)"


def test_the_rows_of_a_part_read_the_rows_and_inputs_of_their_part_first() -> None:
    items = (
        line(lambda s: s.price * s.share, "USD/kg", "net_price"),
        line(lambda s: sum(one * s.net_price for one in s.fees.list) / s.share, "USD/kg", "due"),
    )
    inputs = named(
        scalar("share"),
        scalar("price", "USD/kg"),
        scalar("fees.list.b"),
        scalar("brand.price", "USD/kg"),
        scalar("brand.fees.list.a"),
    )
    brand = part("brand", "Brand", items)
    assert [(one.name, one.section, one.part) for one in brand] == [
        ("brand_net_price", "Brand: operations", "brand"),
        ("brand_due", "Brand: operations", "brand"),
    ]
    both = rows(items, brand)
    assert text(both, "net_price", inputs=inputs) == "(price * share)"
    assert text(both, "due", inputs=inputs) == "((0 + (fees.list.b * net_price)) / share)"
    assert text(both, "brand_net_price", inputs=inputs) == "(brand.price * share)"
    assert text(both, "brand_due", inputs=inputs) == "((0 + (brand.fees.list.a * brand_net_price)) / share)"


def test_a_part_finds_its_names_in_the_parent_too() -> None:
    shared = statement(part("brand", "Brand", [line(lambda s: s.growth, name="index")]))
    own = part("brand", "Brand", [line(lambda s: s.index * s.share, name="sales")])
    assert text(own, "brand_sales", inputs={}, parent=shared) == "(brand_index * share)"


@pytest.mark.parametrize(
    ("unit", "function"),
    [
        ("USD/year", lambda s: s.plant.price * s.plant.volume),
        ("USD", lambda s: s.plant.price * s.plant.volume * s.one_year),
        ("1/year", lambda s: s.plant.price * s.plant.volume / s.capital),
        ("kg/USD", lambda s: 1 / s.plant.price),
        ("1", lambda s: s.year / s.one_year),
        ("USD", lambda s: 2 * s.capital / 3),
        ("USD", lambda s: -s.capital),
        ("USD", lambda s: s.open * s.capital),
        ("USD", lambda s: s.capital * (s.share > 0)),
        ("1", lambda s: s.open * 1),
        ("1/USD", lambda s: s.open / s.capital),
        ("USD", lambda s: maximum(0, s.capital)),
        ("USD", lambda s: minimum(s.capital, 0)),
        ("1", lambda s: sqrt(s.capital / s.capital)),
        ("USD", lambda s: where(s.open, s.capital, 0)),
        ("USD", lambda s: where(s.share <= 0, 0, s.capital) - 0),
        ("flag", lambda s: (s.capital > 0) & ~(s.capital <= 0) | s.open),
        ("flag", lambda s: s.year == s.first),
        ("USD/kg", lambda s: divide(s.capital * s.rate, s.plant.volume, s.plant.price)),
        ("1", lambda s: lookup(s.schedule, s.year - s.first)),
        ("1", lambda s: lookup(s.schedule, (s.year - s.first) / s.one_year)),
        ("USD", lambda s: prior(s.x, s.capital)),
        ("USD", lambda s: prior(s.x)),
    ],
)
def test_units_follow_from_the_formula(unit: str, function: object) -> None:
    assert str(statement([line(function, unit)]).cells["x"].formula.unit) == unit


def test_a_bare_zero_fits_every_unit() -> None:
    for unit in ("USD/year", "flag", "kg", "1"):
        assert repr(statement([line(lambda s: 0, unit)]).cells["x"].formula) == "0"


def test_last_years_condition_may_be_read_and_there_was_none_before_the_first_year() -> None:
    started = line(lambda s: s.open & ~prior(s.open_row), "flag", "started")
    assert text((started, line(lambda s: s.open, "flag", "open_row")), "started") == "and(open, not(prior(open_row, 0)))"


def test_units_of_measures_count_the_years() -> None:
    flow, condition = line(lambda s: s.plant.price * s.plant.volume, "USD/year", "flow"), line(lambda s: s.open, "flag", "on")
    found = statement([flow, condition], INPUTS, [measure(lambda s: total(s.flow), "USD"), measure(lambda s: total(s.on), "year", "years")])
    assert [str(cell.row.unit) for cell in found.metrics] == ["USD", "year"]


def yearly(*items: object, **more: object) -> dict[str, bool]:
    return {name: cell.yearly for name, cell in statement(items, **more).cells.items()}


def test_a_row_has_years_when_a_series_reaches_it() -> None:
    once, index = line(lambda s: s.share * s.share, name="once"), line(lambda s: s.growth, name="index")
    reads = line(lambda s: s.index + s.once, name="reads")
    assert yearly(reads, once, index) == {"reads": True, "once": False, "index": True}


def test_a_row_that_reads_last_year_has_years() -> None:
    assert yearly(line(lambda s: prior(s.x, 1) * s.share)) == {"x": True}


def test_a_measure_has_no_years_and_so_has_what_it_reads() -> None:
    sums = [measure(lambda s: total(s.index), "year"), measure(lambda s: s.m * s.share, "year", "n")]
    assert yearly(line(lambda s: s.growth, name="index"), metrics=sums) == {"index": True, "m": False, "n": False}


def test_years_come_down_from_the_parent() -> None:
    shared = statement([line(lambda s: s.growth, name="index"), line(lambda s: s.share, name="once")])
    below = [line(lambda s: s.index, name="a"), line(lambda s: s.once, name="b")]
    assert yearly(*below, inputs={}, parent=shared) == {"a": True, "b": False}


def test_one_symbol_may_be_used_for_this_year_and_for_last_year() -> None:
    def change(s):
        pool = s.pool
        return pool - prior(pool)

    items = (line(change, name="change"), line(lambda s: s.growth, name="pool"))
    assert [cell.name for cell in referred(statement(items).cells["change"])] == ["pool"]


def test_rows_keeps_the_printed_order_and_opens_groups() -> None:
    a, b, c, d = (line(lambda s: s.share, name=name) for name in "abcd")
    assert [one.name for one in rows(a, (b, c), [d])] == list("abcd")


def test_rows_refuses_a_name_that_comes_twice() -> None:
    first, second = line(lambda s: s.share), line(lambda s: -s.share)
    with pytest.raises(RoiError, match="row x comes twice, first at ") as caught:
        rows(first, (second,))
    assert caught.value.problems[0].where == second.where
    assert first.where in caught.value.problems[0].what


def test_a_measure_may_not_have_the_name_of_a_row() -> None:
    with pytest.raises(RoiError, match="row x comes twice"):
        statement([line(lambda s: s.growth)], INPUTS, [measure(lambda s: total(s.x), "year", "x")])


def test_the_same_row_may_stand_in_several_statements() -> None:
    item = line(lambda s: s.growth)
    one, other = statement([item]), statement([item], named(series("growth")))
    assert one.cells["x"] is not other.cells["x"]


def test_a_statement_lists_rows_and_measures_in_printed_order() -> None:
    found = statement([line(lambda s: s.growth, name=name) for name in "cab"], INPUTS, [measure(lambda s: total(s.a), "year")])
    assert [cell.name for cell in found.rows] == ["c", "a", "b"]
    assert [cell.id for cell in found.metrics] == ["option.m"]


def test_a_long_chain_of_rows_is_traced() -> None:
    names = [f"r{i}" for i in range(400)]
    chain = [line(lambda s: s.growth, name=names[0])]
    for before, name in pairwise(names):
        chain.append(line(_one_more(before), name=name))
    assert statement(chain).cells[names[-1]].yearly


def _one_more(before: str):
    return lambda s: getattr(s, before) + 1
