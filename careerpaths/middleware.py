"""What all responses share: a header that Django does not set, and a page for a site without rules."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careerpaths.models import NoLiveRuleset

_GetResponse = Callable[[HttpRequest], HttpResponse]

UNUSED_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")


def permissions_policy(get_response: _GetResponse) -> _GetResponse:
    """Tell the browser which of its features this site never uses."""
    policy = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", policy)
        return response

    return middleware


def no_nul(get_response: _GetResponse) -> _GetResponse:
    """Refuse an address with a NUL byte: nothing of ours has one, and PostgreSQL cannot even look it up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds a NUL byte.")
        return get_response(request)

    return middleware


class NoLiveRulesetPage:
    """Before a ruleset is loaded, a page that needs one says so instead of failing."""

    def __init__(self, get_response: _GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NoLiveRuleset):
            return None
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = "60"  # seconds
        return response


def own_origin(get_response: _GetResponse) -> _GetResponse:
    """Let forms work on pages that send no referrer.

    On a page with the referrer policy `no-referrer`, a browser sends `Origin: null` even with our own forms, which
    Django's protection refuses. Modern browsers also send `Sec-Fetch-Site`, which no page can set; if that says
    that the form is ours, the origin is ours. Django still checks the token.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        said = request.META
        if said.get("HTTP_ORIGIN") == "null" and said.get("HTTP_SEC_FETCH_SITE") == "same-origin":
            said["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return get_response(request)

    return middleware
