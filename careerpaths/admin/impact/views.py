"""Ask what a version would change, follow the work, cancel it, and read the result."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from careerpaths.admin.frame import EDIT, FRAME_TEMPLATES, PUBLISH, may, person, shown_page, version_or_404
from careerpaths.admin.impact.pages import report_page, report_progress
from careerpaths.impact import asking, reports
from careerpaths.models import RulesetVersion


def impact(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """What is known and how far the work has got; POST starts it."""
    version = version_or_404(pk)
    if request.method == "POST":
        return _ask(request, version)
    title = _("What version %(label)s would change") % {"label": version.version}
    return shown_page(
        request, site, "impact/page.html", report_page(version) | {"may_ask": _may_ask(request)}, title=title
    )


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work has got, for an open page; once it has ended, that page reloads."""
    version = version_or_404(pk)
    under_way = report_progress(version)
    if under_way is None:
        return HttpResponseClientRefresh() if request.headers.get("HX-Request") else _to_page(version)
    return render(request, f"{FRAME_TEMPLATES}/impact/progress.html", under_way | {"may_ask": _may_ask(request)})


def stop_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the work."""
    version = version_or_404(pk)
    _need_to_ask(request)
    stopped = reports.cancel(version)
    messages.info(request, _("The comparison is being stopped.") if stopped else _("No comparison was under way."))
    return _to_page(version)


def _ask(request: HttpRequest, version: RulesetVersion) -> HttpResponse:
    _need_to_ask(request)
    try:
        asking.ask_for_report(version, person(request))
    except asking.ImpactError as error:
        messages.error(request, str(error))
    return _to_page(version)


def _may_ask(request: HttpRequest) -> bool:
    """Anyone who may edit or publish. The work takes a while, and only one runs at a time."""
    return may(request, EDIT) or may(request, PUBLISH)


def _need_to_ask(request: HttpRequest) -> None:
    if not _may_ask(request):
        raise PermissionDenied


def _to_page(version: RulesetVersion) -> HttpResponseRedirect:
    return redirect("admin:careerpaths_rulesetversion_impact", version.pk)
