"""How often a link was opened, and what its recipient sees."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from assessments.models import Assessment
from assessments.sharing import comments
from harness.stored import address, browser_of, store
from tests.assessments.sharing.making import CASE, made, unlock

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
CUBOT = "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"


def visitor(agent: str = CHROME, **headers: str) -> Client:
    return Client(headers={"user-agent": agent, **headers})


def test_each_browser_counts_once_a_day_and_the_owner_sees_the_count_and_the_day(assessment: Assessment) -> None:
    link, place = made(assessment)
    before = Assessment.objects.get().updated_at
    friend, other = visitor(), visitor(CUBOT)
    with time_machine.travel("2026-12-01T10:00:00Z", tick=False):
        for page in ("", "", "plan/"):
            friend.get(place + page)
        other.get(f"{place}plan/")
    cookie = friend.cookies["opened"]
    assert (cookie.value, cookie["path"], cookie["max-age"]) == ("1", place, 24 * 3600)
    with time_machine.travel("2026-12-01T11:00:00Z", tick=False):
        friend.get(place)
    link.refresh_from_db()
    assert (link.views, link.last_seen_at) == (2, datetime(2026, 12, 1, 11, tzinfo=UTC))
    assert Assessment.objects.get().updated_at == before
    assert 'data-label="Opened">2</td>' in browser_of(assessment).get(address(assessment, "share")).text


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": ""},
        {"user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
        {"user-agent": "WhatsApp/2.23.20.0 A"},
        {"user-agent": "TelegramBot (like TwitterBot)"},
        {"user-agent": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)"},
        {"user-agent": f"{CHROME} facebookexternalhit/1.1 Facebot Twitterbot/1.0"},
        {"user-agent": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "curl/8.14.1"},
        {"user-agent": CHROME, "sec-purpose": "prefetch;prerender"},
        {"user-agent": CHROME, "purpose": "prefetch"},
        {"user-agent": CHROME, "x-moz": "prefetch"},
    ],
    ids=str,
)
def test_a_program_that_fetches_a_preview_does_not_count(assessment: Assessment, headers: dict[str, str]) -> None:
    link, place = made(assessment)
    answer = Client(headers=headers).get(place)
    assert answer.status_code == 200
    assert "opened" not in answer.cookies
    link.refresh_from_db()
    assert (link.views, link.last_seen_at) == (0, None)


def test_neither_head_nor_the_passphrase_page_nor_the_owner_counts(assessment: Assessment) -> None:
    ada = User.objects.create(username="ada")
    Assessment.objects.update(owner=ada)
    link, place = made(assessment)
    _, locked_place = made(assessment, passphrase="correct horse")
    visitor().head(place)
    visitor().get(f"{locked_place}unlock/")
    owner, account = browser_of(assessment), visitor()
    account.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    for client in (owner, account):
        assert client.get(place, headers={"user-agent": CHROME}).status_code == 200
    owner.get(address(assessment, "share-preview", link.uid), headers={"user-agent": CHROME})
    assert set(assessment.links.values_list("views", "last_seen_at")) == {(0, None)}


def test_a_link_to_another_comparison_is_not_found_under_mine(assessment: Assessment) -> None:
    other = store(assessment.ruleset, CASE)
    link, _ = made(other)
    owner = browser_of(assessment)
    assert owner.post(address(assessment, "share-revoke", link.uid)).status_code == 404
    assert owner.get(address(assessment, "share-preview", link.uid)).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def main_part(page: str, base: str) -> str:
    """What a page says below its header, without the parts that differ on purpose."""
    text = page.split("<main", 1)[1].split("</main>", maxsplit=1)[0]
    text = re.sub(r'<div class="notice no-print"><p><strong>A preview.*?</div>', "", text, flags=re.DOTALL)
    text = re.sub(r'<input type="hidden"[^>]*>|action="[^"]*"| disabled', "", text)
    return re.sub(r"\s+", " ", text.replace(base, "/the-link/"))


@pytest.mark.parametrize("page", ["", "plan/", "opinion/", "unlock/"])
def test_the_preview_is_what_the_recipient_sees(assessment: Assessment, page: str) -> None:
    """Including the comments and their form, the request for a second opinion, and the passphrase page."""
    link, place = made(assessment, may_comment=True, may_answer=True, passphrase="correct horse", shows_names=True)
    comments.say(assessment, name="Dana", text="Is it so close?", option=None, by=link)
    friend, owner = Client(), browser_of(assessment)
    if page != "unlock/":
        unlock(friend, place, "correct horse")
    base = address(assessment, "share-preview", link.uid)
    preview = owner.get(base + page).text
    assert main_part(friend.get(place + page).text, place) == main_part(preview, base)
    forms = re.findall(r"<form method=\"post\".*?</form>", preview.split("<main", 1)[1], re.DOTALL)
    assert len(forms) == {"": 2, "plan/": 0}.get(page, 1)
    assert all(" disabled>" in form for form in forms)


def test_a_preview_only_has_pages_that_its_link_has(assessment: Assessment) -> None:
    link, _ = made(assessment)
    base = address(assessment, "share-preview", link.uid)
    owner = browser_of(assessment)
    statuses = {page: owner.get(f"{base}{page}/").status_code for page in ("plan", "unlock", "opinion", "copy")}
    assert statuses == {"plan": 200, "unlock": 404, "opinion": 404, "copy": 404}
