"""The distribution of a figure: read in the written unit, checked, turned into the unit kept."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast, get_args

from pydantic import ValidationError

from roi.book.desk import Desk, place_at, unknown_keys
from roi.book.number import read_number
from roi.book.observations import read_observations
from roi.book.tree import Items, Keys, Leaf, Node
from roi.book.written_unit import Scale
from roi.domain import Distribution, Lognormal, Mixture, Normal, Percentiles, Truncated
from roi.errors import nearest

KINDS = {get_args(cls.model_fields["kind"].annotation)[0]: cls for cls in get_args(get_args(Distribution)[0])}

EXAMPLES = {
    "fixed": "{kind: fixed, value: 2}",
    "uniform": "{kind: uniform, low: 1, high: 4}",
    "log_uniform": "{kind: log_uniform, low: 1, high: 100}",
    "triangular": "{kind: triangular, low: 1, mode: 2, high: 4}",
    "pert": "{kind: pert, low: 1, mode: 2, high: 4}",
    "beta": "{kind: beta, low: 1, high: 4, alpha: 2, beta: 3}",
    "normal": "{kind: normal, mean: 2, sd: 0.5}",
    "lognormal": "{kind: lognormal, p05: 1, p95: 4}",
    "percentiles": "{kind: percentiles, p10: 1, p50: 2, p90: 4}",
    "truncated": "{kind: truncated, of: {kind: normal, mean: 2, sd: 0.5}, low: 1, high: 4}",
    "mixture": "{kind: mixture, of: [{kind: uniform, low: 1, high: 4}, {kind: pert, low: 2, mode: 3, high: 6}], weights: [0.4, 0.6]}",
    "discrete": "{kind: discrete, values: [1, 2], probabilities: [0.3, 0.7]}",
    "bernoulli": "{kind: bernoulli, probability: 0.3, value: 1, otherwise: 0}",
    "first_event": "{kind: first_event, probability: 0.1, never: 20}",
    "empirical": "{kind: empirical, file: prices.csv}",
}
"""How each kind is written."""

_FAR = 4.753424  # standard deviations: a normal falls beyond once in a million draws on either side
_P05, _P10 = 1.644854, 1.281552


def read_distribution(node: Node, id: str, desk: Desk) -> Distribution | None:
    """The distribution in the written unit; None, and a problem on the desk, when it is none."""
    if not isinstance(node, Keys):
        desk.note(node.place, id, "distribution is not a mapping", f"write it as {EXAMPLES['triangular']}")
        return None
    count = len(desk.problems)
    data = _data(node, id, desk)
    if len(desk.problems) > count:
        return None
    try:
        distribution: Distribution = KINDS[data["kind"]].model_validate(data)
        return distribution
    except ValidationError as error:
        for one in error.errors(include_url=False):
            what, remedy = _words(data["kind"], cast(dict[str, Any], one))
            desk.note(place_at(node, one["loc"]), f"{id}.distribution", what, remedy)
        return None


def _words(kind: str, error: dict[str, Any]) -> tuple[str, str]:
    """What pydantic found in a distribution of that kind, and the remedy, in the words of the file."""
    name, inner = "", kind
    for before, step in zip(("", *error["loc"]), error["loc"], strict=False):
        if (before == "of" and isinstance(step, str)) or isinstance(before, int):
            inner = step  # the kind of the part, which is no key of the file
        else:
            name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else str(step)
    if error["type"] == "missing":
        return f"the {inner} distribution lacks {name}", f"write it as {EXAMPLES[inner]}"
    if error["type"] == "extra_forbidden":
        return f"unknown key {name!r} in a {inner} distribution", nearest(error["loc"][-1], KINDS[inner].model_fields)
    if error["type"] == "union_tag_invalid":
        cut, mixed = ("cut", "cut") if kind == "truncated" else ("mixed", "mix")
        return f"a {error['ctx']['tag']} distribution cannot be {cut}", f"{mixed} one of {error['ctx']['expected_tags']}"
    what, _, remedy = error["msg"].removeprefix("Value error, ").replace("Input should be", "must be").partition("; ")
    what = what.replace("Tuple should have", "must have").replace("a valid tuple", "a list").replace(" after validation", "")
    return (what if error["type"] == "value_error" else f"{name} {what}"), remedy or f"write it as {EXAMPLES[inner]}"


def _data(node: Keys, id: str, desk: Desk) -> dict[str, Any]:
    """Plain data with every parameter a number."""
    kind = node.nodes.get("kind")
    if not isinstance(kind, Leaf) or kind.text not in KINDS:
        found = f"unknown kind of distribution {kind.text!r}" if isinstance(kind, Leaf) else "the distribution has no kind"
        name = kind.text if isinstance(kind, Leaf) else ""
        desk.note((kind or node).place, f"{id}.distribution", found, nearest(name, KINDS))
        return {}
    data: dict[str, Any] = {"kind": kind.text}
    if kind.text == "empirical":
        unknown_keys(node, ("kind", "file"), f"{id}.distribution", desk)
        return data | read_observations(node, id, desk)
    for key, child in node.nodes.items():
        if key == "kind":
            continue
        if isinstance(child, Keys) and key == "of":
            data[key] = _data(child, id, desk)
        elif isinstance(child, Items) and key == "of" and all(isinstance(item, Keys) for item in child.nodes):
            data[key] = tuple(_data(item, id, desk) for item in child.nodes if isinstance(item, Keys))
        elif key == "of":
            what = "of is not a list of distributions" if kind.text == "mixture" else "of is not a distribution"
            desk.note(
                child.place, f"{id}.distribution", what, f"write it as {EXAMPLES['mixture' if kind.text == 'mixture' else 'truncated']}"
            )
        elif isinstance(child, Items):
            data[key] = tuple(read_number(item, f"{id}.distribution", key, desk) for item in child.nodes)
        else:
            data[key] = read_number(child, f"{id}.distribution", key, desk)
    return data


_WITHOUT_UNIT = ("probability", "probabilities", "confidence", "weights", "shares", "alpha", "beta")


def scaled(distribution: Distribution, scale: Scale) -> Distribution:
    """The same distribution in another unit; probabilities and other pure numbers stay as they are."""

    def turn(key: str, value: Any) -> Any:
        if key in _WITHOUT_UNIT:
            return value
        if isinstance(value, dict):
            return {name: turn(name, item) for name, item in value.items()}
        if isinstance(value, tuple):
            return tuple(turn(key, item) for item in value)
        return scale(value) if isinstance(value, float) else value

    data = {name: turn(name, value) for name, value in distribution.model_dump().items()}
    return type(distribution).model_validate(data)


def reach(distribution: Distribution) -> tuple[float, float]:
    """Lowest and highest value; of a kind without end, the values passed once in a million draws on either side."""
    find = _REACH.get(distribution.kind)
    low, high = find(distribution) if find else distribution.ends
    return low, high


def hard_ends(distribution: Distribution) -> tuple[float, float]:
    """Lowest and highest value that can be drawn at all."""
    return distribution.ends


def _normal(one: Normal) -> tuple[float, float]:
    return one.mean - _FAR * one.sd, one.mean + _FAR * one.sd


def _lognormal(one: Lognormal) -> tuple[float, float]:
    if one.mean is not None and one.sd is not None:
        spread = math.sqrt(math.log1p((one.sd / one.mean) ** 2))
    elif one.p05 is not None and one.p95 is not None:
        spread = math.log(one.p95 / one.p05) / 2 / _P05
    else:
        assert one.p10 is not None
        assert one.p90 is not None
        spread = math.log(one.p90 / one.p10) / 2 / _P10
    far = 1 + _growth(_FAR * spread)
    return one.central / far, one.central * far


def _percentiles(one: Percentiles) -> tuple[float, float]:
    far = _FAR / (_P05 if one.p05 is not None else _P10)
    first = one.outer[1] - one.p50
    if one.skew == 0:
        return one.p50 - far * first, one.p50 + far * first
    unit = first / math.expm1(one.skew)
    return one.p50 + unit * _growth(-far * one.skew), one.p50 + unit * _growth(far * one.skew)


def _growth(power: float) -> float:
    return math.expm1(min(power, 700.0))  # the exponential overflows beyond; such a spread is refused by its size anyway


def _truncated(one: Truncated) -> tuple[float, float]:
    low, high = reach(one.of)
    return max(low, one.low if one.low is not None else low), min(high, one.high if one.high is not None else high)


def _mixture(one: Mixture) -> tuple[float, float]:
    found = [reach(part) for part in one.of]
    return min(low for low, _ in found), max(high for _, high in found)


_REACH: dict[str, Callable[..., tuple[float, float]]] = {
    "normal": _normal,
    "lognormal": _lognormal,
    "percentiles": _percentiles,
    "truncated": _truncated,
    "mixture": _mixture,
}
"""Kinds that have no end, or may have none; the reach of the others is their ends."""
