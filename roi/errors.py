"""What a user can fix, said so that it can be fixed: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to fix.

    where : ``file.yaml:12``, ``Inputs!D7`` or ``roi/statement/x.py:30``; empty when there is no place.
    what : what is wrong, with the value found.
    remedy : what to write instead.
    id : the id of the figure, row or case concerned, empty when there is none.
    """

    where: str
    what: str
    remedy: str = ""
    id: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        name = f"{self.id}: " if self.id else ""
        remedy = f" -> {self.remedy}" if self.remedy else ""
        return f"{place}{name}{self.what}{remedy}"


class RoiError(Exception):
    """Something the user can fix. Carries every problem found, not only the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(name: str, names: Iterable[str]) -> str:
    """Sentence that suggests the name most like `name`, or lists a few when none is like it."""
    import difflib  # only what went wrong needs it

    known = sorted(set(names))
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6) if name else []
    # the beginning of a long name is what people type
    beginnings = {one[: len(name)]: one for one in reversed(known)} if name else {}
    close = close or [beginnings[one] for one in difflib.get_close_matches(name, beginnings, n=1, cutoff=0.75)]
    if close:
        return f"did you mean {close[0]}?"
    shown = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
    return f"known: {shown}" if known else "there are none"
