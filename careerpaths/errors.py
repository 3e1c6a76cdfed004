"""Pages for what cannot be answered. Each says what happened and what to do, and nothing about the inside.

Django itself renders 403.html, 404.html and 500.html.
"""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careerpaths.operations.limits import too_often

TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
LONGEST_WAIT = 60  # seconds; the rates of allauth that can be met here count by the minute


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection token is missing or old: the answers before it are safe."""
    return render(request, "403_csrf.html", status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many tries to sign in from one place, or with one address."""
    return too_often(request, LONGEST_WAIT)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or one that is larger than any form of ours."""
    if isinstance(exception, TOO_BIG):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
