"""A shape that three percentiles determine."""

from __future__ import annotations

from math import inf, log
from typing import Literal, Self

from pydantic import model_validator

from roi.domain.stepped import Spread


class Percentiles(Spread):
    """Three percentiles, `p50` with `p10`/`p90` or `p05`/`p95`, met exactly: the distribution of Myerson (2005).

    A lognormal moved along the axis: with b = (upper - p50) / (p50 - lower), each step of as many standard deviations up is b times the
    one before. A normal when b is 1, a lognormal when the three are in proportion; ends below when b > 1, above when b < 1.
    """

    kind: Literal["percentiles"]
    p50: float
    p05: float | None = None
    p95: float | None = None
    p10: float | None = None
    p90: float | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        given = {name for name in ("p05", "p95", "p10", "p90") if getattr(self, name) is not None}
        if given not in ({"p05", "p95"}, {"p10", "p90"}):
            raise ValueError("give p50 and exactly p10 and p90, or p05 and p95")
        low, high = self.outer
        if not low < self.p50 < high:
            raise ValueError(f"percentiles out of order: {low:g}, {self.p50:g}, {high:g} do not rise")
        return self

    @property
    def outer(self) -> tuple[float, float]:
        """The lower and the upper percentile."""
        low, high = (self.p05, self.p95) if self.p05 is not None else (self.p10, self.p90)
        assert low is not None
        assert high is not None
        return low, high

    @property
    def share(self) -> float:
        """Probability below the upper percentile."""
        return 0.95 if self.p05 is not None else 0.90

    @property
    def skew(self) -> float:
        """Logarithm of b; 0 for a normal."""
        low, high = self.outer
        return log((high - self.p50) / (self.p50 - low))

    @property
    def central(self) -> float:
        """Value used in the base case: the median, `p50`."""
        return self.p50

    @property
    def ends(self) -> tuple[float, float]:
        """The side of the shorter tail has an end, unless both are alike."""
        low, high = self.outer
        up, down = high - self.p50, self.p50 - low
        return (self.p50 - up * down / (up - down) if up > down else -inf), (self.p50 + up * down / (down - up) if down > up else inf)
