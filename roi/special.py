"""Special functions by SciPy, without what its package loads beside them.

``import scipy.special`` brings NumPy's test and Fortran tools along and takes a tenth of a short run. The functions themselves are one
compiled module, which loads in a twentieth of that. Where it cannot be loaded alone, the package is imported as usual; the functions are
the same objects either way.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

NAMES = ("beta", "betainc", "betaincinv", "betaln", "gammaincinv", "ndtr", "ndtri", "pdtrc", "stdtr", "stdtrit", "xlog1py", "xlogy")


def _functions() -> ModuleType:
    scipy = import_module("scipy")
    name = "scipy.special"
    if name not in sys.modules:
        # stands for the package while its compiled module is imported; whoever imports the package later gets the real one
        sys.modules[name] = package = ModuleType(name)
        package.__path__ = [f"{path}/special" for path in scipy.__path__]
        try:
            found = import_module(f"{name}._ufuncs")
            if all(hasattr(found, one) for one in NAMES):
                return found
        except ImportError:
            pass
        finally:
            del sys.modules[name]
    return import_module(name)


_found = _functions()
beta, betainc, betaincinv, betaln, gammaincinv, ndtr = (getattr(_found, name) for name in NAMES[:6])
ndtri, pdtrc, stdtr, stdtrit, xlog1py, xlogy = (getattr(_found, name) for name in NAMES[6:])
