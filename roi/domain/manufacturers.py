"""Somebody who makes the drug substance for a fee, by our process."""

from __future__ import annotations

from typing import Annotated

from roi.domain.assumption import Assumption, Entity, In
from roi.domain.tariffs import CountryCode, Hts


class ContractManufacturer(Entity):
    """A contract manufacturer of one drug substance, and the terms on which it makes it.

    fee : for each kg released, with all materials but a key starting material that the option supplies. fee_growth : left out, the fee
    follows the local cost index. technology_transfer : what carrying the process over costs, in equal parts over the transfer_time, whole
    years from the decision until it supplies. capacity : released a year, held for us. minimum_volume : billed a year whatever is called.
    reservation_fee : for the capacity held. process_yield : on the key starting material. released_share : of what is made.
    oversight : our audits and quality staff for it.
    """

    country: CountryCode
    product: str
    hts: Hts
    fee: Annotated[Assumption, In("USD/kg")]
    fee_growth: Annotated[Assumption | None, In("1/year")] = None
    technology_transfer: Annotated[Assumption, In("USD")]
    transfer_time: Annotated[Assumption, In("year", whole=True)]
    capacity: Annotated[Assumption, In("kg/year")]
    minimum_volume: Annotated[Assumption | None, In("kg/year")] = None
    reservation_fee: Annotated[Assumption | None, In("USD/year")] = None
    process_yield: Annotated[Assumption, In("1")]
    released_share: Annotated[Assumption, In("1")]
    oversight: Annotated[Assumption, In("USD/year")]
