"""The distribution of a figure: read in the written unit, checked, turned into the unit kept."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast, get_args

from pydantic import ValidationError

from roi.book.desk import Desk, place_at
from roi.book.number import read_number
from roi.book.tree import Items, Keys, Leaf, Node
from roi.book.written_unit import Scale
from roi.domain import Discrete, Distribution, Fixed, Lognormal, Normal, Pert, Triangular, Truncated, Uniform
from roi.errors import nearest

KINDS = {get_args(cls.model_fields["kind"].annotation)[0]: cls for cls in get_args(get_args(Distribution)[0])}

EXAMPLES = {
    "fixed": "{kind: fixed, value: 2}",
    "uniform": "{kind: uniform, low: 1, high: 4}",
    "triangular": "{kind: triangular, low: 1, mode: 2, high: 4}",
    "pert": "{kind: pert, low: 1, mode: 2, high: 4}",
    "normal": "{kind: normal, mean: 2, sd: 0.5}",
    "lognormal": "{kind: lognormal, p05: 1, p95: 4}",
    "truncated": "{kind: truncated, of: {kind: normal, mean: 2, sd: 0.5}, low: 1, high: 4}",
    "discrete": "{kind: discrete, values: [1, 2], probabilities: [0.3, 0.7]}",
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
            desk.note(place_at(node, [str(step) for step in one["loc"]]), f"{id}.distribution", what, remedy)
        return None


def _words(kind: str, error: dict[str, Any]) -> tuple[str, str]:
    """What pydantic found in a distribution of that kind, and the remedy, in the words of the file."""
    loc = [str(step) for step in error["loc"]]
    name = ".".join(step for step in loc if step not in KINDS)
    inner = next((step for step in loc if step in KINDS), kind)
    if error["type"] == "missing":
        return f"the {inner} distribution lacks {name}", f"write it as {EXAMPLES[inner]}"
    if error["type"] == "extra_forbidden":
        return f"unknown key {name!r} in a {inner} distribution", nearest(loc[-1], KINDS[inner].model_fields)
    if error["type"] == "union_tag_invalid":
        return f"a {error['ctx']['tag']} distribution cannot be cut", f"cut one of {error['ctx']['expected_tags']}"
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
    for key, child in node.nodes.items():
        if key == "kind":
            continue
        if isinstance(child, Keys) and key == "of":
            data[key] = _data(child, id, desk)
        elif key == "of":
            desk.note(child.place, f"{id}.distribution", "of is not a distribution", f"write it as {EXAMPLES['truncated']}")
        elif isinstance(child, Items):
            data[key] = tuple(read_number(item, f"{id}.distribution", key, desk) for item in child.nodes)
        else:
            data[key] = read_number(child, f"{id}.distribution", key, desk)
    return data


def scaled(distribution: Distribution, scale: Scale) -> Distribution:
    """The same distribution in another unit; probabilities stay as they are."""

    def turn(key: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: turn(name, item) for name, item in value.items()}
        if isinstance(value, tuple):
            return value if key == "probabilities" else tuple(scale(item) for item in value)
        return scale(value) if isinstance(value, float) else value

    data = {name: turn(name, value) for name, value in distribution.model_dump().items()}
    return type(distribution).model_validate(data)


def reach(distribution: Distribution) -> tuple[float, float]:
    """Lowest and highest value; of a kind without end, the values passed once in a million draws on either side."""
    low, high = _REACH[distribution.kind](distribution)
    return low, high


def hard_ends(distribution: Distribution) -> tuple[float, float]:
    """Lowest and highest value that can be drawn at all."""
    if isinstance(distribution, Normal):
        return -math.inf, math.inf
    if isinstance(distribution, Lognormal):
        return 0.0, math.inf
    if isinstance(distribution, Truncated):
        low, high = hard_ends(distribution.of)
        return max(low, distribution.low if distribution.low is not None else low), min(
            high, distribution.high if distribution.high is not None else high
        )
    return reach(distribution)


def _fixed(one: Fixed) -> tuple[float, float]:
    return one.value, one.value


def _low_high(one: Uniform | Triangular | Pert) -> tuple[float, float]:
    return one.low, one.high


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
    far = math.exp(min(_FAR * spread, 700.0))  # exp overflows beyond; such a spread is refused by its size anyway
    return one.central / far, one.central * far


def _truncated(one: Truncated) -> tuple[float, float]:
    low, high = reach(one.of)
    return max(low, one.low if one.low is not None else low), min(high, one.high if one.high is not None else high)


def _discrete(one: Discrete) -> tuple[float, float]:
    return min(one.values), max(one.values)


_REACH: dict[str, Callable[..., tuple[float, float]]] = {
    "fixed": _fixed,
    "uniform": _low_high,
    "triangular": _low_high,
    "pert": _low_high,
    "normal": _normal,
    "lognormal": _lognormal,
    "truncated": _truncated,
    "discrete": _discrete,
}
