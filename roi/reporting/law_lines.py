"""Lines and groups of the law by year."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LawLine:
    """One rule. values : by calendar year of the case, a rate [1] or words. drawback : whether a duty is refunded on export, in words."""

    label: str
    citation: str
    values: tuple[float | str, ...]
    drawback: str = ""
    note: str = ""
    total: bool = False


@dataclass(frozen=True)
class LawGroup:
    """Rules that belong together."""

    title: str
    lines: tuple[LawLine, ...]
    remark: str = ""
