"""Every form and address, sent what nobody would type: an answer of a known kind, and nothing comes back raw."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from io import BytesIO
from itertools import batched
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.access import COOKIE, digest_of
from assessments.models import AssessmentKey
from careerpaths import publishing
from careerpaths.models import RulesetVersion
from harness.forms import Form, forms_of
from harness.whole_site import ROUTES, Route, Victim, make_victim
from tests.fuzz.nasty import FILES, MARK, SEGMENTS, TEXTS

pytestmark = pytest.mark.django_db

EXAMPLES = 5  # for each address
HOST = "testserver"


@pytest.fixture
def everybody(live_ruleset: RulesetVersion) -> tuple[Victim, Client]:
    """Somebody who may do everything: owner, advisor and administrator in one, with a draft of the rules."""
    victim = make_victim(live_ruleset)
    victim.assessment.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=digest_of("mine"))
    lee = User.objects.get(username="lee")
    lee.is_staff = lee.is_superuser = True
    lee.save()
    draft = publishing.open_draft(live_ruleset)
    victim.values |= {"pk": str(draft.pk), "object_id": str(draft.pk)}
    client = Client()
    client.force_login(lee, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[COOKIE] = "mine"
    return victim, client


def fine(answer: Any) -> None:
    """No fault, no way to another site, and nothing that was sent comes back as markup."""
    assert answer.status_code < 500
    place = urlsplit(answer.headers.get("Location", ""))
    assert place.netloc in ("", HOST)
    assert place.scheme in ("", "http", "https")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert MARK not in body.decode()


def pages(client: Client, path: str) -> Iterator[Form]:
    answer = client.get(path)
    fine(answer)
    if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        yield from forms_of(answer.content.decode())


def changed(form: Form, data: st.DataObject) -> dict[str, Any]:
    """The form with some fields left out, some filled with what nobody asked for, and files of all kinds."""
    values = form.everything
    names = sorted(values)
    sent: dict[str, Any] = {name: values[name][:1] for name in names}
    if names:
        for name in data.draw(st.lists(st.sampled_from(names), max_size=6, unique=True)):
            sent[name] = data.draw(st.lists(TEXTS, max_size=2))
    for name in form.names("file"):
        file = BytesIO(data.draw(FILES))
        file.name = "sent.json"
        sent[name] = file
    return sent


of_each = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
TOGETHER = 12  # addresses that share the making of somebody who may do everything


@pytest.mark.parametrize("routes", list(batched(ROUTES, TOGETHER, strict=False)), ids=lambda routes: routes[0].pattern)
def test_each_form_takes_whatever_is_sent(
    everybody: tuple[Victim, Client], routes: tuple[Route, ...], subtests: pytest.Subtests
) -> None:
    for route in routes:
        with subtests.test(route.pattern):
            takes_whatever_is_sent(*everybody, route)


@of_each
@given(data=st.data())
def takes_whatever_is_sent(victim: Victim, client: Client, route: Route, data: st.DataObject) -> None:
    with transaction.atomic():
        cache.clear()
        path = victim.path(route, victim.tokens["may_answer"])
        forms = list(pages(client, path)) or [Form("post", path)]
        form = data.draw(st.sampled_from(forms))
        cookies = SimpleCookie(client.cookies)
        send = client.get if form.method == "get" else client.post
        fine(send(form.action or path, changed(form, data)))
        client.cookies = cookies  # whoever signed out is signed in for the next example
        transaction.set_rollback(True)


WITH_PARTS = [route for route in ROUTES if route.parts]


@pytest.mark.parametrize(
    "routes", list(batched(WITH_PARTS, TOGETHER, strict=False)), ids=lambda routes: routes[0].pattern
)
def test_each_address_takes_any_part(
    everybody: tuple[Victim, Client], routes: tuple[Route, ...], subtests: pytest.Subtests
) -> None:
    for route in routes:
        with subtests.test(route.pattern):
            takes_any_part(*everybody, route)


@of_each
@given(data=st.data())
def takes_any_part(victim: Victim, client: Client, route: Route, data: st.DataObject) -> None:
    values = victim.values
    part = data.draw(st.sampled_from(route.parts))
    with transaction.atomic():
        cache.clear()
        victim.values = {**values, part: data.draw(SEGMENTS)}
        token = victim.values.get("token", victim.tokens["may_answer"])
        path = victim.path(route, token)
        victim.values = values
        query = {data.draw(st.sampled_from(["next", "page", "o", "q", "compare", "goal"])): data.draw(TEXTS)}
        fine(client.get(path, query))
        fine(client.post(path, {data.draw(TEXTS): data.draw(TEXTS)}))
        transaction.set_rollback(True)
