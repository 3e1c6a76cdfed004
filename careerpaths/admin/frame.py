"""The frame of every workbench page: who may open it, which version it is about, and what every page shows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from careerpaths.models import ImpactReport, RulesetVersion

VIEW = "careerpaths.view_rulesetversion"
EDIT = "careerpaths.change_rulesetversion"
PUBLISH = "careerpaths.publish_rulesetversion"

GET, POST = "GET", "POST"

FRAME_TEMPLATES = "admin/careerpaths/rulesetversion"

_NOT_TYPED = {"csrfmiddlewaretoken", "form_key", "base", "digest", "live", "seen", "do", "to"}  # fields of the forms

PageView = Callable[Concatenate[HttpRequest, ...], HttpResponse]


def person(request: HttpRequest) -> User:
    """The signed-in user. Nobody else can open the workbench."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def may(request: HttpRequest, right: str) -> bool:
    """Whether this person has a permission. Editing and publishing include viewing."""
    user = request.user
    return user.has_perm(right) or (right == VIEW and (user.has_perm(EDIT) or user.has_perm(PUBLISH)))


def framed(
    site: AdminSite, where: str, view: PageView, *, name: str, right: str, verbs: tuple[str, ...] = (GET,)
) -> URLPattern:
    """An address of the workbench, named `admin:careerpaths_rulesetversion_NAME`.

    It requires a sign-in and then the permission, and accepts no other method. `where` has `<int:pk>` if the page is
    about one version.
    """
    verbs = (*verbs, "HEAD") if GET in verbs else verbs

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request, right):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    wrapped = site.admin_view(require_http_methods(list(verbs))(gone_if_deleted(site, guarded)))
    return path(where, wrapped, name=f"careerpaths_rulesetversion_{name}")


def gone_if_deleted(site: AdminSite, view: PageView) -> PageView:
    """If somebody deletes a draft before or while others work on it, the response is a 404 that says so."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Http404, RulesetVersion.DoesNotExist, ImpactReport.DoesNotExist) as error:
            if "pk" not in kwargs or RulesetVersion.objects.filter(pk=kwargs["pk"]).exists():
                raise Http404 from error
        return _gone(request, site)

    return wrapped


def _gone(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """There is no such version. What was typed comes back, to be copied."""
    if request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()  # part of an open page, which would keep asking
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    typed = [f"{name}: {value}" for name, value in sent if value and name not in _NOT_TYPED]
    return shown_page(request, site, "gone.html", {"typed": typed}, title=_("There is no such version"), status=404)


def version_or_404(pk: int, versions: QuerySet[RulesetVersion] | None = None) -> RulesetVersion:
    people = ("created_by", "published_by", "approved_by", "scheduled_by")
    if versions is None:
        versions = RulesetVersion.objects.select_related("based_on", *people).defer("based_on__document")
    return get_object_or_404(versions, pk=pk)


def shown_page(
    request: HttpRequest,
    site: AdminSite,
    template: str,
    context: Mapping[str, object],
    *,
    title: str,
    status: int = 200,
) -> HttpResponse:
    """A page of the workbench, from a template that extends its `page.html`."""
    everywhere = {
        **site.each_context(request),
        "title": title,
        "may_edit": may(request, EDIT),
        "may_publish": may(request, PUBLISH),
    }
    return render(request, f"{FRAME_TEMPLATES}/{template}", {**everywhere, **context}, status=status)


def moment(at: datetime) -> str:
    """A date and time in the site's time zone."""
    return date_format(localtime(at), "j F Y, H:i")
