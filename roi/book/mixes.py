"""What an option made of others must hold: its members, its mix, and a supply without a gap."""

from __future__ import annotations

from typing import Any, Protocol

from roi.book.offtake import RESERVED, SPOT
from roi.domain import Case, Contract, Market, Option, Plant, Staged
from roi.domain.mixes import MIXES
from roi.errors import nearest

MEMBERS = {"dual": 2, "staged": 2, "partnership": 1}
"""Kind of option and how many others it is made of."""


class Shelf(Protocol):
    """Where problems are written down and other nouns are found."""

    @property
    def as_written(self) -> bool:
        """True when nothing is laid over the files."""

    def note(self, id: str, path: tuple[str, ...], what: str, remedy: str) -> None:
        """Write down a problem of the noun `id` at the key `path`."""

    def get(self, folder: str, stem: str | None) -> Any:
        """The noun, or None when it is not given or could not be built."""


def check_mix(shelf: Shelf, id: str, case: Case, name: str, option: Option) -> None:
    """Note what an option made of others lacks or has too much."""
    path = ("options", name)
    for key in ("claims", "contracts"):
        if getattr(option, key):
            what = f"an option of kind {option.kind} has no {key}"
            shelf.note(id, (*path, key), what, f"take the line out: its members have their own {key}")
    mix, wanted = shelf.get("mixes", option.mix), MEMBERS[option.kind]
    if mix is not None and not isinstance(mix, MIXES[option.kind]):
        what = f"{option.mix!r} is not of kind: {option.kind}"
        shelf.note(id, (*path, "mix"), what, f"name a file of mixes/ with kind: {option.kind}")
    if len(option.members) != wanted:
        what = f"members names {len(option.members)} of the {wanted} that an option of kind {option.kind} has"
        shelf.note(id, (*path, "members"), what, f"write members: [{', '.join(['<option>'] * wanted)}], options of this case")
        return
    if not _known(shelf, id, case, name, option):
        return
    plant = shelf.get("plants", case.options[option.members[-1]].plant)
    if option.kind != "dual" and case.options[option.members[-1]].plant is None:
        which = "the second member of a staged option is the plant" if option.kind == "staged" else "the partner shares a plant"
        what = f"{option.members[-1]!r} has no plant: {which}"
        shelf.note(id, (*path, "members"), what, "name an option with a plant")
    if option.kind == "staged" and case.options[option.members[0]].kind == "own_plant":
        what = f"the bridge {option.members[0]!r} is a plant of its own, which would cost as much after the bridge ends"
        shelf.note(id, (*path, "members"), what, "name first an option that buys the goods")
    # with values laid over the files only the case that is run is asked (`roi.statement.mixes`): another must not stand in its way
    if shelf.as_written and isinstance(mix, Staged) and isinstance(plant, Plant) and (gap := supply_gap(mix, plant)):
        shelf.note(id, (*path, "mix"), *gap)
    if option.kind != "partnership":
        _contracts(shelf, id, case, name, option)


def _known(shelf: Shelf, id: str, case: Case, name: str, option: Option) -> bool:
    """True when every member is another option of the case, not made of others itself, named once, by a name that rows can use."""
    path = ("options", name, "members")
    fit = [one for one in case.options if one != name and case.options[one].kind not in MIXES]
    found = True
    for one in dict.fromkeys(option.members):
        if one == name:
            what, remedy = f"{name!r} is a member of itself", f"name other options: {', '.join(fit)}"
        elif one not in case.options:
            what, remedy = f"member {one!r} is none of the options", nearest(one, fit)
        elif one not in fit:
            what, remedy = f"member {one!r} is itself made of other options", f"name options that are not: {', '.join(fit)}"
        elif option.members.count(one) > 1:
            what, remedy = f"{one!r} is named twice", f"name two different options: {', '.join(fit)}"
        elif clash := _clash(shelf, case, option, one):
            what, remedy = f"the member {one!r} has {clash}: its rows could not be told apart", "give the option another name"
        else:
            continue
        shelf.note(id, path, what, remedy)
        found = False
    return found


def _clash(shelf: Shelf, case: Case, option: Option, member: str) -> str:
    """What else begins with the name of a member, where it is used as a prefix."""
    market = shelf.get("markets", case.market)
    if member in RESERVED or (isinstance(market, Market) and member in market.segments):
        return "the name of a segment of the market or of something rows use"
    longer = next((other for other in option.members if other.startswith(f"{member}_")), None)
    return f"a name with which {longer!r} begins" if longer else ""


def supply_gap(mix: Staged, plant: Plant) -> tuple[str, str] | None:
    """What is wrong with a bridge that ends before the first year of the plant, and the remedy; None when supply goes on, or need not."""
    first = len(plant.spending_profile.table) + (plant.delay.value if plant.delay else 0)
    if mix.bridge_time.value >= first or mix.gap_allowed:
        return None
    what = f"the bridge ends before project year {mix.bridge_time.value:g}, {plant.id} begins in {first:g}: nobody supplies in between"
    return what, f"lengthen bridge_time of {mix.id}, or write gap_allowed: true there if that is meant"


def _contracts(shelf: Shelf, id: str, case: Case, name: str, option: Option) -> None:
    """Members that share the demand of a segment cannot share what its contract fixes for one seller."""
    market = shelf.get("markets", case.market)
    for segment_name, segment in market.segments.items() if isinstance(market, Market) else ():
        stems = [case.options[one].contracts.get(segment_name) or segment.contract or case.contract or SPOT for one in option.members]
        for stem in dict.fromkeys(stems):
            contract = shelf.get("contracts", stem)
            if isinstance(contract, Contract) and (contract.prepayment or contract.rebates):
                term = "a prepayment" if contract.prepayment else "rebates by volume"
                what = f"{contract.id} has {term}, which cannot be divided among the members"
                shelf.note(id, ("options", name, "members"), what, f"give the members another contract for the segment {segment_name}")
