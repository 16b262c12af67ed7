"""Import parity: what goods of a merchant cost per kg when they have arrived and the duty is paid. Shared by all options.

The rows of landed cost once more, for the whole volume of the market in year 0; divided by that volume, entries and fees per kg do not
depend on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from roi.book import SPOT, Book
from roi.domain import Case, Contract
from roi.formula import Formula, Row, Symbols, divide, part, row, sum_of
from roi.rules.customs import fee_exempt
from roi.rules.tariffs import Import
from roi.statement.binding import Binding, Calendar, bind_entity
from roi.statement.landed_cost import CARRIAGE, CUSTOMS, brokerage, customs_value, goods_value_of_merchant, harbor_fee
from roi.statement.made import made
from roi.statement.market import first_duty_rate, market_price_after_duties, market_price_as_is
from roi.statement.tariff_layers import tariff_layers


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
        for option in case.simple_options.values()
        for name, segment in book.markets[case.market].segments.items()
    ]
    found = [book.contracts[stem] for stem in dict.fromkeys(stems) if stem in book.contracts]
    return [one for one in found if one.price_terms == "difference"]


@dataclass(frozen=True)
class Parity:
    """Rows and inputs of an import parity. asked : ids of open measures that change one of its layers."""

    rows: tuple[Row, ...]
    inputs: dict[str, Binding]
    asked: set[str]


def parity(contract: Contract, case: Case, book: Book, calendar: Calendar) -> Parity:
    """Landed cost of the merchant of a contract for difference, and its sum per kg."""
    prefix, fees = prefix_of(contract), book.customs_fees[case.customs_fees]
    merchant, route = book.merchants[contract.parity_merchant or ""], book.routes[contract.parity_route or ""]
    entities = (("merchant", merchant, "Product supply"), ("route", route, "Product freight"), ("customs", fees, "Customs fees"))
    inputs: dict[str, Binding] = {}
    for role, entity, section in entities:
        inputs |= bind_entity(f"{prefix}.{role}", entity, f"{section}: {entity.label}", calendar)
    costs = [goods_value_of_merchant, *CARRIAGE]
    items: list[Row] = [shipped_volume, *costs]
    asked: set[str] = set()
    if route.destination == fees.country:
        goods = Import(merchant.hts, route.origin, fees.country, contract.parity_claims)
        met = tariff_layers(book, goods, calendar, f"{prefix}.", contract.id, "import parity")
        inputs, asked = inputs | met.inputs, met.asked
        ocean = [harbor_fee] if route.mode == "ocean" else []
        items += [customs_value, *met.rows, *CUSTOMS[fee_exempt(fees, goods)], *ocean, brokerage]
        costs += [one for one in items if one.name in ("customs_duty", "processing_fee", "harbor_fee", "brokerage")]
    items.append(import_parity([one.name for one in costs]))
    return Parity(part(prefix, f"Import parity, {merchant.label}", items), inputs, asked)


IMPORTED = "imported"
"""Prefix of the rows and inputs of the import that sets the market price."""


def price_setting(case: Case, book: Book, calendar: Calendar) -> Parity:
    """Rows of the market price: as it is, or answering to the duty on the import that the market names."""
    market, fees = book.markets[case.market], book.customs_fees[case.customs_fees]
    if market.duty_pass_through is None:
        return Parity((market_price_as_is,), {}, set())
    merchant, route = book.merchants[market.parity_merchant or ""], book.routes[market.parity_route or ""]
    goods = Import(merchant.hts, route.origin, fees.country, market.parity_claims)
    met = tariff_layers(book, goods, calendar, f"{IMPORTED}.", market.id, "import that sets the price")
    inputs = met.inputs | bind_entity(f"{IMPORTED}.merchant", merchant, f"Product supply: {merchant.label}", calendar)
    items = part(IMPORTED, f"Import that sets the price, {merchant.label}", [*met.rows, first_duty_rate])
    return Parity((*items, market_price_after_duties), inputs, met.asked)
