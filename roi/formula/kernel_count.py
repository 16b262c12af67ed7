"""The full count of roots as machine code: what takes the time in `roi.finance.root_count`, in the same order, a polynomial a lane."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from roi.finance.root_count import LEAST, TOUCH, Roots, Work, halve_by_numpy, noise_share, record
from roi.formula import kernel_machine as machine
from roi.formula.kernel_halves import Halves
from roi.formula.kernel_polynomials import Polynomials

Array = NDArray[np.float64]
Whole = NDArray[np.intp]

_LEVELS = 64
"""Halvings of halves kept for later; few polynomials need ten."""


def prepare_count() -> None:
    """Compile all of it."""
    for name in ("product", "between"):
        _function(name, machine.many_lanes())
    _function("halve", machine.lanes())


def _bernstein(matrices: Array, coefficients: Array) -> tuple[Array, Whole]:
    values, changes = _product(matrices, coefficients, LEAST)
    return values, changes.astype(np.intp)


def _sizes(matrices: Array, coefficients: Array) -> Array:
    return _product(matrices, np.abs(coefficients), 0.0)[0]


def _product(matrices: Array, coefficients: Array, least: float) -> tuple[Array, Array]:
    powers, trials = coefficients.shape
    padded = machine.padded(coefficients, machine.many_lanes())
    width = padded.shape[1]
    values, changes = np.empty((powers, len(matrices), width)), np.empty((len(matrices), width))
    given = (np.ascontiguousarray(matrices), padded, np.array([least]), values, changes)
    _function("product", machine.many_lanes()).call(width, powers, len(matrices), *(one.ctypes.data for one in given))
    return values[..., :trials].reshape(powers, -1), changes[:, :trials].ravel()


def _halve(roots: Roots, trials: Whole, low: Array, high: Array, values: Array, sizes: Array) -> None:
    """`halve_by_numpy`; leaves to it what goes deeper than the room here."""
    powers, lanes = len(values), machine.lanes()
    given = [machine.padded(one, lanes) for one in (values, sizes, low[np.newaxis], high[np.newaxis])]
    width = given[0].shape[1]
    limits, deeper = np.array([noise_share(powers), TOUCH, LEAST, _LEVELS]), np.empty((_LEVELS, 2 * powers + 2, lanes))
    found = np.empty((3, width))
    _function("halve", lanes).call(width, powers, *(one.ctypes.data for one in (*given, limits, deeper, found)))
    changes, lower, upper = found[:, : trials.size]
    done, left = np.flatnonzero(changes >= 0.0), np.flatnonzero(changes < 0.0)
    record(roots, trials[done], changes[done].astype(np.intp), lower[done], upper[done])
    if left.size:
        halve_by_numpy(roots, trials[left], low[left], high[left], values[:, left], sizes[:, left])


def between(flows: Array, low: Array, high: Array) -> Array:
    """Root of polynomials (powers, trials) between ends (trials,) where the signs differ."""
    trials = flows.shape[1]
    given = [machine.padded(one, machine.many_lanes()) for one in (flows, low[np.newaxis], high[np.newaxis])]
    x = np.empty(given[0].shape[1])
    _function("between", machine.many_lanes()).call(x.size, len(flows), *(one.ctypes.data for one in (*given, x)))
    return x[:trials]


COMPILED = Work(_bernstein, _sizes, _halve)


@cache
def _function(name: str, lanes: int) -> machine.Compiled:
    texts = {"product": _Functions(lanes).product, "between": _Functions(lanes).between, "halve": Halves(lanes).text}
    return machine.function(texts[name](), name)


class _Functions:
    """Writes the functions. Arrays are (rows, trials) without gaps, with at least as many trials as lanes."""

    def __init__(self, lanes: int) -> None:
        self.all = Polynomials(lanes)
        self.out, self.set, self.get, self.k = self.all.out, self.all.set, self.all.get, self.all.k

    def product(self) -> str:
        """`_product` and the changes of sign of what it finds."""
        out = self.out
        end, last = out.whole("sub", "%trials", out.lanes), out.whole("sub", "%years", 1)
        stride, least = out.whole("mul", "%intervals", "%trials"), out.splat(out.pick("%least", 0))
        with out.loop(0, "%intervals") as interval, out.loop(0, "%trials", out.lanes) as reached:
            at = out.new(f"call i64 @llvm.smin.i64(i64 {reached}, i64 {end})")
            place = out.whole("add", out.whole("mul", interval, "%trials"), at)
            self.all.no_changes()
            with out.loop(0, "%years") as j:
                line = out.whole("mul", out.whole("add", out.whole("mul", interval, "%years"), j), "%years")
                self.set("total", self.k(0.0))
                with out.loop(0, "%years") as i:
                    share = out.splat(out.pick("%matrices", out.whole("add", line, i)))
                    coefficient = out.load("%coefficients", out.whole("add", out.whole("mul", i, "%trials"), at))
                    self.set("total", out.arithmetic("add", self.get("total"), out.arithmetic("mul", share, coefficient)))
                value = self.all.off_zero(self.get("total"), self.all.is_end(j, last), least)
                out.store(value, "%values", out.whole("add", out.whole("mul", j, stride), place))
                self.all.count_sign(value, out.compare("eq", value, self.k(0.0)))
            out.store(self.get("changes"), "%counts", place)
        arguments = "i64 %trials, i64 %years, i64 %intervals, ptr %matrices, ptr %coefficients, ptr %least, ptr %values, ptr %counts"
        return self.all.text("product", arguments, ())

    def between(self) -> str:
        """The root between two ends where the signs differ."""
        out = self.out
        end, last = out.whole("sub", "%trials", out.lanes), out.whole("sub", "%years", 1)
        with out.loop(0, "%trials", out.lanes) as reached:
            at = out.new(f"call i64 @llvm.smin.i64(i64 {reached}, i64 {end})")
            for name in ("low", "high"):
                self.set(name, out.load(f"%{name}s", at))
            with out.loop(0, "%years") as year:
                self.all.keep_row("clean", year, out.load("%flows", out.whole("add", out.whole("mul", year, "%trials"), at)))
            self.set("value", self.all.row("clean", last))
            with out.loop(out.whole("sub", last, 1), -1, -1) as year:
                raised = out.arithmetic("mul", self.get("value"), self.get("low"))
                self.set("value", out.arithmetic("add", raised, self.all.row("clean", year)))
            self.set("rising", out.compare("lt", self.get("value"), self.k(0.0)), out.flag)
            self.set("x", self.all.middle())
            self.set("going", self.all.yes, out.flag)
            self.all.solve(last)
            out.store(self.get("x"), "%found", at)
        return self.all.text("between", "i64 %trials, i64 %years, ptr %flows, ptr %lows, ptr %highs, ptr %found", ("clean",))
