"""What is heavy is loaded when it is used, so that help comes at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("llvmlite", "scipy", "pandas", "pint", "altair")
HELP = "from roi.cli import main\ntry: main(['--help'])\nexcept SystemExit as ended: assert not ended.code"


def loaded(code: str) -> set[str]:
    """Heavy libraries in a new process that has run `code`."""
    told = f"{code}\nimport sys\nprint(); print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("code", ["import roi", HELP, "import roi.formula, roi.finance"], ids=["import", "help", "engine"])
def test_nothing_heavy_is_loaded_for(code: str) -> None:
    assert loaded(code) == set()


def test_a_heavy_library_would_be_seen() -> None:
    assert loaded("import llvmlite") == {"llvmlite"}
