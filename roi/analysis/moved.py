"""A measure as a function of the value of one figure, which is fixed at it in every trial, as ``--set ID=VALUE`` does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi.analysis.outcomes import Outcomes
from roi.book import Book
from roi.domain import Assumption, Entity
from roi.errors import Problem, RoiError, nearest
from roi.statement.model import Model, build
from roi.uncertainty import draw_paths
from roi.uncertainty.paths import UniformDraws

Array = NDArray[np.float64]


class Moved:
    """The measure of an option for values of a figure, in the unit the figure is kept in and in its own dollars.

    outcomes : the measure; what varies in it must hold the id and all that is drawn.
    draws : the trials that all values share, id -> (trials,) or (years, trials) for a series. What is not drawn stays at the base case.
    uniform : what they are made of; paths that rest on the figure are drawn from it anew for each value.

    Raises RoiError for an id that is no figure, that belongs to a regime, that is a table, or that no row behind the measure reads, with
    the nearest that is.
    """

    def __init__(self, outcomes: Outcomes, id: str, draws: Mapping[str, Array], uniform: UniformDraws) -> None:
        self._outcomes, self._model, self._draws, self._uniform = outcomes, outcomes.model, draws, uniform
        self.option = outcomes.option
        self.figure = _movable(outcomes, id)
        self._built: dict[float, Outcomes] = {}

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years of the case."""
        return self._model.calendar.years

    @property
    def trials(self) -> int:
        """How many trials there are."""
        return min((one.shape[-1] for one in self._draws.values()), default=1)

    def __call__(self, values: Sequence[float], trials: int) -> Array:
        """The measure for each value in the first trials, (values, trials)."""
        return self._with(values, {id: one[..., :trials] for id, one in self._draws.items()}, trials)

    def in_base(self, values: Sequence[float]) -> Array:
        """The measure for each value with all other figures at the base case, (values,)."""
        return self._with(values, {}, 1)[:, 0]

    def _with(self, values: Sequence[float], others: Mapping[str, Array], trials: int) -> Array:
        factor = self._factor()
        if factor is None:
            return np.array([self._anew(value, others, trials) for value in values])
        columns = {id: np.tile(one, len(values)) for id, one in others.items()}
        columns[self.figure.id] = np.repeat(np.asarray(values, dtype=float) * factor, trials)
        return self._outcomes(columns, len(values) * trials).reshape(len(values), trials)

    def _factor(self) -> float | None:
        """What brings the figure to money of the decision year, when it is an input of the rows and nothing else follows from it."""
        model, id = self._model, self.figure.id
        resting = [one for one in model.bindings.values() if any(figure.id == id for figure in one.figures)]
        plain = len(resting) == 1 and resting[0].figure is not None and resting[0].input.shape == "scalar"
        return resting[0].factor if plain and id != model.calendar.price_level_growth.id else None

    @property
    def costly(self) -> bool:
        """Whether each value needs statements of its own, so that many values at once cost many times one."""
        return self._factor() is None

    def _anew(self, value: float, others: Mapping[str, Array], trials: int) -> Array:
        """The measure with the statements built again: for figures that rules work on before any row sees them."""
        if value not in self._built:
            model = build(self._model.case, with_value(self._model.book, self.figure.id, value))
            drawn = [id for id in self._draws if id in model.bindings and id != self.figure.id]
            self._built[value] = Outcomes(model, self.option, self._outcomes.of, drawn)
        outcomes, model = self._built[value], self._built[value].model
        scaled = {
            id: one * (model.bindings[id].factor / self._model.bindings[id].factor)
            for id, one in others.items()
            if id in model.bindings and id != self.figure.id
        }
        changed = {id: path for id, path in model.paths.items() if id in scaled and path != self._model.paths.get(id)}
        return outcomes(scaled | draw_paths(changed, self._uniform, 0, trials), trials)


def with_value(book: Book, id: str, value: float) -> Book:
    """The book with a figure fixed at a value: without its distribution; a dated figure has the value on all its dates."""
    figure = book.figure(id)
    fixed = figure.model_copy(update={"value": value, "distribution": None, "dated": tuple((day, value) for day, _ in figure.dated)})
    entity, path = ".".join(id.split(".")[:2]), id.split(".")[2:]
    for shelf in fields(book):
        nouns = getattr(book, shelf.name)
        if isinstance(nouns, Mapping):
            for stem, noun in nouns.items():
                if isinstance(noun, Entity) and noun.id == entity:
                    changed: dict[str, Any] = {shelf.name: {**nouns, stem: _put(noun, path, fixed)}}
                    return replace(book, **changed)
    raise KeyError(id)


def _put(node: Any, path: Sequence[str], figure: Assumption) -> Any:
    if not path:
        return figure
    if isinstance(node, Mapping):
        return {**node, path[0]: _put(node[path[0]], path[1:], figure)}
    return node.model_copy(update={path[0]: _put(getattr(node, path[0]), path[1:], figure)})


def _movable(outcomes: Outcomes, id: str) -> Assumption:
    read = {known: figure for known, figure in outcomes.figures_read.items() if figure.shape != "table"}
    known = {figure.id for figure in outcomes.model.book.figures()}
    for regime in outcomes.model.book.regimes.values():
        if id == regime.id or id.startswith(f"{regime.id}."):
            what = f"{regime.id} is open law: it goes from state to state by its chances and has no value at which the answer flips"
            remedy = f"pin it and compare: --set {regime.id}.pinned=STATE, with {', '.join(regime.states)} for STATE"
            raise RoiError(Problem("--over", what, remedy, id))
    risk = _path_names(outcomes.model).get(id)
    if risk and (own := [one for one in read if one.startswith(f"{risk}.")]):
        remedy = f"ask over one of its figures: {', '.join(own)}"
        raise RoiError(Problem("--over", "a path is drawn year by year and is not one number", remedy, id))
    if id not in known:
        raise RoiError(Problem("--over", "there is no figure with this id", nearest(id, read), id))
    if outcomes.model.book.figure(id).shape == "table":
        raise RoiError(Problem("--over", "the figure is a table of values, not one number", "write a scenario that sets the table", id))
    if id not in read:
        raise RoiError(Problem("--over", "no row behind the measure reads this figure, so it changes nothing", nearest(id, read), id))
    return read[id]


def _path_names(model: Model) -> dict[str, str]:
    """Whatever a path may be called by (its input, itself, its risk) -> id of its risk."""
    risks = {id: model.book.risk(path.id).id for id, path in model.paths.items()}
    return {name: risk for id, risk in risks.items() for name in (id, model.paths[id].id, risk)}
