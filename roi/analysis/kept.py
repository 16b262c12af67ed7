"""Trials kept in a folder while a long run goes on, so that a stopped run can be resumed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi.errors import Problem, RoiError
from roi.files import put

Array = NDArray[np.float64]
CHUNK = 65_536
"""Trials after which the finished ones are written to a file. Results do not depend on it."""

HEADER, DIGITS = "run.json", 12
FILE = "[0-9]" * DIGITS + ".npy"
ANEW = "leave --resume out to start anew"
REMEDIES = {
    "trials": "give --trials {}",
    "seed": "give --seed {}",
    "sampler": "give --sampler {}",
    "version": "use version {} of roi",
    "numpy": "use version {} of numpy",
}
"""What makes a run the stopped one again, by key of the header."""


class Kept:
    """The finished trials of one run, in files named by their first trial, (measures, trials) each, under a header that says of which run.

    Parameters
    ----------
    folder : made with the first file. resume : go on with the trials in it; else they are replaced with the first file.
    whole : keep short runs too, and the last trials of a long one.

    trials : how many trials of this run the files hold, from the first on.
    """

    def __init__(self, folder: Path, resume: bool = False, whole: bool = False) -> None:
        self.folder, self.resume, self.whole = folder, resume, whole
        self.trials = 0
        self._told: Callable[[], Mapping[str, Any]] = dict

    def begin(self, header: Callable[[], Mapping[str, Any]]) -> None:
        """Say which run this is: `header` tells, once it is needed, what its numbers rest on.

        Raises RoiError for each key in which the run to resume differs.
        """
        self._told = header
        if self.resume:
            self._check(self._stopped())
            self.trials = max((stop for _, stop, _ in self._files()), default=0)

    @cached_property
    def _header(self) -> dict[str, Any]:
        return dict(self._told())

    def pieces(self, trials: int) -> Iterator[tuple[int, Array]]:
        """First trial and values of each file that holds any of the first `trials` trials."""
        for start, _, path in self._files() if self.trials else ():
            if start < trials:
                yield start, np.load(path)

    def save(self, values: Array) -> None:
        """Keep the trials after those kept so far. Raises RoiError when the folder cannot be written."""
        try:
            if not self.trials:
                self._clear()
            buffer = io.BytesIO()
            np.save(buffer, values)
            put({self.folder / f"{self.trials:0{DIGITS}d}.npy": buffer.getvalue()})
        except OSError as error:
            what = f"cannot keep finished trials: {error.strerror or error}"
            raise RoiError(Problem(str(self.folder), what, "give another folder with -o, or make room")) from error
        self.trials += values.shape[1]

    def remove(self) -> None:
        """Remove the files of this run, and the folder if nothing else is in it."""
        if self.trials:
            self._empty()
            with suppress(OSError):
                self.folder.rmdir()

    def _clear(self) -> None:
        """An empty folder under the header of this run."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._empty()
        put({self.folder / HEADER: (json.dumps(self._header, indent=1) + "\n").encode()})

    def _empty(self) -> None:
        """The header goes first: at no moment do trials stand under the header of another run."""
        for path in (self.folder / HEADER, *self.folder.glob(FILE), *self.folder.glob(f".{FILE}.*.part")):
            path.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[int, int, Path]]:
        """First trial, end and path of the files that follow one on the other, up to the first that is missing or cannot be read."""
        end, rows = 0, len(self._header["measures"])
        for path in sorted(self.folder.glob(FILE)):
            try:
                start, shape = int(path.stem), np.load(path, mmap_mode="r").shape
            except (ValueError, OSError, EOFError):
                return
            if start > end or len(shape) != 2 or shape[0] != rows:
                return
            end = max(end, start + shape[1])
            yield start, start + shape[1], path

    def _stopped(self) -> dict[str, Any]:
        """The header of the stopped run."""
        path = self.folder / HEADER
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            what = "no trials of a stopped run are kept here"
            raise RoiError(Problem(str(self.folder), what, "give its folder with -o, or leave --resume out")) from None
        except (OSError, ValueError) as error:
            raise RoiError(Problem(str(path), f"cannot read what run it was: {error}", ANEW)) from error
        if not isinstance(found, dict):
            raise RoiError(Problem(str(path), "does not say what run it was", ANEW))
        return found

    def _check(self, stopped: dict[str, Any]) -> None:
        problems = []
        for key, value in self._header.items():
            before = stopped.get(key)
            if before != value and key != "measures":
                told = f"the stopped run has {key.replace('_', ' ')} {before}, this one {value}"
                remedy = REMEDIES.get(key, "take the figures, the case, the scenarios and the settings of then").format(before)
                problems.append(Problem(str(self.folder / HEADER), told, f"{remedy}, or {ANEW}"))
        if problems:
            raise RoiError(problems)
