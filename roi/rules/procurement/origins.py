"""Four origins of a product that are never confused: at customs, under trade agreements, nationally made, domestic."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from roi.domain.procurement import Category, Component, LineItem, OfferedLine
from roi.rules.procurement.terms import Step, Terms, exact


@dataclass(frozen=True)
class Origins:
    """What the facts of an offered line make of it.

    customs, agreement : country of origin at customs and under trade agreements, None when the offeror certified the category instead.
    nationally_made, domestic : None when certified and not told by the category. content : share of component cost that is domestic, None
    when nothing is known of it. treatable : nationally manufactured with content above the fallback share.
    """

    customs: str | None
    agreement: str | None
    nationally_made: bool | None
    domestic: bool
    content: float | None
    category: Category
    treatable: bool
    steps: tuple[Step, ...]


def component_cost(component: Component) -> Fraction:
    """Cost of a component [USD]: bought, price, transport and duty; made, manufacture, transport and overhead, without profit."""
    parts = {
        "bought": (component.price, component.transport, component.duty),
        "made": (component.manufacture, component.transport, component.overhead),
    }[component.kind]
    return sum((exact(part) for part in parts if part is not None), Fraction(0))


def content(offered: OfferedLine, terms: Terms) -> Fraction | None:
    """Domestic share of component cost; a component not available at home counts as domestic, one of unknown origin as foreign.

    None when no component is given.
    """
    if offered.component_shares:
        shares = {origin: exact(share) for origin, share in offered.component_shares.items()}
        return sum((share for origin, share in shares.items() if origin in terms.domestic_origins), Fraction(0))
    costs = {name: component_cost(one) for name, one in offered.components.items()}
    total = sum(costs.values(), Fraction(0))
    if not total:
        return None
    listed = {article for one in terms.rules.nonavailable.values() for article in one.members}
    domestic = [
        cost
        for name, cost in costs.items()
        if (one := offered.components[name]).origin in terms.domestic_origins or one.nonavailable or one.article in listed
    ]
    return sum(domestic, Fraction(0)) / total


def origins(offered: OfferedLine, item: LineItem, terms: Terms, who: str) -> Origins:
    """The four origins of an offered line and the category they give it. who : name of the offer, for the texts of the steps."""
    if offered.certified is not None:
        return _certified(offered, item, terms, who)
    home, made_in, substance = terms.rules.country, offered.finished_in or "", offered.substance_origin or ""
    transformed = made_in if offered.finishing_transforms else substance
    under_agreements = home if terms.finishing_confers_origin and made_in == home else transformed
    if not terms.finishing_confers_origin:
        under_agreements = substance
    nationally_made = under_agreements == home
    share = content(offered, terms)
    passes = share is not None and share > terms.component_share
    domestic = made_in == home and (item.cots or passes)
    # a product that only its drug substance makes national is not manufactured here, so it can be neither domestic nor treated as such
    treatable = _treatable(made_in == home and not domestic, share, item, terms)
    category = _category(domestic, nationally_made, under_agreements, terms)
    where = f"finished in {made_in.upper()} from drug substance of {substance.upper()}"
    by_finishing = under_agreements != substance
    shown = "unknown" if share is None else _percent(share)
    test = (
        "component test waived, it is off the shelf"
        if item.cots
        else f"domestic content {shown}, more than {_percent(terms.component_share)} needed"
    )
    steps = (
        terms.step("customs", f"{who}: {where}; customs origin {transformed.upper()}"),
        terms.step(
            "transformation",
            f"{who}: origin under trade agreements {under_agreements.upper()}, "
            + ("where it was finished" if by_finishing else "where its drug substance was made"),
        ),
        terms.step("nationally_made", f"{who}: {'made' if nationally_made else 'not made'} in {home.upper()}"),
        terms.step(
            "cots" if item.cots else "component_test",
            f"{who}: {'domestic' if domestic else 'not domestic'}; manufactured in {made_in.upper()}, {test}",
        ),
    )
    return Origins(
        transformed, under_agreements, nationally_made, domestic, None if share is None else float(share), category, treatable, steps
    )


def _certified(offered: OfferedLine, item: LineItem, terms: Terms, who: str) -> Origins:
    """The buyer may rely on the offeror's certification of the category."""
    assert offered.certified is not None
    share = None if offered.content_share is None else exact(offered.content_share)
    # what no agreement covers is not eligible, whatever the offer says
    category = offered.certified if offered.certified != "eligible" or terms.eligible else "noneligible"
    known = {"domestic": True, "nationally_made": True}.get(category)
    text = f"{who}: certified {offered.certified.replace('_', ' ')}" + (
        f", domestic content {_percent(share)}" if share is not None else ""
    )
    text += "" if category == offered.certified else "; no agreement covers the acquisition: noneligible"
    return Origins(
        None,
        None,
        known,
        category == "domestic",
        offered.content_share,
        category,
        _treatable(category == "nationally_made", share, item, terms),
        (terms.step("certified", text),),
    )


def _treatable(manufactured: bool, share: Fraction | None, item: LineItem, terms: Terms) -> bool:
    """Content above the fallback share, for a product manufactured here that is not off the shelf."""
    enough = share is not None and terms.fallback_share is not None and share > terms.fallback_share
    return manufactured and not item.cots and enough


def _category(domestic: bool, nationally_made: bool, origin: str, terms: Terms) -> Category:
    """How the product is treated. Where an agreement restricts buying, even a domestic one needs an origin that the agreement knows."""
    foreign: Category = "eligible" if origin in terms.eligible else "noneligible"
    if domestic and (nationally_made or foreign == "eligible" or not terms.restricts):
        return "domestic"
    return "nationally_made" if nationally_made else foreign


def _percent(share: Fraction) -> str:
    return f"{float(share):.1%}"
