"""The tree of one file to its noun; what pydantic finds is said with file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args, get_origin

from pydantic import ValidationError

from roi.book.annotations import bare, below, figure_kept, is_noun, wanted
from roi.book.desk import Desk, place_at
from roi.book.figure import KEYS, read_figure
from roi.book.lists import LIST_KEYS, SCHEDULE_KEY, read_list, read_schedule
from roi.book.shelves import FOLDERS, KINDS
from roi.book.tree import Items, Keys, Leaf, Node, plain
from roi.domain import Assumption, Copula, Noun
from roi.errors import nearest

_HTS_KEYS = ("hts", "except_hts", "relief_hts")
_OURS = ("id", "where")
Path = tuple[str | int, ...]


def noun_of(id: str, tree: Keys) -> type[Noun] | None:
    """Class of the noun in the file with this id; None when its folder or its `kind` is unknown."""
    folder = id.partition(".")[0]
    if folder in KINDS:
        kind = tree.nodes.get("kind")
        return KINDS[folder].get(kind.text) if isinstance(kind, Leaf) else None
    if id == "correlations.copula":
        return Copula
    return FOLDERS.get(folder)


def keys_at(cls: type[Noun], path: tuple[str, ...]) -> tuple[str, ...]:
    """Keys that may stand below `path` in a file of the noun; empty below a mapping with free keys."""
    kind: Any = cls
    for step in path:
        kind = below(kind, step)
    if kind is Assumption:
        return KEYS
    if not is_noun(kind):
        return ()
    return (*(name for name in kind.model_fields if name not in _OURS), *(("kind",) if _has_kind(kind) else ()))


def build(id: str, tree: Keys, desk: Desk) -> Noun | None:
    """The noun of the file with this id; None when a problem was noted on the desk."""
    cls = noun_of(id, tree)
    if cls is None:
        kind, folder = tree.nodes.get("kind"), id.partition(".")[0]
        found = f"unknown kind of {folder} {plain(kind)!r}" if kind else "kind is missing"
        desk.note((kind or tree).place, id, found, nearest(str(plain(kind)) if kind else "", KINDS[folder]))
        return None
    nodes = {key: node for key, node in tree.nodes.items() if not (_has_kind(cls) and key == "kind")}
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
        if key in _HTS_KEYS and not _quoted(node, name, desk):
            broken.add(here)
        if field is not None and key in (*LIST_KEYS, SCHEDULE_KEY) and isinstance(node, Leaf):
            read = read_schedule if key == SCHEDULE_KEY else read_list
            data[key] = read(node.text, node.place, name, desk)
            if data[key] is None:
                broken.add(here)
        else:
            data[key] = _value(wanted(field) if field else None, node, name, here, broken, desk)
    return data


def _value(kind: Any, node: Node, id: str, path: Path, broken: set[Path], desk: Desk) -> Any:
    """Data of one key as its annotation wants it: a figure, a noun, a mapping of such, plain data or text."""
    if kept := figure_kept(kind):
        figure = read_figure(node, id, kept, desk)
        if figure is None:
            broken.add(path)
        return figure
    kind = bare(kind)
    if isinstance(node, Keys) and is_noun(kind):
        return _data(kind, node, id, path, broken, desk)
    if get_origin(kind) is dict:
        inner = get_args(kind)[-1]
        if isinstance(node, Keys) and (figure_kept(inner) or is_noun(inner) or get_origin(inner) is dict):
            return {key: _value(inner, child, f"{id}.{key}", (*path, key), broken, desk) for key, child in node.nodes.items()}
        return plain(node)
    return _texts(node)


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


def _class_at(cls: type[Noun], loc: Path) -> type[Noun]:
    """The noun whose key is the last step of `loc`."""
    owner, kind = cls, cast(Any, cls)
    for step in loc[:-1]:
        kind = below(kind, str(step))
        owner = kind if is_noun(kind) else owner
    return owner


def _has_kind(cls: type[Noun]) -> bool:
    return any(cls in kinds.values() for kinds in KINDS.values())


def _note(cls: type[Noun], tree: Keys, id: str, loc: Path, error: Mapping[str, Any], desk: Desk) -> None:
    """Say one finding of pydantic in the words of the file."""
    owner, key, found, kind = _class_at(cls, loc), str(loc[-1]), error["input"], error["type"]
    remedy = "see the nouns in roi/domain"
    if kind == "missing":
        kept = figure_kept(wanted(owner.model_fields[key]))
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
