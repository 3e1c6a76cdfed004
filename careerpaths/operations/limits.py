"""How often one sender may do what costs us or others something. Counted in the cache, by network address."""

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_ratelimit.core import get_usage

RATES = {  # far above what a class of students behind one address does in an hour
    "begin": "200/h",
    "api": "120/m",
    "secret": "60/h",  # tries of a passphrase or a code, whichever link they are for
    "say": "60/h",  # comments
    "upload": "60/h",
}


class TooOften(Exception):
    """One sender did something more often than its rate allows."""

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(f"Too often. Try again in {self.seconds} seconds.")


def count(request: HttpRequest, what: str) -> None:
    """Count one use. Raises `TooOften` beyond the rate. While the cache is away nothing is counted."""
    usage = get_usage(request, group=what, key=sender, rate=RATES[what], increment=True)
    if usage and usage["should_limit"]:
        raise TooOften(usage["time_left"])


def limited(what: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Count each POST of a view, and answer with a page where it is too often."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if request.method == "POST":
                    count(request, what)
            except TooOften as error:
                return too_often(request, error.seconds)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that says so, with when to try again."""
    response = render(request, "429.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def locked_out(request: HttpRequest, credentials: object, *args: object, **kwargs: object) -> HttpResponse:
    """The answer to whoever guessed an administrator's password too often."""
    return too_often(request, int(settings.AXES_COOLOFF_TIME.total_seconds()))


def sender(group: str, request: HttpRequest) -> str:
    """The sender's address; of an IPv6 address its network, which is one household's."""
    address: str = request.META.get("REMOTE_ADDR", "")
    return ":".join(address.split(":")[:4]) if ":" in address else address
