"""Loans: whole years, the cover of a sculpted one, and a term that ends within the case."""

from __future__ import annotations

from typing import Protocol

from roi.domain import Loan, Plant


class Notes(Protocol):
    """Where a problem is written down."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""


def check_loan(notes: Notes, id: str, loan: Loan) -> None:
    """Note what a loan lacks or has too much."""
    for key in ("grace", "tenor"):
        figure = getattr(loan, key)
        if figure.distribution is not None or figure.value != int(figure.value):
            notes.note(id, (key,), f"{key} is not a whole number of years", "give value, a whole number, only")
    if (loan.repayment == "sculpted") != (loan.target_cover is not None):
        what = f"a loan repaid {loan.repayment} {'needs' if loan.target_cover is None else 'has no'} target_cover"
        notes.note(id, ("target_cover",), what, "target_cover belongs to repayment: sculpted, and to that alone")


def check_term(notes: Notes, id: str, path: tuple[str, ...], horizon: int, plant: Plant, loan: Loan) -> None:
    """Note a loan that is not repaid when the case ends: the owners would keep the money."""
    last = len(plant.spending_profile.table) + loan.grace.value + loan.tenor.value - 1
    if last > horizon:
        what = f"{loan.id} is repaid in project year {last:g}, after the last year {horizon}"
        notes.note(id, (*path, "loan"), what, "shorten grace or tenor, or lengthen the horizon")
