"""Number formats and colours: blue on pale yellow is an input, black a formula, green a link to another sheet."""

from __future__ import annotations

from typing import Any

from roi.units import FLAG, NUMBER, YEAR, Unit, parse

_RATE = parse("1/year")
INK, INPUT_BLUE, LINK_GREEN, PALE, RULE, SHADE = "#1A1A1A", "#0000C0", "#006100", "#FFF9DB", "#BFBFBF", "#EEF2F6"


def number_format(unit: Unit) -> str:
    """Excel format of a number in a unit; the unit itself stands in the unit column."""
    if unit == FLAG:
        return '0_);;"·"_)'
    if unit == _RATE:
        return '0.0%_);(0.0%);"–"_)'
    if unit == YEAR:
        return "[>=1000]0_);[<=-0.0000001](0.0#);0.0#_)"
    if unit == NUMBER:
        return '0.0000##_);(0.0000##);"–"_)'
    if str(unit) in ("USD", "USD/year", "kg/year", "h/year"):
        return '#,##0_);(#,##0);"–"_)'
    if str(unit) == "USD/dose":
        return '0.00000_);(0.00000);"–"_)'
    return '#,##0.000_);(#,##0.000);"–"_)'


class Formats:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, Unit | None], Any] = {}

    def __call__(self, kind: str = "text", unit: Unit | None = None) -> Any:
        """Format of a kind (see `_KINDS`), with the number format of a unit."""
        if (kind, unit) not in self._made:
            properties = dict(_BASE | _KINDS[kind])
            if unit is not None:
                properties |= {"num_format": number_format(unit), "align": "right"}
            self._made[kind, unit] = self._book.add_format(properties)
        return self._made[kind, unit]


_BASE: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "vcenter"}
_KINDS: dict[str, dict[str, Any]] = {
    "text": {},
    "wrap": {"text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 16},
    "subtitle": {"font_color": "#595959"},
    "heading": {"bold": True, "bg_color": SHADE, "bottom": 1, "bottom_color": RULE},
    "heading_right": {"bold": True, "bg_color": SHADE, "bottom": 1, "bottom_color": RULE, "align": "right", "text_wrap": True},
    "section": {"bold": True},
    "year": {"bold": True, "align": "right", "bg_color": SHADE, "num_format": "0"},
    "formula": {},
    "sum": {"bold": True, "top": 1, "top_color": RULE},
    "link": {"font_color": LINK_GREEN},
    "input": {"font_color": INPUT_BLUE, "bg_color": PALE, "locked": False},
    "result": {"bg_color": "#F2F2F2"},
    "wide": {"num_format": "[>=1E12]0.00E+00;[<=-1E12]-0.00E+00;#,##0"},
    "percent": {"num_format": "0.0%", "bg_color": "#F2F2F2"},
    "grey": {"font_color": "#7F7F7F"},
    "name": {"font_color": "#7F7F7F", "indent": 1},
    "grey_right": {"font_color": "#7F7F7F", "align": "right"},
    "url": {"font_color": INPUT_BLUE, "underline": 1},
    "good": {"bold": True, "font_color": LINK_GREEN},
    "answer": {"text_wrap": True, "font_size": 12, "valign": "top"},
}
