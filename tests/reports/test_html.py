"""report.html: what stands in it, that it needs nothing else, and that no text from a file can become code."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from reports.samples import SEED, TRIALS, Page, a_case, a_comparison, book, only, overlay, override, provenance, with_measure

from roi.analysis.comparison import Measure, compare
from roi.domain import Source
from roi.finance import Statistics
from roi.reporting import pages, words
from roi.reporting.figures import CONFIDENCE, figures_used
from roi.reporting.html import report_html
from roi.reporting.numbers import table_scale

EVIL = """</script><script>alert("x")</script><img src=x onerror=alert(1)>'"&{{ 7*7 }}"""


@pytest.fixture(scope="module")
def text():
    return report_html(a_comparison(), provenance())


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_the_answer_comes_first(page):
    first, second = words.answer(a_comparison())
    places = [page.visible.index(part) for part in (a_case().question, first, second, "The options side by side")]
    assert places == sorted(places)


def test_the_same_input_gives_the_same_bytes(text):
    assert report_html(a_comparison(), provenance()) == text
    assert "2026-03-04" in text
    assert "2026-03-04" not in report_html(a_comparison(), provenance(written=""))


def test_every_assumption_used_is_listed_with_value_source_and_grade(page):
    used = figures_used(a_comparison().model)
    assert len(used) > 40
    sources = book().sources
    for figure in used.values():
        for part in (figure.id, figure.label, sources[figure.source].title, figure.locator, figure.note, CONFIDENCE[figure.confidence]):
            assert " ".join(part.split()) in page.visible
    assert page.tags.count("strong") >= sum(figure.confidence == "judgement" for figure in used.values())


def test_judgement_is_marked_by_a_word_in_the_row_of_the_figure(text):
    rows = {match[1]: match[0] for match in re.finditer(r'<tr>\s*<th scope="row">[^<]*<code>([\w.]+)</code>.*?</tr>', text, re.DOTALL)}
    for figure in figures_used(a_comparison().model).values():
        assert ('class="judged">judgement<' in rows[figure.id]) == (figure.confidence == "judgement")


def test_every_measure_of_tariff_law_is_listed_for_every_flow(page):
    for flows in a_comparison().model.layers.values():
        for layers in flows.values():
            for layer in layers:
                assert layer.measure.label in page.visible
                assert layer.measure.citation in page.visible
                assert " ".join(layer.reason.split()) in page.visible


def test_options_without_a_duty_say_why(page):
    model = a_comparison().model
    without = [name for name, flows in model.layers.items() if "Product" not in flows]
    assert page.visible.count("The product is made in the country of the market") == len(without)


def test_changes_are_listed_or_said_to_be_none(page):
    assert "Nothing: all figures are those of the files" in page.visible
    changed = Page(report_html(a_comparison(), provenance(overlays=(overlay(),), overrides=(override(),)))).visible
    for part in (
        "A tariff on everything",
        "Federal Register 1",
        "plants.x.fixed_capital = value: 70, unit: MUSD",
        "tariffs.mfn taken away",
    ):
        assert part in changed
    assert "60 MUSD 70 MUSD everything" in changed
    assert "Not the figures of the book alone" in changed
    assert "Nothing: all figures" not in changed


def test_provenance_and_limits(page):
    dates = [figure.retrieved for figure in figures_used(a_comparison().model).values()]
    parts = ["roi 9.8.7, commit abc1234", "0123456789abcdef", "roi compare x --seed 7", "Apache-2.0", f"{TRIALS} trials, seed {SEED}"]
    parts += [f"between {min(dates).isoformat()} and {max(dates).isoformat()}", "not investment, legal or tax advice"]
    parts += ["Prices and tariffs", "No debt", "Shortages in part", "Currencies reach plants only", "Few correlations"]
    assert [part for part in parts if part not in page.visible] == []


def test_nothing_is_loaded_from_elsewhere(text, page):
    links = page.of("a", "href")
    assert links
    assert all(link.startswith(("https://", "#")) for link in links)
    ids = {value for _, name, value in page.attributes if name == "id"}
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    assert not [one for one in page.attributes if one[1] in ("src", "srcset", "background", "action") or one[1].startswith("on")]
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_lets_only_our_own_scripts_run(page):
    policy = page.of("meta", "content")[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe-inline'" not in policy
    running = [body for attrs, body in page.scripts if "type" not in attrs]
    hashes = {f"'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" for body in running}
    assert len(running) == 2
    assert hashes == set(re.findall(r"'sha256-[^']+'", policy))


def test_text_from_files_stays_text():
    case = a_case()
    name = next(iter(case.options))
    options = case.options | {name: case.options[name].model_copy(update={"label": EVIL})}
    hostile = case.model_copy(update={"question": EVIL, "label": EVIL, "options": options})
    sources = {id: Source(id=id, title=EVIL, publisher=EVIL, published=EVIL, url="javascript:alert(1)") for id in book().sources}
    market = book().markets[case.market]
    volume = market.volume.model_copy(update={"label": EVIL, "note": EVIL, "locator": EVIL})
    measures = {id: measure.model_copy(update={"label": EVIL, "citation": EVIL}) for id, measure in book().tariffs.items()}
    shelf = dict(book().markets) | {case.market: market.model_copy(update={"volume": volume, "label": EVIL})}
    poisoned = replace(book(), sources=sources, markets=shelf, tariffs=measures)
    evil = overlay(EVIL, EVIL)
    written = report_html(
        compare(hostile, poisoned, 20, 1), provenance(command=EVIL, commit=EVIL, overlays=(evil,), overrides=(override(),))
    )
    page, clean = Page(written), Page(report_html(a_comparison(), provenance()))
    assert len(page.scripts) == len(clean.scripts)
    assert "img" not in page.tags
    assert not [one for one in page.attributes if one[1].startswith("on")]
    assert all(link.startswith(("https://", "#")) for link in page.of("a", "href"))
    assert " ".join(EVIL.split()) in page.visible
    data = json.loads(next(body for attrs, body in page.scripts if attrs.get("type") == "application/json"))
    assert EVIL in json.dumps(data, ensure_ascii=False).replace('\\"', '"')


def test_the_table_of_options_holds_base_case_and_range():
    found = a_comparison()
    lines = {line.label: line for line in pages.option_lines(found)}
    spreads = [one["npv"].trials for one in found.measures.values()] + [one.incremental_npv.trials for one in found.against.values()]
    chosen = table_scale(value for one in spreads for value in (one.p05, one.p95))
    assert lines["Net present value"].unit == chosen.unit
    for cell, measures in zip(lines["Net present value"].cells, found.measures.values(), strict=True):
        value = measures["npv"].base / chosen.divisor
        assert cell.value == (f"({-value:,.1f})" if value < 0 else f"{value:,.1f}")
    assert [cell.value for cell in lines["Chance to beat the reference"].cells].count("reference") == 1


def test_a_missing_rate_says_why():
    found, nan = a_comparison(), float("nan")
    option = next(iter(found.model.options))
    rate = Measure(nan, Statistics(0.1, 0.1, -0.05, 0.1, 0.2, 0.25))
    two = with_measure(with_measure(found, option, "irr", rate), option, "irr_roots", Measure(2.0, rate.trials))
    cell = next(line for line in pages.option_lines(two) if line.label == "Internal rate of return").cells[0]
    assert cell.value == "n/a"
    assert cell.note == "2 rates make the net present value zero; (5.0) % to 20.0 % in the 75.0 % of trials that have a value"
    never = with_measure(found, option, "payback", Measure(nan, Statistics(nan, nan, nan, nan, nan, 1.0)))
    cell = next(line for line in pages.option_lines(never) if line.label.startswith("Payback")).cells[0]
    assert cell.note == f"not paid back within {a_case().horizon} years; no trial has a value"


def test_every_chart_has_its_numbers_in_a_table_a_caption_and_a_sentence_how_to_read_it(page):
    figures = page.tags.count("figure")
    assert figures == 5
    assert page.tags.count("figcaption") == figures
    assert page.visible.count("How to read it:") == figures
    assert page.tags.count("caption") == page.tags.count("table")
    assert page.tags.count("main") == page.tags.count("h1") == 1
    heads = [one for one in page.tags if one == "th"]
    assert len(page.of("th", "scope")) == len(heads)


def test_a_case_with_one_option_has_a_report():
    case = a_case()
    written = Page(report_html(compare(only(case, case.reference), book(), 20, 1), provenance()))
    assert case.options[case.reference].label in written.visible


def test_the_file_is_small_enough_to_send(text):
    """Of which 0.93 MB are the library that draws the charts."""
    assert len(text.encode()) < 1_500_000
