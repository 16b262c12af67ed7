"""A skip is seen, and is a failure where everything is said to be installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
SAMPLE = """
import pytest

@pytest.fixture
def browser():
    pytest.skip("no browser here")

@pytest.mark.libreoffice
def test_office(): pass

def test_page(browser): pass

def test_plain(): pass
"""
WHOLE = 'import pytest\npytest.skip("whole file", allow_module_level=True)\n'


@pytest.mark.parametrize(("value", "code", "counts"), [("", 0, "1 passed, 3 skipped"), ("1", 1, "")])
def test_skips_are_shown_and_fail_where_nothing_may_be_skipped(tmp_path, value, code, counts) -> None:
    shutil.copy(TESTS / "conftest.py", tmp_path / "conftest.py")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  libreoffice: x\n", encoding="utf-8")
    (tmp_path / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "test_whole.py").write_text(WHOLE, encoding="utf-8")
    environment = os.environ | {"ROI_NOTHING_SKIPPED": value, "PATH": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", "--continue-on-collection-errors", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == code, done.stdout
    assert counts in done.stdout
    for reason in ("no browser here", "no LibreOffice on this machine", "whole file"):
        assert reason in done.stdout
    assert ("ROI_NOTHING_SKIPPED is set, but" in done.stdout) is bool(value)
