"""Which rows say what an option means for each party: what it pays and receives, and its net."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from roi.domain import Plant, Segment
from roi.domain.incentives import PropertyTaxRelief
from roi.formula import Row, part, rows
from roi.statement.binding import bind
from roi.statement.cash_flow import subtotal
from roi.statement.draft import Draft
from roi.statement.fiscal import Support
from roi.statement.jobs import job_rows, jobs_of_members
from roi.statement.option_parts import named
from roi.statement.parties import (
    BUYER,
    CREDIT,
    CUSTOMS,
    DEBT_ROWS,
    INVESTOR,
    OTHER_TREASURY,
    OTHERS,
    OWNERS,
    OWNERS_WITH_DEBT,
    PAID,
    PASSED_ON,
    PRODUCER,
    PROFIT,
    PUBLIC,
    PURCHASER,
    REGULATOR,
    SALES,
    STATE,
    TREASURY,
    Transfer,
    difference,
    headed_rows,
    net_row,
    transfer,
)
from roi.statement.party_measures import party_measures
from roi.statement.purchases import (
    bought_elsewhere,
    duty_elsewhere,
    elsewhere_at_spot,
    elsewhere_from_rival,
    not_bought,
    on_credit,
    price_premium,
    property_tax,
    public_premium,
    rival_substance_price,
)

TITLES = {PURCHASER: "Purchaser", PUBLIC: "Public"}
NETS = "Nets by party"
SOLD = ("contract_volume", "spot_volume")


@dataclass
class Ledger:
    """Rows of the parties while they are put together, and every transfer. places : the party behind each stand-in of the table."""

    places: dict[str, str]
    rows: list[Row] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)

    def add(self, name: str, table: Mapping[str, tuple[str, str, str]], part: str = "", buyer: str = OTHERS) -> None:
        """Note whose money the row `name` of a part is. buyer : party of the buyers of the part."""
        self.transfers.append(transfer(name, part, self.places | {BUYER: buyer}, table))


def nets(draft: Draft, entering: Sequence[str], aid: Support, plant: Plant | None) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows and measures of all parties. entering : rows that enter the net cash flow, those of sales one by one."""
    segments = draft.book.markets[draft.case.market].segments
    ledger, loan = Ledger(_places(draft, plant)), draft.book.loans[draft.option.loan] if draft.option.loan else None
    parts = {one.name: one.part for one in draft.rows}
    for name in entering:
        prefix = parts.get(name, "")
        buyer = party_of(segments[prefix]) if prefix in segments else OTHERS
        ledger.add(name, PAID | OWNERS_WITH_DEBT if loan else PAID, prefix, buyer)
    measures = _elsewhere(draft, ledger)
    if "shortage_cost" in parts:
        ledger.rows.append(not_bought)
        ledger.add(not_bought.name, PASSED_ON)
        ledger.add("shortage_cost", PASSED_ON)
    _passed_on(draft, ledger, aid, plant)
    ledger.add("producer_net", OWNERS)
    if loan:
        for name in DEBT_ROWS if loan.reserve_time else DEBT_ROWS[:-1]:
            ledger.add(name, OWNERS_WITH_DEBT)
    for party, title in TITLES.items():
        _party(draft, ledger, party, title)
    ledger.rows += _other_nets(ledger.transfers)
    jobs, job_measures = _jobs(draft, plant)
    own_rate = draft.book.finance[draft.case.finance].public_discount_rate is not None
    draft.transfers += ledger.transfers
    return rows(ledger.rows, jobs), rows(party_measures(loan is not None, own_rate), measures, job_measures)


def nets_of_members(
    draft: Draft, members: Mapping[str, Draft], names: Mapping[str, Collection[str]], own: Sequence[str]
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The same of an option made of others: sums of what its members pay and receive.

    names : rows of each member. own : rows of the cash flow that no member has.
    """
    found = [replace(one, row=f"{name}_{one.row}") for name, each in members.items() for one in each.transfers if one.heading != PROFIT]
    found += [*(transfer(name, "", {}) for name in own), transfer("producer_net", "", {}, OWNERS)]
    items: list[Row] = []
    for party, title in TITLES.items():
        headed = headed_rows(found, party, title)
        items += [*headed, difference(f"{party}_net", f"Net of the {party}", NETS, [one.name for one in headed], [])]
    items += _other_nets(found)
    premiums = [f"{name}_public_price_premium" for name in members if "public_price_premium" in names[name]]
    if premiums:
        items.append(subtotal("public_price_premium", "Paid beyond the price elsewhere", "Public", premiums))
    jobs, job_measures = jobs_of_members([name for name in members if "jobs_direct" in names[name]])
    draft.transfers += found
    own_rate = draft.book.finance[draft.case.finance].public_discount_rate is not None
    measures = (public_premium,) if premiums else ()
    return rows(items, jobs), rows(party_measures(False, own_rate), measures, job_measures)


def _other_nets(transfers: Sequence[Transfer]) -> list[Row]:
    """Nets of the parties that have no rows under headings."""
    labels = {PRODUCER: "Net of the producer", INVESTOR: "Net of the investor", OTHERS: "Net of all others"}
    return [net_row(transfers, party, NETS, label) for party, label in labels.items()]


def party_of(segment: Segment) -> str:
    """The party that the buyers of a segment are."""
    return OTHERS if segment.exported else PUBLIC if segment.public else PURCHASER


def _places(draft: Draft, plant: Plant | None) -> dict[str, str]:
    """The party behind each stand-in: the public when the country is that of the market, else others."""
    book, case = draft.book, draft.case
    home = book.markets[case.market].country
    countries = {TREASURY: book.taxation[named(draft, "taxation")].country, CUSTOMS: book.customs_fees[case.customs_fees].country}
    if plant is not None:
        countries[STATE] = plant.country
    if case.facility_fees is not None:
        countries[REGULATOR] = book.facility_fees[case.facility_fees].country
    places = {place: PUBLIC if country == home else OTHERS for place, country in countries.items()}
    # an owner that is taxed on top sits in another country: at home when the profit arises abroad
    return places | {OTHER_TREASURY: OTHERS if places[TREASURY] == PUBLIC else PUBLIC}


def _elsewhere(draft: Draft, ledger: Ledger) -> tuple[Row, ...]:
    """What each segment in the country buys elsewhere, and how dear the producer is to public buyers; the measure of the latter."""
    premiums, volumes = [], []
    known = {one.name for one in draft.rows}
    for name, segment in draft.book.markets[draft.case.market].segments.items():
        if segment.exported or name in draft.left_to_others:
            continue
        sold = [one for one in SOLD if f"{name}_{one}" in known]
        from_rival = segment.tender is not None and bool(sold)
        items = [bought_elsewhere("tendered" if segment.tender else "demand", sold)]
        items += [rival_substance_price, elsewhere_from_rival] if from_rival else [elsewhere_at_spot]
        if segment.public and sold:
            sales = [one for one in ledger.transfers if one.heading == SALES and one.row.startswith(f"{name}_")]
            paid = [one.row.removeprefix(f"{name}_") for one in sales if one.payer == PUBLIC]
            back = [one.row.removeprefix(f"{name}_") for one in sales if one.payee == PUBLIC]
            items.append(price_premium(paid, back, sold, "rival_substance_price" if from_rival else "spot_price"))
            premiums.append(f"{name}_price_premium")
        ledger.rows += part(name, segment.label, items)
        ledger.add(f"{name}_bought_elsewhere_cost", PASSED_ON, name, party_of(segment))
        volumes.append(f"{name}_bought_elsewhere")
    if volumes and draft.book.markets[draft.case.market].duty_pass_through is not None:
        total = subtotal("volume_bought_elsewhere", "Bought elsewhere by all buyers", "Purchases", volumes, unit="kg/year")
        ledger.rows += [total, duty_elsewhere]
        ledger.add("duty_elsewhere", PASSED_ON)
    if not premiums:
        return ()
    ledger.rows.append(subtotal("public_price_premium", "Paid beyond the price elsewhere", "Public", premiums))
    return (public_premium,)


def _passed_on(draft: Draft, ledger: Ledger, aid: Support, plant: Plant | None) -> None:
    """What others pass on to a treasury: property tax, the owner's tax, credits that were sold."""
    book = draft.book
    home = book.markets[draft.case.market].country
    reliefs = [one for one in book.incentives.values() if isinstance(one, PropertyTaxRelief) and one.country == home]
    if plant is not None and plant.country == home and reliefs:
        draft.inputs["local.property_tax_share"] = bind(reliefs[0].property_tax_share, "Public support", draft.calendar)
        ledger.rows.append(property_tax)
        ledger.add("property_tax", PASSED_ON)
    if book.taxation[named(draft, "taxation")].owner_tax_rate is not None:
        ledger.add("levered_owner_tax" if draft.option.loan else "owner_tax", PASSED_ON)
    for name, use in aid.credits.items():
        if use == "transferable":
            ledger.add(name, PASSED_ON)
            ledger.add(f"{name}_sold", PASSED_ON)


def _party(draft: Draft, ledger: Ledger, party: str, title: str) -> None:
    """Rows of the purchaser or the public: under each heading, what it owes the producer, and its net."""
    headed = headed_rows(ledger.transfers, party, title, left_out=CREDIT)
    ledger.rows += headed
    if f"{party}_{SALES}" in [one.name for one in headed]:
        segments = draft.book.markets[draft.case.market].segments
        prepaid = [name for name in draft.prepayments if party_of(segments[name.removesuffix("_prepayment_balance")]) == party]
        if prepaid:
            ledger.rows.append(subtotal(f"{party}_prepaid", "Paid in advance", title, prepaid, unit="USD"))
        ledger.rows += part(party, title, on_credit(bool(prepaid)))
        ledger.add(f"{party}_{CREDIT}", PASSED_ON)
        headed.append(ledger.rows[-1])
    ledger.rows.append(difference(f"{party}_net", f"Net of the {party}", NETS, [one.name for one in headed], []))


def _jobs(draft: Draft, plant: Plant | None) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Jobs of a plant in the country of the market."""
    home = draft.book.markets[draft.case.market].country
    return job_rows(plant, draft.book.countries[home]) if plant is not None and plant.country == home else ((), ())
