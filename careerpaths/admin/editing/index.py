"""What the lists of the editor show: the sections of a version, and the items of a section."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from careerpaths.admin.editing.document.sections import SECTIONS, EditorSection
from careerpaths.admin.editing.document.words import shown, title_of
from careerpaths.document.locations import MISSING, get
from careerpaths.document.walk import differing
from careerpaths.models import RulesetVersion
from careerpaths.scoring.faults import step_of


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionRow:
    """A section in the list of sections."""

    section: EditorSection
    holds: str
    changes: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemRow:
    """An item in the list of a section."""

    id: str
    title: str
    figures: str
    state: str  # compared with the live version
    off: bool
    first: bool
    last: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemGroup:
    title: str
    rows: tuple[ItemRow, ...]


def overview(version: RulesetVersion) -> list[SectionRow]:
    live = _live()
    return [
        SectionRow(
            section=section,
            holds=_holds(version.document, section),
            changes=_changes(version.document, live, section),
        )
        for section in SECTIONS
    ]


def _live() -> dict[str, Any] | None:
    found: dict[str, Any] | None = (
        RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).values_list("document", flat=True).first()
    )
    return found


def _holds(document: dict[str, Any], section: EditorSection) -> str:
    items = items_of(document, section)
    return "" if items is None else ngettext("%(n)s item", "%(n)s items", len(items)) % {"n": len(items)}


def _changes(document: dict[str, Any], live: dict[str, Any] | None, section: EditorSection) -> str:
    if live is None:
        return ""
    before, after = (_content(each, section) for each in (live, document))
    n = len([*differing(before, after)])
    return ngettext("%(n)s change from live", "%(n)s changes from live", n) % {"n": n} if n else ""


def _content(document: dict[str, Any], section: EditorSection) -> Any:
    found = get(document, section.place)
    if section.slug == "questions":
        return [{key: item[key] for key in item if key not in ("prior", "neutral")} for item in found]
    if section.each and section.only:
        return [{key: item[key] for key in ("id", *section.only) if key in item} for item in found]
    return {key: found.get(key) for key in section.only} if section.only else found


def items_of(document: dict[str, Any], section: EditorSection) -> list[dict[str, Any]] | None:
    """The items that have their own page; None if one page has the whole section."""
    if not section.each:
        return None
    found = document.get(str(section.place[0]), [])
    return [item for item in found if not section.only or any(key in item for key in section.only)]


def groups_of(version: RulesetVersion, section: EditorSection) -> list[ItemGroup]:
    document, live = version.document, _live()
    items = items_of(document, section) or []
    if not section.group:
        return [ItemGroup(title="", rows=_rows(items, live, section))]
    heads = {head["id"]: head["title"] for head in document["sections" if section.group == "section" else "phases"]}
    return [
        ItemGroup(title=title, rows=_rows([item for item in items if item[section.group] == name], live, section))
        for name, title in heads.items()
    ]


def _rows(items: list[dict[str, Any]], live: dict[str, Any] | None, section: EditorSection) -> tuple[ItemRow, ...]:
    return tuple(
        ItemRow(
            id=str(step_of(item, n)),
            title=title_of(item, ""),
            figures=_figures(item),
            state=_state(item, live, section),
            off=item.get("enabled") is False,
            first=n == 0,
            last=n == len(items) - 1,
        )
        for n, item in enumerate(items)
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
    keys = section.only or [key for key in item.keys() | before.keys() if key not in _elsewhere(section)]
    return gettext("changed") if any(item.get(key) != before.get(key) for key in keys) else ""


def _elsewhere(section: EditorSection) -> tuple[str, ...]:
    return ("prior", "neutral") if section.slug == "questions" else ()
