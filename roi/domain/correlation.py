"""Figures that move together, and the copula that ties them."""

from __future__ import annotations

from typing import Annotated, Literal

from roi.domain.assumption import Assumption, Entity, In


class Correlation(Entity):
    """A rank correlation (Spearman) of two figures, `between`, or of every two of a group, `members`. An entry of correlations.yaml."""

    between: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    rank_correlation: Annotated[Assumption, In("1")]

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of the figures it ties, in the order of the file."""
        return self.between or self.members


class Copula(Entity):
    """How extremes go together. A Student copula of few degrees of freedom makes them come together more often than a Gaussian one."""

    label: str = "Copula"
    kind: Literal["gaussian", "student_t"]
    degrees_of_freedom: Annotated[Assumption | None, In("1")] = None
