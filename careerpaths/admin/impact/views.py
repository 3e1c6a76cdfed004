"""Ask what a version would change, follow the work, cancel it, and read the result."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from careerpaths.admin.frame import EDIT_OR_PUBLISH, FRAME_TEMPLATES, may, person, shown_page, version_or_404
from careerpaths.admin.impact.pages import report_page, report_progress
from careerpaths.impact import asking, reports
from careerpaths.models import RulesetVersion


def impact(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known and how far the work has got; POST starts it."""
    version = version_or_404(pk)
    if request.method == "POST":
        return _ask(request, version)
    title = _("What version %(label)s would change") % {"label": version.version}
    context = report_page(version) | {"may_ask": may(request, EDIT_OR_PUBLISH)}
    return shown_page(request, "impact/page.html", context, title=title)


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work has got, for an open page; once it has ended, that page reloads."""
    version = version_or_404(pk)
    under_way = report_progress(version)
    if under_way is None:
        return HttpResponseClientRefresh() if request.headers.get("HX-Request") else _to_page(version)
    return render(
        request, f"{FRAME_TEMPLATES}/impact/progress.html", under_way | {"may_ask": may(request, EDIT_OR_PUBLISH)}
    )


def stop_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the work."""
    version = version_or_404(pk)
    stopped = reports.cancel(version)
    messages.info(request, _("The comparison is being stopped.") if stopped else _("No comparison was under way."))
    return _to_page(version)


def _ask(request: HttpRequest, version: RulesetVersion) -> HttpResponse:
    try:
        asking.ask_for_report(version, person(request))
    except asking.ImpactError as error:
        messages.error(request, str(error))
    return _to_page(version)


def _to_page(version: RulesetVersion) -> HttpResponseRedirect:
    return redirect("admin:careerpaths_rulesetversion_impact", version.pk)
