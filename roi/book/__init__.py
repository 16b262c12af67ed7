"""YAML in, checked Book and Case out: the only place that reads them."""

from roi.book.book import Book, load_book
from roi.book.merge import Override
from roi.book.offtake import SPOT
from roi.book.opening import assumption_folders, open_book, scenario_overlay, user_folder
from roi.book.overlay import Overlay, parse_set

__all__ = [
    "SPOT",
    "Book",
    "Overlay",
    "Override",
    "assumption_folders",
    "load_book",
    "open_book",
    "parse_set",
    "scenario_overlay",
    "user_folder",
]
