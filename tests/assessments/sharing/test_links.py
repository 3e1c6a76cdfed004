"""Share links: what they show, how they close, and that nobody opens one by guessing."""

import re
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, ShareLink
from assessments.sharing import comments
from assessments.sharing import links as sharing
from careerpaths.models import RulesetVersion
from careerpaths.operations import limits
from harness.stored import address, browser_of, store

CASE = {
    "person": {"goal_role": "research_lead", "mental_health_risk": "high", "tai_p10": 30},
    "options": [
        {"id": "a", "name": "PhD with Lee", "path": "phd", "answers": {"opt_mentor_hours": 4}},
        {"id": "b", "name": "Job at Orchid", "path": "rc_nonprofit", "answers": {"opt_peers": "outstanding"}},
    ],
}
FORM = {"label": "Dana", "days": "30"}


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    return store(live_ruleset, CASE)


def made(assessment: Assessment, **given: Any) -> tuple[ShareLink, str]:
    """A link and the address that it opens."""
    link, token = sharing.make(assessment, **{"label": "Dana", "days": 30, **given})
    return link, reverse("assessments:shared", args=[token])


# --- making -----------------------------------------------------------------------------------------------------


def test_a_link_is_shown_once_and_only_its_fingerprint_is_kept(assessment: Assessment) -> None:
    owner = browser_of(assessment)
    page = owner.post(address(assessment, "share"), FORM).text
    token = re.search(r"/s/([\w-]+)/", page)
    assert token
    assert len(token[1]) >= 22  # 128 bits in base64
    assert "<svg" in page
    link = assessment.links.get()
    assert token[1] not in str(vars(link))
    assert token[1] not in owner.get(address(assessment, "share")).text
    assert Client().get(f"/s/{token[1]}/").status_code == 200


def test_a_link_lives_thirty_days_hides_names_and_allows_nothing_unless_its_owner_says_so(
    assessment: Assessment,
) -> None:
    owner = browser_of(assessment)
    assert 'name="days" class="short" inputmode="numeric" autocomplete="off" value="30"' in (
        owner.get(address(assessment, "share")).text
    )
    owner.post(address(assessment, "share"), FORM)
    link = assessment.links.get()
    assert link.expires_at.date() == timezone.localdate() + timedelta(days=30)
    assert not any([link.shows_names, link.shows_sensitive, link.may_comment, link.may_answer])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("label", "", "Enter whom the link is for, so that you can tell your links apart."),
        ("label", "x" * 121, "Use at most 120 characters."),
        ("days", "0", "Enter a whole number of days from 1 to 365."),
        ("days", "366", "Enter a whole number of days from 1 to 365."),
        ("days", "a month", "We cannot read “a month” as a number. Enter a whole number of days from 1 to 365."),
        ("passphrase", "short", "Use at least 8 characters, or leave the passphrase out."),
    ],
)
def test_a_form_that_cannot_be_meant_says_so_at_the_field_and_keeps_what_was_typed(
    assessment: Assessment, field: str, value: str, sentence: str
) -> None:
    given = {"label": "Somebody & Co", "days": "12", "passphrase": "correct horse", "may_comment": "on", field: value}
    answer = browser_of(assessment).post(address(assessment, "share"), given)
    assert answer.status_code == 422
    assert f'<a href="#id_{field}">{sentence}</a>' in answer.text
    kept = {key: typed for key, typed in given.items() if typed and key != "may_comment"}
    for typed in kept.values():
        assert typed.replace("&", "&amp;") in answer.text
    assert re.search(r'name="may_comment"[^>]* checked', answer.text)
    assert not assessment.links.exists()


def test_fifty_open_links_are_enough(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_LINKS", 1)
    made(assessment)
    answer = browser_of(assessment).post(address(assessment, "share"), FORM)
    assert (answer.status_code, assessment.links.count()) == (422, 1)
    assert "1 links are open. Close one to make room." in answer.text


# --- opening and closing ------------------------------------------------------------------------------------------


def closed(place: str) -> tuple[int, str]:
    answer = Client().get(place)
    return answer.status_code, answer.text


def test_expired_revoked_and_unknown_links_answer_alike(assessment: Assessment) -> None:
    unknown = closed(reverse("assessments:shared", args=["unknown"]))
    assert unknown[0] == 404
    assert "This link opens nothing" in unknown[1]
    revoked, place = made(assessment)
    sharing.revoke(revoked)
    assert closed(place) == unknown
    _, place = made(assessment, days=1)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert closed(place) == unknown
    for name in ("shared-plan", "shared-unlock"):
        assert closed(reverse(f"assessments:{name}", args=["unknown"])) == unknown


def test_revoking_closes_a_page_that_is_open(assessment: Assessment) -> None:
    owner, friend = browser_of(assessment), Client()
    link, place = made(assessment)
    assert friend.get(place).status_code == 200
    answer = owner.post(address(assessment, "share-revoke", link.uid), follow=True)
    assert "no longer opens anything" in answer.text
    assert "Closed by you" in answer.text
    assert friend.get(f"{place}plan/").status_code == 404


def test_a_link_works_to_the_end_of_the_day_that_its_owner_reads(assessment: Assessment) -> None:
    with time_machine.travel("2026-11-05T14:03:00Z", tick=False):
        page = browser_of(assessment).post(address(assessment, "share"), FORM).text
    assert "It works until the end of 5 December 2026 (UTC)" in page
    token = re.search(r"/s/([\w-]+)/", page)
    assert token
    for moment, status in (("2026-12-05T23:59:59Z", 200), ("2026-12-06T00:00:00Z", 404)):
        with time_machine.travel(moment, tick=False):
            assert Client().get(f"/s/{token[1]}/").status_code == status


def test_a_link_that_was_made_before_that_promise_gets_the_rest_of_its_day(assessment: Assessment) -> None:
    migration = import_module("assessments.migrations.0006_to_the_end_of_the_day")
    ends = timezone.now() + timedelta(days=3)
    kept, _ = made(assessment)
    over, _ = made(assessment)
    ShareLink.objects.filter(pk=kept.pk).update(expires_at=ends)
    ShareLink.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    migration.last_to_the_end_of_the_day(apps, None)
    kept.refresh_from_db()
    over.refresh_from_db()
    assert kept.expires_at == datetime.combine(ends, time.max, UTC)
    assert sharing.state_of(over) == "expired"


# --- changing -----------------------------------------------------------------------------------------------------


def test_a_link_is_changed_and_its_address_and_passphrase_stay(assessment: Assessment) -> None:
    link, place = made(assessment, passphrase="correct horse", may_comment=True)
    owner, friend = browser_of(assessment), Client()
    unlock(friend, place, "correct horse")
    where = address(assessment, "share-change", link.uid)
    form = owner.get(where).text
    assert 'value="30"' in form
    assert re.search(r'name="may_comment"[^>]* checked', form)
    with time_machine.travel("2026-12-01T10:00:00Z", tick=False):
        owner.post(where, {"label": "Dana & Co", "days": "0", "shows_names": "on"})
        page = friend.get(place).text
    assert "PhD with Lee" in page
    assert "Send the comment" not in page
    link.refresh_from_db()
    assert (link.label, link.expires_at) == ("Dana & Co", datetime.combine(date(2026, 12, 1), time.max, UTC))


def test_an_expired_link_opens_again_and_a_closed_one_does_not(assessment: Assessment) -> None:
    owner = browser_of(assessment)
    (expired, place), (closed_one, closed_place) = made(assessment), made(assessment)
    ShareLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(days=1))
    sharing.revoke(closed_one)
    for link in (expired, closed_one):
        owner.post(address(assessment, "share-change", link.uid), FORM)
    assert [Client().get(where).status_code for where in (place, closed_place)] == [200, 404]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"label": ""}, "Enter whom the link is for, so that you can tell your links apart."),
        ({"days": "366"}, "Enter a whole number of days from 0 to 365."),
    ],
)
def test_a_change_that_cannot_be_made_says_so_and_changes_nothing(
    assessment: Assessment, given: dict[str, str], sentence: str
) -> None:
    link, _ = made(assessment)
    answer = browser_of(assessment).post(address(assessment, "share-change", link.uid), {**FORM, "label": "X", **given})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert assessment.links.get().label == "Dana"


def test_opening_an_expired_link_again_needs_room_as_a_new_one_does(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MOST_LINKS", 1)
    expired, _ = made(assessment)
    ShareLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    made(assessment)
    answer = browser_of(assessment).post(address(assessment, "share-change", expired.uid), FORM)
    assert answer.status_code == 422
    assert "Close one to make room." in answer.text


def test_links_that_have_ended_are_folded_away(assessment: Assessment) -> None:
    ended, _ = made(assessment, label="Old friend")
    sharing.revoke(ended)
    made(assessment, label="New friend")
    page = browser_of(assessment).get(address(assessment, "share")).text
    assert page.index("New friend") < page.index("<details") < page.index("Old friend") < page.index("</details>")


# --- counting -----------------------------------------------------------------------------------------------------

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
CUBOT = "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"


def visitor(agent: str = CHROME, **headers: str) -> Client:
    return Client(headers={"user-agent": agent, **headers})


def test_each_browser_counts_once_a_day_and_the_owner_sees_how_often_and_when(assessment: Assessment) -> None:
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
def test_a_program_that_looks_ahead_does_not_count(assessment: Assessment, headers: dict[str, str]) -> None:
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


def test_a_link_of_another_comparison_is_not_found_under_mine(assessment: Assessment) -> None:
    other = store(assessment.ruleset, CASE)
    link, _ = made(other)
    owner = browser_of(assessment)
    assert owner.post(address(assessment, "share-revoke", link.uid)).status_code == 404
    assert owner.get(address(assessment, "share-preview", link.uid)).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def main_part(page: str, base: str) -> str:
    """What a page says below its header, without what differs from page to page by intention."""
    text = page.split("<main", 1)[1].split("</main>", maxsplit=1)[0]
    text = re.sub(r'<div class="notice no-print"><p><strong>A preview.*?</div>', "", text, flags=re.DOTALL)
    text = re.sub(r'<input type="hidden"[^>]*>|action="[^"]*"| disabled', "", text)
    return re.sub(r"\s+", " ", text.replace(base, "/the-link/"))


@pytest.mark.parametrize("page", ["", "plan/", "opinion/", "unlock/"])
def test_the_preview_is_what_the_recipient_sees(assessment: Assessment, page: str) -> None:
    """All of it: comments and their form, the request for a second opinion, and the page for the passphrase."""
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


def test_a_preview_has_no_page_that_its_link_has_not(assessment: Assessment) -> None:
    link, _ = made(assessment)
    base = address(assessment, "share-preview", link.uid)
    owner = browser_of(assessment)
    statuses = {page: owner.get(f"{base}{page}/").status_code for page in ("plan", "unlock", "opinion", "copy")}
    assert statuses == {"plan": 200, "unlock": 404, "opinion": 404, "copy": 404}


# --- passphrases ----------------------------------------------------------------------------------------------------


def unlock(client: Client, place: str, passphrase: str) -> int:
    return client.post(f"{place}unlock/", {"passphrase": passphrase}).status_code


def test_a_passphrase_is_hashed_by_a_slow_function(assessment: Assessment, settings: Any) -> None:
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # without the quick one of the tests
    link, place = made(assessment, passphrase="correct horse")
    assert link.passphrase.startswith("scrypt$")
    assert unlock(Client(), place, "correct horse") == 302


def test_a_passphrase_is_asked_for_before_anything_is_shown(assessment: Assessment) -> None:
    _, place = made(assessment, passphrase="correct horse")
    friend = Client()
    for page in ("", "plan/"):
        assert friend.get(f"{place}{page}")["Location"] == f"{place}unlock/"
    assert unlock(friend, place, "wrong horse") == 422
    assert unlock(friend, place, "correct horse") == 302
    assert friend.get(place).status_code == 200
    assert Client().get(place).status_code == 302


GUESSER = Client()  # one for all: a new one sets the whole site up again


def guess(place: str, passphrase: str, network: str) -> int:
    """Somebody who keeps no cookies, so each try comes from a new browser."""
    GUESSER.cookies.clear()
    return GUESSER.post(f"{place}unlock/", {"passphrase": passphrase}, REMOTE_ADDR=network).status_code


def test_somebody_who_guesses_has_to_wait_and_nobody_else_does(assessment: Assessment) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        _, place = made(assessment, passphrase="correct horse")
        _, other = made(assessment, passphrase="correct horse")
        tried = [guess(place, f"guess {n}", "192.0.2.1") for n in range(12)]
        assert tried == [422] * 10 + [429] * 2
        assert guess(place, "correct horse", "192.0.2.1") == 429
        assert guess(place, "correct horse", "192.0.2.2") == 302
        assert guess(other, "correct horse", "192.0.2.1") == 302
        clock.shift(timedelta(hours=1))
        assert guess(place, "correct horse", "192.0.2.1") == 302


def test_guesses_from_many_networks_are_slow_too(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "passphrase of all", ((20, limits.DAY),))
    _, place = made(assessment, passphrase="correct horse")
    tried = [guess(place, f"guess {n}", f"192.0.2.{n}") for n in range(22)]
    assert tried == [422] * 20 + [429] * 2


def test_a_thousand_guesses_take_more_than_a_month() -> None:
    most, seconds = limits.RATES["passphrase"][-1]
    assert timedelta(seconds=seconds) * 1_000 / most > timedelta(days=30)


def test_a_right_passphrase_is_no_try_and_forgives_the_wrong_ones_before_it(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.RATES, "secret", ((5, limits.HOUR),))
    monkeypatch.setitem(limits.RATES, "passphrase", ((3, limits.HOUR),))
    _, place = made(assessment, passphrase="correct horse")
    tries = ["correct horse"] * 6 + ["corect horse", "correct horse"] * 4 + ["corect horse"] * 2
    assert [guess(place, tried, "192.0.2.1") for tried in tries] == [302] * 6 + [422, 302] * 4 + [422, 429]


@pytest.mark.parametrize("typed", [" correct café horse ", "correct  cafe\u0301 horse", "ｃorrect café horse"])
def test_a_passphrase_opens_however_a_keyboard_composes_it(assessment: Assessment, typed: str) -> None:
    _, token = sharing.make(assessment, label="Dana", days=3, passphrase="correct café horse")
    assert Client().post(reverse("assessments:shared-unlock", args=[token]), {"passphrase": typed}).status_code == 302
