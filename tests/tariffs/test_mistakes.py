"""Every mistake has its own message: in a question, and in a measure or list of the user's own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from roi.book import load_book
from roi.cli.tariff import tariff
from roi.errors import RoiError
from roi.paths import bundled

GOOD = {"--hts": "2924.29.62", "--origin": "IN", "--value": "100000", "--date": "2026-10-01"}

ASKED = {
    "number too short": ({"--hts": "2924.29"}, "'2924.29' is not a number of 8 or 10 digits", "write the whole line"),
    "number of nine digits": ({"--hts": "2924.29.62.1"}, "is not a number of 8 or 10 digits", "write the whole line"),
    "line unknown": ({"--hts": "8471.30.01"}, "no column 1 rate is known for 8471.30.01", "add a line"),
    "origin unknown": ({"--origin": "XY"}, "'XY' is not the code of a country", "ISO 3166"),
    "origin in words": ({"--origin": "India"}, "'India' is not the code of a country", "ISO 3166"),
    "origin of column 2": ({"--origin": "RU"}, "no column 1 rate is known", "add a line"),
    "claim unknown": ({"--claim": "pharma_uses"}, "no tariff measure knows the claim 'pharma_uses'", "did you mean pharma_use?"),
    "day before 2018": ({"--date": "2017-12-31"}, "2017-12-31 lies before the law of the book", "from 2018-01-01"),
    "value of nothing": ({"--value": "0"}, "the customs value is 0 USD", "above 0"),
    "value below nothing": ({"--value": "-5"}, "the customs value is -5 USD", "above 0"),
    "freight above the price": ({"--incoterm": "CIF", "--freight": "200000"}, "the customs value is -100000 USD", "covers the freight"),
    "Incoterm unknown": ({"--incoterm": "FOC"}, "unknown Incoterm 'FOC'", "FOB"),
    "quantity missing": ({"--hts": "3006.93.60"}, "0.002 USD per litre: the quantity is missing", "--quantity 100litre"),
    "quantity in another unit": ({"--hts": "3006.93.60", "--quantity": "5kg"}, "the quantity is missing", "--quantity 100litre"),
    "unit unknown": ({"--quantity": "5stone"}, "unknown unit 'stone'", "kg"),
    "quantity without unit": ({"--quantity": "2500"}, "is not an amount with its unit", "2500kg"),
}


def call(command: str, given: dict[str, str]):
    return CliRunner().invoke(tariff, [command, *(word for pair in given.items() for word in pair)], catch_exceptions=True)


@pytest.mark.parametrize("name", ASKED)
def test_a_wrong_question_gets_its_message(name) -> None:
    changed, what, remedy = ASKED[name]
    found = call("quote", GOOD | changed).exception
    assert isinstance(found, RoiError), found
    (problem,) = found.problems
    assert what in problem.what
    assert remedy in problem.remedy


def test_all_problems_of_a_question_come_at_once() -> None:
    found = call("quote", GOOD | {"--hts": "29", "--origin": "Z", "--claim": "x"}).exception
    assert isinstance(found, RoiError)
    assert [problem.where for problem in found.problems] == ["--hts", "--origin", "--claim"]


def settled(found) -> list[str]:
    """Warnings but those of open law."""
    warnings = json.loads(found.stdout)["warnings"] if found.stdout.startswith("{") else found.stderr.splitlines()
    return [one for one in warnings if "may change the rate" not in one]


def test_a_day_after_the_last_review_is_answered_with_a_warning() -> None:
    found = call("quote", GOOD | {"--hts": "2924.29.62.10", "--date": "2026-12-01", "--format": "json", "--claim": "pharma_use"})
    assert settled(found) == ["the law was last reviewed on 2026-10-10: what was enacted later is not known here"]
    assert "last reviewed on 2026-10-10" in call("quote", GOOD | {"--date": "2026-12-01"}).stderr


def test_eight_digits_are_told_when_a_list_splits_the_line() -> None:
    assert "warning: give ten digits: part of this line only is on the list of" in call("quote", GOOD).stderr
    assert settled(call("quote", GOOD | {"--hts": "2924.29.62.10"})) == []


def test_goods_on_the_list_of_patented_drugs_ask_what_they_are() -> None:
    found = call("quote", GOOD | {"--hts": "2941.10.50", "--format": "json"})
    (warning,) = settled(found)
    assert warning == "taken as not patented: with that claim Section 232 duty on patented pharmaceuticals would reach the goods"
    assert settled(call("quote", GOOD | {"--hts": "2941.10.50", "--format": "json", "--claim": "generic"})) == []


def test_json_has_the_keys_promised_and_adds_up() -> None:
    data = json.loads(call("quote", GOOD | {"--format": "json"}).stdout)
    assert {"layers", "duty", "fees", "total", "effective_rate"} <= set(data)
    assert all(set(layer) == {"id", "rate", "amount", "applies", "reason", "citation"} for layer in data["layers"])
    assert (data["duty"], data["fees"], data["total"]) == (16500.0, {"mpf": 346.4, "hmf": 125.0}, 16971.4)
    assert data["effective_rate"] == pytest.approx(0.169714)


def test_the_table_names_layers_fees_and_total() -> None:
    text = call("quote", GOOD | {"--mode": "air"}).stdout
    for words in ("Column 1 general duty", "6,500.00", "would be lifted by the claim", "Harbor maintenance fee", "0.00", "16,846.40"):
        assert words in text


@pytest.mark.parametrize("shape", ["table", "json", "csv", "svg", "html"])
def test_history_in_every_shape(shape) -> None:
    asked = {"--hts": "2922.29.61", "--origin": "CN", "--from": "2026-07-01", "--to": "2026-08-01", "--format": shape}
    found = call("history", asked)
    assert found.exception is None
    if shape == "json":
        assert [one["rate"] for one in json.loads(found.stdout)["periods"]] == [0.315, 0.44]
    elif shape == "csv":
        assert found.stdout.splitlines()[1].startswith("2026-07-01,2026-07-23,0.315,")
    else:
        assert "2922.29.61" in found.stdout


def test_history_writes_a_file_and_refuses_a_picture_on_the_terminal(tmp_path) -> None:
    asked = {"--hts": "2922.29.61", "--origin": "CN", "--format": "png"}
    found = call("history", asked).exception
    assert isinstance(found, RoiError)
    assert "cannot be printed" in found.problems[0].what
    assert call("history", asked | {"-o": str(tmp_path / "new" / "rate.png")}).exception is None
    assert (tmp_path / "new" / "rate.png").read_bytes().startswith(b"\x89PNG")
    backwards = call("history", {"--hts": "2922.29.61", "--origin": "CN", "--from": "2026-01-02", "--to": "2026-01-01"}).exception
    assert "lies before" in str(backwards)


MEASURE = """label: A duty of my own
importer: us
authority: An act
citation: An act
kind: {kind}
{more}rates:
{lines}"""
LINE = """  {name}:
    origins: [in]
{more}    rate:
      label: "Rate {name}"
      unit: "1"
      values: {{{day}: 0.1}}
      source: judgement
      locator: none
      retrieved: 2026-11-21
      confidence: judgement
      note: for a test
"""
LIST = "# source: judgement\n# locator: none\n# retrieved: 2026-11-21\nhts\n"

ONE = [("first", "2020-01-01", "")]
OWN = {
    "two lines overlap": (
        "additive",
        "",
        [("first", "2020-01-01", ""), ("second", "2021-01-01", "")],
        None,
        "overlaps with first: both are in force on 2021-01-01",
    ),
    "a line ends before it begins": (
        "additive",
        "",
        [("first", "2020-01-01", "    ends: 2019-01-01\n")],
        None,
        "ends on 2019-01-01, before it begins on 2020-01-01",
    ),
    "a relief open to all": ("relief", "", ONE, None, "a relief that needs no claim"),
    "it suppresses itself": ("additive", "suppresses: [tariffs.mine]\n", ONE, None, "the measure suppresses itself"),
    "list missing": ("additive", "hts_file: mine_too.csv\n", ONE, None, "'mine_too.csv' is not a file of tariffs/"),
    "list without source": ("additive", "hts_file: mine.csv\n", ONE, LIST.partition("\n")[2], "source of the list is missing"),
    "list with unknown source": ("additive", "hts_file: mine.csv\n", ONE, LIST.replace("judgement", "hearsay"), "unknown source 'hearsay'"),
    "list with a wrong number": ("additive", "hts_file: mine.csv\n", ONE, LIST + "29242962\n", "'29242962' is not an HTS number"),
    "list with a number twice": ("additive", "hts_file: mine.csv\n", ONE, LIST + "2924.29\n2924.29\n", "2924.29 stands here and on line 5"),
    "list without heading": (
        "additive",
        "hts_file: mine.csv\n",
        ONE,
        LIST.replace("hts\n", "2924.29\n"),
        "the heading of the table is missing",
    ),
    "relief list without claim": (
        "additive",
        "relief_hts_file: mine.csv\n",
        ONE,
        LIST + "2924.29\n",
        "relief_hts_file without relief_claims lifts nothing",
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_a_wrong_measure_of_the_users_own_gets_its_message(name, tmp_path) -> None:
    kind, more, lines, listed, what = OWN[name]
    text = "".join(LINE.format(name=line, day=day, more=extra) for line, day, extra in lines)
    write(tmp_path, MEASURE.format(kind=kind, more=more, lines=text), listed)
    with pytest.raises(RoiError) as error:
        load_book([bundled("assumptions"), tmp_path])
    assert what in error.value.problems[0].what


def write(folder: Path, measure: str, listed: str | None) -> None:
    (folder / "tariffs").mkdir()
    (folder / "tariffs" / "mine.yaml").write_text(measure, encoding="utf-8")
    if listed is not None:
        (folder / "tariffs" / "mine.csv").write_text(listed, encoding="utf-8")


def test_a_measure_with_a_list_of_the_users_own_joins_the_law(tmp_path) -> None:
    write(
        tmp_path,
        MEASURE.format(kind="additive", more="hts_file: mine.csv\n", lines=LINE.format(name="a", day="2026-01-01", more="")),
        LIST + "2924.29\n",
    )
    book = load_book([bundled("assumptions"), tmp_path])
    assert book.tariffs["mine"].hts_file is not None
    found = call("quote", GOOD | {"--assumptions": str(tmp_path), "--format": "json", "--date": "2026-03-01"})
    assert json.loads(found.stdout)["duty"] == 16500.0
    assert date(2026, 1, 1) in {day for line in book.tariffs["mine"].rates.values() for day, _ in line.rate.dated}


SCHEDULE = LIST.replace("hts\n", "# first_day: 2018-01-01\n# confidence: judgement\nhts,ad_valorem,specific,per,special\n")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("2924.29.62,6.5,,,", "a rate outside what a duty can be"),
        ("2924.29.62,0,0.01,pound,", "'pound' is no unit of a specific duty"),
        ("2924.29.62,0,0.01,,", "'' is no unit of a specific duty"),
        ("2924.29.62,free,,,", "is no number"),
        ("2924.29.62,0.1", "2 columns where 5 are needed"),
    ],
)
def test_a_wrong_row_of_a_schedule_gets_its_message(row, what, tmp_path) -> None:
    more = "schedule_file: mine.csv\n"
    write(tmp_path, MEASURE.format(kind="base", more=more, lines=LINE.format(name="a", day="2026-01-01", more="")), SCHEDULE + row + "\n")
    with pytest.raises(RoiError) as error:
        load_book([bundled("assumptions"), tmp_path])
    assert what in error.value.problems[0].what


def test_what_may_change_later_is_said_with_its_regime_and_date() -> None:
    asked = {"--hts": "2922.29.61", "--origin": "CN"}
    for found in (call("quote", GOOD | asked), call("history", asked)):
        (line,) = [one for one in found.stderr.splitlines() if "Commerce" in one]
        assert line == (
            "warning: Duty on generics after the report of Commerce may change the rate "
            "(decision by 2027-04-02, counted from 2028): Does Section 232 reach generic drugs and their ingredients?"
        )
    assert "exclusions that ended" not in call("quote", GOOD | asked).stderr
    asked = {"--hts": "2929.90.50.95", "--origin": "CN", "--claim": "china_exclusion"}
    assert "Are the exclusions that ended on 2026-11-09 granted again?" in call("quote", GOOD | asked).stderr


def test_what_is_only_proposed_is_no_layer_of_a_quote() -> None:
    found = json.loads(call("quote", GOOD | {"--date": "2026-12-01", "--format": "json"}).stdout)
    assert not [one["id"] for one in found["layers"] if "generics_duty" in one["id"] or "excess" in one["id"]]
