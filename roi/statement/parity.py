"""Import parity: what goods of a merchant cost per kg when they have arrived and the duty is paid. Shared by all options.

The rows of landed cost once more, for the whole volume of the market in year 0; divided by that volume, entries and fees per kg do not
depend on it.
"""

from __future__ import annotations

from roi.book import SPOT, Book
from roi.domain import Case, Contract
from roi.formula import Formula, Row, Symbols, divide, part, row, sum_of
from roi.rules.tariffs import Import, layers
from roi.statement.binding import Binding, Calendar, bind_entity, derived
from roi.statement.landed_cost import CARRIAGE, CUSTOMS, brokerage, goods_value_of_merchant, harbor_fee
from roi.statement.made import made


@row("Volume shipped", unit="kg/year", section="Landed cost")
def shipped_volume(s: Symbols) -> Formula:
    """Volume of the market in year 0."""
    return s.market.volume


def import_parity(costs: list[str]) -> Row:
    """The row `import_parity`, the sum of the rows `costs` per kg."""

    def parity(s: Symbols) -> Formula:
        return divide(sum_of([getattr(s, one) for one in costs]), s.shipped_volume)

    words = "Sum of " + ", ".join(one.replace("_", " ") for one in costs) + ", divided by the volume shipped."
    return made("import_parity", "Import parity", "USD/kg", "Landed cost", words, parity)


def prefix_of(contract: Contract) -> str:
    """Prefix of the rows and inputs of a contract's import parity."""
    return f"parity_{contract.id.partition('.')[2]}"


def with_parity(case: Case, book: Book) -> list[Contract]:
    """Contracts for difference under which anybody buys in the case, each once."""
    stems = [
        option.contracts.get(name) or segment.contract or case.contract or SPOT
        for option in case.options.values()
        for name, segment in book.markets[case.market].segments.items()
    ]
    found = [book.contracts[stem] for stem in dict.fromkeys(stems) if stem in book.contracts]
    return [one for one in found if one.price_terms == "difference"]


def parity_rows(contract: Contract, case: Case, book: Book) -> tuple[Row, ...]:
    """Landed cost of the merchant of a contract for difference, and its sum per kg."""
    merchant, route = book.merchants[contract.parity_merchant or ""], book.routes[contract.parity_route or ""]
    costs = [goods_value_of_merchant, *CARRIAGE]
    items: list[Row] = [shipped_volume, *costs]
    if route.destination == book.customs_fees[case.customs_fees].country:
        ocean = [harbor_fee] if route.mode == "ocean" else []
        items += [*CUSTOMS, *ocean, brokerage]
        costs += [one for one in items if one.name in ("customs_duty", "processing_fee", "harbor_fee", "brokerage")]
    return part(prefix_of(contract), f"Import parity, {merchant.label}", [*items, import_parity([one.name for one in costs])])


def parity_inputs(contract: Contract, case: Case, book: Book, calendar: Calendar) -> dict[str, Binding]:
    """Inputs of `parity_rows`: the merchant, the route, the customs fees, and each tariff layer that applies, as a yearly series."""
    prefix = prefix_of(contract)
    merchant, route = book.merchants[contract.parity_merchant or ""], book.routes[contract.parity_route or ""]
    fees = book.customs_fees[case.customs_fees]
    entities = (("merchant", merchant, "Product supply"), ("route", route, "Product freight"), ("customs", fees, "Customs fees"))
    found: dict[str, Binding] = {}
    for role, entity, section in entities:
        found |= bind_entity(f"{prefix}.{role}", entity, f"{section}: {entity.label}", calendar)
    goods = Import(merchant.hts, route.origin, fees.country, contract.parity_claims)
    for layer in layers(book.tariffs.values(), goods, calendar.years):
        if layer.applies and layer.line is not None:
            stem = layer.measure.id.partition(".")[2]
            found[f"{prefix}.tariff.layers.{stem}"] = derived(
                f"{contract.id}.tariff.{stem}",
                f"{layer.measure.label}, {goods.hts} of {goods.origin.upper()}",
                layer.rates,
                section="Tariff layers, import parity",
                derivation=f"{layer.measure.citation}; averaged over the days of each calendar year",
                figures=(layer.line.rate,),
            )
    return found
