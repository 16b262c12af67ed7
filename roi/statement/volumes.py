"""Terms of volume of an offtake contract: what the buyer calls for, what is delivered, what is due though not taken."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from dataclasses import replace

from roi.formula import Formula, Row, Symbols, divide, lookup, maximum, minimum, prior, row, rows, sum_of, where
from roi.formula.row import Function


@row("Called under the contract", unit="kg/year", section="Contract", name="contract_called")
def called_in_full(s: Symbols) -> Formula:
    """While the contract is in force the whole demand of its buyers."""
    return s.contract_active * s.demand


@row("Called under the contract", unit="kg/year", section="Contract", name="contract_called")
def called_by_share(s: Symbols) -> Formula:
    """While the contract is in force the share of the demand of its buyers that they have bound themselves to."""
    return s.contract_active * s.contract.requirements_share * s.demand


@row("Called under the contract", unit="kg/year", section="Contract", name="contract_called")
def called_as_fixed(s: Symbols) -> Formula:
    """While the contract is in force its volume, whatever the demand."""
    return s.contract_active * s.contract.volume


@row("Called under the contract", unit="kg/year", section="Contract", name="contract_called")
def called_up_to_volume(s: Symbols) -> Formula:
    """While the contract is in force the demand of its buyers, up to its volume."""
    return s.contract_active * minimum(s.demand, s.contract.volume)


@row("Called under the contract", unit="kg/year", section="Contract", name="contract_called")
def called_in_steps(s: Symbols) -> Formula:
    """While the contract is in force the share of the demand by year of the contract; the last step holds."""
    return s.contract_active * s.demand * lookup(s.contract.step_up, minimum(s.contract_age, s.contract.last_step))


@row("Share of the year in which the merchant delivers", unit="1", section="Supply")
def delivered_share(s: Symbols) -> Formula:
    """1 once the merchant delivers."""
    return where(s.operating, 1, 0)


@row("Share of the year in which the merchant delivers", unit="1", section="Supply", name="delivered_share")
def delivered_share_with_outages(s: Symbols) -> Formula:
    """The share of the year that is supplied, once the merchant delivers."""
    return where(s.operating, s.supplied_share, 0)


@row("Volume that must be taken or paid", unit="kg/year", section="Contract")
def minimum_take(s: Symbols) -> Formula:
    """While the contract is in force the minimum share of its volume."""
    return s.contract_active * s.contract.minimum_share * s.contract.volume


@row("Volume to be held ready", unit="kg/year", section="Contract")
def reservation_called(s: Symbols) -> Formula:
    """While the contract is in force its volume."""
    return s.contract_active * s.contract.volume


@row("Delivered under the contract", unit="kg/year", section="Sales under contract", name="contract_volume")
def contract_volume(s: Symbols) -> Formula:
    """What is called under the contract, once the merchant delivers."""
    return s.delivered_share * s.contract_called


@row("Capacity held ready", unit="kg/year", section="Sales under contract")
def reserved_volume(s: Symbols) -> Formula:
    """Volume to be held ready, once the merchant delivers."""
    return s.delivered_share * s.reservation_called


@row("Delivered under the contract", unit="kg/year", section="Sales under contract", name="contract_volume")
def delivered_from_reservation(s: Symbols) -> Formula:
    """What is called under the contract, up to the capacity held ready."""
    return minimum(s.contract_called, s.reserved_volume)


@row("Minimum that could be supplied", unit="kg/year", section="Sales under contract")
def minimum_supplied(s: Symbols) -> Formula:
    """Volume that must be taken or paid, once the merchant delivers."""
    return s.delivered_share * s.minimum_take


@row("Not taken", unit="kg/year", section="Sales under contract")
def deficiency(s: Symbols) -> Formula:
    """What the buyer had to take and could have been supplied with, less what was delivered."""
    return maximum(0, s.minimum_supplied - s.contract_volume)


@row("Made up", unit="kg/year", section="Sales under contract")
def make_up_taken(s: Symbols) -> Formula:
    """What is delivered beyond the volume that must be taken, up to what was paid for in earlier years and not taken."""
    above = maximum(0, s.contract_volume - s.minimum_take)
    return s.contract_active * minimum(prior(s.make_up_balance) / s.one_year, above)


@row("Paid for and not yet taken", unit="kg", section="Sales under contract")
def make_up_balance(s: Symbols) -> Formula:
    """Balance of last year, plus what was not taken, less what was made up; it lapses with the contract."""
    return where(s.contract_active, prior(s.make_up_balance) + (s.deficiency - s.make_up_taken) * s.one_year, 0)


@row("Called without a contract", unit="kg/year", section="Sales", name="spot_called")
def spot_beside_contract(s: Symbols) -> Formula:
    """Demand beyond what is called under the contract."""
    return maximum(0, s.demand - s.contract_called)


@row("Called without a contract", unit="kg/year", section="Sales", name="spot_called")
def spot_only(s: Symbols) -> Formula:
    """The whole demand of the buyers."""
    return s.demand


@row("Sold without a contract", unit="kg/year", section="Sales")
def spot_volume(s: Symbols) -> Formula:
    """What is called without a contract, once the merchant delivers."""
    return s.delivered_share * s.spot_called


def from_plant(delivered: Row, called: str, before: Sequence[str]) -> Row:
    """The row `delivered` for a plant: what it supplies of a call, after what is served before it."""

    def volume(s: Symbols) -> Formula:
        left = s.saleable_capacity - sum_of([getattr(s, one) for one in before]) if before else s.saleable_capacity
        return minimum(getattr(s, called), maximum(0, left))

    words = f"{called.capitalize().replace('_', ' ')}, but not more than the plant can release"
    words += " after the calls served before." if before else "."
    return replace(delivered, function=volume, doc=words, where=f"{__file__}:{from_plant.__code__.co_firstlineno}")


def withheld(called: Row, holders: Sequence[str]) -> Row:
    """The row `spot_called` of buyers that are not served while one of the segments `holders` has an exclusive contract in force."""

    def volume(s: Symbols) -> Formula:
        held = functools.reduce(operator.or_, [getattr(s, f"{one}_contract_active") for one in holders])
        return where(held, 0, called(s))

    words = f"{called.doc} Nothing while an exclusive contract of others is in force."
    return replace(called, function=volume, doc=words, where=f"{__file__}:{withheld.__code__.co_firstlineno}")


@row("Called under the contract", unit="kg/year", section="Contract", name="contract_called")
def called_as_fixed_and_shared(s: Symbols) -> Formula:
    """While the contract is in force the share of its volume that is called from this member, whatever the demand."""
    return s.contract_active * s.contract.volume * s.called_share


@row("Called under the contract", unit="kg/year", section="Contract", name="contract_called")
def called_up_to_shared_volume(s: Symbols) -> Formula:
    """While the contract is in force the demand for this member, up to its share of the volume of the contract."""
    return s.contract_active * minimum(s.demand, s.contract.volume * s.called_share)


@row("Volume that must be taken or paid", unit="kg/year", section="Contract", name="minimum_take")
def shared_minimum_take(s: Symbols) -> Formula:
    """While the contract is in force the minimum share of its volume, as far as it is called from this member."""
    return s.contract_active * s.contract.minimum_share * s.contract.volume * s.called_share


@row("Volume to be held ready", unit="kg/year", section="Contract", name="reservation_called")
def shared_reservation(s: Symbols) -> Formula:
    """While the contract is in force the share of its volume that is called from this member."""
    return s.contract_active * s.contract.volume * s.called_share


@row("Share of the year in which the merchant delivers", unit="1", section="Supply", name="delivered_share")
def delivered_share_of_what_is_left(s: Symbols) -> Formula:
    """The share of the year that is supplied, of the share that is not passed on to the other member, once the merchant delivers."""
    return where(s.operating, divide(s.supplied_share, 1 - s.passed_on), 0)


SHARED: dict[Function, Row] = {
    called_as_fixed.function: called_as_fixed_and_shared,
    called_up_to_volume.function: called_up_to_shared_volume,
    minimum_take.function: shared_minimum_take,
    reservation_called.function: shared_reservation,
}
"""Rows that read the volume of a contract, and what stands instead when two members share it."""

KINDS: dict[str, tuple[Row, ...]] = {
    "requirements": rows(called_in_full),
    "fixed": rows(called_as_fixed),
    "take_or_pay": rows(called_up_to_volume, minimum_take),
    "reservation": rows(reservation_called, called_up_to_volume),
    "step_up": rows(called_in_steps),
}
