"""The pages that edit a draft: choose a section, choose an item, change it."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from careerpaths.admin.editing.document.sections import BY_SLUG, EditorSection
from careerpaths.admin.editing.document.words import title_of
from careerpaths.admin.editing.form import Form, linked, told_news
from careerpaths.admin.editing.index import groups_of, overview
from careerpaths.admin.editing.page import Edit, EditedPage
from careerpaths.admin.frame import EDIT, may, person, version_or_404
from careerpaths.models import RulesetVersion
from careerpaths.operations.refusals import UNPROCESSABLE
from careerpaths.scoring.faults import Fault


def sections(request: HttpRequest, pk: int) -> HttpResponse:
    """Every section of a version, with what is in it and how much differs from the live one."""
    version = version_or_404(pk)
    is_draft = version.state == RulesetVersion.State.DRAFT
    title = gettext("Edit the rules") if is_draft else gettext("Content of version %(label)s")
    context = {"sections": overview(version), "title": title % {"label": version.version}}
    return _shown(request, version, "sections", context)


def section(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One section: its form, or the list of its items."""
    version, chosen = version_or_404(pk), _section(slug)
    if not chosen.each:
        return _edit(request, EditedPage(draft=version, section=chosen, item=None))
    context = {"section": chosen, "groups": groups_of(version, chosen), "title": chosen.title}
    return _shown(request, version, "items", context)


def add_item(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    chosen = _section(slug)
    if not chosen.grows:
        raise Http404
    return _edit(request, EditedPage(draft=version_or_404(pk), section=chosen, item=""))


def item(request: HttpRequest, pk: int, slug: str, name: str) -> HttpResponse:
    page = EditedPage(draft=version_or_404(pk), section=_section(slug), item=name)
    if not page.section.each or (not page.exists and request.method != "POST"):
        raise Http404
    return _edit(request, page)


def remove_item(request: HttpRequest, pk: int, slug: str, name: str) -> HttpResponse:
    """Ask before an item is removed, and say what still needs it."""
    page = _growing(pk, slug, name)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        faults = page.remove(person(request))
        if not faults:
            messages.success(request, gettext("%(id)s was removed from the draft.") % {"id": name})
            return redirect("admin:careerpaths_rulesetversion_edit_section", pk, slug)
    context = {
        "section": page.section,
        "item": name,
        "summary": [linked(page.draft, fault) for fault in faults],
        "title": gettext("Remove %(id)s") % {"id": name},
    }
    return _shown(request, page.draft, "remove", context)


def move(request: HttpRequest, pk: int, slug: str, name: str) -> HttpResponse:
    page = _growing(pk, slug, name)
    for fault in page.move(-1 if request.POST.get("to") == "up" else 1, person(request)):
        messages.error(request, str(fault))
    return redirect(f"{reverse('admin:careerpaths_rulesetversion_edit_section', args=[pk, slug])}#item-{name}")


# --- inside -------------------------------------------------------------------------------------------------------


def _section(slug: str) -> EditorSection:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _growing(pk: int, slug: str, name: str) -> EditedPage:
    page = EditedPage(draft=version_or_404(pk), section=_section(slug), item=name)
    if not (page.section.grows and page.exists):
        raise Http404
    return page


def _edit(request: HttpRequest, page: EditedPage) -> HttpResponse:
    if request.method != "POST":
        return _form(request, page, Edit(parts=page.stored(), base=page.base()))
    if order := request.POST.get("do", ""):
        return _form(request, page, page.rearrange(request.POST, order))
    return _save(request, page)


def _save(request: HttpRequest, page: EditedPage) -> HttpResponse:
    outcome = page.save(request.POST, person(request))
    if not outcome.saved:
        return _form(request, page, outcome, status=UNPROCESSABLE)
    messages.success(request, gettext("The draft was saved."))
    for change in told_news(page, outcome.news):
        text = gettext("Meanwhile %(who)s changed %(path)s from %(before)s to %(after)s. Both changes are kept.")
        words = {"who": outcome.by, "path": change.path, "before": change.before, "after": change.after}
        messages.warning(request, text % words)
    return redirect(_after(page, outcome))


def _after(page: EditedPage, outcome: Edit) -> str:
    part = outcome.parts.get("p0")
    name = page.item or (part.get("id") if page.item == "" and isinstance(part, dict) else None)
    saved = EditedPage(draft=page.draft, section=page.section, item=name)
    if name and saved.exists:
        return reverse("admin:careerpaths_rulesetversion_edit_item", args=[page.draft.pk, page.section.slug, name])
    return reverse("admin:careerpaths_rulesetversion_edit_section", args=[page.draft.pk, page.section.slug])


def _form(request: HttpRequest, page: EditedPage, outcome: Edit, *, status: int = 200) -> HttpResponse:
    context = {"page": page, "section": page.section, "form": Form(page, outcome), "title": _title_of(page)}
    return _shown(request, page.draft, "form", context, status=status)


def _title_of(page: EditedPage) -> str:
    if page.item is None:
        return str(page.section.title)
    if not page.item:
        return gettext("%(section)s: add") % {"section": page.section.title}
    title = title_of(page.stored_item, page.item)
    return title if title.startswith(page.item) else f"{page.item}: {title}"


def _shown(
    request: HttpRequest, version: RulesetVersion, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    may_change = version.state == RulesetVersion.State.DRAFT and may(request, EDIT)
    context = {**admin.site.each_context(request), "version": version, "may_change": may_change, **context}
    return render(request, f"admin/editing/{template}.html", context, status=status)
