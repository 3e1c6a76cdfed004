"""The decisions about a version: approve, publish now or later, cancel a plan, bring back, retire, delete."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.forms.utils import from_current_timezone
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from careerpaths import publishing
from careerpaths.admin.comparing import compared_parts
from careerpaths.admin.frame import moment, person, shown_page, version_or_404
from careerpaths.admin.impact.pages import in_a_sentence
from careerpaths.admin.reference_cases.pages import spots_of
from careerpaths.document import beyond_label, difference
from careerpaths.models import RulesetVersion
from careerpaths.operations.refusals import UNPROCESSABLE
from careerpaths.publishing import ChecksFailed, PublishingError, Seen
from careerpaths.reading.fields import DayField
from careerpaths.scoring.faults import RulesetError
from careerpaths.scoring.parsing import parse

_State = RulesetVersion.State
NOTE = forms.Textarea(attrs={"rows": 3})
SAY_WHY = {"required": _("Say why in a sentence.")}


class LifecycleForm(forms.Form):
    """Why, and what the person was looking at."""

    note = forms.CharField(label=_("Why"), widget=NOTE, max_length=2000, error_messages=SAY_WHY)
    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    live = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> Seen:
        return Seen(digest=self.cleaned_data["digest"], live=self.cleaned_data["live"])


class PublishForm(LifecycleForm):
    note = forms.CharField(
        label=_("Why"),
        help_text=_("One or two sentences. Everybody can read them on the site's list of changes."),
        widget=NOTE,
        max_length=2000,
        error_messages=SAY_WHY,
    )
    when = forms.ChoiceField(
        label=_("When"),
        widget=forms.RadioSelect,
        choices=[("now", _("Now")), ("later", _("At a time"))],
        initial="now",
    )
    day = DayField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%I:%M %p"],
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": _("Enter a time as hours and minutes, such as 14:30.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == "later":
            for field, sentence in (("day", _("Choose a day.")), ("time", _("Choose a time."))):
                if not data.get(field) and field not in self.errors:
                    self.add_error(field, sentence)
        if data.get("when") == "later" and data.get("day") and data.get("time"):
            try:
                data["at"] = from_current_timezone(datetime.combine(data["day"], data["time"]))
            except (forms.ValidationError, OverflowError):
                self.add_error("time", _("The clocks change then. Choose another time."))
        return data


class ApproveForm(LifecycleForm):
    note = forms.CharField(label=_("What you looked at (optional)"), widget=NOTE, max_length=2000, required=False)


Carry = Callable[[RulesetVersion, Any], str]  # carries it out, and says what happened


def publish_version(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """What would change and for whom, what prevents it, and the form."""
    draft = version_or_404(pk)

    def carry_out(draft: RulesetVersion, form: PublishForm) -> str:
        note, by = form.cleaned_data["note"], person(request)
        if at := form.cleaned_data.get("at"):
            publishing.schedule(draft, at=at, note=note, by=by, seen=form.seen)
            said = gettext("Version %(label)s will be published on %(at)s.")
            return said % {"label": draft.version, "at": f"{moment(at)} ({get_current_timezone_name()})"}
        publishing.publish(draft, note=note, by=by, seen=form.seen)
        return gettext("Version %(label)s is now live.") % {"label": draft.version}

    context = {
        **_against_live(draft),
        "needs_approval": publishing.needs_approval(draft),
        "obstacle": (publishing.missed(draft) or publishing.obstacle(draft)) if draft.scheduled_for else "",
    }
    title = gettext("Publish version %(label)s") % {"label": draft.version}
    return decide(request, site, draft, PublishForm, carry_out, "publish.html", context, title=title)


def delete_version(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    draft = version_or_404(pk)

    def carry_out(draft: RulesetVersion, form: LifecycleForm) -> str:
        publishing.delete_draft(draft, by=person(request), note=form.cleaned_data["note"], seen=form.seen.digest)
        return gettext("Draft %(label)s was deleted.") % {"label": draft.version}

    context = {
        "lead": gettext("This cannot be undone. No result depends on a draft, and its label can be used again."),
        "action": gettext("Delete this draft"),
        "takes_away": True,
        **(_what_goes(draft, person(request)) if draft.state == _State.DRAFT else {}),
        "wanted": _State.DRAFT,
    }
    title = gettext("Delete draft %(label)s") % {"label": draft.version}
    return decide(request, site, draft, LifecycleForm, carry_out, "delete.html", context, title=title)


def approve_draft(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    draft = version_or_404(pk)

    def carry_out(draft: RulesetVersion, form: LifecycleForm) -> str:
        publishing.approve(draft, by=person(request), note=form.cleaned_data["note"], seen=form.seen.digest)
        return gettext("You approved version %(label)s.") % {"label": draft.version}

    context = {
        "lead": gettext("You confirm that exactly this content may be published. Any later edit voids the approval."),
        "action": gettext("Approve"),
        **(_against_live(draft) if draft.state == _State.DRAFT else {}),
        "wanted": _State.DRAFT,
    }
    title = gettext("Approve version %(label)s") % {"label": draft.version}
    return decide(request, site, draft, ApproveForm, carry_out, "decide.html", context, title=title)


def bring_back(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    version = version_or_404(pk)

    def carry_out(version: RulesetVersion, form: LifecycleForm) -> str:
        publishing.roll_back(version, note=form.cleaned_data["note"], by=person(request))
        return gettext("Version %(label)s is live again.") % {"label": version.version}

    context = {
        "lead": gettext("It goes live at once, and the current live version is retired. No result changes."),
        "action": gettext("Bring it back"),
        **(_against_live(version) if version.state == _State.RETIRED else {}),
        "wanted": _State.RETIRED,
    }
    title = gettext("Bring back version %(label)s") % {"label": version.version}
    return decide(request, site, version, LifecycleForm, carry_out, "decide.html", context, title=title)


def retire_version(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    version = version_or_404(pk)

    def carry_out(version: RulesetVersion, form: LifecycleForm) -> str:
        publishing.retire(version, note=form.cleaned_data["note"], by=person(request))
        return gettext("Version %(label)s is retired. No version is live.") % {"label": version.version}

    context = {
        "lead": gettext(
            "No version replaces it. Nobody can start a comparison until one is live. Existing results stay."
        ),
        "action": gettext("Retire it"),
        "takes_away": True,
        "wanted": _State.LIVE,
    }
    title = gettext("Retire version %(label)s") % {"label": version.version}
    return decide(request, site, version, LifecycleForm, carry_out, "decide.html", context, title=title)


def unschedule_version(request: HttpRequest, pk: int) -> HttpResponse:
    draft = version_or_404(pk)
    try:
        publishing.unschedule(draft, by=person(request))
    except PublishingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("Publishing is no longer planned."))
    return _home(draft)


def decide(
    request: HttpRequest,
    site: AdminSite,
    version: RulesetVersion,
    form_class: type[LifecycleForm],
    carry_out: Carry,
    template: str,
    context: Mapping[str, object],
    *,
    title: str,
) -> HttpResponse:
    """Show the form; when it is submitted, carry out the decision, or say why not and keep what was typed."""
    now = Seen.now(version)
    context = {"version": version, "zone": get_current_timezone_name(), **context}
    form = form_class(initial={"digest": now.digest, "live": now.live})
    if request.method != "POST":
        return shown_page(request, site, template, {**context, "form": form}, title=title)
    form = form_class(request.POST)
    refusals: tuple[str, ...] = ()
    if form.is_valid():
        try:
            messages.success(request, carry_out(version, form))
            return _home(version) if version.pk else redirect("admin:careerpaths_rulesetversion_changelist")
        except ChecksFailed as error:
            refusals = (str(error), *error.failures)
        except PublishingError as error:
            refusals = (str(error),)
        except RulesetError as error:
            refusals = tuple(str(fault) for fault in error.told)
        form = form_class({**request.POST.dict(), "digest": now.digest, "live": now.live})
        form.full_clean()
    return shown_page(
        request, site, template, {**context, "form": form, "refusals": refusals}, title=title, status=UNPROCESSABLE
    )


def _home(version: RulesetVersion) -> HttpResponse:
    return redirect("admin:careerpaths_rulesetversion_change", version.pk)


def _what_goes(draft: RulesetVersion, by: User) -> dict[str, Any]:
    """What is lost with a draft, or why it cannot be deleted."""
    base = draft.based_on
    return {
        "stays": publishing.reason_to_keep(draft),
        "changes": len(beyond_label(difference(base.document, draft.document))) if base else None,
        "entries": draft.log.count(),
        "reports": draft.impact_reports.count(),
        "approved": publishing.is_approved(draft),
        "others": publishing.editors(draft).exclude(pk=by.pk),
    }


def _against_live(version: RulesetVersion) -> dict[str, Any]:
    """What to know before it becomes live: what differs, which checks fail, and who is affected."""
    live = RulesetVersion.objects.filter(state=_State.LIVE).first()
    changes = beyond_label(difference(live.document, version.document)) if live else ()
    facts = {"live": live, "parts": compared_parts(changes), "count": len(changes), "impact": in_a_sentence(version)}
    return {**facts, **_checked(version)}


def _checked(draft: RulesetVersion) -> dict[str, Any]:
    """The checks that fail, and what has no effect. An unreadable draft fails with each of its errors."""
    try:
        failing = publishing.checks_failing(parse(draft.document))
    except RulesetError as error:
        return {"failing": [str(fault) for fault in error.told], "readable": False}
    cases = len(draft.document.get("reference_cases", ()))
    return {"failing": failing, "readable": True, "cases": cases, "spots": len(spots_of(draft))}
