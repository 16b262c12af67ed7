"""Shapes of uncertainty with single values: certain, one of a few, yes or no, years until an event; and observations as they are."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]

_ROUNDING = 1e-9


class Spread(BaseModel):
    """What every shape has. `central`: value of the base case. `ends`: lowest and highest value that can be drawn at all."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


def sum_to_one(what: str, shares: tuple[float, ...], count: int, of: str) -> None:
    """Raise ValueError unless there are `count` shares with the sum 1."""
    if len(shares) != count:
        raise ValueError(f"{count} {of} but {len(shares)} {what}; give one for each")
    if abs(sum(shares) - 1) > _ROUNDING:
        raise ValueError(f"{what} sum to {sum(shares):g}; they must sum to 1")


class Fixed(Spread):
    """One value, no uncertainty."""

    kind: Literal["fixed"]
    value: float

    @property
    def central(self) -> float:
        """Value used in the base case: the value itself."""
        return self.value

    @property
    def ends(self) -> tuple[float, float]:
        """The value, twice."""
        return self.value, self.value


class Discrete(Spread):
    """A few values with their probabilities."""

    kind: Literal["discrete"]
    values: tuple[float, ...] = Field(min_length=1)
    probabilities: tuple[Share, ...]

    @model_validator(mode="after")
    def _sums(self) -> Discrete:
        sum_to_one("probabilities", self.probabilities, len(self.values), "values")
        return self

    @property
    def central(self) -> float:
        """Value used in the base case: the most probable one, the first of equals."""
        return self.values[self.probabilities.index(max(self.probabilities))]

    @property
    def ends(self) -> tuple[float, float]:
        """Least and greatest value."""
        return min(self.values), max(self.values)


class Bernoulli(Spread):
    """`value` with the given probability, else `otherwise`; 1 or 0 when neither is given."""

    kind: Literal["bernoulli"]
    probability: Share
    value: float = 1.0
    otherwise: float = 0.0

    @property
    def central(self) -> float:
        """Value used in the base case: the more probable one; `otherwise` at even chances."""
        return self.value if self.probability > 0.5 else self.otherwise

    @property
    def ends(self) -> tuple[float, float]:
        """The smaller and the greater of the two."""
        return min(self.value, self.otherwise), max(self.value, self.otherwise)


class FirstEvent(Spread):
    """Whole years that pass before an event that has the same `probability` in every year: 0, 1, ...; `never` when it stays out as long."""

    kind: Literal["first_event"]
    probability: Share
    never: float = Field(ge=1, le=1000)

    @model_validator(mode="after")
    def _whole(self) -> FirstEvent:
        if self.never != int(self.never):
            raise ValueError(f"never {self.never:g} is not a whole number of years; write never: {round(self.never)}")
        return self

    @property
    def central(self) -> float:
        """Value used in the base case: no event."""
        return self.never

    @property
    def ends(self) -> tuple[float, float]:
        """No year, and `never`."""
        return 0.0, self.never


class Empirical(Spread):
    """What was observed, or quantiles of it, with straight lines between: observations in rising order, or values by their `shares`."""

    kind: Literal["empirical"]
    file: str
    values: tuple[float, ...] = Field(min_length=2)
    shares: tuple[Share, ...] = ()

    @property
    def central(self) -> float:
        """Value used in the base case: the median."""
        if not self.shares:
            return median(self.values)
        (low_share, low), (high_share, high) = next(
            pair for pair in pairwise(zip(self.shares, self.values, strict=True)) if pair[1][0] >= 0.5
        )
        return low + (high - low) * (0.5 - low_share) / (high_share - low_share)

    @property
    def ends(self) -> tuple[float, float]:
        """Least and greatest observation."""
        return self.values[0], self.values[-1]
