"""Options made of others of the case: the rows of each member under its name, who is called for what, and the totals.

A member's rows are those of the option by itself. They find each other under the member's name and see nothing of the totals; only the
demand is another: what is called from the member. Each member pays its own tax, and none has a loan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from roi.book.mixes import supply_gap
from roi.domain import Option, Staged
from roi.errors import Problem, RoiError
from roi.formula import Row, member, part, rows
from roi.statement import volumes
from roi.statement.cash_flow import MEASURES, RESULTS, levelised, npv, subtotal
from roi.statement.dose import dose_measures, dose_rows
from roi.statement.draft import Draft
from roi.statement.nets import nets_of_members
from roi.statement.option_parts import named
from roi.statement.options import put_together
from roi.statement.parties import PAID, SUMS_OF_PARTIES
from roi.statement.party_measures import LEADING
from roi.statement.sales import Buyer, buyers, sales_measures
from roi.statement.sharing import (
    agreed_share_of_first,
    agreed_share_of_second,
    all_wanted,
    called_after_bridge,
    called_beside,
    called_from_bridge,
    demand_called,
    lost_share_of_merchant,
    lost_share_of_plant,
    operating_until_end,
    partner_contribution,
    partner_distribution,
    passed_on_by_plan,
    passed_on_with_outages,
    planned_share_of_merchant,
    planned_share_of_plant,
    wanted,
)
from roi.statement.shortage import MEASURES as SHORTAGE_MEASURES
from roi.statement.tender import MEASURES_OF_SHARE

Rows = tuple[Row, ...]


@dataclass(frozen=True)
class Member:
    """A member with the rows it has by itself, without those of its results over the years."""

    name: str
    option: Option
    draft: Draft
    rows: Rows
    buyers: tuple[Buyer, ...]

    @property
    def names(self) -> frozenset[str]:
        """Names of its rows, without its own name before them."""
        return frozenset(one.name for one in self.rows)


def assembled(draft: Draft) -> tuple[Rows, Rows]:
    """Rows and measures of an option of any kind."""
    if draft.option.kind not in KINDS:
        return put_together(draft)
    assert draft.option.mix is not None
    draft.use("mix", draft.book.mixes[draft.option.mix], "Mix")
    return KINDS[draft.option.kind](draft, [_member(draft, name) for name in draft.option.members])


def _member(draft: Draft, name: str) -> Member:
    option = draft.case.options[name].model_copy(update={"loan": None})
    served = {one: {each.name for each in buyers(draft.case, draft.case.options[one], draft.book)} for one in draft.option.members}
    left_to_others = frozenset().union(*served.values()) - served[name]
    own = Draft(draft.case, option, name, draft.book, draft.calendar, left_to_others=left_to_others)
    items, _ = put_together(own)
    draft.inputs |= {f"{name}.{path}": binding for path, binding in own.inputs.items()}
    draft.asked |= own.asked
    left_out = {one.name for one in (*RESULTS, *dose_rows(draft.book.drugs[draft.case.drug]))} | SUMS_OF_PARTIES
    kept = tuple(one for one in items if one.name not in left_out)
    return Member(name, option, own, kept, tuple(buyers(draft.case, option, draft.book)))


def dual(draft: Draft, members: list[Member]) -> tuple[Rows, Rows]:
    """Both supply their shares; what one does not supply is passed on to the other."""
    first, second = members
    items: list[Row] = []
    for one, agreed in ((first, agreed_share_of_first), (second, agreed_share_of_second)):
        lost = [_lost(one)] if "supplied_share" in one.names else []
        passed = passed_on_with_outages if lost else passed_on_by_plan
        items += part(one.name, one.option.label, [agreed])
        if _limited(one):
            shared, alone = _demands(one, members)
            items.append(wanted(one.name, one.option.label, shared, alone))
        items += part(one.name, one.option.label, [*_plan(one), *lost, passed])
    for one, other in ((first, second), (second, first)):
        items += part(one.name, one.option.label, [called_beside(other.name)])
    return _sharing(draft, [_beside_another(one) for one in members], items)


def staged(draft: Draft, members: list[Member]) -> tuple[Rows, Rows]:
    """The first member supplies what the second, a plant, does not supply yet, until the bridge ends."""
    bridge, plant = members
    mix = draft.book.mixes[named(draft, "mix")]
    if isinstance(mix, Staged) and plant.option.plant and (gap := supply_gap(mix, draft.book.plants[plant.option.plant])):
        raise RoiError(Problem(draft.case.where, *gap, draft.path))
    bridge = replace(bridge, rows=tuple(one for one in bridge.rows if one.name != "operating"))
    items = [
        operating_until_end(bridge.name, bridge.option.label),
        all_wanted(plant.name, plant.option.label, [name for names in _demands(plant, members) for name in names]),
        *part(plant.name, plant.option.label, _plan(plant)),
        *part(bridge.name, bridge.option.label, [called_from_bridge(plant.name)]),
        *part(plant.name, plant.option.label, [called_after_bridge(bridge.name)]),
    ]
    return _sharing(draft, [bridge, plant], items)


def partnership(draft: Draft, members: list[Member]) -> tuple[Rows, Rows]:
    """The member whole, and what the partner pays and takes."""
    (one,) = members
    whole = _cash_flow(members, "venture_cash_flow", "Net cash flow of the venture")
    ours = ["venture_cash_flow", "partner_contribution"]
    net = subtotal("net_cash_flow", "Net cash flow", "Cash flow", ours, ["partner_distribution"])
    flows = (whole, partner_contribution, partner_distribution, net)
    return _together(draft, members, (), _of_member(one, one.rows), flows)


def _limited(one: Member) -> bool:
    """True when a member has a capacity."""
    return "saleable_capacity" in one.names


def _demands(one: Member, members: Sequence[Member]) -> tuple[list[str], list[str]]:
    """Rows of the demand that all members serve, and of that which this one serves alone."""
    shared, alone = list[str](), list[str]()
    for buyer in one.buyers:
        (shared if _shared(buyer, members) else alone).append(_demand(buyer))
    return shared, alone


def _plan(one: Member) -> list[Row]:
    """Rows of what a member supplies by plan."""
    if not _limited(one):
        return [planned_share_of_merchant]
    before = "undisturbed_capacity" if "undisturbed_capacity" in one.names else "saleable_capacity"
    found = next(each for each in one.rows if each.name == before)
    by_plan = replace(found, name="capacity_by_plan", label="Saleable capacity by plan")
    return [by_plan, planned_share_of_plant]


def _lost(one: Member) -> Row:
    return lost_share_of_plant if _limited(one) else lost_share_of_merchant


def _shared(buyer: Buyer, members: Sequence[Member]) -> bool:
    """True when every member serves the segment; what only one serves it serves whole."""
    return all(any(other.name == buyer.name for other in one.buyers) for one in members)


def _demand(buyer: Buyer) -> str:
    return f"{buyer.name}_{'tendered' if buyer.tender else 'demand'}"


def _beside_another(one: Member) -> Member:
    """A merchant delivers on what is left of its calls, once the outages that are passed on are taken out of them."""
    left = volumes.delivered_share_of_what_is_left
    disturbed = volumes.delivered_share_with_outages.function
    return replace(one, rows=tuple(left if each.function is disturbed else each for each in one.rows))


def _sharing(draft: Draft, members: list[Member], sharing: Sequence[Row]) -> tuple[Rows, Rows]:
    """The statement of members that share the demand. sharing : rows of the shares called."""
    whole: list[Row] = []
    for one in members:
        common = {buyer.name: buyer for buyer in one.buyers if _shared(buyer, members)}
        for buyer in common.values():
            section = f"{one.option.label}: {buyer.segment.label}: demand"
            whole.append(demand_called(_demand(buyer), buyer.name, one.name, section))
        whole += _of_member(one, [_divided(each) if each.part in common else each for each in one.rows])
    return _together(draft, members, sharing, whole, (_cash_flow(members, "net_cash_flow", "Net cash flow"),))


def _divided(each: Row) -> Row:
    """The row, or what stands in its place where members share the volume of a contract."""
    shared = volumes.SHARED.get(each.function)
    return replace(shared, name=each.name, section=each.section, part=each.part) if shared else each


def _of_member(one: Member, items: Sequence[Row]) -> Rows:
    return member(one.name, one.option.label, items)


def _together(draft: Draft, members: Sequence[Member], sharing: Sequence[Row], whole: Sequence[Row], flows: Rows) -> tuple[Rows, Rows]:
    """Rows and measures of the option: sharing, members, totals, cash flow and what follows from it."""
    drug = draft.book.drugs[draft.case.drug]
    partner = [one.name for one in flows if one.name in PAID]
    of_parties, party_measures = nets_of_members(
        draft, {one.name: one.draft for one in members}, {one.name: one.names for one in members}, partner
    )
    items = rows(sharing, whole, _totals(members), flows, dose_rows(drug), RESULTS, of_parties)
    own = [each for one in members for each in _of_member(one, [npv, *sales_measures(one.buyers, MEASURES_OF_SHARE)])]
    parts = [
        levelised(f"{one.name}_{name}", f"{one.option.label}: {label[:1].lower()}{label[1:]}", inflow)
        for one in members
        for name, (label, inflow) in one.draft.components.items()
    ]
    short = SHORTAGE_MEASURES if any("shortage_cost" in one.names for one in members) else ()
    timing = draft.book.finance[draft.case.finance].timing
    return items, rows(LEADING[draft.case.perspective], MEASURES[timing], dose_measures(drug), short, party_measures, own, parts)


def _totals(members: Sequence[Member]) -> list[Row]:
    """Sums over the members of what they have, and all cost before income tax as an option by itself has it."""
    sums = [subtotal(name, label, section, found, unit=unit) for name, label, section, unit in TOTALS if (found := _each(members, name))]
    outflows = [one.name for one in sums if one.name in OUTFLOWS]
    inflows = [f"{one.name}_{name}" for one in members for name, (_, inflow) in one.draft.components.items() if inflow]
    return [*sums, subtotal("cost_before_tax", "All cost before income tax", "Cash flow", outflows, inflows)]


def _cash_flow(members: Sequence[Member], name: str, label: str) -> Row:
    """The row of the cash flow of all members, from the totals."""
    return subtotal(name, label, "Cash flow", ["revenue", *_each(members, "exit_value")], ["cost_before_tax", "income_tax"])


def _each(members: Sequence[Member], name: str) -> list[str]:
    """The row of this name of each member that has it."""
    return [f"{one.name}_{name}" for one in members if name in one.names]


TOTALS = (
    ("volume_sold", "Volume sold", "Sales", "kg/year"),
    ("revenue", "Revenue", "Sales", "USD/year"),
    ("operating_cost", "Operating cost", "Operating cost", "USD/year"),
    ("capital_spending", "Capital spending", "Capital", "USD/year"),
    ("development_spending", "Development", "Capital", "USD/year"),
    ("income_tax", "Income tax", "Tax", "USD/year"),
    ("working_capital_change", "Change of working capital", "Working capital", "USD/year"),
    ("volume_possible", "Would be supplied without outages", "Shortage", "kg/year"),
    ("volume_lost", "Volume lost to outages", "Shortage", "kg/year"),
    ("shortage_cost", "Cost of the shortage to purchasers and patients", "Shortage", "USD/year"),
)
"""Rows added up over the members: name, label, section, unit."""
OUTFLOWS = ("operating_cost", "capital_spending", "development_spending", "working_capital_change")
KINDS: dict[str, Callable[[Draft, list[Member]], tuple[Rows, Rows]]] = {"dual": dual, "staged": staged, "partnership": partnership}
