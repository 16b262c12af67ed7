"""Rates of return as machine code: the bits of NumPy, whatever the flow, however few, however deep the count goes."""

from __future__ import annotations

import logging
from functools import reduce

import numpy as np
import pytest
from formula.plant import FIXED, YEARS, draws, plant
from numpy.testing import assert_array_equal

from roi import finance
from roi.finance.internal_rate import _irr_by_counting, _without_residue
from roi.finance.quick_count import FARTHEST, NEAREST
from roi.formula import Tape, evaluator, kernel_count, kernel_machine, kernel_rates
from roi.formula.kernel_rates import Search, settle

KINDS = ("noise", "whole numbers, many sums of 0", "plants", "all sizes", "gaps", "not finite", "clusters of roots")


def flows(kind: str, years: int) -> np.ndarray:
    """Flows (years, 2000) of a kind."""
    generator = np.random.default_rng(years)
    found = generator.normal(size=(years, 2000))
    if kind == "whole numbers, many sums of 0":
        return np.round(2 * found)
    if kind == "plants":
        found[0] -= 5
        return found + np.where(np.arange(years) > 0, 0.5, 0.0)[:, None]
    if kind == "all sizes":
        return found * 10.0 ** generator.integers(-300, 300, found.shape)
    if kind == "gaps":
        return np.where(generator.random(found.shape) < 0.5, found, -0.0)
    if kind == "not finite":
        return np.where(generator.random(found.shape) < 0.03, np.where(found > 0, np.nan, np.inf), found)
    if kind == "clusters of roots":
        return np.ascontiguousarray(np.transpose([_clustered(generator, years) for _ in range(2000)]))
    return found


def _clustered(generator: np.random.Generator, years: int) -> np.ndarray:
    """A flow some of whose rates are a millionth apart, or the same; the others are real and anywhere, or far out."""
    first = generator.uniform(0.6, 1.6)
    near = first * (1 + generator.choice([0.0, 1e-9, 1e-6, 1e-4], 3))
    roots = np.concatenate([near, generator.uniform(0.2, 3.0, 2), generator.uniform(20, 200, max(years - 6, 0))])[: years - 1]
    return np.asarray(reduce(np.convolve, [np.array([-1.0, 1.0 / root]) for root in roots], np.ones(1)))


@pytest.mark.parametrize("years", [1, 2, 3, 21, 100])
@pytest.mark.parametrize("kind", KINDS)
def test_rates_and_their_number_have_the_bits_of_numpy(kind: str, years: int) -> None:
    given = flows(kind, years)
    rate, roots = np.empty((2, 2000))
    unsure, left = Search(given, years, rate, roots).piece(0, 0, 2000)
    rate[unsure], roots[unsure] = settle(left)
    expected = finance.irr(given)
    assert_array_equal(rate, expected[0])
    assert_array_equal(roots, expected[1])


def counted(given: np.ndarray) -> np.ndarray:
    """The full count by NumPy."""
    with np.errstate(all="ignore"):
        return np.array(_irr_by_counting(_without_residue(given), NEAREST, FARTHEST))


@pytest.mark.parametrize("years", [2, 3, 21, 50])
@pytest.mark.parametrize("kind", KINDS)
def test_the_full_count_has_the_bits_of_numpy_where_the_quick_count_would_do_too(kind: str, years: int) -> None:
    given = flows(kind, years)
    assert_array_equal(settle(given), counted(given))


@pytest.mark.parametrize("width", [0, 1, 7, 8, 9, 33])
def test_few_flows_are_counted_as_many(width: int) -> None:
    given = flows("clusters of roots", 21)
    assert_array_equal(settle(given[:, :width]), counted(given)[:, :width])


def test_what_goes_deeper_than_the_room_is_left_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_count, "_LEVELS", 0)
    deep, numpy = [], kernel_count.halve_by_numpy
    monkeypatch.setattr(
        kernel_count, "halve_by_numpy", lambda roots, trials, *rest: deep.append(trials.size) or numpy(roots, trials, *rest)
    )
    given = flows("clusters of roots", 21)
    assert_array_equal(settle(given), counted(given))
    assert deep


@pytest.mark.parametrize("name", ["rates", "product", "halve", "between"])
def test_rates_that_cannot_be_compiled_show_before_the_first_trial(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    compiled = kernel_machine.function

    def fail(text: str, wanted: str, **more: bool) -> kernel_machine.Compiled:
        if wanted == name:
            raise RuntimeError("LLVM: no such instruction")
        return compiled(text, wanted, **more)

    monkeypatch.setattr(kernel_machine, "function", fail)
    for one in (kernel_rates._function, kernel_count._function):
        one.cache_clear()
    statement = plant()
    program = evaluator((*statement.rows, *statement.metrics), FIXED, YEARS, draws(1), 10**6)
    assert isinstance(program, Tape)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "no such instruction" in record.getMessage()
