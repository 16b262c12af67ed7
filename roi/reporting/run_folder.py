"""The run folder: all files are made first, then put in place together; when one cannot be, all stay as they were."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version as installed
from pathlib import Path

from roi.analysis.comparison import Comparison
from roi.errors import Problem, RoiError
from roi.files import put
from roi.reporting.provenance import Provenance
from roi.reporting.results import results_json, statement_csv
from roi.reporting.trial_data import sampling

Maker = Callable[[Comparison, Provenance], bytes]


def _workbook(comparison: Comparison, provenance: Provenance) -> bytes:
    from roi.reporting.words import answer
    from roi.reporting.workbook import workbook  # a run without it need not load what writes it

    return workbook(comparison, provenance, answer(comparison))


def _report(comparison: Comparison, provenance: Provenance) -> bytes:
    from roi.reporting.html import report_html  # as above

    return report_html(comparison, provenance).encode()


FILES: dict[str, tuple[str, Maker]] = {
    "xlsx": ("workbook.xlsx", _workbook),
    "html": ("report.html", _report),
    "json": ("results.json", lambda comparison, provenance: results_json(comparison, provenance.version)),
    "csv": ("statement.csv", lambda comparison, provenance: statement_csv(comparison)),
}
"""Format -> file name and maker."""


def write_run(comparison: Comparison, provenance: Provenance, folder: Path, formats: Sequence[str] = tuple(FILES)) -> dict[str, Path]:
    """Write the files of a run and manifest.json into `folder`, which is made when needed. Returns format -> path.

    Raises RoiError when the folder cannot be written; files of an earlier run stay as they were.
    """
    if set(formats) - {"csv"}:
        comparison.prepare()
    contents = {FILES[one][0]: FILES[one][1](comparison, provenance) for one in dict.fromkeys(formats)}
    contents["manifest.json"] = _manifest(comparison, provenance, contents)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        put({folder / name: content for name, content in contents.items()})
    except OSError as error:
        raise RoiError(
            Problem(str(folder), f"cannot write: {error.strerror or error}", "give another folder with -o, or close the file")
        ) from error
    return {one: folder / FILES[one][0] for one in dict.fromkeys(formats)}


def _manifest(comparison: Comparison, provenance: Provenance, contents: Mapping[str, bytes]) -> bytes:
    """Versions, seed, hashes and the command that reproduces the run."""
    found = {
        "roi": provenance.version,
        "commit": provenance.commit,
        "written": provenance.written,
        "python": platform.python_version(),
        "packages": {name: installed(name) for name in ("numpy", "scipy", "pydantic", "ruamel.yaml", "xlsxwriter", "altair")},
        "case": comparison.model.case.id.partition(".")[2],
        "trials": comparison.trials.trials,
        "seed": comparison.trials.seed,
        "sampling": sampling(comparison),
        "inputs_hash": provenance.inputs_hash,
        "command": provenance.command,
        "assumption_files": dict(sorted(comparison.model.book.hashes.items())),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()
