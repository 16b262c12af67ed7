"""Why a plant abroad makes a kg cheaper or dearer than one at home: its advantage split over groups of inputs.

The cost is the levelised cost with income tax, USD/kg. Each group of inputs takes its values either from the domestic or from the foreign
option; the share of a group is its Shapley value, the mean of what it adds over all orders in which the groups can be changed. So no order
is preferred, and the shares add up to the whole difference. Public support belongs to a place and cannot be moved to the other: both plants
are compared without it, and what it changes in either of them is a share of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import product
from math import factorial

import numpy as np
from numpy.typing import NDArray

from roi.analysis.trials import base_values
from roi.errors import Problem, RoiError
from roi.formula import Statement, Tape
from roi.statement.model import Model

Array = NDArray[np.float64]

OWN = ("own_plant", "nearshore")
"""Kinds of option that may have a plant of the company."""

PLACE = "freight, duty and price level of the place"
SUPPORT = "public support"
GIVING = ("share", "shares", "amount", "rate", "rate_per_kg")
"""How the names of figures end by which an incentive gives or takes something: at 0 it is as if there were none."""

GROUPS: dict[str, tuple[str, ...]] = {
    "labour": (
        "country.operator_wage", "plant.labour_hours", "plant.operators_per_shift", "plant.shift_teams", "plant.hours_per_operator",
        "plant.quality_share", "plant.overhead_share", "plant.labour_excess",
    ),
    "energy": (
        "country.*_price", "plant.electricity", "plant.other_utilities", "plant.natural_gas", "plant.steam", "plant.water",
        "plant.nitrogen",
    ),
    "environment and compliance": (
        "plant.waste_cost", "plant.environmental_compliance", "plant.supplier_audits", "plant.serialisation", "plant.cyber_security",
        "plant.recalls", "facility_fees.*",
    ),
    "materials": (
        "plant.process_yield", "plant.yield_shortfall", "plant.other_materials", "plant.released_share", "plant.failed_batch_share",
        "key.supplier.*", "process.*",
    ),
    "tax": ("taxation.*", "depreciation.*"),
    "capital and capacity": ("plant.*", "estimate.*"),
}  # fmt: skip
"""Group and the inputs in it; the first pattern that fits counts. What fits none (routes, customs, inflation) goes with the place."""


@dataclass(frozen=True)
class Advantage:
    """The advantage of `foreign` over `domestic`, in the base case.

    costs : levelised cost with income tax of the domestic and of the foreign option, USD/kg. shares : group -> its part of the difference,
    positive where abroad is cheaper. unmatched : inputs only one of the two has; they count with the place.
    """

    domestic: str
    foreign: str
    costs: tuple[float, float]
    shares: dict[str, float]
    unmatched: tuple[str, ...]


def foreign_advantages(model: Model) -> tuple[Advantage, ...]:
    """Each domestic plant of the case against each plant abroad. Raises RoiError when a mixture of the two sells nothing."""
    home = model.book.markets[model.case.market].country
    plants = {name: model.book.plants[one.plant] for name, one in model.case.options.items() if one.kind in OWN and one.plant}
    pairs = [(a, b) for a, b in product(plants, plants) if plants[a].country == home != plants[b].country]
    return tuple(_advantage(model, domestic, foreign) for domestic, foreign in pairs)


def group_of(path: str) -> str:
    """Group of an input, by the path under which the rows know it."""
    if path.startswith("support."):
        return SUPPORT
    return next((group for group, patterns in GROUPS.items() if any(fnmatchcase(path, one) for one in patterns)), PLACE)


def shapley(players: int, worth: Mapping[tuple[bool, ...], float]) -> list[float]:
    """Shapley value of each player. worth : of every coalition, as one flag a player."""
    weights = [factorial(size) * factorial(players - size - 1) / factorial(players) for size in range(players)]
    values = []
    for player in range(players):
        without = [coalition for coalition in worth if not coalition[player]]
        gains = (
            weights[sum(coalition)] * (worth[(*coalition[:player], True, *coalition[player + 1 :])] - worth[coalition])
            for coalition in without
        )
        values.append(sum(gains))
    return values


def _advantage(model: Model, domestic: str, foreign: str) -> Advantage:
    given = base_values(model)
    inputs = {name: {path: leaf.id for path, leaf in model.options[name].inputs.items()} for name in (domestic, foreign)}
    here, there = inputs[domestic], inputs[foreign]
    aided = {id for paths in (here, there) for path, id in paths.items() if group_of(path) == SUPPORT and path.endswith(GIVING)}
    base = {id: np.zeros_like(value) if id in aided else value for id, value in given.items()}
    read = [path for path in here if path in there and here[path] in base and there[path] in base]
    shared = {group: [path for path in read if group_of(path) == group] for group in GROUPS}
    worth: dict[tuple[bool, ...], float] = {}
    for at_home, (name, own, other) in ((True, (domestic, here, there)), (False, (foreign, there, here))):
        swaps = {
            group: {own[path]: base[other[path]] for path in paths if not np.array_equal(base[own[path]], base[other[path]])}
            for group, paths in shared.items()
        }
        found = _mixtures(model, model.options[name], base, swaps)
        # a group that is swapped has the values of the other option
        worth |= {(*(at_home != swapped for swapped in state), at_home): cost for state, cost in found.items()}
    if not all(np.isfinite(cost) for cost in worth.values()):
        what = f"a plant between {domestic} and {foreign} sells nothing, so its cost per kg is not known"
        raise RoiError(Problem(model.case.where, what, "look at the delay and the demand of the two plants", model.case.id))
    names = [*GROUPS, PLACE]
    shares = dict(zip(names, shapley(len(names), worth), strict=True))
    alone = [worth[(at_home,) * len(names)] for at_home in (True, False)]
    costs = [_mixtures(model, model.options[name], given, {})[()] for name in (domestic, foreign)] if aided else alone
    shares[SUPPORT] = (costs[0] - alone[0]) - (costs[1] - alone[1])
    one_sided = {path for path in {*here, *there} - set(read) if group_of(path) not in (PLACE, SUPPORT) and _read(base, here, there, path)}
    return Advantage(domestic, foreign, (costs[0], costs[1]), shares, tuple(sorted(one_sided)))


def _read(base: Mapping[str, Array], here: Mapping[str, str], there: Mapping[str, str], path: str) -> bool:
    return here.get(path) in base or there.get(path) in base


def _mixtures(
    model: Model, statement: Statement, base: Mapping[str, Array], swaps: Mapping[str, Mapping[str, Array]]
) -> dict[tuple[bool, ...], float]:
    """Cost per kg of a statement for every choice of groups that take the other option's values: flags by group -> USD/kg.

    Tables cannot vary by trial, so there is a tape for each choice of the groups that swap one, and a column for each choice of the others.
    """
    years, groups = len(model.calendar.years), list(swaps)
    shapes = {leaf.id: leaf.shape for leaf in statement.inputs.values()}
    cells = [statement.cells[name] for name in ("cost_before_tax", "income_tax", "volume_sold")]
    factor = model.own(statement, "discount_factor")
    tabled = [group for group in groups if any(shapes[id] == "table" for id in swaps[group])]
    states = list(product((False, True), repeat=len(groups)))
    found: dict[tuple[bool, ...], float] = {}
    for chosen in product((False, True), repeat=len(tabled)):
        columns = [state for state in states if all(state[groups.index(group)] == flag for group, flag in zip(tabled, chosen, strict=True))]
        tables = {id: value for group, flag in zip(tabled, chosen, strict=True) if flag for id, value in swaps[group].items()}
        varied = {id: value for group in groups if group not in tabled for id, value in swaps[group].items()}
        owner = {id: place for place, group in enumerate(groups) if group not in tabled for id in swaps[group]}
        fixed = {id: value for id, value in {**base, **tables}.items() if id not in varied}
        drawn = {id: _columns(base[id], value, [state[owner[id]] for state in columns], years) for id, value in varied.items()}
        run = Tape([*cells, factor], fixed, years, list(drawn)).run(drawn, len(columns))
        cost, tax, sold = (np.broadcast_to(run[cell], (years, len(columns))) * run[factor] for cell in cells)
        with np.errstate(divide="ignore", invalid="ignore"):
            found |= dict(zip(columns, ((cost + tax).sum(axis=0) / sold.sum(axis=0)).tolist(), strict=True))
    return found


def _columns(own: Array, other: Array, swapped: list[bool], years: int) -> Array:
    """Values of an input for each column: its own, or those of the other option."""
    if own.ndim == 0 and other.ndim == 0:
        return np.where(swapped, other, own)
    series = [np.broadcast_to(one, (years,))[:, None] for one in (own, other)]
    return np.where(np.array(swapped)[None, :], series[1], series[0])
