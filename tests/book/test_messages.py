"""One broken file for every message: it says the place, the id, what is wrong and what to do. Each is laid over the good book."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from roi.book import Book
from roi.book.tree import plain, read_tree
from roi.errors import RoiError

BROKEN = Path(__file__).parent / "broken"

MESSAGES: dict[str, list[str]] = plain(read_tree((BROKEN.parent / "messages.yaml").read_text(encoding="utf-8"), "messages.yaml"))


@pytest.mark.parametrize("name", MESSAGES)
def test_a_broken_file_gets_its_one_message(name: str, folder: Path, load: Callable[..., Book]) -> None:
    place, id, what, remedy = MESSAGES[name]
    if name.endswith("/"):
        shutil.copytree(BROKEN / name, folder, dirs_exist_ok=True)
    else:
        shutil.copy(BROKEN / f"{name}.yaml", folder / place.rpartition(":")[0])
    with pytest.raises(RoiError) as error:
        load([folder])
    (problem,) = error.value.problems
    assert (problem.where, problem.id) == (place, id)
    assert what in problem.what
    assert remedy in problem.remedy


def test_every_broken_file_has_its_test() -> None:
    assert {path.name.removesuffix(".yaml") for path in BROKEN.iterdir()} == {name.removesuffix("/") for name in MESSAGES}


def test_all_problems_of_all_files_come_at_once_by_file_and_line(folder: Path, load: Callable[..., Book]) -> None:
    duplicate = (BROKEN / "duplicate_key.yaml").read_text(encoding="utf-8")
    (folder / "markets/testamol_us.yaml").write_text(duplicate.replace("USD/kg", "USD/house"), encoding="utf-8")
    text = (folder / "countries/us.yaml").read_text(encoding="utf-8")
    (folder / "countries/us.yaml").write_text(text.replace("handbook", "notes"), encoding="utf-8")
    with pytest.raises(RoiError) as error:
        load([folder])
    places = [problem.where for problem in error.value.problems]
    in_countries = [f"countries/us.yaml:{line}" for line in (7, 15, 24, 33)]
    assert places == [*in_countries, "markets/testamol_us.yaml:21", "markets/testamol_us.yaml:24"]


def test_a_file_of_the_user_is_named_with_its_folder(
    folder: Path, mine: Path, load: Callable[..., Book], write: Callable[[Path, str], None]
) -> None:
    write(mine / "markets/testamol_us.yaml", "price:\n  value: -1\n")
    with pytest.raises(RoiError, match=r"mine/markets/testamol_us.yaml:2: markets.testamol_us.price: value -1 USD/kg is below 0"):
        load([folder, mine])


def test_a_folder_that_is_not_there_is_said(folder: Path, load: Callable[..., Book]) -> None:
    with pytest.raises(RoiError, match="no such folder"):
        load([folder, folder / "nowhere"])
