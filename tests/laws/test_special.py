"""SciPy's special functions loaded alone: the same objects, and nobody who imports the package later is worse off."""

from __future__ import annotations

import subprocess
import sys

import pytest

NAMES = "beta betainc betaincinv betaln gammaincinv ndtr ndtri pdtrc stdtr stdtrit xlog1py xlogy"


def run(text: str) -> str:
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_only_the_compiled_module_is_loaded() -> None:
    assert run("import sys, roi.special; print('scipy.special' in sys.modules, 'numpy.f2py' in sys.modules)") == "False False"


def test_the_package_can_be_imported_afterwards_and_has_the_same_functions() -> None:
    text = f"""
import roi.special
import scipy.special, scipy.stats
same = all(getattr(roi.special, name) is getattr(scipy.special, name) for name in {NAMES!r}.split())
print(same, scipy.special.logsumexp([0.0]), scipy.stats.norm.ppf(0.5))
"""
    assert run(text) == "True 0.0 0.0"


def test_the_package_is_taken_where_it_is_there_already() -> None:
    assert run("import scipy.special, roi.special; print(roi.special.ndtri is scipy.special.ndtri)") == "True"


@pytest.mark.parametrize("found", ["raise ImportError(name)", "return types.ModuleType(name)"])
def test_without_the_functions_in_a_module_of_their_own_the_package_is_imported(found: str) -> None:
    """A SciPy that keeps its functions elsewhere: the first try fails or finds none, the package does not."""
    text = f"""
import importlib, sys, types
whole = importlib.import_module
def alone(name):
    if name == "scipy.special._ufuncs":
        {found}
    return whole(name)
importlib.import_module = alone
import roi.special
importlib.import_module = whole
package = sys.modules["scipy.special"]
print(all(getattr(roi.special, name) is getattr(package, name) for name in {NAMES!r}.split()))
"""
    assert run(text) == "True"
