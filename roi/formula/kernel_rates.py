"""The rate of return as machine code: what `roi.finance.irr` does, in the same order, for every flow whose roots a quick count tells."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from roi.finance.internal_rate import HALVING_ENDS, NEWTON_ENDS, RESIDUE, irr_by_counting
from roi.finance.quick_count import FARTHEST, NEAREST, START, UNSURE, doubt
from roi.formula import kernel_machine as machine
from roi.formula.kernel_vectors import Vectors

Array = NDArray[np.float64]
Whole = NDArray[np.intp]

_ARGUMENTS = "i64 %trials, i64 %years, i64 %width, ptr %flows, ptr %doubt, ptr %rate, ptr %roots"
_VECTORS_AT_ONCE = 4
"""Chains of additions that do not wait for each other keep the processor busy."""


def search(flows: Array, rate: Array, roots: Array) -> Whole:
    """Write rate and number of roots, (trials,), of flows (years, trials) with contiguous rows. Returns the trials left to `settle`."""
    years, trials = flows.shape
    lanes = _VECTORS_AT_ONCE * machine.lanes()
    if trials < lanes:
        padded, found = np.pad(flows, ((0, 0), (0, lanes - trials)), "edge"), np.empty((2, lanes))
        unsure = search(padded, found[0], found[1])
        rate[:], roots[:] = found[:, :trials]
        return np.asarray(unsure[unsure < trials])
    addresses = (flows.ctypes.data, doubt(years).ctypes.data, rate.ctypes.data, roots.ctypes.data)
    _function(lanes).call(trials, years, flows.strides[0] // flows.itemsize, *addresses)
    return np.flatnonzero(roots == UNSURE)


def settle(flows: Array) -> Array:
    """Rate and number of roots, (2, trials), of flows that `search` was not sure of; NumPy is unsure of the same ones."""
    return np.array(irr_by_counting(flows), dtype=float)


@cache
def _function(lanes: int) -> machine.Compiled:
    return machine.function(_Rates(lanes).text(), "rates")


class _Rates:
    """Writes the function ``rates``. The names of its variables are those of `roi.finance`."""

    def __init__(self, lanes: int) -> None:
        self.out = Vectors(lanes)
        self.set, self.get, self.k = self.out.keep, self.out.kept, self.out.constant
        self.yes = f"<{', '.join(['i1 true'] * lanes)}>"

    def text(self) -> str:
        """The function, with the memory its variables need."""
        out = self.out
        end, last_year = out.whole("sub", "%trials", out.lanes), out.whole("sub", "%years", 1)
        with out.loop(0, "%trials", out.lanes) as reached:
            at = out.new(f"call i64 @llvm.smin.i64(i64 {reached}, i64 {end})")
            self._clean(at)
            self._ends(last_year)
            self._count(last_year)
            self._start()
            with out.while_any("going"):
                self._newton(last_year)
            rate = out.arithmetic("sub", out.arithmetic("div", self.k(1.0), self.get("x")), self.k(1.0))
            out.store(out.choose(out.compare("eq", self.get("count"), self.k(1.0)), rate, self.k(math.nan)), "%rate", at)
            out.store(self.get("count"), "%roots", at)
        out.put("ret void")
        memory = [f"  %{name} = alloca {kind}, align 64" for name, kind in out.memory.items()]
        room = [f"  %{name} = alloca {out.number}, i64 %years, align 64" for name in ("clean", "shifted")]
        return "\n".join(
            [*out.declarations(), f"define void @rates({_ARGUMENTS}) alignstack(64) {{", "entry:", *memory, *room, *out.lines, "}"]
        )

    def _row(self, name: str, year: str) -> str:
        return self.out.new(f"load {self.out.number}, ptr {self.out.pointer('%' + name, year, self.out.number)}, align 8")

    def _keep_row(self, name: str, year: str, value: str) -> None:
        self.out.put(f"store {self.out.number} {value}, ptr {self.out.pointer('%' + name, year, self.out.number)}, align 8")

    def _clean(self, at: str) -> None:
        """Flows without residue; none at all where one is not finite."""
        out = self.out
        self.set("largest", self.k(0.0))
        self.set("broken", self.out.opposite(self.yes), out.flag)
        with out.loop(0, "%years") as year:
            flow = out.load("%flows", out.whole("add", out.whole("mul", year, "%width"), at))
            self._keep_row("clean", year, flow)
            self.set("broken", out.logic("or", self.get("broken"), out.new(f"fcmp uno {out.number} {flow}, {flow}")))
            size, largest = out.size(flow), self.get("largest")
            self.set("largest", out.choose(out.compare("gt", size, largest), size, largest))
        limit = out.arithmetic("mul", self.k(RESIDUE), out.choose(self.get("broken"), self.k(math.nan), self.get("largest")))
        self._no_changes()
        with out.loop(0, "%years") as year:
            flow = self._row("clean", year)
            flow = out.choose(out.compare("gt", out.size(flow), limit), flow, self.k(0.0))
            self._keep_row("clean", year, flow)
            self._sign(flow)
        self.set("one", self.get("changed"), out.flag)
        self.set("many", self.get("changed_again"), out.flag)

    def _no_changes(self) -> None:
        self.set("last_sign", self.k(0.0))
        for name in ("changed", "changed_again"):
            self.set(name, self.out.opposite(self.yes), self.out.flag)

    def _sign(self, value: str) -> None:
        """Count a change of sign: once, more than once."""
        out, last, zero = self.out, self.get("last_sign"), self.k(0.0)
        change = self._opposite_signs(value, last)
        self.set("changed_again", out.logic("or", self.get("changed_again"), out.logic("and", change, self.get("changed"))))
        self.set("changed", out.logic("or", self.get("changed"), change))
        self.set("last_sign", out.choose(out.compare("ne", value, zero), value, last))

    def _opposite_signs(self, left: str, right: str) -> str:
        out, zero = self.out, self.k(0.0)
        rises = out.logic("and", out.compare("lt", left, zero), out.compare("gt", right, zero))
        return out.logic("or", rises, out.logic("and", out.compare("gt", left, zero), out.compare("lt", right, zero)))

    def _ends(self, last_year: str) -> None:
        """Value of the polynomial at both ends and at 1."""
        out, points = self.out, {"near": NEAREST, "middle": 1.0, "far": FARTHEST}
        for name in points:
            self.set(name, self._row("clean", last_year))
        with out.loop(out.whole("sub", last_year, 1), -1, -1) as year:
            flow = self._row("clean", year)
            for name, x in points.items():
                self.set(name, out.arithmetic("add", out.arithmetic("mul", self.get(name), self.k(x)), flow))

    def _count(self, last_year: str) -> None:
        """Number of roots, and on which side of 1."""
        out = self.out
        for name in ("above", "below", "sure"):
            self.set(name, self.yes, out.flag)
        with out.if_any("many"):
            for side, backwards in (("above", False), ("below", True)):
                self._beyond_one(side, last_year, backwards)
        near, middle, far = (self.get(name) for name in ("near", "middle", "far"))
        below = out.logic("and", self.get("below"), self._opposite_signs(near, middle))
        above = out.logic("and", self.get("above"), self._opposite_signs(middle, far))
        single = out.logic("and", self.get("one"), out.opposite(self.get("many")))
        at_one = out.logic("and", single, out.compare("eq", middle, self.k(0.0)))
        count = out.arithmetic("add", out.arithmetic("add", out.as_number(below), out.as_number(above)), out.as_number(at_one))
        self.set("below", below)
        self.set("above", above)
        self.set("count", out.choose(self.get("sure"), count, self.k(UNSURE)))

    def _beyond_one(self, side: str, last_year: str, backwards: bool) -> None:
        out = self.out
        with out.loop(0, "%years") as year:
            self._keep_row("shifted", year, self._row("clean", out.whole("sub", last_year, year) if backwards else year))
        with out.loop(0, last_year) as first:
            self.set("carried", self._row("shifted", last_year))
            with out.loop(out.whole("sub", last_year, 1), out.whole("sub", first, 1), -1) as power:
                self.set("carried", out.arithmetic("add", self._row("shifted", power), self.get("carried")))
                self._keep_row("shifted", power, self.get("carried"))
        self._no_changes()
        self.set("largest", self.k(0.0))
        many, fine = self.get("many"), self.get("sure")
        self.set("sure", self.yes)
        with out.loop(last_year, -1, -1) as power:
            flow = self._row("clean", out.whole("sub", last_year, power) if backwards else power)
            self.set("largest", out.extreme("gt", self.get("largest"), out.size(flow)))
            coefficient, share = self._row("shifted", power), out.splat(out.pick("%doubt", power))
            enough = out.compare("ge", out.size(coefficient), out.arithmetic("mul", share, self.get("largest")))
            self.set("sure", out.logic("and", self.get("sure"), enough))
            self._sign(coefficient)
        sure = out.logic("and", self.get("sure"), out.opposite(self.get("changed_again")))
        one = out.logic("and", self.get("changed"), out.opposite(self.get("changed_again")))
        self.set("sure", out.logic("and", fine, out.choose(many, sure, self.yes, out.flag)))
        self.set(side, out.choose(many, one, self.yes, out.flag))

    def _start(self) -> None:
        """Where the search begins, and between which ends."""
        out, below, above, one = self.out, self.get("below"), self.get("above"), self.k(1.0)
        self.set("low", out.choose(below, self.k(NEAREST), one))
        self.set("high", out.choose(above, self.k(FARTHEST), one))
        self.set("x", out.choose(below, self.k(START), out.choose(above, self.k(1.0 / START), one)))
        negative, positive = out.compare("lt", self.get("near"), self.k(0.0)), out.compare("gt", self.get("far"), self.k(0.0))
        self.set("rising", out.choose(below, negative, positive, out.flag), out.flag)
        self.set("last", out.arithmetic("sub", self.get("high"), self.get("low")))
        self.set("going", out.compare("eq", self.get("count"), one), out.flag)

    def _newton(self, last_year: str) -> None:
        """One step of every trial that has not stopped."""
        out, x, zero, two = self.out, self.get("x"), self.k(0.0), self.k(2.0)
        self.set("value", self._row("clean", last_year))
        self.set("slope", zero)
        with out.loop(out.whole("sub", last_year, 1), -1, -1) as year:
            value, slope = self.get("value"), self.get("slope")
            self.set("slope", out.arithmetic("add", out.arithmetic("mul", slope, x), value))
            self.set("value", out.arithmetic("add", out.arithmetic("mul", value, x), self._row("clean", year)))
        value = self.get("value")
        under = out.opposite(out.new(f"xor {out.flag} {out.compare('lt', value, zero)}, {self.get('rising')}"))
        self.set("low", out.choose(under, x, self.get("low")))
        self.set("high", out.choose(under, self.get("high"), x))
        low, high = self.get("low"), self.get("high")
        newton = out.arithmetic("div", value, self.get("slope"))
        there = out.arithmetic("sub", x, newton)
        short = out.compare("le", out.arithmetic("mul", two, out.size(newton)), out.size(self.get("last")))
        inside = out.logic("and", out.compare("ge", there, low), out.compare("le", there, high))
        good = out.logic("and", short, inside)
        middle = out.arithmetic("div", out.arithmetic("mul", out.arithmetic("mul", two, low), high), out.arithmetic("add", low, high))
        step = out.choose(good, newton, out.arithmetic("sub", x, middle))
        following = out.choose(out.compare("eq", value, zero), x, out.arithmetic("sub", x, step))
        limit = out.arithmetic("mul", out.choose(good, self.k(NEWTON_ENDS), self.k(HALVING_ENDS)), x)
        ends = out.compare("le", out.size(out.arithmetic("sub", following, x)), limit)
        going = self.get("going")
        self.set("x", out.choose(going, following, x))
        self.set("last", step)
        self.set("going", out.logic("and", going, out.opposite(ends)))
