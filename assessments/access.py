"""Who may open what. The only place that decides it.

A browser holds one random key in a cookie; an assessment is open to the browsers whose key it knows, by hash.
A second opinion is open to its advisor's browser as long as the link is open that asked for it, and on the pages
for answering alone: what `for_owner` guards is for one's own comparisons.
Whatever is not open answers exactly like what does not exist.
"""

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from assessments.models import Assessment, AssessmentKey, ShareLink

COOKIE = "browser_key"
KEY_BYTES = 32
YEAR = 365 * 24 * 3600  # seconds


def digest_of(key: str) -> str:
    """SHA-256 of a key. The key itself is 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def _known(request: HttpRequest) -> QuerySet[Assessment]:
    """The assessments whose key this browser has, second opinions on others' among them."""
    key = request.COOKIES.get(COOKIE, "")
    if not key:
        return Assessment.objects.none()
    keys = AssessmentKey.objects.filter(kind=AssessmentKey.Kind.BROWSER, digest=digest_of(key))
    return Assessment.objects.filter(pk__in=keys.values("assessment"))


def _asked_for() -> Q:
    """Second opinions whose link is open. A link that is closed or runs out closes them at once."""
    return Q(opinion_on__isnull=False, opinion_link__in=ShareLink.objects.open().filter(may_answer=True))


def mine(request: HttpRequest) -> QuerySet[Assessment]:
    """The assessments that are this browser's own, the last changed first. Second opinions are not among them."""
    return _known(request).filter(opinion_on=None)


def opinions_by(request: HttpRequest) -> QuerySet[Assessment]:
    """The second opinions that this browser gives, as long as they are asked for."""
    return _known(request).filter(_asked_for())


def owned(request: HttpRequest, uid: str) -> Assessment:
    """The assessment at this address, if it is this browser's own; otherwise there is no such page."""
    return _one(mine(request), uid)


def answerable(request: HttpRequest, uid: str) -> Assessment:
    """The assessment at this address, if this browser may answer in it: its own, or a second opinion asked of it."""
    return _one(_known(request).filter(Q(opinion_on=None) | _asked_for()), uid)


def _one(found: QuerySet[Assessment], uid: str) -> Assessment:
    assessment = found.filter(uid=uid).select_related("ruleset").defer("ruleset__document").first()
    if assessment is None:
        raise Http404
    return assessment


def let_in(request: HttpRequest, response: HttpResponse, assessment: Assessment) -> HttpResponse:
    """Open an assessment to this browser; the browser gets its key if it has none."""
    key = request.COOKIES.get(COOKIE, "") or new_key()
    AssessmentKey.objects.get_or_create(assessment=assessment, kind=AssessmentKey.Kind.BROWSER, digest=digest_of(key))
    response.set_cookie(COOKIE, key, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def make_return_link(assessment: Assessment) -> str:
    """A new private return token. The one before it stops working. Only its hash is kept."""
    token = new_key()
    AssessmentKey.objects.update_or_create(
        assessment=assessment, kind=AssessmentKey.Kind.RETURN, defaults={"digest": digest_of(token)}
    )
    return token


def by_return_token(token: str) -> Assessment:
    """The assessment that a return link opens; otherwise there is no such page."""
    keys = AssessmentKey.objects.filter(kind=AssessmentKey.Kind.RETURN, digest=digest_of(token))
    assessment = Assessment.objects.filter(pk__in=keys.values("assessment"), opinion_on=None).first()
    if assessment is None:
        raise Http404
    return assessment


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page as nobody else's business: not stored, not indexed, not passed on."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = view(request, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


def for_owner(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the assessment at `uid`, if it belongs to this browser."""

    @personal
    @wraps(view)
    def wrapped(request: HttpRequest, uid: str, **kwargs: Any) -> HttpResponse:
        return view(request, owned(request, uid), **kwargs)

    return wrapped


def for_answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the assessment at `uid`, if this browser may answer in it."""

    @personal
    @wraps(view)
    def wrapped(request: HttpRequest, uid: str, **kwargs: Any) -> HttpResponse:
        return view(request, answerable(request, uid), **kwargs)

    return wrapped


def by_share_token(token: str) -> ShareLink | None:
    """The open link with this token; nothing for one that is expired, revoked or unknown."""
    links = ShareLink.objects.open().filter(digest=digest_of(token))
    return links.select_related("assessment__ruleset").defer("assessment__ruleset__document").first()
