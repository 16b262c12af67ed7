"""The shapes of a path through time: what moves from year to year. What is checked here; how it is drawn stands in `roi.uncertainty`.

Year 0 is known: every path begins there at its start, and the first step leads to year 1. Rates and volatilities are fractions a year.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from roi.domain.distribution import Distribution


class _Path(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


class SharedFactor(_Path):
    """A shock that several paths have in common. loading : correlation of the path's own yearly shocks with it, -1 to 1."""

    name: str = Field(min_length=1)
    loading: float

    @model_validator(mode="after")
    def _correlation(self) -> SharedFactor:
        if not -1 <= self.loading <= 1:
            raise ValueError(f"loading {self.loading:g} is not between -1 and 1; it is a correlation")
        return self


class _Moving(_Path):
    volatility: float
    shared: SharedFactor | None = None

    @model_validator(mode="after")
    def _spread(self) -> _Moving:
        if self.volatility < 0:
            raise ValueError(f"volatility {self.volatility:g} is negative; it is a standard deviation, 0 for none")
        return self


class GeometricBrownian(_Moving):
    """An index that starts at 1 and grows by the `drift` a year, of its median or of its mean; shocks last."""

    kind: Literal["geometric_brownian"]
    drift: float = Field(default=0.0, gt=-1)
    drift_of: Literal["median", "mean"] = "median"


class MeanReverting(_Moving):
    """A value drawn back to its `level`: half of what it is off, in logarithms, is gone after `half_life` years (Ornstein-Uhlenbeck)."""

    kind: Literal["mean_reverting"]
    level: float = Field(gt=0)
    start: float | None = Field(default=None, gt=0)
    half_life: float

    @model_validator(mode="after")
    def _reverts(self) -> MeanReverting:
        if self.half_life <= 0:
            remedy = "write the years after which half of a deviation is gone, as 1.5"
            raise ValueError(f"half_life {self.half_life:g} is not above 0; {remedy}")
        return self


class Currency(_Moving):
    """Price of the home currency in foreign money, 1 in year 0: the difference of inflation, `real_drift` a year, and lasting shocks."""

    kind: Literal["currency"]
    real_drift: float = Field(default=0.0, gt=-1)


class Disruption(_Path):
    """Outages: while there is none they begin at `rate` a year; each lasts a `duration` in years; then all is as before."""

    kind: Literal["disruption"]
    rate: float
    duration: Distribution

    @model_validator(mode="after")
    def _possible(self) -> Disruption:
        if self.rate < 0:
            raise ValueError(f"rate {self.rate:g} is negative; write how many outages begin a year, 0 for none")
        if self.duration.ends[0] < 0:
            raise ValueError(f"the duration reaches {self.duration.ends[0]:g} years; cut it with kind: truncated, low: 0")
        return self


Path = Annotated[GeometricBrownian | MeanReverting | Currency | Disruption, Field(discriminator="kind")]
