"""Which requests for a shared result count as somebody opening it.

Each browser counts once a day, so a reload adds nothing. The owner's visits do not count, nor do requests by programs
before anybody looks: HEAD, a browser's prefetch, the preview that a messenger draws. A program that poses as a browser,
as some mail scanners do, cannot be told from one.
"""

import re

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from assessments.access import mine
from assessments.models import ShareLink

OPENED_COOKIE = (
    "opened"  # the same in every browser, and only sent with this link: it says "opened once", and nothing about who
)
DAY = 24 * 3600  # seconds

_BROWSER = re.compile(r"Mozilla/|Opera/")  # every browser sends one of these; many previews do not
PROGRAM = re.compile(  # previews that do; "Cubot" makes phones
    r"(?<!cu)bot\b|bot/|crawl|spider|slurp|preview|facebookexternalhit|embedly|iframely|headless|scanner", re.IGNORECASE
)
AHEAD_OF_TIME = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")  # headers that say "prefetch" or "preview"


def count_visit(request: HttpRequest, response: HttpResponse, link: ShareLink, token: str) -> HttpResponse:
    """Count a visit, if it is one. The comparison itself is not touched."""
    if not _is_somebody(request) or mine(request).filter(pk=link.assessment_id).exists():
        return response
    again = OPENED_COOKIE in request.COOKIES
    ShareLink.objects.filter(pk=link.pk).update(views=F("views") + int(not again), last_seen_at=timezone.now())
    if not again:
        response.set_cookie(
            OPENED_COOKIE,
            "1",
            max_age=DAY,
            path=reverse("assessments:shared", args=[token]),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _is_somebody(request: HttpRequest) -> bool:
    """Whether a person's browser asks, for somebody to look now."""
    agent = request.headers.get("User-Agent", "")
    ahead = any(re.search("prefetch|preview", request.headers.get(name, "")) for name in AHEAD_OF_TIME)
    return request.method == "GET" and not ahead and bool(_BROWSER.match(agent)) and not PROGRAM.search(agent)
