"""A number as a file writes it, and what to say when it is none."""

from __future__ import annotations

import math
import re

from roi.book.desk import Desk
from roi.book.tree import Items, Leaf, Node

_HUGE = 1e30  # far beyond any assumption, and far enough below the end of floating point for every unit


def read_number(node: Node, id: str, name: str, desk: Desk) -> float | None:
    """The finite number of a leaf; None, and a problem on the desk, when it is none."""
    if not isinstance(node, Leaf):
        shape = "a list" if isinstance(node, Items) else "a mapping"
        desk.note(node.place, id, f"{name} is {shape}, a single number is needed", "write one number")
        return None
    value = node.value
    if isinstance(value, bool):
        desk.note(node.place, id, f"{name} is {node.text}, a boolean, where a number is needed", "write a number (1 or 0 if that is meant)")
    elif isinstance(value, int | float):
        if math.isfinite(value) and abs(value) < _HUGE:
            return float(value)
        wrong = "too large a number" if math.isfinite(value) else "not a finite number"
        desk.note(node.place, id, f"{name} is {node.text}, {wrong}", "write a finite number below 1e30")
    elif value is None:
        desk.note(node.place, id, f"{name} is left empty", "write a number")
    else:
        desk.note(node.place, id, f"{name} is text, {node.text!r}, where a number is needed", _hint(node.text))
    return None


def _hint(text: str) -> str:
    """What number the text probably means."""
    bare = text.strip()
    if match := re.fullmatch(r"([-+]?[\d.]+)\s*%", bare):
        return (
            f"write {match[1]} and unit: percent (or percent/year), or the fraction {float(match[1]) / 100:g}"
            if _is_float(match[1])
            else "write a number"
        )
    if re.fullmatch(r"[-+]?\d{1,3}([,_' ]\d{3})+(\.\d+)?", bare):
        return f"write {re.sub('[^-+0-9.]', '', bare)}, without separators of thousands"
    if re.fullmatch(r"[-+]?\d+,\d+", bare):
        return f"write {bare.replace(',', '.')}, with a decimal point"
    if match := re.match(r"[$€£]?\s*([-+]?\d+(\.\d+)?)", bare):
        return f"write {match[1]} and put the rest into unit or note" if not _is_float(bare) else f"write {bare} without quotes"
    return "write a number, without words"


def _is_float(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
