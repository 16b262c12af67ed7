"""Distributions in words, short enough for a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from roi.domain import (
    Bernoulli,
    Beta,
    Discrete,
    Distribution,
    Empirical,
    FirstEvent,
    Lognormal,
    LogUniform,
    Mixture,
    Normal,
    Percentiles,
    Pert,
    Triangular,
    Truncated,
    Uniform,
)
from roi.reporting.numbers import exact, percent


@dataclass(frozen=True)
class Way:
    """How the numbers of a figure are written: times `factor`, then `suffix`."""

    factor: float
    suffix: str

    def __call__(self, value: float) -> str:
        """The number without its suffix."""
        return exact(value * self.factor)


def spread_in_words(shape: Distribution, say: Way) -> str:
    """The distribution without its unit: ``PERT, 77 to 196, most likely 96.6``."""
    return WORDS[shape.kind](shape, say)


def _fixed(_: Distribution, __: Way) -> str:
    return "fixed"


def _uniform(shape: Uniform, say: Way) -> str:
    return f"uniform, {say(shape.low)} to {say(shape.high)}"


def _log_uniform(shape: LogUniform, say: Way) -> str:
    return f"log-uniform, {say(shape.low)} to {say(shape.high)}"


def _triangular(shape: Triangular, say: Way) -> str:
    return f"triangular, {_interval(shape, say)}, most likely {say(shape.mode)}"


def _pert(shape: Pert, say: Way) -> str:
    return f"PERT, {_interval(shape, say)}, most likely {say(shape.mode)}"


def _interval(shape: Triangular | Pert, say: Way) -> str:
    if shape.confidence is None:
        return f"{say(shape.low)} to {say(shape.high)}"
    return f"{percent(shape.confidence)} between {say(shape.low)} and {say(shape.high)}"


def _beta(shape: Beta, say: Way) -> str:
    between = f"beta, {say(shape.low)} to {say(shape.high)}"
    if shape.mean is not None and shape.sd is not None:
        return f"{between}, mean {say(shape.mean)}, standard deviation {say(shape.sd)}"
    return f"{between}, alpha {exact(shape.shape[0])}, beta {exact(shape.shape[1])}"


def _normal(shape: Normal, say: Way) -> str:
    return f"normal, mean {say(shape.mean)}, standard deviation {say(shape.sd)}"


def _lognormal(shape: Lognormal, say: Way) -> str:
    if shape.mean is not None and shape.sd is not None:
        return f"lognormal, mean {say(shape.mean)}, standard deviation {say(shape.sd)}"
    return f"lognormal, {_named(shape, say)}"


def _percentiles(shape: Percentiles, say: Way) -> str:
    return _named(shape, say)


def _named(shape: Lognormal | Percentiles, say: Way) -> str:
    values = ((name, getattr(shape, name, None)) for name in ("p05", "p10", "p50", "p90", "p95"))
    return ", ".join(f"P{int(name[1:])} {say(value)}" for name, value in values if value is not None)


def _truncated(shape: Truncated, say: Way) -> str:
    ends = (("at least", shape.low), ("at most", shape.high))
    cut = " and ".join(f"{word} {say(end)}" for word, end in ends if end is not None)
    return f"{spread_in_words(shape.of, say)}, cut to {cut}"


def _mixture(shape: Mixture, say: Way) -> str:
    parts = zip(shape.weights, shape.of, strict=True)
    return "mixture: " + "; ".join(f"{percent(weight)} {spread_in_words(one, say)}" for weight, one in parts)


def _discrete(shape: Discrete, say: Way) -> str:
    pairs = zip(shape.values, shape.probabilities, strict=True)
    return "one of " + "; ".join(f"{say(value)} ({percent(share)})" for value, share in pairs)


def _bernoulli(shape: Bernoulli, say: Way) -> str:
    return f"{percent(shape.probability)} chance of {say(shape.value)}, else {say(shape.otherwise)}"


def _first_event(shape: FirstEvent, say: Way) -> str:
    return f"time to an event of {percent(shape.probability)} a year, at most {say(shape.never)}"


def _empirical(shape: Empirical, say: Way) -> str:
    what = "quantiles" if shape.shares else "observations"
    return f"{len(shape.values)} {what} in {shape.file}, {say(shape.values[0])} to {say(shape.values[-1])}"


WORDS: dict[str, Callable[[Any, Way], str]] = {
    "fixed": _fixed,
    "uniform": _uniform,
    "log_uniform": _log_uniform,
    "triangular": _triangular,
    "pert": _pert,
    "beta": _beta,
    "normal": _normal,
    "lognormal": _lognormal,
    "percentiles": _percentiles,
    "truncated": _truncated,
    "mixture": _mixture,
    "discrete": _discrete,
    "bernoulli": _bernoulli,
    "first_event": _first_event,
    "empirical": _empirical,
}
