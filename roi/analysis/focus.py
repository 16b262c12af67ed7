"""The option an answer is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roi.statement.sales import is_domestic

if TYPE_CHECKING:
    from roi.analysis.comparison import Comparison


def domestic(comparison: Comparison) -> tuple[str, ...]:
    """Options that have the drug substance, or a member's, made in the country of the market."""
    case, book = comparison.model.case, comparison.model.book
    return tuple(name for name in case.options if any(is_domestic(case, one, book) for one in case.simple_in(name).values()))


def focus(comparison: Comparison) -> str | None:
    """The option the answer is about: of the domestic ones, else of all but the reference, the one with the highest base-case NPV."""
    others = [name for name in comparison.against if name in domestic(comparison)] or list(comparison.against)
    return max(others, key=lambda name: comparison.measures[name]["npv"].base, default=None)
