"""A small good book that every test may copy and change."""

import shutil
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from roi.book import Book, load_book

GOOD = Path(__file__).parent / "good"
TODAY = date(2026, 11, 21)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the good book."""
    return Path(shutil.copytree(GOOD, tmp_path / "assumptions"))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An empty folder of the user's own."""
    path = tmp_path / "mine"
    path.mkdir()
    return path


@pytest.fixture
def load() -> Callable[..., Book]:
    """load_book on the day on which the good book is good."""
    return partial(load_book, today=TODAY)


@pytest.fixture
def write() -> Callable[[Path, str], None]:
    """Write a file, with its folder."""

    def write(path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write
