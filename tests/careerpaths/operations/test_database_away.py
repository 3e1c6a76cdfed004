"""While the database is down, the site says so and nothing typed is lost."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from assessments.access import COOKIE, key_digest
from assessments.models import Assessment, AssessmentKey
from careerpaths.models import RulesetVersion


@pytest.fixture
def visitor(live_ruleset: RulesetVersion) -> Client:
    assessment = Assessment.objects.create(ruleset=live_ruleset, uid="known")
    assessment.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    client = Client(raise_request_exception=False)
    client.cookies[COOKIE] = "mine"
    return client


Away = Callable[[Exception], None]


@pytest.fixture
def away() -> Iterator[Away]:
    """Let every statement fail from now on."""
    faults: list[Exception] = []

    def fail(execute: Callable[..., Any], *args: Any) -> Any:
        if faults:
            raise faults[0]
        return execute(*args)

    with connection.execute_wrapper(fail):
        yield faults.append
        faults.clear()


@pytest.mark.parametrize("fault", [OperationalError("disk is full"), InterfaceError("closed")])
def test_a_page_says_that_the_saved_data_cannot_be_reached(visitor: Client, away: Away, fault: Exception) -> None:
    away(fault)
    page = visitor.get(reverse("assessments:tasks", args=["known"]))
    assert page.status_code == 503
    assert page["Retry-After"] == "30"
    assert "no-store" in page["Cache-Control"]
    assert "We cannot reach our database" in page.content.decode()
    assert str(fault) not in page.content.decode()


def test_a_form_can_be_sent_again_unchanged(visitor: Client, away: Away) -> None:
    place = reverse("assessments:question", args=["known", "goal_role"]) + "?next=check"
    away(OperationalError("gone"))
    page = visitor.post(place, {"answer": 'a "quoted" <b>', "was": ""}).content.decode()
    assert f'<form method="post" action="{place}">' in page
    assert '<input type="hidden" name="answer" value="a &quot;quoted&quot; &lt;b&gt;">' in page
    assert '<input type="hidden" name="was" value="">' in page


def test_a_secret_is_not_written_into_the_page(visitor: Client, away: Away) -> None:
    away(OperationalError("gone"))
    page = visitor.post(reverse("admin:login"), {"username": "ada", "password": "known to ada"})
    assert page.status_code == 503
    assert "known to ada" not in page.content.decode()


def test_other_errors_get_the_usual_error_page(visitor: Client, away: Away) -> None:
    away(ValueError("known to us"))
    page = visitor.get(reverse("assessments:tasks", args=["known"]))
    assert page.status_code == 500
    assert "known to us" not in page.content.decode()
