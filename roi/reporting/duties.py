"""Tariff law as a report shows it: every measure considered for every flow of goods of every option, domestic ones too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from roi.analysis.comparison import Comparison
from roi.domain import ContractManufacturer, Merchant, Option, Supplier
from roi.reporting.components import DUTIES, all_components
from roi.reporting.numbers import money, percent, price_in_table
from roi.reporting.words import domestic, label, listed
from roi.rules.tariffs import Layer
from roi.statement.draft import KEY

FEW_CHANGES = 4


@dataclass(frozen=True)
class LayerLine:
    """One measure considered: rates in words for the first and last year, what became of it and why, and its course in between."""

    label: str
    authority: str
    citation: str
    first: str
    last: str
    outcome: str
    applies: bool
    reason: str
    course: str


@dataclass(frozen=True)
class Flow:
    """Goods an option enters into the country of the customs fees. duty : what they pay, USD per kg sold, in words.

    lines : measures that apply, that open law may bring, or that a claim of the importer lifts. others : those that do not reach the goods.
    """

    title: str
    lines: tuple[LayerLine, ...]
    others: tuple[LayerLine, ...]
    first: str
    last: str
    duty: str


@dataclass(frozen=True)
class OptionDuties:
    """Flows of an option that meet tariff law, and a remark on those that do not."""

    option: str
    label: str
    flows: tuple[Flow, ...]
    remarks: tuple[str, ...]


def option_duties(comparison: Comparison) -> tuple[OptionDuties, ...]:
    """Tariff layers of every option, in the order of the case."""
    model = comparison.model
    return tuple(
        OptionDuties(
            name,
            option.label,
            tuple(_flow(comparison, name, flow, layers) for flow, layers in model.layers[name].items()),
            tuple(_of_members(comparison, option) if option.members else _remarks(comparison, name, option)),
        )
        for name, option in model.case.options.items()
    )


def duty_title(comparison: Comparison) -> str:
    """Title of the section: that tariffs cut both ways, where a domestic option and another one both pay."""
    paying = {name for name, amount in _duties(comparison).items() if amount}
    home = set(domestic(comparison))
    return "Tariffs cut both ways" if paying & home and paying - home else "Tariffs on every flow of goods"


def _duties(comparison: Comparison) -> dict[str, float]:
    """Duty of each option, USD per kg sold in the base case."""
    found = all_components(comparison)
    return {name: sum(found[one].cost[name] for one in DUTIES if one in found) for name in comparison.model.options}


def duty_finding(comparison: Comparison) -> str:
    """What duty costs each option, in a sentence."""
    duties = _duties(comparison)
    if not any(duties.values()):
        return "No option pays customs duty in the base case"
    return f"Duty per kg sold, base case: {listed([f'{money(amount)} for {label(comparison, name)}' for name, amount in duties.items()])}"


def _flow(comparison: Comparison, name: str, flow: str, layers: Sequence[Layer]) -> Flow:
    years = comparison.model.calendar.years
    sums = [sum(layer.rates[place] for layer in layers) for place in range(len(years))]
    found = all_components(comparison).get(DUTIES[1] if flow == KEY else DUTIES[0])
    cost = found.cost[name] if found else 0.0
    duty = f"duty {price_in_table(cost)} USD per kg sold, base case" if cost else "no duty paid in the base case"
    near = [layer for layer in layers if layer.applies or layer.measure.proposed or _lifted(layer, comparison, name, flow)]
    lines, others = (tuple(_line(layer, years) for layer in layers if (layer in near) is wanted) for wanted in (True, False))
    return Flow(flow_title(comparison, name, flow), lines, others, percent(sums[0]), percent(sums[-1]), duty)


def _lifted(layer: Layer, comparison: Comparison, name: str, flow: str) -> bool:
    """True when the measure has a rate for the origin and a claim of the importer may be what lifts it."""
    origin = _origin(comparison, name, flow)
    claimed = set(comparison.model.case.options[name].claims).intersection(layer.measure.relief_claims)
    return bool(claimed) and any(not line.origins or origin in line.origins for line in layer.measure.rates.values())


def _origin(comparison: Comparison, name: str, flow: str) -> str:
    """Country the goods of a flow come from: where their route begins."""
    model = comparison.model
    option = model.case.options[name]
    route = model.book.routes.get((option.key_route if flow == KEY else option.route) or "")
    return route.origin if route else ""


def flow_title(comparison: Comparison, name: str, flow: str) -> str:
    """Which goods, their number, from where to where."""
    model = comparison.model
    option, book = model.case.options[name], model.book
    seller: Supplier | Merchant | ContractManufacturer | None = book.suppliers.get(option.key_supplier or "")
    if flow != KEY:
        seller = book.merchants.get(option.merchant or "") or book.contract_manufacturers.get(option.manufacturer or "")
    if seller is None:
        return flow
    fees = book.customs_fees[model.case.customs_fees]
    places = [
        book.countries[code].label if code in book.countries else code.upper() for code in (_origin(comparison, name, flow), fees.country)
    ]
    return f"{flow}: {seller.product.replace('_', ' ')}, HTS {seller.hts}, {places[0]} to {places[1]}"


def _line(layer: Layer, years: Sequence[int]) -> LayerLine:
    reaches = any(layer.rates)
    outcome = ("Applied" if reaches else "In scope, adds nothing") if layer.applies else "Not applied"
    first, last = (percent(layer.rates[place]) if layer.applies else "–" for place in (0, -1))
    measure = layer.measure
    return LayerLine(
        measure.label, measure.authority, measure.citation, first, last, outcome, layer.applies, layer.reason, course(layer.rates, years)
    )


def course(rates: Sequence[float], years: Sequence[int]) -> str:
    """Rates by spans of years, empty when one rate holds throughout: ``25 % 2027 to 2030, 0 % from 2031``."""
    starts = [0, *(place + 1 for place, (one, next_) in enumerate(pairwise(rates)) if one != next_)]
    if len(starts) == 1:
        return ""
    if len(starts) > FEW_CHANGES:
        return f"changes {len(starts) - 1} times between {years[starts[1]]} and {years[starts[-1]]}"
    spans = [
        f"{percent(rates[start])} {years[start]}" + (f" to {years[end - 1]}" if end - 1 > start else "")
        for start, end in pairwise([*starts, len(rates)])
    ]
    spans[-1] = f"{percent(rates[-1])} from {years[starts[-1]]}"
    return ", ".join(spans)


def _of_members(comparison: Comparison, option: Option) -> list[str]:
    """Where the flows of an option made of others are found."""
    return [f"It is made of {' and '.join(label(comparison, one) for one in option.members)}: their goods and duties stand under these."]


def _remarks(comparison: Comparison, name: str, option: Option) -> list[str]:
    """Flows without tariff layers, said aloud: made in the market, or entered elsewhere."""
    model = comparison.model
    found, remarks = model.layers[name], []
    if "Product" not in found:
        remarks.append("The product is made in the country of the market: no duty falls on it.")
    if option.key_supplier and KEY not in found:
        route = model.book.routes.get(option.key_route or "")
        goods = "The key starting material"
        if route is None:
            remarks.append(f"{goods} is not imported: no duty falls on it.")
        else:
            country = model.book.countries.get(route.destination)
            place = country.label if country else route.destination.upper()
            remarks.append(f"{goods} enters {place}: duties of that country are not modelled, which favours this option.")
    return remarks
