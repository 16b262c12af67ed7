"""The tree of one file to its noun; what pydantic finds is said with file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from roi.book.desk import Desk, place_at
from roi.book.figure import KEYS, read_figure
from roi.book.lists import LIST_KEYS, SCHEDULE_KEY, read_list, read_schedule
from roi.book.tree import Items, Keys, Leaf, Node, plain
from roi.domain import (
    Case,
    Contract,
    Country,
    CustomsFees,
    Depreciation,
    Drawback,
    DrugSubstance,
    FacilityFees,
    Finance,
    In,
    Market,
    Merchant,
    Noun,
    Plant,
    PriceIndex,
    Route,
    Scenario,
    Supplier,
    TariffMeasure,
    Taxation,
)
from roi.domain.procurement import ProcurementRules
from roi.errors import nearest

_HTS_KEYS = ("hts", "except_hts", "relief_hts")
_OURS = ("id", "where")
Path = tuple[str | int, ...]


def noun_of(id: str, tree: Keys) -> type[Noun] | None:
    """Class of the noun in the file with this id; None when its folder or its `kind` is unknown."""
    folder = id.partition(".")[0]
    if folder == "fees":
        kind = tree.nodes.get("kind")
        return FEES.get(kind.text) if isinstance(kind, Leaf) else None
    return FOLDERS.get(folder)


def keys_at(cls: type[Noun], path: tuple[str, ...]) -> tuple[str, ...]:
    """Keys that may stand below `path` in a file of the noun; empty below a mapping with free keys."""
    if not path:
        return (*(name for name in cls.model_fields if name not in _OURS), *(("kind",) if cls in FEES.values() else ()))
    field = cls.model_fields.get(path[0])
    if field is None:
        return ()
    if _kept(field):
        return KEYS if len(path) == 1 else ()
    inner = _inner(field)
    return keys_at(inner, path[2:]) if inner and len(path) > 1 else ()


def build(id: str, tree: Keys, desk: Desk) -> Noun | None:
    """The noun of the file with this id; None when a problem was noted on the desk."""
    cls = noun_of(id, tree)
    if cls is None:
        kind = tree.nodes.get("kind")
        found = f"unknown kind of fees {plain(kind)!r}" if kind else "kind is missing"
        desk.note((kind or tree).place, id, found, nearest(str(plain(kind)) if kind else "", FEES))
        return None
    nodes = {key: node for key, node in tree.nodes.items() if not (cls in FEES.values() and key == "kind")}
    return build_noun(cls, id, Keys(tree.place, nodes), desk)


def build_noun(cls: type[Noun], id: str, tree: Keys, desk: Desk) -> Noun | None:
    """A noun of the class from its tree; None when a problem was noted on the desk."""
    count, broken = len(desk.problems), set[Path]()
    data = _data(cls, tree, id, (), broken, desk)
    for key in _OURS:
        if key in tree.nodes:
            desk.note(tree.nodes[key].place, f"{id}.{key}", f"unknown key {key!r}", "leave it out: the id is the path of the file")
    data["id"] = id
    if "where" in cls.model_fields:
        data["where"] = tree.place
    try:
        noun = cls.model_validate(data)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            loc = tuple(step for step in one["loc"] if step != "[key]")
            if not any(loc[: len(path)] == path for path in broken):
                _note(cls, tree, id, loc, cast(dict[str, Any], one), desk)
        return None
    return noun if len(desk.problems) == count else None


def _data(cls: type[Noun], tree: Keys, id: str, path: Path, broken: set[Path], desk: Desk) -> dict[str, Any]:
    """Plain data for pydantic, with the figures already built; paths of what could not be built go into `broken`."""
    data: dict[str, Any] = {}
    for key, node in tree.nodes.items():
        here, name = (*path, key), f"{id}.{key}"
        field = cls.model_fields.get(key)
        kept, inner = (_kept(field), _inner(field)) if field else (None, None)
        if key in _HTS_KEYS and not _quoted(node, name, desk):
            broken.add(here)
        if kept:
            data[key] = read_figure(node, name, kept, desk)
            if data[key] is None:
                broken.add(here)
        elif field is not None and key in (*LIST_KEYS, SCHEDULE_KEY) and isinstance(node, Leaf):
            read = read_schedule if key == SCHEDULE_KEY else read_list
            data[key] = read(node.text, node.place, name, desk)
            if data[key] is None:
                broken.add(here)
        elif inner and isinstance(node, Keys):
            data[key] = {
                line: _data(inner, child, f"{name}.{line}", (*here, line), broken, desk) if isinstance(child, Keys) else _texts(child)
                for line, child in node.nodes.items()
            }
        elif field is not None and get_origin(field.annotation) is dict:
            data[key] = plain(node)
        else:
            data[key] = _texts(node)
    return data


def _texts(node: Node) -> Any:
    """Data of a tree as written, so that a title of digits stays a title; pydantic turns digits into numbers where one is needed."""
    if isinstance(node, Leaf):
        return None if node.value is None else node.text
    if isinstance(node, Items):
        return tuple(_texts(item) for item in node.nodes)
    return {key: _texts(item) for key, item in node.nodes.items()}


def _quoted(node: Node, id: str, desk: Desk) -> bool:
    """True when every HTS number below is quoted; an unquoted one loses its last zero."""
    if isinstance(node, Leaf):
        if not node.quoted and node.text:
            desk.note(node.place, id, f"HTS number {node.text} is not quoted", f'write "{node.text}"')
        return node.quoted
    children = node.nodes if isinstance(node, Items) else tuple(node.nodes.values())
    return not [child for child in children if not _quoted(child, id, desk)]


def _kept(field: FieldInfo) -> In | None:
    return next((one for one in field.metadata if isinstance(one, In)), None)


def _inner(field: FieldInfo) -> type[Noun] | None:
    """Class of the lines of a mapping of nouns (options, rates), None for any other field."""
    arguments = get_args(field.annotation)
    last = arguments[-1] if get_origin(field.annotation) is dict else None
    return last if isinstance(last, type) and issubclass(last, Noun) else None


def _class_at(cls: type[Noun], loc: Path) -> type[Noun]:
    """The noun whose key is the last step of `loc`."""
    inner = _inner(cls.model_fields[str(loc[0])]) if len(loc) > 2 and loc[0] in cls.model_fields else None
    return _class_at(inner, loc[2:]) if inner else cls


def _note(cls: type[Noun], tree: Keys, id: str, loc: Path, error: Mapping[str, Any], desk: Desk) -> None:
    """Say one finding of pydantic in the words of the file."""
    owner, key, found, kind = _class_at(cls, loc), str(loc[-1]), error["input"], error["type"]
    remedy = "see the nouns in roi/domain"
    if kind == "missing":
        kept = _kept(owner.model_fields[key])
        what, remedy = f"key {key!r} is missing", f"add {key}" + (f", a figure in {kept.unit}" if kept else "")
        if "hts" in key:
            remedy += ', as "2924.29.62"'
    elif kind == "extra_forbidden":
        what, remedy = f"unknown key {key!r}", nearest(key, (name for name in owner.model_fields if name not in _OURS))
    elif found is None:
        what, remedy = f"{key} is left empty", f"give {key} a value"
    elif kind == "literal_error":
        what = f"unknown {key} {found!r}"
        remedy = nearest(str(found), re.findall(r"'([^']*)'", error["ctx"]["expected"]))
    elif kind == "string_pattern_mismatch":
        hts = r"\d{4}" in error["ctx"]["pattern"]
        what = f"{found!r} is not {'an HTS number' if hts else 'the code of a country'}"
        remedy = (
            'write 4, 6, 8 or 10 digits with points, as "2924.29.62"' if hts else "write the two letters of ISO 3166 in lower case, as us"
        )
    elif kind.startswith("int_"):
        what, remedy = f"{key} is {found!r}, not a whole number", "write a whole number"
    elif kind.startswith("bool_"):
        what, remedy = f"{key} is {found!r}, neither true nor false", "write true or false"
    elif kind == "tuple_type":
        what, remedy = f"{key} is {found!r}, not a list", f'write {key}: ["{found}"]' if isinstance(found, str) else f"write {key}: [...]"
    elif kind in ("dict_type", "model_type", "model_attributes_type"):
        what, remedy = f"{key} is {found!r}, not a mapping", "write its keys below it, indented by two spaces"
    elif kind == "string_type":
        what, remedy = f"{key} is a list or a mapping, not a text", "write one value"
    else:
        what = f"{key}: {error['msg']}"
    desk.note(place_at(tree, loc), ".".join([id, *(str(step) for step in loc if isinstance(step, str))]), what, remedy)


FEES: dict[str, type[Noun]] = {"customs": CustomsFees, "facility": FacilityFees, "drawback": Drawback}
"""`kind` of a file in `fees/` and its noun."""

FOLDERS: dict[str, type[Noun]] = {
    "countries": Country,
    "drugs": DrugSubstance,
    "plants": Plant,
    "suppliers": Supplier,
    "merchants": Merchant,
    "routes": Route,
    "markets": Market,
    "contracts": Contract,
    "indices": PriceIndex,
    "finance": Finance,
    "taxation": Taxation,
    "depreciation": Depreciation,
    "tariffs": TariffMeasure,
    "procurement": ProcurementRules,
    "scenarios": Scenario,
    "cases": Case,
}
"""Folder of `assumptions/` and its noun; `fees/` has several, see `FEES`."""
