"""Distributions to draws, one stream for each assumption."""

from roi.uncertainty.distributions import inverse_cdf
from roi.uncertainty.draws import BLOCK, draw, draw_block, uniform
from roi.uncertainty.paths import DecisionPath, LawPath, MarkovPath, OutagePath, Path, WalkPath, base, chances, described, draw_path

__all__ = [
    "BLOCK",
    "DecisionPath",
    "LawPath",
    "MarkovPath",
    "OutagePath",
    "Path",
    "WalkPath",
    "base",
    "chances",
    "described",
    "draw",
    "draw_block",
    "draw_path",
    "inverse_cdf",
    "uniform",
]
