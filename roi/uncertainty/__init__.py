"""Uniform numbers, one stream for each assumption; what moves together; distributions to draws."""

from roi.uncertainty.dependence import Dependence, Pair, dependence
from roi.uncertainty.distributions import inverse_cdf
from roi.uncertainty.draws import draw, draw_block, values
from roi.uncertainty.paths import (
    DecisionPath,
    LawPath,
    MarkovPath,
    OutagePath,
    Path,
    WalkPath,
    base,
    chances,
    described,
    draw_path,
    draw_paths,
)
from roi.uncertainty.sampler import BLOCK, KINDS, REPLICATES, Sampler, sampler

__all__ = [
    "BLOCK",
    "KINDS",
    "REPLICATES",
    "DecisionPath",
    "Dependence",
    "LawPath",
    "MarkovPath",
    "OutagePath",
    "Pair",
    "Path",
    "Sampler",
    "WalkPath",
    "base",
    "chances",
    "dependence",
    "described",
    "draw",
    "draw_block",
    "draw_path",
    "draw_paths",
    "inverse_cdf",
    "sampler",
    "values",
]
