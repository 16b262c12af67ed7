"""Rows whose formula depends on what an option has: made by a function when the statement is put together."""

from __future__ import annotations

from roi.formula import Row
from roi.formula.row import Function
from roi.units import parse


def made(name: str, label: str, unit: str, section: str, words: str, function: Function) -> Row:
    """Row with the formula `function`; words : its formula in words."""
    code = function.__code__
    return Row(name, label, parse(unit), section, words, function, f"{code.co_filename}:{code.co_firstlineno}")
