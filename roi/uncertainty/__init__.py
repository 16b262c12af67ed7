"""Uniform numbers, one stream for each assumption; what moves together; distributions to draws."""

from roi.uncertainty.dependence import Dependence, Pair, dependence
from roi.uncertainty.distributions import inverse_cdf
from roi.uncertainty.draws import draw, draw_block, values
from roi.uncertainty.paths import DecisionPath, MarkovPath, Path, chances, draw_path
from roi.uncertainty.sampler import BLOCK, KINDS, REPLICATES, Sampler, sampler

__all__ = [
    "BLOCK",
    "KINDS",
    "REPLICATES",
    "DecisionPath",
    "Dependence",
    "MarkovPath",
    "Pair",
    "Path",
    "Sampler",
    "chances",
    "dependence",
    "draw",
    "draw_block",
    "draw_path",
    "inverse_cdf",
    "sampler",
    "values",
]
