"""Two people edit one draft: changes by only one of them are kept, and where they differ, somebody is asked."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from careerpaths.document.locations import MISSING, Location, by_id, get, put

Items = dict[str, Any]
"""The items of a list, by their ids."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash:
    """A location that both changed, each differently."""

    place: Location
    mine: Any
    theirs: Any


@dataclass(kw_only=True, slots=True)
class Merged:
    """What both want together; where they differ, what I want."""

    value: Any
    clashes: list[Clash] = field(default_factory=list)


def merge(base: Any, mine: Any, theirs: Any) -> Merged:
    """Combine my changes and theirs. `base` is what both started from."""
    merged = Merged(value=None)
    merged.value = _merge(base, mine, theirs, (), merged.clashes)
    return merged


def _merge(base: Any, mine: Any, theirs: Any, place: Location, clashes: list[Clash]) -> Any:
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    if isinstance(mine, dict) and isinstance(theirs, dict) and isinstance(base, dict) and _same_kind(mine, theirs):
        return _merge_keys(base, mine, theirs, place, clashes)
    was, one, other = by_id(base), by_id(mine), by_id(theirs)
    if was is not None and one is not None and other is not None:
        return _merge_items(was, one, other, place, clashes)
    clashes.append(Clash(place=place, mine=mine, theirs=theirs))
    return mine


def _same_kind(mine: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Conditions of two kinds are not mixed: half of each would be neither."""
    marks = {"in", "all", "any", "of", "path", "any_option_path", "any_option", "flag", "fact", "details", "always"}
    return marks & mine.keys() == marks & theirs.keys() and mine.get("question") == theirs.get("question")


def _merge_keys(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], place: Location, clashes: list[Clash]
) -> dict[str, Any]:
    keys = dict.fromkeys((*mine, *theirs))
    values = {
        key: _merge(base.get(key, MISSING), mine.get(key, MISSING), theirs.get(key, MISSING), (*place, key), clashes)
        for key in keys
    }
    return {key: value for key, value in values.items() if value is not MISSING}


def _merge_items(base: Items, mine: Items, theirs: Items, place: Location, clashes: list[Clash]) -> Any:
    values = _merge_keys(base, mine, theirs, place, clashes)
    order = _merge_order(list(base), list(mine), list(theirs), set(values))
    if order is None:
        clashes.append(Clash(place=place, mine=list(mine.values()), theirs=list(theirs.values())))
        return list(mine.values())
    return [values[name] for name in order]


def _merge_order(base: list[str], mine: list[str], theirs: list[str], kept: set[str]) -> list[str] | None:
    """One order for what is kept; None if both moved items, each differently."""
    common = {*base} & {*mine} & {*theirs}
    was, one, other = ([name for name in names if name in common] for names in (base, mine, theirs))
    if was != one != other and was != other:
        return None
    first, second = (mine, theirs) if was != one else (theirs, mine)
    order = [name for name in first if name in kept]
    for n, name in enumerate(second):
        if name in kept and name not in order:
            before = next((earlier for earlier in reversed(second[:n]) if earlier in order), None)
            order.insert(order.index(before) + 1 if before else 0, name)
    return order


def settle(mine: Any, theirs: Any, choices: Mapping[Location, str]) -> Merged:
    """My changes, with the other person's values where I chose those. A difference without a choice is a clash."""
    settled = Merged(value=copy.deepcopy(mine))
    for place, choice in choices.items():
        here, there = get(mine, place), get(theirs, place)
        if choice == "theirs":
            put(settled.value, place, there)
        elif choice != "mine" and here != there:
            settled.clashes.append(Clash(place=place, mine=here, theirs=there))
    return settled
