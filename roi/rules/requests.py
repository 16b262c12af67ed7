"""What a user asks about an import, checked before the law is read: number, origin, claims and day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from roi.domain import TariffMeasure
from roi.domain.country_codes import CODES
from roi.errors import Problem, RoiError, nearest
from roi.rules.measures import Import, reaches

_HTS = re.compile(r"\d{4}\.?\d{2}\.?\d{2}(\.?\d{2})?")
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+)")
_WORDS = {"kg": "kg", "l": "litre", "litre": "litre", "liter": "litre", "litres": "litre", "liters": "litre", "head": "head", "no": "head"}


def asked(measures: Iterable[TariffMeasure], hts: str, origin: str, claims: Iterable[str], importer: str) -> Import:
    """The import asked about. Raises RoiError with every problem of number, origin and claims."""
    problems = []
    if not _HTS.fullmatch(hts.strip()):
        problems.append(
            Problem("--hts", f"{hts!r} is not a number of 8 or 10 digits", "write the whole line, as 2924.29.62 or 2924.29.62.10")
        )
    if origin.strip().lower() not in CODES:
        remedy = "write the two letters of ISO 3166, as IN or CN"
        problems.append(Problem("--origin", f"{origin!r} is not the code of a country", remedy))
    known = known_claims(measures)
    for claim in claims:
        if claim not in known:
            problems.append(Problem("--claim", f"no tariff measure knows the claim {claim!r}", nearest(claim, known)))
    if problems:
        raise RoiError(problems)
    return Import(pointed(hts), origin.strip().lower(), importer, tuple(dict.fromkeys(claims)))


def known_claims(measures: Iterable[TariffMeasure]) -> tuple[str, ...]:
    """Every claim that a measure or one of its lines knows, sorted."""
    found = {claim for one in measures for claim in (*one.claims, *one.relief_claims)}
    return tuple(sorted(found | {claim for one in measures for line in one.rates.values() for claim in line.claims}))


def day_asked(measures: Iterable[TariffMeasure], day: date) -> str:
    """A warning when the day lies beyond the last review of the law; empty when it does not.

    Raises RoiError for a day before the law of the book begins.
    """
    known = list(measures)
    begins = [one.schedule_file.first_day for one in known if one.schedule_file]
    if begins and day < min(begins):
        raise RoiError(Problem("--date", f"{day} lies before the law of the book", f"give a day from {min(begins)}"))
    reviewed = [one.reviewed for one in known if one.reviewed]
    if reviewed and day > max(reviewed):
        return f"the law was last reviewed on {max(reviewed)}: what was enacted later is not known here"
    return ""


def split_lists(measures: Iterable[TariffMeasure], goods: Import) -> str:
    """A warning when a list names ten-digit lines below the eight digits asked for; empty when none does."""
    digits = goods.hts.replace(".", "")
    split = [
        one.label
        for one in measures
        for listed in (one.hts_file, one.except_hts_file, one.relief_hts_file)
        if listed and any(entry.startswith(digits) and entry != digits for entry in listed.digits)
    ]
    return f"give ten digits: part of this line only is on the list of {', '.join(dict.fromkeys(split))}" if split else ""


def undeclared(measures: Iterable[TariffMeasure], goods: Import) -> str:
    """A warning when a duty depends on what the goods are and nothing was declared; empty when none does."""
    asking = [
        one
        for one in measures
        if one.kind not in ("relief", "in_place") and one.claims and not set(one.claims) & set(goods.claims)
        if one.importer == goods.importer and reaches(one.hts, one.hts_file, goods.hts)
    ]
    lifted = {claim for one in measures for other in asking if other.id in one.suppresses for claim in one.claims}
    open_ones = [one.label for one in asking if not lifted & set(goods.claims)]
    return f"taken as not {' or '.join(asking[0].claims)}: with that claim {open_ones[0]} would reach the goods" if open_ones else ""


def quantity(text: str) -> tuple[str, float]:
    """Unit and amount of ``2500kg``, ``1000 litres`` or ``500head``. Raises RoiError when it is not such a text."""
    match = _QUANTITY.fullmatch(text.strip())
    if not match:
        raise RoiError(Problem("--quantity", f"{text!r} is not an amount with its unit", "write 2500kg, 1000litre or 500head"))
    unit = _WORDS.get(match[2].lower())
    if unit is None:
        raise RoiError(Problem("--quantity", f"unknown unit {match[2]!r}", nearest(match[2].lower(), _WORDS)))
    return unit, float(match[1])


def pointed(hts: str) -> str:
    """The number with its points."""
    digits = hts.strip().replace(".", "")
    four, rest = digits[:4], digits[4:]
    return ".".join([four, *(first + second for first, second in zip(rest[::2], rest[1::2], strict=True))])
