"""Forms from pages that send no referrer, and impossible addresses."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def visitor(live_ruleset: object) -> Client:
    """A browser whose forms are checked."""
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("assessments:home"))
    return client


def begin(visitor: Client, **headers: str) -> int:
    token = visitor.cookies["csrftoken"].value
    return visitor.post(reverse("assessments:start"), {"csrfmiddlewaretoken": token}, headers=headers).status_code


def test_our_own_form_without_a_referrer_is_accepted(visitor: Client) -> None:
    assert begin(visitor, origin="null", sec_fetch_site="same-origin") == 302


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_form_from_another_site_is_refused(visitor: Client, site: str) -> None:
    assert begin(visitor, origin="null", sec_fetch_site=site) == 403
    assert begin(visitor, origin="https://elsewhere.example", sec_fetch_site="same-origin") == 403


def test_the_token_is_still_needed(visitor: Client) -> None:
    headers = {"origin": "null", "sec_fetch_site": "same-origin"}
    assert visitor.post(reverse("assessments:start"), headers=headers).status_code == 403


def test_a_browser_that_looks_for_an_icon_finds_one(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


@pytest.mark.parametrize("path", ["/a/%00/tasks/", "/method/?compare=%00", "/%00"])
def test_an_address_with_a_nul_byte_is_refused(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "We could not read that request" in answer.content.decode()
