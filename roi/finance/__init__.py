"""Arrays in, arrays out: internal rates of return (all roots), modified rate, statistics. Knows nothing of drugs or law."""

from roi.finance.crossing import crossing
from roi.finance.internal_rate import irr
from roi.finance.present_value import mirr, npv
from roi.finance.sensitivity import dependence
from roi.finance.statistics import Statistics, proportion, statistics

__all__ = ["Statistics", "crossing", "dependence", "irr", "mirr", "npv", "proportion", "statistics"]
