"""JSON from outside, checked against limits before anything is built from it.

One short body can cost a lot: a list nested a thousand deep breaks a recursion, a hundred thousand unknown keys become
as many sentences. So size, depth and number of values are checked on the text itself, at the speed of `re`.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from careerpaths.scoring.faults import CaseError, Fault, shortened

STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)  # never backtracks
BRACKET = re.compile(r"[\[\]{}]")
SURROGATE = re.compile("[\ud800-\udfff]")
LARGEST_INTEGER = 10**15  # beyond it a float is no longer exact
UNREADABLE = "This is not JSON. Check that it is complete."


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The most a document may have."""

    size: int  # bytes
    depth: int  # levels of nested mappings and lists
    values: int  # keys and list items in total


CASE = Limits(size=100_000, depth=10, values=3_000)
"""One case. Eight options with every answer given have some 400 values in 15 kB."""


class UnreadableJson(CaseError):
    """The document as a whole cannot be used, so its only error has no path."""


class NotJson(UnreadableJson):
    """Another format, or the beginning of a file."""


class TooLarge(UnreadableJson):
    """More bytes than the limit."""


def read_json(raw: bytes, limits: Limits) -> Any:
    """The plain data in a JSON text: strings that can be stored, finite numbers, each key once.

    Raises `UnreadableJson` with one sentence, or `CaseError` with the path of every unusable value.
    """
    check_size(len(raw), limits)
    try:
        text = raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError as error:
        raise NotJson([_fault(UNREADABLE)]) from error
    _check_shape(text, limits)
    try:
        data = json.loads(text, object_pairs_hook=_mapping)
    except UnreadableJson:
        raise
    except ValueError as error:
        raise NotJson([_fault(UNREADABLE)]) from error
    if faults := [*_unusable(data)]:
        raise CaseError(faults)
    return data


def check_size(size: int, limits: Limits) -> None:
    """Raises `TooLarge` for more bytes than the limit."""
    if size > limits.size:
        raise TooLarge([_fault(f"This is too large: at most {limits.size // 1000:,} kB.")])


def _check_shape(text: str, limits: Limits) -> None:
    bare = STRING.sub("", text)
    if sum(map(bare.count, ",[{")) > limits.values:
        raise UnreadableJson([_fault(f"This holds too much: at most {limits.values:,} values.")])
    depth = 0
    for sign in BRACKET.findall(bare):
        depth += 1 if sign in "[{" else -1
        if depth < 0:
            raise NotJson([_fault(UNREADABLE)])
        if depth > limits.depth:
            raise UnreadableJson([_fault(f"This is nested too deeply: at most {limits.depth} levels.")])


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        sentence = f"The key {json.dumps(shortened(twice))} appears twice in one place. Keep one of them."
        raise UnreadableJson([_fault(sentence)])
    return mapping


def _unusable(data: Any, path: str = "") -> Iterator[Fault]:
    match data:
        case dict():
            for key, value in data.items():
                if fault := _unstorable(key):
                    yield Fault(path=path, message=fault)
                else:
                    yield from _unusable(value, f"{path}.{key}" if path else key)
        case list():
            for n, value in enumerate(data):
                yield from _unusable(value, f"{path}[{n}]")
        case str() if fault := _unstorable(data):
            yield Fault(path=path, message=fault)
        case float() if not math.isfinite(data):
            yield Fault(path=path, message="A finite number is needed here.")
        case int() if abs(data) > LARGEST_INTEGER:
            yield Fault(path=path, message="The number is too large.")


def _unstorable(text: str) -> str:
    """What no database can store: NUL characters and unpaired surrogates."""
    if "\x00" in text:
        return "The text holds a NUL character. Remove it."
    return "The text holds half of a character. Type it again." if SURROGATE.search(text) else ""


def _fault(sentence: str) -> Fault:
    return Fault(path="", message=sentence)
