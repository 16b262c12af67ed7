"""YAML text to a tree.

YAML 1.2, core schema and dates, so that ``NO`` stays text. Anchors, tags and duplicate keys are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent
from ruamel.yaml.parser import Parser

from roi.book.tree import Items, Keys, Leaf, Node, Scalar, line_of
from roi.errors import Problem

_DEEPEST = 20
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}


@lru_cache(maxsize=1024)
def scan_tree(text: str, name: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Tree as far as the text can be read, and every problem found. Remembered by text, for reading it takes most of the time."""
    if "\t" in text:
        line = text[: text.index("\t")].count("\n") + 1
        return None, (Problem(f"{name}:{line}", "tab character", "YAML is indented with spaces; replace each tab by spaces"),)
    problems: list[Problem] = []
    try:
        events = _events(text)
        next(events), next(events)  # start of the stream and of the document
        node = _node(next(events), events, name, None, 0, problems)
        next(events)  # end of the document
        if not isinstance(next(events), StreamEndEvent):
            return None, (Problem(f"{name}:1", "more than one YAML document (a line ---) in the file", "give each document its own file"),)
    except StopIteration:
        return None, (Problem(f"{name}:1", "the file is empty", "fill it in or delete it"),)
    except MarkedYAMLError as error:
        mark = error.context_mark if "end of stream" in str(error.problem) and error.context_mark else error.problem_mark
        line = (mark.line if mark else 0) + 1
        what = f"not valid YAML: {' '.join(str(error.problem).split())}"
        return None, (
            Problem(f"{name}:{line}", what, "look at this line and the one above: indentation, colons, quotes (text with ': ' needs them)"),
        )
    except YAMLError as error:
        what = f"not valid YAML: {str(error).splitlines()[0]}"
        return None, (Problem(f"{name}:1", what, "save the file as plain UTF-8 text"),)
    except _TooDeep as error:
        return None, (Problem(error.args[0], f"nested more than {_DEEPEST} levels deep", "an assumption needs no more than a few levels"),)
    return node, tuple(problems)


_PARSER = YAML(typ="safe").Parser
"""The parser in C; where there is none, that in Python."""


def _events(text: str) -> Iterator[Any]:
    """What the parser finds in a text."""
    return iter(YAML(typ="safe").parse(text)) if _PARSER is Parser else iter(_PARSER(text).get_event, None)


class _TooDeep(Exception):
    pass


def _node(event: Any, events: Iterator[Any], name: str, line: int | None, depth: int, problems: list[Problem]) -> Node:
    """Tree of the node that starts with `event`; `line` is that of its key, None when it has none."""
    place = f"{name}:{line or event.start_mark.line + 1}"
    if depth > _DEEPEST:
        raise _TooDeep(place)
    if isinstance(event, AliasEvent) or event.tag is not None or event.anchor is not None:
        problems.append(Problem(place, "anchors (&), aliases (*) and tags (!) are not used here", "write the value itself"))
    if isinstance(event, AliasEvent):
        return Leaf(place, None, "", False)
    if isinstance(event, ScalarEvent):
        quoted = bool(event.style)
        return Leaf(place, event.value if quoted else _scalar(event.value), event.value, quoted)
    if isinstance(event, MappingStartEvent):
        return Keys(place, _mapping(events, name, depth, problems))
    items = []
    while not isinstance(event := next(events), SequenceEndEvent):
        items.append(_node(event, events, name, None, depth + 1, problems))
    return Items(place, tuple(items))


def _mapping(events: Iterator[Any], name: str, depth: int, problems: list[Problem]) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    while not isinstance(event := next(events), MappingEndEvent):
        line = event.start_mark.line + 1
        if not isinstance(event, ScalarEvent):
            problems.append(Problem(f"{name}:{line}", "a key that is not a plain word", "write key: value, the key without brackets"))
            _node(event, events, name, line, depth + 1, problems)
            _node(next(events), events, name, line, depth + 1, problems)
            continue
        key = str(event.value)
        if key in nodes:
            first = line_of(nodes[key].place)[1]
            problems.append(Problem(f"{name}:{line}", f"duplicate key {key!r}, first given on line {first}", "keep one of the two"))
        node = _node(next(events), events, name, line, depth + 1, problems)
        nodes.setdefault(key, node)
    return nodes


def _scalar(text: str) -> Scalar:
    if text[:1] in "0123456789+-.":
        if _INTEGER.fullmatch(text) and len(text) < 19:
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        if _OTHER_BASE.fullmatch(text):
            return int(text, 0)
        if _DATE.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                return text
    return _WORDS.get(text, text)
