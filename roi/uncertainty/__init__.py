"""Uniform numbers, one stream for each assumption; what moves together; distributions to draws."""

from roi.uncertainty.dependence import Dependence, Pair, dependence
from roi.uncertainty.distributions import inverse_cdf
from roi.uncertainty.draws import draw, draw_block, values
from roi.uncertainty.sampler import BLOCK, KINDS, REPLICATES, Sampler, sampler

__all__ = [
    "BLOCK",
    "KINDS",
    "REPLICATES",
    "Dependence",
    "Pair",
    "Sampler",
    "dependence",
    "draw",
    "draw_block",
    "inverse_cdf",
    "sampler",
    "values",
]
