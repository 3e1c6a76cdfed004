"""Counts of people that are safe to show: none that would reveal one person.

One to four people are "fewer than 5". Totals from which such a count could be worked out are rounded to the nearest
five and called "about".
"""

from collections.abc import Iterable, Mapping

FEWEST = 5

Shown = Mapping[str, int]
"""{"n": 12} exactly, {"about": 10} rounded, {"under": 5} one to four."""


def protected(count: int) -> Shown:
    """A count shown without its parts."""
    return {"under": FEWEST} if 0 < count < FEWEST else {"n": int(count)}


def is_hidden(count: int) -> bool:
    return 0 < count < FEWEST


def total(count: int, parts: Iterable[int]) -> Shown:
    """A count shown with its parts: rounded if one of them is hidden."""
    if not count or is_hidden(count) or not any(map(is_hidden, parts)):
        return protected(count)
    return {"about": FEWEST * round(count / FEWEST)}


def at_least(count: int) -> int:
    """A count for a picture: a hidden one is drawn as if it were one."""
    return 1 if is_hidden(count) else count


def greatest_of_several(by_amount: Iterable[int]) -> int:
    """The greatest amount that at least five people reach, from the number of people per amount; 0 if there is none."""
    reached = 0
    for amount, people in reversed(list(enumerate(by_amount))):
        reached += people
        if reached >= FEWEST:
            return amount
    return 0
