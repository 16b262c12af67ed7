"""The rate of return as machine code: what `roi.finance.irr` does, in the same order, for every flow whose roots a quick count tells."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from roi.finance.internal_rate import RESIDUE, irr_by_counting
from roi.finance.quick_count import FARTHEST, NEAREST, START, UNSURE, doubt
from roi.formula import kernel_machine as machine
from roi.formula.kernel_count import COMPILED, between, prepare_count
from roi.formula.kernel_polynomials import Polynomials

Array = NDArray[np.float64]
Whole = NDArray[np.intp]

_ARGUMENTS = "i64 %trials, i64 %years, i64 %width, ptr %flows, ptr %doubt, ptr %rate, ptr %roots"


def prepare() -> None:
    """Compile what a search and `settle` need, so that a machine that cannot shows it before the first trial."""
    _function(machine.many_lanes())
    prepare_count()


class Search:
    """A search whose arrays are filled piece by piece.

    flows : (years, trials), or (1, trials) where every year has the same, with contiguous rows. rate, roots : (trials,), written.
    """

    def __init__(self, flows: Array, years: int, rate: Array, roots: Array) -> None:
        self._flows, self._rate, self._roots = np.broadcast_to(flows, (years, flows.shape[1])), rate, roots
        self._stride = self._flows.strides[0] // flows.itemsize
        self._lanes = machine.many_lanes()
        self._call = _function(self._lanes).call
        self._read, self._doubt, *self._written = (one.ctypes.data for one in (flows, doubt(years), rate, roots))

    def piece(self, begin: int, first: int, count: int) -> tuple[Whole, Array]:
        """Search the flows from column `begin` on, which are those of the trials from `first` on. Returns the trials left to `settle`, and
        their flows."""
        here, there = slice(begin, begin + count), slice(first, first + count)
        if count < self._lanes:
            padded, found = machine.padded(self._flows[:, here], self._lanes), np.empty((2, self._lanes))
            Search(padded, len(padded), *found).piece(0, 0, self._lanes)
            self._rate[there], self._roots[there] = found[:, :count]
        else:
            written = (one + 8 * first for one in self._written)
            self._call(count, len(self._flows), self._stride, self._read + 8 * begin, self._doubt, *written)
        (unsure,) = (self._roots[there] == UNSURE).nonzero()
        return unsure + first, self._flows[:, unsure + begin]


def settle(flows: Array) -> Array:
    """Rate and number of roots, (2, trials), of flows that a search was not sure of; NumPy is unsure of the same ones."""
    return np.array(irr_by_counting(flows, COMPILED, between) if flows.size else np.empty((2, 0)), dtype=float)


@cache
def _function(lanes: int) -> machine.Compiled:
    return machine.function(_Rates(lanes).text(), "rates")


class _Rates:
    """Writes the function ``rates``. The names of its variables are those of `roi.finance`."""

    def __init__(self, lanes: int) -> None:
        self.all = Polynomials(lanes)
        self.out, self.set, self.get, self.k = self.all.out, self.all.set, self.all.get, self.all.k
        self.whole = f"<{lanes} x i64>"

    def text(self) -> str:
        """The function."""
        out = self.out
        end, last_year = out.whole("sub", "%trials", out.lanes), out.whole("sub", "%years", 1)
        with out.loop(0, "%trials", out.lanes) as reached:
            at = out.new(f"call i64 @llvm.smin.i64(i64 {reached}, i64 {end})")
            self._clean(at)
            self._ends(last_year)
            self._count(last_year)
            self._start()
            self.all.solve(last_year)
            out.store(out.choose(out.compare("eq", self.get("count"), self.k(1.0)), self.all.rate(), self.k(math.nan)), "%rate", at)
            out.store(self.get("count"), "%roots", at)
        return self.all.text("rates", _ARGUMENTS, ("clean", "shifted"))

    def _clean(self, at: str) -> None:
        """Flows without residue; none at all where one is not finite."""
        out = self.out
        self.set("largest", self.k(0.0))
        self.set("broken", self.all.no, out.flag)
        with out.loop(0, "%years") as year:
            flow = out.load("%flows", out.whole("add", out.whole("mul", year, "%width"), at))
            self.all.keep_row("clean", year, flow)
            self.set("broken", out.logic("or", self.get("broken"), out.new(f"fcmp uno {out.number} {flow}, {flow}")))
            size, largest = out.size(flow), self.get("largest")
            self.set("largest", out.choose(out.compare("gt", size, largest), size, largest))
        limit = out.arithmetic("mul", self.k(RESIDUE), out.choose(self.get("broken"), self.k(math.nan), self.get("largest")))
        self._no_changes()
        with out.loop(0, "%years") as year:
            flow = self.all.row("clean", year)
            is_flow = out.compare("gt", out.size(flow), limit)
            self.all.keep_row("clean", year, out.choose(is_flow, flow, self.k(0.0)))
            self._sign(flow, is_flow)
        for name, bits in (("one", "once"), ("many", "twice")):
            self.set(name, self._top_bit(bits), out.flag)

    def _no_changes(self) -> None:
        self.set("last_value", self.k(0.0))
        self.set("seen", self.all.no, self.out.flag)
        for name in ("once", "twice"):
            self.set(name, "zeroinitializer", self.whole)

    def _sign(self, value: str, counts: str) -> None:
        """Count a change of sign where a value counts: the top bit of ``once``, and of ``twice`` for a second."""
        out, whole, last, once = self.out, self.whole, self.get("last_value"), self.get("once")
        following = out.choose(counts, value, last)
        before, after = (out.new(f"bitcast {out.number} {one} to {whole}") for one in (last, following))
        changed = out.choose(self.get("seen"), out.new(f"xor {whole} {before}, {after}"), "zeroinitializer", whole)
        self.set("twice", out.new(f"or {whole} {self.get('twice')}, {out.new(f'and {whole} {once}, {changed}')}"))
        self.set("once", out.new(f"or {whole} {once}, {changed}"))
        self.set("last_value", following)
        self.set("seen", out.logic("or", self.get("seen"), counts))

    def _top_bit(self, name: str) -> str:
        return self.out.new(f"icmp slt {self.whole} {self.get(name)}, zeroinitializer")

    def _ends(self, last_year: str) -> None:
        """Value of the polynomial at both ends and at 1."""
        out, points = self.out, {"near": NEAREST, "middle": 1.0, "far": FARTHEST}
        for name in points:
            self.set(name, self.all.row("clean", last_year))
        with out.loop(out.whole("sub", last_year, 1), -1, -1) as year:
            flow = self.all.row("clean", year)
            for name, x in points.items():
                self.set(name, out.arithmetic("add", out.arithmetic("mul", self.get(name), self.k(x)), flow))

    def _count(self, last_year: str) -> None:
        """Number of roots, and on which side of 1."""
        out = self.out
        for name in ("above", "below", "sure"):
            self.set(name, self.all.yes, out.flag)
        with out.if_any("many"):
            for side, backwards in (("above", False), ("below", True)):
                self._beyond_one(side, last_year, backwards)
        near, middle, far = (self.get(name) for name in ("near", "middle", "far"))
        below = out.logic("and", self.get("below"), self.all.opposite_signs(near, middle))
        above = out.logic("and", self.get("above"), self.all.opposite_signs(middle, far))
        single = out.logic("and", self.get("one"), out.opposite(self.get("many")))
        at_one = out.logic("and", single, out.compare("eq", middle, self.k(0.0)))
        count = out.arithmetic("add", out.arithmetic("add", out.as_number(below), out.as_number(above)), out.as_number(at_one))
        self.set("below", below)
        self.set("above", above)
        self.set("count", out.choose(self.get("sure"), count, self.k(UNSURE)))

    def _beyond_one(self, side: str, last_year: str, backwards: bool) -> None:
        out = self.out
        with out.loop(0, "%years") as year:
            self.all.keep_row("shifted", year, self.all.row("clean", out.whole("sub", last_year, year) if backwards else year))
        self._shift(last_year)
        self._no_changes()
        self.set("largest", self.k(0.0))
        many, fine = self.get("many"), self.get("sure")
        self.set("sure", self.all.yes)
        with out.loop(last_year, -1, -1) as power:
            flow = self.all.row("clean", out.whole("sub", last_year, power) if backwards else power)
            size, largest = out.size(flow), self.get("largest")
            self.set("largest", out.choose(out.compare("gt", size, largest), size, largest))
            coefficient, share = self.all.row("shifted", power), out.splat(out.pick("%doubt", power))
            enough = out.compare("ge", out.size(coefficient), out.arithmetic("mul", share, self.get("largest")))
            self.set("sure", out.logic("and", self.get("sure"), enough))
            self._sign(coefficient, out.compare("ne", coefficient, self.k(0.0)))
        at_most_one = out.opposite(self._top_bit("twice"))
        sure, one = (out.logic("and", flag, at_most_one) for flag in (self.get("sure"), self._top_bit("once")))
        self.set("sure", out.logic("and", fine, out.choose(many, sure, self.all.yes, out.flag)))
        self.set(side, out.choose(many, one, self.all.yes, out.flag))

    def _shift(self, last_year: str) -> None:
        """Two rounds of additions at a time, the second one power behind the first: each row is read and written half as often."""
        out = self.out
        with out.loop(0, last_year, 2) as first:
            for name in ("carried", "carried_on"):
                self.set(name, self.all.row("shifted", last_year))
            with out.loop(out.whole("sub", last_year, 1), first, -1) as power:
                self.set("carried", out.arithmetic("add", self.all.row("shifted", power), self.get("carried")))
                self.set("carried_on", out.arithmetic("add", self.get("carried"), self.get("carried_on")))
                self.all.keep_row("shifted", power, self.get("carried_on"))
            self.all.keep_row("shifted", first, out.arithmetic("add", self.all.row("shifted", first), self.get("carried")))

    def _start(self) -> None:
        """Where the search begins, and between which ends."""
        out, below, above, one = self.out, self.get("below"), self.get("above"), self.k(1.0)
        self.set("low", out.choose(below, self.k(NEAREST), one))
        self.set("high", out.choose(above, self.k(FARTHEST), one))
        self.set("x", out.choose(below, self.k(START), out.choose(above, self.k(1.0 / START), one)))
        negative, positive = out.compare("lt", self.get("near"), self.k(0.0)), out.compare("gt", self.get("far"), self.k(0.0))
        self.set("rising", out.choose(below, negative, positive, out.flag), out.flag)
        self.set("going", out.compare("eq", self.get("count"), one), out.flag)
