"""Pages for what cannot be answered. Each says what happened and what to do, and nothing about the inside.

Django itself renders 403.html and 404.html.
"""

import re
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from careerpaths.operations.limits import too_often

AWAY = (OperationalError, InterfaceError)  # no connection, a full disk, a lock that is held for too long
AWAY_SECONDS = 30  # after which to try again
SECRETS = re.compile("(?!csrf).*(pass|code|otp|token)", re.IGNORECASE)  # fields that are not written into a page
TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
LONGEST_WAIT = 60  # seconds; the rates of allauth that can be met here count by the minute


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection token is missing or old: the answers before it are safe."""
    return render(request, "403_csrf.html", status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many tries to sign in from one place, or with one address."""
    return too_often(request, LONGEST_WAIT)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; or a database that is away, which passes: then what was sent can be sent again."""
    if isinstance(sys.exception(), AWAY):
        return _database_is_away(request)
    return HttpResponseServerError(render_to_string("500.html"))


def _database_is_away(request: HttpRequest) -> HttpResponse:
    again = None
    if request.method == "POST" and not request.FILES and not any(SECRETS.match(name) for name in request.POST):
        again = [(name, value) for name, values in request.POST.lists() for value in values]
    page = render_to_string("503_database.html", {"again": again, "path": request.get_full_path()})
    response = HttpResponse(page, status=503, headers={"Retry-After": str(AWAY_SECONDS)})
    patch_cache_control(response, no_store=True, private=True)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or one that is larger than any form of ours."""
    if isinstance(exception, TOO_BIG):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
