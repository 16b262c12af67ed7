"""What comes in at the door: units, YAML scalars, and any text at all."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roi.book import load_book
from roi.book.desk import Desk, Table
from roi.book.shape import EXAMPLES, KINDS, read_distribution
from roi.book.tree import Keys, as_tree, plain, read_tree
from roi.book.written_unit import EVERYDAY, UnknownUnit, WrongDimension, scale
from roi.errors import Problem, RoiError

GOOD = Path(__file__).parent / "good"
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("name", EVERYDAY)
def test_an_everyday_unit_is_what_pint_says(name: str) -> None:
    registry = pint.UnitRegistry(cache_folder=None)
    registry.define("USD = [money]")
    multiply, divide, base = EVERYDAY[name]
    expected = registry.Quantity(1.0, name).to("dimensionless" if base == "1" else base).magnitude
    assert multiply / divide == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("written", "kept", "number", "expected"),
    [
        ("percent", "1", 7, 0.07),
        ("percent/year", "1/year", 7, 0.07),
        ("USD/lb", "USD/kg", 1, 2.2046226218487757),  # 1 / 0.45359237
        ("USD/t", "USD/kg", 5200, 5.2),
        ("MWh/t", "kWh/kg", 2, 2),
        ("g/dose", "kg/dose", 0.5, 0.0005),
        ("oz", "kg", 1, 0.028349523125),  # avoirdupois ounce, by way of pint
    ],
)
def test_a_number_is_converted_at_the_door(written: str, kept: str, number: float, expected: float) -> None:
    assert scale(written, kept)(number) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("written", "kept"), [("h/year", "1"), ("USD/kg", "USD"), ("hour", "year"), ("oz", "USD"), ("1/USD", "USD")])
def test_another_dimension_is_refused(written: str, kept: str) -> None:
    with pytest.raises(WrongDimension):
        scale(written, kept)


@pytest.mark.parametrize("written", ["dollars", "USD/", "2 kg", "9**9**9", "kg+kg", "", "USD per kg", "()"])
def test_what_is_no_unit_is_refused(written: str) -> None:
    with pytest.raises(UnknownUnit):
        scale(written, "USD")


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_every_kind_of_distribution_is_one(kind: str) -> None:
    text = "# source: handbook\n# locator: Table 1\n# retrieved: 2026-01-31\nvalue\n5.1\n4.9\n"
    desk = Desk(TODAY, frozenset({"handbook"}), tables={"markets/prices.csv": Table("markets/prices.csv", text)})
    distribution = read_distribution(read_tree(EXAMPLES[kind], "example"), "markets.x.price", desk)
    assert distribution is not None
    assert distribution.kind == kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", True),
        ("12", 12),
        ("-1.5e3", -1500.0),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-02-30", "2026-02-30"),
        ("~", None),
        ('"12"', "12"),
        ("2924.29.62", "2924.29.62"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(text: str, value: object) -> None:
    assert plain(read_tree(f"x: {text}\n", "file")) == {"x": value}


def test_a_value_stands_on_the_line_of_its_key() -> None:
    tree = read_tree("a:\n  b:\n    - 1\n  c: >-\n    long\n    text\nd: 2\n", "file")
    assert isinstance(tree, Keys)
    inner = tree.nodes["a"]
    assert isinstance(inner, Keys)
    assert [node.place for node in (inner, inner.nodes["b"], inner.nodes["c"], tree.nodes["d"])] == ["file:1", "file:2", "file:4", "file:7"]


DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("abc 1:#", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(DATA)
def test_data_laid_into_a_tree_comes_out_unchanged(data: object) -> None:
    assert plain(as_tree(data, "place")) == data


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    """What is refused; nothing when it is read. Any other exception is ours and fails the test."""
    try:
        read()
    except RoiError as error:
        return error.problems
    return ()


@given(st.text(max_size=60) | st.text("ab:-[]{},#&*!|>'\"\n 01", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    assert all(problem.where.startswith("file:") and problem.remedy for problem in problems_of(lambda: read_tree(text, "file")))


JUNK = (
    "",
    "{}",
    "[]",
    "true",
    "-1",
    "1e400",
    ".nan",
    "abc",
    "{a: b}",
    "[1]",
    "2026-01-01",
    "{2026-01-01: x}",
    "{kind: pert}",
    "[[1], {a: 2}]",
)


@given(draw=st.data())
@settings(max_examples=60, deadline=None)
def test_a_spoilt_line_is_refused_in_words_or_does_no_harm(draw: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = Path(shutil.copytree(GOOD, tmp_path_factory.mktemp("spoilt") / "assumptions"))
    path = draw.draw(st.sampled_from(sorted(folder.rglob("*.yaml"))))
    lines = path.read_text(encoding="utf-8").splitlines()
    index = draw.draw(st.integers(0, len(lines) - 1))
    key = lines[index].partition(":")[0]
    lines[index] = draw.draw(st.sampled_from([*(f"{key}: {junk}" for junk in JUNK), f"  {lines[index]}", ""]))
    path.write_text("\n".join(lines), encoding="utf-8")
    assert all(problem.where and problem.what and problem.remedy for problem in problems_of(lambda: load_book([folder], today=TODAY)))
