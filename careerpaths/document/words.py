"""A change as text: "People, weight for the goal lead: 0.34 → 0.30"."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from careerpaths.document.fields import ENUMERATIONS, PARTS, TIME_OF_PUBLISHING
from careerpaths.document.locations import ORDER, Location, written
from careerpaths.document.marking import Pieces, excerpts, marked
from careerpaths.document.names import Names
from careerpaths.document.steps import subject
from careerpaths.document.walk import CONDITIONS, Document
from careerpaths.method.conditions import number_text

_MOST = 160  # characters of one value in a sentence; the comparison shows it in full


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One difference."""

    path: str
    part: str  # key of the part of the document
    before: Any  # plain data; missing if it was added
    after: Any  # plain data; missing if it was removed
    subject: str  # the name of the location
    said_before: str
    said_after: str
    verdict: str = ""  # shown instead of the two values: added, removed, moved

    @property
    def sentence(self) -> str:
        if self.verdict:
            return f"{self.subject}: {self.verdict}"
        before, after = excerpts(self.said_before, self.said_after, _MOST)
        return f"{self.subject}: {before} → {after}"

    @property
    def marked(self) -> tuple[Pieces, Pieces]:
        return marked(self.said_before, self.said_after)

    @property
    def heading(self) -> str:
        return str(PARTS.get(self.part, self.part))


def describe(location: Location, before: Any, after: Any, names: Names) -> Change:
    moved = location[-1:] == (ORDER,)
    key = next((step for step in reversed(location) if isinstance(step, str)), "")
    said = [_value(key, value, names) for value in _alike(before, after)]
    return Change(
        path=written(location),
        part=str(location[0]) if location else "",
        before=before,
        after=after,
        subject=subject(location[:-1] if moved else location, names, _whole(before, after)),
        said_before=said[0],
        said_after=said[1],
        verdict=_moved(before, after) if moved else _come_or_gone(before, after),
    )


def _whole(before: Any, after: Any) -> Document:
    """An added or removed item, which may be in neither document at hand."""
    return next((item for item in (after, before) if isinstance(item, dict) and "id" in item), {})


def _moved(before: Any, after: Any) -> str:
    return gettext("moved from place %(before)s to place %(after)s") % {"before": before, "after": after}


def _come_or_gone(before: Any, after: Any) -> str:
    if before is None and isinstance(after, dict):
        return gettext("added")
    if after is None and isinstance(before, dict):
        return gettext("removed")
    return ""


def _alike(before: Any, after: Any) -> tuple[Any, Any]:
    """Two numbers with the same number of decimals, so that 0.34 becomes 0.30 and not 0.3."""
    if not (_is_number(before) and _is_number(after)):
        return before, after
    decimals = max(len(number_text(value).partition(".")[2]) for value in (before, after))
    return _Said(f"{before:,.{decimals}f}"), _Said(f"{after:,.{decimals}f}")


class _Said(str):
    """A value that is already text."""

    __slots__ = ()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _value(key: str, value: Any, names: Names) -> str:
    match value:
        case _Said():
            return str(value)
        case None | "" | []:
            return gettext("nothing")
        case bool():
            return _switch(key, on=value)
        case int() | float():
            return number_text(value)
        case str() if key == TIME_OF_PUBLISHING:
            return _moment(value)
        case str():
            return value if key in ENUMERATIONS else f"“{value}”"
        case _ if key in CONDITIONS:
            return names.condition(value)
        case dict():
            return str(value.get("text") or value.get("ask") or value.get("label") or _compact(value))
        case _ if all(isinstance(item, str) for item in value):
            return ", ".join(value)
        case _:
            return "; ".join(_listed(item) for item in value)


def _listed(item: Any) -> str:
    if isinstance(item, list):
        return ": ".join(number_text(part) if _is_number(part) else str(part) for part in item)
    return number_text(item) if _is_number(item) else _compact(item)


def _moment(text: str) -> str:
    """A time from the log, with its time zone."""
    try:
        at = localtime(datetime.fromisoformat(text))
    except ValueError:
        return text
    return f"{date_format(at, 'j F Y, H:i')} {at.tzname()}"


def _switch(key: str, *, on: bool) -> str:
    if key == "enabled":
        return gettext("on") if on else gettext("off")
    return gettext("yes") if on else gettext("no")


def _compact(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
