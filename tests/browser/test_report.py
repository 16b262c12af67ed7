"""The report in a real browser: it draws, asks nobody for anything, fits a telephone and a sheet of paper, by day and by night."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field

import pytest
from reports.samples import a_comparison, provenance

from roi.reporting.html import report_html

pytestmark = pytest.mark.chromium

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


def charts() -> int:
    """Four, and one panel for each option."""
    return 4 + len(a_comparison().model.options)


@dataclass
class Visit:
    page: object
    messages: list = field(default_factory=list)
    requests: list = field(default_factory=list)


@pytest.fixture(scope="module")
def browser():
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install chromium or google-chrome to run the browser tests")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install 'roi[test]'")
    with playwright.sync_playwright() as engine:
        launched = engine.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    place = tmp_path_factory.mktemp("report") / "report.html"
    place.write_text(report_html(a_comparison(), provenance()), encoding="utf-8")
    return place


@pytest.fixture
def visit(browser, file):
    """Opens the report and waits until every chart is drawn, or, without scripts, until it is loaded."""
    contexts = []

    def open_(width=1280, scheme="light", scripts=True):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        seen = Visit(page)
        page.on("console", lambda message: seen.messages.append(message.text))
        page.on("pageerror", lambda error: seen.messages.append(str(error)))
        page.on("request", lambda request: seen.requests.append(request.url))
        page.goto(file.as_uri())
        if scripts:
            page.wait_for_function(f"document.querySelectorAll('.drawing svg').length === {charts()}", timeout=20_000)
        return seen

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [380, 1280])
def test_it_draws_without_an_error_or_a_request_and_never_scrolls_sideways(visit, file, width, scheme):
    seen = visit(width, scheme)
    assert seen.messages == []
    assert set(seen.requests) == {file.as_uri()}
    assert seen.page.evaluate("document.querySelectorAll('.fallback').length") == 0
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    overflowing = "[...document.querySelectorAll('.drawing svg')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).length"
    assert seen.page.evaluate(overflowing) == 0


def test_page_and_charts_change_with_the_colour_scheme(visit):
    ask = """() => {
        const style = (one, name) => getComputedStyle(document.querySelector(one))[name];
        return [style('body', 'backgroundColor'), style('body', 'color'),
                style('[data-chart=npv] .mark-line path', 'stroke'), style('[data-chart=cost] .mark-rect path', 'fill')];
    }"""
    light, dark = visit(scheme="light").page, visit(scheme="dark").page
    day, night = light.evaluate(ask), dark.evaluate(ask)
    assert all(re.fullmatch(r"rgb\(\d+, \d+, \d+\)", colour) for colour in day + night)
    assert [one for one, other in zip(day, night, strict=True) if one == other] == []
    # and without loading again, when the reader's system turns dark
    light.emulate_media(color_scheme="dark")
    assert light.evaluate(ask) == night
    # paper is white, whatever the screen is
    dark.emulate_media(media="print")
    assert dark.evaluate(ask) == day


@pytest.mark.parametrize(
    "attack",
    [
        "const one = document.body; one.setAttribute('onclick', 'window.bad = 1'); one.click()",
        "const one = document.createElement('script'); one.textContent = 'window.bad = 1'; document.body.append(one)",
        "setTimeout('window.bad = 1', 0)",
    ],
    ids=["handler", "script", "text run as code"],
)
def test_the_policy_of_the_page_stops_code_that_is_not_ours(visit, attack):
    seen = visit()
    seen.page.evaluate(f"() => {{ {attack} }}")
    seen.page.wait_for_timeout(50)
    assert seen.page.evaluate("window.bad === undefined")
    assert any("Content Security Policy" in message for message in seen.messages)


def test_it_prints_on_a_sane_number_of_pages(visit, tmp_path):
    page = visit(scheme="dark").page
    data = page.pdf(prefer_css_page_size=True, tagged=True)
    assert data.startswith(b"%PDF")
    sheets = len(re.findall(rb"/Type\s*/Page\b", data))
    assert 5 <= sheets <= 30


def test_the_numbers_are_there_without_javascript(visit):
    page = visit(scripts=False).page
    assert page.locator(".fallback").count() == charts()
    for section in ("options", "npv", "cash", "drivers", "cost", "limits"):
        assert page.locator(f"#{section} details table").count() == 1, section
    assert page.locator("details summary").first.is_visible()


def test_tables_and_their_data_can_be_reached_by_keyboard(visit):
    page = visit(width=380).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.locator("#npv summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#npv details table").is_visible()
    regions = page.locator(".scroll")
    assert regions.count() == page.locator(".scroll[tabindex='0'][role=region][aria-label]").count()


def test_pointing_at_a_curve_shows_its_values(visit):
    page = visit().page
    page.locator("#npv").scroll_into_view_if_needed()
    page.locator("[data-chart=npv] .mark-symbol path").nth(60).hover(force=True)
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for(timeout=5_000)
    assert "Share of trials" in tip.inner_text()
