"""Distributions to draws, one stream for each assumption."""

from roi.uncertainty.distributions import inverse_cdf
from roi.uncertainty.draws import BLOCK, draw, draw_block

__all__ = ["BLOCK", "draw", "draw_block", "inverse_cdf"]
