"""What the lists of the editor show: the sections of a version, and the items of a section."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from careerpaths.admin.editing.document.sections import BY_SLUG, SECTIONS, EditorSection
from careerpaths.admin.editing.document.words import shown, title_of
from careerpaths.document.locations import MISSING, get
from careerpaths.document.walk import Document, differing
from careerpaths.models import RulesetVersion
from careerpaths.scoring.faults import step_of


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemRow:
    """An item in the list of a section."""

    id: str
    title: str
    figures: str
    state: str  # compared with the live version
    off: bool


def overview(version: RulesetVersion) -> list[dict[str, Any]]:
    """Each section, how many items it has, and in how many places it differs from the live version."""
    live = _live()
    return [
        {
            "section": section,
            "items": items_of(version.document, section),
            "changes": live and len([*differing(_content(live, section), _content(version.document, section))]),
        }
        for section in SECTIONS
    ]


def _live() -> dict[str, Any] | None:
    live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE)
    found: dict[str, Any] | None = live.values_list("document", flat=True).first()
    return found


def _content(document: Document, section: EditorSection) -> Any:
    found = get(document, section.place)
    if section.each:
        return [_own(item, section) for item in found or ()]
    return {key: found.get(key) for key in section.only} if section.only else found


def _own(item: Document, section: EditorSection) -> Document:
    """The fields of an item that are edited in this section."""
    if section.only:
        return {key: item[key] for key in ("id", *section.only) if key in item}
    elsewhere = BY_SLUG["priors"].only if section.slug == "questions" else ()
    return {key: value for key, value in item.items() if key not in elsewhere}


def items_of(document: Document, section: EditorSection) -> list[dict[str, Any]] | None:
    """The items that have their own page; None if one page has the whole section."""
    if not section.each:
        return None
    found = document.get(str(section.place[0]), [])
    return [item for item in found if not section.only or any(key in item for key in section.only)]


def groups_of(version: RulesetVersion, section: EditorSection) -> list[tuple[str, list[ItemRow]]]:
    """The items under the headings of their groups."""
    live, items = _live(), items_of(version.document, section) or []
    if not section.group:
        return [("", [_row(item, n, live, section) for n, item in enumerate(items)])]
    heads = version.document["sections" if section.group == "section" else "phases"]
    return [
        (
            head["title"],
            [_row(item, n, live, section) for n, item in enumerate(items) if item[section.group] == head["id"]],
        )
        for head in heads
    ]


def _row(item: dict[str, Any], n: int, live: dict[str, Any] | None, section: EditorSection) -> ItemRow:
    return ItemRow(
        id=str(step_of(item, n)),
        title=title_of(item, ""),
        figures=_figures(item),
        state=_state(item, live, section),
        off=item.get("enabled") is False,
    )


def _figures(item: dict[str, Any]) -> str:
    """The numbers of an item, on one line."""
    if isinstance(levels := item.get("levels"), dict):
        return ", ".join(f"{name.replace('_', ' ')} {shown(value)}" for name, value in levels.items())
    if isinstance(points := item.get("points"), list):
        return ", ".join(f"{shown(x)} → {shown(y)}" for x, y in points)
    constants = item.get("constants", {})
    return ", ".join(f"{name.replace('_', ' ')} {shown(number['value'])}" for name, number in constants.items())


def _state(item: dict[str, Any], live: dict[str, Any] | None, section: EditorSection) -> str:
    if live is None:
        return ""
    before = get(live, (*section.place, item["id"]))
    if before is MISSING:
        return gettext("new")
    return gettext("changed") if _own(item, section) != _own(before, section) else ""
