"""Rows without a finite value."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from roi.errors import Problem, RoiError
from roi.formula import Cell
from roi.statement.model import Model


def refuse_gaps(model: Model, found: Mapping[Cell, NDArray[np.float64]], when: str) -> None:
    """Raise RoiError that names the first row, in printed order and by year, that is not finite. found : cell -> (years,) or (1,)."""
    for statement in (model.common, *model.options.values()):
        for cell in statement.rows:
            if not np.isfinite(found[cell]).all():
                index = int(np.flatnonzero(~np.isfinite(found[cell]))[0])
                what = f"{cell.row.label} is not finite in {model.calendar.years[index]} ({when})"
                raise RoiError(
                    Problem(cell.row.where, what, "look for a division by 0: use divide(a, b), or a bound on the input", cell.id)
                )
