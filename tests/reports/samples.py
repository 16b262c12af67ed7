"""Comparisons and provenance for tests of what people read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
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


class Page(HTMLParser):
    """Tags, attributes, visible text and scripts of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.scripts, self.text, self._inside = [], [], [], [], ""
        self.feed(text)
        self.close()
        self.visible = " ".join(" ".join(self.text).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in ("script", "style"):
            self._inside = tag
            if tag == "script":
                self.scripts.append((dict(attrs), ""))

    def handle_endtag(self, tag):
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data):
        if self._inside == "script":
            attrs, before = self.scripts[-1]
            self.scripts[-1] = (attrs, before + data)
        elif not self._inside:
            self.text.append(data)

    def of(self, tag, name):
        return [value for one, attribute, value in self.attributes if one == tag and attribute == name]
