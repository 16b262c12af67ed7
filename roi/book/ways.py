"""Whether goods get where they are needed: a route that leads there, and a seller that sells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from roi.domain import ContractManufacturer, DrugSubstance, Market, Merchant, Noun, Plant, Route, Supplier


class Shelf(Protocol):
    """Where problems are written down and other nouns are found."""

    @property
    def nouns(self) -> Mapping[str, Noun]:
        """Every noun that could be built, by id."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""

    def get(self, folder: str, stem: str | None) -> Any:
        """The noun, or None when it is not given or could not be built."""


def check_way(
    shelf: Shelf,
    id: str,
    path: tuple[str, ...],
    stem: str | None,
    start: Plant | Supplier | Merchant | ContractManufacturer | None,
    end: Plant | Market | ContractManufacturer | None,
) -> None:
    """A route is there when two countries are, and it leads from the one to the other."""
    if start is None or end is None:
        return
    route = shelf.get("routes", stem)
    ends = f"from {start.country} ({start.id}) to {end.country} ({end.id})"
    if stem is None and start.country != end.country:
        shelf.note(id, path, f"{path[-1]} is missing: the goods go {ends}", f"add {path[-1]}: name of a file of routes/")
    elif isinstance(route, Route) and (route.origin, route.destination) != (start.country, end.country):
        what = f"route {stem!r} leads from {route.origin} to {route.destination}, the goods go {ends}"
        fit = [
            key.partition(".")[2]
            for key, one in shelf.nouns.items()
            if isinstance(one, Route) and (one.origin, one.destination) == (start.country, end.country)
        ]
        shelf.note(id, path, what, f"take {' or '.join(fit)}" if fit else "add such a route to routes/")


def check_product(
    shelf: Shelf, id: str, path: tuple[str, ...], supplier: Supplier | Merchant | ContractManufacturer | None, wanted: str, why: str
) -> None:
    """A supplier sells, and a contract manufacturer makes, what the option takes from it."""
    if supplier and supplier.product != wanted:
        makes = isinstance(supplier, ContractManufacturer)
        what = f"{supplier.id} {'makes' if makes else 'sells'} {supplier.product!r}, {why} {wanted!r}"
        shelf.note(id, path, what, f"name a {'manufacturer' if makes else 'supplier'} with product: {wanted}")


def check_number(shelf: Shelf, seller: Merchant | ContractManufacturer | None, drug: DrugSubstance | None) -> None:
    """The drug substance of a case enters under one number, whoever sells it."""
    if drug and seller and seller.product == drug.id.partition(".")[2] and seller.hts != drug.hts:
        what = f"{seller.id} enters under {seller.hts}, {drug.id} under {drug.hts}"
        shelf.note(seller.id, ("hts",), what, "the same goods have one number: mend hts in one of the two files")
