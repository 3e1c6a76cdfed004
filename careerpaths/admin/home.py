"""The home page of a version: what it is, what has been done to it, and what can be done next."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext

from careerpaths import publishing
from careerpaths.admin.frame import person, shown_page, version_or_404
from careerpaths.admin.next_steps import ladder
from careerpaths.document import beyond_label, difference
from careerpaths.method.changelog import readable, said_of
from careerpaths.models import RulesetVersion
from careerpaths.operations.once import NothingMade

LATEST = 5  # entries in the log
_State = RulesetVersion.State


def versions_home(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    version = version_or_404(pk)
    context: dict[str, object] = {
        "version": version,
        "latest": said_of(readable(version.log.all())[:LATEST]),
        "others": RulesetVersion.objects.exclude(pk=pk).defer("document"),
        "zone": get_current_timezone_name(),
    }
    if version.state == _State.DRAFT:
        context["ladder"] = ladder(request, version, own=_own(version), against=_against_live(version))
        context["missed"] = publishing.missed(version)
        context["obstacle"] = publishing.obstacle(version) if version.scheduled_for else ""
    return shown_page(request, site, "home.html", context, title=_title(version))


def start_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a draft with the content of this version, and go to it."""
    try:
        draft = publishing.open_draft(version_or_404(pk), by=person(request))
    except (
        publishing.PublishingError
    ) as error:  # two people took the same label, or one deleted what the other is opening
        messages.error(request, str(error))
        return NothingMade(reverse("admin:careerpaths_rulesetversion_changelist"))
    return redirect("admin:careerpaths_rulesetversion_change", draft.pk)


def _title(version: RulesetVersion) -> str:
    return gettext("Version %(label)s") % {"label": version.version}


def _own(version: RulesetVersion) -> int:
    return _differing(version.based_on, version) or 0


def _against_live(version: RulesetVersion) -> int | None:
    return _differing(RulesetVersion.objects.filter(state=_State.LIVE).first(), version)


def _differing(base: RulesetVersion | None, version: RulesetVersion) -> int | None:
    """Differences, apart from the label, which always differs."""
    if base is None:
        return None
    return len(beyond_label(difference(base.document, version.document)))
