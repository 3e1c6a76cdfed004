"""A page as shown: its fields, each error next to its field, and a summary that links to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from careerpaths.admin.editing.condition_fields import ConditionFields
from careerpaths.admin.editing.document.look_up import LookUp
from careerpaths.admin.editing.document.merging import Clash
from careerpaths.admin.editing.document.sections import where_edited
from careerpaths.admin.editing.document.words import name_of, shown
from careerpaths.admin.editing.field import Dispute, Field
from careerpaths.admin.editing.fields import Maker, every_field
from careerpaths.admin.editing.page import Edit, EditedPage
from careerpaths.admin.editing.pictures import draw_curves
from careerpaths.document.locations import MISSING, Location, around, get, written
from careerpaths.document.walk import LocatedChange
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


class Form:
    """The fields of a page, and what to say about them."""

    def __init__(self, page: EditedPage, outcome: Edit) -> None:
        self.page, self.outcome = page, outcome
        self.news = told_news(page, outcome.news)
        self.fields = _fields(page, outcome)
        self.summary: list[FormNews] = []
        self._at: dict[str, Field] = {}
        for each in every_field(self.fields):
            self._at.setdefault(each.path, each)
        for clash in outcome.clashes:
            self._ask(clash)
        for fault in outcome.faults:
            self._point_out(fault)

    def _ask(self, clash: Clash) -> None:
        """Have somebody choose between two values, next to their field."""
        path = written(_in_document(self.page, clash.place))
        nearest = next((self._at[outer] for outer in around(path) if outer in self._at), self.fields[0])
        nearest.dispute = Dispute(
            mine=_said(clash.mine),
            theirs=_said(clash.theirs),
            place=written(clash.place),
            choice=self.outcome.choices.get(clash.place, ""),
        )
        message = gettext("%(who)s changed this too. Choose which value stays.") % {"who": self.outcome.by}
        self.summary.append(FormNews(message=message, path=path, link=f"#{nearest.id}-at"))

    def _point_out(self, fault: Fault) -> None:
        """Show an error next to its field; if this page does not have the field, link to the page that does."""
        nearest = next((self._at[path] for path in around(fault.path) if path in self._at), None)
        if nearest is None:
            self.summary.append(linked(self.page.draft, fault))
            return
        message = _why_not_read(nearest, fault)
        nearest.errors.append(message)
        self.summary.append(FormNews(message=message, path=fault.path, link=f"#{nearest.id}-at"))


def _fields(page: EditedPage, outcome: Edit) -> list[Field]:
    live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).first()
    document = page.document_with(outcome.parts)
    look = LookUp(document)
    stored = page.draft.document.get(str(page.section.place[0]), []) if page.section.each else []
    maker = Maker(
        look=look,
        live=live.document if live else None,
        conditions=ConditionFields(look, live.ruleset if live else None),
        fixed=frozenset((*page.section.place, step_of(item, n)) for n, item in enumerate(stored)),
    )
    fields = []
    for name, part in page.parts.items():
        # with its surroundings, which are edited elsewhere: a table must know its question
        value = get(document, part.place) if part.only else outcome.parts.get(name)
        fields.append(maker.part(part, name, value))
    draw_curves(fields)
    return fields


def _why_not_read(field: Field, fault: Fault) -> str:
    """What is wrong; for text instead of a number, also why it cannot be read as a number."""
    if field.kind in ("number", "whole") and isinstance(field.value, str):
        try:
            read_number(field.value)
        except Unreadable as error:
            return explained(error, field.value, fault.message)
    return fault.message


def linked(draft: RulesetVersion, fault: Fault) -> FormNews:
    """An error, with a link to the page where its location is edited."""
    section, item = where_edited(fault.path)
    name, steps = "section", [section.slug]
    if section.each and get(draft.document, (*section.place, item)) is not MISSING:
        name, steps = "item", [section.slug, item]
    link = reverse(f"admin:careerpaths_rulesetversion_edit_{name}", args=[draft.pk, *steps])
    return FormNews(message=fault.message, path=fault.path, link=link)


def told_news(page: EditedPage, news: Iterable[LocatedChange]) -> list[News]:
    return [
        News(path=written(_in_document(page, place)), before=_said(before), after=_said(after))
        for place, before, after in news
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
