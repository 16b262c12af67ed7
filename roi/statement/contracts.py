"""The life of an offtake contract, as rows of the part of its buyers: from when to when it is in force.

Which rows a contract has follows from its terms; the values are inputs ``contract.…`` of the part. Its price stands in
`roi.statement.contract_prices`, what is called and delivered in `roi.statement.volumes`, what is paid beside the price in
`roi.statement.settlement`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from roi.domain import Contract
from roi.formula import Formula, Row, Symbols, between, prior, row, where
from roi.statement.made import made


@row("First year of the contract", unit="year", section="Contract", name="contract_begins")
def begins_as_written(s: Symbols) -> Formula:
    """Calendar year that the contract states."""
    return s.contract.first_year


@row("First year of the contract", unit="year", section="Contract", name="contract_begins")
def begins_after_delay(s: Symbols) -> Formula:
    """Calendar year that the contract states, plus the delay of the plant it waits for."""
    return s.contract.first_year + s.plant.delay


@row("Contract in force", unit="flag", section="Contract")
def contract_active(s: Symbols) -> Formula:
    """Calendar year from the first year of the contract to the end of its tenor."""
    return between(s.calendar_year, s.contract_begins, s.contract_begins + s.contract.tenor - s.one_year)


@row("Year of the contract", unit="year", section="Contract")
def contract_age(s: Symbols) -> Formula:
    """Calendar year less the first year of the contract: 0 in that year, negative before."""
    return s.calendar_year - s.contract_begins


@row("Within the renewed term", unit="flag", section="Contract")
def renewed_term(s: Symbols) -> Formula:
    """If the contract is renewed, the years of the renewal that follow its tenor."""
    end = s.contract.tenor + s.contract.renewal_tenor
    return (s.contract.renewed > 0) & (s.contract_age >= s.contract.tenor) & (s.contract_age < end)


@row("Within its term", unit="flag", section="Contract", name="within_term")
def within_tenor(s: Symbols) -> Formula:
    """Calendar year from the first year of the contract to the end of its tenor."""
    return between(s.calendar_year, s.contract_begins, s.contract_begins + s.contract.tenor - s.one_year)


@row("Within its term", unit="flag", section="Contract", name="within_term")
def within_tenor_or_renewal(s: Symbols) -> Formula:
    """From the first year of the contract to the end of its tenor, or within the renewed term."""
    return (s.contract_age >= 0) & (s.contract_age < s.contract.tenor) | s.renewed_term


@row("Buyer in default", unit="flag", section="Contract")
def in_default(s: Symbols) -> Formula:
    """From the year of the contract in which the buyer defaults."""
    return s.contract_age >= s.contract.years_to_default


@row("Years since notice", unit="year", section="Contract")
def notice_time(s: Symbols) -> Formula:
    """Within the term, years since the buyer gave notice, that year included: when the price without a contract fell below the trigger."""
    cheaper = s.spot_price < s.contract.termination_trigger * s.contract_price
    running = (prior(s.notice_time) > 0) | cheaper
    return where(s.within_term & running, prior(s.notice_time) + s.one_year, 0)


@row("Ended by notice", unit="flag", section="Contract")
def ended_by_notice(s: Symbols) -> Formula:
    """The time of notice has passed since the year in which notice was given."""
    return prior(s.notice_time) > s.contract.notice


@row("Contract in force", unit="flag", section="Contract", name="contract_active")
def active_within_term(s: Symbols) -> Formula:
    """Within its term."""
    return s.within_term


def still_in_force(ends: Sequence[str]) -> Row:
    """The row `contract_active` of a contract that may end before its term."""

    def active(s: Symbols) -> Formula:
        return functools.reduce(lambda found, one: found & ~getattr(s, one), ends, s.within_term)

    words = "Within its term, and not " + ", nor ".join(one.replace("_", " ") for one in ends) + "."
    return made("contract_active", "Contract in force", "flag", "Contract", words, active)


def life(contract: Contract, late: bool) -> list[Row]:
    """Rows that say when a contract is in force. late : the plant of the option may begin later than planned."""
    begins = begins_after_delay if contract.waits_for_plant and late else begins_as_written
    ends = [one for one, figure in ((in_default, contract.years_to_default), (ended_by_notice, contract.termination_trigger)) if figure]
    aged = [contract_age] if contract.renewed or contract.years_to_default or contract.volume_terms == "step_up" else []
    if not (ends or contract.renewed):
        return [begins, *aged, contract_active]
    term = [renewed_term, within_tenor_or_renewal] if contract.renewed else [within_tenor]
    noticed = [notice_time] if contract.termination_trigger else []
    return [begins, *aged, *term, *noticed, *ends, still_in_force([one.name for one in ends]) if ends else active_within_term]
