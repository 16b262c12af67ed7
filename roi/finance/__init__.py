"""Arrays in, arrays out: internal rates of return (all roots), modified rate, statistics. Knows nothing of drugs or law."""

from roi.finance.internal_rate import irr
from roi.finance.present_value import mirr, modified_rate, npv, outlays, receipts
from roi.finance.statistics import Statistics, proportion, statistics

__all__ = ["Statistics", "irr", "mirr", "modified_rate", "npv", "outlays", "proportion", "receipts", "statistics"]
