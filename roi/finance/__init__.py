"""Arrays in, arrays out: internal rates of return (all roots), modified rate, statistics. Knows nothing of drugs or law."""

from roi.finance.crossing import crossing
from roi.finance.dealt import Memory
from roi.finance.internal_rate import irr, irr_mid_year
from roi.finance.present_value import mirr, modified_rate, npv, outlays, receipts
from roi.finance.sensitivity import dependence
from roi.finance.statistics import (
    Interval,
    Mean,
    Statistics,
    mean,
    proportion,
    proportion_of,
    rank_correlation,
    share_interval,
    statistics,
    statistics_of,
)

__all__ = [
    "Interval",
    "Mean",
    "Memory",
    "Statistics",
    "crossing",
    "dependence",
    "irr",
    "irr_mid_year",
    "mean",
    "mirr",
    "modified_rate",
    "npv",
    "outlays",
    "proportion",
    "proportion_of",
    "rank_correlation",
    "receipts",
    "share_interval",
    "statistics",
    "statistics_of",
]
