"""Who buys, under which contract: the segments of the market, and the terms of their contracts in words, base case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roi.analysis.comparison import Comparison
from roi.domain import Assumption, Contract, Segment
from roi.reporting.numbers import exact, money, number, percent
from roi.statement.sales import buyers

WITHOUT = "–"
MONTHS, DAYS = 12, 365
BASE, SPOT_PRICE = "the market price of the decision year", "the price without a contract"


@dataclass(frozen=True)
class Terms:
    """How a segment buys from some of the options. options : their labels, empty when it is all of them.

    A segment that buys from domestic plants first buys from no other option, so it names those it buys from.
    """

    contract: str
    price: str
    volume: str
    years: str
    clauses: str
    options: str


@dataclass(frozen=True)
class SegmentLine:
    """A segment of the market with its share of the volume, and each way in which it buys."""

    label: str
    share: str
    terms: tuple[Terms, ...]


def segment_lines(comparison: Comparison) -> tuple[SegmentLine, ...]:
    """Segments in the order of the market."""
    model = comparison.model
    case, book = model.case, model.book
    found = {name: {one.name: one.contract for one in buyers(case, option, book)} for name, option in case.simple_options.items()}
    lines = []
    for name, segment in book.markets[case.market].segments.items():
        under: dict[str, list[str]] = {}
        contracts: dict[str, Contract | None] = {}
        selling = {option: by_segment for option, by_segment in found.items() if name in by_segment}
        for option, by_segment in selling.items():
            contract = by_segment[name]
            key = contract.id if contract else ""
            contracts[key] = contract
            under.setdefault(key, []).append(case.options[option].label)
        differ = len(under) > 1 or len(selling) < len(found)
        ways = tuple(_terms(comparison, segment, contracts[key], labels if differ else []) for key, labels in under.items())
        lines.append(SegmentLine(segment.label, _share(segment), ways))
    return tuple(lines)


def _share(segment: Segment) -> str:
    """Share of the volume of the market; a stock comes on top of it."""
    if segment.stock_time:
        return WITHOUT
    return percent(segment.share.value) if segment.share else percent(1)


def _demand(segment: Segment) -> str:
    """What a segment calls for without a contract."""
    if segment.stock_time:
        months = MONTHS * segment.stock_time.value
        lasts = f"{number(months, 2)} months" if months >= 1 else f"{number(DAYS * segment.stock_time.value, 2)} days"
        bought = "" if _value(segment.switched_on) else "; not bought in the base case"
        return f"a stock for {lasts}, filled in {_value(segment.fill_year):.0f}, what spoils is replaced{bought}"
    return "what is tendered, while the award is held" if segment.tender else "all demand"


def _terms(comparison: Comparison, segment: Segment, contract: Contract | None, options: list[str]) -> Terms:
    if contract is None:
        return Terms("none: spot", "price without a contract", _demand(segment), WITHOUT, "", ", ".join(options))
    return Terms(
        contract.label,
        PRICES[contract.price_terms](comparison, contract),
        VOLUMES[contract.volume_terms](contract),
        _years(contract),
        "; ".join(_clauses(contract)),
        ", ".join(options),
    )


def _value(figure: Assumption | None) -> float:
    """Base-case value of a figure that the terms need."""
    assert figure is not None
    return figure.value


def _times(ratio: Assumption | None, price: str) -> str:
    return price if _value(ratio) == 1 else f"{exact(_value(ratio))} × {price}"


def _rising(contract: Contract) -> str:
    growth = _value(contract.escalation)
    return f", rising {percent(growth)} a year" if growth else ""


def _spot(comparison: Comparison, contract: Contract) -> str:
    erosion = f", falling {percent(contract.erosion.value)} a year against it" if contract.erosion and contract.erosion.value else ""
    return f"{_times(contract.price_ratio, SPOT_PRICE)}{erosion}"


def _fixed(comparison: Comparison, contract: Contract) -> str:
    premium = _value(contract.domestic_premium)
    more = f"; {percent(premium)} more for a domestic product" if premium else ""
    return f"{_times(contract.price_ratio, BASE)}{_rising(contract)}{more}"


def _indexed(comparison: Comparison, contract: Contract) -> str:
    folder, _, stem = (contract.index or "").partition(".")
    book = comparison.model.book
    followed = {"suppliers": book.suppliers, "indices": book.indices}.get(folder, {}).get(stem)
    index = f"the price of “{followed.label}”" if folder == "suppliers" and followed else f"“{followed.label}”" if followed else "inflation"
    limits = f", between {exact(contract.collar.value)} and {exact(contract.cap.value)} times" if contract.cap and contract.collar else ""
    passed = percent(_value(contract.passed_through))
    return f"{_times(contract.price_ratio, BASE)}, moving with {passed} of the change of {index}{limits}"


def _cost_plus(comparison: Comparison, contract: Contract) -> str:
    rate = contract.rate_of_return
    capital = f" and {percent(rate.value)} a year on the capital" if rate else ""
    return f"operating cost per kg{capital}, plus {percent(_value(contract.margin))}"


def _floor_ceiling(comparison: Comparison, contract: Contract) -> str:
    low, high = exact(_value(contract.floor)), exact(_value(contract.ceiling))
    return f"price without a contract, but between {low} and {high} × {BASE}{_rising(contract)}"


def _difference(comparison: Comparison, contract: Contract) -> str:
    merchant = comparison.model.book.merchants[contract.parity_merchant or ""].label
    strike = f"{_times(contract.strike, BASE)}{_rising(contract)}"
    return f"price without a contract; the difference of {strike}, from the landed cost of “{merchant}” is settled"


def _requirements(contract: Contract) -> str:
    return f"{percent(contract.requirements_share.value)} of the demand" if contract.requirements_share else "all demand"


def _tonnes(figure: Assumption | None) -> str:
    return f"{exact(_value(figure) / 1000)} t a year"


def _fixed_volume(contract: Contract) -> str:
    return f"{_tonnes(contract.volume)}, whatever the demand"


def _take_or_pay(contract: Contract) -> str:
    later = ", to be made up later" if contract.make_up else ""
    return f"up to {_tonnes(contract.volume)}; {percent(_value(contract.minimum_share))} is paid though not taken{later}"


def _reservation(contract: Contract) -> str:
    price = money(_value(contract.availability_price), "kg")
    return f"up to {_tonnes(contract.volume)}, held ready for {price} a year"


def _step_up(contract: Contract) -> str:
    assert contract.step_up is not None
    return f"{', '.join(percent(share) for share in contract.step_up.table)} of the demand, year by year; the last share holds"


def _years(contract: Contract) -> str:
    first, tenor = contract.first_year.value, contract.tenor.value
    found = f"{first:.0f} to {first + tenor - 1:.0f}" + (", later by any delay of the plant" if contract.waits_for_plant else "")
    if contract.renewed and contract.renewal_tenor:
        found += f"; {contract.renewal_tenor.value:.0f} more if renewed"
    return found


def _clauses(contract: Contract) -> list[str]:
    """Everything beside price, volume and years."""
    found = []
    if contract.distributor_margin:
        found.append(f"a distributor keeps {percent(contract.distributor_margin.value)}")
    if contract.rebates:
        found.append(
            "rebates of " + ", ".join(f"{percent(one.share.value)} from {_tonnes(one.from_volume)}" for one in contract.rebates.values())
        )
    if contract.prepayment:
        found.append(f"{money(contract.prepayment.value)} paid in advance")
    if contract.penalty_share or contract.cover_share:
        found.append("a penalty for failure to supply")
    if contract.termination_trigger and contract.notice:
        found.append(
            f"{contract.notice.value:.0f} years' notice when others are cheaper than {percent(contract.termination_trigger.value)} of it"
        )
    if contract.years_to_default:
        found.append("the buyer may default")
    if contract.exclusive:
        found.append("others are served only under contract")
    if contract.most_favoured:
        found.append(f"no dearer than for {', '.join(contract.most_favoured)}")
    return found


PRICES: dict[str, Callable[[Comparison, Contract], str]] = {
    "spot": _spot,
    "fixed": _fixed,
    "indexed": _indexed,
    "cost_plus": _cost_plus,
    "floor_ceiling": _floor_ceiling,
    "difference": _difference,
}
VOLUMES: dict[str, Callable[[Contract], str]] = {
    "requirements": _requirements,
    "fixed": _fixed_volume,
    "take_or_pay": _take_or_pay,
    "reservation": _reservation,
    "step_up": _step_up,
}
