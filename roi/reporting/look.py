"""How charts look: one colour and dash for each option everywhere, and the configuration all charts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OPTION_COLOURS = 5
DASHES = ((1, 0), (8, 3), (2, 2), (10, 3, 2, 3), (5, 2))


@dataclass(frozen=True)
class Look:
    """Colour (a CSS variable) and dash pattern of an option, the same in every chart, legend and table."""

    colour: str
    dash: tuple[int, ...]


def looks(options: Sequence[str]) -> dict[str, Look]:
    """Look of each option by its place in the case; beyond five the colours repeat with another dash."""
    return {
        name: Look(f"var(--option-{place % OPTION_COLOURS + 1})", DASHES[(place + place // OPTION_COLOURS) % len(DASHES)])
        for place, name in enumerate(options)
    }


def config(colours: Mapping[str, str]) -> dict[str, Any]:
    """Vega-Lite configuration shared by all charts. colours : ``ink``, ``muted``, ``grid``, ``surface``."""
    axis = {
        "domainColor": colours["muted"],
        "tickColor": colours["grid"],
        "gridColor": colours["grid"],
        "labelColor": colours["muted"],
        "titleColor": colours["muted"],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 10,
        "labelPadding": 6,
        "domain": False,
        "ticks": False,
    }
    locale = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""], "minus": "−"}
    font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
    return {"background": None, "font": font, "axis": axis, "view": {"stroke": None}, "locale": {"number": locale}}


PAGE_COLOURS = {name: f"var(--{name})" for name in ("ink", "muted", "grid", "surface")}
