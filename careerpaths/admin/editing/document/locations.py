"""Places of a document: `("questions", "opt_peers", "short")`. An item of a list goes by its id, or else by its number.

A place is written as `careerpaths.scoring.faults` writes it, so that a fault finds its field.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from careerpaths.admin.editing.document.reading import MISSING

Place = tuple[str | int, ...]


def step_of(item: Any, n: int) -> str | int:
    """How an item of a list is called: by its id, where it has one that can stand in a path."""
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) and name.isidentifier() else n


def written(place: Place) -> str:
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def around(path: str) -> Iterator[str]:
    """A written place and every place around it, the nearest first."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]


def get(data: Any, place: Sequence[str | int]) -> Any:
    """What stands there, or MISSING."""
    for step in place:
        if isinstance(data, dict):
            data = data.get(step, MISSING) if isinstance(step, str) else MISSING
        elif isinstance(data, list):
            n = index_of(data, step)
            data = MISSING if n is None else data[n]
        else:
            return MISSING
    return data


def copied[Data](data: Data, place: Sequence[str | int]) -> Data:
    """The same with copies of its own of all that leads there, so that `put` changes no other. The rest is shared."""
    copy: Any = data.copy() if isinstance(data, dict | list) else data
    if place:
        step = index_of(copy, place[0]) if isinstance(copy, list) else place[0]
        if step is not None and (inner := get(copy, place[:1])) is not MISSING:
            copy[step] = copied(inner, place[1:])
    return cast("Data", copy)


def put(data: Any, place: Sequence[str | int], value: Any) -> None:
    """Write a value there, or take away what stands there. A new item of a list goes to its end."""
    *outer, last = place
    inner = get(data, outer)
    if inner is MISSING and len(outer) == 1 and isinstance(data, dict):  # a list that was empty is left out
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


def index_of(items: list[Any], step: str | int) -> int | None:
    if isinstance(step, int):
        return step if 0 <= step < len(items) else None
    return next((n for n, item in enumerate(items) if isinstance(item, dict) and item.get("id") == step), None)
