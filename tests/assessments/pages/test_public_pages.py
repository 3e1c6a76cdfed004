"""The pages that are the same for everyone, and the error pages."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.views import defaults

from assessments import access
from assessments.sharing import visits

PUBLIC = ["/", "/privacy/", "/accessibility/"]
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
NOT_ALLOWED_BY_OUR_CSP = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an event handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.I),
    "a script address": re.compile(r"""["']\s*javascript:""", re.I),
}
LOADED = re.compile(
    r"<(?:script|img|iframe|link|source|use|video|audio)\b[^>]*\b(?:src|href|srcset)=\"([^\"]*)\"", re.I
)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_has_one_title_one_heading_and_a_language(client: Client, address: str) -> None:
    html = page(client, address)
    assert '<html lang="en"' in html
    assert re.search(r"<title>\S.* – Career Paths</title>", html)
    assert len(re.findall(r"<h1\b", html)) == 1
    assert len(re.findall(r"<main\b", html)) == 1


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_starts_with_a_link_past_the_navigation(client: Client, address: str) -> None:
    first_link = re.search(r"<a\b[^>]*>", page(client, address).split("<body", 1)[1])
    assert first_link
    assert 'href="#content"' in first_link[0]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_loads_nothing_from_another_site(client: Client, address: str) -> None:
    loaded = LOADED.findall(page(client, address))
    assert loaded
    assert [where for where in loaded if not where.startswith("/") or where.startswith("//")] == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_sends_the_security_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_is_read_only(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", PUBLIC)
def test_the_links_on_a_public_page_work(client: Client, address: str) -> None:
    fragments = re.findall(r'href="#([^"]+)"', page(client, address))
    assert all(f'id="{fragment}"' in page(client, address) for fragment in fragments)


def test_starting_is_a_form_because_it_changes_something(client: Client) -> None:
    form = re.search(r'<form[^>]*method="post"[^>]*action="/start/".*?</form>', page(client, "/"), re.S)
    assert form
    assert "csrfmiddlewaretoken" in form[0]


def test_the_start_page_says_whose_opinion_the_rules_follow(client: Client) -> None:
    html = page(client, "/")
    assert "Adam Gleave" in html
    assert "https://gleave.me/post/why-do-phd/" in html


def test_the_privacy_page_names_every_cookie_we_set(client: Client) -> None:
    html = page(client, "/privacy/")
    for cookie in (
        access.COOKIE,
        settings.CSRF_COOKIE_NAME,
        settings.SESSION_COOKIE_NAME,
        visits.OPENED_COOKIE,
        "messages",
    ):
        assert f"<code>{cookie}</code>" in html


@pytest.mark.parametrize("address", ["/privacy/", "/accessibility/"])
def test_the_contact_is_shown_when_there_is_one(client: Client, settings: LazySettings, address: str) -> None:
    settings.CONTACT_EMAIL = ""
    assert "mailto:" not in page(client, address)
    settings.CONTACT_EMAIL = "hello@careerpaths.example"
    assert "mailto:hello@careerpaths.example" in page(client, address)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_template_has_nothing_that_our_content_security_policy_forbids(template: Path) -> None:
    source = re.sub(r"{% comment %}.*?{% endcomment %}", "", template.read_text(), flags=re.S)
    assert [fault for fault, sign in NOT_ALLOWED_BY_OUR_CSP.items() if sign.search(source)] == []


def test_an_unknown_address_says_what_may_have_happened(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "Page not found" in response.text
    assert 'href="/mine/"' in response.text
    assert "nowhere" not in response.text


def test_a_damaged_request_says_that_nothing_has_changed(client: Client) -> None:
    response = client.get("/", headers={"host": "not a host"})
    assert response.status_code == 400
    assert "Nothing you saved before has changed." in response.text


def test_a_form_that_is_too_large_is_refused_with_a_sentence(settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    browser = Client(enforce_csrf_checks=True)
    browser.get("/")
    response = browser.post("/start/", {"much": "x" * 100})
    assert response.status_code == 413
    assert "None of it was saved." in response.text


@pytest.mark.parametrize(("site", "is_kept"), [("same-origin", True), ("cross-site", False), (None, False)])
def test_our_own_refused_form_can_be_sent_again_but_one_from_another_site_cannot(
    site: str | None, is_kept: bool
) -> None:
    headers = {"Sec-Fetch-Site": site} if site else {}
    response = Client(enforce_csrf_checks=True).post("/a/mine/q/tai_p5/", {"answer": "<40>"}, headers=headers)
    assert response.status_code == 403
    assert "This was not saved" in response.text
    assert "Open your private link" in response.text
    assert ('name="answer" value="&lt;40&gt;"' in response.text) is is_kept
    assert "no-store" in response["Cache-Control"]


def test_a_form_sent_to_a_page_that_does_not_open_can_be_sent_again(client: Client) -> None:
    response = client.post("/a/nobodys/q/tai_p5/", {"answer": "<40>"})
    assert response.status_code == 404
    assert 'name="answer" value="&lt;40&gt;"' in response.text
    assert "no-store" in response["Cache-Control"]


def test_a_comparison_page_that_does_not_open_shows_ways_back(client: Client) -> None:
    assert "Open your private link" in client.get("/a/nobodys/result/").text
    assert "Open your private link" not in client.get("/nothing/").text


def test_a_page_for_other_people_says_whom_to_ask(rf: RequestFactory) -> None:
    response = defaults.permission_denied(rf.get("/"), PermissionDenied())
    assert response.status_code == 403
    assert "ask them for a share link" in response.text


def test_the_server_error_page_needs_nothing_else(rf: RequestFactory) -> None:
    response = defaults.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "What you saved before is safe." in response.text
    source = (settings.BASE_DIR / "templates/500.html").read_text()
    assert "{{" not in source
    assert "{% extends" not in source
    assert "{% url" not in source
