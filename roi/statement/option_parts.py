"""What several kinds of option have in common: what they sell, where it is made, the files they name."""

from __future__ import annotations

from roi.errors import Problem, RoiError
from roi.statement.binding import Binding, derived
from roi.statement.draft import Draft
from roi.statement.outages import Supply
from roi.statement.sales import buyers, contract_inputs, sales_measures, sales_rows
from roi.statement.shortage import shortage
from roi.statement.tender_inputs import tender_inputs
from roi.units import FLAG


def sell(draft: Draft, origin: str, hit: Supply, from_plant: bool, capital: bool) -> None:
    """Rows, inputs and measures of what the option sells to the segments of the market, and of what it cannot sell.

    origin : country of the drug substance. hit : risks of supply.
    """
    found = buyers(draft.case, draft.option, draft.book)
    plant = draft.book.plants[draft.option.plant] if draft.option.plant else None
    sales = sales_rows(found, from_plant, capital, late=plant is not None and plant.delay is not None)
    draft.rows += sales.rows
    draft.prepayments += sales.prepayments
    draft.money += sales.money
    shortage(draft, hit, found, from_plant)
    draft.exports = any(one.segment.exported for one in found)
    draft.measures += sales_measures(found)
    for one in found:
        draft.inputs |= contract_inputs(one, draft.book.markets[draft.case.market], draft.book, draft.calendar)
        if one.tender:
            draft.inputs |= tender_inputs(one.name, one.tender, draft.book, origin, draft.path, draft.calendar)


def made_at_home(draft: Draft, domestic: bool) -> Binding:
    """The input `domestic`: whether the drug substance is made in the country of the market."""
    words = "1 when the drug substance is made in the country of the market"
    return derived(f"{draft.path}.domestic", "Made in the market's country", float(domestic), unit=FLAG, section="Option", derivation=words)


def named(draft: Draft, reference: str) -> str:
    """The file that the option names for a reference. Raises RoiError when it names none."""
    stem: str | None = getattr(draft.option, reference)
    if stem is None:
        raise RoiError(
            Problem(draft.case.where, f"an option of kind {draft.option.kind} needs a {reference}", f"add {reference}: <stem>", draft.path)
        )
    return stem
