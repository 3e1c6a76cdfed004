"""A form that is sent twice does its work once: on a slow connection, people press the button again.

`{% form_key %}` puts a random key into a form that creates something. `@once` on the view that receives it stores a
digest of the key in the transaction that creates it. A second connection waits for that transaction and is then
redirected like the first one. The digest also covers the browser's form cookie, the address and everything typed: a
key is worthless in another browser, and a form that was changed before it was sent again is a new one.

No redirect can lead to a page that shows a secret once. Its view runs again, and `new_secret` gives it the same secret
as before, so that it finds what it created. Secrets follow from the digest and SECRET_KEY; no secret is stored.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from careerpaths.models import SentForm

FIELD = "form_key"
FORMS_KEPT_FOR = timedelta(days=1)  # an open form that is older than this counts as a new one
SECRET_BYTES = 32
IN_PLACE_OF_IT = "<>"  # replaces the token of a link; none of our addresses contains these characters

_View = Callable[..., HttpResponse]
Again = Callable[[HttpRequest, HttpResponse], HttpResponse]


class NothingMade(HttpResponseRedirect):
    """Redirects, but nothing was created, so the same form may be sent again."""


@dataclass
class _Sending:
    """A form whose view is running."""

    digest: str
    secrets: int = 0  # how many have been handed out
    afterwards: list[Callable[[], None]] = field(default_factory=list)


_sending: ContextVar[_Sending | None] = ContextVar("sending", default=None)


def new_secret() -> str:
    """A random secret; when a form is sent a second time, the same one as the first time."""
    sending = _sending.get()
    if sending is None:
        return secrets.token_urlsafe(SECRET_BYTES)
    sending.secrets += 1
    mixed = salted_hmac(__name__, f"{sending.digest} {sending.secrets}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mixed).rstrip(b"=").decode()


def afterwards(act: Callable[[], None]) -> None:
    """Do this once the form's work is stored, because slow work, such as an e-mail, must not block the database."""
    sending = _sending.get()
    if sending is None:
        act()
    else:
        sending.afterwards.append(act)


def once(view: _View, again: Again = lambda request, response: response) -> _View:
    """Do a form's work once, however often it is sent. `again` completes the response to a second sending."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        digest = _digest_of(request) if request.method == "POST" else ""
        if not digest:
            return view(request, *args, **kwargs)
        sending = _Sending(digest)
        token = _sending.set(sending)
        try:
            with transaction.atomic():
                sent, is_new = SentForm.objects.get_or_create(digest=digest)  # waits for one that is running
                if is_new:
                    response = view(request, *args, **kwargs)
                    _note(sent, request, response, kwargs.get("token", ""))
                else:
                    response = again(request, _led_again(request, sent, kwargs.get("token", "")))
            for act in sending.afterwards:
                act()
        finally:
            _sending.reset(token)
        return response

    return wrapped


def ran_out() -> QuerySet[SentForm]:
    """Those that no longer need to be remembered."""
    return SentForm.objects.filter(sent_at__lt=timezone.now() - FORMS_KEPT_FOR)


def _digest_of(request: HttpRequest) -> str:
    """What identifies this form; nothing if it has no key, or came without Django's form cookie."""
    key, browser = request.POST.get(FIELD, ""), request.META.get("CSRF_COOKIE", "")
    if not key or not browser:
        return ""
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    files = {name: [_digest_of_file(file) for file in sent] for name, sent in request.FILES.lists()}
    told = json.dumps([browser, request.get_full_path(), typed, files], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _digest_of_file(file: Any) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def _note(sent: SentForm, request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Remember where the response redirected to. If it did not redirect, forget it: its view may run again.

    The token of a link gives access, so it is not stored: the second sending brings it along.
    """
    if not isinstance(response, HttpResponseRedirect) or isinstance(response, NothingMade):
        sent.delete()
        return
    sent.address = response.url.replace(token, IN_PLACE_OF_IT) if token else response.url
    if request.session.modified:
        request.session.save()
        sent.session = request.session.session_key or ""
    sent.save(update_fields=["address", "session"])


def _led_again(request: HttpRequest, sent: SentForm, token: str) -> HttpResponse:
    """Redirect like the first response, in the session it started: the browser may never have read that response."""
    if sent.session:
        request.session = type(request.session)(sent.session)
        request.session.modified = True
    messages.info(request, _("This form was sent twice. It was saved once."))
    return HttpResponseRedirect(sent.address.replace(IN_PLACE_OF_IT, token))
