"""A page as shown: its fields, each error next to its field, and a summary that links to them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from careerpaths.admin.editing.condition_fields import ConditionFields
from careerpaths.admin.editing.document.look_up import LookUp
from careerpaths.admin.editing.document.merging import Clash
from careerpaths.admin.editing.document.sections import Part, where_edited
from careerpaths.admin.editing.document.words import name_of, shown
from careerpaths.admin.editing.field import Dispute, Field
from careerpaths.admin.editing.fields import Maker, every_field
from careerpaths.admin.editing.page import Edit, EditedPage
from careerpaths.admin.editing.pictures import draw_curves
from careerpaths.document.locations import MISSING, Location, around, get, written
from careerpaths.models import RulesetVersion
from careerpaths.reading.fields import explained
from careerpaths.reading.numbers import Unreadable, read_number
from careerpaths.scoring.faults import Fault, step_of


@dataclass(frozen=True, kw_only=True, slots=True)
class FormNews:
    """One line of the summary: an error, with a link to the place to correct it."""

    message: str
    path: str
    link: str


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What somebody else has changed on this page meanwhile."""

    path: str
    before: str
    after: str


@dataclass(kw_only=True)
class Form:
    """The fields of a page, and what to say about them."""

    fields: list[Field]
    base: str
    summary: list[FormNews] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    by: str = ""  # who has changed it meanwhile
    note: str = ""  # the reason for the change


def form_of(page: EditedPage, outcome: Edit, data: QueryDict | None = None) -> Form:
    """The form that shows an outcome."""
    live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).first()
    document = page.document_with(outcome.parts)
    look = LookUp(document)
    items = page.draft.document.get(str(page.section.place[0]), []) if page.section.place else []
    stored = (
        frozenset((*page.section.place, step_of(item, n)) for n, item in enumerate(items)) if items else frozenset()
    )
    maker = Maker(
        look=look,
        live=live.document if live else None,
        conditions=ConditionFields(look, live.ruleset if live else None),
        fixed=stored if page.section.each else frozenset(),
    )
    fields = [
        maker.part(part, name, _whole(document, part, outcome.parts.get(name))) for name, part in page.parts.items()
    ]
    draw_curves(fields)
    form = Form(fields=fields, base=outcome.base, news=told_news(page, outcome.news), by=outcome.by)
    form.note = data.get("note", "") if data else ""
    places = _by_path(fields)
    for clash in outcome.clashes:
        _ask(form, places, page, clash, data)
    for fault in outcome.faults:
        _point_out(form, places, page, fault)
    return form


def _whole(document: dict[str, Any], part: Part, piece: Any) -> Any:
    """The part and its surroundings, which are edited elsewhere: a table must know its question."""
    return get(document, part.place) if part.only else piece


def _by_path(fields: Iterable[Field]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for each in every_field(list(fields)):
        found.setdefault(each.path, each)
    return found


def _point_out(form: Form, places: dict[str, Field], page: EditedPage, fault: Fault) -> None:
    """Show an error next to its field; if this page does not have the field, link to the page that does."""
    nearest = next((places[path] for path in around(fault.path) if path in places and path), None)
    if nearest is None:
        form.summary.append(FormNews(message=fault.message, path=fault.path, link=link_to(page.draft, fault.path)))
        return
    message = _why_not_read(nearest, fault)
    nearest.errors.append(message)
    form.summary.append(FormNews(message=message, path=fault.path, link=f"#{nearest.id}-at"))


def _why_not_read(field: Field, fault: Fault) -> str:
    """What is wrong; for text instead of a number, also why it cannot be read as a number."""
    if field.kind in ("number", "whole") and isinstance(field.value, str):
        try:
            read_number(field.value)
        except Unreadable as error:
            return explained(error, field.value, fault.message)
    return fault.message


def link_to(draft: RulesetVersion, path: str) -> str:
    """The page where a written location is edited."""
    found = where_edited(path)
    if found is None:
        return ""
    section, item = found
    if section.each and get(draft.document, (*section.place, item)) is not MISSING:
        return reverse("admin:careerpaths_rulesetversion_edit_item", args=[draft.pk, section.slug, item])
    return reverse("admin:careerpaths_rulesetversion_edit_section", args=[draft.pk, section.slug])


def _ask(form: Form, places: dict[str, Field], page: EditedPage, clash: Clash, data: QueryDict | None) -> None:
    place = _in_document(page, clash.place)
    nearest = next((places[path] for path in around(written(place)) if path in places), form.fields[0])
    posted = json.dumps(clash.place)
    nearest.dispute = Dispute(
        mine=_said(clash.mine), theirs=_said(clash.theirs), place=posted,
        choice=data.get(f"settle {posted}", "") if data else "",
    )  # fmt: skip
    message = gettext("%(who)s changed this too. Choose which value stays.") % {"who": form.by}
    form.summary.append(FormNews(message=message, path=written(place), link=f"#{nearest.id}-at"))


def told_news(page: EditedPage, news: Iterable[Clash]) -> list[News]:
    return [
        News(path=written(_in_document(page, change.place)), before=_said(change.mine), after=_said(change.theirs))
        for change in news
    ]


def _in_document(page: EditedPage, place: Location) -> Location:
    """The location in the document for a location on the page."""
    part = page.parts.get(str(place[0])) if place else None
    return (*part.place, *place[1:]) if part else page.section.place


def _said(value: Any) -> str:
    """A value on one line, however long it is."""
    if value is MISSING or value in (None, "", [], {}):
        return gettext("nothing")
    if isinstance(value, bool):
        return gettext("on") if value else gettext("off")
    if isinstance(value, dict):
        return "; ".join(f"{name_of(str(key))}: {_said(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(f"({_said(item)})" if isinstance(item, dict | list) else shown(item) for item in value)
    return shown(value)
