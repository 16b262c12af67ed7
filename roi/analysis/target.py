"""What a break-even aims at: ``p_wins=0.5``, ``npv=0``. A target says that a measure is better than a level in a share of trials."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roi.errors import Problem, RoiError, nearest

Array = NDArray[np.float64]

CHANCES = {"p_wins": "incremental_npv", "p_npv_positive": "npv"}
"""Targets that are a share of the trials, and the measure that has to be above 0 in them."""

AMOUNTS = {"incremental_npv": 1.0, "npv": 1.0, "irr": 1.0, "levelised_cost": -1.0}
"""Targets that are a level of a measure, met in its median; -1 where less is better."""

LIMITS = {"p_wins": (0.0, 1.0), "p_npv_positive": (0.0, 1.0), "irr": (-0.99, 10.0), "levelised_cost": (0.0, np.inf)}
"""Between what a target can lie, both excluded."""

EVEN = 0.5


@dataclass(frozen=True)
class Target:
    """name : as the user writes it. value : what it shall be."""

    name: str
    value: float

    @property
    def chance(self) -> bool:
        """Whether the target is a share of trials."""
        return self.name in CHANCES

    @property
    def of(self) -> str:
        """The measure that is looked at."""
        return CHANCES.get(self.name, self.name)

    @property
    def share(self) -> float:
        """Share of the trials in which the measure has to be better than the level."""
        return self.value if self.chance else EVEN

    def lead(self, measured: Array) -> Array:
        """By how much each trial is better than the level, in the unit of the measure; nan where there is no measure."""
        level, sign = (0.0, 1.0) if self.chance else (self.value, AMOUNTS[self.name])
        return sign * (measured - level)

    def reached(self, measured: Array) -> float:
        """Where the trials stand: the share of those with a measure, or its median. nan when no trial has one."""
        known = measured[np.isfinite(measured)]
        if not known.size:
            return float("nan")
        return float(np.mean(self.lead(known) > 0)) if self.chance else float(np.median(known))

    def score(self, measured: Array, share: float | None = None) -> float:
        """Above 0 where the target is met: what the trial leads by that is the last to be needed. Moves smoothly where shares jump.

        share : of the trials needed, instead of the target's own. Minus infinity when no trial has a measure.
        """
        lead = self.lead(measured[np.isfinite(measured)])
        if not lead.size:
            return float("-inf")
        if share is None and not self.chance:
            return float(np.median(lead))
        wanted = min(max(int(np.ceil((self.share if share is None else share) * lead.size)), 1), lead.size)
        return float(np.partition(lead, lead.size - wanted)[lead.size - wanted])


def parse_target(text: str) -> Target:
    """The target of a text like ``p_wins=0.5``. Raises RoiError for an unknown measure or a value that cannot be."""
    name, equals, number = (part.strip() for part in text.partition("="))
    known = (*CHANCES, *AMOUNTS)
    if name not in known:
        raise RoiError(Problem("--until", f"there is no measure {name!r} to aim at", nearest(name, known)))
    try:
        value = float(number)
    except ValueError:
        value = float("nan")
    if not equals or not np.isfinite(value):
        raise RoiError(
            Problem("--until", f"{text!r} gives no number to aim at", f"write {name}=NUMBER, as {name}={'0.5' if name in CHANCES else '0'}")
        )
    low, high = LIMITS.get(name, (-np.inf, np.inf))
    if not low < value < high:
        ends = f"between {low:g} and {high:g}" if np.isfinite(high) else f"above {low:g}"
        raise RoiError(Problem("--until", f"{name} cannot be {value:g}", f"give a number {ends}, rates and shares as fractions"))
    return Target(name, value)
