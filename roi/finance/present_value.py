"""Net present value and modified internal rate of return of many flows at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def as_trials(flows: ArrayLike) -> Array:
    """Flows as an array (years, trials); a single flow (years,) is one trial. Raises ValueError for any other shape."""
    array = np.asarray(flows, dtype=np.float64)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2 or array.shape[0] == 0:
        raise ValueError(f"flows have the shape {array.shape}; they must be (years, trials) or (years,)")
    return array


def npv(flows: ArrayLike, rate: ArrayLike) -> Array:
    """Net present value at the end of year 0: sum over t of flows[t] / (1 + rate)**t. Year 0 is not discounted.

    flows : (years, trials) or (years,). rate : fraction a year, scalar or (trials,); nan gives nan. Returns (trials,).
    Summed year by year, so that a trial has the same value, to the last bit, alone and in company.
    Raises ValueError for a rate of -1 or less.
    """
    array = as_trials(flows)
    growth = _growth(rate)
    shape = np.broadcast_shapes(array[0].shape, growth.shape)
    total, factor = np.zeros(shape), np.ones(shape)
    for year, flow in enumerate(array):
        if year:
            factor /= growth
        total += flow * factor
    return total


def mirr(flows: ArrayLike, finance_rate: ArrayLike, reinvest_rate: ArrayLike) -> Array:
    """Modified internal rate of return, as Excel's MIRR. Fraction a year.

    Negative flows are discounted to year 0 at `finance_rate`, positive ones carried to the last year at `reinvest_rate`; the rate
    is the growth that leads from one to the other. Years without a flow count, as blank years filled with 0 do in Excel.

    flows : (years, trials) or (years,). Rates : fractions a year, scalar or (trials,), above -1. Returns (trials,), nan where a trial
    has no negative or no positive flow. Raises ValueError for a rate of -1 or less.
    """
    array = as_trials(flows)
    return modified_rate(outlays(array, finance_rate), receipts(array, reinvest_rate), reinvest_rate, len(array))


def outlays(flows: ArrayLike, rate: ArrayLike) -> Array:
    """Negative flows discounted to year 0, with a positive sign, (trials,). Arguments and errors as of `npv`."""
    return -npv(np.minimum(as_trials(flows), 0.0), rate)


def receipts(flows: ArrayLike, rate: ArrayLike) -> Array:
    """Positive flows discounted to year 0, (trials,). Arguments and errors as of `npv`."""
    return npv(np.maximum(as_trials(flows), 0.0), rate)


def modified_rate(spent: ArrayLike, earned: ArrayLike, reinvest_rate: ArrayLike, years: int) -> Array:
    """`mirr` from its `outlays` and `receipts` over a number of years. Raises ValueError for a rate of -1 or less."""
    paid, received = np.atleast_1d(spent), np.atleast_1d(earned)
    growth = _growth(reinvest_rate)
    ratio = np.full(np.broadcast_shapes(paid.shape, received.shape), np.nan)
    np.divide(received, paid, out=ratio, where=(paid > 0.0) & (received > 0.0))
    return np.asarray(ratio ** (1.0 / max(years - 1, 1)) * growth - 1.0)


def _growth(rate: ArrayLike) -> Array:
    growth = 1.0 + np.atleast_1d(np.asarray(rate, dtype=np.float64))
    if (growth <= 0.0).any():
        raise ValueError("npv needs rates above -1")
    return np.asarray(growth)
