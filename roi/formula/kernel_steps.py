"""A plan as LLVM text: for each vector of trials, the steps once, then the loop over the years, then the measures.

Values stay in registers; only results are written. What no draw reaches is read from arrays, so that another value needs no other text.
"""

from __future__ import annotations

import math

from roi.formula.kernel_plan import AFTER, ONCE, SUMS, YEARLY, Plan
from roi.formula.kernel_vectors import ARITHMETIC, COMPARISONS, LOGIC, Vectors

ARGUMENTS = "i64 %trials, i64 %years, i64 %width, ptr %drawn, ptr %numbers, ptr %paths, ptr %tables, ptr %sizes, ptr %results, ptr %widths"


def steps_text(plan: Plan, lanes: int) -> str:
    """Text of the function ``steps``; its arguments are `ARGUMENTS`.

    drawn, tables, results : addresses of arrays of doubles, ``(trials,)`` or ``(years, trials)``, in the order of the plan, the flows
    after the results; width, widths : from one year to the next in the drawn series, and in each result. sizes : lengths of the tables.
    numbers, paths : arrays ``(n,)`` and ``(years, n)``. There are at least as many trials as lanes: the last vector reaches back over
    trials that are done already.
    """
    return _Steps(plan, lanes).text()


class _Steps:
    def __init__(self, plan: Plan, lanes: int) -> None:
        self.plan, self.out = plan, Vectors(lanes)
        self.value: dict[int, str] = {}
        self._last: dict[int, str] = {}

    def text(self) -> str:
        """The whole function."""
        out = self.out
        out.label("entry")
        self.drawn = {index: out.pick("%drawn", k, "ptr") for k, index in enumerate(self.plan.inputs)}
        written = (*self.plan.results, *self.plan.flows)
        self.results = {index: (out.pick("%results", k, "ptr"), out.pick("%widths", k, "i64")) for k, index in enumerate(written)}
        self.tables = {index: (out.pick("%tables", k, "ptr"), out.pick("%sizes", k)) for k, index in enumerate(self.plan.tables)}
        for k, index in enumerate(self.plan.numbers):
            self._leaf(index, out.splat(out.pick("%numbers", k)))
        end = out.whole("sub", "%trials", out.lanes)
        out.put("br label %vector")
        out.label("vector")
        out.put("%at = phi i64 [0, %entry], [%following, %done]")
        for index, base in self.drawn.items():
            if not self.plan.yearly(index):
                self._leaf(index, out.load(base, "%at"))
        self._run(ONCE)
        self._years()
        self._run(AFTER)
        for index, (base, _) in self.results.items():
            if not self.plan.yearly(index):
                out.store(self.number(index), base, "%at")
        reached = out.whole("add", "%at", out.lanes)
        out.put(f"%before = icmp slt i64 {reached}, {end}")
        out.put(f"%following = select i1 %before, i64 {reached}, i64 {end}")
        out.put(f"%more = icmp slt i64 {reached}, %trials")
        out.put("br label %done")
        out.label("done")
        out.put("br i1 %more, label %vector, label %exit")
        out.label("exit")
        out.put("ret void")
        return "\n".join([*out.declarations(), f"define void @steps({ARGUMENTS}) alignstack(64) {{", *out.lines, "}"])

    def _years(self) -> None:
        """The loop over the years. Last year's values and running sums are carried from pass to pass."""
        out, steps = self.out, self.plan.steps
        balances = [index for index, stage in self.plan.stages.items() if stage == YEARLY and steps[index].op == "prior"]
        sums = [index for index in self.plan.stages if steps[index].op in SUMS]
        rates = dict.fromkeys(steps[index].args[1] for index in sums if steps[index].op in ("outlays", "receipts"))
        growth = {index: out.arithmetic("add", out.constant(1.0), self.number(index)) for index in rates}
        opening = {index: (self.condition if steps[index].condition else self.number)(steps[index].args[1]) for index in balances}
        out.put("br label %before_years")
        out.label("before_years")
        out.put("br label %year")
        out.label("year")
        out.put("%y = phi i64 [0, %before_years], [%next_year, %year]")
        for index in balances:
            self.value[index] = f"%prior{index}"
            kind = out.flag if steps[index].condition else out.number
            out.put(f"%prior{index} = phi {kind} [{opening[index]}, %before_years], [%now{index}, %year]")
        for index in sums:
            # minus zero plus x is x, whatever x; the other sums begin with zero
            start = -0.0 if steps[index].op in ("total", "present_value") else 0.0
            out.put(f"%sum{index} = phi {out.number} [{out.constant(start)}, %before_years], [%now{index}, %year]")
        for index in growth:
            out.put(f"%factor{index} = phi {out.number} [{out.constant(1.0)}, %before_years], [%next_factor{index}, %year]")
        row = out.whole("mul", "%y", len(self.plan.paths))
        for k, index in enumerate(self.plan.paths):
            self._leaf(index, out.splat(out.pick("%paths", out.whole("add", row, k))))
        place = out.whole("add", out.whole("mul", "%y", "%width"), "%at")
        for index, base in self.drawn.items():
            if self.plan.yearly(index):
                self._leaf(index, out.load(base, place))
        self._run(YEARLY)
        for index, (base, width) in self.results.items():
            if self.plan.yearly(index):
                out.store(self.number(index), base, out.whole("add", out.whole("mul", "%y", width), "%at"))
        for index in sums:
            out.put(f"%now{index} = fadd {out.number} %sum{index}, {self._term(index)}")
            self.value[index] = f"%now{index}"
        for index, rate in growth.items():
            out.put(f"%next_factor{index} = fdiv {out.number} %factor{index}, {rate}")
        for index in balances:
            kind, read = (out.flag, self.condition) if steps[index].condition else (out.number, self.number)
            row_now = read(steps[index].args[0])
            out.put(f"%now{index} = select i1 true, {kind} {row_now}, {kind} {row_now}")
        out.put("%next_year = add i64 %y, 1")
        out.put("%more_years = icmp slt i64 %next_year, %years")
        out.put("br i1 %more_years, label %year, label %after_years")
        out.label("after_years")
        for index in sums:
            if steps[index].op == "outlays":
                self.value[index] = out.negative(f"%now{index}")

    def _term(self, index: int) -> str:
        """What a year adds to a sum."""
        out, step = self.out, self.plan.steps[index]
        flow = self.number(step.args[0])
        if step.op == "total":
            return flow
        if step.op == "present_value":
            return out.arithmetic("mul", flow, self.number(step.args[1]))
        part = out.extreme("lt" if step.op == "outlays" else "gt", flow, out.constant(0.0))
        return out.arithmetic("mul", part, f"%factor{step.args[1]}")

    def _run(self, stage: str) -> None:
        for index, when in self.plan.stages.items():
            if when == stage and index not in self.value:
                self.value[index] = self._step(index)

    def _leaf(self, index: int, value: str) -> None:
        """An input or a value from outside; conditions stand there as numbers."""
        condition = self.plan.condition(index)
        self.value[index] = self.out.compare("ne", value, self.out.constant(0.0)) if condition else value

    def number(self, index: int) -> str:
        """Name of a step's value as a number."""
        return self.out.as_number(self.value[index]) if self.plan.condition(index) else self.value[index]

    def condition(self, index: int) -> str:
        """Name of a step's value as a condition."""
        value = self.value[index]
        return value if self.plan.condition(index) else self.out.compare("ne", value, self.out.constant(0.0))

    def _step(self, index: int) -> str:
        out, step = self.out, self.plan.steps[index]
        if step.op == "lookup":
            return self._lookup(*step.args)
        if step.op in LOGIC:
            return out.logic(step.op, *(self.condition(arg) for arg in step.args))
        if step.op == "not":
            return out.opposite(self.condition(step.args[0]))
        if step.op == "where":
            read, kind = (self.condition, out.flag) if step.condition else (self.number, out.number)
            return out.choose(self.condition(step.args[0]), read(step.args[1]), read(step.args[2]), kind)
        if step.op == "available":
            return out.choose(self.condition(step.args[0]), self.number(step.args[1]), out.constant(math.nan))
        values = [self.number(arg) for arg in step.args]
        if step.op in ARITHMETIC:
            return out.arithmetic(step.op, *values)
        if step.op in COMPARISONS:
            return out.compare(step.op, *values)
        if step.op == "neg":
            return out.negative(values[0])
        if step.op == "sqrt":
            return out.root(values[0])
        if step.op in ("maximum", "minimum"):
            return out.extreme("gt" if step.op == "maximum" else "lt", *values)
        if step.op == "divide":
            quotient = out.arithmetic("div", values[0], values[1])
            return out.choose(out.compare("ne", values[1], out.constant(0.0)), quotient, values[2])
        raise NotImplementedError(step.op)

    def _lookup(self, table: int, age: int) -> str:
        """Value of a table, lane by lane; 0 outside."""
        out, at = self.out, self.number(age)
        base, size = self.tables[table]
        zero = out.constant(0.0)
        inside = out.logic("and", out.compare("ge", at, zero), out.compare("lt", at, out.splat(size)))
        return out.gather(base, out.choose(inside, at, zero), inside)
