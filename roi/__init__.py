"""Does it pay to make an active pharmaceutical ingredient in the United States instead of buying or making it abroad?

``roi.load_case(name_or_path)`` reads a case; ``roi.compare(case, trials=..., seed=...)`` answers it with a `Study`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roi.version import VERSION

if TYPE_CHECKING:
    from roi.study import LoadedCase, Study, compare, load_case

__version__ = VERSION
__all__ = ["LoadedCase", "Study", "__version__", "compare", "load_case"]


def __getattr__(name: str) -> Any:
    # loaded when first used: `import roi` and `roi --help` stay quick
    if name in ("LoadedCase", "Study", "compare", "load_case"):
        from roi import study

        return getattr(study, name)
    raise AttributeError(f"module 'roi' has no attribute {name!r}")
