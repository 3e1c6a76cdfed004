"""Every address, with parts nobody would type, gives a known kind of response, and nothing comes back unescaped."""

from itertools import batched

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from harness.whole_site import ROUTES, Route, Victim
from tests.fuzz.fine import TOGETHER, fine, of_each
from tests.fuzz.nasty import SEGMENTS, TEXTS

pytestmark = pytest.mark.django_db

WITH_PARTS = [route for route in ROUTES if route.parts]


@pytest.mark.parametrize(
    "routes", list(batched(WITH_PARTS, TOGETHER, strict=False)), ids=lambda routes: routes[0].pattern
)
def test_each_address_copes_with_any_part(
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
