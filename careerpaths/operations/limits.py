"""Rate and size limits for requests that cost us or others something.

Both are checked before the request is read. Uses are counted in the cache, by network address.
"""

import ipaddress
import math
from collections.abc import Callable
from contextlib import suppress
from time import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac

Rate = tuple[int, int]  # this many, in this many seconds
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
RATES: dict[str, tuple[Rate, ...]] = {  # a hundred people behind one address use them at once
    "begin": ((300, HOUR),),
    "api": ((60, MINUTE),),
    "mail": ((300, HOUR),),  # codes for signing in and signing up
    "secret": ((120, HOUR),),  # wrong passphrases and one-time addresses, whichever link they are for
    "passphrase": ((10, HOUR), (30, DAY)),  # wrong ones in a row, for one link
    "passphrase of all": ((200, DAY),),  # the same for one link, all senders together
    "opinion": ((5, DAY),),  # second opinions started through one link
    "say": ((200, HOUR),),  # comments
    "upload": ((200, HOUR),),
    "draw": ((300, HOUR),),  # PDFs, each of which takes a second of processor time
}
MOST_BYTES = 100_000  # in a form; our longest texts have a tenth of that
MOST_BYTES_ADMIN = 1_000_000  # a complete ruleset has 150,000
IPV6_NETWORK = 64  # bits; a household or a server has at least such a network to itself


class TooOften(Exception):
    """Something was done more often than its rate allows."""

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(f"Too often. Try again in {self.seconds} seconds.")


def count(request: HttpRequest, what: str, of: str = "") -> None:
    """Count one use by this sender, of one thing if one is named. Raises `TooOften` beyond the rate."""
    count_all(what, f"{network_of(request)} {of}")


def count_all(what: str, of: str) -> None:
    """Count one use by anybody. Raises `TooOften` beyond the rate. Counts nothing while the cache is down."""
    now = time()
    for most, seconds in RATES[what]:
        key = _key(what, of, seconds, now)
        cache.add(key, 0, timeout=seconds)
        try:
            used = cache.incr(key)
        except ValueError:  # it has just expired, or the cache is down
            continue
        if used > most:
            raise TooOften(seconds - now % seconds)


def forgive(request: HttpRequest, what: str, of: str = "") -> None:
    """Take back one use, because it was legitimate."""
    now = time()
    for _most, seconds in RATES[what]:
        key = _key(what, f"{network_of(request)} {of}", seconds, now)
        if cache.get(key):
            with suppress(ValueError):  # as above
                cache.decr(key)


def start_over(request: HttpRequest, what: str, of: str = "") -> None:
    """Forget what this sender has done so far."""
    start_over_all(what, f"{network_of(request)} {of}")


def start_over_all(what: str, of: str) -> None:
    cache.delete_many([_key(what, of, seconds, time()) for _most, seconds in RATES[what]])


def _key(what: str, of: str, seconds: int, now: float) -> str:
    """A name for the count in one period. It contains no address."""
    return salted_hmac("limits", f"{what} {of} {seconds} {now // seconds}", algorithm="sha256").hexdigest()


def network_of(request: HttpRequest) -> str:
    """The sender's address; for IPv6, the first address of its network, since a sender has all addresses in it."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:  # a socket has none
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False).network_address)


# --- requests -------------------------------------------------------------------------------------------------

_View = Callable[..., HttpResponse]


def limited(what: str, most_bytes: int = MOST_BYTES) -> Callable[[_View], _View]:
    """Mark a view: each POST is counted as this, and may have this many bytes."""

    def mark(view: _View) -> _View:
        view.counted_as = what  # type: ignore[attr-defined]  # `functools.wraps` carries it to the outermost function
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


class BeforeReading:
    """Refuses a POST that is too large or too frequent, before any other part of the site reads it."""

    def __init__(self, get_response: _View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: _View, args: object, kwargs: object) -> HttpResponse | None:
        found = request.resolver_match
        if request.method != "POST" or found is None or found.app_name == "ninja":  # it answers in JSON
            return None
        most = MOST_BYTES_ADMIN if found.app_name == "admin" else MOST_BYTES
        try:
            if what := getattr(view, "counted_as", ""):
                count(request, what)
        except TooOften as error:
            return too_often(request, error.seconds)
        if int(request.headers.get("content-length") or 0) > getattr(view, "most_bytes", most):
            return render(request, "413.html", status=413)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return too_often(request, exception.seconds) if isinstance(exception, TooOften) else None


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that says so, and when to try again."""
    response = render(request, "429.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    patch_cache_control(response, no_store=True, private=True)
    return response


def locked_out(request: HttpRequest, credentials: object, *args: object, **kwargs: object) -> HttpResponse:
    """The response to too many wrong administrator passwords."""
    return too_often(request, int(settings.AXES_COOLOFF_TIME.total_seconds()))
