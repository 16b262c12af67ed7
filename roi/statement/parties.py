"""Whose money every row is: who pays it, who receives it. What one party pays another receives, so every row adds up to 0.

The parties are the producer (the whole project, before debt), its owners the investors, the private buyers in the market, the public of the
market's country, and all others: suppliers, workers, lenders, buyers abroad, other states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roi.formula import Formula, Row, Symbols, sum_of
from roi.statement.made import made

PRODUCER, INVESTOR, PURCHASER, PUBLIC, OTHERS = "producer", "investor", "purchaser", "public", "others"
PARTIES = (PRODUCER, INVESTOR, PURCHASER, PUBLIC, OTHERS)

BUYER, STATE, TREASURY, OTHER_TREASURY, CUSTOMS, REGULATOR = "buyer", "state", "treasury", "other treasury", "customs", "regulator"
"""Stand for a party until an option says which: the buyers of the row's segment, the state of the plant, that of its taxation, that of its
owner, that of the customs, that of the regulator."""

SALES, ELSEWHERE, CREDIT, DUTIES, TAXES, SUPPORT = "sales", "elsewhere", "credit", "duties", "taxes", "support"
SHORTAGE, COSTS, DEBT, PROFIT = "shortage", "costs", "debt", "profit"

HEADINGS = {
    SALES: "Bought from the producer",
    ELSEWHERE: "Bought elsewhere",
    CREDIT: "Billed and not yet paid",
    SHORTAGE: "Cost of shortages",
    DUTIES: "Duties and fees",
    TAXES: "Taxes, after credits",
    SUPPORT: "Grants, rebates and relief",
}
"""Headings under which the rows of the purchaser and of the public are added up."""

PAID: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(("contract_revenue", "spot_revenue"), (BUYER, PRODUCER, SALES)),
    **dict.fromkeys(("deficiency_payment", "availability_payment", "difference_payment"), (BUYER, PRODUCER, SALES)),
    **dict.fromkeys(("make_up_credit", "penalty", "rebate", "unpaid_invoices"), (PRODUCER, BUYER, SALES)),
    "distributor_keeps": (PRODUCER, OTHERS, SALES),
    **dict.fromkeys(("goods_value", "freight", "cargo_insurance", "brokerage", "expediting_cost"), (PRODUCER, OTHERS, COSTS)),
    **dict.fromkeys(("customs_duty", "duty_refund", "processing_fee", "harbor_fee"), (PRODUCER, CUSTOMS, DUTIES)),
    "facility_fee": (PRODUCER, REGULATOR, DUTIES),
    **dict.fromkeys(("other_materials_cost", "utilities_cost", "natural_gas_cost", "steam_cost"), (PRODUCER, OTHERS, COSTS)),
    **dict.fromkeys(("water_cost", "nitrogen_cost", "waste_treatment_cost"), (PRODUCER, OTHERS, COSTS)),
    **dict.fromkeys(("labour_cost", "quality_cost", "overhead_cost", "maintenance_cost"), (PRODUCER, OTHERS, COSTS)),
    **dict.fromkeys(("environmental_compliance_cost", "supplier_audit_cost", "recall_cost"), (PRODUCER, OTHERS, COSTS)),
    **dict.fromkeys(("serialisation_cost", "cyber_security_cost"), (PRODUCER, OTHERS, COSTS)),
    # all of it to others, who pass on the property tax
    "insurance_and_property_tax_cost": (PRODUCER, OTHERS, COSTS),
    **dict.fromkeys(("changeover_cost", "lease_cost", "development_spending"), (PRODUCER, OTHERS, COSTS)),
    **dict.fromkeys(("tolling_fee", "minimum_charge", "reservation_cost"), (PRODUCER, OTHERS, COSTS)),
    **dict.fromkeys(("technology_transfer_cost", "oversight_cost"), (PRODUCER, OTHERS, COSTS)),
    "unrefunded_vat": (PRODUCER, STATE, TAXES),
    "partner_distribution": (PRODUCER, OTHERS, COSTS),
    "partner_contribution": (OTHERS, PRODUCER, COSTS),
    **dict.fromkeys(("capital_spending", "sustaining_capital", "closure_cost"), (PRODUCER, OTHERS, COSTS)),
    # all of it to others, who pass on what buyers owe
    "working_capital_change": (PRODUCER, OTHERS, COSTS),
    "exit_value": (OTHERS, PRODUCER, COSTS),
    **dict.fromkeys(("grant", "export_rebate", "sales_incentive", "property_tax_relief"), (STATE, PRODUCER, SUPPORT)),
    "income_tax": (PRODUCER, TREASURY, TAXES),
}
"""Every row that enters the net cash flow, in whatever part: who pays it, who receives it, and its heading."""

PASSED_ON: dict[str, tuple[str, str, str]] = {
    "bought_elsewhere_cost": (BUYER, OTHERS, ELSEWHERE),
    "shortage_cost": (PURCHASER, OTHERS, SHORTAGE),
    # what is not found elsewhere is counted under what is bought elsewhere, and nobody pays for it
    "not_bought_cost": (OTHERS, PURCHASER, ELSEWHERE),
    "purchaser_credit": (OTHERS, PURCHASER, CREDIT),
    "public_credit": (OTHERS, PUBLIC, CREDIT),
    # the market price is delivered and duty paid: others pay it to the customs
    "duty_elsewhere": (OTHERS, PUBLIC, DUTIES),
    "property_tax": (OTHERS, STATE, TAXES),
    **dict.fromkeys(("owner_tax", "levered_owner_tax"), (TREASURY, OTHER_TREASURY, TAXES)),
    # a credit that is sold lowers the tax by its price; whoever bought it pays so much less tax
    **dict.fromkeys(("investment_credit", "production_credit"), (TREASURY, OTHERS, TAXES)),
    **dict.fromkeys(("investment_credit_sold", "production_credit_sold"), (OTHERS, TREASURY, TAXES)),
}
"""Rows that do not touch the producer."""

OWNERS = {"producer_net": (PRODUCER, INVESTOR, PROFIT)}
"""The whole of the producer's net goes to its owners; the producer's own net is what it is before that."""

OWNERS_WITH_DEBT: dict[str, tuple[str, str, str]] = {
    # the tax without debt stays with the owners, who pay the tax with debt instead
    "income_tax": (PRODUCER, INVESTOR, TAXES),
    "levered_income_tax": (INVESTOR, TREASURY, TAXES),
    "debt_draw": (OTHERS, INVESTOR, DEBT),
    "debt_service": (INVESTOR, OTHERS, DEBT),
    "reserve_change": (INVESTOR, OTHERS, DEBT),
}
"""Rows of a loan; the first takes the place of that in `PAID`."""

DEBT_ROWS = ("levered_income_tax", "debt_draw", "debt_service", "reserve_change")
"""Those between the owners and the rest of the world; the last only of a loan with a reserve."""


SUMS_OF_PARTIES = {f"{party}_{one}" for party in PARTIES for one in ("net", *HEADINGS) if one not in (SALES, CREDIT)}
"""Rows of the parties that a member has no need of: the whole option adds up its transfers itself."""


@dataclass(frozen=True)
class Transfer:
    """A row of an option: `payer` pays it to `payee`, both of `PARTIES`; a negative amount goes the other way."""

    row: str
    payer: str
    payee: str
    heading: str


def transfer(name: str, part: str, places: Mapping[str, str], table: Mapping[str, tuple[str, str, str]] = PAID) -> Transfer:
    """Transfer of the row `name` of the part `part`. places : the party that each of `BUYER`, `STATE`, … is here.

    Raises KeyError for a row without an entry: whose money it is must be said.
    """
    stem = name.removeprefix(f"{part}_") if part and part not in PARTIES else name
    if stem not in table:
        raise KeyError(f"row {name}: say in roi/statement/parties.py who pays it and who receives it")
    payer, payee, heading = table[stem]
    return Transfer(name, places.get(payer, payer), places.get(payee, payee), heading)


def headed_rows(transfers: Iterable[Transfer], party: str, title: str, left_out: str = "") -> list[Row]:
    """What a party receives less what it pays, under each heading it has a row in, but for one heading left out."""
    found = list(transfers)
    rows = []
    for heading, label in HEADINGS.items():
        received, paid = _both([one for one in found if one.heading == heading], party)
        if (received or paid) and heading != left_out:
            rows.append(difference(f"{party}_{heading}", label, title, received, paid))
    return rows


def net_row(transfers: Iterable[Transfer], party: str, title: str, label: str) -> Row:
    """All that a party receives less all that it pays; what the producer hands to its owners is left in the producer's net."""
    kept = [one for one in transfers if party != PRODUCER or one.heading != PROFIT]
    return difference(f"{party}_net", label, title, *_both(kept, party))


def _both(transfers: Iterable[Transfer], party: str) -> tuple[list[str], list[str]]:
    """Rows the party receives, and rows it pays; one that it pays to itself is neither."""
    between = [one for one in transfers if one.payer != one.payee]
    return [one.row for one in between if one.payee == party], [one.row for one in between if one.payer == party]


def difference(name: str, label: str, section: str, plus: list[str], less: list[str]) -> Row:
    """Row that adds some rows less others, either of which may be missing."""

    def net(s: Symbols) -> Formula:
        added = sum_of([getattr(s, one) for one in plus]) if plus else None
        taken = sum_of([getattr(s, one) for one in less]) if less else None
        if added is None or taken is None:
            return -taken if taken is not None else added if added is not None else 0  # type: ignore[return-value]
        return added - taken

    sides = [f"sum of {', '.join(plus)}" if plus else "nothing", *([f"less {', '.join(less)}"] if less else [])]
    text = ", ".join(sides).replace("_", " ")
    return made(name, label, "USD/year", section, f"{text[0].upper()}{text[1:]}.", net)
