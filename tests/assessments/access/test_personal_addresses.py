"""Every response at a personal address is kept out of caches, search engines and referrers."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from assessments import urls
from assessments.accounts import urls as account_urls
from assessments.middleware import PERSONAL
from careerpaths.operations import limits

PUBLIC = {"home", "example", "privacy", "accessibility", "robots", "manifest", "security"}
OF_CASES = [(f"assessments:{pattern.name}", pattern) for pattern in urls.urlpatterns if pattern.name not in PUBLIC]
OF_ACCOUNTS = [(str(pattern.name), pattern) for pattern in account_urls.urlpatterns]


def address(name: str, pattern: URLPattern) -> str:
    kinds = {
        part: type(kind).__name__.removesuffix("Converter").lower() for part, kind in pattern.pattern.converters.items()
    }
    return reverse(name, kwargs={part: {"int": 1}.get(kind, "nothing") for part, kind in kinds.items()})


def is_marked(answer: Any) -> bool:
    kept = {"no-store", "private"} <= {word.strip() for word in answer.headers["Cache-Control"].split(",")}
    return kept and (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")


@pytest.mark.django_db
def test_pages_refusals_and_redirects_at_every_personal_address_are_marked() -> None:
    """With an unknown visitor and no live ruleset, these are "not found", "not allowed", "not ready" and redirects."""
    client, strict, seen = Client(), Client(enforce_csrf_checks=True), set()
    for where in (address(name, pattern) for name, pattern in (*OF_CASES, *OF_ACCOUNTS)):
        tries = (client.get(where), client.put(where), client.post(where), strict.post(where), client.get(where[:-1]))
        for answer in (*tries, client.get(f"{where}nothing/at/all/")):
            assert is_marked(answer), (where, answer.status_code)
            seen.add(answer.status_code)
    assert {200, 301, 302, 403, 404, 405, 503} <= seen


@pytest.mark.usefixtures("live_ruleset")
def test_rate_limits_and_server_errors_are_marked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "begin", ((1, 3600),))
    tries = [client.post("/start/") for _ in range(2)]

    def fail(*args: object, **kwargs: object) -> HttpResponse:
        raise RuntimeError

    monkeypatch.setattr("assessments.views.cases.render", fail)
    client.raise_request_exception = False
    answers = [*tries, client.get("/mine/")]
    assert [answer.status_code for answer in answers] == [302, 429, 500]
    assert all(map(is_marked, answers))


def test_no_public_address_starts_like_a_personal_one() -> None:
    public = [reverse(f"assessments:{name}") for name in PUBLIC]
    public += [
        reverse("careerpaths:method"),
        reverse("admin:index"),
        "/api/evaluate",
        "/static/css/site.css",
        "/healthz",
    ]
    assert not PERSONAL & {where.split("/")[1] for where in public}
