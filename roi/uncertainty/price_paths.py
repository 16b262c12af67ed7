"""Paths through time from independent draws: prices, currencies, outages. Arrays in, arrays out, one column a trial.

Year 0 is known, so the first row of the normals moves nothing. Every step uses the row of its own year only, and every column stands alone:
a trial has the same path whatever trials stand beside it. Normals of 0 (`base`) give the base path, the median of each year.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, expm1, log, log1p, sqrt

import numpy as np
from numpy.typing import NDArray

from roi.domain.paths import Currency, Disruption, GeometricBrownian, MeanReverting
from roi.uncertainty import machine_code
from roi.uncertainty.distributions import inverse_cdf

Array = NDArray[np.float64]

RARE = 1e-9
"""Probability that a horizon holds more outages than are drawn for it."""

ABOVE = 1e-12


def base(years: int) -> Array:
    """Normals of the base path: no shock in any year, shape (years, 1)."""
    return np.zeros((years, 1))


def with_shared(own: Array, shared: Array, loading: float) -> Array:
    """Normals of a path that has a shock in common with others: loading × shared + √(1 − loading²) × own.

    own, shared : independent standard normals (years, n). Two paths with loadings a and b on the same shock are correlated by a b.
    """
    found: Array = sqrt(1.0 - loading**2) * own
    for year, shock in zip(found, shared, strict=True):
        year += loading * shock
    return found


def geometric_brownian(path: GeometricBrownian, normals: Array) -> Array:
    """Index, 1 in year 0, times (1 + drift) e^(volatility z) each year; divided by e^(volatility² / 2) where the drift is of the mean.

    normals : standard normals (years, n). Returns the same shape. The median of year t is (1 + drift)^t, or its mean.
    """
    growth = log1p(path.drift) - (path.volatility**2 / 2.0 if path.drift_of == "mean" else 0.0)
    return _exponential_of_sums(np.add(growth, found := path.volatility * normals, out=found))


def mean_reverting(path: MeanReverting, normals: Array) -> Array:
    """Value whose logarithm is drawn back to that of the level: the Ornstein-Uhlenbeck process, exact at whole years.

    With k = ln 2 / half-life: ln x(t) − ln level = e^(−k) (ln x(t−1) − ln level) + volatility √((1 − e^(−2k)) / 2k) z. In the long run the
    logarithm has the standard deviation volatility / √(2k). Uhlenbeck and Ornstein 1930; Gillespie 1996 for the step.

    normals : standard normals (years, n). Returns the same shape, in the unit of the level. The median returns to the level.
    """
    speed = log(2.0) / path.half_life
    kept, shock = exp(-speed), path.volatility * sqrt(-expm1(-2.0 * speed) / (2.0 * speed))
    off: Array = shock * normals
    off[0] = log((path.start if path.start is not None else path.level) / path.level)
    for year in range(1, normals.shape[0]):
        off[year] += kept * off[year - 1]
    np.exp(off, out=off)
    off *= path.level
    return off


def currency(path: Currency, foreign_inflation: Array | float, home_inflation: Array | float, normals: Array) -> Array:
    """Foreign money for one unit of home money, 1 in year 0: each year times (1 + foreign) / (1 + home) (1 + real drift) e^(volatility z).

    Inflations are fractions a year, scalars, (n,) or (years, n); that of year t carries from t − 1 to t. Without volatility and real drift
    the foreign price level in home money rises as the home price level does (purchasing power parity).

    normals : standard normals (years, n). Returns the same shape. The median follows the inflations.
    """
    drift = np.log1p(foreign_inflation) - np.log1p(home_inflation) + log1p(path.real_drift)
    return _exponential_of_sums(np.asarray(drift + path.volatility * normals))


def _exponential_of_sums(steps: Array) -> Array:
    """e to the sum of the steps of the years up to each, none in year 0; written over them. Year by year: no other column matters."""
    steps[0] = 0.0
    for year in range(1, steps.shape[0]):
        steps[year] += steps[year - 1]
    return np.exp(steps, out=steps)


def outages(path: Disruption, years: int) -> int:
    """How many outages to draw for a horizon of `years`: more begin with a probability below 1e-9."""
    from roi.special import pdtrc

    count = 0
    while pdtrc(count, path.rate * years) > RARE:
        count += 1
    return count


def disruption(path: Disruption, draws: Iterable[Iterable[Array]], years: int, lost: Array | None = None) -> Array:
    """Share of each year that is lost to outages, 0 to 1, shape (years, n); (years, 1) when none is drawn.

    All is well at the beginning of the first year. The k-th outage begins an exponential time of mean 1 / rate after the end of the one
    before and lasts its draw of the duration: an alternating renewal process. In the long run rate D / (1 + rate D) of the time is lost, D
    being the mean duration. Another outage than those drawn does not come. The base path is the one without any.

    draws : for each outage in turn that of the wait and that of the length, uniforms strictly between 0 and 1, (n,); no more are taken
    than some trial needs.
    lost : zeros (years, n) to write to.
    """
    if path.rate == 0.0:
        return np.zeros((years, 1)) if lost is None else lost
    for number, (wait, length) in enumerate(draws):
        if number == 0:
            lost = np.zeros((years, wait.size)) if lost is None else lost
            # nobody who waits longer has an outage; a little above the bound, so that rounding decides nothing here
            trials = np.flatnonzero(wait < -expm1(-path.rate * years) + ABOVE)
            now = np.zeros(trials.size)
        assert lost is not None
        begins = now - np.log1p(-wait[trials]) / path.rate
        trials, begins = trials[begins < years], begins[begins < years]
        now = begins + inverse_cdf(path.duration, length[trials])
        _lose(lost, trials, begins, now)
        trials, now = trials[now < years], now[now < years]
        if not trials.size:
            break
    # Sums of parts of a year may be a little more than the year by rounding.
    return np.zeros((years, 1)) if lost is None else np.minimum(lost, 1.0, out=lost)


def _lose(lost: Array, trials: NDArray[np.intp], begins: Array, ends: Array) -> None:
    """Add to `lost` (years, n), of one outage in each of `trials`, what falls into each year."""
    if machine_code.lose(lost, trials, begins, ends):
        return
    year = begins.astype(np.intp)
    while trials.size:
        lost[year, trials] += np.minimum(ends, year + 1) - np.maximum(begins, year)
        year = year + 1
        goes_on = (ends > year) & (year < len(lost))
        trials, begins, ends, year = trials[goes_on], begins[goes_on], ends[goes_on], year[goes_on]
