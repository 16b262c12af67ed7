"""The Python face: read a case, compare its options, look at the result as tables, write the run folder."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from roi.analysis.comparison import Comparison
from roi.analysis.comparison import compare as run_comparison
from roi.analysis.kept import Kept
from roi.analysis.perspectives import seen_by
from roi.analysis.plan import SAMPLER
from roi.analysis.trials import Progress, blocks, draws
from roi.book import Book, open_book, user_folder
from roi.domain import Case
from roi.errors import Problem, RoiError, nearest
from roi.finance import Statistics
from roi.reporting.provenance import Provenance
from roi.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

TRIALS, SEED = 10_000, 1
AUTO, PRECISION = "auto", 0.005


@dataclass(frozen=True)
class LoadedCase:
    """A case with the book it refers to, overlays applied. arguments : what reproduces the reading on the command line."""

    case: Case
    book: Book
    arguments: tuple[str, ...]


def load_case(
    case: str | Path, scenarios: Sequence[str] = (), settings: Sequence[str] = (), assumptions: str | Path | None = None,
    perspective: str | None = None,
) -> LoadedCase:  # fmt: skip
    """Read a case.

    Parameters
    ----------
    case : name of a case of the book, or path of a YAML file.
    scenarios : names of scenarios, laid over the book in order.
    settings : ``ID=VALUE`` texts, laid over last.
    assumptions : the user's own folder; default the environment variable ROI_ASSUMPTIONS.
    perspective : whose money the answer is about, instead of that of the case: producer, investor, purchaser or public.

    Raises
    ------
    RoiError : every problem of every file; an unknown case, scenario or perspective, with the nearest name.
    """
    own = user_folder(str(assumptions) if assumptions else None)
    path = Path(case) if Path(case).suffix in (".yaml", ".yml") else None
    if path is not None and not path.is_file():
        raise RoiError(Problem(str(path), "there is no such file", "give the name of a case (see `roi cases`) or the path of a YAML file"))
    book = open_book(str(own) if own else None, scenarios, settings, path)
    stem = path.stem if path else str(case)
    if stem not in book.cases:
        raise RoiError(Problem("", f"there is no case {stem!r}", nearest(stem, book.cases)))
    arguments = [str(case)]
    for option, values in (("--scenario", scenarios), ("--set", settings), ("--assumptions", [str(own)] if own else [])):
        arguments += [one for value in values for one in (option, value)]
    arguments += ["--perspective", perspective] if perspective else []
    return LoadedCase(seen_by(book.cases[stem], perspective), book, tuple(arguments))


@dataclass(frozen=True)
class Study:
    """The answer to a case."""

    comparison: Comparison
    provenance: Provenance

    def summary(self) -> pd.DataFrame:
        """One row an option and measure: unit, base, statistics of the trials, the share without a value, and the interval of the mean."""
        import pandas as pd

        found = {
            (option, name): {"unit": str(statement.cells[name].row.unit), "base": one.base, **_columns(one.trials)}
            for option, statement in self.comparison.model.options.items()
            for name, one in self.comparison.measures[option].items()
        }
        return pd.DataFrame.from_dict(found, orient="index").rename_axis(["option", "measure"])

    def statement(self, option: str) -> pd.DataFrame:
        """Base-case rows of an option: index row name, columns label, unit and each calendar year. RoiError for an unknown option."""
        import pandas as pd

        options = self.comparison.model.options
        if option not in options:
            raise RoiError(Problem("", f"there is no option {option!r}", nearest(option, options)))
        years = self.comparison.model.calendar.years
        lines = {
            cell.name: {"label": cell.row.label, "unit": str(cell.row.unit), **dict(zip(years, self.comparison.base[cell], strict=True))}
            for cell in options[option].rows
        }
        return pd.DataFrame.from_dict(lines, orient="index").rename_axis("row")

    def draws(self) -> pd.DataFrame:
        """Drawn inputs and the NPV of each option, one row a trial. Inputs in their unit, money in dollars of the year of decision.

        A series has a column for each calendar year: ``risks.x.state.2030``.
        """
        import numpy as np
        import pandas as pd

        trials, model = self.comparison.trials, self.comparison.model
        parts = [draws(model, trials.plan, start, stop) for start, stop in blocks(trials.trials)]
        columns = {id: np.concatenate([part[id] for part in parts], axis=-1) for id in model.drawn}
        for id in model.paths:
            columns |= {f"{id}.{year}": one for year, one in zip(model.calendar.years, columns.pop(id), strict=True)}
        columns |= {f"npv.{name}": measures["npv"] for name, measures in trials.measures.items()}
        return pd.DataFrame(columns).rename_axis("trial")

    def drivers(self, option: str | None = None, of: str | None = None) -> pd.DataFrame:
        """What each uncertain figure does to a measure: its P10 and P90, the measure there, rank correlation, share of the variance.

        A regime is a line too: P10 and P90 of the measure when its path alone is drawn.

        option : default the one the answer is about. of : `incremental_npv` (default), `npv` or `levelised_cost`. Index: id.
        RoiError for an unknown option or measure.
        """
        import pandas as pd

        from roi.analysis.asked import asked_drivers
        from roi.reporting.drivers_data import drivers_as_data, ranked

        lines = ranked(drivers_as_data(self.comparison.model, asked_drivers(self.comparison, option, of)))
        return pd.DataFrame(lines).set_index("id") if lines else pd.DataFrame()

    def breakeven(
        self,
        over: str | Sequence[str],
        option: str | None = None,
        until: str | None = None,
        low: float | None = None,
        high: float | None = None,
    ) -> pd.DataFrame:
        """The value of each figure at which the answer flips, each by itself, fixed in every trial. Index: id of the figure.

        until : as ``p_wins=0.5`` (default), ``npv=0``, ``irr=0.12``, ``levelised_cost=5``. low, high : ends of the search, for one figure,
        in the unit its file writes. RoiError for an unknown id, option or measure, or an id that changes nothing.
        """
        import pandas as pd

        from roi.analysis.asked import asked_breakevens
        from roi.reporting.drivers_data import breakeven_as_data, flat

        ids = [over] if isinstance(over, str) else over
        found = asked_breakevens(self.comparison, ids, option, until, low, high)
        return pd.DataFrame([flat(breakeven_as_data(one)) for one in found]).set_index("id")

    def write(self, folder: str | Path, formats: Sequence[str] | None = None) -> dict[str, Path]:
        """Write the run folder (`xlsx`, `html`, `json`, `csv`; default all). Returns format -> path."""
        from roi.reporting.run_folder import FILES, write_run

        chosen = tuple(FILES) if formats is None else tuple(formats)
        for one in chosen:
            if one not in FILES:
                raise RoiError(Problem("--format", f"unknown format {one!r}", nearest(one, FILES)))
        return write_run(self.comparison, self.provenance, Path(folder), chosen)


def compare(
    case: LoadedCase | str | Path,
    trials: int | str = TRIALS,
    seed: int = SEED,
    sampler: str = SAMPLER,
    precision: float | None = None,
    cash_limit: float | None = None,
    threads: int | None = None,
    kept: Kept | None = None,
    progress: Progress | None = None,
) -> Study:
    """Compare the options of a case; the same arguments give the same numbers to the bit, on any number of threads.

    Parameters
    ----------
    trials : number of trials, or ``"auto"``: as many as `precision` needs.
    sampler : `sobol`, `lhs`, `antithetic` or `random`.
    precision : half of the 95 % interval of the leading mean, as a fraction of the mean (see `roi.analysis.precision`); default 0.005.
    cash_limit : USD the owner can lay out; with it the chance to need more is reported.
    threads : default the environment variable ROI_THREADS, else every processor.
    kept : where the trials of a long run are kept while it goes on, to be resumed. progress : see `roi.analysis.trials.Running`.
    """
    from roi.reporting.results import inputs_hash, kept_run

    if isinstance(trials, str) and trials != AUTO:
        raise RoiError(Problem("--trials", f"{trials!r} is no number of trials", "give a whole number of at least 1, or auto"))
    if precision is not None and trials != AUTO:
        raise RoiError(Problem("--precision", "a precision beside a number of trials", "write --trials auto, or take --precision out"))
    loaded = case if isinstance(case, LoadedCase) else load_case(case)
    count = None if isinstance(trials, str) else trials
    wanted = PRECISION if precision is None else precision

    asked = trials if count is not None else f"{AUTO} --precision {wanted:.17g}"

    begun = None if kept is None else kept_run(kept, {"trials": asked, "seed": seed, "sampler": sampler})
    comparison = run_comparison(loaded.case, loaded.book, count, seed, sampler, wanted, cash_limit, threads, begun, progress)
    found = comparison.trials
    limit = [] if cash_limit is None else ["--cash-limit", f"{cash_limit:.17g}"]
    command = shlex.join(
        ["roi", "compare", *loaded.arguments, "--trials", str(found.trials), "--seed", str(seed), "--sampler", sampler, *limit]
    )
    book = loaded.book
    return Study(
        comparison,
        Provenance(
            version=VERSION,
            commit=_commit(),
            written=date.today().isoformat(),
            command=command,
            inputs_hash=inputs_hash(comparison.model),
            overlays=book.overlays,
            overrides=book.overrides,
        ),
    )


def _columns(found: Statistics) -> dict[str, float]:
    low, high = found.intervals.get("mean", (float("nan"),) * 2)
    return {name: one for name, one in vars(found).items() if name != "intervals"} | {"mean_low": low, "mean_high": high}


def _commit() -> str:
    """Commit of the checkout the package runs from, read from its git folder; empty for an installed wheel."""
    git = Path(__file__).resolve().parent.parent / ".git"
    try:
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head[:12]
        reference = head.removeprefix("ref: ")
        loose = git / reference
        if loose.is_file():
            return loose.read_text(encoding="utf-8").strip()[:12]
        packed = (git / "packed-refs").read_text(encoding="utf-8").splitlines()
        return next((line.split()[0][:12] for line in packed if line.endswith(reference)), "")
    except OSError:
        return ""
