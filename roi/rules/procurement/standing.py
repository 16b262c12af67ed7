"""The dated rules of a recurring tender as yearly series: what the law makes of the two offers in a solicitation of each year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from roi.domain.procurement import LineItem, OfferedLine, ProcurementRules, Solicitation
from roi.domain.tenders import Tender
from roi.rules.dated import by_year
from roi.rules.procurement.origins import Origins, origins
from roi.rules.procurement.terms import Terms, terms

DECISIONS = ("restricted_low", "restricted", "restricted_none", "low_wins", "domestic_wins", "low_remains", "fallback_wins", "no_domestic")
"""What may decide a tender of two offers, as steps of the rules; the number of one is its place, from 1."""

FLAGS = (
    "solicited", "restricted", "same_consideration", "fallback_runs", "substance_domestic", "made_here", "may_be_domestic",
    "domestic_anyway", "own_eligible", "own_considered", "own_national", "rival_domestic", "rival_eligible", "rival_considered",
    "rival_treatable", "rival_wholly_domestic",
)  # fmt: skip
SHARES = ("content_required", "fallback_content", "factor_for_own", "factor_for_rival")


def standing(rules: ProcurementRules, tender: Tender, substance_origin: str, years: Sequence[int]) -> dict[str, tuple[float, ...]]:
    """Flags (0 or 1) and shares [1] of a solicitation issued on the first day of each year, by name, one value a year.

    substance_origin : country of the drug substance of our offer. The category of our offer depends on its domestic content, which the
    statement works out: `may_be_domestic` is 1 where enough content makes it domestic, `domestic_anyway` where none is needed.

    Raises RoiError for an agency that the rules do not know and for years before their data.
    """
    settled = max(rules.delivery_basis_from, *(day for _, figure in rules.figures() for day, _ in figure.dated))
    found = by_year(lambda year: _of_year(rules, tender, substance_origin, year), settled, years)
    found = [one | {"solicited": _solicited(tender, year)} for one, year in zip(found, years, strict=True)]
    return {name: tuple(float(one[name]) for one in found) for name in (*FLAGS, *SHARES)}


def without_finishing(rules: ProcurementRules) -> ProcurementRules:
    """The rules where finishing a drug in the country of the buyer does not make it a product of that country, on any day."""
    figure = rules.finishing_confers_origin
    never = figure.model_copy(update={"value": 0.0, "dated": tuple((day, 0.0) for day, _ in figure.dated)})
    return rules.model_copy(update={"finishing_confers_origin": never})


def solicitation(tender: Tender, year: int) -> Solicitation:
    """The solicitation of a year, without its offers."""
    return Solicitation(
        id=tender.id,
        label=tender.label,
        where=tender.where,
        rules=tender.rules,
        agency=tender.agency,
        issued=date(year, 1, 1),
        first_delivery=date(year, 1, 1),
        last_delivery=date(year + tender.award_years, 1, 1) - timedelta(days=1),
        value=tender.value.value,
        lines={"drug": LineItem(label=tender.label, cots=tender.cots)},
        offers={},
    )


def _of_year(rules: ProcurementRules, tender: Tender, substance_origin: str, year: int) -> dict[str, float | bool]:
    law = terms(rules, solicitation(tender, year))
    home = rules.country
    item = LineItem(label=tender.label, cots=tender.cots)
    full = _found(tender.finished_in, substance_origin, {home: 1.0}, item, law)
    none = _found(tender.finished_in, substance_origin, {}, item, law)
    content = tender.rival_content_share.value
    rival = _found(tender.rival_finished_in, tender.rival_substance_origin, {home: content, _FOREIGN: 1 - content}, item, law)
    return {
        "restricted": law.restricts,
        "same_consideration": law.same_consideration,
        "fallback_runs": law.fallback_share is not None and not tender.cots,
        "substance_domestic": substance_origin in law.domestic_origins,
        "made_here": tender.finished_in == home,
        "may_be_domestic": full.category == "domestic",
        "domestic_anyway": none.category == "domestic",
        "own_eligible": none.category == "eligible",
        "own_considered": none.category != "noneligible",
        "own_national": none.category == "nationally_made",
        "rival_domestic": rival.category == "domestic",
        "rival_eligible": rival.category == "eligible",
        "rival_considered": rival.category != "noneligible",
        "rival_treatable": rival.treatable,
        "rival_wholly_domestic": tender.rival_finished_in == home and tender.rival_substance_origin in law.domestic_origins,
        "content_required": float(law.component_share),
        "fallback_content": float(law.fallback_share or 0),
        "factor_for_own": float(law.factor(tender.offeror_size == "small", tender.rival_size == "small")),
        "factor_for_rival": float(law.factor(tender.rival_size == "small", tender.offeror_size == "small")),
    }


def _solicited(tender: Tender, year: int) -> bool:
    return year >= tender.first_solicitation and (year - tender.first_solicitation) % tender.award_years == 0


_FOREIGN = "unknown"


def _found(finished_in: str, substance: str, shares: dict[str, float], item: LineItem, law: Terms) -> Origins:
    line = OfferedLine(price=0.0, finished_in=finished_in, substance_origin=substance, component_shares=shares)
    return origins(line, item, law, "offer")
