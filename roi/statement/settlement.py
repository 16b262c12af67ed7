"""What is paid beside the price of what is delivered: penalties, rebates, deficiency, availability, differences, prepayment.

Each payment is a row of its own; `PAYMENTS` and `DEDUCTIONS` say with which sign it enters revenue.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from roi.domain import Contract
from roi.formula import Formula, Row, Symbols, divide, maximum, minimum, prior, row, sum_of, where
from roi.statement.made import made


@row("Payment for volume not taken", unit="USD/year", section="Settlement")
def deficiency_payment(s: Symbols) -> Formula:
    """Volume not taken at the contract price."""
    return s.deficiency * s.contract_price


@row("Credit for volume made up", unit="USD/year", section="Settlement")
def make_up_credit(s: Symbols) -> Formula:
    """Volume made up, at the average of what was paid for the balance of last year."""
    return s.make_up_taken * divide(prior(s.make_up_paid), prior(s.make_up_balance))


@row("Paid for volume not yet taken", unit="USD", section="Settlement")
def make_up_paid(s: Symbols) -> Formula:
    """Balance of last year, plus payments for volume not taken, less credits; it lapses with the contract."""
    return where(s.contract_active, prior(s.make_up_paid) + (s.deficiency_payment - s.make_up_credit) * s.one_year, 0)


@row("Availability payment", unit="USD/year", section="Settlement")
def availability_payment(s: Symbols) -> Formula:
    """Capacity held ready at the availability price, at the general price index."""
    return s.reserved_volume * s.contract.availability_price * s.general_price_index


def difference_from(parity: str) -> Row:
    """The row `difference_payment` against the import parity of the part `parity`."""

    def payment(s: Symbols) -> Formula:
        parity_price: Formula = getattr(s, f"{parity}_import_parity")
        return s.contract_volume * (s.strike_price - parity_price)

    words = "Volume delivered under the contract times the strike price less import parity; negative when parity is dearer."
    return made("difference_payment", "Settlement of the difference", "USD/year", "Settlement", words, payment)


@row("Called but not delivered", unit="kg/year", section="Settlement")
def shortfall(s: Symbols) -> Formula:
    """What is called under the contract less what is delivered."""
    return s.contract_called - s.contract_volume


@row("Damages for what was not delivered", unit="USD/year", section="Settlement", name="damages")
def liquidated_damages(s: Symbols) -> Formula:
    """Share of the contract price for each kg not delivered."""
    return s.shortfall * s.contract.penalty_share * s.contract_price


@row("Damages for what was not delivered", unit="USD/year", section="Settlement", name="damages")
def cover_damages(s: Symbols) -> Formula:
    """For each kg not delivered, the share of what a replacement without a contract costs the buyer more."""
    return s.shortfall * s.contract.cover_share * maximum(0, s.spot_price - s.contract_price)


@row("Damages for what was not delivered", unit="USD/year", section="Settlement", name="damages")
def liquidated_and_cover_damages(s: Symbols) -> Formula:
    """For each kg not delivered, a share of the contract price, and the share of what a replacement costs the buyer more."""
    cover = s.contract.cover_share * maximum(0, s.spot_price - s.contract_price)
    return s.shortfall * (s.contract.penalty_share * s.contract_price + cover)


@row("Penalty for failure to supply", unit="USD/year", section="Settlement", name="penalty")
def penalty(s: Symbols) -> Formula:
    """Damages for what was not delivered."""
    return s.damages


@row("Penalty for failure to supply", unit="USD/year", section="Settlement", name="penalty")
def capped_penalty(s: Symbols) -> Formula:
    """Damages for what was not delivered, up to a share of the contract price of everything called for in the year."""
    return minimum(s.damages, s.contract.penalty_cap_share * s.contract_called * s.contract_price)


def rebate_of(tiers: Sequence[str]) -> Row:
    """The row `rebate` for tiers in the order of their volumes."""

    def paid(s: Symbols) -> Formula:
        figures = [getattr(s.contract.rebates, name) for name in tiers]
        above = [maximum(0, s.contract_volume - one.from_volume) for one in figures]
        within = [*(one - after for one, after in pairwise(above)), above[-1]]
        return s.contract_price * sum_of([one.share * volume for one, volume in zip(figures, within, strict=True)])

    words = "Contract price times, for each tier, its share of the volume delivered that lies within the tier."
    return made("rebate", "Rebate", "USD/year", "Settlement", words, paid)


@row("Margin of the distributor", unit="USD/year", section="Settlement")
def distributor_keeps(s: Symbols) -> Formula:
    """Share of the revenue under the contract that the distributor keeps."""
    return s.contract_revenue * s.contract.distributor_margin


@row("Invoices not paid", unit="USD/year", section="Settlement")
def unpaid_invoices(s: Symbols) -> Formula:
    """In the year of default, the share of last year's revenue under the contract that the buyer never pays."""
    return where(s.in_default & ~prior(s.in_default), prior(s.contract_revenue) * s.contract.unpaid_share, 0)


@row("Prepayment received", unit="USD", section="Prepayment")
def prepayment_received(s: Symbols) -> Formula:
    """In the year of decision, the prepayment of the buyer."""
    return where(s.year <= 0, s.contract.prepayment, 0)


@row("Prepayment credited", unit="USD", section="Prepayment")
def prepayment_credited(s: Symbols) -> Formula:
    """In each contract year an equal part of the prepayment, up to the revenue under the contract and to what is left."""
    part = divide(s.contract.prepayment, s.contract.tenor) * s.one_year
    return minimum(minimum(part, s.contract_revenue * s.one_year), prior(s.prepayment_balance))


@row("Prepayment returned", unit="USD", section="Prepayment")
def prepayment_returned(s: Symbols) -> Formula:
    """After the contract, and in the last year, what is left of the prepayment."""
    over = (s.calendar_year > s.contract_begins) & ~s.contract_active | (s.year >= s.last_year)
    return where(over, prior(s.prepayment_balance) - s.prepayment_credited, 0)


@row("Prepayment not yet credited", unit="USD", section="Prepayment")
def prepayment_balance(s: Symbols) -> Formula:
    """Balance of last year, plus what was received, less what was credited and returned."""
    return prior(s.prepayment_balance) + s.prepayment_received - s.prepayment_credited - s.prepayment_returned


PREPAYMENT = (prepayment_received, prepayment_credited, prepayment_returned, prepayment_balance)
PAYMENTS = ("deficiency_payment", "availability_payment", "difference_payment")
DEDUCTIONS = ("make_up_credit", "penalty", "rebate", "distributor_keeps", "unpaid_invoices")


def settlement(contract: Contract, parity: str) -> list[Row]:
    """Rows of what is paid beside the price. parity : prefix of the rows of import parity, for a contract for difference."""
    found: list[Row] = []
    if contract.volume_terms == "take_or_pay":
        found += [deficiency_payment, make_up_credit, make_up_paid] if contract.make_up else [deficiency_payment]
    found += [availability_payment] if contract.volume_terms == "reservation" else []
    found += [difference_from(parity)] if contract.price_terms == "difference" else []
    if contract.penalty_share or contract.cover_share:
        both = contract.penalty_share and contract.cover_share
        damages = liquidated_and_cover_damages if both else liquidated_damages if contract.penalty_share else cover_damages
        found += [shortfall, damages, capped_penalty if contract.penalty_cap_share else penalty]
    found += [rebate_of(tuple(contract.rebates))] if contract.rebates else []
    found += [distributor_keeps] if contract.distributor_margin else []
    found += [unpaid_invoices] if contract.unpaid_share else []
    return [*found, *(PREPAYMENT if contract.prepayment else ())]
