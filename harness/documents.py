"""Ruleset documents for tests: the shipped one with a change in one place."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from careerpaths.rulesets import shipped
from careerpaths.scoring.faults import Fault, RulesetError
from careerpaths.scoring.parsing import parse

Document = dict[str, Any]
Place = tuple[str | int, ...]


@cache
def _shipped() -> str:
    return json.dumps(shipped())


def document() -> Document:
    """A fresh copy of the shipped document."""
    fresh: Document = json.loads(_shipped())
    return fresh


def item(doc: Document, kind: str, name: str) -> Document:
    """The item with this id in one of the document's lists."""
    found: Document = next(entry for entry in doc[kind] if entry["id"] == name)
    return found


def put(doc: Document, place: Place, value: object) -> None:
    """Write a value at a location such as ("tables", 3, "levels", "strong")."""
    inner: Any = doc
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value


def numbers(data: Any, place: Place = ()) -> Iterator[Place]:
    """The locations of all numbers in a document."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from numbers(value, (*place, key))
    elif isinstance(data, list):
        for n, value in enumerate(data):
            yield from numbers(value, (*place, n))
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield place


def refusal(doc: Document) -> tuple[Fault, ...]:
    """The errors for which a document is refused."""
    with pytest.raises(RulesetError) as caught:
        parse(doc)
    return caught.value.faults


def fault(doc: Document) -> tuple[str, str]:
    """The path and the sentence of the only error for which a document is refused."""
    (only,) = refusal(doc)
    return only.path, only.message
