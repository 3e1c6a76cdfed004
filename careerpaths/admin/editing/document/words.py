"""What fields, choices and numbers are called on the pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from careerpaths.document.fields import FIELDS
from careerpaths.document.locations import MISSING
from careerpaths.method.numbers import origin_in
from careerpaths.scoring.conditions import STATES

HERE_ALONE: Mapping[str, Promise] = {
    "id": gettext_lazy("Id"),
    "lead": gettext_lazy("Lead goal"),
    "contributor": gettext_lazy("Contributor goal"),
    "in": gettext_lazy("Answers"),
}
"""Keys with a different name in a form than in a comparison, which names what they belong to."""

FACTS: Mapping[str, Promise] = {
    "chance_too_late": gettext_lazy("Chance that no time is left, from 0 to 1"),
    "core_answered_share": gettext_lazy("Share of main questions answered, from 0 to 1"),
    "open_questions": gettext_lazy("Answers that are worth finding out"),
    "savings_cover_runway": gettext_lazy("Savings last as long as the secure money: 1 yes, 0 no"),
}


def name_of(key: str) -> str:
    """A key of the document as a label, in the words that the comparison of two versions uses."""
    return str(HERE_ALONE.get(key) or capfirst(FIELDS.get(key)) or key.replace("_", " ").capitalize())


def shown(value: Any) -> str:
    """A value as an input shows it."""
    if value is MISSING or value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return ", ".join(map(str, value))
    return str(value)


def title_of(item: Any, fallback: str) -> str:
    """What an item of a list is called."""
    if not isinstance(item, dict):
        return fallback
    for key in ("title", "label", "name", "short", "claim", "ask", "text", "effect"):
        if isinstance(item.get(key), str) and item[key].strip():
            text: str = item[key].strip()
            return text if len(text) <= 90 else f"{text[:87].rstrip()}…"
    return str(item.get("id") or fallback)


def origin_of(source: Iterable[Any], evidence: Mapping[str, Any]) -> str:
    """Whether a number comes from the post or is our assumption, and the passages; nothing if no source is given."""
    cited = [str(item) for item in source]
    origin = origin_in(cited, lambda passage: str(evidence.get(passage, {}).get("by")))
    if origin.passages:
        return f"{origin.said}: {', '.join(origin.passages)}"
    return origin.said if cited else ""


def states() -> list[tuple[str, str]]:
    words = {"answered": gettext("answered"), "not_sure": gettext("“Not sure”"), "unanswered": gettext("not answered")}
    return [(state, words[state]) for state in STATES]


def bounds_of(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    if low is None or high is None:
        return (
            gettext("from %(low)s") % {"low": shown(low)} if high is None else gettext("to %(high)s") % {"high": high}
        )
    return gettext("%(low)s to %(high)s") % {"low": shown(low), "high": shown(high)}
