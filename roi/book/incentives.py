"""Incentives: figures that belong together, drugs that exist, and what the taxation of a plant must say for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from roi.domain import Plant, Taxation
from roi.domain.incentives import ExportVat, Grant, Incentive, InvestmentCredit, ProductionCredit, TaxHoliday
from roi.errors import nearest


class Shelf(Protocol):
    """The nouns built, and where a problem is written down."""

    @property
    def nouns(self) -> Any:
        """Nouns by id."""

    def stems(self, folder: str) -> list[str]:
        """Names of the files of a folder."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""


def check_incentive(shelf: Shelf, id: str, incentive: Incentive) -> None:
    """Note what an incentive lacks, has too much, or names that does not exist."""
    for product in incentive.products:
        if product not in (drugs := shelf.stems("drugs")):
            shelf.note(id, ("products",), f"{product!r} is not a file of drugs/", nearest(product, drugs))
    if isinstance(incentive, Grant) and (incentive.share is None) == (incentive.amount is None):
        found = "neither share nor amount" if incentive.share is None else "both share and amount"
        shelf.note(id, ("amount",), f"the grant has {found}", "give one of the two")
    if isinstance(incentive, ProductionCredit):
        wanted, other = ("rate_per_kg", "rate") if incentive.base == "volume" else ("rate", "rate_per_kg")
        if getattr(incentive, wanted) is None:
            shelf.note(id, (wanted,), f"a production credit on {incentive.base} needs {wanted}", f"add {wanted}, a dated figure")
        if getattr(incentive, other) is not None:
            shelf.note(id, (other,), f"a production credit on {incentive.base} has no {other}", "take it out, or mend base")
    if isinstance(incentive, ExportVat):
        _check_rebate(shelf, id, incentive)
    if isinstance(incentive, InvestmentCredit | ProductionCredit) and incentive.use == "transferable" and incentive.transfer_price is None:
        shelf.note(id, ("transfer_price",), "a transferable credit needs transfer_price", "add it: what a buyer pays for one dollar of it")


def _check_rebate(shelf: Shelf, id: str, tax: ExportVat) -> None:
    """Note the first day on which more is refunded than the tax."""
    for day in sorted({day for one in (tax.vat_rate, tax.rebate_rate) for day, _ in one.dated}):
        rates = [
            max([(start, value) for start, value in one.dated if start <= day], default=(day, 0.0))[1]
            for one in (tax.vat_rate, tax.rebate_rate)
        ]
        if rates[1] > rates[0]:
            what = f"from {day} the rebate, {rates[1]:g}, is above the value added tax, {rates[0]:g}"
            shelf.note(id, ("rebate_rate",), what, "what is refunded is at most the tax: mend a date or a rate")
            return


def check_support(shelf: Shelf, id: str, path: tuple[str, ...], plant: Plant, taxation: Taxation) -> None:
    """Note a figure that the incentives of the plant's country need and its taxation lacks."""
    for key, incentive in _needs(shelf, plant):
        if getattr(taxation, key) is None:
            what = f"{incentive.id} is for {plant.id} and needs {key}, which {taxation.id} does not have"
            shelf.note(id, (*path, "taxation"), what, f"add {key} to {taxation.id}, a figure in 1")


def _needs(shelf: Shelf, plant: Plant) -> Iterator[tuple[str, Incentive]]:
    for one in shelf.nouns.values():
        if isinstance(one, InvestmentCredit | ProductionCredit) and one.country == plant.country and one.use == "carried_forward":
            yield "credit_limit", one
        if isinstance(one, TaxHoliday) and one.country == plant.country and one.scope == "local":
            yield "local_tax_rate", one
