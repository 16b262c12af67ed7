"""Data as JSON that a person can read too: one key a line, and a list of numbers or words on one line."""

from __future__ import annotations

import json
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def json_text(data: Any, margin: str = "") -> str:
    """`data` as JSON. margin : spaces before the lines inside it. Raises ValueError for a number JSON does not have."""
    inner = f"{margin} "
    if isinstance(data, dict) and data:
        lines = [f"{inner}{_encode(str(key))}: {json_text(value, inner)}" for key, value in data.items()]
        return "{\n" + ",\n".join(lines) + f"\n{margin}}}"
    if isinstance(data, (list, tuple)) and any(isinstance(one, (dict, list, tuple)) for one in data):
        return "[\n" + ",\n".join(f"{inner}{json_text(one, inner)}" for one in data) + f"\n{margin}]"
    return repr(data) if type(data) is float and data - data == 0.0 else _encode(data)
