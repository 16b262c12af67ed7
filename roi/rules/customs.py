"""Customs value, duty by layer, fees by entry and drawback. Amounts of a quote are rounded half up to the cent; rates are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from roi.domain import CustomsFees, Drawback, TariffMeasure
from roi.errors import Problem, RoiError, nearest
from roi.rules.dated import on_day
from roi.rules.measures import Import, Standing
from roi.rules.tariffs import on_date

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Entry:
    """One entry of goods.

    price : invoice amount [USD] under the `incoterm`; freight, insurance : international carriage that the price may include [USD];
    inland : carriage to the port of export that the price may leave out [USD]; duty : included in the price when delivered duty paid [USD].
    quantities : amounts by unit (``kg``, ``litre``, ``head``).
    """

    price: float
    day: date
    mode: str
    incoterm: str = "FOB"
    freight: float = 0.0
    insurance: float = 0.0
    inland: float = 0.0
    duty: float = 0.0
    quantities: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class QuotedLayer:
    """A measure considered. amount : duty [USD], rounded to the cent."""

    standing: Standing
    amount: Decimal


@dataclass(frozen=True)
class Quote:
    """What an entry pays. Amounts in USD, rounded to the cent; effective_rate : total over customs value [1]."""

    value: Decimal
    layers: tuple[QuotedLayer, ...]
    duty: Decimal
    processing: Decimal
    harbor: Decimal
    total: Decimal
    effective_rate: float


def quote(measures: Iterable[TariffMeasure], fees: CustomsFees, goods: Import, entry: Entry) -> Quote:
    """Duty and fees of one entry. Raises RoiError for a value that is not positive, an unknown Incoterm, missing quantities."""
    value = customs_value(entry)
    found = on_date(measures, with_quantities(goods, entry), entry.day)
    layers = tuple(QuotedLayer(one, cents(value * one.rate)) for one in found)
    duty = sum((layer.amount for layer in layers), Decimal(0))
    processing = Decimal("0.00") if fee_exempt(fees, goods) else processing_fee(fees, value, entry.day)
    harbor = harbor_fee(fees, value, entry.mode)
    total = duty + processing + harbor
    return Quote(cents(value), layers, duty, processing, harbor, total, float(total) / value)


def with_quantities(goods: Import, entry: Entry) -> Import:
    """The goods with the quantity for each USD of customs value."""
    value = customs_value(entry)
    return replace(goods, per_value=tuple((unit, amount / value) for unit, amount in entry.quantities))


def customs_value(entry: Entry) -> float:
    """FOB-equivalent value [USD]: the price without international freight, insurance and duty, with carriage to the port of export.

    19 U.S.C. 1401a leaves out international carriage that is separately identified; this is its equivalent by Incoterm.
    Raises RoiError for an unknown Incoterm and for a value that is not positive.
    """
    if entry.incoterm not in INCOTERMS:
        raise RoiError(Problem("--incoterm", f"unknown Incoterm {entry.incoterm!r}", nearest(entry.incoterm, INCOTERMS)))
    value = INCOTERMS[entry.incoterm](entry)
    if not value > 0:
        what = f"the customs value is {value:g} USD"
        raise RoiError(Problem("--value", what, "give an amount above 0 that covers the freight, insurance and duty it includes"))
    return value


def processing_fee(fees: CustomsFees, value: float, day: date) -> Decimal:
    """Merchandise processing fee of a formal entry [USD], between the floor and the ceiling of the day of entry. 19 CFR 24.23."""
    low, high = (on_day(figure.dated, day) for figure in (fees.processing_minimum, fees.processing_maximum))
    if low is None or high is None:
        first = fees.processing_minimum.dated[0][0]
        raise RoiError(Problem("--date", f"no processing fee is known on {day}", f"give a day from {first}"))
    return cents(min(max(value * fees.processing_rate.value, low), high))


def fee_exempt(fees: CustomsFees, goods: Import) -> bool:
    """True when the importer makes a claim that frees goods of their origin from the processing fee. 19 CFR 24.23(c)."""
    return any(goods.origin in one.origins and set(one.claims).intersection(goods.claims) for one in fees.exemptions.values())


def harbor_fee(fees: CustomsFees, value: float, mode: str) -> Decimal:
    """Harbor maintenance fee [USD], of goods that come by ocean only. 19 CFR 24.24."""
    return cents(value * fees.harbor_rate.value) if mode == "ocean" else Decimal("0.00")


def drawback(layers: Sequence[QuotedLayer], rule: Drawback, exported_share: float) -> Decimal:
    """Refund of duty on goods exported again [USD]: a share of the duty of each layer whose measure is eligible. 19 U.S.C. 1313.

    exported_share : part of the goods that leaves again [1]. An eligibility that is unverified refunds nothing.
    Raises RoiError for a share outside 0 to 1.
    """
    if not 0 <= exported_share <= 1:
        raise RoiError(Problem("", f"the share exported is {exported_share:g}", "give a fraction from 0 to 1"))
    paid = sum((layer.amount for layer in layers if layer.standing.measure.drawback == "eligible"), Decimal(0))
    return min(paid, cents(float(paid) * rule.share.value * exported_share))


def cents(amount: float) -> Decimal:
    """Amount rounded half up to the cent, on the decimal digits that the number shows."""
    return Decimal(repr(float(amount))).quantize(CENT, ROUND_HALF_UP)


def _with_carriage(entry: Entry) -> float:
    return entry.price + entry.inland


def _loaded(entry: Entry) -> float:
    return entry.price


def _freight_paid(entry: Entry) -> float:
    return entry.price - entry.freight


def _insured(entry: Entry) -> float:
    return entry.price - entry.freight - entry.insurance


def _duty_paid(entry: Entry) -> float:
    return entry.price - entry.freight - entry.insurance - entry.duty


INCOTERMS: dict[str, Callable[[Entry], float]] = {
    "EXW": _with_carriage,
    "FCA": _loaded,
    "FAS": _loaded,
    "FOB": _loaded,
    "CFR": _freight_paid,
    "CPT": _freight_paid,
    "CIF": _insured,
    "CIP": _insured,
    "DAP": _insured,
    "DPU": _insured,
    "DDP": _duty_paid,
}
"""What the price of each Incoterm 2020 becomes to be the customs value."""
