"""The decisions about a version: approve, publish now or later, cancel a plan, bring back, retire, delete."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.forms.utils import from_current_timezone
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from careerpaths import publishing
from careerpaths.admin.comparing import changes_since
from careerpaths.admin.frame import EDIT, PUBLISH, Right, moment, person, shown_page, version_or_404
from careerpaths.admin.impact.pages import in_a_sentence
from careerpaths.admin.reference_cases.pages import spots_of
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


@dataclass(frozen=True, kw_only=True)
class VersionDecision:
    """Something that somebody decides about a version, on a page with a form."""

    right: Right
    wanted: RulesetVersion.State  # the state that the version must be in
    title: StrOrPromise
    action: StrOrPromise
    carry_out: Callable[[RulesetVersion, LifecycleForm, User], str]  # says what happened
    lead: StrOrPromise = ""
    takes_away: bool = False  # afterwards there is no live version, or no draft
    form: type[LifecycleForm] = LifecycleForm
    template: str = "decide.html"
    facts: Callable[[RulesetVersion, User], dict[str, Any]] = lambda version, by: {}  # to know before it is decided


def decide(request: HttpRequest, pk: int, decision: VersionDecision) -> HttpResponse:
    """Show the form; when it is submitted, carry out the decision, or say why not and keep what was typed."""
    version, by = version_or_404(pk), person(request)
    now = Seen.now(version)
    context = {"version": version, "decision": decision, "zone": get_current_timezone_name()}
    if version.state == decision.wanted:
        context |= decision.facts(version, by)
    form = decision.form(initial={"digest": now.digest, "live": now.live})
    page = partial(shown_page, request, decision.template, title=decision.title % {"label": version.version})
    if request.method != "POST":
        return page({**context, "form": form})
    form = decision.form(request.POST)
    refusals: tuple[str, ...] = ()
    if form.is_valid():
        try:
            messages.success(request, decision.carry_out(version, form, by))
            return _home(version) if version.pk else redirect("admin:careerpaths_rulesetversion_changelist")
        except ChecksFailed as error:
            refusals = (str(error), *error.failures)
        except PublishingError as error:
            refusals = (str(error),)
        except RulesetError as error:
            refusals = tuple(str(fault) for fault in error.told)
        form = decision.form({**request.POST.dict(), "digest": now.digest, "live": now.live})
        form.full_clean()
    return page({**context, "form": form, "refusals": refusals}, status=UNPROCESSABLE)


def unschedule_version(request: HttpRequest, pk: int) -> HttpResponse:
    draft = version_or_404(pk)
    try:
        publishing.unschedule(draft, by=person(request))
    except PublishingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("Publishing is no longer planned."))
    return _home(draft)


def _home(version: RulesetVersion) -> HttpResponse:
    return redirect("admin:careerpaths_rulesetversion_change", version.pk)


def _publish(draft: RulesetVersion, form: LifecycleForm, by: User) -> str:
    note, at = form.cleaned_data["note"], form.cleaned_data.get("at")
    if at is None:
        publishing.publish(draft, note=note, by=by, seen=form.seen)
        return gettext("Version %(label)s is now live.") % {"label": draft.version}
    publishing.schedule(draft, at=at, note=note, by=by, seen=form.seen)
    said = gettext("Version %(label)s will be published on %(at)s.")
    return said % {"label": draft.version, "at": f"{moment(at)} ({get_current_timezone_name()})"}


def _approve(draft: RulesetVersion, form: LifecycleForm, by: User) -> str:
    publishing.approve(draft, by=by, note=form.cleaned_data["note"], seen=form.seen.digest)
    return gettext("You approved version %(label)s.") % {"label": draft.version}


def _bring_back(version: RulesetVersion, form: LifecycleForm, by: User) -> str:
    publishing.roll_back(version, note=form.cleaned_data["note"], by=by)
    return gettext("Version %(label)s is live again.") % {"label": version.version}


def _retire(version: RulesetVersion, form: LifecycleForm, by: User) -> str:
    publishing.retire(version, note=form.cleaned_data["note"], by=by)
    return gettext("Version %(label)s is retired. No version is live.") % {"label": version.version}


def _delete(draft: RulesetVersion, form: LifecycleForm, by: User) -> str:
    publishing.delete_draft(draft, by=by, note=form.cleaned_data["note"], seen=form.seen.digest)
    return gettext("Draft %(label)s was deleted.") % {"label": draft.version}


def _what_goes(draft: RulesetVersion, by: User) -> dict[str, Any]:
    """What is lost with a draft, or why it cannot be deleted."""
    base = draft.based_on
    return {
        "stays": publishing.reason_to_keep(draft),
        "own": len(changes_since(base, draft)) if base else None,
        "entries": draft.log.count(),
        "reports": draft.impact_reports.count(),
        "approved": publishing.is_approved(draft),
        "others": publishing.editors(draft).exclude(pk=by.pk),
    }


def _before_publishing(draft: RulesetVersion, by: User) -> dict[str, Any]:
    planned = draft.scheduled_for is not None
    return {
        **_against_live(draft, by),
        "needs_approval": publishing.needs_approval(draft),
        "obstacle": (publishing.missed(draft) or publishing.obstacle(draft)) if planned else "",
    }


def _against_live(version: RulesetVersion, by: User) -> dict[str, Any]:
    """What to know before it becomes live: what differs, which checks fail, and who is affected."""
    live = RulesetVersion.objects.filter(state=_State.LIVE).first()
    facts = {"live": live, "changes": changes_since(live, version), "impact": in_a_sentence(version)}
    return {**facts, **_checked(version)}


def _checked(draft: RulesetVersion) -> dict[str, Any]:
    """The checks that fail, and what has no effect. An unreadable draft fails with each of its errors."""
    try:
        failing = publishing.checks_failing(parse(draft.document))
    except RulesetError as error:
        return {"failing": [str(fault) for fault in error.told], "readable": False}
    cases = len(draft.document.get("reference_cases", ()))
    return {"failing": failing, "readable": True, "cases": cases, "spots": len(spots_of(draft))}


DECISIONS = {
    "publish": VersionDecision(
        right=PUBLISH,
        wanted=_State.DRAFT,
        title=_("Publish version %(label)s"),
        action=_("Publish"),
        carry_out=_publish,
        form=PublishForm,
        template="publish.html",
        facts=_before_publishing,
    ),
    "approve": VersionDecision(
        right=PUBLISH,
        wanted=_State.DRAFT,
        title=_("Approve version %(label)s"),
        lead=_("You confirm that exactly this content may be published. Any later edit voids the approval."),
        action=_("Approve"),
        carry_out=_approve,
        form=ApproveForm,
        facts=_against_live,
    ),
    "roll_back": VersionDecision(
        right=PUBLISH,
        wanted=_State.RETIRED,
        title=_("Bring back version %(label)s"),
        lead=_("It goes live at once, and the current live version is retired. No result changes."),
        action=_("Bring it back"),
        carry_out=_bring_back,
        facts=_against_live,
    ),
    "retire": VersionDecision(
        right=PUBLISH,
        wanted=_State.LIVE,
        title=_("Retire version %(label)s"),
        lead=_("No version replaces it. Nobody can start a comparison until one is live. Existing results stay."),
        action=_("Retire it"),
        carry_out=_retire,
        takes_away=True,
    ),
    "delete_draft": VersionDecision(
        right=EDIT,
        wanted=_State.DRAFT,
        title=_("Delete draft %(label)s"),
        lead=_("This cannot be undone. No result depends on a draft, and its label can be used again."),
        action=_("Delete this draft"),
        carry_out=_delete,
        takes_away=True,
        template="delete.html",
        facts=_what_goes,
    ),
}
