"""Each request gets an id, its true sender, a line in the log and a place in the metrics."""

import ipaddress
import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from careerpaths.operations.watching import metrics
from careerpaths.operations.watching.request_id import HEADER, request_id
from careerpaths.operations.watching.route import route_of

GetResponse = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("careerpaths.requests")

USABLE_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


def identified(get_response: GetResponse) -> GetResponse:
    """Give the request an id, from the proxy if it is trusted, and put it into the response and the log."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = request_id.set(_id_of(request))
        started = perf_counter()
        try:
            response = get_response(request)
            response.headers[HEADER] = request_id.get()
            _note(request, response, perf_counter() - started)
            return response
        finally:
            request_id.reset(token)

    return middleware


def true_sender(get_response: GetResponse) -> GetResponse:
    """Put the visitor's address where everything looks for it, in one form, even behind PROXIES proxies.

    Each proxy adds the address it was called from, so the visitor's is that many places from the end of
    X-Forwarded-For. Anything before it was sent by the visitor and may be false.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        chain = request.headers.get("x-forwarded-for", "").split(",")
        named = chain[-settings.PROXIES] if 0 < settings.PROXIES <= len(chain) else ""
        if sender := _address(named) or _address(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = sender
        return get_response(request)

    return middleware


def _address(text: str) -> str:
    """An IP address, or nothing if it is not one. An IPv4 address may arrive in IPv6 form."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "") if settings.PROXIES else ""
    return given if USABLE_ID.fullmatch(given) else uuid4().hex


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route = route_of(request)
    metrics.count_request(request.method or "", route, response.status_code, seconds)
    figures = {"method": request.method, "route": route, "status": response.status_code, "ms": round(seconds * 1000, 1)}
    log.info("%(method)s %(route)s %(status)s in %(ms)s ms", figures, extra={"figures": figures})
