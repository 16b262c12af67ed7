"""The loops that draw nearly every number, compiled where that can be had and pays: points of a Sobol sequence, values of a table, and what
outages take from each year.

NumPy does the same, to the bit, in `roi.uncertainty.sobol`, `octaves` and `price_paths`; nothing rests on which of them ran.
"""

from __future__ import annotations

import logging
from functools import cache
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from roi.formula import kernel_machine as machine
from roi.formula.kernel_vectors import Vectors

Array = NDArray[np.float64]
Whole = NDArray[np.uint64]

WORTH, AT_HAND = 4_096, 16
"""Fewer numbers than `WORTH` are worked out before compiled code is read from its cache; one in `AT_HAND` of them before it is called."""

MANTISSA, EXPONENT = 52, 0x3FF << 52
"""Bits of a float behind its exponent, and the exponent of the floats from 1 to 2 in its place."""

BELOW_ONE = 1.0 - 2.0**-53
"""Floats from 1 to 2 less this are the middles of 2**52 equal parts of (0, 1), exactly."""

_log = logging.getLogger(__name__)


def points(steps: Whole, start: Whole, first: int, count: int) -> Array | None:
    """Uniform numbers of the points `first` to ``first + count - 1``, (streams, count, replicates); None where it does not pay.

    start : (streams, replicates) words of the first point. steps : (streams, bits, replicates) words; row k of a stream leads on to a
    point whose number ends in k zeros. All contiguous.
    """
    streams, bits, replicates = steps.shape
    compiled = _worth(f"points of {replicates}", count * start.size)
    if compiled is None:
        return None
    found = np.empty((streams, count, replicates))
    compiled.call(streams, bits, count, first, steps.ctypes.data, start.ctypes.data, found.ctypes.data)
    return found


def look_up(pieces: Array, splits: int, lowest: int, u: Array, found: Array) -> bool | None:
    """Write values at `u`, (n,), of a table of `roi.uncertainty.octaves` to `found`, contiguous, and say whether any `u` lies outside.

    None where it does not pay or cannot be.
    """
    compiled = _worth("look_up", u.size)
    if compiled is None:
        return None
    u, least = np.ascontiguousarray(u), np.empty(machine.lanes())
    before = (EXPONENT >> MANTISSA) + lowest << splits
    compiled.call(u.size, splits, before, len(pieces) // 2, *(one.ctypes.data for one in (u, pieces, found, least)))
    return bool(least.min() < 2.0**lowest)


def lose(lost: Array, trials: NDArray[np.intp], begins: Array, ends: Array) -> bool:
    """Add to `lost` (years, n) what falls into each year of one outage in each of `trials`; False where it does not pay or cannot be."""
    years, width = lost.shape
    compiled = _worth("lose", width)
    if compiled is None:
        return False
    compiled.call(trials.size, years, width, *(one.ctypes.data for one in (trials, begins, ends, lost)))
    return True


_at_hand: set[str] = set()


def _worth(what: str, count: int) -> machine.Compiled | None:
    """One of the functions where it pays for so many numbers and can be had."""
    if count < WORTH and not (what in _at_hand and count * AT_HAND >= WORTH):
        return None
    _at_hand.add(what)
    return _compiled(what)


@cache
def _compiled(what: str) -> machine.Compiled | None:
    """One of the functions, None where it cannot be had: that is no error."""
    if not find_spec("llvmlite"):
        return None
    try:
        if what == "look_up":
            return machine.function(_look_up_text(machine.lanes()), what)
        if what == "lose":
            return machine.function(_LOSE, what)
        name, _, lanes = what.partition(" of ")
        return machine.function(_points_text(int(lanes)), name)
    except (ImportError, AttributeError, OSError, RuntimeError) as error:
        _log.warning("%s is not compiled, NumPy draws instead: %s", what, error)
        return None


def _points_text(lanes: int) -> str:
    """Of each stream one point of every replicate a turn: the words of the point before, and those of the step to it, exclusive or."""
    out, whole = Vectors(lanes), f"<{lanes} x i64>"
    with out.loop(0, "%streams") as stream:
        first = out.pointer("%start", out.whole("mul", stream, lanes))
        steps = out.pointer("%steps", out.whole("mul", out.whole("mul", stream, "%bits"), lanes))
        found = out.pointer("%found", out.whole("mul", out.whole("mul", stream, "%count"), lanes))
        out.keep("words", out.new(f"load {whole}, ptr {first}, align 8"), whole)
        with out.loop(0, "%count") as at:
            words = out.kept("words")
            number = out.new(f"bitcast {whole} {out.new(f'or {whole} {words}, {_same(EXPONENT, lanes)}')} to {out.number}")
            out.store(out.arithmetic("sub", number, out.constant(BELOW_ONE)), found, out.whole("mul", at, lanes))
            zeros = out.new(f"call i64 @llvm.cttz.i64(i64 {out.whole('add', out.whole('add', at, '%first'), 1)}, i1 false)")
            step = out.new(f"load {whole}, ptr {out.pointer(steps, out.whole('mul', zeros, lanes))}, align 8")
            out.keep("words", out.new(f"xor {whole} {words}, {step}"), whole)
    arguments = "i64 %streams, i64 %bits, i64 %count, i64 %first, ptr %steps, ptr %start, ptr %found"
    return _function("points", arguments, out, ["declare i64 @llvm.cttz.i64(i64, i1)"])


def _look_up_text(lanes: int) -> str:
    """The operations of `roi.uncertainty.octaves`, one after the other."""
    from roi.uncertainty.octaves import DEGREE

    out, whole = Vectors(lanes), f"<{lanes} x i64>"

    def bits(op: str, left: str, right: str) -> str:
        return out.new(f"{op} {whole} {left}, {right}")

    def every(scalar: str) -> str:
        one = out.new(f"insertelement {whole} poison, i64 {scalar}, i64 0")
        return out.new(f"shufflevector {whole} {one}, {whole} poison, <{lanes} x i32> zeroinitializer")

    splits, before, cells = every("%splits"), every("%before"), every("%cells")
    shift = bits("sub", _same(MANTISSA, lanes), splits)
    end = out.whole("sub", "%count", lanes)
    out.keep("smallest", out.constant(0.5))
    with out.loop(0, "%count", lanes) as reached:
        at = out.new(f"call i64 @llvm.smin.i64(i64 {reached}, i64 {end})")
        u = out.load("%u", at)
        upper = out.compare("gt", u, out.constant(0.5))
        tail = out.choose(upper, out.arithmetic("sub", out.constant(1.0), u), u)
        out.keep("smallest", out.extreme("lt", tail, out.kept("smallest")))
        word = out.new(f"bitcast {out.number} {tail} to {whole}")
        cell = bits("sub", bits("lshr", word, shift), before)
        cell = out.choose(out.new(f"icmp sgt {whole} {cell}, zeroinitializer"), cell, "zeroinitializer", whole)
        cell = bits("add", cell, out.choose(upper, cells, "zeroinitializer", whole))
        rest = bits("and", bits("shl", word, splits), _same((1 << MANTISSA) - 1, lanes))
        within = out.new(f"bitcast {whole} {bits('or', rest, _same(EXPONENT, lanes))} to {out.number}")
        within = out.arithmetic("sub", within, out.constant(1.0))
        first = bits("mul", cell, _same(DEGREE + 1, lanes))
        y = _gather(out, first, DEGREE)
        for power in range(DEGREE - 1, -1, -1):
            y = out.arithmetic("add", out.arithmetic("mul", y, within), _gather(out, first, power))
        out.store(y, "%found", at)
    out.store(out.kept("smallest"), "%least", 0)
    arguments = "i64 %count, i64 %splits, i64 %before, i64 %cells, ptr %u, ptr %pieces, ptr %found, ptr %least"
    return _function("look_up", arguments, out, out.declarations())


_LOSE = """
define void @lose(i64 %count, i64 %years, i64 %width, ptr %trials, ptr %begins, ptr %ends, ptr %lost) {
entry:
  %any = icmp sgt i64 %count, 0
  br i1 %any, label %outage, label %end
outage:
  %number = phi i64 [ 0, %entry ], [ %next, %done ]
  %trial.at = getelementptr i64, ptr %trials, i64 %number
  %begin.at = getelementptr double, ptr %begins, i64 %number
  %end.at = getelementptr double, ptr %ends, i64 %number
  %trial = load i64, ptr %trial.at
  %begins.at = load double, ptr %begin.at
  %ends.at = load double, ptr %end.at
  %first = fptosi double %begins.at to i64
  br label %year
year:
  %now = phi i64 [ %first, %outage ], [ %following, %year ]
  %following = add i64 %now, 1
  %start = sitofp i64 %now to double
  %stop = sitofp i64 %following to double
  %goes.on = fcmp ogt double %ends.at, %stop
  %before = fcmp olt double %begins.at, %start
  %from = select i1 %before, double %start, double %begins.at
  %upto = select i1 %goes.on, double %stop, double %ends.at
  %part = fsub double %upto, %from
  %row = mul i64 %now, %width
  %place = add i64 %row, %trial
  %sum.at = getelementptr double, ptr %lost, i64 %place
  %sum = load double, ptr %sum.at
  %more = fadd double %sum, %part
  store double %more, ptr %sum.at
  %inside = icmp slt i64 %following, %years
  %again = and i1 %goes.on, %inside
  br i1 %again, label %year, label %done
done:
  %next = add i64 %number, 1
  %left = icmp slt i64 %next, %count
  br i1 %left, label %outage, label %end
end:
  ret void
}
"""


def _gather(out: Vectors, first: str, power: int) -> str:
    """Coefficients of a power in the cells that begin at `first`."""
    pointers = f"<{out.lanes} x ptr>"
    base = out.pointer("%pieces", power)
    found = out.new(f"getelementptr double, ptr {base}, <{out.lanes} x i64> {first}")
    yes = f"<{', '.join(['i1 true'] * out.lanes)}>"
    arguments = f"{pointers} {found}, i32 8, {out.flag} {yes}, {out.number} zeroinitializer"
    return out.new(f"call {out.number} @llvm.masked.gather.v{out.lanes}f64.v{out.lanes}p0({arguments})")


def _same(number: int, lanes: int) -> str:
    return f"<{', '.join([f'i64 {number}'] * lanes)}>"


def _function(name: str, arguments: str, out: Vectors, declarations: list[str]) -> str:
    memory = [f"  %{one} = alloca {kind}, align 64" for one, kind in out.memory.items()]
    head = f"define void @{name}({arguments}) alignstack(64) {{"
    return "\n".join([*declarations, head, "entry:", *memory, *out.lines, "  ret void", "}"])
