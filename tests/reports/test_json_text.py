"""Data as text: what is read back is what was written, and lists of numbers take one line."""

from __future__ import annotations

import json

import pytest

from roi.reporting.json_text import json_text

DATA = {
    "words": 'a "b"\n— ß',
    "numbers": [1, 2.5, -0.0, 1e-300, 123456789012345680.0, None, True],
    "empty": [[], {}, ""],
    "below": {"lists": [{"a": [1.5]}, {"b": [[1, 2], [3]]}], "none": None, "flag": False},
    "pair": (0.1, 0.2),
    2027: 1,
}


def test_what_is_read_back_is_what_any_other_writer_gives() -> None:
    assert json.loads(json_text(DATA)) == json.loads(json.dumps(DATA))


def test_a_list_of_numbers_takes_one_line_and_a_key_each_its_own() -> None:
    assert json_text({"a": {"b": [1.5, 2.0], "c": {}}, "d": "x"}) == '{\n "a": {\n  "b": [1.5, 2.0],\n  "c": {}\n },\n "d": "x"\n}'


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_json_does_not_have_is_refused(number) -> None:
    for data in (number, [number], {"a": {"b": number}}):
        with pytest.raises(ValueError, match="not JSON compliant"):
            json_text(data)
