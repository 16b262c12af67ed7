"""Repayment of a loan."""

from __future__ import annotations


def level_shares(rate: float, years: int) -> tuple[float, ...]:
    """Share of a loan repaid at the end of each year when interest and repayment together are the same every year.

    rate : a year, above -1. years : number of payments, at least 1. The shares grow by the rate and sum to 1. Excel's PPMT on a loan of 1.
    """
    growth = [(1 + rate) ** year for year in range(years)]
    return tuple(one / sum(growth) for one in growth)
