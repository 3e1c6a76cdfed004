"""The locations where two documents differ: plain data in, locations with the value before and after out."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from careerpaths.document.locations import ORDER, Location, by_id

Document = Mapping[str, Any]
LocatedChange = tuple[Location, Any, Any]
Found = Iterator[LocatedChange]

CONDITIONS = {"when", "show_if", "applies_if", "condition"}
TEXTS = {"not_modelled", "strengths", "drawbacks"}
"""Lists of sentences, of which only the changed one is shown. Other lists of words are shown in full."""

ALWAYS = {"always": True}
UNSAID: Mapping[str, Any] = {
    "enabled": True,
    "not_sure": False,
    "prefer_not_to_say": False,
    "sensitive": False,
    "ordering": "higher_is_better",
    "low": 0.0,
    "high": 1.0,
    "show_if": ALWAYS,
    "applies_if": ALWAYS,
}
"""The value that applies if a document has none: it leaves out what equals its default."""

MAPPINGS = {"choices", "numbers", "constants", "levels", "chances", "years", "begins_with"}


def differing(before: Any, after: Any, location: Location = ()) -> Found:
    """Each difference, with the value before and after; `None` if there is none."""
    if before == after:
        return
    match before, after:
        case dict(), dict() if not _is_condition(location):
            yield from _in_mapping(before, after, location)
        case list(), list():
            yield from _in_list(before, after, location)
        case _:
            yield location, before, after


def _is_condition(location: Location) -> bool:
    return bool(location) and location[-1] in CONDITIONS


def _in_mapping(before: Document, after: Document, location: Location) -> Found:
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        yield from differing(_stated(key, old, new), _stated(key, new, old), (*location, key))


def _stated(key: str, value: Any, other: Any) -> Any:
    """The value, or what its absence means next to the other one."""
    if value is not None:
        return value
    if isinstance(other, list):
        return []
    if isinstance(other, dict) and key in MAPPINGS:
        return {}
    return UNSAID.get(key)


def _in_list(before: list[Any], after: list[Any], location: Location) -> Found:
    items = [*before, *after]
    one, other = by_id(before), by_id(after)
    if one is not None and other is not None:
        yield from _in_items(one, other, location)
    elif all(isinstance(item, dict) for item in items) or (location and location[-1] in TEXTS):
        yield from _in_sequence(before, after, location)
    elif len(before) == len(after) and all(isinstance(item, int | float | list) for item in items):
        for n, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differing(old, new, (*location, n))
    else:
        yield location, before, after


def _in_items(before: Mapping[str, Any], after: Mapping[str, Any], location: Location) -> Found:
    """Removed, changed, added, moved."""
    for name, item in before.items():
        yield from differing(item, after.get(name), (*location, name))
    for name, item in after.items():
        if name not in before:
            yield (*location, name), None, item
    was = {name: n for n, name in enumerate(before, start=1)}
    now = {name: n for n, name in enumerate(after, start=1)}
    for name in moved([name for name in before if name in after], [name for name in after if name in before]):
        yield (*location, name, ORDER), was[name], now[name]


def moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The fewest names that must move to turn one order into the other."""
    was = {name: n for n, name in enumerate(before)}
    ends: list[int] = []  # the smallest end of a rising run of each length
    runs: list[list[str]] = []  # and the run itself
    for name in after:
        n = bisect_left(ends, was[name])
        ends[n : n + 1] = [was[name]]
        runs[n : n + 1] = [[*(runs[n - 1] if n else []), name]]
    stay = set(runs[-1]) if runs else set()
    return [name for name in after if name not in stay]


def _in_sequence(before: list[Any], after: list[Any], location: Location) -> Found:
    """Items without an id: equal ones are matched first, then those at the same position between them."""
    for kind, i1, i2, j1, j2 in SequenceMatcher(
        None, [*map(repr, before)], [*map(repr, after)], autojunk=False
    ).get_opcodes():
        if kind == "equal":
            continue
        for n in range(max(i2 - i1, j2 - j1)):
            old = before[i1 + n] if i1 + n < i2 else None
            new = after[j1 + n] if j1 + n < j2 else None
            yield from differing(old, new, (*location, j1 + n if new is not None else i1 + n))
