"""Locations in a document: `("questions", "opt_peers", "short")`. An item of a list goes by its id, or else its number.

A location is written as in the engine's errors, so that each error finds its field.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from careerpaths.scoring import faults

Location = tuple[str | int, ...]

ORDER = "(place)"
"""The last step of a location that means an item's position in its list."""


class Missing:
    """Nothing is there."""

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING: Final = Missing()


def written(location: Location) -> str:
    """`("questions", "opt_peers", "choices", 2)` as `questions.opt_peers.choices[2]`."""
    if location[-1:] == (ORDER,):
        return f"{faults.written_path(location[:-1])} {ORDER}"
    return faults.written_path(location)


def location_of(path: str) -> Location:
    """The location written like this."""
    steps = re.findall(r"\(place\)|\[\d+\]|[^.\[\] ]+", path)
    return tuple(int(step[1:-1]) if step.startswith("[") else step for step in steps)


def around(path: str) -> Iterator[str]:
    """A written location and every location around it, the nearest first."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]


def get(data: Any, location: Sequence[str | int]) -> Any:
    """The value there, or MISSING."""
    for step in location:
        if isinstance(data, dict):
            data = data.get(step, MISSING) if isinstance(step, str) else MISSING
        elif isinstance(data, list):
            n = index_of(data, step)
            data = MISSING if n is None else data[n]
        else:
            return MISSING
    return data


def copied[Data](data: Data, location: Sequence[str | int]) -> Data:
    """The same document, copied along the path to it, so that `put` leaves the original alone. The rest is shared."""
    copy: Any = data.copy() if isinstance(data, dict | list) else data
    if location:
        step = index_of(copy, location[0]) if isinstance(copy, list) else location[0]
        if step is not None and (inner := get(copy, location[:1])) is not MISSING:
            copy[step] = copied(inner, location[1:])
    return cast("Data", copy)


def put(data: Any, location: Sequence[str | int], value: Any) -> None:
    """Write a value there, or remove it. A new list item goes to the end."""
    *outer, last = location
    inner = get(data, outer)
    if inner is MISSING and len(outer) == 1 and isinstance(data, dict):  # an empty list is left out
        inner = data[outer[0]] = []
    if isinstance(inner, list):
        n = index_of(inner, last)
        if n is None:
            inner.extend([] if value is MISSING else [value])
        elif value is MISSING:
            del inner[n]
        else:
            inner[n] = value
    elif isinstance(inner, dict):
        if value is MISSING:
            inner.pop(last, None)
        else:
            inner[last] = value


def by_id(items: Any) -> dict[str, Any] | None:
    """The items of a list by their ids; None if it is no list, or not every item has an id of its own."""
    if not isinstance(items, list):
        return None
    names = [faults.step_of(item, n) for n, item in enumerate(items)]
    if len(set(names)) < len(names) or not all(isinstance(name, str) for name in names):
        return None
    return dict(zip(map(str, names), items, strict=True))


def index_of(items: list[Any], step: str | int) -> int | None:
    if isinstance(step, int):
        return step if 0 <= step < len(items) else None
    return next((n for n, item in enumerate(items) if isinstance(item, dict) and item.get("id") == step), None)
