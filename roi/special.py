"""Special functions by SciPy, without what its package loads beside them.

``import scipy.special`` brings NumPy's test and Fortran tools along and takes a tenth of a short run. The functions themselves are one
compiled module, which loads in a twentieth of that. Where it cannot be loaded alone, the package is imported as usual; the functions are
the same objects either way.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType


def _functions() -> ModuleType:
    scipy = import_module("scipy")
    name = "scipy.special"
    if name not in sys.modules:
        # stands for the package while its compiled module is imported; whoever imports the package later gets the real one
        sys.modules[name] = package = ModuleType(name)
        package.__path__ = [f"{path}/special" for path in scipy.__path__]
        try:
            return import_module(f"{name}._ufuncs")
        except ImportError:
            pass
        finally:
            del sys.modules[name]
    return import_module(name)


_found = _functions()
beta, betainc, betaincinv, betaln = _found.beta, _found.betainc, _found.betaincinv, _found.betaln
gammaincinv, ndtr, ndtri, pdtrc = _found.gammaincinv, _found.ndtr, _found.ndtri, _found.pdtrc
stdtr, stdtrit, xlog1py, xlogy = _found.stdtr, _found.stdtrit, _found.xlog1py, _found.xlogy
