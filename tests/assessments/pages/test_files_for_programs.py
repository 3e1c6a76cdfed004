"""What search engines, chat programs and browsers read: robots.txt, security.txt, the manifest and Open Graph tags."""

import re
from datetime import datetime, timedelta
from html import unescape
from urllib.robotparser import RobotFileParser

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from assessments.middleware import PERSONAL
from careerpaths.models import RulesetVersion
from harness.stored import browser_of
from harness.whole_site import make_victim

PUBLIC = ["/", "/example/", "/privacy/", "/accessibility/", "/method/", "/method/changelog/", "/api/docs"]
ICON = "/static/img/icon.png"


def open_graph(html: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'<meta property="og:(\S+)" content="([^"]*)">', html)}


def test_search_engines_leave_personal_addresses_admin_and_the_api_alone_and_read_the_rest(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(response.text.splitlines())
    assert [part for part in {*PERSONAL, "admin", "api"} if robots.can_fetch("*", f"/{part}/x/")] == []
    assert [where for where in PUBLIC if not robots.can_fetch("*", where)] == ["/api/docs"]


def test_security_txt_says_whom_to_contact_and_how_long_that_is_valid(client: Client, settings: LazySettings) -> None:
    settings.CONTACT_EMAIL = "o'hara+site@careerpaths.example"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.text.splitlines() if line)
    expires = datetime.fromisoformat(fields.pop("Expires"))
    assert timezone.now() + timedelta(days=30) < expires < timezone.now() + timedelta(days=365)
    assert fields == {
        "Contact": "mailto:o%27hara%2Bsite@careerpaths.example",
        "Preferred-Languages": "en",
        "Canonical": "http://testserver/.well-known/security.txt",
    }


def test_without_a_contact_there_is_no_security_txt(client: Client, settings: LazySettings) -> None:
    settings.CONTACT_EMAIL = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_a_page_names_the_manifest_and_the_manifest_names_icons_that_exist(client: Client) -> None:
    page = client.get("/")
    (address,) = re.findall(r'<link rel="manifest" href="([^"]+)">', page.text)
    assert "manifest-src 'self'" in page["Content-Security-Policy"]

    response = client.get(address)
    manifest = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["start_url"]) == ("Career Paths", "/")
    assert [icon["src"] for icon in manifest["icons"]] == ["/static/img/favicon.svg", ICON]
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon


@pytest.mark.usefixtures("live_ruleset")
@pytest.mark.parametrize("address", PUBLIC)
def test_a_link_to_a_public_page_shows_its_title_its_description_and_our_picture(client: Client, address: str) -> None:
    html = client.get(address).text
    shown = open_graph(html)
    title = re.search(r"<title>(.+) – Career Paths</title>", html)
    assert title
    assert shown["title"] == unescape(title[1])
    assert 40 < len(shown["description"]) < 160
    assert (shown["url"], shown["image"]) == (f"http://testserver{address}", f"http://testserver{ICON}")


def test_a_link_to_a_personal_page_reveals_nothing_about_it(live_ruleset: RulesetVersion) -> None:
    victim = make_victim(live_ruleset)
    owner, others = browser_of(victim.assessment), f"/s/{victim.tokens['shows_names']}/"
    pages = ("/mine/", "/import/", "/account/", others, f"{others}plan/")
    for page in (*pages, *(f"/a/{victim.assessment.uid}/{name}/" for name in ("result", "plan", "tasks", "keep"))):
        response = owner.get(page)
        assert response.status_code == 200, page
        assert open_graph(response.text) == {}, page
