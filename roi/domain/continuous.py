"""Smooth shapes of uncertainty."""

from __future__ import annotations

from math import exp, inf, log
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from roi.domain.elicitation import pert_bounds, triangular_bounds
from roi.domain.percentiles import Percentiles
from roi.domain.stepped import Spread


class _LowHigh(Spread):
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low < self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}; write the smaller value as low")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """Low and high."""
        return self.low, self.high


class Uniform(_LowHigh):
    """Every value from `low` to `high` is as likely as any other."""

    kind: Literal["uniform"]

    @property
    def central(self) -> float:
        """Value used in the base case: the midpoint."""
        return (self.low + self.high) / 2


class LogUniform(_LowHigh):
    """The logarithm is uniform: 1 to 10 is as likely as 10 to 100."""

    kind: Literal["log_uniform"]
    low: float = Field(gt=0)

    @property
    def central(self) -> float:
        """Value used in the base case: the median, the geometric mean of low and high."""
        return exp((log(self.low) + log(self.high)) / 2)


class _LowModeHigh(Spread):
    """Low and high are the bounds; with `confidence`, they are points between which that share lies, the rest half on either side."""

    low: float
    mode: float
    high: float
    confidence: float | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.mode <= self.high:
            raise ValueError(f"low {self.low:g}, mode {self.mode:g}, high {self.high:g} are not in rising order; low <= mode <= high")
        if self.low == self.high:
            raise ValueError(f"low and high are both {self.low:g}; use kind: fixed for a value that is certain")
        if self.confidence is not None and not 0 < self.confidence < 1:
            raise ValueError(
                f"confidence {self.confidence:g} is not between 0 and 1; "
                "90 % is 0.9; leave it out when low and high are the lowest and the highest possible value"
            )
        return self

    @property
    def central(self) -> float:
        """Value used in the base case: the mode."""
        return self.mode


class Triangular(_LowModeHigh):
    """Straight lines from the lower bound up to `mode` and down to the upper bound."""

    kind: Literal["triangular"]

    @property
    def ends(self) -> tuple[float, float]:
        """The bounds: low and high, or what follows from their confidence."""
        if self.confidence is None:
            return self.low, self.high
        return triangular_bounds(self.low, self.mode, self.high, self.confidence)


class Pert(_LowModeHigh):
    """Beta distribution between the bounds with the given mode; mean (lower bound + 4 mode + upper bound) / 6."""

    kind: Literal["pert"]

    @property
    def ends(self) -> tuple[float, float]:
        """The bounds: low and high, or what follows from their confidence."""
        if self.confidence is None:
            return self.low, self.high
        return pert_bounds(self.low, self.mode, self.high, self.confidence)


_LEAST = 0.1
"""Least alpha and beta: below it nearly all the probability lies at the two ends."""


class Beta(_LowHigh):
    """Beta distribution on [low, high], by `alpha` and `beta`, or by the `mean` and `sd` of the value itself."""

    kind: Literal["beta"]
    low: float = 0.0
    high: float = 1.0
    alpha: float | None = Field(default=None, gt=0)
    beta: float | None = Field(default=None, gt=0)
    mean: float | None = None
    sd: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        given = {name for name in ("alpha", "beta", "mean", "sd") if getattr(self, name) is not None}
        if given not in ({"alpha", "beta"}, {"mean", "sd"}):
            raise ValueError("give exactly alpha and beta, or mean and sd")
        if self.mean is not None and not self.low < self.mean < self.high:
            raise ValueError(f"mean {self.mean:g} is not between low {self.low:g} and high {self.high:g}; move the mean or the bounds")
        if min(self.shape) < _LEAST:
            wide = f"sd {self.sd:g} is too wide for that mean and those bounds: " if self.sd is not None else ""
            what = f"{wide}alpha {self.shape[0]:.3g}, beta {self.shape[1]:.3g}, less than {_LEAST:g}"
            raise ValueError(f"{what}; nearly all would lie at the two ends: use kind: bernoulli")
        return self

    @property
    def shape(self) -> tuple[float, float]:
        """Alpha and beta."""
        if self.mean is None or self.sd is None:
            assert self.alpha is not None
            assert self.beta is not None
            return self.alpha, self.beta
        width = self.high - self.low
        mean = (self.mean - self.low) / width
        both = mean * (1 - mean) / (self.sd / width) ** 2 - 1
        return mean * both, (1 - mean) * both

    @property
    def central(self) -> float:
        """Value used in the base case: the mean."""
        alpha, beta = self.shape
        return self.low + (self.high - self.low) * alpha / (alpha + beta)


class Normal(Spread):
    """Normal with `mean` and standard deviation `sd`."""

    kind: Literal["normal"]
    mean: float
    sd: float = Field(gt=0)

    @property
    def central(self) -> float:
        """Value used in the base case: the mean."""
        return self.mean

    @property
    def ends(self) -> tuple[float, float]:
        """None."""
        return -inf, inf


class Lognormal(Spread):
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

    @property
    def ends(self) -> tuple[float, float]:
        """Nothing and no end."""
        return 0.0, inf


Smooth = Annotated[
    Uniform | LogUniform | Triangular | Pert | Beta | Normal | Lognormal | Percentiles,
    Field(discriminator="kind"),
]
"""The shapes that can be cut and mixed."""
