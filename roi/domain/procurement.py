"""Nouns of public buying: the dated rules of a buyer, and what is asked for and offered.

A product has four origins that are never confused: the customs origin (where goods come from at entry), the origin under trade agreements
(where they were last substantially transformed), whether they are made in the buyer's own country, and whether they are domestic there
(made there, and with enough domestic component cost). Shares and factors are fractions, money is USD.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from roi.domain.assumption import Assumption, Confidence, Entity, In, Noun
from roi.domain.nouns import CountryCode

Category = Literal["domestic", "nationally_made", "eligible", "noneligible"]
"""How an offer is treated: domestic; made in the buyer's country without being domestic; covered by an agreement; none of these."""


class Listing(Noun):
    """A list that the law gives: codes of countries or names of articles, with where it was read."""

    members: tuple[str, ...]
    source: str
    locator: str
    retrieved: date
    confidence: Confidence
    note: str = ""


class Agency(Noun):
    """What differs between buying agencies.

    factor_large, factor_small : added to the low foreign offer when the lowest domestic offeror is large or small, by day of solicitation.
    component_share : share of component cost that domestic components must exceed, by day of delivery.
    qualifying_countries : name of the list of countries whose components count as domestic and whose products get no factor; None: none.
    same_consideration : nationally made products are considered as eligible ones are when an agreement restricts buying.
    """

    label: str
    factor_large: Annotated[Assumption, In("1", "dated")]
    factor_small: Annotated[Assumption, In("1", "dated")]
    component_share: Annotated[Assumption, In("1", "dated")]
    qualifying_countries: str | None = None
    same_consideration: bool


class Agreement(Noun):
    """A trade agreement that covers acquisitions from a dated value on.

    lists : names of the lists of countries whose products are eligible. restricts : only nationally made and eligible products may be
    bought. except_agencies : agencies it does not bind. known_until : last day for which the threshold was found; later days hold it and
    are flagged.
    """

    label: str
    lists: tuple[str, ...]
    restricts: bool = False
    except_agencies: tuple[str, ...] = ()
    threshold: Annotated[Assumption, In("USD", "dated")]
    known_until: date | None = None


class CriticalItem(Noun):
    """An article with an additional preference, by day of solicitation."""

    label: str
    preference: Annotated[Assumption, In("1", "dated")]


class Caveat(Noun):
    """What a reader must know of solicitations from a day on."""

    since: date
    text: str


class ProcurementRules(Entity):
    """The rules of one buyer.

    country : whose products are domestic. reviewed : last day on which the data were looked over. delivery_basis_from : solicitations from
    this day on meet the component share of the day of delivery, earlier ones that of the day of solicitation. finishing_confers_origin : 1
    where a drug finished in that country from foreign drug substance is a product made there, 0 where the origin of the drug substance
    decides. fallback_share : content that a nationally made product must exceed to be treated as domestic when no domestic offer is
    reasonable. fallback_beside_agreements : 1 when this also runs where a trade agreement covers the acquisition. group_share : share of a
    group's price that gives the group its category. All of these by day of solicitation. paragraphs : step of the evaluation to the
    paragraph that orders it.
    """

    country: CountryCode
    reviewed: date
    delivery_basis_from: date
    agencies: dict[str, Agency]
    agreements: dict[str, Agreement]
    country_lists: dict[str, Listing]
    finishing_confers_origin: Annotated[Assumption, In("1", "dated")]
    fallback_share: Annotated[Assumption, In("1", "dated")]
    fallback_beside_agreements: Annotated[Assumption, In("1", "dated")]
    group_share: Annotated[Assumption, In("1", "dated")]
    critical_items: dict[str, CriticalItem]
    nonavailable: dict[str, Listing]
    paragraphs: dict[str, str]
    caveats: dict[str, Caveat] = Field(default_factory=dict)

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """Every dated figure, those of agencies, agreements and critical items as ``agencies.<name>.<key>`` and so on."""
        yield from super().figures()
        for folder, lines in (("agencies", self.agencies), ("agreements", self.agreements), ("critical_items", self.critical_items)):
            for name, line in lines.items():
                for key in type(line).model_fields:
                    if isinstance(value := getattr(line, key), Assumption):
                        yield f"{folder}.{name}.{key}", value


class Component(Noun):
    """A component of an end product, with the parts of its cost in USD for the quantity of the line.

    origin : country where it was mined, produced or manufactured, or ``unknown``. kind : `bought` (price, transport, duty) or `made` by the
    offeror (manufacture, transport, overhead; no profit). nonavailable : a determination of the agency says that there is no domestic
    source. article : its name in a list of articles that are not available.
    """

    origin: str
    kind: Literal["bought", "made"]
    price: float | None = None
    transport: float = 0.0
    duty: float | None = None
    manufacture: float | None = None
    overhead: float | None = None
    nonavailable: bool = False
    article: str | None = None


class OfferedLine(Noun):
    """What is offered for one line item, in USD for the whole quantity.

    price : as offered. duty : duty on the end product that the price does not include. Origin follows from the facts (`finished_in`,
    `substance_origin`, components or their shares by origin), or is `certified` by the offeror with `content_share` where it matters.
    finishing_transforms : customs ruled that finishing makes a new article of commerce; without a ruling it does not.
    """

    price: float
    duty: float = 0.0
    finished_in: str | None = None
    substance_origin: str | None = None
    finishing_transforms: bool = False
    components: dict[str, Component] = Field(default_factory=dict)
    component_shares: dict[str, float] = Field(default_factory=dict)
    certified: Category | None = None
    content_share: float | None = None


class Offer(Noun):
    """An offer: size of the offeror, and its lines by name. An unacceptable one says why."""

    size: Literal["small", "large"]
    all_or_none: bool = False
    unacceptable: str = ""
    lines: dict[str, OfferedLine]


class LineItem(Noun):
    """A line item of the solicitation. cots : commercially available off the shelf; it is stated, never inferred."""

    label: str
    cots: bool
    critical_item: str | None = None


class Solicitation(Entity):
    """What is asked for, under which rules, and the offers received.

    value : estimated value of the acquisition with all options, USD. agreements : those that the contracting officer finds to apply; None
    leaves it to the dated thresholds. same_consideration : None leaves it to the agency's rule.
    """

    rules: str
    agency: str
    issued: date
    first_delivery: date
    last_delivery: date | None = None
    value: float
    set_aside: bool = False
    award: Literal["line", "group"] = "line"
    agreements: tuple[str, ...] | None = None
    same_consideration: bool | None = None
    lines: dict[str, LineItem]
    offers: dict[str, Offer]
