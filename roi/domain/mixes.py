"""How an option is made of others of its case. Each file of `mixes/` is one mix; its `kind` is the class."""

from __future__ import annotations

from typing import Annotated

from roi.domain.assumption import Assumption, Entity, In


class Dual(Entity):
    """Two options supply side by side. share : of the demand that the first is called for; the second is called for the rest.

    switching_time : from the failure of one until the other supplies in its place.
    """

    share: Annotated[Assumption, In("1")]
    switching_time: Annotated[Assumption, In("year")]


class Staged(Entity):
    """A bridge supplies what the plant does not supply yet. bridge_time : whole years from the decision until it ends.

    gap_allowed : nobody may supply between the end of the bridge and the first year of the plant.
    """

    bridge_time: Annotated[Assumption, In("year", whole=True)]
    gap_allowed: bool = False


class Partnership(Entity):
    """A partner shares a plant. partner_capital_share : of the capital spending, which the partner pays.

    partner_cash_share : of the cash flow before capital spending, which the partner takes, or puts in when it is negative.
    """

    partner_capital_share: Annotated[Assumption, In("1")]
    partner_cash_share: Annotated[Assumption, In("1")]


Mix = Dual | Staged | Partnership

MIXES: dict[str, type[Mix]] = {"dual": Dual, "staged": Staged, "partnership": Partnership}
"""Kind of a mix, and of the options made by it, and its noun."""
