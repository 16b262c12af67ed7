"""What a report says of many trials: centre, spread, percentiles, the lower tail, shares; each with what chance in the trials leaves open.

`replicates` says how the trials were drawn: 1 when each is independent of all others. Else trial k belongs to replicate k % replicates,
the replicates are independent of each other, and the spread between them is what the intervals come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from roi.finance.dealt import NAN, PLAIN, Dealt, Memory, cut, deal

Array = NDArray[np.float64]
Interval = tuple[float, float]

SHARES = {"p05": 0.05, "p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90, "p95": 0.95}
TAIL = 0.05
CONFIDENCE = 0.95
"""Of every interval."""

ROUNDING = 1e-12
PARTS = 16
"""Parts that independent trials are dealt to, so that each is sorted near the processor."""


@dataclass(frozen=True)
class Statistics:
    """Of the trials that have a finite value, in the unit of the values.

    sd : sample standard deviation (Excel STDEV), nan for fewer than two values. skew : of a sample (Excel SKEW), nan for fewer than
    three. p05 to p95 : percentiles by linear interpolation (Excel PERCENTILE). cvar05 : mean of the lowest 5 % of the values (of a
    value such as the NPV its conditional value at risk). missing : share of the trials without a finite value, from 0 to 1.
    intervals : 95 % confidence intervals of the mean, the percentiles and cvar05, by their names; nan where there are too few trials.
    """

    mean: float
    sd: float
    p05: float
    p50: float
    p95: float
    missing: float
    p10: float = NAN
    p25: float = NAN
    p75: float = NAN
    p90: float = NAN
    skew: float = NAN
    cvar05: float = NAN
    intervals: dict[str, Interval] = field(default_factory=dict)


def statistics(values: ArrayLike, replicates: int = 1) -> Statistics:
    """Statistics of `values` (trials,), nan throughout when no trial has a finite value. Raises ValueError when there is no trial."""
    array = np.asarray(values, dtype=np.float64).ravel()
    return statistics_of(cut(array, _parts(replicates)), array.size, replicates)


def statistics_of(pieces: Iterable[Array], trials: int, replicates: int = 1, memory: Memory = PLAIN) -> Statistics:
    """The same of values that come in pieces, in order, `trials` in all; each piece but the last a multiple of 16 and of `replicates` long.

    memory : where the values are sorted, 8 bytes a trial.
    """
    if trials == 0:
        raise ValueError("statistics need at least one trial")
    parts = deal(pieces, trials, _parts(replicates), memory)
    dealt = parts.together()
    count = dealt.count
    missing = 1.0 - count / trials
    if count == 0:
        return Statistics(NAN, NAN, NAN, NAN, NAN, missing)
    mean, sd, skew = dealt.moments()
    percentiles = _percentiles(dealt.at, count)
    short, squares = dealt.shortfalls(float(percentiles[0]))
    cvar = float(percentiles[0]) - short / count / TAIL
    found = {"mean": mean, **{name: float(value) for name, value in zip(SHARES, percentiles, strict=True)}, "cvar05": cvar}
    if replicates == 1:
        spread = max(squares - short * short / count, 0.0) ** 0.5 / TAIL
        intervals = _independent(dealt, found, sd, spread / (count - 1) ** 0.5 if count > 1 else NAN)
    else:
        intervals = _between(parts, found)
    return Statistics(sd=sd, skew=skew, missing=missing, intervals=intervals, **found)


class Mean(NamedTuple):
    """A mean and its standard error, nan where there are too few trials."""

    value: float
    error: float


def mean(values: ArrayLike, replicates: int = 1) -> Mean:
    """Mean of `values` (trials,) and its standard error: of independent trials, else from the spread of the means of the replicates.

    Values that are not finite are left out.
    """
    array = np.asarray(values, dtype=np.float64).ravel()
    count = min(replicates, array.size)
    dealt = [array] if count < 2 else [array[start::count] for start in range(count)]
    parts = [one[np.isfinite(one)] for one in dealt]
    found = array[np.isfinite(array)]
    if found.size == 0:
        return Mean(NAN, NAN)
    samples = found if len(parts) == 1 else np.array([one.mean() for one in parts if one.size])
    error = float(samples.std(ddof=1) / samples.size**0.5) if samples.size > 1 else NAN
    return Mean(float(found.mean()), error)


def proportion(flags: ArrayLike, replicates: int = 1) -> tuple[float, float]:
    """Share of the trials whose flag is set, and its standard error, 0 when all trials agree.

    The standard error is sqrt(p (1 - p) / trials) of independent trials, else that of the mean of the shares of the replicates.
    flags : (trials,), true or false (or 1 and 0). Raises ValueError when there is no trial.
    """
    array = np.asarray(flags).astype(bool).ravel()
    return proportion_of([array], array.size, replicates)


def proportion_of(pieces: Iterable[NDArray[np.bool_]], trials: int, replicates: int = 1) -> tuple[float, float]:
    """The same of flags that come in pieces, in order, `trials` in all; each piece but the last a multiple of `replicates` long."""
    if trials == 0:
        raise ValueError("a proportion needs at least one trial")
    of_each = np.zeros(replicates, dtype=np.intp)
    for piece in pieces:
        turns, rest = divmod(piece.size, replicates)
        of_each += np.count_nonzero(piece[: turns * replicates].reshape(turns, replicates), axis=0)
        of_each[:rest] += piece[piece.size - rest :]
    share = int(of_each.sum()) / trials
    count = min(replicates, trials)
    if count == 1:
        return share, float((share * (1.0 - share) / trials) ** 0.5)
    # the first replicates have a trial more where they do not come out even
    shares = of_each[:count] / (trials // replicates + (np.arange(count) < trials % replicates))
    error = float(shares.std(ddof=1) / count**0.5)
    return share, error if error > ROUNDING else 0.0


def share_interval(share: float, error: float, trials: int, replicates: int = 1) -> Interval:
    """95 % confidence interval of a share with its standard error. Wilson 1927.

    Of replicates: with the number of independent trials that would have this standard error (Korn and Graubard 1998), and the quantile
    of Student's t. Where the standard error is 0, with the number of trials there are: that all agree does not prove that all would.
    """
    count = share * (1.0 - share) / error**2 if error > 0.0 else float(trials)
    z = _quantile_of_t(min(replicates, trials) - 1) if replicates > 1 and trials > 1 else _quantile_of_t(None)
    middle = (share + z * z / (2.0 * count)) / (1.0 + z * z / count)
    half = z / (1.0 + z * z / count) * (share * (1.0 - share) / count + z * z / (4.0 * count * count)) ** 0.5
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def rank_correlation(first: ArrayLike, second: ArrayLike) -> float:
    """Spearman's rank correlation of two (trials,), equal values sharing their rank; nan when one of them does not vary."""
    ranks = []
    for values in (first, second):
        _, place, counts = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True, return_counts=True)
        found = (np.cumsum(counts) - (counts - 1) / 2.0)[place]
        ranks.append(found - found.mean())
    size = float(np.sqrt((ranks[0] ** 2).sum() * (ranks[1] ** 2).sum()))
    return float((ranks[0] * ranks[1]).sum() / size) if size > 0.0 else NAN


def _parts(replicates: int) -> int:
    return PARTS if replicates == 1 else replicates


def _independent(dealt: Dealt, found: dict[str, float], sd: float, tail_sd: float) -> dict[str, Interval]:
    """Intervals of independent trials: of means by the central limit theorem, of percentiles by the ranks that hold them.

    The mean of the tail is a mean of ``p05 - max(p05 - value, 0) / 0.05`` (Rockafellar and Uryasev 2000), of which `tail_sd` is the
    standard deviation.
    """
    count = dealt.count
    if count < 2:
        return dict.fromkeys(found, (NAN, NAN))
    t, z = _quantile_of_t(count - 1), _quantile_of_t(None)
    halves = {"mean": t * sd / count**0.5, "cvar05": t * tail_sd / count**0.5}
    intervals = {name: (found[name] - half, found[name] + half) for name, half in halves.items()}
    shares = np.array(list(SHARES.values()))
    away = z * np.sqrt(count * shares * (1.0 - shares))
    low, high = np.floor(count * shares - away).astype(np.intp), np.ceil(count * shares + away).astype(np.intp)
    ends = zip(SHARES, dealt.at(np.maximum(low - 1, 0)), dealt.at(np.minimum(high, count - 1)), strict=True)
    intervals |= {name: (float(first), float(last)) for name, first, last in ends}
    return {name: intervals[name] for name in found}


def _between(replicates: Dealt, found: dict[str, float]) -> dict[str, Interval]:
    """Intervals from the spread between the replicates, each in rising order, by Student's t."""
    if len(replicates.parts) < 2:
        return dict.fromkeys(found, (NAN, NAN))
    each = []
    for own in replicates.each():
        percentiles = _percentiles(own.take, own.size)
        each.append([own.mean(), *percentiles, _tail_mean(own, percentiles[0])])
    halves = _quantile_of_t(len(each) - 1) * np.array(each).std(axis=0, ddof=1) / len(each) ** 0.5
    return {name: (value - float(half), value + float(half)) for (name, value), half in zip(found.items(), halves, strict=True)}


def _percentiles(at: Callable[[NDArray[np.intp]], Array], count: int) -> Array:
    """Percentiles `SHARES` of `count` values, by linear interpolation. at : values by their ranks."""
    ranks, within = _places(count)
    below, above = at(ranks).reshape(2, -1)
    return np.asarray(below + within * (above - below))


@lru_cache(maxsize=64)
def _places(count: int) -> tuple[NDArray[np.intp], Array]:
    """Ranks below the percentiles of `count` values, then above; and how far between them each lies."""
    places = (count - 1) * np.array(list(SHARES.values()))
    low = np.floor(places).astype(np.intp)
    return np.concatenate([low, np.minimum(low + 1, count - 1)]), places - low


def _tail_mean(rising: Array, percentile: float) -> float:
    short = percentile - rising[: np.searchsorted(rising, percentile)]
    return float(percentile - short.sum() / rising.size / TAIL)


def _quantile_of_t(freedom: int | None) -> float:
    """Two-sided quantile of Student's t; of the normal distribution without degrees of freedom."""
    from roi.special import ndtri, stdtrit

    upper = (1.0 + CONFIDENCE) / 2.0
    return float(ndtri(upper) if freedom is None else stdtrit(freedom, upper))
