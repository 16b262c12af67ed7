"""A worked plant with files of its own laid over it: figures are written here as plain numbers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from roi.analysis.trials import base_case
from roi.book import load_book
from roi.statement.model import build

PLANTS = Path(__file__).parent / "worked_examples" / "plants"


def figure(value: float, unit: str = "1", **more: Any) -> dict[str, Any]:
    """A figure of a file, with the source of the worked examples; money is that of the year of decision."""
    money = {"dollar_year": 2027} if "USD" in unit else {}
    about = {"source": "oracle", "locator": "test", "retrieved": "2026-11-21", "confidence": "judgement"}
    return {"label": "Figure", "unit": unit, "value": value, **money, **about, **more}


def rows_with(folder: Path, files: dict[str, dict[str, Any]], without: tuple[str, ...] = (), case: str = "c1") -> dict[str, Any]:
    """Base-case rows and measures, by name, of a worked plant.

    files : keys laid over a file of the book, or a new file, by its path. without : keys taken out of the plant.
    """
    book, own = folder / "book", folder / "own"
    shutil.copytree(PLANTS / "base", book)
    shutil.copytree(PLANTS / case, own)
    for path in (book / "plants/plant.yaml", own / "plants/plant.yaml"):
        read = YAML(typ="safe").load(path)
        path.write_text(json.dumps({key: one for key, one in read.items() if key not in without}, default=str), encoding="utf-8")
    for name, keys in files.items():
        path = own / name
        read = YAML(typ="safe").load(path) if path.exists() else {}
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({**read, **keys}, default=str), encoding="utf-8")
    found = load_book([book, own])
    return {cell.name: values for cell, values in base_case(build(found.cases["plant"], found)).items()}
