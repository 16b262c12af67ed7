"""What a contract must say for its terms: the figures each kind needs, those it may have, and what they must hold among themselves."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from roi.book.offtake import Shelf
from roi.domain import Contract, Discrete, Fixed, Merchant, Route
from roi.errors import nearest

PRICE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "spot": (("price_ratio",), ("erosion",)),
    "fixed": (("price_ratio", "escalation", "domestic_premium"), ()),
    "indexed": (("index", "price_ratio", "passed_through"), ("cap", "collar")),
    "cost_plus": (("margin",), ("rate_of_return",)),
    "floor_ceiling": (("floor", "ceiling", "escalation"), ()),
    "difference": (("strike", "escalation", "parity_merchant", "parity_route"), ("parity_claims",)),
}
"""Terms of price: the keys they need, and those they may have beside."""

VOLUME: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "requirements": ((), ("requirements_share",)),
    "fixed": (("volume",), ()),
    "take_or_pay": (("volume", "minimum_share"), ("make_up",)),
    "reservation": (("volume", "availability_price"), ()),
    "step_up": (("step_up",), ()),
}
"""The same for terms of volume. All other keys of a contract fit any terms."""

TOGETHER: dict[str, tuple[str, ...]] = {
    "cap": ("collar",),
    "collar": ("cap",),
    "renewed": ("renewal_tenor", "renewal_price_ratio"),
    "renewal_tenor": ("renewed",),
    "renewal_price_ratio": ("renewed",),
    "termination_trigger": ("notice",),
    "notice": ("termination_trigger",),
    "unpaid_share": ("years_to_default",),
}
"""A key and those that must be given with it."""

FIGURES = tuple(dict.fromkeys(key for needed, allowed in (*PRICE.values(), *VOLUME.values()) for key in (*needed, *allowed)))

ORDERED = (("collar", "cap"), ("floor", "ceiling"))
"""Figures of which the first must not be above the second."""

INDEX_FOLDERS = ("suppliers", "indices")
GENERAL = "general"


def check_contract(shelf: Shelf, id: str, contract: Contract) -> None:
    """The terms have the figures they need and no others, and the figures fit each other."""
    _terms(shelf, id, contract)
    for key, others in TOGETHER.items():
        for other in others:
            if getattr(contract, key) is not None and getattr(contract, other) is None:
                shelf.note(id, (key,), f"{key} without {other} says nothing", f"add {other}, or take {key} out")
    if contract.penalty_cap_share and not (contract.penalty_share or contract.cover_share):
        shelf.note(id, ("penalty_cap_share",), "penalty_cap_share without a penalty says nothing", "add penalty_share or cover_share")
    for low, high in ORDERED:
        first, second = getattr(contract, low), getattr(contract, high)
        if first is not None and second is not None and first.value > second.value:
            what = f"{low} {first.value:g} is above {high} {second.value:g}"
            shelf.note(id, (low,), what, f"{low} is the lower limit, {high} the upper one: swap or mend them")
    _index(shelf, id, contract)
    _route(shelf, id, contract)
    _renewed(shelf, id, contract)
    tiers = list(contract.rebates.items())
    for (before, one), (name, two) in pairwise(tiers):
        if two.from_volume.value <= one.from_volume.value:
            what = f"the tier {name!r} does not begin above the tier {before!r}"
            shelf.note(id, ("rebates", name, "from_volume"), what, "write the tiers by rising from_volume")


def _terms(shelf: Shelf, id: str, contract: Contract) -> None:
    """Figures missing, and figures given that the terms do not use."""
    prices, volumes = PRICE[contract.price_terms], VOLUME[contract.volume_terms]
    for kind, terms, (needed, _) in (("price", contract.price_terms, prices), ("volume", contract.volume_terms, volumes)):
        for key in needed:
            if getattr(contract, key) is None:
                shelf.note(id, (key,), f"{kind}_terms {terms} need {key}", f"add {key}, or choose other {kind}_terms")
    used = {*prices[0], *prices[1], *volumes[0], *volumes[1]}
    for key in FIGURES:
        if key not in used and getattr(contract, key) not in (None, False, ()):
            of_price = any(key in (*needed, *allowed) for needed, allowed in PRICE.values())
            kind, terms = ("price", contract.price_terms) if of_price else ("volume", contract.volume_terms)
            fit = [name for name, (needed, allowed) in (PRICE if of_price else VOLUME).items() if key in (*needed, *allowed)]
            what = f"{key} is not used by {kind}_terms {terms}"
            shelf.note(id, (key,), what, f"take it out, or choose {kind}_terms {' or '.join(fit)}")


def _index(shelf: Shelf, id: str, contract: Contract) -> None:
    if contract.index is None or contract.index == GENERAL:
        return
    folder, _, stem = contract.index.partition(".")
    if folder not in INDEX_FOLDERS or not stem:
        what = f"index {contract.index!r} is none"
        shelf.note(id, ("index",), what, f"{nearest(folder, (GENERAL, *INDEX_FOLDERS))}: write general, suppliers.<file> or indices.<file>")
    else:
        shelf.refer(id, ("index",), stem, folder)


def _route(shelf: Shelf, id: str, contract: Contract) -> None:
    """Import parity: merchant and route exist, and the route begins where the merchant is."""
    shelf.refer(id, ("parity_merchant",), contract.parity_merchant, "merchants")
    shelf.refer(id, ("parity_route",), contract.parity_route, "routes")
    merchant, route = shelf.get("merchants", contract.parity_merchant), shelf.get("routes", contract.parity_route)
    if isinstance(merchant, Merchant) and isinstance(route, Route) and merchant.country != route.origin:
        what = f"route {contract.parity_route!r} begins in {route.origin}, {merchant.id} is in {merchant.country}"
        shelf.note(id, ("parity_route",), what, f"name a route that begins in {merchant.country}")


def _renewed(shelf: Shelf, id: str, contract: Contract) -> None:
    """Whether a contract is renewed is yes or no, in every trial."""
    if contract.renewed is None:
        return
    shape: Any = contract.renewed.distribution
    values = {contract.renewed.value, *(shape.values if isinstance(shape, Discrete) else ())}
    drawn = shape is None or isinstance(shape, Discrete | Fixed) or shape.kind == "bernoulli"
    if not (drawn and values <= {0.0, 1.0}):
        remedy = "write its probability as {kind: discrete, values: [0, 1], probabilities: [0.4, 0.6]}"
        shelf.note(id, ("renewed",), "renewed is 0 or 1, nothing else", remedy)
