"""How numbers are written: three significant figures in text, fixed decimals and parentheses in tables, a dash for zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, isfinite, log10

MISSING = "n/a"
NOTHING = "–"


@dataclass(frozen=True)
class Scale:
    """A divisor for amounts of money, and its word: ``million``."""

    divisor: float
    word: str

    @property
    def unit(self) -> str:
        """Unit of the divided amounts: ``USD million``."""
        return f"USD {self.word}".strip()


SCALES = (Scale(1e9, "billion"), Scale(1e6, "million"), Scale(1e3, "thousand"), Scale(1.0, ""))


def scale(amounts: Iterable[float], least: float = 1.0) -> Scale:
    """Scale for amounts in USD that stand together: the largest one of which the largest amount has at least `least`."""
    largest = max((abs(amount) for amount in amounts if isfinite(amount)), default=0.0)
    return next((one for one in SCALES if largest >= least * one.divisor), SCALES[-1])


def table_scale(amounts: Iterable[float]) -> Scale:
    """Scale for a table or an axis, where one decimal must say enough: the largest amount has two digits or more."""
    return scale(amounts, 10.0)


def number(value: float, figures: int = 3) -> str:
    """Number in text: significant figures, thousands separators, a minus sign. ``n/a`` when it is not finite."""
    if not isfinite(value):
        return MISSING
    if value == 0:
        return "0"
    decimals = figures - 1 - floor(log10(abs(value)))
    rounded = round(value, decimals)
    decimals = figures - 1 - floor(log10(abs(rounded)))  # 9.996 has become 10.0
    return f"{rounded:,.{max(decimals, 0)}f}".replace("-", "−")


def exact(value: float) -> str:
    """Number as a file gives it: up to six significant figures, no trailing zeros."""
    if not isfinite(value):
        return MISSING
    text = number(value, 6)
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: float, per: str = "") -> str:
    """Amount in text: ``USD −13.7 million``, or a price when `per` is given: ``USD 8.69 per kg``. The scale follows the amount."""
    if not isfinite(amount):
        return MISSING
    chosen = scale([amount])
    words = ("USD", number(amount / chosen.divisor), chosen.word, f"per {per}" if per else "")
    return " ".join(word for word in words if word)


def money_range(low: float, high: float) -> str:
    """Two amounts on one scale: ``USD −609 to −131 million``."""
    if not (isfinite(low) and isfinite(high)):
        return MISSING
    chosen = scale([low, high])
    return f"USD {number(low / chosen.divisor)} to {number(high / chosen.divisor)} {chosen.word}".strip()


def in_table(value: float, decimals: int = 1) -> str:
    """Number in a table: fixed decimals, negatives in parentheses, a dash for zero, ``n/a`` when it is not finite."""
    if not isfinite(value):
        return MISSING
    if value == 0:
        return NOTHING
    text = f"{abs(value):,.{decimals}f}"
    return f"({text})" if value < 0 and float(text.replace(",", "")) else text


def price_in_table(value: float) -> str:
    """Price in a table: two decimals, or three significant figures below 0.1."""
    if isfinite(value) and 0 < abs(value) < 0.1:
        text = number(abs(value))
        return f"({text})" if value < 0 else text
    return in_table(value, 2)


def percent(share: float) -> str:
    """Share or rate with one decimal: ``41.2 %``; never rounded to a certainty it is not."""
    if not isfinite(share):
        return MISSING
    if share in (0.0, 1.0):
        return f"{share:.0%}".replace("%", " %")
    if 0 < share < 0.0005:
        return "under 0.1 %"
    if 0.9995 <= share < 1:
        return "over 99.9 %"
    return f"{share * 100:,.1f} %".replace("-", "−")


def percent_in_table(rate: float) -> str:
    """Rate in a table: one decimal, negatives in parentheses."""
    return MISSING if not isfinite(rate) else f"{in_table(rate * 100)} %" if rate else "0 %"


def chance(share: float, error: float) -> str:
    """Share of trials with its standard error in percentage points: ``41.2 % ± 1.1``; without one when all trials agree."""
    return percent(share) if share in (0.0, 1.0) else f"{percent(share)} ± {points(error)}"


def points(error: float) -> str:
    """Standard error of a share in percentage points: one decimal, or one significant figure below that."""
    return number(error * 100, 1) if 0 < error < 0.0005 else f"{error * 100:.1f}"
