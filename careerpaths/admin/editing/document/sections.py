"""The sections of the editor: which part of the document is on which page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from careerpaths.admin.editing.document.schema import Node, Record, Rows, record_of
from careerpaths.document.fields import PARTS
from careerpaths.document.locations import Location
from careerpaths.scoring.ruleset import Ruleset


@dataclass(frozen=True, kw_only=True)
class EditorSection:
    """Part of the document, edited on one page, or on one page for each item of a list."""

    slug: str
    title: StrOrPromise
    intro: StrOrPromise
    place: Location  # () for fields of the document itself
    only: tuple[str, ...] = ()  # fields that are edited here; empty means all
    each: bool = False  # one page for each item
    grows: bool = False  # items can be added, removed and moved
    group: str = ""  # field that items are grouped by; they move within their group
    layout: str = "plain"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the document on a page."""

    place: Location
    node: Node
    only: tuple[str, ...] = ()
    new: bool = False


def _of_part(slug: str, intro: StrOrPromise, *, part: str = "", **more: Any) -> EditorSection:
    """A section for a part of the document, with the name of that part as its title."""
    part = part or slug
    return EditorSection(slug=slug, title=PARTS[part], intro=intro, place=(part,), **more)


SECTIONS = (
    _of_part(
        "weights",
        _("What each criterion counts for under each goal. Each column sums to 1."),
        part="criteria",
        layout="weights",
    ),
    _of_part("values", _("What each answer of a question counts for."), part="tables", each=True, grows=True),
    _of_part(
        "curves",
        _("What a number counts for: straight lines between points, never falling, flat beyond the ends."),
        each=True,
    ),
    EditorSection(
        slug="priors",
        title=_("Unknown answers"),
        intro=_("What is assumed of an answer that is not known. Each row of probabilities sums to 1."),
        place=("questions",),
        only=("prior", "neutral"),
        each=True,
    ),
    _of_part(
        "rules",
        _("The rules R01 to R24: their switches, constants and words. The value tree says how they compute."),
        each=True,
    ),
    _of_part("timeline", _("How many years it takes to become a lead, and how far we look.")),
    _of_part("sampling", _("How unknown answers and weights are drawn.")),
    _of_part(
        "adjustments",
        _("Rules of your own: when a condition holds, add to a criterion or the value, multiply it or cap it."),
        each=True,
        grows=True,
    ),
    _of_part(
        "flags",
        _("What is shown next to the scores when a condition holds. A warning never changes a score."),
        each=True,
        grows=True,
    ),
    _of_part(
        "vetoes", _("What takes an option out of the ranking. Only the person can say so."), each=True, grows=True
    ),
    _of_part(
        "plan",
        _("Steps that are worth taking when a condition holds for an option."),
        each=True,
        grows=True,
        group="phase",
    ),
    _of_part("phases", _("Stretches of time that group the steps of the plan.")),
    _of_part(
        "checklists",
        _("Questions to ask on a visit, each with the question of the site that it answers."),
        each=True,
        grows=True,
    ),
    _of_part(
        "questions",
        _("Wording, choices, when a question is asked, and what its answers count for."),
        each=True,
        grows=True,
        group="section",
    ),
    _of_part("sections", _("The groups of questions on the task list.")),
    _of_part("paths", _("The five kinds of option, in equal detail for and against."), each=True),
    _of_part(
        "evidence",
        _("The claims of the post and of its comments that numbers and words rest on."),
        each=True,
        grows=True,
    ),
    EditorSection(
        slug="about",
        title=PARTS["about"],
        intro=_("The label of the version, whose opinion it follows, and what is left out."),
        place=(),
        only=("name", "version", "title", "about"),
    ),
)

BY_SLUG = {section.slug: section for section in SECTIONS}

_OWNER = {section.place[0]: section for section in SECTIONS if section.place and section.slug != "priors"}
"""The section of each part of the document."""


def parts_of(section: EditorSection, document: dict[str, Any], item: str | None) -> dict[str, Part]:
    """The parts that a page edits, by the names its fields are posted under.

    `item` is the id of one item of a list; empty for one that is being added; None if one page has everything.
    """
    node: Node = record_of(Ruleset)
    for step in section.place:
        assert isinstance(node, Record)
        node = node.members[str(step)].node
    if not section.each:
        return {"p0": Part(place=section.place, node=node, only=section.only)}
    assert isinstance(node, Rows)
    if not item:
        count = len(document.get(str(section.place[0]), []))
        return {"p0": Part(place=(*section.place, count), node=node.item, new=True)}
    parts = {"p0": Part(place=(*section.place, item), node=node.item, only=section.only)}
    if section.slug == "questions":
        parts |= _numbers_of(document, item)
    return parts


def _numbers_of(document: dict[str, Any], question: str) -> dict[str, Part]:
    """The tables of a question: a choice added to them needs its number at the same time."""
    rows = record_of(Ruleset).members["tables"].node
    assert isinstance(rows, Rows)
    tables = [table["id"] for table in document["tables"] if table["question"] == question]
    only = ("levels", "source", "note")
    return {
        f"p{n}": Part(place=("tables", table), node=rows.item, only=only) for n, table in enumerate(tables, start=1)
    }


def where_edited(path: str) -> tuple[EditorSection, str]:
    """The section and the item where a written location is edited; no item if one page has everything."""
    head, _dot, rest = path.partition(".")
    section = _OWNER.get(head.partition("[")[0], BY_SLUG["about"])
    item = rest.partition(".")[0].partition("[")[0] if section.each else ""
    return section, item
