"""Every form, sent what nobody would type, gives a known kind of response, and nothing comes back unescaped."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from io import BytesIO
from itertools import batched
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from harness.forms import Form, forms_of
from harness.whole_site import ROUTES, Route, Victim
from tests.fuzz.fine import TOGETHER, fine, of_each
from tests.fuzz.nasty import FILES, TEXTS

pytestmark = pytest.mark.django_db


def pages(client: Client, path: str) -> Iterator[Form]:
    answer = client.get(path)
    fine(answer)
    if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        yield from forms_of(answer.content.decode())


def changed(form: Form, data: st.DataObject) -> dict[str, Any]:
    """The form with some fields left out, some filled with junk, and files of all kinds."""
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


@pytest.mark.parametrize("routes", list(batched(ROUTES, TOGETHER, strict=False)), ids=lambda routes: routes[0].pattern)
def test_each_form_copes_with_whatever_is_sent(
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
        client.cookies = cookies  # signing out must not affect the next example
        transaction.set_rollback(True)
