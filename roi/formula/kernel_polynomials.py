"""Instructions on polynomials, one a lane: what the search for rates of return and the count of their number have in common."""

from __future__ import annotations

from collections.abc import Sequence

from roi.finance.internal_rate import HALVING_ENDS, NEWTON_ENDS
from roi.formula.kernel_vectors import Vectors


class Polynomials:
    """Writes a function. Coefficients lie in rooms on its stack, such as ``clean``, a row a power; names are those of `roi.finance`."""

    def __init__(self, lanes: int) -> None:
        self.out = Vectors(lanes)
        self.set, self.get, self.k = self.out.keep, self.out.kept, self.out.constant
        self.yes = f"<{', '.join(['i1 true'] * lanes)}>"
        self.no = f"<{', '.join(['i1 false'] * lanes)}>"

    def text(self, name: str, arguments: str, rooms: Sequence[str]) -> str:
        """The function, with the memory its variables need and rooms of a row a year."""
        out = self.out
        memory = [f"  %{one} = alloca {kind}, align 64" for one, kind in out.memory.items()]
        memory += [f"  %{one} = alloca {out.number}, i64 %years, align 64" for one in rooms]
        head = f"define void @{name}({arguments}) alignstack(64) {{"
        return "\n".join([*out.declarations(), head, "entry:", *memory, *out.lines, "  ret void", "}"])

    def row(self, room: str, year: str | int) -> str:
        """A row of a room."""
        return self.out.new(f"load {self.out.number}, ptr {self.out.pointer('%' + room, year, self.out.number)}, align 8")

    def keep_row(self, room: str, year: str | int, value: str) -> None:
        """Write a row of a room."""
        self.out.put(f"store {self.out.number} {value}, ptr {self.out.pointer('%' + room, year, self.out.number)}, align 8")

    def opposite_signs(self, left: str, right: str) -> str:
        """True where one is below zero and the other above."""
        out, zero = self.out, self.k(0.0)
        rises = out.logic("and", out.compare("lt", left, zero), out.compare("gt", right, zero))
        return out.logic("or", rises, out.logic("and", out.compare("gt", left, zero), out.compare("lt", right, zero)))

    def is_end(self, j: str, last: str) -> str:
        """A condition that holds in every lane or none: the first or the last coefficient."""
        out = self.out
        is_end = out.new(f"or i1 {out.new(f'icmp eq i64 {j}, 0')}, {out.new(f'icmp eq i64 {j}, {last}')}")
        return out.new(f"select i1 {is_end}, {out.flag} {self.yes}, {out.flag} {self.no}")

    def off_zero(self, value: str, is_end: str, least: str) -> str:
        """The value, or what stands for 0 at an end."""
        return self.out.choose(self.out.logic("and", is_end, self.out.compare("eq", value, self.k(0.0))), least, value)

    def no_changes(self) -> None:
        """Begin to count changes of sign."""
        self.set("changes", self.k(0.0))
        self.set("last_sign", self.k(0.0))

    def count_sign(self, value: str, silent: str) -> None:
        """Count a change of sign, passing over what is silent."""
        out, last = self.out, self.get("last_sign")
        change = out.logic("and", out.opposite(silent), self.opposite_signs(value, last))
        self.set("changes", out.arithmetic("add", self.get("changes"), out.as_number(change)))
        self.set("last_sign", out.choose(silent, last, value))

    def solve(self, last_year: str) -> None:
        """Root of ``clean`` between ``low`` and ``high`` from ``x``, in every lane that is ``going``: `_solve` of `internal_rate`."""
        self.set("last", self.out.arithmetic("sub", self.get("high"), self.get("low")))
        with self.out.while_any("going"):
            self._newton(last_year)

    def rate(self) -> str:
        """Rate of return that belongs to ``x``."""
        out, one = self.out, self.k(1.0)
        return out.arithmetic("sub", out.arithmetic("div", one, self.get("x")), one)

    def middle(self) -> str:
        """Middle of the two rates, as x."""
        out, low, high = self.out, self.get("low"), self.get("high")
        return out.arithmetic("div", out.arithmetic("mul", out.arithmetic("mul", self.k(2.0), low), high), out.arithmetic("add", low, high))

    def _newton(self, last_year: str) -> None:
        """One step of every trial that has not stopped."""
        out, x, zero = self.out, self.get("x"), self.k(0.0)
        self.set("value", self.row("clean", last_year))
        self.set("slope", zero)
        with out.loop(out.whole("sub", last_year, 1), -1, -1) as year:
            value, slope = self.get("value"), self.get("slope")
            self.set("slope", out.arithmetic("add", out.arithmetic("mul", slope, x), value))
            self.set("value", out.arithmetic("add", out.arithmetic("mul", value, x), self.row("clean", year)))
        value, going = self.get("value"), self.get("going")
        under = out.opposite(out.new(f"xor {out.flag} {out.compare('lt', value, zero)}, {self.get('rising')}"))
        self.set("low", out.choose(under, x, self.get("low")))
        self.set("high", out.choose(under, self.get("high"), x))
        newton = out.arithmetic("div", value, self.get("slope"))
        there = out.arithmetic("sub", x, newton)
        short = out.compare("le", out.arithmetic("mul", self.k(2.0), out.size(newton)), out.size(self.get("last")))
        inside = out.logic("and", out.compare("ge", there, self.get("low")), out.compare("le", there, self.get("high")))
        good = out.logic("and", short, inside)
        self.set("step", newton)
        self.set("long", out.logic("and", going, out.opposite(good)), out.flag)
        with out.if_any("long"):
            self.set("step", out.choose(good, newton, out.arithmetic("sub", x, self.middle())))
        step = self.get("step")
        following = out.choose(out.compare("eq", value, zero), x, out.arithmetic("sub", x, step))
        limit = out.arithmetic("mul", out.choose(good, self.k(NEWTON_ENDS), self.k(HALVING_ENDS)), x)
        ends = out.compare("le", out.size(out.arithmetic("sub", following, x)), limit)
        self.set("x", out.choose(going, following, x))
        self.set("last", step)
        self.set("going", out.logic("and", going, out.opposite(ends)))
