"""The dated rules of a public tender as inputs of the part of its buyers."""

from __future__ import annotations

from dataclasses import replace

from roi.book import Book
from roi.domain.tenders import Tender
from roi.rules.procurement.standing import DECISIONS, FLAGS, standing, without_finishing
from roi.statement.binding import Binding, Calendar, bind_entity, derived
from roi.units import FLAG, NUMBER

LABELS = {
    "solicited": "A solicitation is issued",
    "restricted": "An agreement restricts buying",
    "same_consideration": "Nationally made products are considered as eligible ones",
    "fallback_runs": "Products of enough content may be treated as domestic",
    "substance_domestic": "Our drug substance is a domestic component",
    "made_here": "Our drug is finished here",
    "may_be_domestic": "Enough content makes our offer domestic",
    "domestic_anyway": "Our offer is domestic whatever its content",
    "own_eligible": "Our offer is eligible under an agreement",
    "own_considered": "Our offer is considered without being domestic",
    "own_national": "Our offer is nationally made, not domestic",
    "rival_domestic": "Rival's offer is domestic",
    "rival_eligible": "Rival's offer is eligible under an agreement",
    "rival_considered": "Rival is considered under an agreement",
    "rival_treatable": "Rival's offer can be treated as domestic",
    "rival_wholly_domestic": "Rival's drug and drug substance are domestic",
    "content_required": "Domestic content that must be exceeded",
    "fallback_content": "Content above which a product may be treated as domestic",
    "factor_for_own": "Factor when our offer is the domestic one",
    "factor_for_rival": "Factor when the rival's offer is the domestic one",
}
"""Label of each series of `standing`."""


def tender_inputs(name: str, tender: Tender, book: Book, origin: str, path: str, calendar: Calendar) -> dict[str, Binding]:
    """Figures of the tender, what the law makes of the two offers by year of solicitation, and the numbers of the rules.

    The other reading of the law is that finishing a drug in the country of the buyer does not make it a product of that country.

    name : of the segment. origin : country of the option's drug substance. path : id of the option.
    """
    section = f"Public tender: {tender.label}"
    rules = book.procurement[tender.rules]
    found = bind_entity(f"{name}.tender", tender, section, calendar)
    agency = rules.agencies[tender.agency]
    closed = standing(without_finishing(rules), tender, origin, calendar.years)
    for key, values in standing(rules, tender, origin, calendar.years).items():
        one = derived(
            f"{path}.{name}.law.{key}",
            LABELS[key],
            values,
            unit=FLAG if key in FLAGS else NUMBER,
            section=f"Law of the {section[0].lower()}{section[1:]}",
            derivation=f"{rules.label}, {agency.label.lower()}: solicitation of the first day of the year, substance of {origin.upper()}",
            figures=(tender.value, tender.rival_content_share, agency.component_share, rules.finishing_confers_origin),
        )
        found[f"{name}.tender.law.{key}"] = replace(one, otherwise=closed[key] if closed[key] != values else None)
    for number, key in enumerate(DECISIONS, start=1):
        found[f"{name}.tender.decided.{key}"] = derived(
            f"{tender.id}.decided.{key}",
            f"Number of the rule {rules.paragraphs[key]} ({key.replace('_', ' ')})",
            number,
            section=f"Rules of the {section[0].lower()}{section[1:]}",
            derivation="place in the list of rules",
        )
    return found
