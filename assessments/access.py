"""Who may open what. The only place that decides it.

A browser holds one random key in a cookie; an assessment is open to the browsers whose key it knows, by hash, and to
the account that claimed it. A cookie can be set by others, so only a key that this site made is given anything. An
advisor sees what a consent grants, while it is not withdrawn. A second opinion is open to its advisor's browser as long
as the link is open that asked for it, and only on the pages for answering. What `for_owner` guards is only for the
owner. Anything that is not open looks exactly like something that does not exist.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control

from assessments.models import Assessment, AssessmentKey, Consent, ShareLink
from careerpaths.operations.once import new_secret, once

COOKIE: str = settings.BROWSER_KEY_COOKIE
OLD_COOKIE = "browser_key"  # its name before the site had HTTPS
_MARK = "h."  # the start of each key created under HTTPS
BROWSER = AssessmentKey.Kind.BROWSER
YEAR = 365 * 24 * 3600  # seconds


def key_digest(key: str) -> str:
    """SHA-256 of a key. The key itself is 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def key_of(request: HttpRequest) -> str:
    """This browser's key, or nothing."""
    return request.COOKIES.get(COOKIE, "") or _key_from_before_https(request)


def _key_from_before_https(request: HttpRequest) -> str:
    """A key under the old name. A newer key does not count there: a neighbouring site may have set it."""
    key = request.COOKIES.get(OLD_COOKIE, "")
    return "" if COOKIE == OLD_COOKIE or key.startswith(_MARK) else key


def key_for(request: HttpRequest) -> str:
    """The key under which to give this browser something: its own if this site made it, otherwise a new one."""
    key = request.COOKIES.get(COOKIE, "")
    if key and AssessmentKey.objects.filter(kind=BROWSER, digest=key_digest(key)).exists():
        return key
    return _new_browser_key(request)


def _new_browser_key(request: HttpRequest) -> str:
    """A new key. It also opens what a key from before HTTPS opens."""
    key = new_secret() if COOKIE == OLD_COOKIE else _MARK + new_secret()
    if old := _key_from_before_https(request):
        open_the_same(key_digest(old), key)
    return key


def open_the_same(digest: str, key: str) -> None:
    """Let a browser's key open what another one, of which only the hash is known, opens now."""
    had = AssessmentKey.objects.filter(kind=BROWSER, digest=digest).values_list("assessment", flat=True)
    new = [AssessmentKey(assessment_id=pk, kind=BROWSER, digest=key_digest(key)) for pk in had]
    AssessmentKey.objects.bulk_create(new, ignore_conflicts=True)


def _known(request: HttpRequest) -> QuerySet[Assessment]:
    """What this browser has a key to, including second opinions on others' comparisons, and what the account holds."""
    key = {"kind": BROWSER, "digest": key_digest(key_of(request))} if key_of(request) else {}
    if not request.user.is_authenticated:  # a plain join, because most requests are like this and each one needs it
        by_key = {f"keys__{field}": value for field, value in key.items()}
        return Assessment.objects.filter(**by_key) if by_key else Assessment.objects.none()
    known = Assessment.objects.filter(owner=request.user).order_by().values("pk")
    if key:  # each part uses its own index; a single condition with "or" would read everything stored
        known = known.union(AssessmentKey.objects.filter(**key).values("assessment"))
    return Assessment.objects.filter(pk__in=known)


def _asked_for() -> Q:
    """Second opinions whose link is open. A link that is closed or expires closes them at once."""
    its_link = ShareLink.objects.open().filter(pk=OuterRef("opinion_link"), may_answer=True)
    return Q(Exists(its_link), opinion_on__isnull=False)


def mine(request: HttpRequest) -> QuerySet[Assessment]:
    """The assessments that belong to this browser, most recently changed first, without second opinions."""
    return _known(request).filter(opinion_on=None)


def opinions_by(request: HttpRequest) -> QuerySet[Assessment]:
    """The second opinions that this browser is giving, while they are still wanted."""
    return _known(request).filter(_asked_for())


def owned(request: HttpRequest, uid: str) -> Assessment:
    """The assessment at this address, if it belongs to this browser; otherwise a 404."""
    assessment = get_object_or_404(mine(request), uid=uid)
    note_use(assessment)
    return assessment


def answerable(request: HttpRequest, uid: str) -> Assessment:
    """The assessment at this address, if this browser may answer in it: its own, or a second opinion."""
    assessment = get_object_or_404(_known(request), uid=uid)
    if assessment.opinion_on_id and not opinions_by(request).filter(pk=assessment.pk).exists():
        raise Http404
    note_use(assessment)
    return assessment


def note_use(assessment: Assessment) -> None:
    """Record the day it was last opened, once a day, because unopened comparisons expire."""
    today = timezone.now().date()
    if assessment.last_used_on != today:
        Assessment.objects.filter(pk=assessment.pk).update(last_used_on=today)


def let_in(request: HttpRequest, response: HttpResponse, assessment: Assessment) -> HttpResponse:
    """Open an assessment to this browser, which gets a key if it has none from us."""
    key = key_for(request)
    AssessmentKey.objects.get_or_create(assessment=assessment, kind=BROWSER, digest=key_digest(key))
    return remember_key(response, key)


def once_for_a_browser(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`once` for what opens something to this browser: the repeated answer, too, gives it the key it lacked."""
    return once(view, lambda request, response: remember_key(response, key_for(request)))


def remember_key(response: HttpResponse, key: str) -> HttpResponse:
    """Give the browser its key."""
    response.set_cookie(COOKIE, key, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    if COOKIE != OLD_COOKIE:
        response.delete_cookie(OLD_COOKIE, samesite="Lax")
    return response


def renew_key(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a browser whose key dates from before HTTPS a key that no neighbouring site can replace."""
    if COOKIE in request.COOKIES or not _key_from_before_https(request) or not mine(request).exists():
        return response
    return remember_key(response, _new_browser_key(request))


def forget_key(request: HttpRequest, response: HttpResponse) -> None:
    """Close everything to this browser, whichever name its key has."""
    keys = [request.COOKIES[name] for name in {COOKIE, OLD_COOKIE} if name in request.COOKIES]
    AssessmentKey.objects.filter(kind=BROWSER, digest__in=map(key_digest, keys)).delete()
    for name in {COOKIE, OLD_COOKIE}:
        response.delete_cookie(name, samesite="Lax")


def make_return_link(assessment: Assessment) -> str:
    """A new private return token. The previous one stops working. Only its hash is stored."""
    token = new_secret()
    AssessmentKey.objects.update_or_create(
        assessment=assessment, kind=AssessmentKey.Kind.RETURN, defaults={"digest": key_digest(token)}
    )
    return token


def by_return_token(token: str) -> Assessment:
    """The assessment that a return link opens; otherwise a 404."""
    keys = AssessmentKey.objects.filter(kind=AssessmentKey.Kind.RETURN, digest=key_digest(token))
    return get_object_or_404(Assessment, pk__in=keys.values("assessment"), opinion_on=None)


def mark_personal(response: HttpResponse) -> HttpResponse:
    """Mark a response as private: not cached, not indexed, no referrer."""
    patch_cache_control(response, no_store=True, private=True)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view's responses as personal, whatever its address."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return mark_personal(view(request, **kwargs))

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
    links = ShareLink.objects.open().filter(digest=key_digest(token))
    return links.select_related("assessment").first()


def consents_for(advisor: User) -> QuerySet[Consent]:
    """What mentees let this advisor see now, by name. Withdrawing closes it at once."""
    own = Consent.objects.filter(advisor=advisor, withdrawn_at=None).select_related("assessment")
    return own.order_by("mentee_name", "pk")
