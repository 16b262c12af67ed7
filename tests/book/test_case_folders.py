"""Cases may stand in a subfolder of cases/: it is a heading, no part of the name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from roi.book import Book
from roi.cli.main import roi
from roi.errors import RoiError

Write = Callable[[Path, str], None]
Load = Callable[..., Book]


@pytest.fixture
def text(folder: Path) -> str:
    return (folder / "cases/testamol.yaml").read_text(encoding="utf-8")


def test_a_case_in_a_subfolder_has_the_name_of_its_file(folder: Path, load: Load, write: Write, text: str) -> None:
    write(folder / "cases/old/testamol_1999.yaml", text)
    cases = load([folder]).cases
    assert {name: case.group for name, case in cases.items()} == {"testamol": "", "testamol_1999": "old"}
    assert cases["testamol_1999"].id == "cases.testamol_1999"


def test_a_users_file_is_laid_over_a_case_wherever_it_stands(folder: Path, mine: Path, load: Load, write: Write, text: str) -> None:
    write(folder / "cases/old/testamol_1999.yaml", text)
    write(mine / "cases/testamol_1999.yaml", "horizon: 15\n")
    write(mine / "cases/ours/testamol.yaml", "horizon: 16\n")
    cases = load([folder, mine]).cases
    assert (cases["testamol_1999"].horizon, cases["testamol"].horizon) == (15, 16)


def test_only_cases_may_stand_in_subfolders(folder: Path, load: Load, write: Write) -> None:
    write(folder / "plants/old/plant.yaml", "label: Old\n")
    with pytest.raises(RoiError, match="stray folder"):
        load([folder])


def test_cases_are_listed_under_the_heading_of_their_subfolder(tmp_path: Path, write: Write) -> None:
    write(tmp_path / "mine/cases/what_if/mine.yaml", _bundled())
    assert "\nWhat if\nmine\n" in CliRunner().invoke(roi, ["cases", "--assumptions", str(tmp_path / "mine")]).output
    listed = json.loads(CliRunner().invoke(roi, ["cases", "--format", "json", "--assumptions", str(tmp_path / "mine")]).output)
    assert next(one for one in listed if one["id"] == "mine")["group"] == "what_if"


def test_a_case_in_a_subfolder_can_be_copied(tmp_path: Path, write: Write) -> None:
    own = tmp_path / "mine"
    write(own / "cases/what_if/mine.yaml", _bundled())
    assert CliRunner().invoke(roi, ["new", "case", "another", "--from", "mine", "--assumptions", str(own)]).exit_code == 0
    assert (own / "cases/another.yaml").read_text(encoding="utf-8").endswith(_bundled())


def _bundled() -> str:
    from roi.paths import bundled

    return (bundled("assumptions") / "cases/acetaminophen_us_continuous.yaml").read_text(encoding="utf-8")
