"""Comparisons and provenance for tests of what people read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from roi.analysis.comparison import Comparison, Measure, compare
from roi.book import Book, Overlay, Override, load_book
from roi.domain import Case
from roi.reporting.provenance import Provenance

TRIALS = 300
SEED = 7


@cache
def book() -> Book:
    return load_book()


def a_case() -> Case:
    """The first case of the book: tests say nothing of its figures."""
    return next(iter(book().cases.values()))


@cache
def a_comparison() -> Comparison:
    return compare(a_case(), book(), TRIALS, SEED)


def provenance(**changes: Any) -> Provenance:
    stamp = Provenance("9.8.7", "abc1234", "2026-03-04", "roi compare x --seed 7", "0123456789abcdef")
    return replace(stamp, **changes)


def overlay(title: str = "A tariff on everything", reference: str = "Federal Register 1") -> Overlay:
    return Overlay("everything", title, reference, {"plants.x.fixed_capital": {"value": 70, "unit": "MUSD"}}, ("tariffs.mfn",))


def override() -> Override:
    return Override("plants.x.fixed_capital", "60 MUSD", "70 MUSD", "everything")


def with_measure(found: Comparison, option: str, name: str, measure: Measure) -> Comparison:
    """The comparison with one measure of one option replaced."""
    return replace(found, measures=found.measures | {option: found.measures[option] | {name: measure}})


def only(case: Case, *names: str, reference: str | None = None) -> Case:
    """The case with these options alone."""
    kept = {name: option for name, option in case.options.items() if name in names}
    return case.model_copy(update={"options": kept, "reference": reference or names[0]})
