"""The frame of every workbench page: who may open it, which version it is about, and what every page shows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from careerpaths.models import ImpactReport, RulesetVersion

EDIT = ("careerpaths.change_rulesetversion",)
PUBLISH = ("careerpaths.publish_rulesetversion",)
EDIT_OR_PUBLISH = EDIT + PUBLISH
VIEW = ("careerpaths.view_rulesetversion", *EDIT_OR_PUBLISH)
"""Each is the permissions of which one is enough."""

FRAME_TEMPLATES = "admin/careerpaths/rulesetversion"

_NOT_TYPED = {"csrfmiddlewaretoken", "form_key", "base", "digest", "live", "seen", "do", "to"}  # fields of the forms

Right = tuple[str, ...]
PageView = Callable[Concatenate[HttpRequest, ...], HttpResponse]


def person(request: HttpRequest) -> User:
    """The signed-in user. Nobody else can open the workbench."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def may(request: HttpRequest, right: Right) -> bool:
    return any(request.user.has_perm(permission) for permission in right)


def framed(where: str, view: PageView, name: str, *, get: Right = (), post: Right = ()) -> URLPattern:
    """An address of the workbench, named `admin:careerpaths_rulesetversion_NAME`.

    It requires a sign-in and then the permission, and accepts no other method. `where` has `<int:pk>` if the page is
    about one version.
    """
    rights = {method: right for method, right in (("GET", get), ("HEAD", get), ("POST", post)) if right}

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request, rights[request.method or ""]):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    wrapped = admin.site.admin_view(require_http_methods(list(rights))(gone_if_deleted(guarded)))
    return path(where, wrapped, name=f"careerpaths_rulesetversion_{name}")


def gone_if_deleted(view: PageView) -> PageView:
    """If somebody deletes a draft before or while others work on it, the response is a 404 that says so."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Http404, RulesetVersion.DoesNotExist, ImpactReport.DoesNotExist) as error:
            if "pk" not in kwargs or RulesetVersion.objects.filter(pk=kwargs["pk"]).exists():
                raise Http404 from error
        return _gone(request)

    return wrapped


def _gone(request: HttpRequest) -> HttpResponse:
    """There is no such version. What was typed comes back, to be copied."""
    if request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()  # part of an open page, which would keep asking
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    typed = [f"{name}: {value}" for name, value in sent if value and name not in _NOT_TYPED]
    return shown_page(request, "gone.html", {"typed": typed}, title=_("There is no such version"), status=404)


def version_or_404(pk: int) -> RulesetVersion:
    people = ("created_by", "published_by", "approved_by", "scheduled_by")
    versions = RulesetVersion.objects.select_related("based_on", *people).defer("based_on__document")
    return get_object_or_404(versions, pk=pk)


def shown_page(
    request: HttpRequest, template: str, context: Mapping[str, object], *, title: str, status: int = 200
) -> HttpResponse:
    """A page of the workbench, from a template that extends its `page.html`."""
    everywhere = {
        **admin.site.each_context(request),
        "title": title,
        "may_edit": may(request, EDIT),
        "may_publish": may(request, PUBLISH),
    }
    return render(request, f"{FRAME_TEMPLATES}/{template}", {**everywhere, **context}, status=status)


def moment(at: datetime) -> str:
    """A date and time in the site's time zone."""
    return date_format(localtime(at), "j F Y, H:i")
