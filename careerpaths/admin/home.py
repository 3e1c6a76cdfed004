"""The home page of a version: what it is, what has been done to it, and what can be done next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext

from careerpaths import publishing
from careerpaths.admin.comparing import changes_since
from careerpaths.admin.frame import person, shown_page, version_or_404
from careerpaths.admin.next_steps import ladder, steps_after_publishing
from careerpaths.method.changelog import readable, said_of
from careerpaths.models import RulesetVersion
from careerpaths.operations.once import NothingMade
from careerpaths.publishing import PublishingError

LATEST = 5  # entries in the log
_State = RulesetVersion.State


def versions_home(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_or_404(pk)
    context: dict[str, object] = {
        "version": version,
        "latest": said_of(readable(version.log.all())[:LATEST]),
        "others": RulesetVersion.objects.exclude(pk=pk).defer("document"),
        "zone": get_current_timezone_name(),
    }
    if version.state == _State.DRAFT:
        live = RulesetVersion.objects.filter(state=_State.LIVE).first()
        own, against = (changes_since(base, version) for base in (version.based_on, live))
        context["ladder"] = ladder(request, version, own=len(own), against=len(against) if live else None)
        context["missed"] = publishing.missed(version)
        context["obstacle"] = publishing.obstacle(version) if version.scheduled_for else ""
    else:
        context["ladder"] = steps_after_publishing(request, version)
    return shown_page(request, "home.html", context, title=gettext("Version %(label)s") % {"label": version.version})


def start_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a draft with the content of this version, and go to it."""
    try:
        draft = publishing.open_draft(version_or_404(pk), by=person(request))
    except PublishingError as error:  # two people took the same label, or one deleted what the other is opening
        messages.error(request, str(error))
        return NothingMade(reverse("admin:careerpaths_rulesetversion_changelist"))
    return redirect("admin:careerpaths_rulesetversion_change", draft.pk)
