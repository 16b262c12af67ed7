"""The shapes an uncertain figure may have. What is checked here; how it is drawn stands in `roi.uncertainty`."""

from __future__ import annotations

from math import inf
from typing import Annotated, Literal

from pydantic import Field, model_validator

from roi.domain.continuous import Beta, Lognormal, LogUniform, Normal, Pert, Smooth, Triangular, Uniform
from roi.domain.percentiles import Percentiles
from roi.domain.stepped import Bernoulli, Discrete, Empirical, FirstEvent, Fixed, Spread, sum_to_one


class Truncated(Spread):
    """Another distribution cut at `low` and `high` (either may be left out) and scaled up to one."""

    kind: Literal["truncated"]
    of: Smooth
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Truncated:
        if self.low is None and self.high is None:
            raise ValueError("a truncated distribution needs low, high or both")
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        return self

    @property
    def central(self) -> float:
        """Value used in the base case: the central value of the uncut distribution, moved inside the cut."""
        value = self.of.central
        if self.low is not None:
            value = max(value, self.low)
        if self.high is not None:
            value = min(value, self.high)
        return value

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the uncut distribution, or the cuts where they lie inside."""
        low, high = self.of.ends
        return max(low, -inf if self.low is None else self.low), min(high, inf if self.high is None else self.high)


class Mixture(Spread):
    """What several experts say, each with a weight: a draw is of one of them, as often as the weight says."""

    kind: Literal["mixture"]
    of: tuple[Annotated[Smooth | Truncated, Field(discriminator="kind")], ...]
    weights: tuple[Annotated[float, Field(gt=0, le=1)], ...]

    @model_validator(mode="after")
    def _sums(self) -> Mixture:
        if len(self.of) < 2:
            raise ValueError(f"a mixture of {len(self.of)} distribution; give two or more, or the one without a mixture")
        sum_to_one("weights", self.weights, len(self.of), "distributions")
        return self

    @property
    def central(self) -> float:
        """Value used in the base case: the weighted mean of the central values."""
        return sum(weight * one.central for weight, one in zip(self.weights, self.of, strict=True)) / sum(self.weights)

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest of all."""
        return min(one.ends[0] for one in self.of), max(one.ends[1] for one in self.of)


Distribution = Annotated[
    Fixed
    | Uniform
    | LogUniform
    | Triangular
    | Pert
    | Beta
    | Normal
    | Lognormal
    | Percentiles
    | Truncated
    | Mixture
    | Discrete
    | Bernoulli
    | FirstEvent
    | Empirical,
    Field(discriminator="kind"),
]
