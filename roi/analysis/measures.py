"""Which measures every trial is asked for."""

from __future__ import annotations

from roi.formula import Statement

MEASURES = ("npv", "irr", "irr_roots", "mirr", "payback", "levelised_cost", "levelised_cost_per_dose", "levelised_price", "lowest_cash")
"""Measures computed for every trial; the components of the levelised cost are computed in the base case only."""

OF_PARTIES = ("producer_npv", "investor_npv", "purchaser_npv", "public_npv")
"""What an option is worth to each party, computed for every trial too; one of them is `npv`."""

WITH_DEBT = ("equity_npv", "equity_irr", "least_cover")
"""Those of an option with a loan."""

OF_SHORTAGES = ("shortage_cost_value", "shortage_cost_per_kg", "volume_lost_share")
"""What outages do to purchasers and patients, and the volume they take; looked at in the first trials only."""

MAY_BE_MISSING = ("irr", "mirr", "payback", "levelised_cost", "levelised_cost_per_dose", "levelised_price", "equity_irr", "least_cover")
"""Measures that may be n/a."""


def measured(option: Statement) -> tuple[str, ...]:
    """Measures of an option, in order."""
    return (*MEASURES, *OF_PARTIES, *(name for name in WITH_DEBT if name in option.cells))
