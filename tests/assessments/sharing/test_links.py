"""Links: how they are made, opened, closed and changed."""

import re
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, ShareLink
from assessments.sharing import links as sharing
from harness.stored import address, browser_of
from tests.assessments.sharing.making import made, unlock

FORM = {"label": "Dana", "days": "30"}


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


def test_by_default_a_link_lasts_thirty_days_hides_names_and_allows_nothing(
    assessment: Assessment,
) -> None:
    owner = browser_of(assessment)
    assert 'name="days" value="30"' in (owner.get(address(assessment, "share")).text)
    owner.post(address(assessment, "share"), FORM)
    link = assessment.links.get()
    assert link.expires_at.date() == timezone.localdate() + timedelta(days=30)
    assert not any([link.shows_names, link.shows_sensitive, link.may_comment, link.may_answer])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("label", "", "Enter who the link is for, so that you can tell your links apart."),
        ("label", "x" * 121, "Use at most 120 characters."),
        ("days", "0", "Enter a whole number of days from 1 to 365."),
        ("days", "366", "Enter a whole number of days from 1 to 365."),
        ("days", "a month", "We cannot read “a month” as a number. Enter a whole number of days from 1 to 365."),
        ("passphrase", "short", "Use at least 8 characters, or leave the passphrase out."),
    ],
)
def test_an_invalid_form_shows_the_error_at_the_field_and_keeps_what_was_typed(
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


def test_at_most_fifty_links_can_be_open(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_LINKS", 1)
    made(assessment)
    answer = browser_of(assessment).post(address(assessment, "share"), FORM)
    assert (answer.status_code, assessment.links.count()) == (422, 1)
    assert "1 links are open. Close one to make room." in answer.text


# --- opening and closing ------------------------------------------------------------------------------------------


def closed(place: str) -> tuple[int, str]:
    answer = Client().get(place)
    return answer.status_code, answer.text


def test_expired_revoked_and_unknown_links_look_the_same(assessment: Assessment) -> None:
    unknown = closed(reverse("assessments:shared", args=["unknown"]))
    assert unknown[0] == 404
    assert "This link does not work" in unknown[1]
    revoked, place = made(assessment)
    sharing.revoke(revoked)
    assert closed(place) == unknown
    _, place = made(assessment, days=1)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert closed(place) == unknown
    for name in ("shared-plan", "shared-unlock"):
        assert closed(reverse(f"assessments:{name}", args=["unknown"])) == unknown


def test_revoking_a_link_closes_a_page_that_is_open(assessment: Assessment) -> None:
    owner, friend = browser_of(assessment), Client()
    link, place = made(assessment)
    assert friend.get(place).status_code == 200
    answer = owner.post(address(assessment, "share-revoke", link.uid), follow=True)
    assert "no longer opens anything" in answer.text
    assert "Closed by you" in answer.text
    assert friend.get(f"{place}plan/").status_code == 404


def test_a_link_works_to_the_end_of_the_day_its_owner_sees(assessment: Assessment) -> None:
    with time_machine.travel("2026-11-05T14:03:00Z", tick=False):
        page = browser_of(assessment).post(address(assessment, "share"), FORM).text
    assert "It works until the end of 5 December 2026 (UTC)" in page
    token = re.search(r"/s/([\w-]+)/", page)
    assert token
    for moment, status in (("2026-12-05T23:59:59Z", 200), ("2026-12-06T00:00:00Z", 404)):
        with time_machine.travel(moment, tick=False):
            assert Client().get(f"/s/{token[1]}/").status_code == status


def test_a_link_made_before_that_promise_gets_the_rest_of_its_day(assessment: Assessment) -> None:
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


def test_changing_a_link_keeps_its_address_and_passphrase(assessment: Assessment) -> None:
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


def test_an_expired_link_can_be_reopened_but_a_closed_one_cannot(assessment: Assessment) -> None:
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
        ({"label": ""}, "Enter who the link is for, so that you can tell your links apart."),
        ({"days": "366"}, "Enter a whole number of days from 0 to 365."),
    ],
)
def test_an_impossible_change_shows_an_error_and_changes_nothing(
    assessment: Assessment, given: dict[str, str], sentence: str
) -> None:
    link, _ = made(assessment)
    answer = browser_of(assessment).post(address(assessment, "share-change", link.uid), {**FORM, "label": "X", **given})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert assessment.links.get().label == "Dana"


def test_reopening_an_expired_link_counts_towards_the_limit_as_a_new_one_does(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MOST_LINKS", 1)
    expired, _ = made(assessment)
    ShareLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    made(assessment)
    answer = browser_of(assessment).post(address(assessment, "share-change", expired.uid), FORM)
    assert answer.status_code == 422
    assert "Close one to make room." in answer.text


def test_ended_links_are_folded_away(assessment: Assessment) -> None:
    ended, _ = made(assessment, label="Old friend")
    sharing.revoke(ended)
    made(assessment, label="New friend")
    page = browser_of(assessment).get(address(assessment, "share")).text
    assert page.index("New friend") < page.index("<details") < page.index("Old friend") < page.index("</details>")
