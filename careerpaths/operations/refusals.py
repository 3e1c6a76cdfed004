"""Error pages. Each says what happened and what to do, and nothing about internals.

Django itself renders 403.html. A form sent to a page that cannot respond can be sent again.
"""

import re
import sys

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from careerpaths.operations.limits import too_often

UNPROCESSABLE = 422  # a form comes back with its errors
AWAY = (OperationalError, InterfaceError)  # no connection, a full disk, or a lock held for too long
AWAY_SECONDS = 30  # until people should try again
SECRETS = re.compile("(?!csrf).*(pass|code|otp|token)", re.IGNORECASE)  # fields that are never written into a page
TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_LONGEST_WAIT = 60  # seconds; allauth's limits that apply here are per minute


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose CSRF token is missing or wrong, mostly because the browser has lost its cookies meanwhile.

    The form can be sent again, but only if the browser vouches that it was on one of our pages: otherwise
    another site could fill in this page, and a person would confirm what they never typed.
    """
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    context = {"again": _fields(request) if is_ours else None, "path": request.get_full_path()}
    response = render(request, "403_csrf.html", context, status=403)
    patch_cache_control(response, no_store=True, private=True)
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many attempts to sign in from one place, or with one address."""
    return too_often(request, _LONGEST_WAIT)


def server_error(request: HttpRequest) -> HttpResponse:
    """A server error, or a database that is down for a while, in which case the form can be sent again."""
    if isinstance(sys.exception(), AWAY):
        return _database_is_away(request)
    return HttpResponseServerError(render_to_string("500.html"))


def _database_is_away(request: HttpRequest) -> HttpResponse:
    page = render_to_string("503_database.html", {"again": _fields(request), "path": request.get_full_path()})
    response = HttpResponse(page, status=503, headers={"Retry-After": str(AWAY_SECONDS)})
    patch_cache_control(response, no_store=True, private=True)
    return response


def _fields(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields of a form, to send again; None if it contains a file or a secret, or nothing readable."""
    if request.method != "POST":
        return None
    try:
        sent, files = request.POST, request.FILES
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return None
    if files or any(SECRETS.match(name) for name in sent):
        return None
    return [(name, value) for name, values in sent.lists() for value in values]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page for what does not exist and for what this browser may not open. What was sent comes back."""
    context = {"again": _fields(request), "path": request.get_full_path()}
    response = render(request, "404.html", context, status=404)
    if context["again"]:
        patch_cache_control(response, no_store=True, private=True)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or one that is larger than any form of ours."""
    if isinstance(exception, TOO_BIG):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
