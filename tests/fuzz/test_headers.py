"""Headers and cookies of every kind, forged, cut off or replayed, give the same page or a plain refusal, no error."""

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.access import COOKIE
from careerpaths.models import RulesetVersion
from tests.fuzz.nasty import TEXTS

pytestmark = pytest.mark.usefixtures("live_ruleset")

EXAMPLES = 60
PATHS = ("/", "/mine/", "/start/", "/method/", "/account/", "/admin/login/", "/api/evaluate", "/metrics", "/a/x/tasks/")
HEADERS = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Type", "Expect", "Forwarded"),
    *("HX-Request", "HX-Current-URL", "HX-Target", "If-Modified-Since", "If-None-Match", "Origin", "Range", "Referer"),
    *("Sec-Fetch-Site", "User-Agent", "X-CSRFToken", "X-Forwarded-For", "X-Forwarded-Proto", "X-HTTP-Method-Override"),
    *("X-Request-ID", "X-Requested-With"),
)
COOKIES = (COOKIE, site.SESSION_COOKIE_NAME, site.CSRF_COOKIE_NAME, "messages", "django_language")
LINE = TEXTS.map(
    lambda text: "".join(sign for sign in text if " " <= sign <= "ÿ" and sign != "\x7f")
)  # what a server accepts
TYPES = st.sampled_from(
    [
        "application/x-www-form-urlencoded; charset=no-such-thing",
        "multipart/form-data",
        "multipart/form-data; boundary=é",
        "multipart/form-data; boundary=" + "x" * 300,
        "application/json; charset=utf-16",
        "text/plain",
    ]
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(PATHS),
    headers=st.dictionaries(st.sampled_from(HEADERS), LINE | TYPES, max_size=4),
    cookies=st.dictionaries(st.sampled_from(COOKIES), LINE, max_size=3),
    body=st.none() | TEXTS.map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=200),
)
def test_no_header_or_cookie_breaks_a_page(
    path: str, headers: dict[str, str], cookies: dict[str, str], body: bytes | None, live_ruleset: RulesetVersion
) -> None:
    cache.clear()
    client = Client(headers=headers)
    for name, value in cookies.items():
        client.cookies[name] = value
    given_type = headers.pop("Content-Type", "application/x-www-form-urlencoded")
    answer = client.get(path) if body is None else client.generic("POST", path, body, content_type=given_type)
    assert answer.status_code < 500
    assert "elsewhere.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("host", ["elsewhere.example", "a b", "testserver@elsewhere.example", "[::1", ""])
def test_another_host_name_is_refused(client: Client, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400


def test_no_host_name_from_a_header_gets_into_a_page(client: Client) -> None:
    page = client.get("/", headers={"X-Forwarded-Host": "elsewhere.example", "X-Original-URL": "/admin/"})
    assert page.status_code == 200
    assert "elsewhere.example" not in page.content.decode()
