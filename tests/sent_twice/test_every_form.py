"""On a slow connection, people press a button twice. Every form that creates something creates only one, and the second
response, the only one the browser shows, leads to it.
"""

import re
from copy import deepcopy
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import transaction

from careerpaths.models import SentForm
from harness.whole_site import ROUTES, Victim
from tests.sent_twice.presses import ADMIN, MAKES, VERSION, make, owner, twin_of, without_keys

CHANGES = {
    "api/evaluate",  # stores nothing
    "mine/delete/",
    "mine/forget/",
    "mine/claim/",
    "return/<str:token>/",  # lets this browser in, which may happen twice
    "a/<str:uid>/rename/",
    "a/<str:uid>/release/",
    "a/<str:uid>/options/<str:oid>/",
    "a/<str:uid>/options/<str:oid>/delete/",
    "a/<str:uid>/details/",
    "a/<str:uid>/q/<slug:question>/",
    "a/<str:uid>/q/<slug:question>/save/",
    "a/<str:uid>/what-if/",
    "a/<str:uid>/what-if/ranking/",
    "a/<str:uid>/keep/pdf/",  # a constraint allows one drawing of the same content
    "a/<str:uid>/share/<str:link>/",
    "a/<str:uid>/share/<str:link>/revoke/",
    "a/<str:uid>/advisors/<str:consent>/",
    "a/<str:uid>/comments/<int:comment>/",
    "s/<str:token>/unlock/",
    "a/<str:uid>/opinions/<str:opinion>/take/",
    "a/<str:uid>/opinions/<str:opinion>/delete/",
    "a/<str:uid>/journal/<int:entry>/",
    "a/<str:uid>/journal/<int:entry>/edit/",
    "a/<str:uid>/journal/<int:entry>/delete/",
    "a/<str:uid>/sure/<slug:moment>/",
    "a/<str:uid>/advisors/<str:consent>/withdraw/",
    "a/<str:uid>/delete/",
    "desk/invitations/<str:invitation>/close/",
    "desk/<str:consent>/note/",
    "account/out/",
    "admin/login/",
    "admin/logout/",
    "admin/password_change/",
    f"{VERSION}impact/",  # a lock allows one report at a time
    f"{VERSION}impact/cancel/",
    f"{VERSION}checks/preview/",
    f"{VERSION}checks/cases/<slug:case>/",
    f"{VERSION}checks/cases/<slug:case>/remove/",
    f"{VERSION}edit/<slug:slug>/",
    f"{VERSION}edit/<slug:slug>/item/<slug:name>/",
    f"{VERSION}edit/<slug:slug>/item/<slug:name>/remove/",
    f"{VERSION}edit/<slug:slug>/item/<slug:name>/move/",
}
"""Forms that change something that exists: sent twice, they make the same change."""
OTHERS = re.compile(
    rf"admin/(?!{ADMIN.removeprefix('admin/')}(import|<int))|.*api/|favicon.ico|account/(in|email|inactive)/"
)
"""Django's own pages, where one template adds everything, and addresses that read no form."""


def everything() -> dict[str, list[dict[str, Any]]]:
    """Everything that is stored, except the forms themselves and sessions."""
    models = [model for model in apps.get_models() if model not in (SentForm, Session)]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", MAKES)
def test_a_form_sent_twice_creates_one_thing_and_both_responses_lead_to_it(pattern: str, victim: Victim) -> None:
    client, target, sent = make(victim, pattern)
    twin, before, mails = twin_of(client), everything(), len(mail.outbox)

    first = client.post(target, sent)
    assert first.status_code in {200, 302}, re.findall(r"error.*", first.text)
    made, sent_mails = everything(), len(mail.outbox)
    assert made != before or sent_mails > mails, "nothing was created"

    second = twin.post(target, sent)
    assert everything() == made
    assert len(mail.outbox) == sent_mails
    assert second.status_code == first.status_code
    if first.status_code == 200:
        assert without_keys(second.text) == without_keys(first.text)
    else:
        assert second["Location"] == first["Location"]
        assert twin.get(second["Location"].partition("#")[0]).status_code == 200


@pytest.mark.django_db
def test_every_address_that_accepts_a_form_is_in_one_of_the_tables(victim: Victim) -> None:
    client = owner(victim)
    client.raise_request_exception = False
    cookies, user = deepcopy(client.cookies), User.objects.get(username="lee")
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    takes = set()
    for route in ROUTES:
        cache.clear()
        client.cookies = deepcopy(cookies)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        with transaction.atomic():
            if client.post(victim.path(route, victim.tokens["may_answer"])).status_code != 405:
                takes.add(route.pattern)
            transaction.set_rollback(True)
    known = MAKES.keys() | CHANGES
    assert {pattern for pattern in takes ^ known if not OTHERS.match(pattern)} == set()
