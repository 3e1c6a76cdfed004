"""A location in a document as text: "Question “Peers”, typical share of “Strong” for PhD"."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext

from careerpaths.document.fields import FIELDS, ITEMS, PARTS
from careerpaths.document.locations import Location
from careerpaths.document.names import Names
from careerpaths.document.walk import Document
from careerpaths.method.conditions import number_text


def subject(location: Location, names: Names, whole: Document) -> str:
    """The name of a location. `whole` is the item itself if the location is an added or removed item."""
    if not location:
        return gettext("Ruleset")
    part, *rest = location
    if rest and isinstance(rest[0], str):
        item = names.item(str(part), rest[0]) or (whole if len(rest) == 1 else {})
        if item:
            return ", ".join([_item_called(str(part), item, names), *_steps(rest[1:], str(part), item, names)])
    mapping = names.mapping(str(part))
    return ", ".join([str(PARTS.get(str(part), part)), *_steps(rest, str(part), mapping, names)])


def _item_called(part: str, item: Document, names: Names) -> str:
    name = item["id"]
    match part:
        case "criteria":
            return str(item.get("label", name))
        case "questions":
            return gettext("Question “%(name)s”") % {"name": item.get("short", name)}
        case "tables":
            return _table(item, names)
        case "rules":
            return gettext("Rule %(id)s (%(name)s)") % {"id": name, "name": item.get("name", name)}
        case "plan":
            return gettext("Plan step %(id)s") % {"id": name}
        case "vetoes":
            return gettext("Deal-breaker %(id)s") % {"id": name}
        case "evidence":
            return gettext("Evidence %(id)s") % {"id": name}
        case _:
            shown = item.get("label") or item.get("title") or item.get("name") or name
            return f"{ITEMS.get(part, part)} “{shown}”"


def _table(table: Document, names: Names) -> str:
    """Named by its question, and also by its id if another table has the same question."""
    question = str(table.get("question"))
    said = gettext("Values of “%(name)s”") % {"name": names.said("questions", question)}
    return f"{said} ({table['id']})" if names.tables_of(question) > 1 else said


def _steps(steps: Sequence[str | int], part: str, item: Document, names: Names) -> list[str]:
    """The steps from an item to the location, each as text."""
    if not steps:
        return []
    first, *rest = steps
    if isinstance(first, int):
        return [gettext("no. %(n)s") % {"n": first + 1}, *_steps(rest, part, item, names)]
    if first in _SPECIAL and rest and (said := _SPECIAL[first](rest, item, names)):
        return said
    if first == "paths" and part == "evidence" and rest:
        return [gettext("bearing on %(what)s") % {"what": names.said("paths", str(rest[0]))}]
    return [str(FIELDS.get(first, first.replace("_", " "))), *_steps(rest, part, item, names)]


Steps = Sequence[str | int]


def _weight(steps: Steps, item: Document, names: Names) -> list[str]:
    goals = {"lead": gettext("weight for the goal lead"), "contributor": gettext("weight for the goal contributor")}
    return [goals.get(str(steps[0]), str(steps[0]))]


def _constant(steps: Steps, item: Document, names: Names) -> list[str]:
    return [str(steps[0]).replace("_", " "), *_unless_value(steps[1:], item, names)]


def _quantity(name: str) -> Callable[[Steps, Document, Names], list[str]]:
    return lambda steps, item, names: [str(FIELDS[name]), *_unless_value(steps, item, names)]


def _unless_value(steps: Steps, item: Document, names: Names) -> list[str]:
    """A value goes only by its owner's name; its unit, bounds, source and note are named."""
    return [] if list(steps) == ["value"] else _steps(steps, "", item, names)


def _level(steps: Steps, item: Document, names: Names) -> list[str]:
    return [f"“{names.answer(str(item.get('question')), str(steps[0]))}”"]


def _choice(steps: Steps, item: Document, names: Names) -> list[str]:
    said = names.answer(str(item.get("id")), str(steps[0]))
    return [gettext("answer “%(answer)s”") % {"answer": said}, *_steps(steps[1:], "questions", item, names)]


def _typical(steps: Steps, item: Document, names: Names) -> list[str]:
    form, *rest = steps
    if form not in {"choices", "numbers"} or not rest:
        return []
    whom = gettext("everyone") if rest[0] == "person" else names.said("paths", str(rest[0]))
    choices = item.get("choices", [])
    match rest[1:]:
        case [int(n)] if form == "choices" and n < len(choices):
            said = gettext("typical share of “%(answer)s” for %(whom)s")
            return [said % {"answer": choices[n]["label"], "whom": whom}]
        case [int(n), int(i)]:
            of = gettext("share") if i else gettext("amount")
            return [gettext("typical answer no. %(n)s for %(whom)s, its %(of)s") % {"n": n + 1, "whom": whom, "of": of}]
        case _:
            return [gettext("typical answers for %(whom)s") % {"whom": whom}]


def _pair(name: str) -> Callable[[Steps, Document, Names], list[str]]:
    def said(steps: Steps, item: Document, names: Names) -> list[str]:
        n, pairs = int(steps[0]), item.get(name, [])
        if list(steps[1:]) == [1] and n < len(pairs):
            return [gettext("value at %(amount)s") % {"amount": number_text(pairs[n][0])}]
        return [str(FIELDS[name]), gettext("no. %(n)s") % {"n": n + 1}]

    return said


_SPECIAL: dict[str, Callable[[Steps, Document, Names], list[str]]] = {
    "weights": _weight,
    "constants": _constant,
    "strength": _quantity("strength"),
    "weight_concentration": _quantity("weight_concentration"),
    "neutral": _quantity("neutral"),
    "levels": _level,
    "choices": _choice,
    "prior": _typical,
    "points": _pair("points"),
    "lead_years": _pair("lead_years"),
    "anchors": _pair("anchors"),
}
"""Steps whose wording depends on their surroundings."""
