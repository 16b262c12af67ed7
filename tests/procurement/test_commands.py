"""roi new offers, and roi procurement evaluate, as the terminal runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.command import Terminal


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROI_ASSUMPTIONS", raising=False)
    return Terminal(tmp_path, capsys)


@pytest.fixture
def offers(terminal):
    """The template as it is written."""
    assert terminal("new", "offers", "offers.yaml").code == 0
    return terminal.folder / "offers.yaml"


def test_the_template_is_commented_and_evaluates(terminal, offers):
    text = offers.read_text(encoding="utf-8")
    assert text.count("#") > 20
    run = terminal("procurement", "evaluate", "offers.yaml")
    assert (run.code, run.err) == (0, "")
    for words in (
        "FAR 25.502(a)(2)",
        "C 123,000 with duty + 30% (A is small) = 159,900",  # (119,000 + 4,000) x 1.3 by hand
        "A: tablets for 152,000 USD",
        "overhauled text",
        "thresholds of 2026-09-15 were not found",
        "Rules reviewed on 2026-11-21",
    ):
        assert words in run.out


def test_json_says_the_same_for_machines(terminal, offers):
    run = terminal("procurement", "evaluate", "offers.yaml", "--format", "json")
    found = json.loads(run.out)
    assert found["awards"] == [{"offers": ["A"], "lines": ["tablets"], "amount": 152000.0, "cost_with_duty": 152000.0, "by_lots": False}]
    (low,) = [row for row in found["evaluated"] if row["offer"] == "C"]
    assert (low["price"], low["duty"], low["factor"], low["evaluated"]) == (119000, 4000, 0.3, 159900)
    (tablet,) = [row for row in found["origins"] if row["offer"] == "B"]
    assert (tablet["customs"], tablet["trade_agreements"], tablet["nationally_made"], tablet["domestic"]) == ("in", "us", True, False)
    assert all(step["paragraph"] for step in found["steps"])


def test_a_scenario_and_a_setting_reach_the_evaluation(terminal, offers):
    text = offers.read_text(encoding="utf-8").replace("value: 160000", "value: 260000")
    offers.write_text(text, encoding="utf-8")

    def award(*arguments):
        found = json.loads(terminal("procurement", "evaluate", "offers.yaml", "--format", "json", *arguments).out)
        return found["awards"][0]["offers"]

    assert award() == ["B"]  # the WTO agreement covers it: U.S. tablets of Indian substance at 131,000 are the lowest considered
    assert award("--scenario", "acetris_closed") == ["D"]  # they are Indian then; D is certified at 140,000
    assert award("--set", "procurement.us_federal.agreements.wto_gpa.threshold=300000") == ["A"]


def test_an_all_or_none_offer_and_lots_are_printed(terminal):
    text = """\
label: Two lines
rules: us_federal
agency: civilian
issued: 2023-06-01
first_delivery: 2023-07-01
value: 100
agreements: [fta_korea]
lines:
  one: {label: One, cots: false}
  two: {label: Two, cots: false}
offers:
  A: {size: large, lines: {one: {price: 10, certified: domestic}, two: {price: 10, certified: domestic}}}
  B: {size: large, lines: {one: {price: 10, certified: eligible}}}
  C: {size: large, all_or_none: true, lines: {one: {price: 9, certified: eligible}, two: {price: 10.5, certified: eligible}}}
"""
    (terminal.folder / "two.yaml").write_text(text, encoding="utf-8")
    run = terminal("procurement", "evaluate", "two.yaml")
    assert run.code == 0
    assert "C, all or none: one 9 against A 10; two 10.50 against A 10; total 19.50 against 20" in run.out
    assert "C: one, two for 19.50 USD" in run.out
    (terminal.folder / "two.yaml").write_text(text.replace("price: 9,", "price: 11,"), encoding="utf-8")
    run = terminal("procurement", "evaluate", "two.yaml")
    assert "lots between A and B: one for 10 USD" in run.out


def test_a_mistake_is_one_red_line_each(terminal, offers):
    text = offers.read_text(encoding="utf-8").replace("agency: civilian", "agency: navy").replace("price: 131000", "price: -1")
    offers.write_text(text, encoding="utf-8")
    run = terminal("procurement", "evaluate", "offers.yaml")
    assert (run.code, run.out) == (1, "")
    assert "offers.yaml:7: offers.agency: unknown agency 'navy' -> " in run.err
    assert "price -1 is negative" in run.err
    assert "2 problems" in run.err


def test_a_template_never_overwrites_a_file(terminal, offers):
    run = terminal("new", "offers", "offers.yaml")
    assert run.code == 1
    assert "the file exists" in run.err
