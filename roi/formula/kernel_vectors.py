"""Text of LLVM instructions on vectors: a trial a lane. No fast mathematics and no fused multiply and add, so every lane is as NumPy's."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

COMPARISONS = {"lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge", "eq": "oeq", "ne": "une"}
ARITHMETIC = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}
LOGIC = {"and": "and", "or": "or"}


def literal(number: float) -> str:
    """A double, to the bit."""
    return f"0x{struct.unpack('>Q', struct.pack('>d', number))[0]:016X}"


class Vectors:
    """Lines of a function whose values are vectors of `lanes` doubles, or of conditions."""

    def __init__(self, lanes: int) -> None:
        self.lanes = lanes
        self.lines: list[str] = []
        self.memory: dict[str, str] = {}
        self.number, self.flag = f"<{lanes} x double>", f"<{lanes} x i1>"
        self._count = 0

    def new(self, text: str) -> str:
        """An instruction with a result; returns the result's name."""
        self._count += 1
        self.lines.append(f"  %r{self._count} = {text}")
        return f"%r{self._count}"

    def put(self, text: str) -> None:
        """An instruction without a result."""
        self.lines.append(f"  {text}")

    def label(self, name: str) -> None:
        """Begin a block of instructions."""
        self.lines.append(f"{name}:")

    def constant(self, number: float) -> str:
        """The same number in every lane."""
        return self.numbers([number] * self.lanes)

    def numbers(self, numbers: Iterable[float]) -> str:
        """A number for each lane."""
        return f"<{', '.join(f'double {literal(one)}' for one in numbers)}>"

    def splat(self, scalar: str) -> str:
        """One double to every lane."""
        one = self.new(f"insertelement {self.number} poison, double {scalar}, i64 0")
        return self.new(f"shufflevector {self.number} {one}, {self.number} poison, <{self.lanes} x i32> zeroinitializer")

    def pointer(self, base: str, index: str | int, kind: str = "double") -> str:
        """Address of an element."""
        return self.new(f"getelementptr {kind}, ptr {base}, i64 {index}")

    def pick(self, base: str, index: str | int, kind: str = "double") -> str:
        """Element of an array: one double, pointer or whole number."""
        return self.new(f"load {kind}, ptr {self.pointer(base, index, kind)}, align 8")

    def load(self, base: str, index: str | int) -> str:
        """The doubles of all lanes."""
        return self.new(f"load {self.number}, ptr {self.pointer(base, index)}, align 8")

    def store(self, value: str, base: str, index: str | int) -> None:
        """Write the doubles of all lanes."""
        self.put(f"store {self.number} {value}, ptr {self.pointer(base, index)}, align 8")

    def whole(self, op: str, left: str | int, right: str | int) -> str:
        """Arithmetic on counters."""
        return self.new(f"{op} i64 {left}, {right}")

    def arithmetic(self, op: str, left: str, right: str) -> str:
        """One of `ARITHMETIC`."""
        return self.new(f"{ARITHMETIC[op]} {self.number} {left}, {right}")

    def negative(self, value: str) -> str:
        """Minus the value."""
        return self.new(f"fneg {self.number} {value}")

    def size(self, value: str) -> str:
        """The value without its sign."""
        return self.new(f"call {self.number} @llvm.fabs.v{self.lanes}f64({self.number} {value})")

    def root(self, value: str) -> str:
        """Square root, rounded correctly, as IEEE 754 asks of every machine."""
        return self.new(f"call {self.number} @llvm.sqrt.v{self.lanes}f64({self.number} {value})")

    def compare(self, op: str, left: str, right: str) -> str:
        """One of `COMPARISONS`, false where a side is NaN, save `ne`."""
        return self.new(f"fcmp {COMPARISONS[op]} {self.number} {left}, {right}")

    def logic(self, op: str, left: str, right: str) -> str:
        """One of `LOGIC`."""
        return self.new(f"{LOGIC[op]} {self.flag} {left}, {right}")

    def opposite(self, condition: str) -> str:
        """Not the condition."""
        return self.new(f"xor {self.flag} {condition}, <{', '.join(['i1 true'] * self.lanes)}>")

    def choose(self, condition: str, then: str, otherwise: str, kind: str = "") -> str:
        """Lane by lane one or the other."""
        return self.new(f"select {self.flag} {condition}, {kind or self.number} {then}, {kind or self.number} {otherwise}")

    def as_number(self, condition: str) -> str:
        """1.0 or 0.0."""
        return self.new(f"uitofp {self.flag} {condition} to {self.number}")

    def extreme(self, op: str, left: str, right: str) -> str:
        """The larger (`gt`) or smaller (`lt`); NaN where a side is NaN, and of two zeros the right one, as NumPy has it."""
        found = self.choose(self.compare(op, left, right), left, right)
        return self.choose(self.new(f"fcmp uno {self.number} {left}, {left}"), left, found)

    def gather(self, base: str, places: str, where: str) -> str:
        """Elements of an array at whole numbers, cut off behind the point; 0 where a condition does not hold."""
        arguments = f"{self._pointers(base, places)}, i32 8, {self.flag} {where}, {self.number} zeroinitializer"
        return self.new(f"call {self.number} @llvm.masked.gather.v{self.lanes}f64.v{self.lanes}p0({arguments})")

    def scatter(self, value: str, base: str, places: str, where: str) -> None:
        """Write elements of an array at whole numbers, see `gather`, where a condition holds."""
        arguments = f"{self.number} {value}, {self._pointers(base, places)}, i32 8, {self.flag} {where}"
        self.put(f"call void @llvm.masked.scatter.v{self.lanes}f64.v{self.lanes}p0({arguments})")

    def _pointers(self, base: str, places: str) -> str:
        whole = f"<{self.lanes} x i64>"
        found = self.new(f"getelementptr double, ptr {base}, {whole} {self.new(f'fptosi {self.number} {places} to {whole}')}")
        return f"<{self.lanes} x ptr> {found}"

    def declarations(self) -> list[str]:
        """What the instructions call."""
        number = f"v{self.lanes}f64"
        return [
            f"declare {self.number} @llvm.fabs.{number}({self.number})",
            f"declare {self.number} @llvm.sqrt.{number}({self.number})",
            f"declare {self.number} @llvm.masked.gather.{number}.v{self.lanes}p0(<{self.lanes} x ptr>, i32, {self.flag}, {self.number})",
            f"declare void @llvm.masked.scatter.{number}.v{self.lanes}p0({self.number}, <{self.lanes} x ptr>, i32, {self.flag})",
            "declare i64 @llvm.smin.i64(i64, i64)",
        ]

    def keep(self, name: str, value: str, kind: str = "") -> None:
        """Give a variable a value. Variables live in memory of their own, which LLVM turns into registers."""
        kind = self.memory.setdefault(name, kind or self.number)
        self.put(f"store {kind} {value}, ptr %{name}, align 8")

    def kept(self, name: str) -> str:
        """Value of a variable now."""
        return self.new(f"load {self.memory[name]}, ptr %{name}, align 8")

    @contextmanager
    def loop(self, start: str | int, stop: str | int, step: int = 1) -> Iterator[str]:
        """Instructions repeated until the counter, which is yielded, reaches `stop` from `start`."""
        self._count += 1
        name = f"loop{self._count}"
        self.keep(f"{name}.at", str(start), "i64")
        self.put(f"br label %{name}")
        self.label(name)
        at = self.kept(f"{name}.at")
        again = self.new(f"icmp {'slt' if step > 0 else 'sgt'} i64 {at}, {stop}")
        self.put(f"br i1 {again}, label %{name}.body, label %{name}.end")
        self.label(f"{name}.body")
        yield at
        self.keep(f"{name}.at", self.whole("add", at, step))
        self.put(f"br label %{name}")
        self.label(f"{name}.end")

    @contextmanager
    def while_any(self, condition: str) -> Iterator[None]:
        """Instructions repeated while a variable, a condition, holds in any lane."""
        with self._where_any(condition, again=True):
            yield

    @contextmanager
    def if_any(self, condition: str) -> Iterator[None]:
        """Instructions passed over unless a variable, a condition, holds in any lane."""
        with self._where_any(condition, again=False):
            yield

    @contextmanager
    def _where_any(self, condition: str, again: bool) -> Iterator[None]:
        self._count += 1
        name = f"any{self._count}"
        self.put(f"br label %{name}")
        self.label(name)
        bits = self.new(f"bitcast {self.flag} {self.kept(condition)} to i{self.lanes}")
        self.put(f"br i1 {self.new(f'icmp ne i{self.lanes} {bits}, 0')}, label %{name}.body, label %{name}.end")
        self.label(f"{name}.body")
        yield
        self.put(f"br label %{name if again else name + '.end'}")
        self.label(f"{name}.end")
