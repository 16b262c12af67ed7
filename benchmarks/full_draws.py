"""Draws of the full case as roi draws those of a book: Sobol points, eight figures correlated, four paths, two with a shock in common."""

from __future__ import annotations

from typing import Any

import full_case
import numpy as np

from roi.domain import Discrete, Lognormal, Normal, Pert, Triangular
from roi.domain.paths import Currency, GeometricBrownian, MeanReverting, SharedFactor
from roi.uncertainty import Dependence, Sampler, WalkPath, draw_paths, sampler, values
from roi.uncertainty.correlation import factor, of_normals

SHAPES = ("pert", "triangular", "pert", "lognormal", "pert", "normal")
"""Kinds of the figures in turn; the delay is discrete."""

TIED, RANK = ("capital", "labour"), 0.4
"""Figures of each option that are correlated, all with each other."""


def shape(kind: str, mean: float, sd: float) -> Any:
    """A distribution of this kind about there."""
    if kind == "normal":
        return Normal(kind="normal", mean=mean, sd=sd)
    if kind == "lognormal":
        return Lognormal(kind="lognormal", mean=mean, sd=sd)
    low, high = mean - 2.5 * sd, mean + 3 * sd
    return {"pert": Pert, "triangular": Triangular}[kind](kind=kind, low=low, mode=mean, high=high)


def shapes() -> dict[str, Any]:
    """Distribution of each drawn figure, by id."""
    figures = {f"shared.{name}": ends for name, ends in full_case.SHARED_DRAWN.items()}
    figures |= {f"{option}.{name}": ends for option in full_case.OPTIONS for name, ends in full_case.OWN_DRAWN.items()}
    late = Discrete(kind="discrete", values=(0.0, 1.0, 2.0), probabilities=(0.5, 0.3, 0.2))
    return {
        id: late if id.endswith(".delay") else shape(SHAPES[place % len(SHAPES)], *ends) for place, (id, ends) in enumerate(figures.items())
    }


def paths() -> dict[str, WalkPath]:
    """The four paths by id."""
    common = SharedFactor(name="world", loading=0.6)
    laws = (
        MeanReverting(kind="mean_reverting", level=5.0, half_life=1.5, volatility=0.25, shared=common),
        MeanReverting(kind="mean_reverting", level=1.0, half_life=2.0, volatility=0.2, shared=common),
        GeometricBrownian(kind="geometric_brownian", volatility=0.08),
        Currency(kind="currency", volatility=0.06),
    )
    years = tuple(range(2026, 2026 + full_case.YEARS))
    return {f"shared.{name}": WalkPath(f"shared.{name}", years, law) for name, law in zip(full_case.PATHS, laws, strict=True)}


class Drawing:
    """Draws of the full case, by block."""

    def __init__(self, seed: int = 1) -> None:
        self._shapes, self._paths = shapes(), paths()
        self._sampler: Sampler = sampler("sobol", seed, self._shapes)
        members = tuple(f"{option}.{name}" for option in full_case.OPTIONS for name in TIED)
        lower = factor(of_normals(np.where(np.eye(len(members)) == 1, 1.0, RANK)))
        assert lower is not None
        self._tied = Dependence(members, tuple(map(tuple, lower.tolist())))

    def __call__(self, start: int, stop: int) -> dict[str, full_case.Array]:
        """Drawn inputs (trials,) and paths (26, trials) of the trials `start` to ``stop - 1``."""
        uniform = self._sampler.uniform
        tied = self._tied.uniform(uniform, start, stop)
        free = [id for id in self._shapes if id not in tied]
        u = tied | dict(zip(free, uniform(free, start, stop), strict=True))
        found = {id: values(one, id, u[id]) for id, one in self._shapes.items()}
        return found | draw_paths(self._paths, uniform, start, stop)
