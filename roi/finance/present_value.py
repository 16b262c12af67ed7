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
    growth = 1.0 + np.atleast_1d(np.asarray(rate, dtype=np.float64))
    if (growth <= 0.0).any():
        raise ValueError("npv needs rates above -1")
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
    spent = -npv(np.minimum(array, 0.0), finance_rate)
    earned = npv(np.maximum(array, 0.0), reinvest_rate)
    growth = 1.0 + np.atleast_1d(np.asarray(reinvest_rate, dtype=np.float64))
    ratio = np.full(np.broadcast_shapes(spent.shape, earned.shape), np.nan)
    np.divide(earned, spent, out=ratio, where=(spent > 0.0) & (earned > 0.0))
    return np.asarray(ratio ** (1.0 / max(len(array) - 1, 1)) * growth - 1.0)
