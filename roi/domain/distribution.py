"""The shapes an uncertain figure may have. What is checked here; how it is drawn stands in `roi.uncertainty`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Fixed(_Shape):
    """One value, no uncertainty."""

    kind: Literal["fixed"]
    value: float

    @property
    def central(self) -> float:
        """Value used in the base case: the value itself."""
        return self.value


class Uniform(_Shape):
    """Every value from `low` to `high` is as likely as any other."""

    kind: Literal["uniform"]
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if not self.low < self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}; write the smaller value as low")
        return self

    @property
    def central(self) -> float:
        """Value used in the base case: the midpoint."""
        return (self.low + self.high) / 2


class _LowModeHigh(_Shape):
    low: float
    mode: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> _LowModeHigh:
        if not self.low <= self.mode <= self.high:
            raise ValueError(f"low {self.low:g}, mode {self.mode:g}, high {self.high:g} are not in rising order; low <= mode <= high")
        if self.low == self.high:
            raise ValueError(f"low and high are both {self.low:g}; use kind: fixed for a value that is certain")
        return self

    @property
    def central(self) -> float:
        """Value used in the base case: the mode."""
        return self.mode


class Triangular(_LowModeHigh):
    """Straight lines from `low` up to `mode` and down to `high`."""

    kind: Literal["triangular"]


class Pert(_LowModeHigh):
    """Beta distribution on [low, high] with the given mode; mean (low + 4 mode + high) / 6."""

    kind: Literal["pert"]


class Normal(_Shape):
    """Normal with `mean` and standard deviation `sd`."""

    kind: Literal["normal"]
    mean: float
    sd: float = Field(gt=0)

    @property
    def central(self) -> float:
        """Value used in the base case: the mean."""
        return self.mean


class Lognormal(_Shape):
    """Lognormal, by `mean` and `sd` of the value itself, or by two percentiles `p05`/`p95` or `p10`/`p90`."""

    kind: Literal["lognormal"]
    mean: float | None = Field(default=None, gt=0)
    sd: float | None = Field(default=None, gt=0)
    p05: float | None = Field(default=None, gt=0)
    p95: float | None = Field(default=None, gt=0)
    p10: float | None = Field(default=None, gt=0)
    p90: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_form(self) -> Lognormal:
        given = {name for name in ("mean", "sd", "p05", "p95", "p10", "p90") if getattr(self, name) is not None}
        if given not in ({"mean", "sd"}, {"p05", "p95"}, {"p10", "p90"}):
            raise ValueError("give exactly mean and sd, or p05 and p95, or p10 and p90")
        for low, high in ((self.p05, self.p95), (self.p10, self.p90)):
            if low is not None and high is not None and not low < high:
                raise ValueError(f"percentiles out of order: {low:g} is not below {high:g}")
        return self

    @property
    def central(self) -> float:
        """Value used in the base case: the median."""
        if self.mean is not None and self.sd is not None:
            return float(self.mean / (1 + (self.sd / self.mean) ** 2) ** 0.5)
        low, high = (self.p05, self.p95) if self.p05 is not None else (self.p10, self.p90)
        assert low is not None
        assert high is not None
        return float((low * high) ** 0.5)


class Truncated(_Shape):
    """Another distribution cut at `low` and `high` (either may be left out) and scaled up to one."""

    kind: Literal["truncated"]
    of: Annotated[Normal | Lognormal | Uniform | Triangular | Pert, Field(discriminator="kind")]
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


class Discrete(_Shape):
    """A few values with their probabilities."""

    kind: Literal["discrete"]
    values: tuple[float, ...] = Field(min_length=1)
    probabilities: tuple[Annotated[float, Field(ge=0, le=1)], ...]

    @model_validator(mode="after")
    def _sums(self) -> Discrete:
        if len(self.values) != len(self.probabilities):
            raise ValueError(f"{len(self.values)} values but {len(self.probabilities)} probabilities; give one for each")
        if abs(sum(self.probabilities) - 1) > 1e-9:
            raise ValueError(f"probabilities sum to {sum(self.probabilities):g}; they must sum to 1")
        return self

    @property
    def central(self) -> float:
        """Value used in the base case: the most probable one, the first of equals."""
        return self.values[self.probabilities.index(max(self.probabilities))]


Distribution = Annotated[
    Fixed | Uniform | Triangular | Pert | Normal | Lognormal | Truncated | Discrete,
    Field(discriminator="kind"),
]
