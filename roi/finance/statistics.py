"""What a report says of many trials: centre, spread, percentiles, shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Statistics:
    """Of the trials that have a finite value, in the unit of the values.

    sd : sample standard deviation (Excel STDEV), nan for fewer than two values.
    p05, p50, p95 : percentiles by linear interpolation (Excel PERCENTILE).
    missing : share of the trials without a finite value, from 0 to 1.
    """

    mean: float
    sd: float
    p05: float
    p50: float
    p95: float
    missing: float


def statistics(values: ArrayLike) -> Statistics:
    """Statistics of `values` (trials,), nan throughout when no trial has a finite value. Raises ValueError when there is no trial."""
    array = np.asarray(values, dtype=np.float64).ravel()
    if array.size == 0:
        raise ValueError("statistics need at least one trial")
    finite = array[np.isfinite(array)]
    missing = 1.0 - finite.size / array.size
    if finite.size == 0:
        nan = float("nan")
        return Statistics(nan, nan, nan, nan, nan, missing)
    p05, p50, p95 = (float(value) for value in np.quantile(finite, (0.05, 0.5, 0.95)))
    sd = float(finite.std(ddof=1)) if finite.size > 1 else float("nan")
    return Statistics(float(finite.mean()), sd, p05, p50, p95, missing)


def proportion(flags: ArrayLike) -> tuple[float, float]:
    """Share of the trials whose flag is set, and its standard error sqrt(p (1 - p) / trials), 0 when all trials agree.

    flags : (trials,), true or false (or 1 and 0). Raises ValueError when there is no trial.
    """
    array = np.asarray(flags).astype(bool).ravel()
    if array.size == 0:
        raise ValueError("a proportion needs at least one trial")
    share = int(np.count_nonzero(array)) / array.size
    return share, float((share * (1.0 - share) / array.size) ** 0.5)
