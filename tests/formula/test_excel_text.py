"""Excel text: brackets where precedence or rounding needs them and nowhere else, functions known before Excel 2010."""

from __future__ import annotations

import re

import pytest
from formula.lines import Function, line, measure, named, scalar, series, statement, table

from roi.formula import (
    Cell,
    Input,
    available,
    between,
    divide,
    excel_text,
    irr,
    irr_mid_year,
    irr_mid_year_roots,
    irr_roots,
    lookup,
    maximum,
    minimum,
    mirr,
    present_value,
    prior,
    sqrt,
    total,
    where,
)

INPUTS = named(
    *(scalar(name) for name in "abcd"), scalar("p", "flag"), scalar("q", "flag"), table("t"), series("g"), scalar("n", whole=True)
)
INPUTS["rate"] = scalar("rate", "1/year")


class Letters:
    """Every value stands under its own name; last year's value has the mark of the column before."""

    def cell(self, cell: Cell) -> str:
        return cell.name

    def prior(self, cell: Cell) -> str:
        return f"before_{cell.name}"

    def input(self, leaf: Input) -> str:
        return leaf.id

    def span(self, cell: Cell) -> str:
        return f"{cell.name}:{cell.name}"

    def unique(self, cell: Cell) -> str:
        return f"roots_{cell.name}"

    def half_years(self, cell: Cell) -> str:
        return f"halves_{cell.name}"

    def guess(self, cell: Cell) -> str:
        return f"near_{cell.name}"


OTHERS = (line(lambda s: s.g, name="row"), line(lambda s: s.g * 2, name="factor"), line(lambda s: s.g > 0, "flag", "on"))
NUMBERS = [
    (lambda s: s.a - (s.b - s.c), "a-(b-c)"),
    (lambda s: s.a - s.b - s.c, "a-b-c"),
    (lambda s: s.a + (s.b + s.c), "a+(b+c)"),
    (lambda s: s.a + s.b + s.c, "a+b+c"),
    (lambda s: s.a + (s.b - s.c), "a+(b-c)"),
    (lambda s: s.a - (s.b + s.c), "a-(b+c)"),
    (lambda s: s.a + s.b * s.c, "a+b*c"),
    (lambda s: (s.a + s.b) * s.c, "(a+b)*c"),
    (lambda s: s.a * (s.b + s.c), "a*(b+c)"),
    (lambda s: s.a / (s.b * s.c), "a/(b*c)"),
    (lambda s: s.a / s.b * s.c, "a/b*c"),
    (lambda s: s.a * (s.b / s.c), "a*(b/c)"),
    (lambda s: s.a / (s.b / s.c), "a/(b/c)"),
    (lambda s: (s.a - s.b) / (s.c - s.d), "(a-b)/(c-d)"),
    (lambda s: -(s.a + s.b), "-(a+b)"),
    (lambda s: -s.a + s.b, "-a+b"),
    (lambda s: -s.a * s.b, "-a*b"),
    (lambda s: -(s.a * s.b), "-(a*b)"),
    (lambda s: s.a * -s.b, "a*(-b)"),
    (lambda s: s.a - -s.b, "a-(-b)"),
    (lambda s: s.a + -s.b, "a+(-b)"),
    (lambda s: -(0 - -s.a), "-(0-(-a))"),
    (lambda s: -1 * s.a, "-1*a"),
    (lambda s: s.a * -1, "a*(-1)"),
    (lambda s: s.a - 0.5, "a-0.5"),
    (lambda s: 1e-7 * s.a, "1E-07*a"),
    (lambda s: 1e22 * s.a, "1E+22*a"),
    (lambda s: 123456789012 * s.a, "123456789012*a"),
    (lambda s: (s.a > s.b) * s.c, "(a>b)*c"),
    (lambda s: s.c * (s.a <= s.b), "c*(a<=b)"),
    (lambda s: (s.a > s.b) * 1 + s.c, "(a>b)*1+c"),
    (lambda s: (s.a > s.b) / s.c, "(a>b)/c"),
    (lambda s: ((s.a > 0) & (s.b > 0)) * s.c, "AND(a>0,b>0)*c"),
    (lambda s: s.on * s.c, "on*c"),
    (lambda s: maximum(maximum(s.a, s.b), maximum(s.c, 0)), "MAX(a,b,c,0)"),
    (lambda s: minimum(s.a, minimum(s.b, maximum(s.c, s.d))), "MIN(a,b,MAX(c,d))"),
    (lambda s: maximum(0, s.a - s.b) * s.c, "MAX(0,a-b)*c"),
    (lambda s: s.d / sqrt(1 + s.a) - sqrt(s.b), "d/SQRT(1+a)-SQRT(b)"),
    (lambda s: where(s.a > s.b, s.c - s.d, 0) / s.b, "IF(a>b,c-d,0)/b"),
    (lambda s: where(s.on, s.a, where(s.p, s.b, s.c)), "IF(on,a,IF(p,b,c))"),
    (lambda s: divide(s.a, s.b), "IF(b=0,0,a/b)"),
    (lambda s: divide(s.a + s.b, s.c - s.d, s.a - 1), "IF(c-d=0,a-1,(a+b)/(c-d))"),
    (lambda s: divide(s.a * s.b, s.c * s.d, 1), "IF(c*d=0,1,a*b/(c*d))"),
    (lambda s: divide(-s.a, -s.b), "IF(-b=0,0,-a/(-b))"),
    (lambda s: divide(s.a > s.b, s.c), "IF(c=0,0,(a>b)/c)"),
    (lambda s: s.d + divide(s.a, s.b), "d+IF(b=0,0,a/b)"),
    (lambda s: lookup(s.t, s.a), "IF(AND(a>=0,a<COLUMNS(t)),INDEX(t,1,INT(a)+1),0)"),
    (lambda s: lookup(s.t, s.a - s.b) * s.c, "IF(AND(a-b>=0,a-b<COLUMNS(t)),INDEX(t,1,INT(a-b)+1),0)*c"),
    (lambda s: prior(s.row) + s.row, "before_row+row"),
    (lambda s: s.a - prior(s.row, 1), "a-before_row"),
    (lambda s: s.a / s.one_year * s.one_year, "a"),
    (lambda s: s.a * s.one_year / s.one_year - s.b, "a-b"),
    (lambda s: s.one_year / s.one_year - s.b, "1-b"),
    (lambda s: (s.a > s.b) * s.one_year / s.one_year, "(a>b)*1"),
    (lambda s: s.a + 0, "a+0"),
    (lambda s: s.a, "a"),
    (lambda s: 0, "0"),
]
CONDITIONS = [
    (lambda s: s.a > s.b, "IF(a>b,1,0)"),
    (lambda s: s.a - s.b >= s.c * s.d, "IF(a-b>=c*d,1,0)"),
    (lambda s: -s.a < -s.b, "IF(-a<(-b),1,0)"),
    (lambda s: s.n == 1, "IF(n=1,1,0)"),
    (lambda s: ~(s.n == 1), "IF(NOT(n=1),1,0)"),
    (lambda s: between(s.a, s.b, s.c), "IF(AND(a>=b,a<=c),1,0)"),
    (lambda s: (s.a > 0) & (s.b > 0) & (s.p & s.q), "IF(AND(a>0,b>0,p,q),1,0)"),
    (lambda s: (s.a > 0) | s.on | s.p, "IF(OR(a>0,on,p),1,0)"),
    (lambda s: (s.a > 0) & (s.p | s.q), "IF(AND(a>0,OR(p,q)),1,0)"),
    (lambda s: ~s.on & s.p, "IF(AND(NOT(on),p),1,0)"),
    (lambda s: where(s.p, s.a > 0, s.q), "IF(IF(p,a>0,q),1,0)"),
    (lambda s: s.on, "on"),
]
SUMS = [
    ("year", lambda s: total(s.row), "SUM(row:row)"),
    ("year", lambda s: total(s.row) - total(s.factor), "SUM(row:row)-SUM(factor:factor)"),
    ("year", lambda s: present_value(s.row, s.factor), "SUMPRODUCT(row:row,factor:factor)"),
    ("1/year", lambda s: irr(s.row), 'IF(roots_row=1,IRR(row:row,near_row),"n/a")'),
    ("1", lambda s: irr_roots(s.row), "roots_row"),
    ("1/year", lambda s: irr_mid_year(s.row), 'IF(roots_row=1,(1+IRR(halves_row,SQRT(1+near_row)-1))^2-1,"n/a")'),
    ("1", lambda s: irr_mid_year_roots(s.row), "roots_row"),
    ("1/year", lambda s: mirr(s.row, s.rate), 'IFERROR(MIRR(row:row,rate,rate),"n/a")'),
    ("1", lambda s: available(s.a > 0, s.b / s.a), 'IF(a>0,b/a,"n/a")'),
]


def shown(function: Function, unit: str) -> str:
    return excel_text(statement([*OTHERS, line(function, unit)], INPUTS).cells["x"], Letters())


@pytest.mark.parametrize(("function", "text"), NUMBERS)
def test_numbers(function: Function, text: str) -> None:
    assert shown(function, "1") == f"={text}"


@pytest.mark.parametrize(("function", "text"), CONDITIONS)
def test_conditions_are_written_as_one_and_zero(function: Function, text: str) -> None:
    assert shown(function, "flag") == f"={text}"


def test_a_condition_counted_in_years_is_a_number_that_sum_does_not_ignore() -> None:
    assert shown(lambda s: (s.a > s.b) * s.one_year, "year") == "=(a>b)*1"


@pytest.mark.parametrize(("unit", "function", "text"), SUMS)
def test_measures(unit: str, function: Function, text: str) -> None:
    found = statement(OTHERS, INPUTS, [measure(function, unit)])
    assert excel_text(found.cells["m"], Letters()) == f"={text}"


def test_only_functions_known_before_excel_2010_are_used() -> None:
    known = {"AND", "COLUMNS", "IF", "IFERROR", "INDEX", "INT", "IRR", "MAX", "MIN", "MIRR", "NOT", "OR", "SQRT", "SUM", "SUMPRODUCT"}
    texts = [text for _, text in NUMBERS + CONDITIONS] + [text for _, _, text in SUMS]
    assert {name for text in texts for name in re.findall(r"[A-Z]+(?=\()", text)} == known
