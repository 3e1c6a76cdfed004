"""Pressing a button twice at the same moment creates only one thing."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from assessments.models import Assessment, ShareLink
from careerpaths.models import RulesetVersion
from careerpaths.operations import once
from harness.whole_site import make_victim
from tests.sent_twice.presses import make, twin_of, without_keys

WAIT = 20  # seconds, at the most


def press_at_once(
    clients: list[Client], target: str, sent: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> list[Any]:
    """Both requests have finished reading before either of them writes."""
    together, answers, digest_of_form = Barrier(2), list[Any](), once._digest_of

    def digest_and_wait(request: Any) -> str:
        digest = digest_of_form(request)
        together.wait(WAIT)
        return digest

    def press(client: Client) -> None:
        try:
            answers.append(client.post(target, sent))
        finally:
            connection.close()

    monkeypatch.setattr(once, "_digest_of", digest_and_wait)
    presses = [Thread(target=press, args=[client]) for client in clients]
    for one in presses:
        one.start()
    for one in presses:
        one.join(WAIT)
    monkeypatch.undo()
    return answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pattern", ["start/", "a/<str:uid>/options/", "a/<str:uid>/share/"])
def test_two_connections_at_once_create_only_one_thing(
    pattern: str, live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = make_victim(live_ruleset)
    client, target, sent = make(victim, pattern)

    def count() -> int:
        return sum((Assessment.objects.count(), victim.assessment.options.count(), ShareLink.objects.count()))

    before = count()

    one, other = press_at_once([client, twin_of(client)], target, sent, monkeypatch)

    assert one.status_code == other.status_code in {200, 302}
    assert one.headers.get("Location") == other.headers.get("Location")
    assert without_keys(one.text) == without_keys(other.text)
    assert count() == before + 1
