"""The option an answer is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roi.analysis.comparison import Comparison


def domestic(comparison: Comparison) -> tuple[str, ...]:
    """Options with a plant, or a member with one, in the country of the market."""
    case, book = comparison.model.case, comparison.model.book
    home = book.markets[case.market].country
    plants = {name: [one.plant for one in case.simple_in(name).values() if one.plant] for name in case.options}
    return tuple(name for name, found in plants.items() if any(book.plants[plant].country == home for plant in found))


def focus(comparison: Comparison) -> str | None:
    """The option the answer is about: of the domestic ones, else of all but the reference, the one with the highest base-case NPV."""
    others = [name for name in comparison.against if name in domestic(comparison)] or list(comparison.against)
    return max(others, key=lambda name: comparison.measures[name]["npv"].base, default=None)
