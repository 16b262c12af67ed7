"""The run folder: all files or none, the same bytes for the same seed, and a manifest that tells how to make it again."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import time

import pytest
from conftest import CASES

import roi
from roi.cli import main
from roi.errors import RoiError
from roi.files import put
from roi.reporting.run_folder import FILES

NAMES = {"workbook.xlsx", "report.html", "results.json", "statement.csv", "manifest.json"}
SMALL = ("json", "csv")


def listing(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_files_are_written_and_their_paths_returned(study, tmp_path) -> None:
    written = study.write(tmp_path / "a" / "b")
    assert set(listing(tmp_path / "a" / "b")) == NAMES
    assert {path.name for path in written.values()} == NAMES - {"manifest.json"}


def test_only_the_formats_asked_for_are_written(studies, tmp_path) -> None:
    studies[CASES[0]].write(tmp_path, ["csv", "csv"])
    assert set(listing(tmp_path)) == {"statement.csv", "manifest.json"}


def test_an_unknown_format_suggests_the_nearest_and_writes_nothing(studies, tmp_path) -> None:
    with pytest.raises(RoiError, match=r"unknown format 'xls' -> did you mean xlsx\?"):
        studies[CASES[0]].write(tmp_path / "out", ["xls"])
    assert not (tmp_path / "out").exists()


def test_the_manifest_holds_versions_seed_hashes_and_command(study, tmp_path) -> None:
    study.write(tmp_path)
    found = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (found["roi"], found["trials"], found["seed"]) == (roi.__version__, 400, 1)
    assert found["case"] in CASES
    assert found["inputs_hash"] == study.provenance.inputs_hash
    assert {"numpy", "scipy", "xlsxwriter"} <= set(found["packages"])
    assert set(found["files"]) == NAMES - {"manifest.json"}
    for name, digest in found["files"].items():
        assert digest == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    assert f"cases/{found['case']}.yaml" in found["assumption_files"]


def test_the_command_of_the_manifest_makes_the_same_results(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    case = roi.load_case(CASES[0], scenarios=["us_grant_30"], settings=["markets.acetaminophen_us.price={value: 4.2, unit: USD/kg}"])
    roi.compare(case, trials=30, seed=4).write("one", SMALL)
    program, *arguments = shlex.split(json.loads((tmp_path / "one/manifest.json").read_text(encoding="utf-8"))["command"])
    assert program == "roi"
    with pytest.raises(SystemExit, match="0"):
        main([*arguments, "-o", "two", "--quiet", "--format", "json", "--format", "csv"])
    assert (tmp_path / "one/results.json").read_bytes() == (tmp_path / "two/results.json").read_bytes()
    assert capsys.readouterr().out == ""


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_results(tmp_path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        roi.compare(CASES[1], trials=50, seed=seed).write(tmp_path / name)
        if name == "a":
            time.sleep(2.1)  # the clock in a zip file counts in steps of two seconds
    a, b, c = (listing(tmp_path / name) for name in "abc")
    assert a == b
    changed = {name for name in NAMES if a[name] != c[name]}
    assert {"results.json", "workbook.xlsx", "report.html"} <= changed
    assert "statement.csv" not in changed


def refuse(number: int, real=os.replace):
    """os.replace that fails at one call."""
    calls = []

    def replace(source, target, **more):
        calls.append(target)
        if len(calls) == number:
            raise PermissionError(13, "The file is open in another program")
        return real(source, target, **more)

    return replace


@pytest.mark.parametrize("number", [1, 2, 3])
def test_when_one_file_cannot_be_replaced_all_stay_as_they_were(studies, tmp_path, monkeypatch, number) -> None:
    old = {name: f"old {name}".encode() for name in ("statement.csv", "manifest.json")}
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(os, "replace", refuse(number))
    with pytest.raises(RoiError, match="cannot write: The file is open in another program"):
        studies[CASES[0]].write(tmp_path, SMALL)
    assert listing(tmp_path) == old


def test_when_a_file_cannot_be_made_nothing_is_written(studies, tmp_path, monkeypatch) -> None:
    def broken(comparison, provenance):
        raise ZeroDivisionError

    (tmp_path / "results.json").write_bytes(b"old")
    monkeypatch.setitem(FILES, "csv", ("statement.csv", broken))
    with pytest.raises(ZeroDivisionError):
        studies[CASES[0]].write(tmp_path, SMALL)
    assert listing(tmp_path) == {"results.json": b"old"}


def test_when_the_disk_is_full_no_temporary_file_is_left(tmp_path, monkeypatch) -> None:
    def full(handle):
        raise OSError(28, "No space left on device")

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        put({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert listing(tmp_path) == {"a": b"old"}


def test_a_file_in_the_place_of_the_folder_is_a_problem_to_fix(studies, tmp_path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(RoiError, match="cannot write"):
        studies[CASES[0]].write(tmp_path / "out", SMALL)
    assert listing(tmp_path) == {"out": b"a file"}
