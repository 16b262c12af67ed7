"""Intervals halved until each holds no root, one, or a cluster: `halve_by_numpy` of `roi.finance.root_count` as machine code."""

from __future__ import annotations

from roi.formula.kernel_polynomials import Polynomials


class Halves:
    """Writes the function ``halve``. Arrays are (rows, trials) without gaps, with at least as many trials as lanes.

    Every lane is at its own place: it goes on with the lower half of its interval and comes back to the upper, put aside in ``deeper``,
    (levels, rows, lanes). limits : share of noise, of flatness, what stands for 0 at an end, levels. found : rows with the number
    of roots, -1 where the levels do not suffice, and the ends of the last interval found.
    """

    def __init__(self, lanes: int) -> None:
        self.all = Polynomials(lanes)
        self.out, self.set, self.get, self.k = self.all.out, self.all.set, self.all.get, self.all.k

    def text(self) -> str:
        """The function."""
        out = self.out
        end, last = out.whole("sub", "%trials", out.lanes), out.whole("sub", "%years", 1)
        self.noise_share, self.touch, self.least, levels = (out.splat(out.pick("%limits", k)) for k in range(4))
        with out.loop(0, "%trials", out.lanes) as reached:
            at = out.new(f"call i64 @llvm.smin.i64(i64 {reached}, i64 {end})")
            for name in ("values", "sizes"):
                with out.loop(0, "%years") as j:
                    self.all.keep_row(name, j, out.load(f"%given_{name}", out.whole("add", out.whole("mul", j, "%trials"), at)))
            for name in ("low", "high"):
                self.set(name, out.load(f"%{name}s", at))
                self.set(f"{name}_found", self.k(0.0))
            for name in ("roots", "depth"):
                self.set(name, self.k(0.0))
            self.set("going", self.all.yes, out.flag)
            with out.while_any("going"):
                self._halve(last, levels)
            for k, name in enumerate(("roots", "low_found", "high_found")):
                out.store(self.get(name), "%found", out.whole("add", out.whole("mul", "%trials", k), at))
        arguments = "ptr %given_values, ptr %given_sizes, ptr %lows, ptr %highs, ptr %limits, ptr %deeper, ptr %found"
        rooms = ("values", "sizes", "lower_values", "lower_sizes")
        return self.all.text("halve", f"i64 %trials, i64 %years, {arguments}", rooms)

    def _halve(self, last: str, levels: str) -> None:
        """One halving in each lane."""
        out, going = self.out, self.get("going")
        low, high = self.get("low"), self.get("high")
        middle = out.arithmetic("mul", out.arithmetic("add", low, high), self.k(0.5))
        self._split()
        open_lower = self._record("lower_values", "lower_sizes", last, going, low, middle)
        open_upper = self._record("values", "sizes", last, going, middle, high)
        depth, both = self.get("depth"), out.logic("and", open_lower, open_upper)
        fits = out.compare("lt", depth, levels)
        self.set("push", out.logic("and", both, fits), out.flag)
        with out.if_any("push"):
            self._deeper(self.get("push"), depth, middle, high)
        too_deep = out.logic("and", both, out.opposite(fits))
        self.set("roots", out.choose(too_deep, self.k(-1.0), self.get("roots")))
        with out.loop(0, "%years") as j:
            for name in ("values", "sizes"):
                self.all.keep_row(name, j, out.choose(open_lower, self.all.row(f"lower_{name}", j), self.all.row(name, j)))
        self.set("low", out.choose(open_lower, low, middle))
        self.set("high", out.choose(open_lower, middle, high))
        depth = out.arithmetic("add", depth, out.as_number(self.get("push")))
        neither = out.opposite(out.logic("or", open_lower, open_upper))
        pop = out.logic("and", out.logic("and", going, neither), out.compare("gt", depth, self.k(0.0)))
        self.set("pop", pop, out.flag)
        depth = out.arithmetic("sub", depth, out.as_number(pop))
        self.set("depth", depth)
        with out.if_any("pop"):
            self._back(pop, depth)
        self.set("going", out.logic("and", out.logic("or", out.logic("or", open_lower, open_upper), pop), out.opposite(too_deep)))

    def _split(self) -> None:
        """De Casteljau's scheme: what a row gives off at the front is the lower half, what is left of it the upper."""
        out, names = self.out, ("values", "sizes")
        with out.loop(0, "%years") as step:
            for name in names:
                self.set(f"{name}_here", self.all.row(name, 0))
                self.all.keep_row(f"lower_{name}", step, self.get(f"{name}_here"))
            with out.loop(0, out.whole("sub", out.whole("sub", "%years", 1), step)) as j:
                for name in names:
                    following = self.all.row(name, out.whole("add", j, 1))
                    mean = out.arithmetic("mul", out.arithmetic("add", self.get(f"{name}_here"), following), self.k(0.5))
                    self.all.keep_row(name, j, mean)
                    self.set(f"{name}_here", following)

    def _record(self, values: str, sizes: str, last: str, going: str, low: str, high: str) -> str:
        """Count the roots of a half where it is settled; where it is not settled."""
        out = self.out
        self.all.no_changes()
        for name in ("largest", "largest_size"):
            self.set(name, self.k(0.0))
        with out.loop(0, "%years") as j:
            size, is_end = self.all.row(sizes, j), self.all.is_end(j, last)
            value = self.all.off_zero(self.all.row(values, j), is_end, self.least)
            self.all.keep_row(values, j, value)
            noise = out.choose(is_end, self.k(-1.0), out.arithmetic("mul", self.noise_share, size))
            self.all.count_sign(value, out.logic("or", out.compare("le", out.size(value), noise), out.compare("eq", value, self.k(0.0))))
            self.set("largest", out.extreme("gt", self.get("largest"), out.size(value)))
            self.set("largest_size", out.extreme("gt", self.get("largest_size"), size))
        changes, zero = self.get("changes"), self.k(0.0)
        flat = out.compare("le", self.get("largest"), out.arithmetic("mul", self.touch, self.get("largest_size")))
        settled = out.logic("and", going, out.logic("or", out.compare("le", changes, self.k(1.0)), flat))
        self.set("roots", out.arithmetic("add", self.get("roots"), out.choose(settled, changes, zero)))
        found = out.logic("and", settled, out.compare("gt", changes, zero))
        for name, end in (("low_found", low), ("high_found", high)):
            self.set(name, out.choose(found, end, self.get(name)))
        return out.logic("and", going, out.opposite(settled))

    def _deeper(self, where: str, depth: str, middle: str, high: str) -> None:
        """Put upper halves aside."""
        out, places = self.out, self._places(depth)
        with out.loop(0, "%years") as j:
            out.scatter(self.all.row("values", j), self._level(j), places, where)
            out.scatter(self.all.row("sizes", j), self._level(out.whole("add", j, "%years")), places, where)
        twice = out.whole("mul", "%years", 2)
        out.scatter(middle, self._level(twice), places, where)
        out.scatter(high, self._level(out.whole("add", twice, 1)), places, where)

    def _back(self, where: str, depth: str) -> None:
        """Take them up again."""
        out, places = self.out, self._places(depth)
        with out.loop(0, "%years") as j:
            for name, row in (("values", j), ("sizes", out.whole("add", j, "%years"))):
                self.all.keep_row(name, j, out.choose(where, out.gather(self._level(row), places, where), self.all.row(name, j)))
        twice = out.whole("mul", "%years", 2)
        for name, row in (("low", twice), ("high", out.whole("add", twice, 1))):
            self.set(name, out.choose(where, out.gather(self._level(row), places, where), self.get(name)))

    def _places(self, depth: str) -> str:
        """Where a lane's rows of a level begin, in doubles from the first row of the first level."""
        out = self.out
        rows = out.whole("mul", out.whole("add", out.whole("mul", "%years", 2), 2), out.lanes)
        level = out.splat(out.new(f"sitofp i64 {rows} to double"))
        return out.arithmetic("add", out.arithmetic("mul", depth, level), out.numbers(range(out.lanes)))

    def _level(self, row: str) -> str:
        """Address of a row of the first level."""
        return self.out.pointer("%deeper", self.out.whole("mul", row, self.out.lanes))
