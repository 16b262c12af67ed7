"""Drivers of a measure as they are listed: figures, paths, groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roi.domain import Assumption, Confidence, Entity, Risk


def _width(low: float, high: float) -> float:
    """How far apart two ends are; 0 where one of them has no value."""
    return abs(high - low) if np.isfinite(high - low) else 0.0


@dataclass(frozen=True)
class Driver:
    """An uncertain figure and what it does to the measure.

    low, high : its 10th and 90th percentile, in its own unit and dollars. at_low, at_high : the measure there, all others at the base case.
    rank_correlation : with the measure over the trials. share : of the variance over the trials, see `roi.finance.dependence`.
    """

    figure: Assumption
    group: str
    low: float
    high: float
    at_low: float
    at_high: float
    rank_correlation: float
    share: float

    @property
    def id(self) -> str:
        """Id of the figure."""
        return self.figure.id

    @property
    def label(self) -> str:
        """Label of the figure."""
        return self.figure.label

    @property
    def confidence(self) -> Confidence:
        """How good its source is."""
        return self.figure.confidence

    @property
    def swing(self) -> float:
        """How far the measure moves between the two ends; 0 where it has no value."""
        return _width(self.at_low, self.at_high)


@dataclass(frozen=True)
class PathDriver:
    """A risk that unfolds over the years (open law, a price, a currency, outages) and what its path does to the measure.

    site : plant, merchant or supplier that alone is hit, None where one path serves all.
    at_low, at_high : 10th and 90th percentile of the measure when the path alone is drawn, all else at the base case.
    rank_correlation, share : of the mean of the path over the years (of open law: of the number of its state), as of a figure.
    """

    risk: Risk
    site: Entity | None
    group: str
    at_low: float
    at_high: float
    rank_correlation: float
    share: float

    @property
    def id(self) -> str:
        """Id of the risk, with that of its site."""
        return f"{self.risk.id}.{self.site.id}" if self.site else self.risk.id

    @property
    def label(self) -> str:
        """Label of the risk, with its site."""
        return f"{self.risk.label}: {self.site.label}" if self.site else self.risk.label

    @property
    def confidence(self) -> Confidence:
        """That of the weakest of its figures."""
        return max((figure.confidence for _, figure in self.risk.figures()), key=list(Confidence).index)

    @property
    def swing(self) -> float:
        """Width of the range."""
        return _width(self.at_low, self.at_high)


@dataclass(frozen=True)
class DriverGroup:
    """What moves together; members : ids of figures and risks.

    low, high : 10th and 90th percentile of the measure when they alone are drawn. share : sum of their shares.
    """

    name: str
    members: tuple[str, ...]
    low: float
    high: float
    share: float

    @property
    def swing(self) -> float:
        """Width of the range."""
        return _width(self.low, self.high)


@dataclass(frozen=True)
class Drivers:
    """Drivers of a measure of an option, the largest swing first.

    base : the measure in the base case, in `unit`. trials : from which the shares are taken.
    share_single : sum of the shares of all figures and paths; the rest is what they do only together, and what the estimate misses.
    share_judgement : the part of that sum that belongs to what is judgement.
    overlap : whether figures among them are correlated: what two of them do alike then counts in the share of both.
    """

    option: str
    of: str
    unit: str
    base: float
    trials: int
    figures: tuple[Driver, ...]
    paths: tuple[PathDriver, ...]
    groups: tuple[DriverGroup, ...]
    share_single: float
    share_judgement: float
    overlap: bool

    @property
    def ranked(self) -> tuple[Driver | PathDriver, ...]:
        """Figures and paths together, the largest swing first."""
        return tuple(sorted((*self.figures, *self.paths), key=lambda one: -one.swing))
