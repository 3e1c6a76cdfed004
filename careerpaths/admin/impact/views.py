"""Ask what a version would change, follow the work, cancel it, see what it found."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from careerpaths.admin.impact.pages import page_of, progress_of
from careerpaths.impact import reports
from careerpaths.models import RulesetVersion

SEE = ("careerpaths.view_rulesetversion", "careerpaths.change_rulesetversion", "careerpaths.publish_rulesetversion")
ASK = SEE[1:]


@require_http_methods(["GET", "HEAD", "POST"])
def impact(request: HttpRequest, pk: int, *, site: AdminSite) -> HttpResponse:
    """What is known and how far the work is; POST asks for the work."""
    version = _version(request, pk, needs=ASK if request.method == "POST" else SEE)
    if request.method == "POST":
        return _ask(request, version)
    context = {**site.each_context(request), **page_of(version), "may_ask": _may(request, ASK)}
    return render(request, "admin/careerpaths/impact/page.html", context)


@require_GET
def progress(request: HttpRequest, pk: int, *, site: AdminSite) -> HttpResponse:
    """How far the work is, for a page that is open; once it has ended, that page is loaded again."""
    version = _version(request, pk, needs=SEE)
    under_way = progress_of(version)
    if under_way is None:
        return HttpResponseClientRefresh() if request.headers.get("HX-Request") else _to_page(version)
    return render(request, "admin/careerpaths/impact/progress.html", under_way | {"may_ask": _may(request, ASK)})


@require_POST
def cancel(request: HttpRequest, pk: int, *, site: AdminSite) -> HttpResponse:
    """Stop the work."""
    version = _version(request, pk, needs=ASK)
    if reports.cancel(version):
        messages.info(request, _("The comparison is being stopped."))
    else:
        messages.info(request, _("No comparison was under way."))
    return _to_page(version)


def _ask(request: HttpRequest, version: RulesetVersion) -> HttpResponse:
    try:
        reports.ask(version, request.user if isinstance(request.user, User) else None)
    except reports.ImpactError as error:
        messages.error(request, str(error))
    return _to_page(version)


def _version(request: HttpRequest, pk: int, needs: tuple[str, ...]) -> RulesetVersion:
    if not _may(request, needs):
        raise PermissionDenied
    return get_object_or_404(RulesetVersion.objects.defer("document"), pk=pk)


def _may(request: HttpRequest, needs: tuple[str, ...]) -> bool:
    return any(request.user.has_perm(permission) for permission in needs)


def _to_page(version: RulesetVersion) -> HttpResponseRedirect:
    return redirect(reverse("admin:careerpaths_rulesetversion_impact", args=[version.pk]))
