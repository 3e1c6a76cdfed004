"""JSON from outside is checked against the limits before anything is built from it."""

import json
import tracemalloc

import pytest

from careerpaths.reading.json import CASE, Limits, NotJson, TooLarge, UnreadableJson, read_json
from careerpaths.scoring.faults import MOST_TOLD, CaseError, Fault, told

SMALL = Limits(size=100, depth=3, values=5)


def test_valid_json_is_read() -> None:
    data = {"a": [1, 2.5, True, None], "b": 'with "quotes", [brackets] and {braces}'}
    assert read_json(json.dumps(data).encode(), CASE) == data
    assert read_json(json.dumps(data).encode("utf-16"), CASE) == data


def test_the_limits_are_exact() -> None:
    assert read_json(b"[[[1]]]", SMALL) == [[[1]]]
    assert read_json(b"[1,2,3,4,5]", SMALL) == [1, 2, 3, 4, 5]
    assert read_json(b'"' + b"x" * 98 + b'"', SMALL) == "x" * 98


@pytest.mark.parametrize(
    ("raw", "kind", "sentence"),
    [
        (b'"' + b"x" * 99 + b'"', TooLarge, "This is too large: at most 0 kB."),
        (b"[[[[1]]]]", UnreadableJson, "This is nested too deeply: at most 3 levels."),
        (b"[1,2,3,4,5,6]", UnreadableJson, "This holds too much: at most 5 values."),
        (b'{"a": {"b": 1, "\\u0062": 2}}', UnreadableJson, 'The key "b" appears twice in one place.'),
        (b"]][[", NotJson, "This is not JSON."),
        (b"\xff\xfe\xff", NotJson, "This is not JSON."),
        (b"9" * 5_000, NotJson, "This is not JSON."),
    ],
)
def test_anything_beyond_them_is_refused_in_one_sentence(raw: bytes, kind: type[CaseError], sentence: str) -> None:
    limits = CASE if len(raw) > 200 else SMALL
    with pytest.raises(kind, match=sentence.replace('"', ".")):
        read_json(raw, limits)


def test_an_unusable_value_is_named_by_its_location() -> None:
    raw = (
        b'{"a": [NaN, -Infinity, 1e999, 9999999999999999], "b": "\\u0000", "c": {"d": "\\ud800"}, "\\u0000": "\\u0000"}'
    )
    with pytest.raises(CaseError) as refused:
        read_json(raw, CASE)
    assert [fault.path for fault in refused.value.faults] == ["a[0]", "a[1]", "a[2]", "a[3]", "b", "c.d", ""]


COSTLY = {
    "quotes that never close": b'"' + b'\\"' * 49_000,
    "backslashes": b'"\\' * 49_000,
    "deep": b"[" * 100_000,
    "closing": b"]" * 100_000,
    "wide": b'{"options":[{' + b",".join(b'"%d":1' % n for n in range(9_000)) + b"}]}",
    "one key many times": b"{" + b",".join([b'"a":1'] * 2_900) + b"}",
    "a long number": b"1" * 99_000,
}


@pytest.mark.parametrize("raw", COSTLY.values(), ids=COSTLY)
def test_a_malformed_text_takes_little_memory(raw: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(CaseError):
        read_json(raw, CASE)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_at_most_twenty_errors_are_listed_and_the_rest_are_counted() -> None:
    faults = [Fault(path="p" * 5_000, message="Wrong.")] * (MOST_TOLD + 5)
    lines = told(faults)
    assert len(lines) == MOST_TOLD + 1
    assert lines[-1].message == "5 more are not listed here."
    assert max(len(line.path) for line in lines) == 200
    assert told(faults[:MOST_TOLD])[-1].message == "Wrong."
