"""What a run of trials found, and how its first trials are run again on other inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roi.analysis.plan import Plan
from roi.formula import Cell, Evaluator

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Trials:
    """Measures of many trials.

    measures : option -> measure -> (trials,), NaN where n/a.
    cumulative : option -> percentiles `FAN` of the cumulative cash flow, (5, years), in USD, of the first trials.
    plan : how the trials were drawn. beside : what else was looked at in those first trials: (first trials,), a row (years, first trials).
    """

    trials: int
    seed: int
    measures: dict[str, dict[str, Array]]
    cumulative: dict[str, Array]
    plan: Plan
    beside: dict[Cell, Array]
    _program: Evaluator
    _held: dict[str, Array]

    def again(self, draws: Mapping[str, Array], changed: Mapping[str, Array]) -> dict[Cell, Array]:
        """Measures, (1, trials), and what is looked at beside them, with the draws of some first trials but other inputs.

        draws : values of all inputs that are drawn. changed : id of one of them, or of one of `Beside.inputs`, -> (trials,), or (years,)
        or (years, trials) for a series.
        """
        trials = min((one.shape[-1] for one in draws.values()), default=1)
        found = self._program.run({**self._held, **draws, **changed}, trials)
        return {cell: np.broadcast_to(one, (one.shape[0], trials)) for cell, one in found.items()}


@dataclass(frozen=True)
class Beside:
    """Rows and measures looked at in the first trials only, and ids of inputs, not drawn, that those trials may be run with `again`."""

    cells: tuple[Cell, ...] = ()
    inputs: frozenset[str] = frozenset()
